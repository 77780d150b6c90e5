"""Forms of the door."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.ground.phones import is_mobile, normalise_phone


class PasswordForm(forms.Form):
    """The first step of office staff."""

    username = forms.CharField(
        label=_("User name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """Six digits, from the app or from a text message."""

    code = forms.CharField(
        label=_("Six digits"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Spaces between the digits do not matter."""
        return "".join(str(self.cleaned_data["code"]).split())


class PhoneForm(forms.Form):
    """The first step of building heads and field workers."""

    phone = forms.CharField(
        label=_("Mobile number"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        """A mainland mobile number in its stored spelling."""
        number = normalise_phone(str(self.cleaned_data["phone"]))
        if number is None or not is_mobile(number):
            raise ValidationError(_("Enter a mobile number of eleven digits."))
        return number


class NewPasswordForm(forms.Form):
    """Choose a password."""

    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        help_text=_("At least ten characters; a sentence is fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Long enough and not among the common ones."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


class PairForm(forms.Form):
    """The pairing code of a duty-room screen."""

    code = forms.CharField(
        label=_("Pairing code"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
