"""The components as template tags. Every template has them; nothing needs loading.

Blocks (`{% card %} … {% endcard %}`) wrap what the page says; the others draw a value they are given.
Everything given is escaped. `side` is 1, 2, "shared" or "team", everywhere.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from duologue.web import charts, drawings, fields, words
from duologue.web.window import window as band_after

register = template.Library()
PARTS = "web/parts/"


# -- blocks -------------------------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: SafeString,
    title: str = "",
    side: int | str = "",
    aside: str = "",
    person: str = "",
    level: int = 2,
) -> str:
    """A card; with `side` the edge says whose it is, with `person` the tag stands for the title."""
    return render_to_string(PARTS + "card.html", locals())


@register.simple_block_tag
def banner(content: SafeString, tone: str = "quiet", word: str = "") -> str:
    """One thing to know, with its word first. `tone`: open, decide, closed or quiet."""
    return format_html(
        '<div class="banner tone-{}"><div>{}{}</div></div>',
        tone,
        format_html("<strong>{}</strong> ", word) if word else "",
        content,
    )


@register.simple_block_tag
def empty(content: SafeString, title: str, level: int = 2) -> str:
    """Nothing is here yet: `title` says what will be here, the content what to do."""
    return format_html(
        '<div class="empty"><h{} class="said">{}</h{}>{}</div>', level, title, level, content
    )


@register.simple_block_tag
def table(content: SafeString, label: str) -> str:
    """A table that scrolls by itself on a narrow page; the content is rows with `<thead>`."""
    return format_html(
        '<div class="table-scroll" role="group" tabindex="0" aria-label="{}">'
        '<table class="table">{}</table></div>',
        label,
        content,
    )


@register.simple_block_tag
def limit(
    content: SafeString, title: str, tone: str = "decide", word: str = "", source: str = ""
) -> str:
    """A limit and what to do when it is met, with its source."""
    return render_to_string(PARTS + "limit.html", locals())


@register.simple_block_tag(takes_context=True)
def pagehead(context: Context, content: SafeString, title: str, over: str = "") -> str:
    """The page's one h1, a line over it, and the page's buttons at its side."""
    return render_to_string(
        PARTS + "pagehead.html", {"title": title, "over": over, "content": content}
    )


# -- who, how, when -----------------------------------------------------------------------------


@register.simple_tag
def person(name: str, side: int | str) -> str:
    """Whose it is: name, mark, line and colour together."""
    return format_html(
        '<span class="person side-{}"><span class="mark" aria-hidden="true"></span>{}</span>',
        side,
        name,
    )


@register.simple_tag
def state(word: str, text: str = "", tag: bool = False) -> str:
    """How it stands: the word, then its colour. `text` says it in other words ("Due today")."""
    return format_html(
        '<span class="state tone-{}{}">{}</span>',
        words.tone(word),
        " state-tag" if tag else "",
        text or words.state(word),
    )


@register.simple_tag
def when(at: date | datetime | None, form: str = "") -> str:
    """A date ("Thu 20 Nov"), with its year when that is not this one, and time when it has one.

    A `form` of one's own gets the year too."""
    if at is None:
        return "no date yet"
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    form = _with_year(local, form or ("D j M, H:i" if isinstance(local, datetime) else "D j M"))
    # The machine's words tell no more than the reader's: without hours only the day.
    told = f"{local:%Y-%m-%d}"
    if isinstance(local, datetime) and any(sign in form for sign in "HhGgfPicrU"):
        told = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', told, date_format(local, form))


@register.filter
def day(at: date | datetime | None, form: str = "j M") -> str:
    """The words of `when` alone, for where a component is given a text: "20 Nov"."""
    if at is None:
        return ""
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    return date_format(local, _with_year(local, form))


def _with_year(local: date, form: str) -> str:
    """Says the year after the month where it is not this one and the form names no year."""
    if local.year == timezone.localdate().year or "Y" in form:
        return form
    return re.sub("([MF])", r"\1 Y", form)


@register.simple_tag
def amount(number: object, unit: str) -> str:
    """A number that never parts from its unit."""
    return format_html('<span class="nowrap">{}&nbsp;{}</span>', number, unit)


# -- lists --------------------------------------------------------------------------------------


