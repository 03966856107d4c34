from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.enquiry.models import Enquiry, EnquiryOutcome
from duologue.people.models import Person
from duologue.privacy.principal import as_system


@transaction.atomic
def ask_for_a_call(
    *, id: UUID, answers: Mapping[str, str], at: datetime, **told: object
) -> Enquiry:
    """Keep what a visitor told. There is no `by=`: nobody is signed in. Sent twice it is kept once."""
    with as_system():  # who sends it twice may not read what is there
        enquiry, _ = Enquiry.objects.get_or_create(
            id=id, defaults={**told, "answers": dict(answers), "at": at}
        )
    return enquiry


@transaction.atomic
def note_outcome(
    *, id: UUID, enquiry_id: UUID, outcome: str, note: str, by: Person, at: datetime
) -> EnquiryOutcome:
    noted, _ = EnquiryOutcome.objects.get_or_create(
        id=id,
        defaults={"enquiry_id": enquiry_id, "outcome": outcome, "note": note, "by": by, "at": at},
    )
    return noted
