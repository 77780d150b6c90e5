"""Fill an empty database with the demonstration, once and whole."""

from collections.abc import Callable
from importlib import import_module
from threading import Thread

from django.db import connection, transaction

from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.sorting import sort_topics
from huiyin.casework.s6_topics.waiting import areas
from huiyin.ground import clock
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .blueprint import subdistrict
from .planting.duty import plant_duty_lists
from .planting.ground_plan import GroundPlan
from .planting.organisations import plant_organisations
from .planting.owners import plant_owners
from .planting.people import plant_people
from .planting.places import REGION, plant_codes, plant_places
from .planting.rules import plant_rules
from .playing.agreements import play_agreements
from .playing.board import play_board
from .playing.deliberations import play_deliberations
from .playing.elections import play_elections
from .playing.fund import play_fund
from .playing.player import play
from .playing.polls import play_polls
from .playing.surveys import play_surveys
from .playing.volunteers import play_volunteers
from .playing.votes import play_votes
from .playing.weekly import play_weekly
from .playing.works import PipeWork

Progress = Callable[[str], object]
SORTING = (
    "rjieba", "huiyin.reading.topics.book", "scipy.sparse.csgraph", "scipy.cluster.hierarchy",
)  # fmt: skip
"""What sorting needs and takes longest to load: more than half of the time of the demo's few messages."""
LOAD_LOCK = 0x4465_6D6F
"""Key of the advisory lock: two processes that start at once load once."""


def load(*, progress: Progress) -> None:
    """Load the demonstration unless it is there. Needs the owner's role; all of it commits or nothing."""
    with transaction.atomic(), seen_as(SYSTEM):
        _one_at_a_time()
        if is_loaded():
            progress("the demonstration is there already")
            return
        Thread(target=_load_libraries, daemon=True).start()
        plan = GroundPlan(loaded=clock.now())
        plant_registers(plan, progress)
        play(plan, progress=progress, scenes=PipeWork(plan).scenes())
        play_deliberations(plan, progress=progress)
        play_votes(plan, progress=progress)
        play_elections(plan, progress=progress)
        play_polls(plan, progress=progress)
        play_surveys(plan, progress=progress)
        play_board(plan, progress=progress)
        play_volunteers(plan, progress=progress)
        play_agreements(plan, progress=progress)
        sort_everything(progress)
        play_fund(plan, progress=progress)
        play_weekly(plan, progress=progress)
    progress("the demonstration is loaded")


def sort_everything(progress: Progress) -> None:
    """Find the shared problems of every community, as the worker does each night."""
    for area in areas():
        sort_topics(area=area)
    progress(f"found {Topic.objects.count()} shared problems")


def _load_libraries() -> None:
    """Load them beside the planting, which mostly waits for the database."""
    for name in SORTING:
        import_module(name)


def is_loaded() -> bool:
    """Whether the fictitious sub-district stands in this database."""
    return Scope.objects.filter(parent=None, region=REGION, name=subdistrict()["name"]).exists()


def plant_registers(plan: GroundPlan, progress: Progress) -> None:
    """Places, rules, organisations, people and duty lists, without any case. Needs the owner's role."""
    plant_places(plan)
    plant_codes(plan)
    progress(f"planted {len(plan.places)} places")
    plant_rules(plan)
    plant_organisations(plan)
    plant_people(plan)
    plant_owners(plan)
    plant_duty_lists(plan)
    progress(f"planted {len(plan.organisations)} organisations and {len(plan.accounts)} accounts")


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
