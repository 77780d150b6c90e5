"""The pages of a vote as people use them: owners without a script, clerks with paper, everybody in public."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client

from huiyin.commons.c2_voices.models import Ballot, Objection, OwnersVote, VoteResult
from huiyin.commons.c2_voices.owners_vote import counted, opening
from huiyin.commons.c2_voices.owners_vote.limiting import limit_roll
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, vote_link
from huiyin.commons.c2_voices.owners_vote.listing import shown_home
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.owners.acts import enter_owner
from huiyin.registers.owners.models import OwnerCode
from huiyin.registers.rules.decisions import parse_decisions
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.words import HomeList
from tests.board_sheet import A3_PT, A4_PT, hangs_well
from tests.commons.hall import UNITS, Hall, plant_unit
from tests.desks.signed_in import at_desk, send
from tests.matrix.writes import photo

pytestmark = pytest.mark.django_db


def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def strip(shown: str) -> str:
    """The words of a page, as one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown))


def link(hall: Hall, name: str) -> str:
    return f"/b/{ballot_token(hall.head(name).pk)}"


def test_an_owner_votes_in_five_taps_and_gets_a_receipt_without_the_choice(hall: Hall) -> None:
    hall.opened(questions=[("company", "甲？"), ("raise_fund", "筹资？")])
    owner, path = visitor(), link(hall, "201")
    shown = page(owner, path)
    assert "E 1号楼 201" in shown
    assert "E 1号楼 202" in shown
    half = send(owner, path, q1="Y")
    assert half.status_code == 422
    assert "Question 2 has no answer yet." in half.content.decode()
    check = send(owner, path, q1="Y", q2="N")
    assert "Is this right?" in check.content.decode()
    with seen_as(SYSTEM):
        assert not Ballot.objects.exists()
    assert "checked" in send(owner, path, q1="Y", q2="N", sure="no").content.decode()
    done = send(owner, path, q1="Y", q2="N", sure="yes")
    assert done["Location"] == f"{path}?new=1"
    receipt = page(owner, done["Location"])
    assert re.search(r"[0-9A-F]{4} [0-9A-F]{4} [0-9A-F]{4} [0-9A-F]{4}", receipt)
    assert 'type="radio"' not in receipt
    again = page(owner, f"{path}?again=1")
    assert "checked" not in again  # the choice is not given back


def test_what_everybody_reads(hall: Hall) -> None:
    hall.opened()
    code = hall.vote.code
    hall.votes("101")
    shown = page(visitor(), f"/v/{code}")
    assert "Still missing: 3 owners and 340.00 m²." in shown
    assert "张一" not in shown
    assert visitor().get(f"/v/{code}/file").status_code == 404
    for name in ("102", "201", "301"):
        hall.votes(name)
    hall.closed()
    assert "Passed" not in page(visitor(), f"/v/{code}")
    hall.result()
    told = page(visitor(), f"/v/{code}")
    assert "Passed" in told
    with seen_as(SYSTEM):
        sha256 = VoteResult.objects.get(vote=hall.vote).sha256
    assert sha256 in told
    file = visitor().get(f"/v/{code}/file").content.decode()
    assert file.startswith("huiyin-vote,1\n")
    assert not [
        owner for _unit, _area, owner, phone, _share in UNITS if owner in file or (phone and phone in file)
    ]


