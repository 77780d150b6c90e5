"""Telephone numbers: one spelling to store and index, one mask to show.

The stored spelling is what people here dial: mainland numbers as bare digits (13800138000, 01062345678,
4001234567, 12345), a landline's extension after a dash (037162345678-801), foreign ones as +E.164.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import phonenumbers

CHINA: Final = 86  # country calling code
LONGEST_TEXT: Final = 40  # no dialable number is written longer

_MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Emergency and information numbers, 12345 and its kin, operators, banks, local lines (《电信网编号计划》).
_SHORT: Final = re.compile(r"1(?:1[0-9]|2[0-2])|999|12\d{3}|100\d{2}|1[01]\d{3}|9[56]\d{3,6}", re.ASCII)
_AREA_SHORT: Final = re.compile(r"0\d{2,3}(?:12\d{3}|9[56]\d{3,6})", re.ASCII)  # 0731-12315, from elsewhere
_TOLL_FREE: Final = re.compile(r"[48]00\d{7}", re.ASCII)
_PREFIX: Final = re.compile(r"(?:\+|00)86(?=\d)", re.ASCII)
_BARE_PREFIX: Final = re.compile(r"86(?=1[3-9]\d{9}$)", re.ASCII)
_EXTENSION: Final = re.compile(
    r"(?:转|分机|ext\.?|#)\s*(\d{1,6})$|(?<=\d{7})\s*-\s*(\d{1,5})$", re.ASCII | re.IGNORECASE
)
_FILLING: Final = re.compile(r"[\s\-()./·\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def normalise_phone(text: str) -> str | None:
    """Return the stored spelling of the one number in `text`, or None when it is not a number one can dial.

    Accepts full-width digits, spaces, dashes, brackets, +86, 0086 and extensions. A landline needs its area
    code. Two numbers in one field give None: which one was meant is not for a program to guess.
    """
    if len(text) > LONGEST_TEXT:
        return None
    written = unicodedata.normalize("NFKC", text).strip()
    extension = _EXTENSION.search(written)
    if extension is None:
        return _number(written)
    number = _number(written[: extension.start()])
    if number is None or not _may_have_extension(number):
        return _number(written)
    return f"{number}-{extension[1] or extension[2]}"


def is_mobile(number: str) -> bool:
    """Say whether a normalised number is a mainland mobile, the only kind a text message reaches."""
    return _MOBILE.fullmatch(number) is not None


def mask_phone(number: str) -> str:
    """Return `number` with its middle hidden: 138****1234; short service numbers are public and stay."""
    local = _PREFIX.sub("", number).partition("-")[0]
    if _SHORT.fullmatch(local):
        return local
    # Four digits at least are hidden, whatever the length.
    back = min(4, max(0, len(local) - 4))
    front = min(3, max(0, len(local) - 8))
    return local[:front] + "****" + local[len(local) - back :]


def tail(number: str) -> str:
    """Return the last four digits (without extension), which a caller can be asked for."""
    return "".join(filter(str.isdecimal, number.partition("-")[0]))[-4:]


def _number(text: str) -> str | None:
    # "（1）2017" and "1-2-245" are no service numbers: those are written in one piece.
    if _SHORT.fullmatch(piece := text.strip(" ()")):
        return piece
    digits = _BARE_PREFIX.sub("", _PREFIX.sub("", _FILLING.sub("", text)))
    if not re.fullmatch(r"\+?\d{3,16}", digits, re.ASCII):
        return None
    if _MOBILE.fullmatch(digits) or _TOLL_FREE.fullmatch(digits) or _AREA_SHORT.fullmatch(digits):
        return digits
    return _parsed(digits)


def _parsed(digits: str) -> str | None:
    """Landlines and foreign numbers, by the numbering plans of phonenumbers."""
    try:
        parsed = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    if parsed.country_code != CHINA:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(parsed)
    return national if _MOBILE.fullmatch(national) or _TOLL_FREE.fullmatch(national) else f"0{national}"


def _may_have_extension(number: str) -> bool:
    return number.startswith("0") or _TOLL_FREE.fullmatch(number) is not None