@register.inclusion_tag(PARTS + "row.html")
def row(
    label: str, value: object = "", state: str = "", note: str = "", href: str = ""
) -> dict[str, Any]:
    """One line of `<dl class="rows">`: what it is and how it stands."""
    return locals()


@register.inclusion_tag(PARTS + "listrow.html")
def listrow(
    title: str,
    href: str = "",
    meta: str = "",
    state: str = "",
    state_text: str = "",
    person: str = "",
    side: int | str = "",
    end: str = "",
) -> dict[str, Any]:
    """One `<li>` of `<ul class="list">`; the whole row is the link."""
    return locals()


@register.inclusion_tag(PARTS + "reason.html")
def reason(state: str, text: str, source: str = "", href: str = "") -> dict[str, Any]:
    """One `<li>` of `<ul class="reasons">`: the word, the reason, where it comes from or what mends it."""
    return locals()


@register.inclusion_tag(PARTS + "phasebar.html")
def phasebar(phases: Sequence[tuple[str, str]], label: str = "Where we are") -> dict[str, Any]:
    """Phases in order as (label, "done" | "now" | "next")."""
    return {"phases": phases, "label": label}


@register.inclusion_tag(PARTS + "timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """Entries with `.at`, `.title` and, if they have them, `.side`, `.text`, `.href`."""
    return {"entries": entries}


@register.inclusion_tag(PARTS + "dots.html")
def dots(days: Sequence[bool | None], side: int | str = 1) -> dict[str, Any]:
    """A practice day by day: True lived, False not, None still to come."""
    past = [day for day in days if day is not None]
    return {"days": days, "side": side, "lived": sum(past), "of": len(past)}


@register.inclusion_tag(PARTS + "pages.html", takes_context=True)
def pages(context: Context, page: Any, label: str = "Pages") -> dict[str, Any]:
    """Earlier and later, for a Django `Page`; other words of the address are kept."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop("page", None)
    return {"page": page, "label": label, "kept": query.urlencode() + "&" if query else ""}


@register.inclusion_tag(PARTS + "tile.html")
def tile(
    name: str, value: object, unit: str = "", at: str = "", tone: str = "", note: str = ""
) -> dict[str, Any]:
    """One observation: what, value with unit, when; `note` says what the colour says."""
    return locals()


# -- forms: what asks is in duologue.web.fields

register.tags.update(fields.register.tags)


@register.inclusion_tag(PARTS + "act.html", takes_context=True)
def act(
    context: Context,
    label: str,
    action: str,
    text: str = "",
    word: str = "",
    tone: str = "open",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A banner with one POST button: undo what was just done, or confirm what is about to be."""
    return {**locals(), "csrf_token": context.get("csrf_token")}


# -- drawings -----------------------------------------------------------------------------------


@register.inclusion_tag(PARTS + "chart.html")
def chart(plot: charts.Trajectory, reading: str = "", level: int = 3) -> dict[str, Any]:
    """A trajectory in its frame: title, unit, range, direction, source, and the same as a table."""
    return {
        "plot": plot,
        "desk": mark_safe(charts.trajectory(plot)),
        "phone": mark_safe(charts.trajectory(plot, width=320)),
        "table": charts.trajectory_rows(plot),
        "reading": reading,
        "level": level,
    }


@register.inclusion_tag(PARTS + "loop.html")
def loop(
    nodes: Sequence[drawings.Node], centre: str = "", title: str = "The loop"
) -> dict[str, Any]:
    """The pattern as a loop, and the same as a list one tap away."""
    return {
        "desk": mark_safe(drawings.loop(nodes, centre=centre, title=title)),
        "phone": mark_safe(drawings.loop(nodes, centre=centre, title=title, width=320)),
        "nodes": nodes,
        "centre": centre,
    }


@register.inclusion_tag(PARTS + "window.html")
def window(session: date, today: date, days: int = 14, sentence: str = "") -> dict[str, Any]:
    """The days after a session as a soft band with today on it, and an honest sentence."""
    return {
        "svg": mark_safe(band_after(session, today, days)),
        "day": (today - session).days,
        "days": days,
        "sentence": sentence
        or "A good time to practise what you saw. This is a guide for timing, not a measurement of you.",
    }
