import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Couple, Partner, Person
from duologue.privacy.ownkeys.fields import OwnText


class LessonRead(models.Model):
    """A partner says they have read a lesson. Own room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="lessons_read")
    lesson = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "lesson"], name="lesson_read_once")
        ]


class Intention(models.Model):
    """What a partner hopes to turn towards. Own room; its words are its latest version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="intentions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class IntentionVersion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intention = models.ForeignKey(Intention, on_delete=models.PROTECT, related_name="versions")
    text = OwnText(owner="intention.partner_id")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class IntentionPutAway(models.Model):
    """Out of sight, not gone; ends with an `IntentionBroughtBack`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intention = models.ForeignKey(Intention, on_delete=models.PROTECT, related_name="put_aways")
    at = models.DateTimeField()


class IntentionBroughtBack(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    put_away = models.OneToOneField(
        IntentionPutAway, on_delete=models.PROTECT, related_name="brought_back"
    )
    at = models.DateTimeField()


class DayTick(models.Model):
    """A partner's tick on their list for the day; ends with a `DayUntick`. Own room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="day_ticks")
    item = models.CharField(max_length=60)
    at = models.DateTimeField()


class DayUntick(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tick = models.OneToOneField(DayTick, on_delete=models.PROTECT, related_name="untick")
    at = models.DateTimeField()


class PatternVersion(models.Model):
    """The loop as couple and therapist drew it at one time; the newest holds. Shared room.

    `trigger` is what sets it off, `centre` what it is about, both in the couple's words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="pattern_versions")
    trigger = OwnText(owner="couple_id", max_length=200, blank=True)
    centre = OwnText(owner="couple_id", max_length=80, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class PatternNode(models.Model):
    """One place in the loop: whose, what happens, and what is beneath it or what it says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PatternVersion, on_delete=models.PROTECT, related_name="nodes")
    place = models.PositiveSmallIntegerField()
    side = models.PositiveSmallIntegerField(choices=[(1, "one"), (2, "two")])
    happens = OwnText(owner="version.couple_id", max_length=80)
    beneath = OwnText(owner="version.couple_id", max_length=120, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="one_pattern_node_a_place"),
            models.CheckConstraint(condition=Q(side__in=[1, 2]), name="pattern_node_has_a_side"),
        ]


class Readiness(models.Model):
    """The therapist says that this couple is ready to begin. Clinical."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="readiness")
    words = OwnText(owner="couple_id", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
