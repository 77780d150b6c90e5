"""Two matters in one request: the part has its number, the same requester, the first receipt's clocks."""

import pytest

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Attachment, Clock, Event
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.s1_intake.request import File, NothingSaid
from huiyin.casework.s2_triage.linked import files_of, history_of
from huiyin.casework.s2_triage.merging import undo_merge
from huiyin.casework.s2_triage.models import Link
from huiyin.casework.s2_triage.refusals import NotJoined
from huiyin.casework.s2_triage.splitting import Part, split, undo_split
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from tests.casework.doing import answer, do, drain, state
from tests.town import LAMP, all_seen, case_of


@pytest.fixture
def whole(town, hands):
    receipt = town.take_in(
        content="下水返水，楼道灯也不亮", files=(File("image/jpeg", "a", b"a"), File("image/jpeg", "b", b"b"))
    )
    drain()
    hands.move(minutes=20)
    return receipt


def part_of(town, whole, by="clerk", **values):
    with all_seen():
        files = list(
            Attachment.objects.filter(case_id=whole.case_id).order_by("name").values_list("pk", flat=True)
        )
    part = Part(**{"content": "楼道灯不亮", "category": LAMP, "file_ids": files[:1]} | values)
    return do(town.viewer(by), split, case_id=whole.case_id, part=part)


def test_the_part_has_its_number_the_same_person_and_the_same_beginning(town, whole):
    before = case_of(whole)
    part = part_of(town, whole)
    with all_seen():
        assert part.number != whole.number
        assert bytes(part.requester.phone_index) == bytes(before.requester.phone_index)
        clocks = Clock.objects.filter(case=part, stopped_at=None)
        assert {clock.started_at for clock in clocks} == {before.received_at}, (
            "splitting gives nobody more time"
        )
        assert [link.case_id for link in history_of(before)] == [part.pk]
        assert [file.name for file in files_of(part)] == ["a"]
        assert Attachment.objects.count() == 2, "referred to, not copied"
        assert Event.objects.get(case=part, verb="split_off").data["number"] == whole.number
        assert list(wrong_projections()) == []
    with seen_as(town.asker(whole)):
        assert Link.objects.filter(main_id=whole.case_id).count() == 1


def test_the_requester_of_the_part_sees_its_file_and_no_other(town, whole):
    from huiyin.ground.tenancy.viewer import requester

    part = part_of(town, whole)
    with seen_as(requester(part.pk, ())):
        assert [file.name for file in Attachment.objects.all()] == ["a"]


def test_taken_back_the_part_is_handled_with_the_whole_and_back_again(town, whole):
    part = part_of(town, whole)
    do(town.viewer("second clerk"), undo_split, case_id=part.pk, why="是一件事")
    with all_seen():
        kinds = list(Link.objects.order_by("pk").values_list("kind", "undone_by_label"))
    assert kinds == [("split", "second clerk"), ("merged", "")]
    assert case_state(part) == "merged"
    with pytest.raises(NotJoined):
        do(town.viewer("clerk"), undo_split, case_id=part.pk)
    do(town.viewer("clerk"), undo_merge, case_id=part.pk)
    assert case_state(part) == "received"


def case_state(case):
    with all_seen():
        case.refresh_from_db()
        return case.state


def test_what_cannot_be_split(town, whole):
    with pytest.raises(NothingSaid):
        part_of(town, whole, content=" ", category="", file_ids=())
    for person in ("duty", "leader", "contact", "other clerk"):
        with pytest.raises(NotThere):
            part_of(town, whole, by=person)
    answer(town, whole)
    with pytest.raises(NotNow):
        part_of(town, whole)
    assert state(whole) == "proposed"
