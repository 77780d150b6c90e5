"""From raw pack content to the object the program works with."""

from collections.abc import Callable

from .alarms import AlarmRules, parse_alarms
from .calendars import Calendar, parse_calendar
from .categories import CategoryList, parse_categories
from .cooperation import Cooperation, parse_cooperation
from .decisions import Decisions, parse_decisions
from .deliberations import Deliberation, parse_deliberation
from .elections import Elections, parse_elections
from .funds import FundRules, parse_funds
from .procedures import Procedure, parse_procedure
from .rates import RateSet, parse_rates
from .sections import Content
from .service_levels import ServiceLevel, parse_service_level
from .words import PackKind

Rules = (
    CategoryList | Calendar | ServiceLevel | RateSet | AlarmRules | Procedure | Cooperation | Decisions
    | Deliberation | Elections | FundRules
)  # fmt: skip

_PARSERS: dict[PackKind, Callable[[Content], Rules]] = {
    PackKind.CATEGORY: parse_categories,
    PackKind.CALENDAR: parse_calendar,
    PackKind.SERVICE_LEVEL: parse_service_level,
    PackKind.RATE: parse_rates,
    PackKind.ALARM: parse_alarms,
    PackKind.PROCEDURE: parse_procedure,
    PackKind.COOPERATION: parse_cooperation,
    PackKind.DECISION: parse_decisions,
    PackKind.DELIBERATION: parse_deliberation,
    PackKind.ELECTION: parse_elections,
    PackKind.FUND: parse_funds,
}


def parse(kind: PackKind, content: Content) -> Rules:
    """The parsed pack. Raises PackError, naming the place of the mistake."""
    return _PARSERS[kind](content)
