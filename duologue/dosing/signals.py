"""What happened in a medicine session. Sent with `partner`, `session_number`, `source`, `by`, `at`."""

from django.dispatch import Signal

order_signed = Signal()
day_checked = Signal()
administered = Signal()
discharged = Signal()

# What a prescriber must know at once: with `partner`, `session` (an appointment), `because` in words.
acting_now = Signal()
over_the_order = Signal()
left_with_something_open = Signal()
