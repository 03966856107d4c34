"""The reminder: the same words on the same weekdays to every partner in treatment.

It asks nothing private. Whether somebody has answered, written, read or is late changes neither
the text nor the day nor the hour: whoever sees the mailbox learns only that treatment goes on.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duologue.contact import rules
from duologue.contact.actions import send_neutral
from duologue.contact.models import Notice
from duologue.contact.queries import wishes_of
from duologue.contact.signals import asking_who_is_in_treatment
from duologue.people.models import Partner


@transaction.atomic
def send_reminders(*, at: datetime) -> int:
    """Send what is due in this hour; returns how many. A second run in the hour sends none."""
    local = timezone.localtime(at)
    if local.weekday() not in rules.DAYS or local.hour not in rules.HOUR.values():
        return 0
    treated: set[object] = set()
    for _, ids in asking_who_is_in_treatment.send(sender=None, at=at):
        treated |= set(ids)
    partners = list(
        Partner.objects.filter(
            pk__in=treated, person__isnull=False, person__closed_at__isnull=True
        ).select_related("person")
    )
    wishes = wishes_of(partners)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    had = set(
        Notice.objects.filter(text="reminder", at__gte=today, by__isnull=True).values_list(
            "person_id", flat=True
        )
    )
    sent = 0
    for partner in partners:
        if partner.person_id not in had and rules.is_reminder_time(local, wishes.get(partner.pk)):
            sent += send_neutral(person=partner.person, text="reminder", by=None, at=at) is not None
    return sent
