from django.dispatch import Signal

# release, at
released = Signal()
# couple, by, at: the rule on secrets became another; both sign again
secrets_policy_changed = Signal()
# couple: each receiver answers with the ids of the partners who take medicine in the open course
asking_who_takes_medicine = Signal()
