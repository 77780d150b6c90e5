"""Places by the letters of their names: in the search, and while a call is typed in."""

from __future__ import annotations

import re

import pytest

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.spelling import find_spelled, is_spelling
from tests.desks.signed_in import at_desk
from tests.desks.test_clerk import entered, numbers
from tests.town import LAMP, case_of, plant_town


@pytest.fixture
def town(transactional_db):
    """A town whose estate has a name, a gate, and a home in its first building."""
    made = plant_town()
    with seen_as(SYSTEM):
        Place.objects.filter(scope=made.estate, kind="estate").update(name="象城外滩", label="象城外滩")
        Place.objects.filter(pk=made.building.pk).update(label="象城外滩 1号楼")
        estate = Place.objects.get(scope=made.estate, kind="estate")
        made.gate = Place.objects.create(
            scope=made.estate, parent=estate, kind="gate", name="北门", label="象城外滩 北门"
        )
        made.home = Place.objects.create(
            scope=made.estate, parent=made.building, kind="home", name="501", short="1-1-501",
            label="象城外滩 1号楼 501",
        )  # fmt: skip
    return made


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def labels(town, said):
    with seen_as(SYSTEM):
        return [one.label for one in find_spelled([town.estate.pk], said)]


@pytest.mark.parametrize("said", ["bm", "BM", "beimen", "bei", "北门", "北門", "ｂｍ"])
def test_a_gate_is_found_by_letters_and_in_both_scripts(town, said) -> None:
    assert labels(town, said) == ["象城外滩 北门"]


@pytest.mark.parametrize("said", ["xcwt", "xiangcheng", "xcwt1hl", "象城外灘"])
def test_what_is_called_so_itself_comes_first(town, said) -> None:
    first = labels(town, said)[0]
    assert first == ("象城外滩 1号楼" if said.endswith("hl") else "象城外滩")


@pytest.mark.parametrize("said", ["xcwt1-1-501", "xiangchengwaitan 1-1-501"])
def test_a_home_is_found_by_estate_and_number(town, said) -> None:
    assert labels(town, said) == ["象城外滩 1号楼 501"]


@pytest.mark.parametrize("said", ["", " ", "zzz", "-", "%", "x" * 500, "\ud800", "xcwt9-9-999"])
def test_what_nobody_is_called_finds_nothing(town, said) -> None:
    assert labels(town, said) == []


def test_letters_are_told_from_numbers_and_words() -> None:
    assert is_spelling("bm")
    assert is_spelling("xcwt3-2-501")
    assert not is_spelling("3-2-501")
    assert not is_spelling("北门")


def test_a_place_typed_in_letters_is_taken_where_one_fits_best(town) -> None:
    with seen_as(SYSTEM):
        assert find_spoken([town.estate.pk], "bm") == town.gate
        assert find_spoken([town.estate.pk], "xcwt1-1-501") == town.home
        Place.objects.create(
            scope=town.estate, parent=town.gate.parent, kind="gate", name="便门", label="象城外滩 便门"
        )
        assert find_spoken([town.estate.pk], "bm") is None  # two gates: the clerk has to say which


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("bm", {"gate"}), ("beimen", {"gate"}), ("北門", {"gate", "word"}), ("xcwt1hl", {"home"}),
        ("xcwt", {"gate", "home", "word"}), ("XCWT1-1-501", {"home"}), ("1hl", {"home"}),
    ],
)  # fmt: skip
def test_the_search_finds_cases_at_places_spelled_so(town, clerk, said, found) -> None:
    made = {
        "gate": town.take_in(content="路灯不亮", category=LAMP, place_id=town.gate.pk),
        "home": town.take_in(content="阳台渗水", place_id=town.home.pk),
        "word": town.take_in(content="北门的快递柜占地", place_id=None),
    }
    assert set(numbers(clerk, f"?q={said}")) == {made[name].number for name in found}
    stranger = at_desk(town.people["other clerk"])
    assert numbers(stranger, f"?q={said}") == []


def test_a_private_case_stays_private_however_its_place_is_spelled(town) -> None:
    made = town.take_in(content="家里的事", place_id=town.home.pk, private=True)
    assert case_of(made).private
    from huiyin.casework.casefile.finding import find_cases

    for role in ("leader", "contact", "field"):
        viewer = town.viewer(role)
        with seen_as(viewer):
            assert list(find_cases(viewer, "xcwt1-1-501")) == [], role


def test_while_a_call_is_typed_places_are_offered(town, clerk) -> None:
    page = clerk.get("/clerk/places", {"place": "bm", "estate": str(town.estate.pk)})
    assert re.findall(r'<option value="([^"]+)" label="bm ([^"]+)">', page.content.decode()) == [
        ("象城外滩 北门", "象城外滩 北门")
    ]
    assert (
        "北门"
        not in clerk.get("/clerk/places", {"place": "bm", "estate": str(town.sister.pk)}).content.decode()
    )
    assert clerk.get("/clerk/places", {"place": "<b>\x01'"}).status_code == 200
    assert "option" not in clerk.get("/clerk/places").content.decode()
    assert at_desk(town.people["field"]).get("/clerk/places", {"place": "bm"}).status_code == 404


def test_a_call_with_a_spelled_place_is_taken_in_there(town, clerk) -> None:
    answer = entered(clerk, estate=town.estate.pk, place="xcwt1-1-501", content="阳台渗水")
    assert answer.status_code == 303
    with seen_as(SYSTEM):
        from huiyin.casework.casefile.models import Case

        assert Case.objects.get().place_id == town.home.pk
