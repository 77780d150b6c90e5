"""The case page: the steps each viewer is offered, what they do, and how they say no."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s1_intake.request import File
from huiyin.casework.s2_triage.models import Correction, SortingRecord
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Reading
from tests.desks.signed_in import at_desk, send
from tests.town import LAMP, MOBILE, WATER, case_of, plant_town

MASKED = "138****8000"


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    """A leak, with the company by the catalogue."""
    receipt = town.take_in(place_id=town.building.pk)
    fire_due()
    return receipt


@pytest.fixture
def asked(town):
    """A question nobody sorted."""
    return town.take_in(content="业主大会什么时候开", category="")


def offered(town, person, receipt):
    page = at_desk(town.people[person]).get(f"/case/{receipt.number}")
    return set(re.findall(rf'action="/case/{receipt.number}/([a-z-]+)"', page.content.decode()))


def step(town, person, receipt, name, **fields):
    version = fields.pop("version", case_of(receipt).version)
    return send(at_desk(town.people[person]), f"/case/{receipt.number}/{name}", version=version, **fields)


SORTED = {"category": LAMP, "kind": "help", "urgency": ""}


def test_the_steps_are_those_the_table_and_the_rules_allow(town, given, asked) -> None:
    always = {"sort", "renew", "note", "reveal", "merge", "split", "suspend", "mark"}
    assert offered(town, "clerk", asked) == always | {"answer", "decline"}
    assert offered(town, "clerk", given) == always | {"dispatch", "undo"}
    duty = {
        "accept",
        "arrive",
        "propose",
        "done",
        "contact",
        "evidence",
        "plan",
        "regrade",
        "pause",
        "suspend",
        "note",
        "reveal",
    }
    assert offered(town, "duty", given) == duty
    assert offered(town, "field", given) == duty
    assert offered(town, "leader", given) == offered(town, "auditor", given) == {"note"}


def test_a_case_in_other_hands_is_not_there(town, asked) -> None:
    for person in ("duty", "field", "other clerk", "steward", "sister contact"):
        assert at_desk(town.people[person]).get(f"/case/{asked.number}").status_code == 404, person


def test_private_cases_hide_from_the_leader(town) -> None:
    receipt = town.take_in(private=True)
    assert at_desk(town.people["leader"]).get(f"/case/{receipt.number}").status_code == 404
    assert at_desk(town.people["clerk"]).get(f"/case/{receipt.number}").status_code == 200


def test_sort_and_dispatch_in_one_tap(town, asked) -> None:
    answer = step(town, "clerk", asked, "sort", **SORTED | {"and": "dispatch"})
    assert answer.status_code == 303
    case = case_of(asked)
    assert (case.state, case.category) == (State.DISPATCHED, LAMP)
    with seen_as(SYSTEM):
        assert case.assignments.get(ended_at=None).account == town.people["duty"]


def test_a_named_person_can_be_chosen(town, asked) -> None:
    owner = f"{town.company.pk}/{town.people['field'].pk}"
    step(town, "clerk", asked, "sort", **SORTED | {"and": "dispatch", "owner": owner})
    with seen_as(SYSTEM):
        assert case_of(asked).assignments.get(ended_at=None).account == town.people["field"]


def test_a_stranger_cannot_be_chosen(town, asked) -> None:
    owner = f"{town.company.pk}/{town.people['other clerk'].pk}"
    assert (
        step(town, "clerk", asked, "sort", **SORTED | {"and": "dispatch", "owner": owner}).status_code == 422
    )
    assert case_of(asked).state == State.RECEIVED


def test_an_overruled_suggestion_is_kept(town) -> None:
    receipt = town.take_in(content="厨房下水返水", category="")
    page = at_desk(town.people["clerk"]).get(f"/case/{receipt.number}").content.decode()
    first = re.search(r'name="hint" value="(\d{4})"', page)[1]
    assert first != LAMP
    step(town, "clerk", receipt, "sort", **SORTED)
    with seen_as(SYSTEM):
        kept = Correction.objects.get(field="category")
        record = SortingRecord.objects.get()
    assert (kept.suggested, kept.decided) == (first, LAMP)
    assert (record.suggested, record.category) == (first, LAMP)
    assert record.actor == town.viewer("clerk").actor
    assert record.shown["categories"][0][0] == first
    assert 0 < record.shown["categories"][0][1] < 1


def test_two_people_one_case_the_second_is_told_and_keeps_the_words(town, asked) -> None:
    seen = case_of(asked).version
    step(town, "clerk", asked, "sort", **SORTED)
    late = step(
        town, "second clerk", asked, "sort", **SORTED | {"category": WATER, "place": "1", "version": seen}
    )
    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody changed this while you were looking at it." in page
    assert 'value="1"' in page
    assert re.search(rf'name="version" value="{case_of(asked).version}"', page)
    assert case_of(asked).category == LAMP


def test_an_unknown_place_is_refused_in_words(town, asked) -> None:
    answer = step(town, "clerk", asked, "sort", **SORTED | {"place": "88-8"})
    assert answer.status_code == 422
    assert "No place here is called “88-8”." in answer.content.decode()
    assert case_of(asked).category == ""


def test_answer_directly_from_the_queue(town, asked) -> None:
    assert step(town, "clerk", asked, "answer", answer="本月 28 日晚七点").status_code == 303
    assert case_of(asked).state == State.PROPOSED


def test_not_accepted_needs_a_second_person(town, asked) -> None:
    words = {"outcome": "beyond_duty", "answer": "这件事要找业委会"}
    assert step(town, "clerk", asked, "decline", **words).status_code == 303
    assert case_of(asked).state == State.DECLINING
    assert "review" not in offered(town, "clerk", asked)
    own = step(town, "clerk", asked, "review", uphold="yes")
    assert own.status_code == 422
    assert "A second person has to decide this." in own.content.decode()
    assert "review" in offered(town, "second clerk", asked)
    assert step(town, "second clerk", asked, "review", uphold="yes").status_code == 303
    assert case_of(asked).state == State.DECLINED


def test_a_ground_that_is_not_lawful_is_refused(town, asked) -> None:
    assert step(town, "clerk", asked, "decline", outcome="boring", answer="不管").status_code == 422
    assert case_of(asked).state == State.RECEIVED


def test_handling_from_accept_to_answer(town, given) -> None:
    for name, fields in (("accept", {}), ("contact", {"note": "已通话"}), ("arrive", {}), ("done", {}),
                         ("propose", {"answer": "主管已疏通"})):  # fmt: skip
        answer = step(town, "duty", given, name, **fields)
        assert answer.status_code == 303, (name, answer.content.decode()[-3000:])
    case = case_of(given)
    assert (case.state, case.answer) == (State.PROPOSED, "主管已疏通")
    with seen_as(SYSTEM):
        verbs = list(case.events.values_list("verb", flat=True))
    assert verbs[-4:] == [Verb.CONTACTED, Verb.ARRIVED, Verb.DONE, Verb.PROPOSED]


def test_no_answer_without_words(town, given) -> None:
    answer = step(town, "duty", given, "propose", answer="  ")
    assert answer.status_code == 422
    assert case_of(given).state == State.DISPATCHED


def test_a_class_is_raised_by_two_people(town, given) -> None:
    step(town, "duty", given, "accept")
    assert step(town, "duty", given, "regrade", tier="major", reason="主管爆裂").status_code == 303
    assert "decide" not in offered(town, "duty", given)
    assert "decide" in offered(town, "clerk", given)
    assert step(town, "clerk", given, "decide", grant="yes", by_phone="on").status_code == 303
    with seen_as(SYSTEM):
        assert case_of(given).events.filter(verb=Verb.REGRADED).exists()


def soon() -> str:
    """In an hour, as a browser's date field sends it."""
    return f"{localtime(now() + timedelta(hours=1)):%Y-%m-%dT%H:%M}"


