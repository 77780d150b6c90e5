"""The file from which anybody counts again with tools/recount.py: no names, no doors, no free text.

Comma separated, one record a line; no cell holds a comma. `head` lines stand in the order of their aliases.

    huiyin-vote,1
    vote,<code>,<digest of what was frozen>,<area in hundredths>,<heads>
    rule,<takes part>,<silence>
    question,<no>,<share>,<more or least>,<letters that agree>
    head,<alias>,<area>,<told 0/1>,<letters or ->,<salt>,<commitment>
    claim,<no>,<without or with silence>,<part area>,<part heads>,<Y:area:heads;…>,<passed letters or ->
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.commons.c2_voices.models import OwnersVote, Question
from huiyin.registers.rules.words import Silence

from .counting import ABSTAIN, AGAINST, Tally, Verdict, Voice
from .rules import majority_of, rules_of

WITHOUT, WITH = "without", "with"


@dataclass(frozen=True, slots=True)
class Opened:
    """A head of the roll with its opened ballot; empty texts without one."""

    alias: str
    voice: Voice
    salt: str = ""
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One question counted in one way."""

    question: Question
    way: str
    tally: Tally
    verdict: Verdict


def recount_file(vote: OwnersVote, heads: Iterable[Opened], counted: Sequence[Counted]) -> bytes:
    """The bytes of the published file."""
    lines = [*_front(vote), *(_head(one) for one in heads), *(_claim(one) for one in counted)]
    return ("\n".join(lines) + "\n").encode()


def _front(vote: OwnersVote) -> Iterable[str]:
    yield "huiyin-vote,1"
    yield f"vote,{vote.code},{vote.digest},{vote.area},{vote.heads}"
    yield f"rule,{rules_of(vote).takes_part},{Silence(vote.silence).value}"
    for question in vote.questions.all():
        majority = majority_of(vote, question)
        letters = "".join(letter for letter, _words in question.letters)
        yield f"question,{question.no},{majority.share},{'more' if majority.strict else 'least'},{letters}"


def _head(one: Opened) -> str:
    voice = one.voice
    told, letters = int(voice.delivered), voice.choices or "-"
    return f"head,{one.alias},{voice.area},{told},{letters},{one.salt},{one.commitment}"


def _claim(one: Counted) -> str:
    order = [*sorted(set(one.tally.letters) - {AGAINST, ABSTAIN}), AGAINST, ABSTAIN]
    sums = ";".join(
        f"{letter}:{one.tally.letters[letter].area}:{one.tally.letters[letter].heads}"
        for letter in order
        if letter in one.tally.letters
    )
    passed = "".join(one.verdict.agreed) or "-"
    part = one.tally.part
    return f"claim,{one.question.no},{one.way},{part.area},{part.heads},{sums},{passed}"
