"""The addresses under /accounts/: what we use of django-allauth, by name, and nothing else.

Its pages for signing up and for several addresses are off; their names stay, because allauth
asks for them, and lead to the kind 404.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from duologue.people.mail import mail_leaves
from duologue.people.views import code_in_person, my_account, sign_out_everywhere


def off(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """As a file whose name says nothing in a folder of downloads."""
    response = recovery_codes.download_recovery_codes(request)
    if response.has_header("Content-Disposition"):
        response["Content-Disposition"] = 'attachment; filename="document.txt"'
    return response


# Asked as each page is drawn: whether a code or a link comes by mail at all.
WITH_MAIL = {"mail_leaves": mail_leaves}

urlpatterns = [
    path("", my_account, name="my-account"),
    path("sessions/end/", sign_out_everywhere, name="people-sessions-end"),
    path("login/", account.LoginView.as_view(extra_context=WITH_MAIL), name="account_login"),
    path("login/in-person/", code_in_person, name="people-code"),
    path(
        "login/code/",
        account.RequestLoginCodeView.as_view(extra_context=WITH_MAIL),
        name="account_request_login_code",
    ),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path(
        "password/reset/",
        account.PasswordResetView.as_view(extra_context=WITH_MAIL),
        name="account_reset_password",
    ),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("signup/", off, name="account_signup"),
    path("email/", off, name="account_email"),
    path("confirm-email/", off, name="account_email_verification_sent"),
    path("password/set/", off, name="account_set_password"),
]
