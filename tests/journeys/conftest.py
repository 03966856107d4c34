from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.arriving import Visitor
from tests.journeys.house import DESK, PHONE, TABLET, House, device

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@dataclass
class Story:
    """A clinic with its team signed in, and two people who do not know it yet."""

    house: House
    cora: Visitor
    okafor: Visitor
    lind: Visitor
    mona: Visitor
    one: Visitor
    two: Visitor
    tablet: Page
    couple: str = ""
    partners: dict[str, str] = field(default_factory=dict)
    session: str = ""

    def of(self, visitor: Visitor) -> str:
        """This partner's id, as it stands in the team's addresses."""
        return self.partners[visitor.name]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    running = House(tmp_path_factory.mktemp("journey") / "home")
    yield running
    running.close()


@pytest.fixture(scope="package")
def staff(house: House, browser: Browser) -> dict[str, Visitor]:
    """A clinic set up from nothing: the first account, and three colleagues by invitation."""

    def desk(name: str) -> Visitor:
        return Visitor(house, device(browser, house.clinic.address, DESK), name)

    people = {"cora": desk("Cora"), "okafor": desk("Dr Okafor")}
    people |= {"lind": desk("Dr Lind"), "mona": desk("Mona")}
    people["cora"].set_up_clinic()
    roles = (("okafor", "therapist"), ("lind", "prescriber"), ("mona", "monitor"))
    for others, (key, role) in enumerate(roles):
        people["cora"].invite(people[key], role, second=people["okafor"] if others else None)
        people[key].join_team()
    return people


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, house: House, staff: dict[str, Visitor]) -> Story:
    """The clinic's team, and the two people this module tells of (its `TWO`)."""
    browser: Browser = request.getfixturevalue("browser")
    one, two = (
        Visitor(house, device(browser, house.clinic.address, PHONE), name)
        for name in request.module.TWO
    )
    tablet = device(browser, house.clinic.address, TABLET)
    return Story(house=house, one=one, two=two, tablet=tablet, **staff)
