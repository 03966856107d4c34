"""Outcomes: change of a partner, a couple and a clinic, with what cannot be concluded said beside it.

Nobody writes here. Never: a number without unit, date and direction, or a cause claimed.
"""
