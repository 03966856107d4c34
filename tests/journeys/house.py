"""A real clinic for a story: its processes, its mail, its clock, and devices for its people."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page

from tests.house.tree import ROOT
from tests.journeys.post import Post
from tests.operations.running import Running

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1180, "height": 820}
DESK = {"width": 1440, "height": 900}
CLOCK = Path(__file__).parent / "clock"
PATIENCE = 20_000  # milliseconds: the machine may be busy with other tests


def device(browser: Browser, address: str, size: dict[str, int], **more: str) -> Page:
    """A browser of its own, as on somebody's own phone; nothing outside the clinic is reached."""
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        base_url=address,
        locale="en-GB",
        timezone_id="Europe/London",
        **more,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE)
    context.route("https://**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    return context.new_page()


class House:
    def __init__(self, home: Path) -> None:
        self.post = Post()
        self.ahead = home.parent / "clock"
        self.ahead.write_text("0")
        self.clinic = Running.clinic(
            home,
            DUOLOGUE_SMTP_HOST="127.0.0.1",
            DUOLOGUE_SMTP_PORT=str(self.post.port),
            PYTHONPATH=f"{CLOCK}:{ROOT}",
            JOURNEY_CLOCK=str(self.ahead),
        )
        self.clinic.wait_until_open()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.ahead.read_text()))

    def local(self, **ahead: float) -> str:
        """A moment, as a browser's own field for date and time takes it. `ahead` as `timedelta`."""
        moment = self.now + timedelta(**ahead)
        return moment.astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m-%dT%H:%M")

    def pass_time(self, **span: float) -> None:
        """As `timedelta`. Who was signed in for longer than a session lasts signs in again."""
        later = float(self.ahead.read_text()) + timedelta(**span).total_seconds()
        self.ahead.write_text(str(later))

    def close(self) -> None:
        self.clinic.stop()
        self.post.shutdown()
        shutil.rmtree(self.clinic.home, ignore_errors=True)
