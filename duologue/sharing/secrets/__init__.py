"""Secrets: the rule on what is told alone, and the agreement that both sign before it is.

The clinic chooses the rule in writing at intake; it holds once both have signed, and changes only so.
Never: one partner's withdrawal seen by the other here; a private question before both have signed.
"""
