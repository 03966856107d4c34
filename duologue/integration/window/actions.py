from datetime import datetime

from django.db import transaction

from duologue.integration.window.models import AfterSession
from duologue.people.models import Partner


@transaction.atomic
def tell_after_session(
    *, session_at: datetime, moment: str, text: str, by: Partner, at: datetime
) -> AfterSession:
    """Keep what a partner says at a moment after a session; the same words again are the same."""
    Partner.objects.select_for_update(no_key=True).get(pk=by.pk)
    newest = by.after_sessions.filter(session_at=session_at, moment=moment).last()
    if newest is not None and newest.text == text:
        return newest
    return AfterSession.objects.create(
        partner=by, session_at=session_at, moment=moment, text=text, at=at
    )
