"""Orders: what the prescriber allows one partner in one session.

Only a prescriber signs one; another cancels it by a further row. Never: an order of one partner
used for the other, or used after it ended.
"""
