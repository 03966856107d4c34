"""Somebody of the office lets somebody in, or changes how they sign in: others are asked and told."""

from typing import Any

from duologue.people import signals as people
from duologue.when.on import on


def connect() -> None:
    on(people.role_confirmed, a_confirmed_role_is_given)
    on(people.role_answered, an_answered_role_asks_nobody_else)
    on(people.role_ended, an_ended_role_is_asked_about)
    on(people.role_ended, alerts_of_who_lost_a_role_pass_on)
    on(people.role_end_asked, ending_one_of_the_last_clinicians_is_asked_of_them)
    on(people.care_ended, alerts_of_who_left_a_couple_pass_on)
    on(people.opened_in_emergency, who_reviews_an_emergency_is_told)
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


def an_answered_role_asks_nobody_else(sender: Any, *, answer: Any, **_: Any) -> None:
    from duologue.safety.access.actions import settle

    settle(
        alike=answer.offer, how=f"{answer.by.name} {answer.word} it.", by=answer.by, at=answer.at
    )


def an_ended_role_is_asked_about(sender: Any, *, held: Any, by: Any, at: Any, **_: Any) -> None:
    from duologue.safety.access import rules
    from duologue.safety.access.actions import agreed_to_end, ask_if_meant

    if held.role not in rules.CLINICIANS or held.person_id == by.pk or agreed_to_end(held, at):
        return
    ask_if_meant(act="role-end", whom=held.person, role=held.role, by=by, at=at)


def ending_one_of_the_last_clinicians_is_asked_of_them(
    sender: Any, *, held: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.access.actions import ask_if_role_should_end

    ask_if_role_should_end(held=held, by=by, at=at)


def alerts_of_who_lost_a_role_pass_on(sender: Any, *, held: Any, **_: Any) -> None:
    from duologue.safety.passing_on import pass_on

    pass_on(left=held.person)


def alerts_of_who_left_a_couple_pass_on(sender: Any, *, member: Any, **_: Any) -> None:
    from duologue.safety.passing_on import pass_on

    pass_on(left=member.person)


def who_reviews_an_emergency_is_told(sender: Any, *, grant: Any, **_: Any) -> None:
    from duologue.contact.actions import tell_to_look
    from duologue.people.emergency.queries import reviewers_of

    for person in reviewers_of(grant):
        tell_to_look(person=person)


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
