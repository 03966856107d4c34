"""Psychotherapy notes: a therapist's own, apart from the record.

Read, changed and destroyed by their author, and read by nobody else on any page, print, export,
search or count; not by a coordinator and not in an emergency. Never: a copy of one in the record.
"""
