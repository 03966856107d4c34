"""The gate: everything that must be true for one person, at that moment, before a dose is given.

Nobody opens it: it is read from what stands. A prescriber decides where a rule leaves it to them;
some rules two people may set aside for one session, in writing; some nobody ever may.
Never: a dose recorded while a rule is closed; a reason that tells what somebody answered in private.
"""
