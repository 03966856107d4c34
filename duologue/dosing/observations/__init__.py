"""Observations: what was measured and seen during a session, row by row.

The monitor records them. Never: one changed or lost (a correction is a further row), or one that
lands on the other partner.
"""
