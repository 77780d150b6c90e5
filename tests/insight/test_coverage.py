"""n of N with both lists: 28/29 estates with a body and 28/28 bodies with a party branch stay apart."""

import pytest

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.coverage import What, Which, coverage_in, places_covered
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.people.words import Role
from huiyin.registers.places.models import Place, QrCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    """Report 004: 29 estates, 28 with a body, each of them with a branch; the last has one too."""
    street = plant_scope(name="S", kind="subdistrict", region="990101")
    with seen_as(SYSTEM):
        for n in range(29):
            scope = plant_scope(name=f"E{n}", kind="estate", parent=street)
            Place.objects.create(scope=scope, kind="estate", name=f"E{n}", label=f"E{n}")
            Organisation.objects.create(scope=scope, kind="party", name=f"支部{n}")
            if n < 28:
                kind = "owners" if n % 2 else "management"
                Organisation.objects.create(scope=scope, kind=kind, name=f"业委会{n}")
    return street


def leader_of(scope):
    with seen_as(SYSTEM):
        account = Account.objects.create(username=f"l{scope.pk}", display_name="l")
        RoleGrant.objects.create(account=account, role=Role.LEADER, scope=scope, since=now())
        return viewer_of_account(account, second_factor=True)


def told(viewer):
    with seen_as(viewer):
        return {one.what: (one.n, one.whole) for one in coverage_in(viewer)}


def test_two_universes_stand_side_by_side(street):
    assert told(leader_of(street)) == {What.BODY: (28, 29), What.PARTY: (28, 28)}


def test_both_lists_of_every_figure_add_up(street):
    viewer = leader_of(street)
    with seen_as(viewer):
        for one in coverage_in(viewer):
            have, lack = (places_covered(viewer, one.what, which).count() for which in Which)
            assert (have, lack) == (one.n, one.whole - one.n)
        assert [place.label for place in places_covered(viewer, "body", "lack")] == ["E28"]


def test_what_ended_or_closed_counts_no_more(street):
    with seen_as(SYSTEM):
        Organisation.objects.filter(name="业委会0").update(until="2026-01-01")
        Place.objects.filter(label="E28").update(closed_at=now())
    assert told(leader_of(street)) == {What.BODY: (27, 28), What.PARTY: (27, 27)}


def test_doors_and_buildings_have_their_own(street):
    with seen_as(SYSTEM):
        estate = Place.objects.get(label="E0")
        house = Place.objects.create(scope=estate.scope, parent=estate, kind="building", name="1", label="1")
        for n in (1, 2):
            door = Place.objects.create(
                scope=estate.scope, parent=house, kind="entrance", name=str(n), label=f"1-{n}"
            )
        QrCode.objects.create(code="AB12C3", scope=estate.scope, place=door, made_at=now())
    found = told(leader_of(street))
    assert (found[What.HEAD], found[What.CODE]) == ((0, 1), (1, 2))


def test_only_the_own_area_is_counted_and_nothing_else_asked(street):
    with seen_as(SYSTEM):
        first = Place.objects.get(label="E0").scope
    viewer = leader_of(first)
    assert told(viewer) == {What.BODY: (1, 1), What.PARTY: (1, 1)}
    for what, which in (("bodies", "n"), ("body", "all")):
        with pytest.raises(NotThere):
            places_covered(viewer, what, which)
