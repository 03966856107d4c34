from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from duologue.people.models import Partner, Person
from duologue.record.bringing import rules
from duologue.record.bringing.models import (
    Brought,
    BroughtTakenBack,
    Matter,
    MatterBrought,
    MatterSpoken,
)
from duologue.record.bringing.queries import facts_of
from duologue.record.rules import NotPossible, must
from duologue.sharing import rules as sharing


@transaction.atomic
def write_matter(
    *, id: UUID, partner: Partner, kind: str, text: str, told_on: date, by: Person, at: datetime
) -> Matter:
    """Write down the exact words. Raises `NotPossible` for what is never brought."""
    if kind not in rules.RELATIONAL:
        decision = rules.may_bring(rules.Facts(matter=kind, told_on=told_on, at=at))
        must(decision)
    already = Matter.objects.filter(id=id, partner=partner).first()
    return already or Matter.objects.create(
        id=id, partner=partner, kind=kind, text=text, told_on=told_on, by=by, at=at
    )


@transaction.atomic
def write_spoken(
    *, matter: Matter, word: str, name: str = "", by: Person, at: datetime
) -> MatterSpoken:
    """A conversation in person: told first, or yes (with the partner's typed name), or no.

    Raises `NotPossible` for a yes without their name.
    """
    partner = matter.partner
    full = partner.person.name if partner.person else partner.first_name
    fits = " ".join(name.split()).casefold() in {full.casefold(), partner.first_name.casefold()}
    if word == rules.YES and not fits:
        raise NotPossible(
            rules.Closed(
                "A yes is the partner's own, typed by them.", f"They type their name: {full}."
            )
        )
    kept = name if word == rules.YES else ""
    return MatterSpoken.objects.create(matter=matter, word=word, name=kept, by=by, at=at)


@transaction.atomic
def bring(*, matter: Matter, by: Person, at: datetime) -> Brought:
    """Copy the words into the shared room. Raises `NotPossible` with the reason."""
    locked = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    decision = rules.may_bring(facts_of(locked, at))
    must(decision)
    MatterBrought.objects.create(matter=locked, at=at)
    return Brought.objects.create(
        couple_id=locked.partner.couple_id, text=locked.text, by=by, at=at
    )


@transaction.atomic
def take_brought_back(*, brought: Brought, by: Person, at: datetime) -> BroughtTakenBack:
    """Take it out again before the two can see it. Raises `NotPossible` afterwards."""
    if at >= sharing.stands_from(brought.at):
        raise NotPossible(
            rules.Closed("Both can see it by now.", "Speak about it with the two of them.")
        )
    taken, _ = BroughtTakenBack.objects.get_or_create(
        brought=brought, defaults={"by": by, "at": at}
    )
    return taken
