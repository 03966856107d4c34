"""What a clinic lacks before its first couple: shown until each is there, as far as one may see.

A therapist sees the couples they treat: whether others have any says nothing to them.
"""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from duologue.calendar.queries import open_rooms
from duologue.overview.links import may_open
from duologue.people.models import Clinic, Couple, StaffRole
from duologue.privacy.keys.models import EscrowShare
from duologue.privacy.keys.views import NAMES

# What is missing, what to do about it, and the page on which to do it.
FIRST = (
    ("rooms", "Name the rooms where sessions take place", "calendar-rooms"),
    ("colleagues", "Invite colleagues: a therapist, a prescriber, a session monitor", "people"),
    ("escrow", "Name two people who can win sealed answers back together", "privacy-escrow"),
    ("couples", "Open the record of the first couple", "couple-new"),
)


def to_begin(roles: frozenset[str], *, at_work: bool = False) -> tuple[tuple[str, str], ...]:
    """(what to do, where) for what does not exist yet and these roles may make.

    `at_work`: there are couples already. One query, or none where nothing else is theirs to make.
    """
    doors = [
        (what, said, reverse(name))
        for what, said, name in FIRST
        if not (at_work and what == "couples") and not (what == "escrow" and not roles & NAMES)
    ]
    mine = [door for door in doors if may_open(door[2], roles)]
    there = _there() if mine else {}
    return tuple((said, href) for what, said, href in mine if not there[what])


def _there() -> dict[str, bool]:
    first = StaffRole.objects.filter(end__isnull=True)
    # Somebody beside somebody else: the first account holds two roles by itself.
    others = first.filter(person_id__gt=OuterRef("person_id"))
    shown = EscrowShare.objects.all()
    by_another = shown.filter(escrow=OuterRef("escrow"), holder_id__gt=OuterRef("holder_id"))
    asked = {
        "rooms": Exists(open_rooms()),
        "colleagues": Exists(first.filter(Exists(others))),
        "escrow": Exists(shown.filter(Exists(by_another))),
        "couples": Exists(Couple.objects.all()),
    }
    return Clinic.objects.annotate(**asked).values(*asked).first() or dict.fromkeys(asked, True)
