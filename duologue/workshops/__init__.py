"""Workshops: cohorts, their shared timetable and their facilitators.

The coordinator and the facilitators run them. Never: one participant's record shown to another.
"""
