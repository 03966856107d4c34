from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from duologue.contact import rules
from duologue.contact.models import Message, MessageRead, Notice, SafeContact
from duologue.contact.queries import wish_of
from duologue.contact.signals import message_was_written
from duologue.contact.texts import texts
from duologue.people.mail import mail_leaves
from duologue.people.models import Invitation, Partner, Person
from duologue.people.queries import clinic, partner_of
from duologue.privacy.once import key_for, with_words
from duologue.privacy.principal import as_system


@transaction.atomic
def send_neutral(*, person: Person, text: str, by: Person | None, at: datetime) -> Notice | None:
    """Send one of the constant texts within what the person asked for; None when they asked not to.

    None too where no mail leaves.
    `text` names an entry of `texts.yaml`. The mail leaves when the transaction commits.
    """
    words = texts()[text]
    ours = clinic()
    with as_system():  # how somebody is reached is known before they have signed in
        partner = partner_of(person)
        wish = wish_of(partner) if partner else None
    way = rules.reach(wish, person.email, ours.alias if ours else "Your clinic")
    if isinstance(way, rules.NotReachable) or not mail_leaves():
        return None
    said = words.said_by(way.alias)
    send_mail(said.subject, said.body, settings.DEFAULT_FROM_EMAIL, [way.address])
    return Notice.objects.create(person=person, text=text, by=by, at=at)


@transaction.atomic
def keep_safe_contact(
    *,
    partner: Partner,
    channel: str,
    hours: str,
    alias: str,
    address: str = "",
    phone: str = "",
    voicemail: str = "no",
    by: Person,
    at: datetime,
) -> SafeContact:
    """How a partner may be reached from now on; earlier answers stay as they were."""
    return SafeContact.objects.create(
        partner=partner,
        channel=channel,
        hours=hours,
        alias=alias,
        address=address,
        phone=phone,
        voicemail=voicemail,
        by=by,
        at=at,
    )


@transaction.atomic
def keep_contact_as_it_is(*, partner: Partner, by: Person, at: datetime) -> SafeContact | None:
    """Asked again at a visit: what was said last still holds, said anew. None if nothing was."""
    last = SafeContact.objects.filter(partner=partner).order_by("-at", "-id").first()
    if last is None:
        return None
    told = ("channel", "hours", "alias", "address", "phone", "voicemail")
    said = {field: getattr(last, field) for field in told}
    return keep_safe_contact(partner=partner, **said, by=by, at=at)


@transaction.atomic
def write_message(
    *, partner: Partner, body: str, by: Person, at: datetime, id: UUID | None = None
) -> Message:
    """Words between a partner and their team. The same words with the same `id` are one message.

    `id` is only the token of the form: the row's own key is bound to this partner and this author.
    No mail goes out by itself: a mail at the moment of writing would tell when.
    """
    message, new = Message.objects.get_or_create(
        id=key_for(partner.pk, with_words(id, by.pk, body)),
        defaults={"partner": partner, "author": by, "body": body, "at": at},
    )
    if new:
        message_was_written.send(sender=Message, message=message, at=at)
    return message


@transaction.atomic
def mark_messages_read(
    *, partner: Partner, shown: Iterable[UUID] | None = None, by: Person, at: datetime
) -> int:
    """What others wrote in this partner's thread is now read by `by`: the messages `shown`, or all."""
    unread = Message.objects.filter(partner=partner).exclude(author=by).exclude(reads__by=by)
    if shown is not None:
        unread = unread.filter(id__in=list(shown))
    made = [MessageRead(message=message, by=by, at=at) for message in unread]
    MessageRead.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def send_invitation(*, invitation: Invitation, token: str) -> None:
    """Mail the way in. Only an alias and a link: the mailbox may not be theirs alone."""
    ours = clinic()
    alias = ours.alias if ours else "Your clinic"
    link = settings.DUOLOGUE_ADDRESS + reverse("people-invitation", args=[token])
    until = f"{invitation.expires_at:%-d %B}"
    send_mail(
        alias,
        f"{alias} made a place for you. This link works once, until {until}:\n\n{link}\n",
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )


def tell_of_second_factor_reset(*, person: Person) -> None:
    """Mail to the account's own address, so that a reset nobody asked for is noticed."""
    _tell_of_sign_in(person.email, _our_name(), "was set back")


def tell_of_sign_in_change(*, person: Person, before: str = "") -> None:
    """The same for a code handed out and for another address; then also to the one `before`.

    A partner who is not to be reached gets none; one with a safe address gets it there, and not
    at the one they left.
    """
    with as_system():
        partner = partner_of(person)
        wish = wish_of(partner) if partner else None
    ways = [rules.reach(wish, one, _our_name()) for one in (before, person.email) if one]
    for way in dict.fromkeys(ways):
        if isinstance(way, rules.Reachable):
            _tell_of_sign_in(way.address, way.alias, "has changed")


def tell_to_look(*, person: Person) -> None:
    """Mail to one of the staff: something waits for them, with no word of what, or of whom."""
    ours = _our_name()
    send_mail(
        ours,
        f"There is something to look at, at {ours}. Sign in, and open Alerts.\n",
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
    )


def _our_name() -> str:
    ours = clinic()
    return ours.alias if ours else "Your clinic"


def _tell_of_sign_in(address: str, alias: str, how: str) -> None:
    send_mail(
        alias,
        f"How you sign in at {alias} {how}. If you did not ask for it, call {alias} soon.\n",
        settings.DEFAULT_FROM_EMAIL,
        [address],
    )
