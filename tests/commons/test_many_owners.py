"""The owners' vote in the size of a real estate: a thousand owners who all press at once, five hundred
conflicts between paper and telephone, ten thousand guesses."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from huiyin.commons.c2_voices.models import Ballot, Paper, RollHead, TurnedAway, VoteEvent, VoteResult
from huiyin.commons.c2_voices.owners_vote import papers
from huiyin.commons.c2_voices.owners_vote.casting import cast
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, owner_by_link
from huiyin.commons.c2_voices.owners_vote.participation import participation_of
from huiyin.commons.c2_voices.owners_vote.reads import both_ways
from huiyin.commons.c2_voices.owners_vote.words import Why
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.owners.acts import enter_owner
from huiyin.registers.owners.entry import MOST_TRIES, PER_DAY
from huiyin.registers.owners.models import OwnerCode
from huiyin.registers.rules.words import BallotWay, Repeated
from tests.commons.hall import HEADS, Hall, plant_unit

pytestmark = pytest.mark.django_db(transaction=True)
OWNERS = int(os.environ.get("HUIYIN_S50_OWNERS", "1000"))
SENDS = int(os.environ.get("HUIYIN_S50_SENDS", "20"))
CONFLICTS = int(os.environ.get("HUIYIN_S52_CONFLICTS", "500"))
GUESSES = int(os.environ.get("HUIYIN_S58_GUESSES", "10000"))
RECOUNT = Path(__file__).resolve().parents[2] / "tools" / "recount.py"


def settled(hall: Hall, owners: int) -> Hall:
    """The estate with so many more units, each with an owner of its own."""
    with seen_as(SYSTEM):
        for n in range(owners):
            home = plant_unit(hall.town.building, f"{n // 8 + 10}{n % 8 + 1:02d}", 5000 + 37 * (n % 211))
            enter_owner(place=home, name=f"业主{n}", phone=f"137{n:08d}", by=SYSTEM)
    return hall


def heads_of(hall: Hall) -> list[RollHead]:
    with seen_as(SYSTEM):
        return list(RollHead.objects.filter(vote=hall.vote).order_by("no"))


def codes_of(hall: Hall) -> dict[UUID, str]:
    """The code on each head's paper."""
    with seen_as(SYSTEM):
        return dict(Paper.objects.filter(vote=hall.vote).values_list("head_id", "code"))


