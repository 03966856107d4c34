"""Worlds: made-up clinics in pairs, equal but for one partner's secrets, crawled and compared.

Whoever watches crawls both worlds; any byte that differs is a leak. Imported by nobody.
Never: a real clinic's folder opened, or chance and clock fixed in a process that serves people.
"""
