from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from duologue.people import codes, rules
from duologue.people.forms import CodeInPersonForm, NameForm, PartnerAcceptForm, StaffAcceptForm
from duologue.people.invitations import InvitationOver, accept_invitation, digest, standing
from duologue.people.mail import mail_leaves
from duologue.people.models import Invitation
from duologue.people.pages import sign_in_of
from duologue.people.queries import partner_of, roles_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where each person begins."""
    roles = roles_of(request.user)
    if not roles:
        return redirect("today" if partner_of(request.user) else "my-account")
    return redirect("people" if roles <= {"operator"} else "my-day")


@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        request.user.name = form.cleaned_data["name"]
        request.user.save(update_fields=["name"])
        messages.success(request, "Your name is saved.")
        return redirect("my-account")
    page = {"form": form, "sign_in": sign_in_of(request.user), "roles": roles_of(request.user)}
    return render(request, "people/my_account.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    request.user.end_sessions(at=timezone.now())
    logout(request)
    messages.success(request, "You are signed out on every device.")
    return redirect("account_login")


@sensitive_post_parameters("code")
def code_in_person(request: HttpRequest) -> HttpResponse:
    """Sign in with the code that somebody of the team handed over."""
    form, status = CodeInPersonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if not ratelimit.consume(request, action="code_in_person"):
            form.add_error(None, "Too many attempts. Wait a few minutes, then try again.")
            status = 429
        elif form.is_valid():
            person = codes.use(**form.cleaned_data, at=timezone.now())
            if person is not None:
                record_authentication(request, person, "code")
                return perform_login(request, Login(user=person))
            form.add_error(
                None, "This address and this code do not fit, or the ten minutes are over. "
                "Ask your team for a new code.",
            )  # fmt: skip
    return render(request, "people/code_in_person_form.html", {"form": form}, status=status)


@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link: who you are, then in."""
    now = timezone.now()
    found = Invitation.objects.filter(token_digest=digest(token)).first()
    decision = standing(found, at=now)
    if found is None or isinstance(decision, rules.Closed):
        return render(request, "people/invitation_over.html", {"closed": decision}, status=410)
    Form = PartnerAcceptForm if found.partner_id else StaffAcceptForm
    form = Form(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(token=token, at=now, **form.cleaned_data)
        except InvitationOver as over:
            decision = over.closed
            return render(request, "people/invitation_over.html", {"closed": decision}, status=410)
        login(request, person)
        record_authentication(request, person, "invitation", reauthenticated=True)
        return redirect("contact-safe" if found.partner_id else "mfa_index")
    page = {"form": form, "email": found.email, "for_partner": bool(found.partner_id)}
    page["mail"] = mail_leaves()
    return render(request, "people/invitation.html", page, status=422 if form.errors else 200)
