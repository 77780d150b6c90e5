"""A message was delivered, or will never be: what that means for its case."""

from huiyin.casework.s5_closure.acts import hand_to_follow_up, start_silence
from huiyin.ground.outbox.models import Notice


def delivered(notice: Notice) -> None:
    """The answer reached the resident: the 72 hours begin."""
    occasion, _, round_no = notice.topic.partition(":")
    if occasion == "answered" and notice.recipient == "requester":
        start_silence(case_id=notice.subject_id, round_no=int(round_no))


def failed(notice: Notice) -> None:
    """The answer cannot reach the resident: a clerk calls."""
    occasion, _, round_no = notice.topic.partition(":")
    if occasion == "answered" and notice.recipient == "requester":
        hand_to_follow_up(case_id=notice.subject_id, round_no=int(round_no), why="failed")
