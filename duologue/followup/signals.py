"""Each is sent in the transaction that wrote, with `couple`, `episode` (or None), `by` and `at`."""

from django.dispatch import Signal

closing_signed = Signal()
"""The closing summary is signed."""

course_closed = Signal()
"""The therapist closes the course: nothing more is asked of anybody."""
