from django.dispatch import Signal

lesson_read = Signal()
"""Sent with `partner`, `lesson` (its id), `by` (Person) and `at`, when first read."""

intention_recorded = Signal()
"""Sent with `partner`, `by` (Person) and `at`, in the transaction that kept the words."""

pattern_drawn = Signal()
"""Sent with `couple`, `by` (Person) and `at`, in the transaction that kept the version."""

found_ready = Signal()
"""Sent with `couple`, `by` (Person) and `at`: the therapist says that they are ready."""
