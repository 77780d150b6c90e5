"""S-43: what scripts of an older build kept or send is taken, 0 dropped; a newer form waits unguessed."""

from __future__ import annotations

import base64
import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import Page, Playwright

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.words import State
from huiyin.desks.field.outbox import mark_of, seat_of
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.kept import FORMAT, FORMAT_HEADER
from tests.desks.browsing import wait
from tests.desks.signed_in import at_desk
from tests.desks.telephone import Telephone, playing
from tests.town import all_seen, case_of, plant_town

BUILDS = Path(__file__).with_name("builds")
EACH = sorted(one.name for one in BUILDS.iterdir() if one.is_dir())
WORDS, DAY = "地下室配电箱没有门", 24 * 3600


def png() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (48, 48), (90, 120, 60)).save(body, "PNG")
    return body.getvalue()


SENT: dict[str, dict[str, str]] = {
    "accept": {"back": "job"},
    "arrive": {"back": "job"},
    "contacted": {"note": "约好六点"},
    "note": {"text": "缺配件"},
    "plan": {"step_1": "换管", "by_1": "2029-12-30", "owner": "王工", "done_by": "2030-01-01", "cost": ""},
    "done": {"back": "job"},
    "answer": {"answer": "已经疏通，可以使用。"},
}
"""What the older builds send for a job, in the order of a day: step → fields, as recorded from them."""


def as_sent(age: int, form: str = "") -> dict[str, str]:
    """The headers of a kept write; the older builds name no format."""
    return {"huiyin-kept": str(age), "accept": "application/json"} | ({FORMAT_HEADER: form} if form else {})


@pytest.fixture
def small_town(db: None) -> Any:
    return plant_town()


def test_whatever_an_older_build_sends_is_taken_after_thirty_days(small_town: Any) -> None:
    receipt = small_town.take_in(place_id=small_town.building.pk, content="厨房下水返水")
    fire_due()
    worker, headers = at_desk(small_town.people["field"]), as_sent(30 * DAY)
    for step, fields in SENT.items():
        body = {"key": uuid.uuid4().hex, **fields}
        answer = worker.post(f"/field/{receipt.number}/{step}", body, headers=headers)
        assert answer.status_code == 200, (step, answer.content)
        assert [one["level"] for one in answer.json()["told"]] != ["warning"], step
        assert step != "note" or all(
            worker.post(
                f"/field/{receipt.number}/note",
                {"key": uuid.uuid4().hex, "text": "缺配件"},
                headers=as_sent(DAY, form),
            ).status_code
            == 200
            for form in ("1", str(FORMAT), "soon")
        ), "a form that is no number counts as the oldest"
    photo = SimpleUploadedFile("a.png", png(), "image/png")
    body = {"key": uuid.uuid4().hex, "place": small_town.building.pk, "words": WORDS, "photo": photo}
    assert worker.post("/field/new", body, headers=headers).status_code == 200
    assert case_of(receipt).state == State.PROPOSED
    with seen_as(SYSTEM):
        assert Case.objects.filter(content=WORDS).count() == 1


def test_a_newer_form_is_told_to_wait_and_is_taken_when_the_newer_program_runs(
    small_town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a program was put back: 503 with Retry-After, on which every build keeps and tries again."""
    receipt = small_town.take_in(place_id=small_town.building.pk, content="厨房下水返水")
    fire_due()
    worker, newer = at_desk(small_town.people["field"]), FORMAT + 1
    path, body = f"/field/{receipt.number}/note", {"key": uuid.uuid4().hex, "text": "缺配件"}
    refused = worker.post(path, body, headers=as_sent(DAY, str(newer)))
    assert (refused.status_code, refused.json()["code"]) == (503, "newer_outbox")
    assert int(refused["Retry-After"]) > 0
    monkeypatch.setattr("huiyin.ground.web.kept.FORMAT", newer)
    assert worker.post(path, body, headers=as_sent(DAY, str(newer))).status_code == 200, "the key was free"
    with seen_as(SYSTEM):
        assert case_of(receipt).events.filter(verb="noted").count() == 1


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with playing() as started:
        yield started


@pytest.fixture
def town(transactional_db: None) -> Any:
    return plant_town()


@pytest.fixture
def telephone(play: Playwright, town: Any, live_server: Any, tmp_path: Any) -> Iterator[Telephone]:
    one = Telephone(play, tmp_path / "profile", live_server.url)
    one.switch_on()
    one.seat(town.people["field"])
    yield one
    one.switch_off()
    assert one.wrong == []


KEEP = """async given => {{ {store}
  const [who, seat, place, words, photo] = given;
  const bytes = Uint8Array.from(atob(photo), one => one.charCodeAt(0));
  await HuiyinStore.take(who, seat);
  await HuiyinStore.add({{ key: crypto.randomUUID().replace(/-/g, ''), who: who, at: Date.now() - 29 * 864e5,
    words: {{ path: '/field/new', title: 'x', about: '', fields: [['place', place], ['words', words]],
              files: [{{ field: 'photo', name: 'a.png', type: 'image/png' }}] }},
    blobs: [new Blob([bytes], {{ type: 'image/png' }})] }}); }}"""
SEND = """async () => {{ {store} {sending}
  for (const row of await HuiyinStore.list((await HuiyinStore.seats())[0].who)) {{
    await HuiyinStore.mark(row.order, {{ sure: true }}); }}
  return await HuiyinSending.run(); }}"""
"""`sure`: the person has looked at what is older than seven days, and sends it."""


def script(build: str, name: str) -> str:
    return (BUILDS / build / f"outbox-{name}.js").read_text("utf-8")


def keep(page: Page, url: str, build: str, town: Any, words: str) -> None:
    """Let the scripts of that build keep a finding with its photo; no script of today has run here."""
    account = town.people["field"]
    page.goto(f"{url}/healthz")
    photo = base64.b64encode(png()).decode()
    page.evaluate(KEEP.format(store=script(build, "store")),
                  [mark_of(account.pk), seat_of(account), str(town.building.pk), words, photo])  # fmt: skip


def arrived() -> dict[str, int]:
    """Words of what was filed → how many photos it has."""
    with all_seen():
        return {one.content: Attachment.objects.filter(case=one).count() for one in Case.objects.all()}


@pytest.mark.browser
@pytest.mark.parametrize("build", EACH)
def test_what_an_older_build_kept_is_sent_by_todays_scripts_and_by_its_own(
    telephone: Telephone, town: Any, build: str
) -> None:
    assert telephone.context
    page, url = telephone.context.pages[0], telephone.url
    keep(page, url, build, town, "楼道灯不亮")
    own = SEND.format(store=script(build, "store"), sending=script(build, "sending"))
    assert page.evaluate(own) == "none", "nothing was left to send"
    assert arrived() == {"楼道灯不亮": 1}

    keep(page, url, build, town, WORDS)
    page.goto(f"{url}/field/outbox")
    waits = ".outbox-item[data-state=look]"  # older than seven days: the person looks first
    page.wait_for_selector(waits)
    assert WORDS in page.inner_text(waits)
    assert wait(page, "document.querySelector('.outbox-photos img').naturalWidth", bool) > 0, "and its photo"
    page.click(f"{waits} [data-item-retry]")
    wait(page, "document.querySelectorAll('[data-state=received]').length", lambda many: many == 2)
    assert arrived() == {"楼道灯不亮": 1, WORDS: 1}
