"""A poll of every area of the matrix, its first round open; and the writes about polls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from huiyin.commons.c2_voices.models import Poll, PollOption, PollRound, PollVoice
from huiyin.commons.c2_voices.poll.links import slip_of
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

CLERK, NOBODY, SPOKEN = "clerk", "nobody", "9-901"


def new_poll(scope_id: int, code: str, state: str = "open") -> Poll:
    """A poll whose first round stands there; once closed, every option has its reason."""
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    poll = Poll.objects.create(
        scope_id=scope_id, place=place, code=code, title="取名", words="支部取名", called_by="社区",
        state="running", made_by="account:0", made_at=now(),
    )  # fmt: skip
    over = state in ("closed", "published")
    held = PollRound.objects.create(
        poll=poll, scope_id=scope_id, no=1, naming=True, days=7, whole=1, state="prepared"
    )
    for no, words in enumerate(("甲", "乙"), 1):
        PollOption.objects.create(
            round=held, scope_id=scope_id, no=no, words=words, norm=words, source="organiser"
        )
    if state == "prepared":
        return poll
    held.state, held.opened_at = "open", now() - timedelta(days=9 if over else 0)
    held.until = today() + timedelta(days=-1 if over else 7)
    held.save()
    home = Place.objects.filter(scope_id=scope_id, short="9-901").first()
    if home:
        PollVoice.objects.create(
            round=held, scope_id=scope_id, home=home, picks=[1], way="link", said_on=today(), at=now()
        )
    if over:
        held.state, held.closed_at = "closed", now()
        held.save()
        held.options.update(fate="on", reason="都可以")
    if state == "published":
        held.state, held.published_at = "published", now()
        held.save()
    return poll


def plant_poll(scope_id: int, home_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters; the home is the vote's (tests/matrix/votes.py)."""
    poll = new_poll(scope_id, f"Q25{scope_id % 100:02}-AAAAA{scope_id % 10}")
    return {
        "poll_id": poll.pk, "poll_code": poll.code, "poll_slip": slip_of(poll, home_id), "poll_move": "open"
    }  # fmt: skip


MISSING_POLL = {"poll_code": "Q0000-XXXXXX", "poll_slip": "1-1-AAAAAAAAAAAAAAAA", "poll_move": "open"}


def stands(state: str) -> Any:
    """Another poll of the own estate whose round stands there."""

    def before(world: World) -> dict[str, Any]:
        with seen_as(SYSTEM):
            return {"poll_id": new_poll(world.town.estate.pk, "Q2599-STANDX", state).pk}

    return before


def _place(world: World) -> str:
    return str(world.town.building.pk)


POLLS: tuple[Write, ...] = (
    Write(
        "poll-new", CLERK,
        lambda world: {
            "place": _place(world), "title": "取名", "words": "支部取名", "called_by": "社区", "each": "1",
            "persons": "",
        },
    ),
    Write("poll-round", CLERK, said(days="7", naming="on", most="1", options="甲\n乙"), stands("prepared")),
    Write("poll-do", CLERK, before=stands("prepared")),
    Write(
        "poll-paper", CLERK,
        lambda _world: {
            "no": "0001", "door": SPOKEN, "said_on": today().isoformat(), "seat": "1", "picks": ["2"],
            "words": "",
        },
    ),
    Write("poll-decide", CLERK, said(f1="on", r1="多数", f2="out", r2="少数"), stands("closed")),
    Write("poll-finish", CLERK, said(no="1", reason="多数"), stands("published")),
    Write("poll-cancel", CLERK, said(reason="改期")),
    Write("poll", NOBODY, said(pick="1")),
    Write("poll-slip", NOBODY, said(words="丙")),
)  # fmt: skip
