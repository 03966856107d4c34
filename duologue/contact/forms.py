import uuid

from django import forms

from duologue.contact.models import Channel, Hours


class SafeContactForm(forms.Form):
    channel = forms.ChoiceField(
        label="How may we reach you?", choices=Channel.choices, widget=forms.RadioSelect
    )
    address = forms.EmailField(
        label="The email only you read",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="The number we may call",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    hours = forms.ChoiceField(
        label="When is a good time?", choices=Hours.choices, widget=forms.RadioSelect
    )
    voicemail = forms.ChoiceField(
        label="If we call and you do not answer, may we leave a message?",
        choices=[("no", "No, hang up"), ("yes", "Yes")],
        widget=forms.RadioSelect,
    )
    alias = forms.CharField(
        label="What name should our mails carry?",
        max_length=60,
        help_text="Something that tells nobody anything.",
    )

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if said.get("channel") == Channel.MAIL and not said.get("address"):
            self.add_error("address", "Write the email we may use, or choose another way.")
        if said.get("channel") == Channel.PHONE and not said.get("phone"):
            self.add_error("phone", "Write the number we may call, or choose another way.")
        return said

    def clean_alias(self) -> str:
        alias: str = self.cleaned_data["alias"]
        if "{" in alias or "\n" in alias:
            raise forms.ValidationError("Only letters, figures and spaces, please.")
        return alias


class MessageForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    body = forms.CharField(
        label="Your message", max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