def test_the_list_by_home_hangs_beside_the_result_while_objections_may_come(hall: Hall) -> None:
    """Doors covered as the pack says: who took part, until when to object; no name, no area, no choice."""
    hall.opened()
    for name in ("101", "102", "201", "301"):
        hall.votes(name, "N" if name == "101" else "Y")
    hall.closed().step(counted.count_vote)
    address = f"/v/{hall.vote.code}"
    assert "List by home" not in page(visitor(), address), "not before it is posted"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM voices_list_by_home(%s)", [hall.vote.pk])
        assert cursor.fetchone() == (0,), "the database itself gives no row before"
    hall.step(counted.post_result, by=hall.second)
    shown = page(visitor(), address)
    listed = shown[shown.index("List by home") : shown.index("Who takes part")]
    label = hall.homes["101"].label[:-1]
    assert f"{label}*: took part" in strip(listed)
    assert f"Object until {hall.vote.object_until}" in listed
    told = re.findall(r": (took (?:no )?part)", strip(listed))
    assert (told.count("took part"), told.count("took no part")) == (5, 3)
    assert not [
        one for unit in UNITS for one in (f" {unit[0]}:", unit[2], f"{unit[1]}") if one in strip(listed)
    ]
    clerk = at_desk(hall.town.people["clerk"])
    sheet = clerk.get(f"/votes/{hall.vote.pk}/print/homes", headers={"accept-language": "zh-hans"})
    words = pypdf.PdfReader(io.BytesIO(sheet.content)).pages[0].extract_text().replace("\n", "")
    assert "逐户名单" in words
    assert str(hall.vote.object_until) in words
    hall.hands.move(days=16)
    hall.step(counted.finish)
    assert "List by home" not in page(visitor(), address), "it comes down with the days to object"
    assert clerk.get(f"/votes/{hall.vote.pk}/print/homes").status_code == 404


def test_how_a_door_is_shown_is_the_packs() -> None:
    assert shown_home("E 1号楼 3-2-501", HomeList.MASKED) == "E 1号楼 3-2-50*"
    assert shown_home("B区 车位A12号", HomeList.MASKED) == "B区 车位A1*号"
    assert shown_home("小卖部", HomeList.MASKED) == "小卖*"
    assert shown_home("E 1号楼 501", HomeList.FULL) == "E 1号楼 501"
    packs = {pack.header.key: pack for pack in read_packs()}
    assert parse_decisions(packs["decision/bj@2026.2"].content).homes is HomeList.FULL
    silent = parse_decisions(packs["decision/cn@2026.1"].content)
    assert silent.homes is HomeList.MASKED, "a pack that does not say covers the doors"


def test_a_vote_that_asks_some_homes_says_so_by_itself(hall: Hall) -> None:
    hall.announced()
    assert "all owners of E" in page(visitor(), f"/v/{hall.vote.code}")
    hall.draft()
    homes = [hall.homes["101"].pk, hall.homes["102"].pk]
    hall.as_(hall.clerk, limit_roll, vote_id=hall.vote.pk, place_ids=homes)
    hall.step(opening.give_notice)
    assert "only the owners of 2 homes" in page(visitor(), f"/v/{hall.vote.code}")


