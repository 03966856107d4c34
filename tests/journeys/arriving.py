"""How people get in: the first account, the team, the partners; and in again, later."""

import base64
import hmac
import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.hands import follow, press, says, write
from tests.journeys.house import House

PASSPHRASE = "a long quiet sentence 7"
HALF_MINUTE = 30


class Visitor:
    """Somebody at a device of their own."""

    def __init__(self, house: House, page: Page, name: str) -> None:
        self.house, self.page, self.name = house, page, name
        self.email = f"{name.split()[-1].lower()}@example.org"
        self.secret = ""  # of their authenticator app
        self.used = 0

    def open(self, address: str) -> Page:
        """The page; whoever was away for longer than a session lasts signs in again."""
        self.page.goto(address)
        if "/accounts/login/" in self.page.url:
            self.sign_in()
            self.page.goto(address)
        return self.page

    def sign_in(self) -> None:
        self.page.goto("/accounts/login/")
        if self.secret:
            self._with_password()
            write(self.page, "code", self._code())
        else:
            write(self.page, "Your email", self.email)
            press(self.page, "Send me a code")
            write(self.page, "Code", self.house.post.next_to(self.email, r"Your code: (\S+)"))
        press(self.page, "Sign in")
        expect(self.page).to_have_url(re.compile("/team/day/" if self.secret else "/today/"))

    def set_up_clinic(self) -> None:
        """The first page of a new clinic, with the code from its terminal."""
        page = self.page
        page.goto("/")
        says(page, "Set up your clinic")
        said = self.house.clinic.said
        write(page, "One-time code", said.split("one-time code: ")[1].split()[0])
        write(page, "The clinic's name", "Willow Street Clinic")
        write(page, "A neutral name", "Willow Street")
        page.get_by_label("Country").select_option("GB")
        page.get_by_label("Time zone").select_option("Europe/London")
        write(page, "Your name", self.name)
        write(page, "Your email", self.email)
        write(page, "A password", PASSPHRASE)
        press(page, "Open the clinic")
        says(page, "Willow Street Clinic is open, and you are signed in.")
        self._add_an_app()

    def invite(self, colleague: "Visitor", role: str, second: "Visitor | None" = None) -> None:
        """Invite a colleague; a clinical role waits for the `second` person, once there is one."""
        page = self.open("/team/people/")
        write(page, "Name", colleague.name)
        write(page, "Work email", colleague.email)
        page.get_by_label("Role").select_option(role)
        press(page, "Send the invitation")
        if second is None:
            says(page, f"A link is on its way to {colleague.email}")
            return
        says(page, "this role waits for a second person")
        page = second.open("/team/alerts/")
        follow(page, f"{colleague.name} ({colleague.email})")
        press(page, "Confirm")
        says(page, f"{colleague.email}): confirmed.")

    def join_team(self) -> None:
        self.page.goto(self._invitation())
        says(self.page, f"Welcome, {self.name}", self.email)
        write(self.page, "A password", PASSPHRASE)
        press(self.page, "Make my account")
        self._add_an_app()

    def join_as_partner(self) -> None:
        """Ends on the page that asks how they may be reached."""
        self.page.goto(self._invitation())
        says(self.page, self.email, "your partner does not see it, nor whether there is anything")
        press(self.page, "This is me")
        says(self.page, "How may we reach you?")

    def _invitation(self) -> str:
        return self.house.post.next_to(self.email, r"https?://[^/]+(/invitation/\S+)")

    def _with_password(self) -> None:
        write(self.page, "Work email", self.email)
        write(self.page, "Password", PASSPHRASE)
        press(self.page, "Sign in with a password")

    def _add_an_app(self) -> None:
        self.page.goto("/accounts/2fa/totp/activate/")
        told = re.search(r"type this secret into the app: (\S+)", self.page.inner_text("main"))
        assert told, self.page.inner_text("main")
        self.secret = told[1]
        write(self.page, "Authenticator code", self._code())
        press(self.page, "Turn it on")
        says(self.page, "Your recovery codes")

    def _code(self) -> str:
        """What an authenticator app shows (RFC 6238); each code is used once."""
        now = int(time.time()) // HALF_MINUTE
        self.used = max(now, self.used + 1)
        if self.used > now + 1:
            time.sleep((self.used - 1) * HALF_MINUTE - time.time())
        digest = hmac.digest(base64.b32decode(self.secret), self.used.to_bytes(8), "sha1")
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"
