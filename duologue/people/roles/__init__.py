"""Roles that wait for a second person: one asks to give a clinical role, another confirms it.

Never: a clinical role given by one person alone, once somebody else is here who could look.
"""
