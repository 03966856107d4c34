from django.dispatch import Signal

response_completed = Signal()
"""Sent with `response` (Response), `scored` (rules.Scored), `by` and `at`, in the transaction
that submitted."""
