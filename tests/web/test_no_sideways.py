"""No main page has to be pushed sideways, at any width, however long somebody's name or word is."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from duologue.contact.actions import write_message
from duologue.integration.insights.actions import keep_insight
from duologue.measures.actions import start
from duologue.notes.actions import begin_note
from duologue.people.models import Person
from duologue.privacy.addresses import page_id
from duologue.programme.actions import start_episode
from duologue.safety.actions import raise_alert
from tests.dosing.conftest import day as day
from tests.web.conftest import browser as browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDTHS = (195, 390, 768, 1280)
LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
WORD = "https://example.org/" + "nowhereabreak" * 12
WIDER = "document.scrollingElement.scrollWidth > innerWidth"
# Also when it is pushed under an edge, nobody can read it.
CUT = """() => [...document.querySelectorAll("main *")]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        && one.getClientRects().length && !one.closest(
            ".table-scroll, .chart-scroll, svg, .hidden-text, [hidden], .phases, select, textarea"))
    .filter(one => { const r = document.createRange(); r.selectNodeContents(one);
        const box = r.getBoundingClientRect();
        return box.width > 1.5 && (box.right > innerWidth + 1 || box.left < -1) })
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def talkative(cast, day):
    """Ana and Ben under long names, in a course, with everything said in one long word."""
    for partner, name in ((cast.ana, LONG), (cast.ben, LONG[::-1].capitalize())):
        type(partner).objects.filter(pk=partner.pk).update(first_name=name)
        Person.objects.filter(pk=partner.person_id).update(name=name)
        partner.refresh_from_db()
    cast.couple.name = f"{cast.ana.first_name} and {cast.ben.first_name}"
    cast.couple.save()
    Person.objects.filter(pk=cast.okafor.pk).update(name=LONG[:40] * 2)
    start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=day.now,
    )  # fmt: skip
    day.session.staff.create(person=cast.okafor)
    day.observe(cast.ana, 20, symptoms=["chest pain"], note=WORD)
    for by in (cast.ana.person, cast.okafor):
        write_message(partner=cast.ana, body=WORD, by=by, at=day.now)
    keep_insight(token=None, text=WORD, by=cast.ana, at=day.now)
    raise_alert(partner=cast.ana, kind="other", because=WORD, by=cast.mona, at=day.now)
    cast.note = begin_note(
        id=uuid.uuid4(), template="integration-joint", couple=cast.couple, partner=None,
        about_at=day.now, by=cast.okafor, at=day.now,
    )  # fmt: skip
    cast.response = start(partner=cast.ana, instrument="csi-16", by=cast.ana.person, at=day.now)
    return cast


@pytest.fixture
def as_person(browser: Browser, live_server) -> Iterator:
    opened = []

    def tab_of(person: Person) -> Page:
        client = Client()
        client.force_login(person)
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies(
            [{"name": n, "value": c.value, "url": live_server.url} for n, c in client.cookies.items()]
        )  # fmt: skip
        opened.append(context)
        return context.new_page()

    yield tab_of
    for context in opened:
        context.close()


def test_no_main_page_is_pushed_sideways(talkative, day, as_person) -> None:
    cast, one, two = talkative, talkative.couple.pk, talkative.ana.pk
    pages = {
        cast.ana.person: [
            *map(reverse, "today journey my-room our-room integration-checkin".split()),
            *map(reverse, "integration-insights contact-messages consents my-appointments".split()),
            reverse("measures-item", args=[cast.response.pk, 1]),
            reverse("consent-document", args=[page_id(two, "papers", "treatment")]),
        ],
        cast.okafor: [
            *map(reverse, "my-day caseload calendar messages alerts notes".split()),
            reverse("couple", args=[one]),
            reverse("couple-course", args=[one]),
            reverse("calendar-book", args=[one]),
            reverse("calendar-appointment", args=[day.session.pk]),
            reverse("partner", args=[two]),
            reverse("contact-partner-messages", args=[two]),
            reverse("notes-note", args=[cast.note.pk]),
        ],
        cast.mona: [
            reverse("dosing-session", args=[day.session.pk]),
            reverse("dosing-observations", args=[day.session.pk, two]),
            reverse("dosing-record", args=[day.session.pk]),
        ],
    }
    found = []
    for person, addresses in pages.items():
        tab = as_person(person)
        for address in addresses:
            answer = tab.goto(address)
            assert answer and answer.status == 200, address
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                if tab.evaluate(WIDER) or tab.evaluate(CUT):
                    found.append((address, width, tab.evaluate(CUT)[:3]))
    assert not found, "\n".join(map(str, found))
