"""What happened in a medicine session. Sent with `partner`, `session_number`, `source`, `by`, `at`."""

from django.dispatch import Signal

order_signed = Signal()
day_checked = Signal()
administered = Signal()
discharged = Signal()
