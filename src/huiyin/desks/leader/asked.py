"""What the address of a figure asks for: which number, where, whose, over how many days."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.buildings import ELSEWHERE
from huiyin.insight.counting import LEFT_OUT
from huiyin.insight.periods import CHOICES, Period, last_days, period_before
from huiyin.insight.rates import readable

USUAL_DAYS = 30
_LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """One number: `what` it counts and `which` part of it.

    `scope` 0 means everywhere; `only` that scope without those below.
    `holder` is an organisation id, 0 the community's desk, -1 whoever.
    `building` is a place id, 0 wherever, ELSEWHERE in none. `earlier`: as many days right before these.
    """

    what: str = ""
    which: str = "n"
    scope: int = 0
    only: bool = False
    holder: int = -1
    days: int = USUAL_DAYS
    building: int = 0
    earlier: bool = False

    def period(self, at: datetime) -> Period:
        """The days meant, seen from a moment."""
        period = last_days(self.days, at)
        return period_before(period) if self.earlier else period

    @property
    def scope_ids(self) -> frozenset[int] | None:
        """The scopes meant; None for all one may read."""
        if not self.scope:
            return None
        return frozenset({self.scope}) if self.only else scope_tree().under([self.scope])

    @property
    def query(self) -> str:
        """The shortest query string that asks for the same."""
        told = {
            "what": self.what,
            "which": self.which if self.which != "n" else "",
            "scope": self.scope or "",
            "only": 1 if self.only else "",
            "holder": self.holder if self.holder >= 0 else "",
            "days": self.days if self.days != USUAL_DAYS else "",
            "earlier": 1 if self.earlier else "",
            "building": "none" if self.building == ELSEWHERE else self.building or "",
        }
        return urlencode({name: value for name, value in told.items() if value != ""})

    @property
    def left_out(self) -> str:
        """The exclusion whose cases are asked for; empty for any other number."""
        return self.which.partition(":")[2] if self.which.startswith(f"{LEFT_OUT}:") else ""

    @property
    def url(self) -> str:
        """The address of the list."""
        return f"{reverse('leader-list')}?{self.query}"


def asked_by(query: QueryDict, viewer: Viewer) -> Asked:
    """Read a query string. Raises NotThere for a scope that is unknown or not the viewer's."""
    scope = _number(query.get("scope", ""), 0)
    if scope and not readable(viewer, scope_tree().under([scope])):
        raise NotThere
    days = _number(query.get("days", ""), USUAL_DAYS)
    return Asked(
        what=query.get("what", "")[:40],
        which=query.get("which", "n")[:60],
        scope=scope,
        only=query.get("only") == "1",
        holder=_number(query.get("holder", ""), -1),
        days=days if days in CHOICES else USUAL_DAYS,
        earlier=query.get("earlier") == "1",
        building=ELSEWHERE if query.get("building") == "none" else _number(query.get("building", ""), 0),
    )


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else otherwise
