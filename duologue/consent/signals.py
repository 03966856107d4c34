from django.dispatch import Signal

consent_signed = Signal()
"""Sent with `signature`, `by` and `at`, in the transaction that signed."""

consent_withdrawn = Signal()
"""Sent with `signature`, `by` and `at`, in the transaction that withdrew."""