def test_pause_and_resume(town, given) -> None:
    step(town, "duty", given, "accept")
    assert step(town, "duty", given, "pause", reason="waiting_for_parts").status_code == 422
    assert step(town, "duty", given, "pause", reason="resident_unavailable", until=soon()).status_code == 303
    assert {"resume"} <= offered(town, "duty", given)
    assert "pause" not in offered(town, "duty", given)
    assert step(town, "duty", given, "resume").status_code == 303


def test_a_plan_is_published_with_its_cost(town, given) -> None:
    step(town, "duty", given, "accept")
    fields = {"steps": "先勘查\n再换管", "owner": "duty", "done_by": "2099-01-01", "cost": "1500.50"}
    assert step(town, "duty", given, "plan", **fields).status_code == 303
    with seen_as(SYSTEM):
        assert case_of(given).plans.get().cost_fen == 150_050


def test_the_phone_is_masked_until_opened_with_a_reason(town, given) -> None:
    client = at_desk(town.people["clerk"])
    assert MASKED in client.get(f"/case/{given.number}").content.decode()
    assert MOBILE not in client.get(f"/case/{given.number}").content.decode()
    assert step(town, "clerk", given, "reveal", reason="").status_code == 422
    assert step(town, "clerk", given, "reveal", reason="约上门时间").status_code == 303
    assert MOBILE in client.get(f"/case/{given.number}").content.decode()
    assert MOBILE not in at_desk(town.people["second clerk"]).get(f"/case/{given.number}").content.decode()
    with seen_as(SYSTEM):
        kept = Reading.objects.get()
    assert (kept.actor, kept.reason) == (f"account:{town.people['clerk'].pk}", "约上门时间")


