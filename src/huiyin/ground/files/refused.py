"""Every reason for which a file is not taken, as a sentence and a remedy."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.files.unfit import Unfit
from huiyin.ground.refusals import Refusal


class FileRefused(Refusal):
    """Base of the refusals about files; also the answer when no better one is known."""

    code, status = "file_refused", 422
    sentence = _("This file cannot be taken.")
    remedy = _("Send another file, or go on without it.")


class FileEmpty(FileRefused):
    """Nothing inside."""

    code = "file_empty"
    sentence = _("This file is empty.")
    remedy = _("Choose the file again; perhaps it was still being saved.")


class FileTooLarge(FileRefused):
    """More bytes than allowed; `limit` in MB."""

    code, status = "file_too_large", 413
    sentence = _("This file is larger than %(limit)s MB.")
    remedy = _("Send a smaller file, or split it.")


class NotAnImage(FileRefused):
    """Not one of the formats that are read."""

    code, status = "not_an_image", 415
    sentence = _("This is not a photo that can be read.")
    remedy = _("Send a JPEG, PNG, WebP, GIF or HEIC photo, or a screenshot of it.")


class ImageDamaged(FileRefused):
    """The format is right, the content is broken."""

    code = "image_damaged"
    sentence = _("This photo is damaged.")
    remedy = _("Take the photo again, or send a screenshot of it.")


class ImageTooManyPixels(FileRefused):
    """More pixels than allowed; `limit` in millions of pixels."""

    code, status = "image_too_many_pixels", 413
    sentence = _("This photo has more than %(limit)s million pixels.")
    remedy = _("Send a screenshot of it, or lower the camera's resolution.")


class FileTooHeavy(FileRefused):
    """Reading it took more time or memory than a file may take, or ended the child."""

    code = "file_too_heavy"
    sentence = _("Reading this file takes too much time or memory.")
    remedy = _("Save it again in a simpler form, or send another file.")


class FileReaderBusy(FileRefused):
    """All the places of the reader are taken."""

    code, status = "file_reader_busy", 503
    sentence = _("Too many files are being read right now.")
    remedy = _("Wait half a minute and send it again; what you typed is kept.")


class NotAVoiceNote(FileRefused):
    """Not one of the sound formats."""

    code, status = "not_a_voice_note", 415
    sentence = _("This is not a voice note that can be played.")
    remedy = _("Record it again on this page, or write the request instead.")


class FileInfected(FileRefused):
    """The scanner names a signature."""

    code = "file_infected"
    sentence = _("The malware scanner refused this file.")
    remedy = _("Do not open it. Send another file, or go on without it.")


class FileNotLookedAt(FileRefused):
    """A scanner is set and does not answer: until it does, nobody reads the file."""

    code, status = "file_not_looked_at", 503
    sentence = _("The malware scanner does not answer, so this file cannot be looked at yet.")
    remedy = _("Try again in a few minutes; nothing was taken over.")


def every_refusal(base: type[FileRefused] = FileRefused) -> dict[str, type[FileRefused]]:
    """Map code -> class of `base` and everything below it."""
    found = {base.code: base}
    for kind in base.__subclasses__():
        found |= every_refusal(kind)
    return found


def refusal_for(unfit: Unfit) -> FileRefused:
    """Turn the child's verdict into the sentence a person reads."""
    return every_refusal().get(unfit.code, FileRefused)(**unfit.params)
