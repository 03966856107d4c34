"""Somebody of the office lets somebody in, or changes how they sign in: others are asked and told."""

from typing import Any

from duologue.people import signals as people
from duologue.when.on import on


def connect() -> None:
    on(people.role_confirmed, a_confirmed_role_is_given)
    on(people.role_given, a_role_given_is_asked_about)
    on(people.care_team_joined, joining_a_care_team_is_asked_about)
    on(people.code_handed_out, a_code_handed_out_is_asked_about)
    on(people.code_handed_out, a_code_handed_out_is_told)
    on(people.address_was_changed, a_changed_address_is_asked_about)
    on(people.address_was_changed, a_changed_address_is_told)
    on(people.second_factor_was_reset, a_reset_second_factor_is_asked_about)


def a_confirmed_role_is_given(sender: Any, *, offer: Any, at: Any, **_: Any) -> None:
    from duologue.people.roles.actions import give_confirmed

    give_confirmed(offer=offer, at=at)


def a_role_given_is_asked_about(
    sender: Any, *, person: Any, name: str, role: str, waits: bool, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.access.actions import ask_if_meant

    act = "role-asked" if waits else "role"
    ask_if_meant(act=act, whom=person, name=name, role=role, by=by, at=at)


def joining_a_care_team_is_asked_about(
    sender: Any, *, member: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.people.queries import roles_of
    from duologue.safety.access import rules
    from duologue.safety.access.actions import ask_if_meant

    if by is None:
        return
    couple, before = member.couple, member.couple.care_team.filter(end=None).exclude(pk=member.pk)
    facts = rules.Joining(
        role=member.role,
        oneself=member.person_id == by.pk,
        treats=before.filter(person=by, role__in=rules.CLINICIANS).exists(),
        of_office=bool(roles_of(by) & set(rules.OFFICE)),
        opened_by_them=couple.by_id == by.pk,
        partners_here=couple.partners.filter(person__isnull=False).exists(),
    )
    if rules.asked_about_joining(facts):
        ask_if_meant(act="care", whom=member.person, role=member.role, couple=couple, by=by, at=at)


def a_code_handed_out_is_asked_about(
    sender: Any, *, person: Any, partner: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.access import rules
    from duologue.safety.access.actions import ask_if_meant

    treating = partner.couple.care_team.filter(end=None, person=by, role__in=rules.CLINICIANS)
    if not treating.exists():  # those who treat them hand out a code as part of their day
        ask_if_meant(act="code", whom=person, couple=partner.couple, by=by, at=at)


def a_code_handed_out_is_told(sender: Any, *, person: Any, **_: Any) -> None:
    from duologue.contact.actions import tell_of_sign_in_change

    tell_of_sign_in_change(person=person)


def a_changed_address_is_asked_about(sender: Any, *, change: Any, **_: Any) -> None:
    _how_somebody_signs_in("address", change)


def a_changed_address_is_told(sender: Any, *, change: Any, **_: Any) -> None:
    from duologue.contact.actions import tell_of_sign_in_change

    tell_of_sign_in_change(person=change.person, before=change.before)


def a_reset_second_factor_is_asked_about(sender: Any, *, reset: Any, **_: Any) -> None:
    _how_somebody_signs_in("second-factor", reset)


def _how_somebody_signs_in(act: str, done: Any) -> None:
    from duologue.people.queries import partner_of
    from duologue.safety.access.actions import ask_if_meant

    partner = partner_of(done.person)
    couple = partner.couple if partner else None
    ask_if_meant(act=act, whom=done.person, couple=couple, by=done.by, at=done.at)
