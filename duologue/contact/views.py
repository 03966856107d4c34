from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from duologue.contact import actions, queries, rules
from duologue.contact.forms import MessageForm, SafeContactForm
from duologue.contact.models import OutboxMail
from duologue.people.doors import for_partner, for_reading_alone, for_team
from duologue.people.mail import mail_leaves
from duologue.people.models import Partner
from duologue.people.queries import clinic, partners_of_caseload
from duologue.web.paging import page_asked

# Not who watches over a session: that takes no message of anybody's.
reads_messages = for_team("therapist", "prescriber")


@for_partner
def safe_contact(request: HttpRequest) -> HttpResponse:
    """How you may be reached: asked when joining, and again at each visit."""
    last = queries.safe_contact(request.partner)
    ours = clinic()
    initial = (
        {field: getattr(last, field) for field in SafeContactForm.base_fields}
        if last
        else {
            "channel": "mail",
            "address": request.user.email,
            "hours": "morning",
            "voicemail": "no",
            "alias": ours.alias if ours else "",
        }
    )
    form = SafeContactForm(request.POST or None, initial=initial)
    signs_in_at = rules.masked(request.user.email)
    if request.method == "POST" and form.is_valid():
        actions.keep_safe_contact(
            partner=request.partner, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        notes.success(
            request,
            "Saved. You can change it any time. "
            f"Sign-in codes still go to {signs_in_at}; ask your care team to change it.",
        )
        return redirect("home" if last is None else "contact-safe")
    page = {"form": form, "last": last, "signs_in_at": signs_in_at}
    return render(request, "contact/safe_contact.html", page, status=422 if form.errors else 200)


@require_POST
@for_partner
def still_right(request: HttpRequest) -> HttpResponse:
    """On the day of a visit: one tap says that it still holds."""
    if not actions.keep_contact_as_it_is(
        partner=request.partner, by=request.user, at=timezone.now()
    ):
        return redirect("contact-safe")
    notes.success(request, "Thank you. It stays as it is.")
    return redirect("today")


@for_partner
def my_messages(request: HttpRequest) -> HttpResponse:
    form = MessageForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        actions.write_message(partner=request.partner, **form.cleaned_data, by=request.user, at=now)
        notes.success(request, "Sent to your team.")
        return redirect("contact-messages")
    page = {"form": form, "thread": _read(request, request.partner)}
    return render(request, "contact/my_messages.html", page, status=422 if form.errors else 200)


@reads_messages
def team_messages(request: HttpRequest) -> HttpResponse:
    threads = queries.threads_for(request.user, request.roles, page=page_asked(request))
    return render(request, "contact/team_messages.html", {"threads": threads})


@reads_messages
def partner_messages(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = get_object_or_404(partners_of_caseload(request.user, request.roles), pk=partner_id)
    form = MessageForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        actions.write_message(partner=partner, **form.cleaned_data, by=request.user, at=now)
        notes.success(request, f"{partner.first_name} finds it on their next visit.")
        return redirect("contact-partner-messages", partner.pk)
    page = {
        "form": form,
        "partner": partner,
        "thread": _read(request, partner),
        "safe": queries.safe_contact(partner),
    }
    return render(
        request, "contact/partner_messages.html", page, status=422 if form.errors else 200
    )


def _read(request: HttpRequest, partner: Partner) -> queries.Said:
    """The page of the thread that is asked for; what it shows counts as read, and nothing else."""
    thread = queries.thread_for(request.user, partner, page=page_asked(request))
    shown = [line.id for line in thread.lines if not line.mine]
    if for_reading_alone(request, {"partner_id": partner.pk}):
        return thread  # opened in an emergency: it stays unread for those who treat them
    actions.mark_messages_read(partner=partner, shown=shown, by=request.user, at=timezone.now())
    return thread


@reads_messages
@require_POST
def notice(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Somebody of the team decides that the neutral text may go now."""
    partner = get_object_or_404(
        partners_of_caseload(request.user, request.roles).select_related("person"),
        pk=partner_id,
        person__isnull=False,
    )
    sent = actions.send_neutral(
        person=partner.person, text="message", by=request.user, at=timezone.now()
    )
    if sent:
        notes.success(request, "The neutral text is on its way.")
    elif not mail_leaves():
        notes.error(request, "Nothing was sent: no mail leaves this clinic. Call them, if you may.")
    else:
        notes.error(request, "Nothing was sent: they asked not to be written to. See below how.")
    return redirect("contact-partner-messages", partner.pk)


def outbox(request: HttpRequest) -> HttpResponse:
    """Only in the demo: every mail that would have been sent, newest first."""
    mails = OutboxMail.objects.all()
    to = request.GET.get("to", "")
    if to:
        mails = mails.filter(to__icontains=to)
    return render(request, "contact/outbox.html", {"mails": mails[:60], "to": to})
