from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.people.models import Partner
from duologue.people.parting import must_be_together
from duologue.people.rules import Closed
from duologue.sharing import rules
from duologue.sharing.models import Release, ReleaseTakenBack
from duologue.sharing.signals import released


@transaction.atomic
def release(
    *, kind: str, title: str, text: str, by: Partner, at: datetime, id: UUID | None = None
) -> Release:
    """Put a copy of exactly these words into the shared room. The same `id` twice is one release.

    Nothing is kept of where they came from. Raises ValueError when there are no words.
    """
    must_be_together(by.couple, at)
    if not text.strip():
        raise ValueError("There are no words to share yet. Write some, then share them.")
    if id is not None:
        there = Release.objects.filter(pk=id, author=by).first()
        if there:
            return there
    made = Release.objects.create(
        **({"id": id} if id else {}),
        couple_id=by.couple_id,
        author=by,
        kind=kind,
        title=title,
        text=text,
        at=at,
    )
    released.send(sender=Release, release=made, at=at)
    return made


@transaction.atomic
def take_back(*, release: Release, by: Partner, at: datetime) -> ReleaseTakenBack:
    """Take words back before the other can see them.

    Raises `rules.CannotTakeBack` with the reason and what to do instead.
    """
    locked = Release.objects.select_for_update().get(pk=release.pk)
    decision = rules.take_back(
        rules.ReleaseFacts(
            by_author=locked.author_id == by.pk,
            released_at=locked.at,
            taken_back=ReleaseTakenBack.objects.filter(release=locked).exists(),
            at=at,
        )
    )
    if isinstance(decision, Closed):
        raise rules.CannotTakeBack(decision)
    return ReleaseTakenBack.objects.create(release=locked, by=by, at=at)
