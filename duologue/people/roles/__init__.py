"""Roles that wait for a second person: one asks to give a clinical role, another confirms it.

Never: a clinical role given by one person alone, once somebody else is here who could look; nor
by two accounts of the office, which can be one person, once a clinician is here who could.
"""
