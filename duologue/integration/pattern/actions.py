from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from duologue.integration.pattern.models import PatternSeen
from duologue.people.models import Partner
from duologue.privacy.once import once, with_words


@transaction.atomic
def see_pattern(
    *, token: UUID | None, on: date, strength: int, ended: str, by: Partner, at: datetime
) -> PatternSeen:
    seen, _ = once(
        by.patterns_seen,
        with_words(token, strength, ended),
        on=on,
        strength=strength,
        ended=ended,
        at=at,
    )
    return seen
