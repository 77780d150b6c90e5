"""The draft of the weekly agenda: each part with a request that is in and one that is not; rights; items."""

from datetime import date, timedelta

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling.models import Return, Suspension
from huiyin.commons.c1_proposals.meetings.refusals import NoWeekly
from huiyin.commons.c1_proposals.models import AgendaItem, Meeting, Task
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.periods import ZONE
from huiyin.insight.weekly.agenda import agenda_of, drafts_of, key_of, week_of
from huiyin.insight.weekly.seasons import YEAR
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.rules.acts import adopt
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.weekly import Season
from huiyin.registers.rules.words import PackKind
from tests.insight.rows import hand_over, put_case, put_line
from tests.town import plant_town

DAY = timedelta(days=1)


@pytest.fixture
def town(db):
    return plant_town()


def drafted(town, at=None, who="clerk"):
    """The parts by their key, as the clerk of the community sees them."""
    viewer = town.viewer(who)
    with seen_as(viewer):
        week = week_of(viewer, town.community.pk, at or now())
        return {part.key: part for part in agenda_of(week)}


def ids(part):
    return [case_id for row in part.rows for case_id in row.case_ids]


def test_overdue_danger_and_opened_again(town):
    at = now()
    with seen_as(SYSTEM):
        late = put_case(town.estate, at - 9 * DAY, next_due_at=at - 3 * DAY, category="0204")
        put_case(town.estate, at - 9 * DAY, next_due_at=at + DAY)
        gas = put_case(town.sister, at - DAY, danger="gas", next_due_at=at + DAY)
        put_case(town.sister, at - 8 * DAY, danger="gas", next_due_at=at + DAY)
        again = put_case(town.estate, at - 9 * DAY, reopened=1, next_due_at=at + DAY)
        put_line(again, "reopened", at - 2 * DAY)
        before = put_case(town.estate, at - 30 * DAY, reopened=1, next_due_at=at + DAY)
        put_line(before, "reopened", at - 10 * DAY)
    parts = drafted(town)
    assert ids(parts["overdue"]) == [late.pk]
    assert "3" in parts["overdue"].rows[0].why
    assert late.number in parts["overdue"].rows[0].words
    assert ids(parts["danger"]) == [gas.pk], "the week's, in every estate of the community"
    assert ids(parts["reopened"]) == [again.pk]


def test_returned_three_times(town):
    at = now()
    with seen_as(SYSTEM):
        thrice, twice = (put_case(town.estate, at - 5 * DAY) for _n in range(2))
        for case, times in ((thrice, 3), (twice, 2)):
            for _n in range(times):
                case.assignments.update(ended_at=at)
                hand_over(case, town.company)
                standing = case.assignments.get(ended_at=None)
                Return.objects.create(
                    case=case, scope=town.estate, assignment=standing, organisation=town.company,
                    legal_basis="b", suggested_words="街道", asked_by="account:1", asked_at=at, until=at,
                    decided_by="account:2", decided_at=at, granted=True,
                )  # fmt: skip
    (row,) = drafted(town)["returned"].rows
    assert row.case_ids == (thrice.pk,)
    assert "3" in row.words


def test_complaints_about_one_party_are_n_of_n(town):
    at = now()
    with seen_as(SYSTEM):
        other = Organisation.objects.create(scope=town.community, kind="company", name="乙物业")
        for kind in ("complaint", "complaint", "complaint", "help"):
            hand_over(put_case(town.estate, at - DAY, kind=kind), town.company)
        for kind in ("complaint", "complaint", "help"):
            hand_over(put_case(town.estate, at - DAY, kind=kind), other)
        hand_over(put_case(town.estate, at - 31 * DAY, kind="complaint"), other)
        put_case(town.estate, at - DAY, kind="complaint")
    (row,) = drafted(town)["complaints"].rows
    assert row.words.startswith("富友"), "two complaints within the days are too few to name anybody"
    assert "3/4" in row.words
    assert len(row.case_ids) == 3


def test_the_pending_list_whose_review_comes(town):
    at = now()
    with seen_as(SYSTEM):
        near, far, ended = (put_case(town.estate, at - 40 * DAY) for _n in range(3))
        for case, days, until in ((near, 10, None), (far, 40, None), (ended, 10, at)):
            Case.objects.filter(pk=case.pk).update(state=State.SUSPENDED)
            Suspension.objects.create(
                case=case, scope=town.estate, reason="funds", why="w", plan="p",
                review_on=at.astimezone(ZONE).date() + days * DAY, pack="casework@2026.1",
                asked_by="account:1", asked_at=at, decided_by="account:2", decided_at=at, approved=True,
                ended_at=until,
            )  # fmt: skip
    assert ids(drafted(town)["waiting"]) == [near.pk]


