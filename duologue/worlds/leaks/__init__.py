"""Leaks planted on purpose: each is switched on in a pair of worlds, and the crawl must catch it.

Never: imported by a process that serves people.
"""
