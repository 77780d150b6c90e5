"""The notice board: what hangs is read by all and never changed; an answer leads to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client

from huiyin.bridges.board import draft_from_case
from huiyin.casework.casefile.models import Case
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.neighbours.board import acts
from huiyin.neighbours.board import refusals as no
from huiyin.neighbours.board.links import posting_link, posting_reader
from huiyin.neighbours.board.models import Posting
from huiyin.neighbours.board.reads import postings_near
from huiyin.neighbours.board.words import PostingKind
from tests.board_sheet import A3_PT, A4_PT, hangs_well
from tests.casework.doing import answer
from tests.desks.signed_in import at_desk, send
from tests.town import Town

pytestmark = pytest.mark.django_db
ASKED = "我叫李秀英，电话13800001234，3-2-501厨房返水，车牌京A12345旁边也漏"


def as_(town: Town, act: Any, who: str = "clerk", **given: Any) -> Any:
    viewer = town.viewer(who)
    with seen_as(viewer):
        return act(by=viewer, **given)


def draft(**given: Any) -> acts.Draft:
    plain = {
        "kind": PostingKind.NOTICE, "title": "停水通知", "words": "周三上午停水。", "signed": "C社区",
        "until": today() + timedelta(days=14),
    }  # fmt: skip
    return acts.Draft(**plain | given)


def written(town: Town, **given: Any) -> Posting:
    return as_(town, acts.write_posting, place_id=town.building.pk, what=draft(**given))


def hung(town: Town, **given: Any) -> Posting:
    return as_(town, acts.put_up, posting_id=written(town, **given).pk)


def answered(town: Town, **given: Any) -> Case:
    """A request that the company answered."""
    receipt = town.take_in(content=ASKED, place_id=town.building.pk, **given)
    answer(town, receipt, "王师傅13900005678已疏通，3-2-501恢复正常。")
    with seen_as(SYSTEM):
        return Case.objects.get(pk=receipt.case_id)


def again(posting: Posting) -> Posting:
    with seen_as(SYSTEM):
        return Posting.objects.get(pk=posting.pk)


def test_a_draft_is_nobodys_to_read_and_what_hangs_is_everybodys(town: Town, hands: Any) -> None:
    posting = written(town)
    around = guest(around=[town.estate.pk])
    with seen_as(around):
        assert list(Posting.objects.all()) == []
        assert list(postings_near([town.estate.pk])) == []
    with pytest.raises(NotThere):
        posting_reader(posting.code)
    as_(town, acts.put_up, posting_id=posting.pk)
    with seen_as(around):
        assert [one.pk for one in postings_near([town.estate.pk])] == [posting.pk]
    assert posting_reader(posting.code)[0] == posting.pk
    with seen_as(guest(around=[town.other_estate.pk])):
        assert list(Posting.objects.all()) == [], "other communities have boards of their own"


def test_it_leaves_the_list_after_its_last_day_and_its_page_says_so(town: Town, hands: Any) -> None:
    posting = hung(town, until=today() + timedelta(days=2))
    near = guest(around=[town.estate.pk])
    for days, listed in ((2, True), (1, False)):
        hands.move(days=days)
        with seen_as(near):
            assert postings_near([town.estate.pk]).exists() is listed
    shown = Client(headers={"accept-language": "en"}).get(f"/n/{posting.code}").content.decode()
    assert "It hung until" in shown
    assert "I have read it" not in shown


@pytest.mark.parametrize("days", [-1, 367])
def test_a_last_day_that_has_passed_or_never_comes(town: Town, hands: Any, days: int) -> None:
    with pytest.raises(no.PostingDayWrong):
        written(town, until=today() + timedelta(days=days))


def test_the_borders_of_its_days(town: Town, hands: Any) -> None:
    for days in (0, 366):
        assert written(town, until=today() + timedelta(days=days)).pk
    with pytest.raises(no.PostingWordsMissing):
        written(town, signed=" ")


def test_a_draft_that_waited_too_long_is_not_put_up(town: Town, hands: Any) -> None:
    posting = written(town, until=today())
    hands.move(days=1)
    with pytest.raises(no.PostingDayWrong):
        as_(town, acts.put_up, posting_id=posting.pk)


def test_what_hangs_is_never_changed_but_taken_down_with_a_reason(town: Town, hands: Any) -> None:
    posting = hung(town)
    with pytest.raises(no.PostingNotNow):
        as_(town, acts.change_posting, posting_id=posting.pk, what=draft(words="周四停水。"))
    for change in ({"words": "x"}, {"title": "x"}, {"state": "draft"}, {"until": today()}):
        with pytest.raises(Error, match="never changed"), seen_as(SYSTEM), transaction.atomic():
            Posting.objects.filter(pk=posting.pk).update(**change)
    with pytest.raises(no.PostingWordsMissing):
        as_(town, acts.take_down, posting_id=posting.pk, reason=" ")
    as_(town, acts.take_down, posting_id=posting.pk, reason="日期写错")
    with seen_as(guest(around=[town.estate.pk])):
        assert not postings_near([town.estate.pk]).exists()
    assert "日期写错" in Client().get(f"/n/{posting.code}").content.decode()
    with pytest.raises(no.PostingNotNow):
        as_(town, acts.take_down, posting_id=posting.pk, reason="再来")


def test_others_keep_their_own_boards_only(town: Town, hands: Any) -> None:
    posting = written(town)
    for who in ("other clerk", "duty", "auditor"):
        with pytest.raises(NotThere):
            as_(town, acts.put_up, who, posting_id=posting.pk)


def test_taps_are_counted_without_a_name(town: Town, hands: Any) -> None:
    posting = hung(town)
    visitor = Client()
    for _n in range(3):
        assert send(visitor, f"/n/{posting.code}").status_code == 303
    assert again(posting).noted == 3
    key = "6f1d6a3c-9d1e-4a57-8f63-0c6a6ad2b111"
    for _n in range(2):
        visitor.post(f"/n/{posting.code}", {"key": key})
    assert again(posting).noted == 4, "the same tap sent twice is one"
    as_(town, acts.take_down, posting_id=posting.pk, reason="过期")
    assert send(visitor, f"/n/{posting.code}").status_code == 404


def test_an_answer_is_drafted_with_everything_covered_that_leads_to_somebody(town: Town, hands: Any) -> None:
    case = answered(town)
    posting = as_(town, draft_from_case, case_id=case.pk, signed="C社区")
    text = f"{posting.title}\n{posting.words}"
    for told in ("李秀英", "13800001234", "13900005678", "京A12345", "501"):
        assert told not in text, told
    assert "返水" in text
    assert "已疏通" in text
    assert posting.place_id == town.building.pk
    assert as_(town, draft_from_case, case_id=case.pk, signed="C社区").pk == posting.pk, "once"
    assert as_(town, acts.put_up, posting_id=posting.pk).state == "up"


def test_a_name_written_back_into_an_answer_is_not_put_up(town: Town, hands: Any) -> None:
    case = answered(town)
    posting = as_(town, draft_from_case, case_id=case.pk, signed="C社区")
    told = draft(kind=PostingKind.ANSWER, words="13800001234 的住户反映返水，已疏通。")
    as_(town, acts.change_posting, posting_id=posting.pk, what=told)
    with pytest.raises(no.StillPersonal) as refused:
        as_(town, acts.put_up, posting_id=posting.pk)
    assert "13800001234" in str(refused.value.said)
    as_(town, acts.change_posting, posting_id=posting.pk, what=draft(words="有住户反映返水，已疏通。"))
    assert as_(town, acts.put_up, posting_id=posting.pk).kind == PostingKind.ANSWER


def test_what_is_private_or_not_answered_stays_off_the_board(town: Town, hands: Any) -> None:
    waiting = town.take_in(content=ASKED, place_id=town.building.pk)
    private = answered(town, private=True)
    for case_id in (waiting.case_id, private.pk):
        with pytest.raises(no.NothingToShow):
            as_(town, draft_from_case, case_id=case_id, signed="C社区")
    with pytest.raises(NotThere):
        as_(town, draft_from_case, "other clerk", case_id=private.pk, signed="D社区")


def test_from_the_case_page_to_the_board_on_the_door(town: Town, hands: Any) -> None:
    """The clerk's way: case, draft, up, paper, message; the resident's: page and tap, without a script."""
    case, desk = answered(town), at_desk(town.people["clerk"])
    way = f"/board/from-case/{case.number}"
    assert f'href="{way}"' in desk.get(f"/case/{case.number}").content.decode()
    assert send(desk, way).status_code == 303
    with seen_as(SYSTEM):
        posting = Posting.objects.get()
    here = f"/board/{posting.pk}"
    assert f'href="{here}"' in desk.get(f"/case/{case.number}").content.decode()
    assert desk.get(f"{here}/print.pdf").status_code == 404, "a draft is not printed"
    assert send(desk, f"{here}/up").status_code == 303
    assert "返水" in Client().get(f"/n/{posting.code}").content.decode()
    sheet = desk.get(f"{here}/print.pdf", headers={"accept-language": "zh-hans"}).content
    assert hangs_well(sheet, posting_link(posting.code)) == A4_PT
    assert desk.get(f"{here}/print.docx").content.startswith(b"PK")
    assert f"/n/{posting.code}" in desk.get(f"{here}/print.txt").content.decode()
    assert case.number not in Client().get(f"/n/{posting.code}").content.decode()


@pytest.mark.parametrize(("paragraphs", "size"), [(1, A4_PT), (16, A3_PT)])
def test_a_posting_is_one_sheet_of_large_letters(
    town: Town, hands: Any, paragraphs: int, size: tuple[int, int]
) -> None:
    """A result's words on one sheet: A4, or A3 where there are more of them, here 816 characters."""
    words = "因水箱清洗，周三八时至十二时停水。" * 3
    told = hung(town, words="\n".join([words] * paragraphs), title="清洗水箱的结果")
    sheet = at_desk(town.people["clerk"]).get(f"/board/{told.pk}/print.pdf")
    assert hangs_well(sheet.content, posting_link(told.code)) == size


def test_a_notice_is_written_at_the_desk(town: Town, hands: Any) -> None:
    desk = at_desk(town.people["clerk"])
    told = {
        "place": str(town.building.pk), "kind": "publicity", "title": "公示", "words": "候选名单。",
        "signed": "C社区", "until": (today() + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    wrong = send(desk, "/board/new", **told | {"words": ""})
    assert wrong.status_code == 422
    assert "A notice needs a title" in wrong.content.decode()
    assert send(desk, "/board/new", **told).status_code == 303
    listed = desk.get("/board/").content.decode()
    assert "公示" in listed
    assert "Being written" in listed
