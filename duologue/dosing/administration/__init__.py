"""Administration: what was given, to whom, from which lot.

The prescriber or the monitor records it with a witness. Never: more than the order allows, twice
against one order, or to anybody but its partner.
"""
