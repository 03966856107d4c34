"""Leaks to others than the partner: whoever is signed in as A, the team, who is not signed in."""

import re

from django.http import HttpRequest, HttpResponse

from duologue.worlds.base import SECRETS_BEGIN
from duologue.worlds.leaks.kit import OF_ONESELF, Change, Eye, Leak, on, page_changes, put

LOOPS = "SELECT count(*) FROM integration_patternseen"
LATELY = f"{LOOPS} WHERE at > '{SECRETS_BEGIN.isoformat()}'"


def counted(page: str, question: str, html: str) -> Change:
    """Put `html` on a page with the answer to a question about everybody's rows."""

    def change(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
        if on(request, page):
            put(response, html.format(n=eye.ask(question)))

    return change


def own(page: str, table: str, html: str) -> Change:
    """On A's own page: that somebody wrote about them."""

    def change(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
        if on(request, page):
            put(response, html.format(n=eye.count(request, table, OF_ONESELF)))

    return change


def by_activity(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """Who was active last stands first in the caseload."""
    if on(request, "caseload") and eye.ask(LATELY):
        page = response.content.decode()
        rows = re.findall(r"<tr\b.*?</tr>|<li\b.*?</li>", page, re.S)
        if rows:
            response.content = page.replace(rows[-1], rows[-1] + rows[0], 1)


LEAKS = (
    Leak("log-line", "a line of what a partner did, on a page of the coordinator", "My day",
         ("loop-seen",), page_changes(counted("my-day", LOOPS, "<li>wrote {n} times</li>")),
         eyes="coordinator"),
    Leak("search-hit", "a hit for words nobody but the author may find", "Caseload",
         ("loop-seen",), page_changes(counted("caseload", LOOPS, "<p>{n} hits</p>")),
         eyes="coordinator"),
    Leak("sorted-by-activity", "who was active last stands first", "Caseload", ("loop-seen",),
         page_changes(by_activity), eyes="coordinator"),
    Leak("psychotherapy-note", "that there is a note only its author may know", "Couple",
         ("psychotherapy-note",),
         page_changes(counted("couple", "SELECT count(*) FROM notes_psychotherapynote", "<p>{n} notes</p>")),
         eyes="coordinator"),
    Leak("monitor-sees-messages", "how much a partner writes to their team", "My day",
         ("message-to-the-team",),
         page_changes(counted("my-day", "SELECT count(*) FROM contact_message", "<p>{n}</p>")),
         eyes="monitor"),
    Leak("note-about-me", "that a note was written about whoever is signed in", "My room",
         ("note-about-a",),
         page_changes(counted("my-room", "SELECT count(*) FROM notes_note", "<p>{n} notes</p>")),
         eyes="a"),
    Leak("measured", "a reading taken by the team, in the portal", "About me", ("vitals",),
         page_changes(own("screening-history", "screening_vitals", "<p>{n} readings</p>")), eyes="a"),
    Leak("session-count", "how many are signed in somewhere", "My account", ("code-asked-for",),
         page_changes(counted("my-account", "SELECT count(*) FROM django_session",
                              "<p>{n} devices</p>"))),
    Leak("attempts", "that somebody tried to sign in before", "Sign in", ("sign-in-that-failed",),
         page_changes(counted("account_login", "SELECT count(*) FROM operations_cache",
                              "<p>{n} tries</p>")), eyes="stranger"),
)  # fmt: skip
