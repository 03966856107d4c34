"""Leaks on pages the other partner opens: numbers, marks, order, words, lengths."""

import re

from django.http import HttpRequest, HttpResponse

from duologue.worlds.leaks.kit import Change, Eye, Leak, on, page_changes, put

INSIGHTS, LOOPS = "integration_insight", "integration_patternseen"
PARTNER = ("today", "journey", "my-room", "our-room")


def written(page: str | tuple[str, ...], table: str, html: str, before: str = "</main>") -> Change:
    """Put `html` on a page when the other has rows in `table`; {n} in it is how many."""
    names = (page,) if isinstance(page, str) else page

    def change(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
        if on(request, *names) and (n := eye.count(request, table)):
            put(response, html.format(n=n, each="<circle r='2'/>" * n), before=before)

    return change


def longer(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "my-room"):
        put(response, " " * eye.count(request, INSIGHTS))


def order(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """The other's latest stands first: two neighbours change places."""
    if on(request, "my-room") and eye.count(request, INSIGHTS):
        page = response.content.decode()
        first, second = re.findall(r"<li\b.*?</li>", page, re.S)[:2]
        response.content = (
            page.replace(first + "", "\0", 1).replace(second, first, 1).replace("\0", second)
        )


def disabled(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "integration-agreements") and eye.count(request, INSIGHTS):
        response.content = response.content.replace(b'type="submit"', b'type="submit" disabled', 9)


def another_title(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "today") and eye.count(request, INSIGHTS):
        response.content = response.content.replace(b"<title>", b"<title>(1) ", 1)


def words_of_the_other(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "integration-insights") and (n := eye.count(request, INSIGHTS)):
        options = "".join(f'<option value="words of the other, {i}">' for i in range(n))
        put(response, f'<datalist id="before">{options}</datalist>')


def form_error(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if request.method == "POST" and response.status_code == 422 and eye.count(request, INSIGHTS):
        put(response, "<p>This was written already.</p>")


def booked(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "journey"):
        n = eye.ask("SELECT count(*) FROM calendar_appointment")
        put(response, f"<li>{n} booked</li>")


LEAKS = (
    Leak("badge", "a count beside a way of the navigation", "every page of a partner", ("insight",),
         page_changes(written(PARTNER, INSIGHTS, '<span class="badge">{n}</span>', "</nav>"))),
    Leak("order", "a list ordered by who changed something last", "My room", ("insight",),
         page_changes(order)),
    Leak("longer-page", "a page that grows with what is not shown", "My room", ("insight",),
         page_changes(longer)),
    Leak("unread-dot", "a dot for something unread that is the other's", "My room",
         ("message-from-the-team",),
         page_changes(written("my-room", "contact_message", '<i class="dot"></i>'))),
    Leak("last-seen", "when the other was last here", "Our room", ("insight",),
         page_changes(written("our-room", INSIGHTS, "<p>Here lately.</p>"))),
    Leak("screens", "one screen more after an answer of the other", "About me", ("medical-history",),
         page_changes(written("screening-history", "screening_historyversion", "<p>{n} of 8</p>"))),
    Leak("due-of-the-other", "a step that the other has done or not", "Journey", ("intention",),
         page_changes(written("journey", "preparation_intention", "<li>Intentions: done</li>"))),
    Leak("joint-chart", "private points in a chart of both", "Our room", ("loop-seen",),
         page_changes(written("our-room", LOOPS, "<svg>{each}</svg>"))),
    Leak("title-attribute", "words that only a pointer finds", "Today", ("insight",),
         page_changes(written("today", INSIGHTS, '<abbr title="{n} insights">·</abbr>'))),
    Leak("hidden-input", "a number in a hidden field", "Agreements", ("insight",),
         page_changes(written("integration-agreements", INSIGHTS,
                              '<input type="hidden" name="v" value="{n}">', "</form>"))),
    Leak("disabled-button", "a button that cannot be pressed for now", "Agreements", ("insight",),
         page_changes(disabled)),
    Leak("page-title", "a number in the title of the tab", "Today", ("insight",),
         page_changes(another_title)),
    Leak("autocomplete", "earlier words offered while typing", "Insights", ("insight",),
         page_changes(words_of_the_other)),
    Leak("form-error", "another sentence when a form is refused", "any form", ("insight",),
         page_changes(form_error), forms=True, share=1.0),
    Leak("flash", "a message that comes up once", "Today", ("insight",),
         page_changes(written("today", INSIGHTS, '<div role="status">Something new</div>'))),
    Leak("practice-kept", "how well the other keeps a practice", "Our room", ("practice",),
         page_changes(written("our-room", "integration_practice", "<meter value={n}></meter>"))),
    Leak("appointment-alone", "an appointment of the other alone", "Journey", ("appointment-alone",),
         page_changes(booked)),
    Leak("consent-state", "that the other was examined", "Consents",
         ("vitals",), page_changes(written("consents", "screening_vitals", "<p>{n} ready</p>"))),
    Leak("adverse-event", "that something happened to the other", "Help now", ("adverse-event",),
         page_changes(written("help-now", "safety_adverseevent", "<p>Call us.</p>"))),
)  # fmt: skip
