"""The secret part of a ballot: letters, sealed with a salt; and the commitment to them, which tells nothing.

Letters are one for each question, so that every sealed choice of a vote is of one length.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from huiyin.commons.c2_voices.models import OwnersVote, Question
from huiyin.ground import crypto

from .counting import ABSTAIN
from .refusals import ChoiceMissing
from .rules import allowed_letters

SALT_BYTES = 16


def read_choices(vote: OwnersVote, said: Mapping[int, str], *, blank: bool = False) -> str:
    """The letters of a ballot from {question number: letter}, in the order of the questions.

    On paper a question may be left blank: it abstains, as the sheet says. Raises ChoiceMissing.
    """
    return "".join(
        _letter(question, said.get(question.no, ""), blank=blank) for question in vote.questions.all()
    )


def _letter(question: Question, said: str, *, blank: bool) -> str:
    if not said and blank:
        return ABSTAIN
    if said not in allowed_letters(question):
        raise ChoiceMissing(no=question.no)
    return said


def new_salt() -> str:
    """128 random bits in hex: without them a commitment to three letters could be guessed."""
    return secrets.token_hex(SALT_BYTES)


def commitment_of(salt: str, letters: str) -> str:
    """SHA-256 (hex) of salt and letters; anybody can check it once both are published."""
    return hashlib.sha256(f"{salt}:{letters}".encode()).hexdigest()


def _aad(ballot_id: UUID) -> str:
    return f"voices_ballotsecret.sealed:{ballot_id}"


def seal_choices(ballot_id: UUID, salt: str, letters: str) -> bytes:
    """What the database keeps of a choice."""
    return crypto.seal(f"{salt}:{letters}", aad=_aad(ballot_id))


def open_choices(ballot_id: UUID, sealed: bytes) -> tuple[str, str]:
    """Salt and letters of a sealed choice; the table gives it only after the close."""
    salt, _colon, letters = crypto.unseal(bytes(sealed), aad=_aad(ballot_id)).partition(":")
    return salt, letters


def mark_of(paper_id: int, round_no: int, letters: str) -> bytes:
    """A keyed mark by which two readings of a paper are compared without either being readable."""
    return crypto.blind_index("ballot-reading", f"{paper_id}/{round_no}/{letters}")


def letters_in(questions: Sequence[Question], letters: str) -> list[tuple[Question, str]]:
    """Each question with the letter chosen."""
    return list(zip(questions, letters, strict=True))