def test_what_the_last_meeting_gave_and_is_not_done(town):
    at = now()
    with seen_as(SYSTEM):
        case = put_case(town.estate, at - 9 * DAY)
        task = given(town.community, "triage", at, about=[case.pk])
        given(town.community, "triage", at, done_at=at)
        given(town.community, "council", at)
        given(town.other_community, "triage", at)
    (row,) = drafted(town)["tasks"].rows
    assert row.target == ("task", task.pk)
    assert row.case_ids == (case.pk,)
    assert "13800138000" not in row.words, "words of a task become words of a paper"


def given(scope, kind, at, about=(), **values):
    """A task that a posted meeting gave."""
    pack = newest(PackKind.DELIBERATION, "four-steps")
    meeting = Meeting.objects.create(
        scope=scope, code=f"M{Meeting.objects.count()}", kind=kind, council=kind, pack=pack, title="t",
        venue="v", called_by="c", starts_at=at, state="open", made_by="account:1", made_at=at,
    )  # fmt: skip
    item = AgendaItem.objects.create(meeting=meeting, scope=scope, no=1, words="w", about=list(about))
    return Task.objects.create(
        item=item, scope=scope, words="打电话 13800138000 约时间", owner="王", started_at=at,
        due_at=at - DAY, **values,
    )  # fmt: skip


def test_the_season_with_what_came_in_the_same_weeks_last_year(town):
    at = now().replace(month=11, day=10)
    with seen_as(SYSTEM):
        cold = put_case(town.estate, at - YEAR + 3 * DAY, category="0304")
        put_case(town.estate, at - YEAR + 29 * DAY, category="0304")
        put_case(town.estate, at - YEAR + 3 * DAY, category="0204")
    parts = drafted(town, at)
    assert [row.key for row in parts["seasons"].rows] == ["heating"], "it begins within two weeks"
    assert ids(parts["seasons"]) == [cold.pk]
    assert "1 件" in parts["seasons"].rows[0].words
    assert "seasons" not in drafted(town, at.replace(month=10, day=20))
    later = drafted(town, at.replace(year=at.year + 3))["seasons"]
    assert "没有记录" in later.rows[0].words, "no record is no zero"


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2025-10-31", False), ("2025-11-01", True), ("2026-02-28", True), ("2026-03-15", True),
     ("2026-03-16", False)],
)  # fmt: skip
def test_a_season_over_the_turn_of_the_year(day, inside):
    heating = Season("h", "H", "供暖", (11, 15), (3, 15), ("0304",), None)
    assert (heating.days_near(date.fromisoformat(day), 14) is not None) == inside


def test_a_season_that_ends_on_a_leap_day():
    season = Season("l", "L", "闰", (2, 1), (2, 29), ("0304",), None)
    assert season.days_near(date(2027, 2, 10), 0) == (date(2027, 2, 1), date(2027, 2, 28))


def test_only_what_the_viewer_may_read(town):
    at = now()
    with seen_as(SYSTEM):
        mine = put_case(town.estate, at - 9 * DAY, next_due_at=at - DAY)
        put_case(town.other_estate, at - 9 * DAY, next_due_at=at - DAY)
    assert ids(drafted(town)["overdue"]) == [mine.pk]
    for stranger in ("other clerk", "field", "duty"):
        with pytest.raises(NotThere):
            drafted(town, who=stranger)


def test_an_older_version_of_the_rules_knows_no_weekly_meeting(town):
    with seen_as(SYSTEM):
        older = RulePack.objects.get(kind="deliberation", version="2026.1")
        adopt(scope=town.community, kind=PackKind.DELIBERATION, pack=older, since=now() - DAY)
    with pytest.raises(NoWeekly):
        drafted(town)


def test_what_is_kept_becomes_items(town):
    at = now().replace(month=11, day=20)
    with seen_as(SYSTEM):
        late = [put_case(town.estate, at - 9 * DAY, next_due_at=at - n * DAY) for n in (3, 2, 1)]
    parts = list(drafted(town, at).values())
    overdue = next(part for part in parts if part.key == "overdue")
    kept = {key_of(overdue, row) for row in overdue.rows[:2]} | {"seasons:heating", "overdue:gone"}
    items = drafts_of(parts, kept)
    assert [item.source for item in items] == ["overdue", "seasons"]
    assert items[0].about == (late[0].pk, late[1].pk)
    assert items[0].words == "超期诉求 2 件", "how many were kept"


def test_the_draft_asks_a_constant_number_of_questions(town, django_assert_max_num_queries):
    at = now()
    with seen_as(SYSTEM):
        for _n in range(4):
            case = put_case(town.estate, at - 3 * DAY, next_due_at=at - DAY, danger="gas", kind="complaint")
            hand_over(case, town.company)
    with django_assert_max_num_queries(30):
        assert len(drafted(town)["overdue"].rows) == 4


def test_a_private_request_is_no_more_than_that_in_a_paper(town):
    at = now()
    with seen_as(SYSTEM):
        case = put_case(town.estate, at - 9 * DAY, next_due_at=at - DAY, category="0204", private=True)
    (row,) = drafted(town)["overdue"].rows
    assert row.case_ids == (case.pk,)
    assert case.number not in row.words
    assert "返水" not in row.words