def test_one_page_says_rule_numbers_who_may_object_and_until_when(hall: Hall) -> None:
    hall.opened()
    for name in ("101", "102", "201", "301"):
        hall.votes(name)
    hall.closed().result()
    shown = strip(page(visitor(), f"/v/{hall.vote.code}"))
    for words in (
        "Passed", "4 / 6 owners, 440.00 / 630.00 m²", "Agree: 4 owners, 440.00 m²",
        "Rule: more than 1/2 of those who take part, by area and by owners (民法典278(1)④)",
        "at least 2/3 of the area and of the owners",
        f"Objections until {hall.vote.object_until}: by your personal link, or in writing to whoever",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize(("questions", "size"), [(1, A4_PT), (3, A3_PT)])
def test_a_result_is_one_sheet_of_large_letters(hall: Hall, questions: int, size: tuple[int, int]) -> None:
    asked = [("company", "选聘甲公司为本小区的物业服务企业，三年？"), ("raise_fund", "筹集维修资金？"),
             ("common_parts", "在北门空地安装快递柜并用其收入支付楼道电费？")][:questions]  # fmt: skip
    hall.opened(questions=asked)
    for name in ("101", "102", "201", "301"):
        hall.votes(name, "Y" * questions)
    hall.closed().result()
    clerk = at_desk(hall.town.people["clerk"])
    for language in ("zh-hans", "en"):
        sheet = clerk.get(f"/votes/{hall.vote.pk}/print/result", headers={"accept-language": language})
        assert hangs_well(sheet.content, vote_link(hall.vote.code)) == size


def test_a_draft_is_nobodys_to_read(hall: Hall) -> None:
    hall.draft()
    assert visitor().get(f"/v/{hall.vote.code}").status_code == 404
    assert visitor().get("/b/" + "A" * 22).status_code == 404


def test_an_owner_comes_by_a_code_to_the_telephone(hall: Hall, settings: Any) -> None:
    settings.MODE = "demo"
    hall.opened()
    owner, code = visitor(), hall.vote.code
    assert owner.post(f"/v/{code}/me", {"phone": "13900000003"})["Location"] == f"/v/{code}/code"
    shown = page(owner, f"/v/{code}/code")
    (typed,) = re.findall(r"<b>(\d{6})</b>", shown)
    assert owner.post(f"/v/{code}/code", {"code": typed})["Location"] == link(hall, "201")


def test_who_owns_alone_and_together_has_two_ballots(hall: Hall, settings: Any) -> None:
    settings.MODE = "demo"
    with seen_as(SYSTEM):
        home = plant_unit(hall.town.building, "403", 5000)
        for name, phone in (("张一", "13900000001"), ("张一妻", "")):
            enter_owner(place=home, name=name, phone=phone, share=Fraction(1, 2), by=SYSTEM)
    hall.homes["403"] = home
    hall.opened()
    owner, code = visitor(), hall.vote.code
    owner.post(f"/v/{code}/me", {"phone": "13900000001"})
    (typed,) = re.findall(r"<b>(\d{6})</b>", page(owner, f"/v/{code}/code"))
    assert owner.post(f"/v/{code}/code", {"code": typed})["Location"] == f"/v/{code}/mine"
    shown = page(owner, f"/v/{code}/mine")
    assert link(hall, "101") in shown
    assert link(hall, "403") in shown


def test_knowing_something_is_never_enough(hall: Hall) -> None:
    """S-58 in small: numbers open nothing, five wrong codes end a code, a stranger is told the same."""
    hall.opened()
    code = hall.vote.code
    told = []
    for phone in ("13900000003", "13988888888"):
        guest = visitor()
        asked = guest.post(f"/v/{code}/me", {"phone": phone})
        told.append((asked.status_code, asked["Location"]))
        for guess in range(6):
            answer = guest.post(f"/v/{code}/code", {"code": f"{guess:06d}"})
            assert answer.status_code == 422
            told.append((answer.status_code, len(answer.content)))
    assert told[: len(told) // 2] == told[len(told) // 2 :]
    with seen_as(SYSTEM):
        assert [row.tries for row in OwnerCode.objects.order_by("pk")] == [5, 5]
        assert not Ballot.objects.exists()


def test_two_clerks_enter_paper_at_their_desks(hall: Hall) -> None:
    hall.opened()
    first, second = (at_desk(hall.town.people[name]) for name in ("clerk", "second clerk"))
    work = f"/votes/{hall.vote.pk}"
    assert send(first, f"{work}/do/papers").status_code == 303
    paper = hall.paper("301")
    assert first.get(f"/votes/paper/{paper.code}")["Location"] == f"{work}/enter?paper={paper.code}"
    typed = {"said": str(paper), "way": "paper", "q1": "Y"}
    assert send(first, f"{work}/enter", **typed, scan=photo()).status_code == 303
    assert "read once" in page(second, work)
    assert "You have read this ballot already." in send(first, f"{work}/enter", **typed).content.decode()
    assert send(second, f"{work}/enter", **typed).status_code == 303
    with seen_as(SYSTEM):
        assert Ballot.objects.get().head_id == hall.head("301").pk
    assert (
        send(first, f"{work}/deliver", door="1-302", means="hand", reached="yes", to_whom="本人").status_code
        == 303
    )
    visits = page(first, f"{work}/visits")
    assert "钱五" in visits
    assert "赵四" not in visits
    assert first.get(f"{work}/scans").status_code == 200
    hall.closed()
    assert "/scan/" in page(first, f"{work}/scans")


def test_an_organiser_runs_a_vote_by_pages(hall: Hall) -> None:
    clerk, second = (at_desk(hall.town.people[name]) for name in ("clerk", "second clerk"))
    plan = hall.plan()
    fields = {
        "scope": str(hall.town.estate.pk), "title": plan.title, "words": plan.words,
        "called_by": plan.called_by,
        "mode": "online", "opens_on": str(plan.opens_on), "last_day": str(plan.last_day), "repeated": "last",
        "silence": "absent", "clause": "",
    }  # fmt: skip
    assert send(clerk, "/votes/new", **fields).status_code == 303
    with seen_as(SYSTEM):
        hall.vote = OwnersVote.objects.get()
    work = f"/votes/{hall.vote.pk}"
    assert send(clerk, f"{work}/do/notice").status_code == 422  # no question yet
    assert (
        send(clerk, f"{work}/ask", matter="company", text="三选一", answers="甲\n乙\n丙").status_code == 303
    )
    assert send(clerk, f"{work}/do/notice").status_code == 303
    assert clerk.get(f"{work}/print/notice")["Content-Type"] == "application/pdf"
    hall.hands.move(days=15)
    assert send(clerk, f"{work}/do/open").status_code == 303
    hall.again()
    for name in ("101", "102", "201", "301"):
        hall.votes(name, "B")
    for sheet in ("roll", "tally", "ballots"):
        assert clerk.get(f"{work}/print/{sheet}").status_code in (200, 404), sheet
    hall.hands.set(hall.vote.closes_at)
    assert send(clerk, f"{work}/do/close").status_code == 303
    assert send(clerk, f"{work}/do/count").status_code == 303
    assert send(clerk, f"{work}/do/post").status_code == 422  # the same person
    assert send(second, f"{work}/do/post").status_code == 303
    assert "乙" in page(clerk, work)
    assert clerk.get(f"{work}/print/result")["Content-Type"] == "application/pdf"
    objector = visitor()
    assert send(objector, f"{link(hall, '302')}/object", name="钱五", text="没有收到").status_code == 303
    with seen_as(SYSTEM):
        made = Objection.objects.get()
    answered = send(clerk, f"{work}/answer", objection=str(made.pk), answer="有签收", upheld="no")
    assert answered.status_code == 303
    assert "有签收" in page(objector, link(hall, "302"))
    hall.hands.move(days=16)
    assert send(clerk, f"{work}/do/finish").status_code == 303
    assert "Final result" in page(visitor(), f"/v/{hall.vote.code}")


def test_owners_come_in_by_a_table(hall: Hall) -> None:
    from huiyin.channels.rosters.tables import keep_table, write_down
    from huiyin.registers.owners.models import Ownership
    from huiyin.registers.rosters.words import RosterKind

    steward = hall.town.viewer("steward")
    table = (
        "楼栋,房号,业主,手机,份额,业主类型,面积,面积来源,用途\n"
        "1号楼,501,孙六,13900000006,1/2,个人,88.88,不动产登记,住宅\n"
        "1号楼,501,孙六妻,,1/2,个人,,,\n"
        "1号楼,101,张一,13900000001,,个人,,,\n"
        "1号楼,502,开发公司,,,建设单位,70,测绘,商铺\n"
        "1号楼,999,没有这一户,,,个人,70,测绘,\n"
        "1号楼,501,第三人,,1/2,个人,,,\n"
    )
    with seen_as(SYSTEM):
        for name in ("501", "502"):
            plant_unit(hall.town.building, name, None)
    with seen_as(steward):
        kept = keep_table(
            kind=RosterKind.OWNERS, scope_id=hall.town.estate.pk, name="owners.csv", body=table.encode(),
            by=steward,
            whole=False, accounts=False,
        )  # fmt: skip
        assert len(kept.problems) == 2, kept.problems
        write_down(kept.pk, steward)
        held = Ownership.objects.filter(place__name__in=("501", "502")).select_related("owner", "place__home")
        told = sorted((one.place.name, one.owner.name, one.share, one.place.home.area) for one in held)
    assert told == [
        ("501", "孙六", "1/2", 8888),
        ("501", "孙六妻", "1/2", 8888),
        ("502", "开发公司", "", 7000),
    ]
