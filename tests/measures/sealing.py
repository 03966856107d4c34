"""Hands for tests about sealed answers: clinicians with keys, a screen answered on the tablet."""

from django.test import Client
from django.urls import reverse

from duologue.measures import actions
from duologue.measures.models import Response
from duologue.measures.sealed.actions import open_answers
from duologue.people.models import Partner, Person
from duologue.privacy.keys.actions import keep_key, name_escrow, show_share
from tests.cast import NOW, Cast

PASSWORD = "a long quiet sentence 7"
YES, NO = "1", "0"
ALARMING, HARMLESS = (NO, YES, NO, NO), (NO, NO, NO, NO)


def with_key(*people: Person, password: str = PASSWORD) -> None:
    for person in people:
        person.set_password(password)
        person.save()
        keep_key(person=person, password=password, at=NOW)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def handed_out(
    cast: Cast, partner: Partner, instrument: str = "hark", **step: object
) -> tuple[Response, str]:
    """A response, and the code that opens it on the clinic's tablet."""
    response = actions.start(
        partner=partner, instrument=instrument, mode="tablet", by=cast.okafor, at=NOW, **step
    )
    return response, actions.hand_out(response=response, kind="code", by=cast.okafor, at=NOW)


def answered(
    cast: Cast, partner: Partner, *values: str, instrument: str = "hark", **step: object
) -> Response:
    """Every item answered by code on a tablet nobody is signed in at, and handed in."""
    response, code = handed_out(cast, partner, instrument, **step)
    tablet = Client()
    tablet.post(reverse("measures-code"), {"code": code})
    for number, value in enumerate(values, start=1):
        tablet.post(reverse("measures-item", args=[response.id, number]), {"value": value})
    tablet.post(reverse("measures-review", args=[response.id]))
    tablet.get(reverse("measures-done", args=[response.id]))
    return response


def shares(cast: Cast) -> tuple[str, str]:
    """An escrow kept by the coordinator and the monitor; the two shares as they wrote them down."""
    escrow = name_escrow(first=cast.cora, second=cast.mona, by=cast.cora, at=NOW)
    return tuple(  # type: ignore[return-value]
        show_share(escrow=escrow, holder=holder, at=NOW) for holder in (cast.cora, cast.mona)
    )


def opened(cast, response, person=None, password=PASSWORD, at=NOW):
    return open_answers(response=response, password=password, by=person or cast.okafor, at=at)
