"""A case in every state a page can show, for the pages to be looked at."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.request import File, Receipt
from huiyin.casework.s4_handling.acts import accept, arrive, propose, publish_plan
from huiyin.casework.s4_handling.pauses import pause_clocks
from huiyin.casework.s5_closure.acts import judge
from huiyin.casework.s5_closure.declining import ask_to_decline
from huiyin.casework.s5_closure.words import LegalOutcome
from huiyin.ground.clock import now
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.door import picture
from tests.town import Town, case_of


def plant_states(town: Town) -> dict[str, Case]:
    """Name of the state → its case, all at the first building."""
    here = {"place_id": town.building.pk}
    files = (File("image/jpeg", "a.jpg", picture()), File("audio/ogg", "v", b"OggS"))
    taken = {
        "received": town.take_in(**here, content="业主大会什么时候开", category="", phone=None),
        "danger": town.take_in(**here, content="厨房煤气味很大，头晕"),
        "private": town.take_in(**here, content="老人需要帮助", category="1202", private=True),
        "accepted": town.take_in(**here, files=files, whose_home="3-2-501", name="阿依古丽·买买提"),
        "arrived": town.take_in(**here),
        "proposed": town.take_in(**here),
        "to follow up": town.take_in(**here, phone=None),
        "confirmed": town.take_in(**here),
        "declining": town.take_in(**here, content="邻居的树太高", category=""),
    }
    fire_due()
    with seen_as(town.viewer("duty")) as duty:
        for name in ("accepted", "arrived", "proposed", "to follow up", "confirmed"):
            accept(case_id=taken[name].case_id, by=duty)
        arrive(case_id=taken["arrived"].case_id, by=duty)
        until = now() + timedelta(hours=2)
        pause_clocks(case_id=taken["arrived"].case_id, by=duty, reason="resident_unavailable", until=until)
        publish_plan(
            case_id=taken["accepted"].case_id, by=duty, steps="先关总阀，再换管。", owner="富友",
            done_by=timezone.localdate(now()), cost_fen=30_000,
        )  # fmt: skip
        for name in ("proposed", "to follow up", "confirmed"):
            propose(case_id=taken[name].case_id, by=duty, answer="管道已疏通，可以使用。")
    with seen_as(town.viewer("clerk")) as clerk:
        decline = {"outcome": LegalOutcome.SAME_MATTER, "answer": "同一件事已在办理。"}
        ask_to_decline(case_id=taken["declining"].case_id, by=clerk, **decline)
    fire_due()
    _confirm(town, taken["confirmed"])
    return {name: case_of(receipt) for name, receipt in taken.items()}


def _confirm(town: Town, receipt: Receipt) -> None:
    with seen_as(town.asker(receipt)) as asker:
        judge(case_id=receipt.case_id, solved=True, satisfied="yes", words="很快", by=asker)
