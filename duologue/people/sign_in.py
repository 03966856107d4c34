"""How people sign in: settings for django-allauth, imported by `duologue.settings`.

Staff: address and password, then a second factor (an authenticator app or a passkey).
Partners: a one-time code to their safe address, and a passkey if they like. Nobody signs
up by themself: accounts begin with an invitation. See docs/decisions/0015-how-people-sign-in.md.
"""

import os

# Attempts are counted by the visitor's own address, not by that of the web server in front.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("DUOLOGUE_BEHIND_TLS") == "1" else 0
ACCOUNT_ADAPTER = "duologue.contact.adapter.ChosenNameAdapter"
ACCOUNT_FORMS = {
    "login": "duologue.people.sign_in_forms.PasswordForm",
    "request_login_code": "duologue.people.sign_in_forms.CodeForm",
    "reauthenticate": "duologue.people.sign_in_forms.StillYouForm",
    "reset_password": "duologue.people.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "duologue.people.sign_in_forms.PasswordFromLinkForm",
    "change_password": "duologue.people.sign_in_forms.OtherPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# A change of how somebody signs in is told to their address; a mail to an unknown one tells
# nobody anything and could be used to pester.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
MFA_ADAPTER = "duologue.people.adapter.SecondFactorAdapter"
# The address is known: the invitation went there.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {"add_webauthn": "duologue.people.sign_in_forms.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Phones whose clock is half a minute off still get in.
MFA_TOTP_TOLERANCE = 1
ACCOUNT_RATE_LIMITS = {
    # Wrong codes typed on the clinic's tablet: eight digits must not be found by trying.
    "answer_code": "10/m/ip,60/h/ip",
    "code_in_person": "5/m/ip,30/h/ip",
    # A password asked for again before sealed answers open.
    "open_sealed": "6/m/user,30/h/user",
    # Strangers asking to be called: a household may ask twice, a script may not fill the list.
    "ask_for_a_call": "4/m/ip,20/h/ip",
}
