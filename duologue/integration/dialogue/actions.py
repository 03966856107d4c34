from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.integration import signals
from duologue.integration.dialogue.models import DialogueHeld
from duologue.people.models import Partner
from duologue.privacy.once import once, with_words


@transaction.atomic
def hold_dialogue(*, token: UUID | None, by: Partner, at: datetime) -> DialogueHeld:
    """Say that the two had a dialogue; nothing of it is kept."""
    held, new = once(by.couple.dialogues_held, with_words(token), by=by, at=at)
    if new:
        signals.dialogue_held.send(DialogueHeld, couple=by.couple, by=by.person, at=at)
    return held
