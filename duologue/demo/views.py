"""The demo's own door: choose a made-up person and be them. It exists in no real clinic."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duologue.demo.cards import Card, cards, couple_cards, staff_cards
from duologue.demo.people import MAIL, OPENED
from duologue.people.models import Clinic, Person
from duologue.people.queries import clinic
from duologue.people.second_factor import SETTLED
from duologue.privacy.principal import NOBODY, set_principal


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Every card; a POST signs in as the chosen person."""
    ours = _only_where_everybody_is_made_up()
    if request.method == "POST":
        return _become(request, _card(request.POST.get("person", "")))
    made_on = timezone.localdate(ours.created_at) + timedelta(days=OPENED)
    page = {
        "staff": staff_cards(),
        "couples": couple_cards(),
        "made_on": made_on if made_on != timezone.localdate() else None,
    }
    return render(request, "demo/demo.html", page)


@require_http_methods(["GET", "HEAD"])
def one_card(request: HttpRequest, key: str) -> HttpResponse:
    """One card, for the address the terminal prints: opening a link alone signs nobody in."""
    _only_where_everybody_is_made_up()
    return render(request, "demo/one_card.html", {"card": _card(key)})


def _become(request: HttpRequest, card: Card) -> HttpResponse:
    # Whoever somebody was until now may neither find nor sign in anybody else.
    set_principal(NOBODY)
    person = get_object_or_404(Person, email=card.key + MAIL)
    login(request, person)
    # There is no telephone to a made-up person, so their second factor counts as shown.
    request.session[SETTLED] = str(person.pk)
    messages.info(request, f"You are {card.title}. Synthetic people. Do not enter anything real.")
    return redirect("home")


def _card(key: str) -> Card:
    found = next((card for card in cards() if card.key == key), None)
    if found is None:
        raise Http404
    return found


def _only_where_everybody_is_made_up() -> Clinic:
    ours = clinic() if settings.DUOLOGUE_DEMO else None
    if ours is None or not ours.synthetic:
        raise Http404
    return ours
