"""S-109: rule R-1 over the route table, the tables, the words, the rule packs and every page that opens."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps

import huiyin.desks
from huiyin.registers.people.models import Account, Person
from huiyin.registers.rules.files import SHIPPED, read_packs
from tests.attack.walking import addresses_of, opened
from tests.matrix.routes import operations, pages
from tests.matrix.rule_r1 import SCRIPT, forbidden_name, forbidden_words, forced_files, ranked_people
from tests.matrix.world import build

SOURCE = Path(huiyin.__file__).parent
SHARE = 9
"""The quick test opens every ninth address."""
COLUMNS = {
    "people_account.last_login": "Django's own, for links that end with the next sign-in; read by no page",
    "people_dutyshift.rank": "who is called first, second and third in a night: an order of calling",
    "people_dutyshiftevent.rank": "the same",
}
KEYS = {"rank": "the order of the classes of a fault (service-levels/5341)"}
SAID = {
    "who was there at a meeting, counted for its quorum; a duty of the meeting, of nobody's work": re.compile(
        r"签到|check(ed)?[ -]in", re.IGNORECASE
    ),
    "the very promise that there is none": re.compile(r"不记积分，不算时长"),
    "shares of costs by area": re.compile(r"按面积分"),
    "who is called first in a night": re.compile(r"for this rank at that time|\"Rank\""),
    "what people ask about: a category of requests": re.compile(r"志愿服务积分"),
}
"""Words that may stand, each with its reason."""
INSISTING = {
    "job": "photo",
    "work-photograph": "picture",
    "agreement-picture": "picture",
    "fund-scan-add": "picture",
    "vote-proxy": "scan",
    "election-count": "scan",
}
"""Pages with such a form and the field of it: the picture is all that it adds, or a signed paper."""
PICTURES = {
    "PhotoForm": "adds a picture of the work and nothing else: no other form of a job has one",
    "EvidenceForm": "the same at the desk of a case",
    "PhotographForm": "the same of a work",
    "PictureForm": "a signed agreement on paper: the picture is the matter",
    "ScanForm": "a paper of the maintenance fund, the same",
    "MandateForm": "a written authority of an owner, the same",
    "UploadForm": "a table somebody brings",
    "ResultsForm": "a table of the city's platform",
}
"""Every form that cannot be sent without a file, each with its reason: the file is what it is for."""


def test_no_address_is_about_ranks_points_or_checking_in() -> None:
    names = {f"{route.name} {route.pattern}" for route in pages()}
    names |= {f"{route.name} {route.pattern}" for route in operations()}
    assert len(names) > 300
    assert [name for name in names if any(map(forbidden_name, name.split()))] == []


def test_no_column_holds_points_log_ins_or_positions() -> None:
    columns = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("huiyin.")
        for field in model._meta.get_fields()
    }
    assert len(columns) > 1000
    assert {name for name in columns if forbidden_name(name.partition(".")[2])} == set(COLUMNS)
    reading = [path.name for path in (SOURCE / "desks").rglob("*.*") if _mentions(path, "last_login")]
    assert reading == [], "when somebody signed in last is shown nowhere"


def test_no_sentence_speaks_of_them() -> None:
    catalogue = (SOURCE / "locale/zh_Hans/LC_MESSAGES/django.po").read_text("utf-8")
    lines = [line for line in catalogue.splitlines() if line.startswith(("msgid", "msgstr", '"'))]
    assert len(lines) > 5000
    assert [line for line in lines if forbidden_words(_without_allowed(line))] == []


def test_no_script_asks_where_somebody_is() -> None:
    texts = [*SOURCE.rglob("static/huiyin/*.js"), *SOURCE.rglob("templates/**/*.html")]
    assert len(texts) > 150
    assert [path.name for path in texts if SCRIPT.search(path.read_text("utf-8"))] == []


def test_no_pack_of_rules_asks_for_a_picture_or_gives_points() -> None:
    files = sorted(SHIPPED.rglob("*.toml"))
    assert files
    assert len(list(read_packs(SHIPPED))) > 10
    for path in files:
        keys = _keys(tomllib.loads(path.read_text("utf-8")))
        assert [key for key, _value in keys if forbidden_name(key) and key not in KEYS] == [], path
        assert [key for key, value in keys if key == "evidence_pair" and value] == [], path


def test_no_form_insists_on_a_picture_beside_something_else() -> None:
    assert {kind.__name__ for kind in _forms() if _insists(kind)} == set(PICTURES)


def walk(everybody: bool, share: int, world: Any) -> list[str]:  # noqa: FBT001 - a switch of two tests
    """Faults of the pages that open, as sentences."""
    people = {
        *Account.objects.values_list("display_name", flat=True),
        *Person.objects.values_list("name", flat=True),
    }
    people = {name for name in people if len(name) > 1}
    faults, seen = [], 0
    for number, (name, path, route) in enumerate(addresses_of(world, everybody=everybody)):
        if number % share:
            continue
        answer = opened(world, name, path)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        seen, html = seen + 1, answer.content.decode()
        faults += [f"{route.name} {name}: {rows}" for rows in ranked_people(html, people)]
        allowed = INSISTING.get(route.name)
        faults += [f"{route.name} insists on {field}" for field in forced_files(html) if field != allowed]
        faults += [f"{route.name}: position"] if SCRIPT.search(html) else []
    assert seen > 15
    return faults


@pytest.fixture
def world(db: None) -> Any:
    return build()


def test_a_share_of_the_pages_ranks_nobody(world: Any) -> None:
    assert walk(False, SHARE, world) == []


@pytest.mark.long
def test_no_page_of_anybody_ranks_people_or_insists_on_a_picture(world: Any) -> None:
    assert walk(True, 1, world) == []


def test_these_questions_find_what_is_planted() -> None:
    for name in (
        "staff/leaderboard",
        "people_person.points",
        "login_count",
        "home_lat",
        "check-in",
        "worker/track",
    ):
        assert forbidden_name(name.rpartition(".")[2]), name
    for name in (
        "sign-in",
        "duty/handover",
        "appointed_at",
        "started_at",
        "hours",
        "checklist",
        "latest",
        "translated",
    ):
        assert not forbidden_name(name), name
    for words in ("Ranking of the month", "本月排名", "今日打卡", "网格员积分", "在线时长 3 小时"):
        assert forbidden_words(_without_allowed(words)), words
    assert not forbidden_words(_without_allowed("按面积分摊到每一户"))
    people = {"王芳", "李强", "赵敏"}
    table = "<table>{}</table>".format
    rows = [
        f"<tr><td>{name}</td><td>{count} 件</td></tr>"
        for name, count in (("王芳", 9), ("李强", 7), ("赵敏", 2))
    ]
    assert ranked_people(table("".join(rows)), people)
    assert not ranked_people(table("".join([rows[1], rows[0], rows[2]])), people), "in no order"
    assert not ranked_people(table("".join(rows[:2])), people), "two"
    days = [
        "<tr><td>2026-11-0{0} 08:0{0}</td><td>{1}</td></tr>".format(*one)
        for one in zip("123", people, strict=True)
    ]
    assert not ranked_people(table("".join(days)), people), "a list of duty by days"
    assert forced_files('<input type="file" name="photo" required>') == ["photo"]
    assert forced_files('<input type="file" name="photo">') == []


def _without_allowed(text: str) -> str:
    for allowed in SAID.values():
        text = allowed.sub("", text)
    return text


def _mentions(path: Path, word: str) -> bool:
    return path.suffix in (".py", ".html") and word in path.read_text("utf-8")


def _keys(value: Any) -> list[tuple[str, Any]]:
    """Every key of a pack with its value, however deep."""
    if isinstance(value, dict):
        return [(key, inner) for key, inner in value.items()] + [k for v in value.values() for k in _keys(v)]
    return [one for inner in value for one in _keys(inner)] if isinstance(value, list) else []


def _forms() -> set[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(huiyin.desks.__path__, "huiyin.desks."):
        importlib.import_module(module.name)
    found: set[type[forms.BaseForm]] = set()
    waiting = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.add(kind)
    return {kind for kind in found if kind.__module__.startswith("huiyin.")}


def _insists(kind: type[forms.BaseForm]) -> bool:
    fields = getattr(kind, "base_fields", {}).values()
    return any(isinstance(one, forms.FileField) and one.required for one in fields)
