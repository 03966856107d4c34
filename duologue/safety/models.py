import uuid

from django.db import models
from django.db.models import F, Q

from duologue.people.models import Partner, Person
from duologue.privacy.ownkeys.fields import OwnText


class AlertQuerySet(models.QuerySet["Alert"]):
    def still_open(self) -> "AlertQuerySet":
        return self.filter(closure__isnull=True)


class Alert(models.Model):
    """Something about one partner that a named clinician must look at before `due_at`.

    Clinical: the treating team reads it; no partner does. `because` is what raised it, word for word.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    because = OwnText(owner="partner_id")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gte=F("raised_at")), name="alert_is_due_after_it_was_raised"
            )
        ]


class AlertClosure(models.Model):
    """What was done about an alert."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="closure")
    done = OwnText(owner="alert.partner_id")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Severity(models.TextChoices):
    MILD = "mild", "mild: noticed, no change to the day"
    MODERATE = "moderate", "moderate: in the way of the day's activities"
    SEVERE = "severe", "severe: could not do the day's activities"


class Relatedness(models.TextChoices):
    RELATED = "related", "related to the treatment"
    POSSIBLE = "possible", "possibly related"
    UNRELATED = "unrelated", "not related"
    UNKNOWN = "unknown", "cannot be told yet"


class Serious(models.TextChoices):
    """Why an event counts as serious (ICH E2A); empty when it does not."""

    DEATH = "death", "death"
    LIFE = "life-threatening", "life-threatening"
    HOSPITAL = "hospital", "stay in hospital, or a longer one"
    DISABILITY = "disability", "lasting disability"
    BIRTH = "birth", "harm to an unborn child"
    OTHER = "other", "otherwise important in medical judgement"


class AdverseEvent(models.Model):
    """Something untoward that happened to one partner, whether or not the treatment caused it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    what = OwnText(owner="partner_id")
    began_at = models.DateTimeField()
    severity = models.CharField(max_length=20, choices=Severity.choices)
    relatedness = models.CharField(max_length=20, choices=Relatedness.choices)
    serious = models.CharField(max_length=20, choices=Serious.choices, blank=True)
    done = OwnText(owner="partner_id")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(began_at__lte=F("at")), name="adverse_event_began_before_it_was_told"
            )
        ]


class AdverseEventOutcome(models.Model):
    """How an adverse event ended; until it has one, the event is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(AdverseEvent, on_delete=models.PROTECT, related_name="outcome")
    outcome = OwnText(owner="event.partner_id")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


# What its closet records.
from duologue.safety.access.models import AccessAlert, AccessAlertClosure  # noqa: E402, F401
