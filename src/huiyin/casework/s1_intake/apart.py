"""Files that the malware scanner could not look at yet: kept apart, looked at again, let in or dropped.

A request is never lost to a silent scanner (nothing acknowledged is ever lost). Its file waits as it was
sent, sealed (casefile/waiting_models.py), and stays unread until a scan has spoken.
"""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.waiting_models import WaitingFile, body_aad
from huiyin.casework.casefile.words import Verb
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.files.audio import CleanAudio, clean_audio
from huiyin.ground.files.images import CleanImage, clean_image
from huiyin.ground.files.refused import FileNotLookedAt, FileReaderBusy, FileRefused
from huiyin.ground.ids import new_id
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as

from .request import File

LARGEST_APART = 8 * 1024 * 1024
"""Bytes of one file that may wait: a telephone's photo as it is. Larger ones have to be sent again."""
PHOTO, VOICE, REQUEST = "photo", "voice", "request"
_MIME = {PHOTO: "image/jpeg", VOICE: "audio"}


class TooLargeToWait(FileNotLookedAt):
    """The scanner is silent and the file too large to be kept apart meanwhile."""

    code = "too_large_to_wait"
    sentence = _("Large files cannot wait for the malware scanner.")


def photo_file(data: bytes, name: str) -> File:
    """The cleaned picture, or the bytes as sent to be kept apart. Raises a FileRefused."""
    try:
        picture = clean_image(data)
    except FileNotLookedAt as silent:
        return _apart(PHOTO, data, name, silent)
    return File(picture.mime, name, picture.data)


def voice_file(data: bytes, name: str) -> File:
    """The same for a voice note. Raises a FileRefused."""
    try:
        note = clean_audio(data)
    except FileNotLookedAt as silent:
        return _apart(VOICE, data, name, silent)
    return File(note.mime, name, note.data)


def row_of(file: File) -> dict[str, Any]:
    """Id, kind, name and sealed bytes of a file that has to wait, as columns of its row."""
    file_id = new_id()
    body = crypto.seal(base64.b64encode(file.body).decode(), aad=body_aad(file_id))
    return {"id": file_id, "kind": file.waits, "name": file.name[:120], "body_sealed": body}


def keep_apart(*, case: Case, files: Sequence[File], stage: str, at: datetime, by: Viewer) -> int:
    """Keep those of the files that have to wait; part of an act that holds the case. Returns how many."""
    rows = [
        WaitingFile(
            case=case, scope_id=case.scope_id, stage=stage, added_at=at, added_by=by.actor, **row_of(file)
        )
        for file in files
        if file.waits
    ]  # fmt: skip
    WaitingFile.objects.bulk_create(rows)
    return len(rows)


def look_again(*, most: int = 20) -> int:
    """Ask the scanner about files that wait, those asked longest ago first; how many are decided now."""
    with seen_as(SYSTEM):
        order = F("tried_at").asc(nulls_first=True)
        waiting = list(WaitingFile.objects.order_by(order, "added_at").values_list("pk", flat=True)[:most])
    return sum(_decide(file_id) for file_id in waiting)


def _decide(file_id: UUID) -> bool:
    """Scan outside of any lock, then let in or drop in one transaction, once."""
    with seen_as(SYSTEM):
        row = WaitingFile.objects.filter(pk=file_id).first()
    if row is None:
        return False
    data = base64.b64decode(crypto.unseal(bytes(row.body_sealed), aad=body_aad(row.pk)))
    clean: CleanImage | CleanAudio | None = None
    why: FileRefused | None = None
    try:
        clean = clean_image(data) if row.kind == PHOTO else clean_audio(data)
    except (FileNotLookedAt, FileReaderBusy):
        with seen_as(SYSTEM):
            WaitingFile.objects.filter(pk=row.pk).update(tried_at=now())
        return False
    except FileRefused as no:
        why = no
    with seen_as(SYSTEM), transaction.atomic():
        case = lock_case(row.case_id)
        if not WaitingFile.objects.filter(pk=row.pk).delete()[0]:
            return False  # another worker was faster
        if clean is not None:
            _let_in(case, row, clean.mime, clean.data)
        else:
            verb = Verb.FILE_DROPPED if row.stage == REQUEST else Verb.EVIDENCE_DROPPED
            write(case=case, verb=verb, by=SYSTEM, file=row.name, why=why.code if why else "")
    return True


def _let_in(case: Case, row: WaitingFile, mime: str, body: bytes) -> None:
    """The file as if it had been clean at once: its moment and its sender stay."""
    digest = hashlib.sha256(body).digest()
    Attachment(
        case=case, scope_id=row.scope_id, stage=row.stage, mime=mime, name=row.name, size=len(body),
        sha256=digest, body=body, added_at=row.added_at, added_by=row.added_by,
    ).save(force_insert=True)  # fmt: skip
    verb = Verb.FILE_LET_IN if row.stage == REQUEST else Verb.EVIDENCE
    write(case=case, verb=verb, by=SYSTEM, file=row.name, stage=row.stage, sha256=digest.hex())


def _apart(kind: str, data: bytes, name: str, silent: FileNotLookedAt) -> File:
    if len(data) > LARGEST_APART:
        raise TooLargeToWait from silent
    return File(_MIME[kind], name, data, waits=kind)
