"""What happened among people, told inside the transaction that wrote it."""

from django.dispatch import Signal

# invitation (its `token` is known only now), by, at
invited = Signal()
# reset: SecondFactorReset
second_factor_was_reset = Signal()
# person, partner (None for staff), at
joined = Signal()
# person, password, at: somebody typed the right password of an account, or chose their first
password_shown = Signal()
# person, old, new, at: a password became another by who knew the old one
password_changed = Signal()
# person, new, at: a new password was chosen without knowing the old one
password_forgotten = Signal()
