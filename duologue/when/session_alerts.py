"""What happened in a medicine session that a prescriber must know at once."""

from typing import Any

from duologue.dosing import signals as dosing
from duologue.when.on import on


def connect() -> None:
    on(dosing.acting_now, what_cannot_wait_reaches_a_prescriber)
    on(dosing.over_the_order, more_than_was_ordered_reaches_a_prescriber)
    on(dosing.left_with_something_open, who_left_early_is_known_to_a_prescriber)


def what_cannot_wait_reaches_a_prescriber(sender: Any, **what: Any) -> None:
    _raise("act-now", **what)


def more_than_was_ordered_reaches_a_prescriber(sender: Any, **what: Any) -> None:
    _raise("dose-over-order", **what)


def who_left_early_is_known_to_a_prescriber(sender: Any, **what: Any) -> None:
    _raise("went-home-open", **what)


def _raise(
    kind: str, *, partner: Any, session: Any, because: str, by: Any, at: Any, **_: Any
) -> None:
    from duologue.dosing.on_call import prescriber_for
    from duologue.safety.actions import raise_alert

    raise_alert(
        partner=partner,
        kind=kind,
        because=f"{because[:1].upper()}{because[1:]} (medicine session {session.session_number})",
        owner=prescriber_for(session, partner),
        by=by,
        at=at,
    )
