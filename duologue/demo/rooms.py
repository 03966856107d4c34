"""A story told into the rooms where words are kept: shared, written to the team, noted, closed."""

from uuid import uuid4

from duologue.contact.actions import mark_messages_read, write_message
from duologue.demo.asked import begin_and_leave, hold_one
from duologue.demo.integrating import integrate
from duologue.demo.preparing import prepare
from duologue.demo.story import Note
from duologue.demo.telling import Telling
from duologue.followup.actions import sign_closing, write_closing, write_plan
from duologue.notes.actions import begin_note, save_draft, sign
from duologue.programme.models import Episode
from duologue.safety.actions import report_adverse_event
from duologue.sharing.actions import release


def tell(telling: Telling) -> None:
    """Everything that belongs to a couple whether or not a course is under way."""
    prepare(telling)
    integrate(telling)
    _share(telling)
    _write(telling)
    for told in telling.story.notes:
        _note(telling, told)
    event = telling.story.adverse_event
    if event:
        report_adverse_event(
            id=uuid4(),
            partner=telling.partner(event.side),
            what=event.what,
            began_at=telling.at(event.day, "18:10"),
            severity=event.severity,
            relatedness=event.relatedness,
            serious="",
            done=event.done,
            outcome=event.outcome,
            by=telling.staff.monitor_for(telling.story.therapist),
            at=telling.at(event.day + 1, "10:20"),
        )


def follow_up(telling: Telling, episode: Episode) -> None:
    """The plan for when the loop comes back, and the closing letter; and what was left half done."""
    plan, closing = telling.story.plan, telling.story.closing
    if plan:
        write_plan(
            token=uuid4(),
            couple=telling.couple,
            early_signs=plan.early_signs,
            what_helps=plan.what_helps,
            whom_to_call=plan.whom_to_call,
            booster=plan.booster,
            by=telling.therapist,
            at=telling.at(plan.day, "16:30"),
        )
    if closing:
        draft = write_closing(
            token=uuid4(),
            couple=telling.couple,
            episode=episode,
            joint=closing.joint,
            next=closing.next,
            parts={telling.partner(side): text for side, text in closing.parts.items()},
            by=telling.therapist,
            at=telling.at(closing.day, "14:00"),
        )
        sign_closing(draft=draft, by=telling.therapist, at=telling.at(closing.day, "15:00"))
    if telling.story.key == "clara-benedikt":
        hold_one(partner=telling.partner(2), at=telling.at(-1, "16:40"))
    if telling.story.key == "grace-adaeze":
        begin_and_leave(
            partner=telling.partner(2), episode=episode, step="pcl-5", at=telling.at(-1, "22:05")
        )


def _share(telling: Telling) -> None:
    for told in telling.story.releases:
        release(
            kind=told.kind,
            title=told.title,
            text=told.text,
            by=telling.partner(told.by),
            at=telling.at(told.day, "19:20"),
            id=uuid4(),
        )


def _write(telling: Telling) -> None:
    for told in telling.story.messages:
        partner = telling.partner(told.of)
        author = partner.person if told.who == told.of else telling.staff[str(told.who)]
        at = telling.at(told.day, "20:40" if told.who == told.of else "09:15")
        if told.who != told.of:
            mark_messages_read(partner=partner, by=author, at=at)
        write_message(partner=partner, body=told.body, by=author, at=at, id=uuid4())


def _note(telling: Telling, told: Note) -> None:
    """Signed the evening of the day it is about, or still a draft."""
    author = telling.therapist
    note = begin_note(
        id=uuid4(),
        template=told.template,
        couple=telling.couple,
        partner=telling.partner(told.of) if told.of else None,
        about_at=telling.at(told.day, "15:00"),
        by=author,
        at=telling.at(told.day, "17:05"),
    )
    first = note.versions.get()
    version = save_draft(
        note=note, base=first.id, text=told.text, by=author, at=telling.at(told.day, "17:20")
    )
    if told.signed:
        sign(note=note, base=version.id, by=author, at=telling.at(told.day, "17:40"))
