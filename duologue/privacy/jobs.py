"""What privacy does by the clock."""

import os
from pathlib import Path

from django.utils import timezone
from procrastinate.contrib.django import app

from duologue.privacy.erasure.actions import destroy_what_was_kept, note_what_was_missed


@app.periodic(cron="41 3 * * *")
@app.task(name="privacy.retention", queueing_lock="privacy.retention")
def retention(timestamp: int) -> None:
    """Once a night: what the law kept of an erased record goes on its day."""
    destroy_what_was_kept(at=timezone.now())
    if "DUOLOGUE_HOME" in os.environ:
        note_what_was_missed(home=Path(os.environ["DUOLOGUE_HOME"]))