@pytest.mark.parametrize("person", ["leader", "auditor"])
def test_others_cannot_open_the_phone(town, given, person) -> None:
    assert step(town, person, given, "reveal", reason="好奇").status_code == 404
    with seen_as(SYSTEM):
        assert not Reading.objects.exists()


def followed(town, given):
    """A case answered to somebody no message reaches."""
    with seen_as(town.viewer("duty")) as duty:
        accept(case_id=given.case_id, by=duty)
        propose(case_id=given.case_id, by=duty, answer="修好了")
    fire_due()
    assert case_of(given).state == State.FOLLOW_UP


@pytest.fixture
def unreachable(town):
    receipt = town.take_in(phone=None)
    fire_due()
    followed(town, receipt)
    return receipt


@pytest.mark.parametrize(("solved", "state"), [("yes", State.ATTESTED), ("no", State.DISPATCHED)])
def test_a_follow_up_call_ends_or_reopens(town, unreachable, solved, state) -> None:
    fields = {"reached": "yes", "solved": solved, "satisfied": "yes", "words": "好了"}
    assert step(town, "clerk", unreachable, "call", **fields).status_code == 303
    assert case_of(unreachable).state == state


def test_reached_but_not_asked_is_no_call(town, unreachable) -> None:
    answer = step(town, "clerk", unreachable, "call", reached="yes", words="在忙")
    assert answer.status_code == 422
    assert "Please say whether it is solved." in answer.content.decode()
    assert "在忙" in answer.content.decode()


def test_giving_up_is_offered_after_three_days_only(town, unreachable) -> None:
    assert step(town, "clerk", unreachable, "call", reached="no").status_code == 303
    assert "give-up" not in offered(town, "clerk", unreachable)
    assert step(town, "clerk", unreachable, "give-up").status_code == 422
    assert case_of(unreachable).state == State.FOLLOW_UP


def test_a_step_sent_twice_is_taken_once(town, given) -> None:
    client, key = at_desk(town.people["clerk"]), str(uuid.uuid4())
    for _again in range(2):
        answer = client.post(f"/case/{given.number}/note", {"key": key, "text": "已电话"})
        assert answer.status_code == 303
    with seen_as(SYSTEM):
        assert case_of(given).events.filter(verb=Verb.NOTED).count() == 1


def test_a_step_without_its_key_is_refused(town, given) -> None:
    client = at_desk(town.people["clerk"])
    assert client.post(f"/case/{given.number}/note", {"text": "已电话"}).status_code == 400


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_a_step_leads_nowhere_else(town, given, next_url) -> None:
    assert step(town, "clerk", given, "note", text="x", next=next_url).url == f"/case/{given.number}"


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "１"])
def test_a_broken_version_never_breaks_the_page(town, asked, version) -> None:
    assert step(town, "clerk", asked, "sort", **SORTED | {"version": version}).status_code in (303, 409)


def test_photos_are_served_to_those_who_see_the_case(town) -> None:
    receipt = town.take_in(files=(File("image/jpeg", "x.jpg", b"\xff\xd8\xff\xd9"),))
    with seen_as(SYSTEM):
        file_id = Attachment.objects.get().pk
    path = f"/case/{receipt.number}/file/{file_id}"
    answer = at_desk(town.people["clerk"]).get(path)
    assert answer.content == b"\xff\xd8\xff\xd9"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert at_desk(town.people["other clerk"]).get(path).status_code == 404
    other = town.take_in()
    assert at_desk(town.people["clerk"]).get(f"/case/{other.number}/file/{file_id}").status_code == 404


def test_an_evil_photo_is_refused_in_words(town, given) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>" * 50, content_type="image/jpeg")
    answer = step(town, "duty", given, "evidence", stage="after", file=file)
    assert answer.status_code == 422
    with seen_as(SYSTEM):
        assert not Attachment.objects.exists()


def test_every_line_of_the_timeline_has_words(town, given) -> None:
    step(town, "duty", given, "accept")
    step(town, "duty", given, "propose", answer="修好了")
    page = at_desk(town.people["clerk"]).get(f"/case/{given.number}").content.decode()
    with seen_as(SYSTEM):
        lines = Case.objects.get(pk=given.case_id).events.count()
    assert page.count('class="timeline-what"') == lines
    assert "Dispatched：富友 · duty" in page
