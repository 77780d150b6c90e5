"""What pages and papers say of a poll, in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.models import Poll, PollOption, PollRound
from huiyin.commons.c2_voices.poll.counting import LEAST, TakingPart, taking_part, tallies_of
from huiyin.commons.c2_voices.poll.words import Fate, RoundState


@dataclass(frozen=True, slots=True)
class Line:
    """An option as it is read: words, where it comes from, its voices ("–": no figures), fate and reason."""

    words: str
    source: str
    counted: str
    heard: str
    fate: str
    reason: str
    on: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as it is read. `lines` are empty until it may be known how many said what."""

    held: PollRound
    state: str
    part: TakingPart
    sums: str
    lines: list[Line]
    few: str


def rounds_shown(poll: Poll, rounds: list[PollRound], *, inside: bool = False) -> list[Shown]:
    """The rounds with their counts: published ones, and for `inside` closed ones too."""
    return [_shown(poll, held, inside=inside) for held in rounds]


def sums_of(poll: Poll, part: TakingPart) -> str:
    """How many take part, in one sentence."""
    homes = _(
        "%(n)s of %(whole)s homes took part: %(paper)s on paper, %(online)s on-line; %(heard)s more voices."
    )
    persons = _(
        "%(n)s of %(whole)s persons took part: %(paper)s on paper, %(online)s on-line; %(heard)s more voices."
    )
    words = homes if poll.each == 1 else persons
    told = words % {
        "n": part.counted, "whole": part.whole, "paper": part.paper, "online": part.online,
        "heard": part.heard,
    }  # fmt: skip
    if not part.again:
        return told
    return f"{told} {_('%(n)s spoke more than once: the later one counts.') % {'n': part.again}}"


def words_of(option: PollOption, *, inside: bool = False) -> str:
    """Its words, unless they are unfit to be published."""
    return _("(words not published)") if option.hidden and not inside else option.words


def _shown(poll: Poll, held: PollRound, *, inside: bool) -> Shown:
    part = taking_part(held)
    known = held.state == RoundState.PUBLISHED or (inside and held.state == RoundState.CLOSED)
    few = _("Fewer than %(n)s voices: no figures of the options.") % {"n": LEAST}
    lines = _lines(held, silent=part.few and not inside, inside=inside) if known else []
    silent = few if known and part.few else ""
    return Shown(held, RoundState(held.state).label, part, sums_of(poll, part), lines, silent)


def _lines(held: PollRound, *, silent: bool, inside: bool) -> list[Line]:
    lines = [
        _line(one.option, "–" if silent else str(one.counted), "–" if silent else str(one.heard), inside)
        for one in tallies_of(held)
    ]
    folded = held.options.filter(fate=Fate.FOLDED).select_related("folded_into").order_by("no")
    return lines + [_line(one, "", "", inside) for one in folded]


def _line(option: PollOption, counted: str, heard: str, inside: bool) -> Line:  # noqa: FBT001 - of `_lines`
    fate = Fate(option.fate).label
    if option.folded_into:
        fate = _("counted with “%(words)s”") % {"words": words_of(option.folded_into, inside=inside)}
    words = words_of(option, inside=inside)
    return Line(
        words, option.get_source_display(), counted, heard, str(fate), option.reason, option.fate == Fate.ON
    )
