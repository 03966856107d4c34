from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from duologue.people.models import Person
from duologue.safety import rules
from duologue.safety.access.models import AccessAlert
from duologue.safety.access.rules import SAID


@dataclass(frozen=True)
class AccessRead:
    id: UUID
    said: str
    couple: str
    raised_at: datetime
    due_at: datetime
    word: str
    answer: str
    done: str
    closed_at: datetime | None


def access_alerts_of(person: Person) -> QuerySet[AccessAlert]:
    return AccessAlert.objects.filter(owner=person)


def open_access_alerts(person: Person) -> QuerySet[AccessAlert]:
    return access_alerts_of(person).filter(closure=None)


def access_for(person: Person, at: datetime) -> tuple[AccessRead, ...]:
    """What this clinician is asked and has not answered yet, by due time; one query."""
    return tuple(_read(one, at) for one in _with_names(open_access_alerts(person)))


def access_alert_for(person: Person, id: UUID, at: datetime) -> AccessRead:
    """Raises AccessAlert.DoesNotExist for what is not theirs to answer."""
    return _read(_with_names(access_alerts_of(person)).get(id=id), at)


def _with_names(found: QuerySet[AccessAlert]) -> QuerySet[AccessAlert]:
    return found.select_related("whom", "by", "couple", "closure")


def _read(alert: AccessAlert, at: datetime) -> AccessRead:
    closure = getattr(alert, "closure", None)
    couple = alert.couple.name if alert.couple else ""
    return AccessRead(
        id=alert.id,
        said=SAID[alert.act].format(
            by=alert.by.name,
            whom=alert.whom.name if alert.whom else alert.name,
            role=alert.get_role_display(),
            couple=couple,
        ),
        couple=couple,
        raised_at=alert.raised_at,
        due_at=alert.due_at,
        word=rules.word(alert.due_at, closure.at if closure else None, at),
        answer=closure.get_word_display() if closure else "",
        done=closure.done if closure else "",
        closed_at=closure.at if closure else None,
    )
