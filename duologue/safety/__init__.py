"""Safety: alerts with an owner and a clock, adverse events, and help now.

The team takes and closes alerts. Never: an alert visible to the other partner, or one that nobody owns.
"""
