"""The page on which a partner shares words of their own: intentions here, insights later on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from duologue.people.models import Partner
from duologue.preparation.forms import WordsForm
from duologue.privacy.once import key_for, with_words
from duologue.sharing.actions import release


def release_page(
    request: HttpRequest, partner: Partner, text: str, *, kind: str, title: str, back: str
) -> HttpResponse:
    """Show the exact words, ask, then copy them into the shared room and go to the page `back`."""
    # What is asked about is what is shared, even when the words were changed in another tab.
    form = WordsForm(request.POST or None, initial={"text": text})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        release(
            id=key_for(partner.pk, with_words(told["once"], told["text"])), kind=kind, title=title,
            text=told["text"], by=partner, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Shared. For one hour only you see it, and you can take it back.")
        return redirect(back)
    return render(request, "preparation/release.html", {"form": form, "back": reverse(back)})
