from django.dispatch import Signal

consent_signed = Signal()
"""Sent with `signature`, `by` and `at`, in the transaction that signed."""

consent_withdrawn = Signal()
"""Sent with `signature`, `by` and `at`, in the transaction that withdrew."""
# signature: Signature of a version that is no longer in force; by (None: the clock), at
consent_outdated = Signal()
