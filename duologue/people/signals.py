"""What happened among people, told inside the transaction that wrote it."""

from django.dispatch import Signal

# invitation (its `token` is known only now), by, at
invited = Signal()
# person (None: invited as `name`), role, waits (for a second person), by, at
role_given = Signal()
# offer, at: a second person confirmed a role that was asked for
role_confirmed = Signal()
# answer: what was asked for is confirmed, or declined
role_answered = Signal()
# held, by, at: a role has ended, and with it the places on care teams
role_ended = Signal()
# held, by, at: the office asks to end the role of one of the last two clinicians
role_end_asked = Signal()
# member, by, at: somebody is no longer on a care team
care_ended = Signal()
# grant: a record was opened in an emergency
opened_in_emergency = Signal()
# member, by, at: somebody was put on a care team
care_team_joined = Signal()
# person, partner, by, at: a code to sign in was handed out for a partner
code_handed_out = Signal()
# change: AddressChange
address_was_changed = Signal()
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
