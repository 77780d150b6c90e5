"""An election from its first step to the last, what blocks a step, and that nobody learns who chose whom."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from huiyin.commons.c2_voices.election import beginning, meeting, naming, stepping
from huiyin.commons.c2_voices.election import refusals as no
from huiyin.commons.c2_voices.election.counting import Line, Sheet
from huiyin.commons.c2_voices.election.reads import election_reader
from huiyin.commons.c2_voices.election.rules import ballot_names, chosen, counted, seats_left, standing
from huiyin.commons.c2_voices.election.words import Origin
from huiyin.commons.c2_voices.models import Candidate, ElectionEvent, ElectionSheet, ElectionVoter
from huiyin.desks.elections.shown import rounds_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.board_sheet import A4_PT, hangs_well
from tests.commons.branch import NAMED, VOTERS, Branch
from tests.desks.signed_in import at_desk, send
from tests.matrix.writes import photo
from tests.office import keeps_the_form, needs_office, printed_by_office

pytestmark = pytest.mark.django_db
WHOLE = "SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t"


def test_ten_steps_two_ballots_and_no_path_from_a_person_to_a_choice(branch: Branch) -> None:
    branch.to_the_ballot()
    with seen_as(SYSTEM):
        assert [one.name for one in standing(branch.election)] == [
            "丁一",
            "王伟",
            "李强",
            "张三",
            "陈兰",
            "魏平",
        ]
    with pytest.raises(no.StepNeeds):
        branch.go()
    first = branch.counts({"丁一": 18, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 12})
    assert (first.outcome["elected"], first.outcome["tied"]) == (
        ["丁一", "王伟", "李强", "张三"],
        ["陈兰", "魏平"],
    )
    with seen_as(SYSTEM):
        assert ballot_names(branch.election, counted(branch.election)) == ["陈兰", "魏平"]
    branch.counts({"陈兰": 12, "魏平": 8})
    branch.go()
    branch.paper()
    branch.go()
    with seen_as(SYSTEM):
        assert seats_left(branch.election, counted(branch.election)) == 0
        assert chosen(counted(branch.election))[-1] == "陈兰"
    assert branch.election.state == "finished"
    with pytest.raises(no.ElectionOver):
        branch.paper()
    nothing_joins(branch)
    the_record_is_bound(branch)


def nothing_joins(branch: Branch) -> None:
    """A voter who is no candidate stands in the roll and nowhere else in any table of the program."""
    plain = set(VOTERS) - set(NAMED)
    with connection.cursor() as cursor, seen_as(SYSTEM):
        for model in apps.get_app_config("voices").get_models():
            if model is ElectionVoter:
                continue
            cursor.execute(WHOLE.format(table=model._meta.db_table))
            told = cursor.fetchone()[0]
            assert not [name for name in plain if name in told], model
    for line in branch.rows(ElectionEvent):
        assert "voter" not in line.data
        assert not set(VOTERS) & set(json.dumps(line.data, ensure_ascii=False).split('"'))


def test_the_schema_has_no_way_from_a_voter_to_a_sheet() -> None:
    """S-57: no table has both; the roll has no time, no order and nobody points to it."""
    voter = ElectionVoter._meta
    kinds = {type(one) for one in voter.concrete_fields}
    assert not kinds & {models.DateTimeField, models.DateField, models.JSONField, models.BigAutoField}
    assert {one.name for one in voter.concrete_fields} == {"id", "election", "scope", "name", "received"}
    points = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (ElectionVoter, ElectionSheet)
    ]
    assert points == []
    targets = {one.related_model.__name__ for one in ElectionSheet._meta.concrete_fields if one.related_model}
    assert targets == {"Election", "Scope"}


def the_record_is_bound(branch: Branch) -> None:
    lines = sorted(branch.rows(ElectionEvent), key=lambda one: one.seq)
    assert [bytes(one.prev) for one in lines[1:]] == [bytes(one.hash) for one in lines[:-1]]
    assert len({bytes(one.hash) for one in lines}) == len(lines) > 25


def test_an_open_objection_blocks_and_an_upheld_one_asks_for_another_posting(branch: Branch) -> None:
    branch.to_the_list().paper()
    with pytest.raises(no.NotThisStep):
        branch.do(stepping.object_to_step, name="某", text="不实")
    branch.do(stepping.post_step)
    with pytest.raises(no.NamesFrozen):
        branch.do(naming.name_candidate, name="新人", origin=Origin.SELF)
    with pytest.raises(no.PostingRuns):
        branch.go()
    made = branch.do(stepping.object_to_step, name="某", text="不实")
    branch.hands.move(days=15)
    with pytest.raises(no.StepObjections):
        branch.go()
    branch.do(stepping.answer_step, objection_id=made.pk, answer="属实", upheld=True)
    with pytest.raises(no.StepUpheld):
        branch.go()
    wei = next(one for one in branch.rows(Candidate) if one.name == "魏平")
    branch.do(naming.withdraw_candidate, candidate_id=wei.pk, reason="本人放弃")
    with pytest.raises(no.StepNeeds) as said:  # five for five seats: no difference any more
        branch.do(stepping.post_step)
    assert "6" in said.value.said
    late = branch.do(naming.name_candidate, name="后补", origin=Origin.MASSES)
    with pytest.raises(no.StepNeeds):  # nobody is on the list unchecked
        branch.do(stepping.post_step)
    branch.do(naming.vet_candidate, candidate_id=late.pk, fit=True, reason="")
    branch.do(stepping.post_step)
    branch.hands.move(days=15)
    branch.go()
    assert branch.election.step == 9


def test_the_list_waits_until_somebody_arranged_equal_strokes(branch: Branch) -> None:
    branch.to_the_list().paper()
    late = branch.do(naming.name_candidate, name="何某", origin=Origin.SELF)  # seven strokes, as 李 张 陈
    branch.do(naming.vet_candidate, candidate_id=late.pk, fit=True, reason="")
    with pytest.raises(no.StepNeeds) as said:
        branch.do(stepping.post_step)
    assert "何某" in said.value.said
    clerk = at_desk(branch.town.people["clerk"])
    path = f"/elections/{branch.id}/ties"
    assert "何某 (7 strokes)" in clerk.get(path).content.decode()
    places = {one.name: 9 - len(one.name) for one in branch.rows(Candidate)}
    places |= {"陈兰": 1, "何某": 2, "李强": 3, "张三": 4}
    told = {f"c{one.pk}": str(places[one.name]) for one in branch.rows(Candidate)}
    assert send(clerk, path, **told).status_code == 303
    branch.do(stepping.post_step)
    with seen_as(SYSTEM):
        names = [one.name for one in standing(branch.election)]
    assert names == ["丁一", "王伟", "陈兰", "何某", "李强", "张三", "魏平"]


def test_what_the_meeting_has_to_bring(branch: Branch) -> None:
    branch.to_the_ballot()
    votes = {"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 1}
    enter = meeting.enter_sheet
    with pytest.raises(no.QuorumMissing):
        branch.do(enter, sheet=branch.sheet(votes, present=18, issued=18, collected=18), scan=branch.scan)
    lines = (*branch.sheet(votes).lines[:-1], Line("魏平", 1, 1, 1))
    with pytest.raises(no.SheetWrong) as said:
        branch.do(enter, sheet=Sheet(23, 20, 20, 20, 0, lines), scan=branch.scan)
    assert "魏平" in said.value.said
    with pytest.raises(no.SheetWrong):  # a name that was not on the ballot
        branch.do(enter, sheet=branch.sheet(votes | {"外人": 1}), scan=branch.scan)
    branch.do(enter, sheet=branch.sheet(votes), scan=branch.scan)
    with pytest.raises(no.NothingToVoteOn):
        branch.do(enter, sheet=branch.sheet(votes), scan=branch.scan)
    with pytest.raises(no.OtherConfirms):
        branch.do(meeting.confirm_sheet, right=True)
    branch.do(meeting.confirm_sheet, branch.town.viewer("second clerk"), right=False)
    short = branch.counts(votes | {"陈兰": 11})
    assert len(short.outcome["elected"]) == 4
    with pytest.raises(no.TooFewAgree):
        branch.do(meeting.reduce_seats, agree=10)
    branch.do(meeting.reduce_seats, agree=11)
    branch.go()
    with pytest.raises(no.RollFrozen):
        branch.do(beginning.write_roll, names=["甲"])


def test_more_papers_than_issued_void_the_ballot_and_it_is_held_again(branch: Branch) -> None:
    branch.to_the_ballot()
    votes = {"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 1}
    told = branch.counts(votes, collected=21)
    assert told.outcome["void"]
    with seen_as(SYSTEM):
        assert ballot_names(branch.election, counted(branch.election)) == list(votes)
    assert branch.counts(votes).outcome["elected"] == list(votes)[:5]


def test_sheets_rolls_and_elections_cannot_be_rewritten(branch: Branch) -> None:
    branch.to_the_ballot()
    branch.counts({"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 1})
    for statement in (
        "UPDATE voices_electionsheet SET figures = '{}'", "DELETE FROM voices_electionsheet",
        "UPDATE voices_electionvoter SET received = true", "UPDATE voices_election SET step = 2",
        "UPDATE voices_election SET seats = 7", "DELETE FROM voices_electionevent",
        "UPDATE voices_electionevent SET data = '{}'",
    ):  # fmt: skip
        with (
            seen_as(SYSTEM),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_foreign_hands_and_doors(branch: Branch) -> None:
    with pytest.raises(NotThere):
        branch.do(stepping.pass_step, branch.town.viewer("leader"))
    with pytest.raises(NotThere):  # nothing hangs yet
        election_reader(branch.election.code)
    with pytest.raises(no.RollRepeats):
        branch.do(beginning.write_roll, names=["王伟", "王伟"])
    with pytest.raises(no.StepNeeds):
        branch.go()


def written(client: Client, path: str, language: str = "en") -> str:
    """The text of an office file."""
    answer = client.get(path, headers={"accept-language": language})
    file = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in file.paragraphs] + cells)


@needs_office
def test_the_notice_of_candidates_keeps_the_margins_of_official_documents(
    branch: Branch, tmp_path: Path
) -> None:
    branch.to_the_ballot()
    clerk = at_desk(branch.town.people["clerk"])
    path = f"/elections/{branch.id}/print/notice.docx"
    answer = clerk.get(path, headers={"accept-language": "zh-hans"})
    keeps_the_form(printed_by_office(answer.content, tmp_path), "候选人公示")


def test_the_desk_the_papers_and_the_page_on_the_board(branch: Branch) -> None:
    """Everything can be opened and printed at every stage; the public page tells the result and no member."""
    branch.to_the_ballot()
    clerk = at_desk(branch.town.people["clerk"])
    path = f"/elections/{branch.id}"
    count = {f"{kind}{no}": "0" for no in range(6) for kind in ("yes", "no", "abstain")}
    sums = {"present": "20", "issued": "20", "collected": "20", "invalid": "0", "others": ""}
    wrong = send(clerk, f"{path}/count", **count, **sums, scan=photo())
    assert wrong.status_code == 422
    assert "The sheet does not add up" in wrong.content.decode()
    votes = {"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 1}
    for place, told in enumerate(votes.values()):
        count |= {f"yes{place}": str(told), f"no{place}": str(20 - told)}
    assert send(clerk, f"{path}/count", **count, **sums, scan=photo()).status_code == 303
    assert "waits for a second person" in clerk.get(path).content.decode()
    for sheet in ("notice", "roll", "ballots", "tally"):
        assert clerk.get(f"{path}/print/{sheet}.pdf").content.startswith(b"%PDF"), sheet
    for sheet in ("report.pdf", "ballots.docx", "notice.txt", "roll.zip"):
        assert clerk.get(f"{path}/print/{sheet}").status_code == 404, sheet
    second = at_desk(branch.town.people["second clerk"])
    assert send(second, f"{path}/do/confirm").status_code == 303
    assert clerk.get(f"{path}/print/report.pdf").content.startswith(b"%PDF")
    sheet = clerk.get(f"{path}/print/result.pdf", headers={"accept-language": "zh-hans"}).content
    assert hangs_well(sheet, f"{settings.PUBLIC_URL}/e/{branch.election.code}") == A4_PT
    assert all(words in written(clerk, f"{path}/print/result.docx") for words in ("丁一", "17", "社区党总支"))
    roll = written(clerk, f"{path}/print/roll.docx")
    assert all(name in roll for name in VOTERS)
    assert "资格审查" in written(clerk, f"{path}/print/report.docx", "zh-hans")
    board = Client(headers={"accept-language": "en"}).get(f"/e/{branch.election.code}").content.decode()
    assert "丁一、王伟、李强、张三、陈兰" in board
    assert VOTERS[0] not in board
    assert clerk.get("/elections/").status_code == clerk.get(f"{path}/record").status_code == 200


def test_so_few_ballots_that_figures_would_tell_are_not_shown(branch: Branch) -> None:
    """S-57: under five ballots only the names of the elected."""
    branch.do(beginning.write_roll, names=["甲", "乙", "丙", "丁"])
    sheet = ElectionSheet(
        election_id=branch.id, scope_id=branch.town.estate.pk, round=1, seats=1, body=b"x", sha256="x",
        figures={"entitled": 4, "present": 4, "issued": 4, "collected": 4, "invalid": 0,
                 "lines": [["甲", 4, 0, 0]], "others": []},
        outcome={"void": False, "elected": ["甲"], "tied": [], "need": 3},
    )  # fmt: skip
    (told,) = rounds_of(branch.election, [sheet])
    assert (told["few"], told["rows"], told["elected"]) == (True, [], ["甲"])


VOTES = {"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 1}


def test_a_void_run_off_is_held_again_among_those_who_tied(branch: Branch) -> None:
    branch.to_the_ballot()
    first = branch.counts({"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 12, "魏平": 12})
    assert first.outcome["tied"] == ["陈兰", "魏平"]
    assert branch.counts({"陈兰": 12, "魏平": 7}, collected=21).outcome["void"]
    with seen_as(SYSTEM):
        assert ballot_names(branch.election, counted(branch.election)) == ["陈兰", "魏平"]
    assert branch.counts({"陈兰": 12, "魏平": 7}).outcome["elected"] == ["陈兰"]


def test_a_sheet_that_waits_keeps_seats_and_step(branch: Branch) -> None:
    """Four are elected; while the second sheet waits nobody takes its seat away or goes on."""
    branch.to_the_ballot()
    branch.counts(VOTES | {"陈兰": 11})
    second = branch.sheet({"陈兰": 13, "魏平": 1})
    branch.do(meeting.enter_sheet, sheet=second, scan=branch.scan)
    with pytest.raises(no.NothingToVoteOn):
        branch.do(meeting.reduce_seats, agree=11)
    with pytest.raises(no.StepNeeds):
        branch.go()
    branch.do(meeting.confirm_sheet, branch.town.viewer("second clerk"), right=True)
    with seen_as(SYSTEM):
        assert len(chosen(counted(branch.election))) == branch.election.seats == 5


def test_nobody_is_elected_twice(branch: Branch) -> None:
    branch.to_the_ballot()
    branch.counts(VOTES | {"陈兰": 11})
    plain = branch.sheet({"陈兰": 2, "魏平": 1})
    again = Sheet(**{name: getattr(plain, name) for name in plain.__slots__} | {"others": (("丁一", 13),)})
    with pytest.raises(no.SheetWrong) as said:
        branch.do(meeting.enter_sheet, sheet=again, scan=branch.scan)
    assert "丁一" in said.value.said


def test_who_confirms_sees_the_figures(branch: Branch) -> None:
    branch.to_the_ballot()
    branch.do(meeting.enter_sheet, sheet=branch.sheet(VOTES), scan=branch.scan)
    page = at_desk(branch.town.people["second clerk"]).get(f"/elections/{branch.id}").content.decode()
    waiting = page[page.index('id="waiting"') :]
    for name, votes in VOTES.items():
        assert name in waiting
        assert f">{votes}<" in waiting


def test_late_objections_and_lists_that_were_opened_again(branch: Branch) -> None:
    branch.to_the_list().paper()
    branch.do(stepping.post_step)
    code, board = branch.election.code, Client(headers={"accept-language": "en"})
    assert "丁一" in board.get(f"/e/{code}").content.decode()
    made = branch.do(stepping.object_to_step, name="甲", text="有人没有列上")
    branch.do(stepping.answer_step, objection_id=made.pk, answer="属实", upheld=True)
    assert "丁一" not in board.get(f"/e/{code}").content.decode(), "what changes now was not posted"
    branch.hands.move(minutes=1)
    branch.do(stepping.post_step)
    assert "丁一" in board.get(f"/e/{code}").content.decode()
    branch.hands.move(days=15)
    with pytest.raises(no.ObjectionLate):
        branch.do(stepping.object_to_step, name="甲", text="晚了")


def test_a_roll_is_never_cut(branch: Branch) -> None:
    with pytest.raises(no.RollTooLong):
        branch.do(beginning.write_roll, names=[f"党员{n}" for n in range(beginning.MOST_VOTERS + 1)])
    with pytest.raises(no.NameTooLong):
        branch.do(beginning.write_roll, names=["王" * (beginning.LONGEST_NAME + 1)])