def recounted(hall: Hall, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the stand-alone script says of the published file."""
    with seen_as(SYSTEM):
        result = VoteResult.objects.get(vote=hall.vote)
    path = folder / "file.csv"
    path.write_bytes(bytes(result.file))
    command = [sys.executable, "-I", "-S", str(RECOUNT), str(path), result.sha256]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def at_once(hands: list[Callable[[int, RollHead], object]], heads: list[RollHead]) -> list[Exception]:
    """Every hand goes along the same heads; before each head all wait for the last one."""
    barrier, faults = threading.Barrier(len(hands)), list[Exception]()

    def along(hand: Callable[[int, RollHead], object]) -> None:
        for place, head in enumerate(heads):
            barrier.wait(120)
            try:
                hand(place, head)
            except Exception as error:  # noqa: BLE001 - told below
                faults.append(error)
        connection.close()

    threads = [threading.Thread(target=along, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.long
def test_a_thousand_owners_who_press_twenty_times_have_one_voice_each(hall: Hall, tmp_path: Path) -> None:
    """S-50: and every second one's paper is read by two clerks in the same moment."""
    settled(hall, OWNERS).opened().step(papers.issue_papers)
    heads, codes = heads_of(hall), codes_of(hall)
    random.Random(50).shuffle(heads)
    vote = hall.vote.pk
    for head in heads[::2]:
        enter(hall, hall.clerk, vote, codes[head.pk], "N")

    def press(letters: str) -> Callable[[int, RollHead], object]:
        return lambda _place, head: hall.as_(owner(head), cast, head_id=head.pk, letters=letters)

    def read(place: int, head: RollHead) -> object:
        return enter(hall, hall.second, vote, codes[head.pk], "N") if place % 2 == 0 else None

    assert at_once([*(press("YN"[n % 2]) for n in range(SENDS)), read], heads) == []
    with seen_as(SYSTEM):
        assert Ballot.objects.count() == len(heads) * SENDS + len(heads[::2])
        assert Ballot.objects.filter(replaced_by=None).count() == len(heads)
        assert Ballot.objects.filter(replaced_by=None).values("head").distinct().count() == len(heads)
        numbers = sorted(Ballot.objects.values_list("no", flat=True))
        assert VoteEvent.objects.filter(vote=hall.vote, verb="ballot").count() == len(numbers)
        assert numbers == list(range(1, len(numbers) + 1))
        part = participation_of(hall.vote).part
        assert (part.heads, part.area) == (OWNERS + HEADS, hall.vote.area)
        assert {one.pk for one in both_ways(hall.vote)} == {head.pk for head in heads[::2]}
    hall.closed().result()
    with seen_as(SYSTEM):
        (told,) = VoteResult.objects.get(vote=hall.vote).figures
    assert [sum(column) for column in zip(*told["letters"].values(), strict=True)] == [
        hall.vote.area,
        OWNERS + HEADS,
    ]
    again = recounted(hall, tmp_path)
    assert again.returncode == 0, again.stdout + again.stderr


def owner(head: RollHead) -> Viewer:
    return owner_by_link(ballot_token(head.pk))


def enter(hall: Hall, clerk: Viewer, vote: int, code: str, letters: str) -> Any:
    return hall.as_(clerk, papers.enter_paper, vote_id=vote, said=code, letters=letters, way=BallotWay.PAPER)


@pytest.mark.long
@pytest.mark.parametrize("rule", list(Repeated))
def test_of_paper_and_telephone_the_rule_decides_and_all_is_listed(hall: Hall, rule: Repeated) -> None:
    """S-52: against a model of a few lines; half of the conflicts under each rule."""
    settled(hall, CONFLICTS // 2).opened(repeated=rule).step(papers.issue_papers)
    dice, codes = random.Random(f"52 {rule}"), codes_of(hall)
    voices, double, unread = dict[UUID, str](), 0, 0
    for head in heads_of(hall):
        for means, letters in lives(dice):
            if means == "one clerk":
                unread += 1
            elif rule is Repeated.LAST or head.pk not in voices:
                voices[head.pk] = letters
            else:
                double += 1
            take(hall, head, means, letters, codes[head.pk])
    with seen_as(SYSTEM):
        assert TurnedAway.objects.filter(vote=hall.vote, why=Why.DOUBLE).count() == double
        counted = Ballot.objects.filter(vote=hall.vote, replaced_by=None)
        assert set(counted.values_list("head_id", flat=True)) == voices.keys()
        listed = {one.pk for one in both_ways(hall.vote)}
        turned = set(TurnedAway.objects.filter(vote=hall.vote).values_list("head_id", flat=True))
        ways = {
            head.pk: len(set(Ballot.objects.filter(head=head).values_list("way"))) for head in heads_of(hall)
        }
    assert listed == {head for head, n in ways.items() if n == 2}
    assert len(listed | turned) >= min(CONFLICTS // 4, len(voices) // 4)
    assert unread > CONFLICTS // 40
    hall.closed().result()
    with seen_as(SYSTEM):
        (told,) = VoteResult.objects.get(vote=hall.vote).figures
    told_heads = {letter: row[1] for letter, row in told["letters"].items() if row[1]}
    assert told_heads == dict(Counter(voices.values()))


def lives(dice: random.Random) -> Iterator[tuple[str, str]]:
    """What one owner does: presses, a paper that two clerks read, or one that only one read."""
    paper = dice.choice(["paper", "paper", "one clerk"])
    deeds = [*(["telephone"] * dice.randint(1, 2)), paper]
    dice.shuffle(deeds)
    for deed in deeds:
        yield deed, dice.choice("YN")


def take(hall: Hall, head: RollHead, means: str, letters: str, code: str) -> None:
    if means == "telephone":
        hall.as_(owner(head), cast, head_id=head.pk, letters=letters)
        return
    read = enter(hall, hall.clerk, hall.vote.pk, code, letters)
    assert read.outcome is None
    if means == "paper":
        enter(hall, hall.second, hall.vote.pk, code, letters)


@pytest.mark.long
def test_ten_thousand_guesses_open_no_ballot(hall: Hall) -> None:
    """S-58: whoever knows a number of the register, from ever new addresses, guesses the code sent to it.

    Five wrong tries end a code and a telephone gets five codes an hour, so nearly every guess meets nothing.
    """
    hall.opened()
    code, dice = hall.vote.code, random.Random(58)
    answers = Counter[int]()
    for n in range(GUESSES):
        guest = Client(REMOTE_ADDR=f"10.{n >> 12 & 255}.{n >> 6 & 63}.{n & 63}")
        guest.post(f"/v/{code}/me", {"phone": f"1390000000{dice.randint(1, 5)}"})
        guessed = guest.post(f"/v/{code}/code", {"code": f"{dice.randrange(10**6):06d}"})
        answers[guessed.status_code] += 1
        if n % 500 == 499:
            hall.hands.move(minutes=3)
    assert answers.keys() <= {422, 429}, answers
    with seen_as(SYSTEM):
        assert not Ballot.objects.exists()
        codes = OwnerCode.objects.filter(known=True)
        assert codes.exists()
        assert max(codes.values_list("tries", flat=True)) == MOST_TRIES
        assert codes.count() <= 5 * PER_DAY
