"""What happened in the calendar. Each is sent with `appointment`, `by` and `at`."""

from django.dispatch import Signal

appointment_booked = Signal()
appointment_moved = Signal()
appointment_cancelled = Signal()
appointment_held = Signal()
