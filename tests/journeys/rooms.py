"""The two rooms: what one partner's pages may never show of the other's."""

from tests.journeys.arriving import Visitor
from tests.journeys.hands import never_says

OWN_PAGES = (
    "today journey my-room our-room our-room/agreements our-room/pattern our-room/plan "
    "our-room/dialogue my-room/intentions my-room/insights my-room/practices my-room/note "
    "my-room/answers my-room/papers my-room/messages my-room/appointments my-room/letters"
).split()


def learns_nothing(observer: Visitor, *secrets: str) -> None:
    """Every page of this partner, looked through for words that are the other's own."""
    for page in OWN_PAGES:
        shown = observer.open(f"/{page}/")
        assert shown.url.endswith(f"/{page}/"), shown.url
        never_says(shown, *secrets)


def finds_nothing(observer: Visitor, *addresses: str) -> None:
    """The other's own addresses, tried: each says what a mistyped one would say."""
    said = set()
    for address in (*addresses, "/my-room/no-such-page/"):
        answer = observer.page.request.get(address)
        assert answer.status == 404, address
        said.add(answer.text())
    assert len(said) == 1, "the page differs from that of a wrong address"
