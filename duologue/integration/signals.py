"""Each is sent in the transaction that wrote, with `by` (Person) and `at`."""

from django.dispatch import Signal

first_note_kept = Signal()
"""With `partner`."""

insight_kept = Signal()
"""With `partner`."""

practice_chosen = Signal()
"""With `partner`."""

checked_in = Signal()
"""With `partner`: the first check-in of a day."""

dialogue_held = Signal()
"""With `couple`."""
