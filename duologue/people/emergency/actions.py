from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.people.emergency import rules
from duologue.people.emergency.models import EmergencyGrant, EmergencyReview
from duologue.people.emergency.queries import may_review, treats
from duologue.people.models import Partner, Person
from duologue.people.queries import open_grants, roles_of
from duologue.people.rules import must_be_open
from duologue.people.signals import opened_in_emergency


@transaction.atomic
def open_in_an_emergency(
    *, id: UUID, partner: Partner, reason: str, by: Person, at: datetime
) -> EmergencyGrant:
    """Let `by` read this partner's record for thirty minutes. While it is open: the same opening.

    Raises NotAllowed. Whoever calls this has asked for the password again.
    """
    decided = rules.opens(roles_of(by), treats=treats(by, partner))
    must_be_open(decided)
    there = open_grants(by, at).filter(partner=partner).first()
    values = {
        "partner": partner, "role": decided.reason, "reason": reason,
        "expires_at": at + rules.LASTS, "by": by, "at": at,
    }  # fmt: skip
    if there:
        return there
    grant, new = EmergencyGrant.objects.get_or_create(id=id, defaults=values)
    if new:
        opened_in_emergency.send(EmergencyGrant, grant=grant)
    return grant


@transaction.atomic
def review_opening(
    *, grant: EmergencyGrant, words: str, by: Person, at: datetime
) -> EmergencyReview:
    """Sign that an opening was looked at; a second time keeps the first. Raises NotAllowed."""
    must_be_open(may_review(by, grant))
    values = {"words": words, "by": by, "at": at}
    return EmergencyReview.objects.get_or_create(grant=grant, defaults=values)[0]
