"""What a room has to ask of a later one, which it may not import."""

from datetime import datetime
from typing import Any

from duologue.contact.signals import asking_who_is_in_treatment
from duologue.measures.signals import asking_when_next
from duologue.sharing.signals import asking_who_takes_medicine
from duologue.when.on import on


def connect() -> None:
    on(asking_who_is_in_treatment, partners_with_an_open_episode)
    on(asking_who_takes_medicine, partners_who_take_medicine)
    on(asking_when_next, when_a_questionnaire_is_asked_again)


def partners_with_an_open_episode(sender: Any, **_: Any) -> list[Any]:
    from duologue.people.models import Partner
    from duologue.programme.models import Episode

    treated = Episode.objects.filter(closure__isnull=True).values("couple_id")
    return list(Partner.objects.filter(couple_id__in=treated).values_list("id", flat=True))


def partners_who_take_medicine(sender: Any, *, couple: Any, **_: Any) -> list[Any]:
    from duologue.programme.models import EpisodeDosed

    dosed = EpisodeDosed.objects.filter(episode__couple=couple, episode__closure__isnull=True)
    return list(dosed.values_list("partner_id", flat=True))


def when_a_questionnaire_is_asked_again(
    sender: Any, *, partner: Any, instrument: str, at: datetime, **_: Any
) -> datetime | None:
    from duologue.programme.queries import next_asked

    return next_asked(partner, instrument, at)
