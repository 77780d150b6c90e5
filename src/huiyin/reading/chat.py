"""Text out of a group chat: who said what, and which of it is no request.

Chat programs copy as `name time` above the words, or `name: words` on one line. What fits neither stays one
piece: a wrong cut would lose more than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_NAME: Final = 20
# What may repeat gives nothing back (`*+`, `(?>…)`): a line of blanks, or of 哈哈哈 before other words, would
# otherwise be tried in every possible cut, for hours.
_DAY: Final = r"(?:\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*+)?"
_PART: Final = r"(?:[上下中凌][午晨]|早上|晚上|昨天|星期.)?"
_TIME: Final = rf"{_DAY}{_PART}\s*+\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?"
_ABOVE: Final = re.compile(rf"^\s*+(?P<who>\S.{{0,{LONGEST_NAME - 1}}}?)\s++{_TIME}\s*$")
_NAME: Final = rf"[^\s,，。!！?？:：]{{1,{LONGEST_NAME}}}"
_BESIDE: Final = re.compile(rf"^\s*+(?:\[?{_TIME}\]?\s*+)?(?P<who>{_NAME})\s*+[:：]\s*+(?P<said>.*)$")
_ONLY_TIME: Final = re.compile(rf"^\s*+[—\-]*+\s*+{_TIME}\s*+[—\-]*+\s*$")
_CHATTER: Final = re.compile(
    r"^(?>\[[^\]]{1,6}\]|@\S+|收到|好的?|谢+|感谢|多谢|辛苦了?|嗯+|哦+|是的?|对|可以|行|知道了?|明白了?|大家|早上好|早|"
    r"晚安|哈+|ok|👍|🙏|👏|🌹|😊|[\W_])++$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said in a row; `who` is "" when the text names nobody."""

    who: str
    words: str

    @property
    def chatter(self) -> bool:
        """Whether it is thanks, a sign or a greeting and asks for nothing."""
        return bool(_CHATTER.match(self.words.strip()))


def split_chat(text: str) -> list[Said]:
    """The pieces in order; lines of one person without another between them are one piece."""
    lines = text.splitlines()
    above = sum(1 for line in lines if _ABOVE.match(line))
    return list(_joined(_pieces(lines, _ABOVE if above else _BESIDE)))


def _pieces(lines: Iterable[str], head: re.Pattern[str]) -> Iterator[Said]:
    who, words = "", list[str]()
    for line in lines:
        found = head.match(line)
        if found:
            yield Said(who, "\n".join(words).strip())
            who, words = found["who"].strip(), [found.groupdict().get("said") or ""]
        elif not _ONLY_TIME.match(line):
            words.append(line)
    yield Said(who, "\n".join(words).strip())


def _joined(pieces: Iterable[Said]) -> Iterator[Said]:
    last: Said | None = None
    for piece in pieces:
        if not piece.words:
            continue
        if last is not None and last.who and last.who == piece.who:
            last = Said(last.who, f"{last.words}\n{piece.words}")
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
