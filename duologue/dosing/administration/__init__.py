"""Administration: what was given, to whom, from which lot.

The prescriber or the monitor records it with a witness; a prescriber, or who gave it, corrects it by
a further row. Never given: more than the order allows, twice against one order, or to anybody but
its partner. A correction says what happened, whatever the order said.
"""
