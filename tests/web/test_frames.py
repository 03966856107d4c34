"""What every frame keeps: a neutral tab, the way out, one main, nothing told to the outside."""

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string

from duologue.web.frame import Way, ways

FRAMES = ["public", "partner", "team", "item", "session", "print"]


def page(name: str) -> str:
    request = HttpRequest()
    request.path = "/today/"
    shown = {
        "clinic": {"name": "Willow Street Clinic"},
        "partner_ways": [Way("/today/", "Today", True)],
    }
    return render_to_string(f"web/{name}.html", {**shown, "request": request})


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_has_one_main_and_a_way_past_the_navigation(name: str) -> None:
    html = page(name)
    assert html.count("<main") == 1 and 'href="#main"' in html and '<html lang="en"' in html


@pytest.mark.parametrize("name", FRAMES)
def test_no_frame_tells_another_site_where_it_was(name: str) -> None:
    assert '<meta name="referrer" content="same-origin">' in page(name)
    assert "noindex" in page(name)


@pytest.mark.parametrize("name", ["public", "partner", "item"])
def test_leave_now_is_on_every_page_a_partner_may_see(name: str) -> None:
    html = page(name)
    assert html.count("data-leave") == 1
    assert html.index("data-leave") < html.index("<main")


@pytest.mark.parametrize("name", ["partner", "item"])
def test_the_tab_of_a_partner_says_nothing(name: str) -> None:
    html = page(name).lower()
    for word in ("willow", "clinic</title>", "ketamine", "therapy", "duologue"):
        assert word not in html.split("</title>")[0]


def test_where_we_are_is_marked_for_those_who_do_not_see_it() -> None:
    assert '<a href="/today/" aria-current="page">Today</a>' in page("partner")


@pytest.mark.parametrize("name", ["400", "404", "405", "500", "403_csrf"])
def test_what_is_not_there_is_said_kindly(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html and 'href="/"' in html and "!" not in html.replace("<!doctype", "")


def test_a_page_this_clinic_does_not_have_is_not_offered() -> None:
    assert ways([("no-such-page", "Nowhere")], "/") == []


@pytest.mark.parametrize(("role", "offered"), [("coordinator", True), ("monitor", False)])
def test_the_way_is_shown_to_those_its_door_lets_in(role: str, offered: bool) -> None:
    shown = ways([("enquiries", "Enquiries")], "/team/day/", frozenset({role}))
    assert bool(shown) is offered
