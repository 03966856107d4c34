from django.dispatch import Signal

response_completed = Signal()
"""Sent with `response` (Response), `scored` (rules.Scored), `by` and `at`, in the transaction
that submitted."""

asking_when_next = Signal()
"""Sent with `partner`, `instrument` and `at`: each receiver answers with the moment from which this
partner's own course asks it again, or None."""
