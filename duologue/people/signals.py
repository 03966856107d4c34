"""What happened among people, told inside the transaction that wrote it."""

from django.dispatch import Signal

# invitation (its `token` is known only now), by, at
invited = Signal()
# reset: SecondFactorReset
second_factor_was_reset = Signal()
# person, partner (None for staff), at
joined = Signal()
