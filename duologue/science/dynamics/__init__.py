"""Dynamics: two people who move each other, in continuous time. A hypothesis, never a forecast for a couple."""
