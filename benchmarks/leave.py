"""How fast "Leave now" is, in a real browser: from the click to the neutral page, and until the
session is dead.

    python -m benchmarks.volume FOLDER --copies 1
    python -m benchmarks.leave FOLDER [--times 20] [--chromium /usr/bin/chromium]

FOLDER is a demo's: everybody in it is made up, and a card signs them in. The neutral page is
answered inside the browser, so the way through the net is not in the figure: what counts is when
the browser sets out for it. The bar is 200 ms (issue 4).
"""

import argparse
import re
import statistics
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.operations.running import Running

BAR = 200.0  # milliseconds
PARTNER = "yuki"
# Both moments are the browser's own, on one clock: the press, and the start of the way out.
NOTE = """document.addEventListener("click",
  (event) => window.pressed(performance.timeOrigin + event.timeStamp), { capture: true });"""


def leave(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds from the click to the start of the neutral page, and until nobody is signed in."""
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    context.route("https://**", lambda route: route.fulfill(body="<h1>Neutral</h1>"))
    presses: list[float] = []
    context.expose_function("pressed", lambda at: presses.append(at))
    page = context.new_page()
    page.goto(f"/demo/{PARTNER}/")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/today/"))
    page.goto("/my-room/insights/")
    page.locator("textarea").first.fill("words that are not sent yet")
    held = next(c["value"] for c in context.cookies() if c["name"] == "s")
    page.evaluate(NOTE)
    presses.clear()
    page.get_by_role("button", name="Leave now").click(no_wait_after=True)
    dead = _dead(address, held)
    page.get_by_role("heading", name="Neutral").wait_for()
    away = _started(page)
    context.close()
    return away - presses[0], dead - presses[0]


def _started(page: Page) -> float:
    return float(page.evaluate("performance.timeOrigin"))


def _dead(address: str, session: str) -> float:
    """When, in milliseconds of the clock, the session first opened nothing any more."""
    opener = urllib.request.build_opener(_Stay)
    asked = urllib.request.Request(f"{address}/my-room/", headers={"Cookie": f"s={session}"})
    until = time.time() + 10
    while time.time() < until:
        try:
            opener.open(asked).close()
        except urllib.error.HTTPError as led_away:
            if led_away.code == 302:
                return time.time() * 1000
            raise
    raise TimeoutError("the session was still alive after ten seconds")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how fast “Leave now” is.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asked = parser.parse_args()
    demo = Running(sys.executable, "-m", "duologue.cli", "demo", home=asked.home.resolve())
    try:
        demo.wait_until_open(seconds=600)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=asked.chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            leave(browser, demo.address)  # nobody leaves a browser that has just been started
            took = [leave(browser, demo.address) for _ in range(asked.times)]
            browser.close()
    finally:
        demo.stop()
    away, dead = (sorted(each) for each in zip(*took, strict=True))
    for name, spent in (("the neutral page sets out", away), ("the session is dead", dead)):
        print(
            f"{name}: median {statistics.median(spent):.0f} ms, "
            f"least {spent[0]:.0f}, most {spent[-1]:.0f}, of {asked.times}"
        )
    return 0 if statistics.median(away) <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
