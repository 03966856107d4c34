"""Checks: what is asked and measured on the day, before anything is given.

The monitor or the prescriber records them; a later row is a recheck. Never shown in the session
room itself: what one partner answers is not for the other.
"""
