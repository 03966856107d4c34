"""Erasure of one partner's own room, and of what the law kept of it when its day has come."""

import uuid
from datetime import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from duologue.people.models import Clinic, Partner, Person
from duologue.privacy.erasure import acting, destroyed
from duologue.privacy.erasure.models import Erasure, ErasureKept
from duologue.privacy.ownkeys import ring
from duologue.privacy.ownkeys.models import KeyDestroyed, OwnKey
from duologue.privacy.principal import as_system

NAME = "Erased"
BASIS = "the person's request (European Union: Article 17 of the GDPR)"


@transaction.atomic
def erase_own_room(
    *, partner: Partner, basis: str = BASIS, by: Person | None, at: datetime
) -> Erasure:
    """Destroy this partner's key and own rows, close and empty their account.

    What the law keeps stays until its day, in `kept`. The other partner's rows and the shared
    room are not touched. A second time returns the first. For a clinician of the couple; without
    one (`by` none) for the clinic's own rules, which do it again after a restore.
    """
    Partner.objects.select_for_update(no_key=True).filter(pk=partner.pk).first()
    done = Erasure.objects.filter(partner=partner).first()
    if done:
        return done
    erasure = Erasure.objects.create(partner=partner, basis=basis, by=by, at=at)
    _note_what_is_kept(erasure)
    _destroy_key(partner, at)
    _forget_invitations(partner)
    with acting.named(partner):
        _destroy_team_copies(partner)
    with acting.erasing(partner):
        for table in acting.retention().erased:
            acting.destroy(table, partner)
        if partner.person_id:
            _close(partner.person_id, at)
    return erasure


@transaction.atomic
def erase_again(*, gone: destroyed.Destroyed, at: datetime) -> bool:
    """After a restore: destroy what an older backup brought back. As `system`; False if not here."""
    partner = Partner.objects.filter(pk=gone.partner).first()
    if partner is None or Erasure.objects.filter(partner=partner).exists():
        return False
    erase_own_room(
        partner=partner, basis="erased before, and again after a restore", by=None, at=at
    )
    return True


def note_what_was_missed(*, home: Path) -> int:
    """Bring `erased.keys` up to the table, after a power cut between the two. As `system`."""
    gone = KeyDestroyed.objects.filter(partner__isnull=False)
    return destroyed.catch_up(
        (destroyed.Destroyed(k.pk, k.partner_id, timezone.localdate(k.at)) for k in gone), home
    )


def _note_what_is_kept(erasure: Erasure) -> None:
    clinic = Clinic.objects.first()
    for kind in acting.retention().kept:
        with acting.erasing(erasure.partner):
            days = [acting.newest(table, erasure.partner) for table in kind.tables]
        last = max((day for day in days if day), default=None)
        if last:
            until = kind.until(timezone.localdate(last), clinic.country if clinic else "")
            ErasureKept.objects.create(
                erasure=erasure, kind=kind.kind, until=until, source=kind.source
            )


@transaction.atomic
def destroy_what_was_kept(*, at: datetime) -> int:
    """The nightly part: what the law kept goes on its day. Returns how many kinds went."""
    kinds = {kind.kind: kind for kind in acting.retention().kept}
    due = ErasureKept.objects.filter(gone_at=None, until__lte=timezone.localdate(at))
    gone = 0
    for kept in due.select_related("erasure__partner"):
        partner = kept.erasure.partner
        with acting.erasing(partner):
            for table in kinds[kept.kind].tables:
                acting.destroy(table, partner)
        ErasureKept.objects.filter(pk=kept.pk).update(gone_at=at)
        gone += 1
    return gone


def _destroy_key(partner: Partner, at: datetime) -> None:
    with as_system():
        # Who never wrote a word is noted as well, so that a restore finds them.
        key = OwnKey.objects.filter(partner=partner).values_list("pk", flat=True).first()
        key = key or uuid.uuid4()
        KeyDestroyed.objects.create(id=key, partner=partner, at=at)
        OwnKey.objects.filter(pk=key).delete()
    ring.forget()
    gone = destroyed.Destroyed(key, partner.pk, timezone.localdate(at))
    # After the commit: a key that lives must never stand in the list of the dead.
    transaction.on_commit(lambda: destroyed.note(gone))


def _destroy_team_copies(partner: Partner) -> None:
    # The team's copy of a closing letter holds both parts; each partner's copy stays readable.
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM followup_closingcopy WHERE partner_id IS NULL AND closing_id IN "
            "(SELECT id FROM followup_closing WHERE couple_id = %s)",
            [partner.couple_id],
        )


def _forget_invitations(partner: Partner) -> None:
    invitations = "SELECT id FROM people_invitation WHERE partner_id = %s"
    with as_system(), connection.cursor() as cursor:
        for table in ("people_invitationuse", "people_invitationwithdrawal"):
            cursor.execute(
                f"DELETE FROM {table} WHERE invitation_id IN ({invitations})", [partner.pk]
            )
        cursor.execute("DELETE FROM people_invitation WHERE partner_id = %s", [partner.pk])


def _close(person_id: uuid.UUID, at: datetime) -> None:
    person = Person.objects.get(pk=person_id)
    person.email, person.name, person.last_login = f"{uuid.uuid4()}@erased.invalid", NAME, None
    person.closed_at = person.sessions_since = at
    person.set_unusable_password()
    person.save()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person_id):
            session.delete()
