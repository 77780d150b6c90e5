"""The new pipe of report 002: five homes pay 300 yuan each, the company the rest; day nine sees it done.

The cases are those of data/cases/1_sewage.toml. Who says what of the work, and the stages, are invented; the
photographs are drawings.
"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from huiyin.bridges import works
from huiyin.bridges.decisions import decide_on_topic
from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics.acts import confirm_topic
from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.casework.s6_topics.words import TopicState
from huiyin.commons.c3_decisions.acts import Draft, decide
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c4_works import accepting, paying, picturing, working
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.words import Basis, Moment, Way
from huiyin.ground.files.images import CleanImage, clean_image
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.places.reads import homes_at

Progress = Callable[[str], object]
STAIRS, COMPANY = "zilin/2/1", "fuyou"
HOMES, EACH_FEN, COST_FEN = 5, 30_000, 420_000
"""Of report 002: five homes, 300 yuan each; the whole cost is invented."""
AGREED, BEGUN, DONE, ACCEPTED = 12, 11, 7, 5
"""Days before the moment of loading, as the cases tell them."""


def play_works(plan: GroundPlan, *, progress: Progress) -> None:
    """Play it from the agreement to the acceptance."""
    clerk = viewer_of_account(plan.accounts["yj-clerk"], second_factor=True)
    topic = _topic(plan, clerk)
    with moved_clock(_day(plan, AGREED, 11)) as hands:
        decision = _decided(plan, topic, clerk)
        hands(_day(plan, BEGUN))
        project = _begun(plan, decision, clerk)
        _worked(plan, hands, project, clerk)
        _accepted(plan, hands, project, clerk)
        hands(plan.loaded)
    progress(f"played {Project.objects.count()} project")


def _day(plan: GroundPlan, ago: int, hour: int = 9) -> datetime:
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return min(datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL), plan.loaded)


def _topic(plan: GroundPlan, clerk: Viewer) -> Topic | None:
    """The shared problem the five requests were sorted into, confirmed by the clerk."""
    cases = Case.objects.filter(place=plan.places[STAIRS])
    row = Membership.objects.filter(case__in=cases, left_at=None).select_related("topic").first()
    if row is not None and row.topic.state == TopicState.SUGGESTED:
        return confirm_topic(topic_id=row.topic_id, by=clerk)
    return row.topic if row else None


def _decided(plan: GroundPlan, topic: Topic | None, clerk: Viewer) -> Decision:
    """What the parties agreed with the mediator."""
    draft = Draft(
        "更换二栋一单元下水管", "五户每户承担三百元，其余由富友物业承担，换好整段下水管。", DecidedBy.PARTIES,
        "同一立管五户与富友物业公司", _day(plan, AGREED).date(), "人民调解法第31条", (HOMES, HOMES),
    )  # fmt: skip
    place = plan.places[STAIRS].pk
    if topic is None:
        return decide(place_id=place, what=draft, by=clerk)
    return decide_on_topic(topic_id=topic.pk, place_id=place, what=draft, by=clerk)


def _begun(plan: GroundPlan, decision: Decision, clerk: Viewer) -> Project:
    """The project, its stages, its cost divided; all five agree and pay."""
    company = plan.organisations[COMPANY].pk
    told = working.Plan("更换二栋一单元下水管", "整段更换一楼至六楼下水立管和出户管。", company, COST_FEN)
    project = works.begin_project(decision_id=decision.pk, plan=told, by=clerk)
    for title, ago in (("备料和停水通知", 9), ("换管", 8), ("通水试验", 7)):
        planned = _day(plan, ago).date()
        working.plan_stage(project_id=project.pk, title=title, planned_on=planned, by=clerk)
    homes = [home.pk for home in homes_at(decision.place_id)][:HOMES]
    what = paying.Division(COST_FEN, HOMES * EACH_FEN, Basis.EQUAL, company)
    paying.divide_cost(project_id=project.pk, home_ids=homes, what=what, by=clerk)
    for no, home in enumerate(homes, 1):
        paying.consent_for(project_id=project.pk, home_id=home, agrees=True, way=Way.VISIT, by=clerk)
        paying.take_payment(project_id=project.pk, home_id=home, receipt=f"FY-{no:04}", by=clerk)
    return project


def _worked(plan: GroundPlan, hands: Hands, project: Project, clerk: Viewer) -> None:
    """Rain moves the pipe by a day; on the ninth day it is there."""
    key = project.pk
    hands(_day(plan, 9))
    _photograph(key, Moment.BEFORE, "#6b5a49", clerk)
    works.start_work(project_id=key, by=clerk)
    working.finish_stage(project_id=key, no=1, done_on=_day(plan, 9).date(), by=clerk)
    hands(_day(plan, 8))
    later = _day(plan, DONE).date()
    working.slip_stage(project_id=key, no=2, to=later, why="下雨，沟槽积水", by=clerk)
    hands(_day(plan, DONE, 15))
    for no in (2, 3):
        working.finish_stage(project_id=key, no=no, done_on=later, by=clerk)
    _photograph(key, Moment.AFTER, "#9db7a5", clerk)
    works.finish_work(project_id=key, by=clerk)


def _accepted(plan: GroundPlan, hands: Hands, project: Project, clerk: Viewer) -> None:
    """The homes say that it is fit; the bill is as planned."""
    hands(_day(plan, ACCEPTED, 16))
    for home in project.cost.shares.values_list("home_id", flat=True):
        accepting.say_for(
            project_id=project.pk, home_id=home, fit=True, words="通水正常", way=Way.VISIT, by=clerk
        )
    answer = works.answer_for(Project.objects.get(pk=project.pk))
    works.accept_project(project_id=project.pk, reason="", answer=answer, by=clerk)
    paying.enter_actual(project_id=project.pk, actual_fen=COST_FEN, by=clerk)


def _photograph(project_id: int, moment: Moment, colour: str, clerk: Viewer) -> None:
    picturing.add_photograph(
        project_id=project_id, spot=1, moment=moment, words="一楼管井", picture=_drawn(colour), by=clerk
    )


def _drawn(colour: str) -> CleanImage:
    """A pipe in a shaft, drawn, where a photograph would be."""
    paper = Image.new("RGB", (480, 360), "#d8d2c4")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((200, 0, 280, 360), fill=colour, outline="#333", width=3)
    for y in (90, 200, 310):
        pen.rectangle((190, y, 290, y + 20), fill="#777", outline="#333")
    held = io.BytesIO()
    paper.save(held, "JPEG")
    return clean_image(held.getvalue())
