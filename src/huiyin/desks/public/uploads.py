"""Photos and voice notes of a form: cleaned, and kept when another part of the form was wrong."""

import base64
import binascii
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s1_intake.apart import photo_file, voice_file
from huiyin.casework.s1_intake.request import File
from huiyin.ground.files.headers import safe_name
from huiyin.ground.files.images import LARGEST_SOURCE
from huiyin.ground.files.refused import FileRefused, FileTooLarge

PHOTO = "image/jpeg"
MOST_PHOTOS = 3
KEPT, KEPT_VOICE = "kept", "kept_voice"
"""Hidden fields with what was taken over already: a mistake elsewhere must not cost a photo or a voice."""
LARGEST_KEPT = 400_000
"""Bytes of one file that fit into a hidden field, beside two more, within DATA_UPLOAD_MAX_MEMORY_SIZE."""


@dataclass(slots=True)
class Uploads:
    """Clean files, and what is wrong with the others as (field, sentence)."""

    files: list[File] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def kept(self) -> list[str]:
        """The photos as values of the hidden field."""
        photos = [f for f in self.files if f.mime == PHOTO and len(f.body) <= LARGEST_KEPT]
        return [base64.b64encode(f.body).decode() for f in photos]

    @property
    def kept_voice(self) -> str:
        """The voice note as value of its hidden field; one too long for it has to be chosen again."""
        notes = [f.body for f in self.files if f.mime != PHOTO and len(f.body) <= LARGEST_KEPT]
        return base64.b64encode(notes[0]).decode() if notes else ""

    def tell(self, form: forms.Form) -> None:
        """Put the faults beside their fields."""
        for name, sentence in self.faults:
            form.add_error(name, sentence)


def as_sent(request: HttpRequest) -> Uploads:
    """What a refused sending brought, looked at by nobody yet: cleaned when it comes again."""
    found = Uploads()
    photos = [_decoded(text) for text in request.POST.getlist(KEPT)]
    photos += [sent.read() for sent in _sent(request, "photo") if (sent.size or 0) <= LARGEST_KEPT]
    voices = [_decoded(text) for text in request.POST.getlist(KEPT_VOICE)]
    voices += [sent.read() for sent in _sent(request, "voice") if (sent.size or 0) <= LARGEST_KEPT]
    found.files += [File(PHOTO, "photo.jpg", body) for body in photos[:MOST_PHOTOS] if body]
    found.files += [File("", "voice", body) for body in voices[-1:] if body]
    large = [sent for name in ("photo", "voice") for sent in _sent(request, name) if sent.size > LARGEST_KEPT]
    if large:
        found.faults.append(("photo", _("Large photos and voice notes have to be chosen again.")))
    return found


def uploads_of(request: HttpRequest) -> Uploads:
    """Clean what was sent: photos kept from before, new photos, a voice note."""
    found = Uploads()
    for place, text in enumerate(request.POST.getlist(KEPT)[:MOST_PHOTOS], 1):
        _take_photo(found, _decoded(text), f"{place}.jpg", place)
    for place, sent in enumerate(_sent(request, "photo"), 1):
        if len(found.files) >= MOST_PHOTOS:
            found.faults.append(("photo", _("At most %(most)s photos can be sent.") % {"most": MOST_PHOTOS}))
            break
        big = (sent.size or 0) > LARGEST_SOURCE
        _take_photo(found, None if big else sent.read(), sent.name or "", place)
    voices = [(sent.read(LARGEST_SOURCE), sent.name or "") for sent in _sent(request, "voice")[:1]]
    voices += [(_decoded(text), "voice") for text in request.POST.getlist(KEPT_VOICE)[:1] if text]
    for data, name in voices[:1]:  # one said anew replaces the one kept
        _take_voice(found, data, name)
    return found


def _sent(request: HttpRequest, name: str) -> list:  # type: ignore[type-arg]  # Django's uploaded files
    return [sent for sent in request.FILES.getlist(name) if sent.name or sent.size]


def _take_photo(found: Uploads, data: bytes | None, name: str, place: int) -> None:
    try:
        if data is None:
            raise FileTooLarge(limit=LARGEST_SOURCE // 1024 // 1024)
        picture = photo_file(data, safe_name(name, "photo.jpg"))
    except FileRefused as no:
        words = {"place": place, "name": safe_name(name, "-"), "said": no.said, "advice": no.advice}
        found.faults.append(("photo", _("Photo %(place)s (%(name)s): %(said)s %(advice)s") % words))
    else:
        found.files.append(picture)


def _take_voice(found: Uploads, data: bytes, name: str) -> None:
    try:
        note = voice_file(data, safe_name(name, "voice"))
    except FileRefused as no:
        found.faults.append(("voice", f"{no.said} {no.advice}"))
    else:
        found.files.append(note)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""
