"""What the clock does here: a new version of a document asks again."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duologue.consent.actions import ask_again


@app.periodic(cron="37 * * * *")
@app.task(name="consent.ask-again", queueing_lock="consent.ask-again")
def ask_for_new_versions(timestamp: int) -> None:
    """Every hour, so that an upgrade shows on the day it came."""
    ask_again(at=timezone.now())
