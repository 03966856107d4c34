"""Dosing: orders, administration, observations and discharge of a medicine session.

The prescriber orders, the monitor records. Never: an acknowledged observation lost, or a dose given
to the wrong person, beyond its order or past a closed gate.
"""
