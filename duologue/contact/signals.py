"""Contact sits low in the house, so it asks upwards by a signal."""

from django.dispatch import Signal

# Each receiver answers with the ids of the partners in treatment at `at`.
asking_who_is_in_treatment = Signal()
# message, at
message_was_written = Signal()
