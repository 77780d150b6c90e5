"""What the requester may add to the own case: words, photos, and how to be reached."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Attachment, Case, Requester, phone_aad
from huiyin.casework.casefile.words import ENDED, State, Verb
from huiyin.casework.s1_intake.apart import keep_apart
from huiyin.casework.s1_intake.request import File, NothingSaid
from huiyin.casework.s4_handling.notices import tell_requester
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.phones import tail
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

MOST_FILES = 12
STAGE = "request"


class Ended(Refusal):
    """Nothing can be added to a case that has ended."""

    code, status = "ended", 409
    sentence = _("This case has ended.")
    remedy = _("Open it again below, or send a new request.")


class TooManyFiles(Refusal):
    """The case holds as many files as it may."""

    code, status = "too_many_files", 422
    sentence = _("A case holds at most %(most)s photos.")
    remedy = _("Describe the rest in words.")


def add_more(*, case_id: UUID, words: str, files: Sequence[File], by: Viewer) -> Case:
    """More words or photos for the own open case. Raises NothingSaid, Ended, TooManyFiles, NotThere."""
    case = _own(case_id, by)
    words = words.strip()[:2000]
    if not words and not files:
        raise NothingSaid
    if case.state in (*ENDED, State.HISTORY):
        raise Ended
    if _held(case) + len(files) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    at = now()
    Attachment.objects.bulk_create(
        Attachment(
            case=case, scope_id=case.scope_id, stage=STAGE, mime=file.mime, name=file.name[:120],
            size=len(file.body), sha256=hashlib.sha256(file.body).digest(), body=file.body, added_at=at,
            added_by=by.actor,
        )
        for file in files
        if not file.waits
    )  # fmt: skip
    keep_apart(case=case, files=files, stage=STAGE, at=at, by=by)
    write(case=case, verb=Verb.ADDED, by=by, at=at, words=words, files=len(files))
    return case


def leave_contact(*, case_id: UUID, phone: str, wants_reply: bool, by: Viewer) -> Case:
    """How the requester wants to be reached: a phone in stored spelling or none, and consent to messages.

    The timeline says that it changed, never the number. Raises NotThere.
    """
    case = _own(case_id, by)
    row = Requester.objects.select_for_update().get(case=case)
    row.phone_sealed = crypto.seal(phone, aad=phone_aad(case.pk)) if phone else b""
    row.phone_index = crypto.blind_index("phone", phone) if phone else b""
    row.tail_index = crypto.blind_index("tail", tail(phone)) if phone else b""
    row.wants_reply = wants_reply and bool(phone)
    row.save(update_fields=["phone_sealed", "phone_index", "tail_index", "wants_reply"])
    write(case=case, verb=Verb.CONTACT_LEFT, by=by, phone=bool(phone), messages=row.wants_reply)
    if case.state not in ENDED:
        tell_requester(case=case, topic="received:1", template="received")
    return case


def stop_messages(*, case_id: UUID, by: Viewer) -> Case:
    """No more messages about the own case; the number stays for a call.

    Again changes nothing. Raises NotThere.
    """
    case = _own(case_id, by)
    row = Requester.objects.select_for_update().get(case=case)
    if row.wants_reply:
        row.wants_reply = False
        row.save(update_fields=["wants_reply"])
        write(case=case, verb=Verb.CONTACT_LEFT, by=by, phone=bool(row.phone_sealed), messages=False)
    return case


def _held(case: Case) -> int:
    """How many files of the requester the case holds, those that wait for the scanner with them."""
    return case.attachments.filter(stage=STAGE).count() + case.waiting_files.filter(stage=STAGE).count()


def _own(case_id: UUID, by: Viewer) -> Case:
    if by.case_id != case_id:
        raise NotThere
    return lock_case(case_id)
