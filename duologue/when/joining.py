"""Somebody is invited, joins, or changes what they sign in with."""

from typing import Any

from duologue.people import signals as people
from duologue.programme import told
from duologue.when.on import on


def connect() -> None:
    on(people.invited, an_invitation_is_mailed)
    on(people.joined, who_joins_finds_their_steps)
    on(people.second_factor_was_reset, a_reset_second_factor_is_told)
    on(people.password_shown, a_shown_password_keeps_a_key)
    on(people.password_changed, a_changed_password_wraps_the_key_anew)
    on(people.password_forgotten, a_forgotten_password_loses_the_key)


def an_invitation_is_mailed(sender: Any, *, invitation: Any, **_: Any) -> None:
    from duologue.contact.actions import send_invitation

    send_invitation(invitation=invitation, token=invitation.token)


def who_joins_finds_their_steps(sender: Any, *, partner: Any, at: Any, **_: Any) -> None:
    if partner:
        told.joined(partner, at=at)


def a_reset_second_factor_is_told(sender: Any, *, reset: Any, **_: Any) -> None:
    from duologue.contact.actions import tell_of_second_factor_reset

    tell_of_second_factor_reset(person=reset.person)


def a_shown_password_keeps_a_key(
    sender: Any, *, person: Any, password: str, at: Any, **_: Any
) -> None:
    from duologue.privacy.keys.actions import keep_key

    keep_key(person=person, password=password, at=at)


def a_changed_password_wraps_the_key_anew(
    sender: Any, *, person: Any, old: str, new: str, at: Any, **_: Any
) -> None:
    from duologue.privacy.keys.actions import change_password, keep_key

    change_password(person=person, old=old, new=new, at=at)
    keep_key(person=person, password=new, at=at)


def a_forgotten_password_loses_the_key(
    sender: Any, *, person: Any, new: str, at: Any, **_: Any
) -> None:
    from duologue.privacy.keys.actions import keep_key, lose_key

    lose_key(person=person, at=at)
    keep_key(person=person, password=new, at=at)
