"""When an alarm may reach for a telephone: quiet hours, the budget of pushes, the morning's digest."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .targets import Target
from .words import Unit

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """The rules of one pack. Times are local; `quiet_to` before `quiet_from` lies on the next day.

    `passes_up_to`: clocks of natural time no longer than this are never held. `per_case`: the least time
    between two pushes for one case to one person. `stale`: after an outage older alarms are not pushed by
    themselves; with `stale_digest` one message speaks of all of them, else they stand in the inbox only.
    """

    header: Header
    quiet_from: time
    quiet_to: time
    danger_passes: bool
    passes_up_to: timedelta
    per_case: timedelta
    digest_at: time
    stale: timedelta
    stale_digest: bool
    stale_basis: Provenance

    def is_quiet(self, at: datetime) -> bool:
        """Whether the moment lies in the quiet hours; the end itself is loud again."""
        clock = at.astimezone(ZONE).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def holds(self, at: datetime, *, danger: bool, target: Target) -> bool:
        """Whether a push for such a clock waits for the digest."""
        if not self.is_quiet(at) or (danger and self.danger_passes):
            return False
        natural = target.unit is Unit.NATURAL_SECONDS
        return not (natural and timedelta(seconds=target.amount) <= self.passes_up_to)

    def next_digest(self, at: datetime) -> datetime:
        """The next moment of the digest after this one."""
        local = at.astimezone(ZONE)
        today = datetime.combine(local.date(), self.digest_at, tzinfo=ZONE)
        return today if today > local else today + timedelta(days=1)


def parse_alarms(content: Content) -> AlarmRules:
    """Read an alarm pack. Raises PackError."""
    header, body = read_header(content)
    quiet, budget, digest, stale = (body.table(key) for key in ("quiet", "budget", "digest", "stale"))
    rules = AlarmRules(
        header=header,
        quiet_from=_time(quiet, "from"),
        quiet_to=_time(quiet, "to"),
        danger_passes=quiet.flag("danger_passes", default=True),
        passes_up_to=timedelta(seconds=quiet.number("passes_up_to_seconds")),
        per_case=timedelta(seconds=budget.number("per_case_seconds")),
        digest_at=_time(digest, "at"),
        stale=timedelta(seconds=stale.number("after_seconds")),
        stale_digest=stale.flag("digest"),
        stale_basis=stale.provenance(),
    )
    for section in (quiet, budget, digest, stale, body):
        section.done()
    return rules


def _time(section: Section, key: str) -> time:
    text = section.text(key)
    try:
        found = time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise section.problem(key, f"{text!r} is not a time of day (HH:MM)")
    return found
