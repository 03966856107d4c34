"""Consents signed, lessons read, intentions written, the loop drawn, up to where a story is."""

from datetime import timedelta
from uuid import uuid4

from duologue.consent import actions as consent
from duologue.consent import loader
from duologue.consent.document import Document
from duologue.consent.models import Signature
from duologue.consent.paper import fingerprint, paper
from duologue.demo.telling import Telling
from duologue.people.models import Partner
from duologue.preparation import actions as preparation
from duologue.preparation.loader import day_items, lesson

READY = "Both know what to expect and how to stop. The way home is arranged. The loop is drawn."
QUIET = "I would like to listen before I answer."


def prepare(telling: Telling) -> None:
    for (key, slot), at in telling.course.done.items():
        step = telling.outline.step(key)
        partner = telling.partners.get(slot)
        if partner is None or partner.person is None:
            continue
        if step.kind == "sign":
            _sign(telling, partner, loader.document(step.subject), at)
        elif step.kind == "read" and lesson(step.subject):
            preparation.read_lesson(lesson=step.subject, by=partner, at=at)
        elif step.subject == "intentions":
            for words in telling.story.intentions.get(partner.side, (QUIET,)):
                preparation.record_intention(token=uuid4(), text=words, by=partner, at=at)
            ticked = {item.id for item in day_items()[: 4 if telling.doses == [] else None]}
            preparation.tick_day(ticked=ticked, by=partner, at=at)
    _draw(telling)
    ready = telling.done("readiness", "team")
    if ready:
        preparation.find_ready(
            token=uuid4(), couple=telling.couple, words=READY, by=telling.therapist, at=ready
        )


def _sign(telling: Telling, partner: Partner, document: Document, at) -> None:  # type: ignore[no-untyped-def]
    right = {q.id: next(o.id for o in q.options if o.right) for q in document.questions}
    if telling.rng.random() < 0.2 and document.questions:
        first = document.questions[0]
        wrong = next(o.id for o in first.options if not o.right)
        before = at - timedelta(minutes=4)
        consent.answer_teach_back(
            partner=partner,
            document=document,
            answers={first.id: wrong},
            by=partner.person,
            at=before,
        )
    consent.answer_teach_back(
        partner=partner, document=document, answers=right, by=partner.person, at=at
    )
    chosen = {
        c.id: c.options[int(telling.rng.integers(len(c.options)))].id
        for c in document.choices
        if c.options
    }
    if chosen:
        consent.choose(partner=partner, document=document, chosen=chosen, by=partner.person, at=at)
    clinic = telling.staff.clinic.name
    shown = paper(document, name=partner.person.name, clinic=clinic, chosen=chosen)
    signature: Signature = consent.sign(
        id=uuid4(),
        partner=partner,
        document=document,
        name=partner.person.name,
        sha256=fingerprint(shown),
        clinic=clinic,
        by=partner.person,
        at=at,
    )
    beside = {"therapist": telling.therapist, "prescriber": telling.staff["lind"]}
    later = at + timedelta(hours=20)
    if document.countersign and later < telling.clock.now:
        consent.countersign(signature=signature, by=beside[document.countersign], at=later)


def _draw(telling: Telling) -> None:
    newest = None
    for drawing in telling.story.pattern:
        newest = preparation.draw_pattern(
            token=uuid4(),
            couple=telling.couple,
            after=newest.pk if newest else None,
            trigger=drawing.trigger,
            centre=drawing.centre,
            places=[preparation.Place(*place) for place in drawing.places],
            by=telling.therapist,
            at=telling.at(drawing.day, "15:20"),
        )
