"""What happened to a note. Sent with `note`, `by` and `at`."""

from django.dispatch import Signal

note_signed = Signal()
