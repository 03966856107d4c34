"""Disclosure: a copy, a letter or an export that leaves the clinic, for a named recipient.

Prepared by a therapist, signed by each partner whose it is, handed over unchanged.
Never: told to one of them what the other answered, or that a disclosure of their own exists.
"""
