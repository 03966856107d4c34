"""Whether what one partner asked for may be destroyed now."""

from duologue.people.rules import Closed, Open


def may_confirm(*, ones_own: bool, answered: bool, taken_back: bool) -> Open | Closed:
    """What cannot be undone is looked at by two: who proposed it never confirms it."""
    if answered:
        return Closed("This request is answered already.", "Nothing more needs doing.")
    if taken_back:
        return Closed("This was taken back.", "Answer the request anew.")
    if ones_own:
        return Closed(
            "Nobody confirms their own answer.",
            "Ask another therapist or prescriber of this couple.",
        )
    return Open()
