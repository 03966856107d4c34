from django.dispatch import Signal

history_submitted = Signal()
"""Sent with `version` (HistoryVersion), `by` and `at`, in the transaction that submitted."""

clearance_signed = Signal()
"""Sent with `clearance`, `by` and `at`, in the transaction that signed."""

suitability_signed = Signal()
"""Sent with `suitability` (decided suitable), `by` and `at`, in the transaction that signed."""
