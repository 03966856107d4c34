import uuid
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac


class Clinic(models.Model):
    """The clinic this installation serves: exactly one row.

    `alias` is the neutral name that messages and calendar titles use.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    alias = models.CharField(max_length=60)
    country = models.CharField(max_length=2, default="GB")
    phone = models.CharField(max_length=40, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_person(self, *, email: str, name: str, at, password: str | None = None) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), name=name, created_at=at)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in: staff or a partner, never both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    sessions_since = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.closed_at is None

    def end_sessions(self, *, at: datetime) -> None:
        """Sign this person out everywhere: every session begun before `at` stops being theirs."""
        self.sessions_since = at
        self.save(update_fields=["sessions_since"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        since = self.sessions_since.isoformat() if self.sessions_since else ""
        return salted_hmac(
            "duologue.people.session", self.password + since, secret=secret, algorithm="sha256"
        ).hexdigest()

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    THERAPIST = "therapist", "therapist"
    PRESCRIBER = "prescriber", "prescriber"
    MONITOR = "monitor", "session monitor"
    COORDINATOR = "coordinator", "coordinator"
    RESEARCHER = "researcher", "researcher"
    OPERATOR = "operator", "operator"


class StaffRole(models.Model):
    """A role a member of staff was given; it ends with a `StaffRoleEnd`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class StaffRoleEnd(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff_role = models.OneToOneField(StaffRole, on_delete=models.PROTECT, related_name="end")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Couple(models.Model):
    """The unit of care. `name` is what both partners are called together: 'Ana and Ben'."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=130)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Partner(models.Model):
    """One of the two. `side` follows the order of joining, never gender.

    Both partners may read this row; everything private hangs on rows that name it as owner.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="partners")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="partner_in"
    )
    side = models.PositiveSmallIntegerField(choices=[(1, "one"), (2, "two")])
    first_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["couple", "side"], name="one_partner_a_side"),
            models.CheckConstraint(condition=Q(side__in=[1, 2]), name="side_is_one_or_two"),
        ]

    def __str__(self) -> str:
        return self.first_name


class Separation(models.Model):
    """The couple has parted: from `effective_at` on each keeps their own, and nothing joint is new.

    Recorded by a therapist after speaking with each. There is no way back; a new couple may be made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.OneToOneField(Couple, on_delete=models.PROTECT, related_name="separation")
    effective_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_at__gt=F("at")), name="a_separation_takes_effect_later"
            )
        ]


class CareTeamMember(models.Model):
    """A member of staff who treats a couple in a role; ends with a `CareTeamEnd`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="care_team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_of")
    role = models.CharField(max_length=20, choices=Role.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class CareTeamEnd(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(CareTeamMember, on_delete=models.PROTECT, related_name="end")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Invitation(models.Model):
    """A way in, sent by the team: for a partner of a couple, or for staff with a role.

    Only a digest of the token is kept. Works once, until `expires_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False, role="")
                | (Q(partner__isnull=True) & ~Q(role="")),
                name="invitation_is_for_partner_or_staff",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="invitation_expires"),
        ]


class InvitationUse(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="use")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class InvitationWithdrawal(models.Model):
    """The team took an invitation back, or sent a newer one in its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="withdrawal"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SecondFactorReset(models.Model):
    """Somebody lost their second factor; `by` checked who they are and took the old ones away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_resets_their_own"),
            models.CheckConstraint(condition=~Q(reason=""), name="reset_has_a_reason"),
        ]


class AddressChange(models.Model):
    """The address somebody signs in with became another; `by` checked that it is theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    before = models.EmailField()
    after = models.EmailField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_moves_their_own")
        ]


class SignInCode(models.Model):
    """A code the team gave a partner by hand, to sign in once. Only a keyed digest is kept.

    The newest of a person is the one that counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_hands_it_themself"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="code_expires"),
        ]


class SignInCodeUse(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.OneToOneField(SignInCode, on_delete=models.PROTECT, related_name="use")
    at = models.DateTimeField()


# What its closets record; they name the tables above.
from duologue.people.emergency.models import EmergencyGrant, EmergencyReview  # noqa: E402, F401
from duologue.people.roles.models import RoleOffer, RoleOfferAnswer  # noqa: E402, F401
