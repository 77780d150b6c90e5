"""What stands after `huiyin init`: an area in which a request can be taken in and sent to somebody."""

import uuid

import pytest
from django.utils import timezone

from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Request
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.founding import FOR_ALL, found
from huiyin.registers.places.models import Place
from huiyin.registers.rules.models import ScopePack
from huiyin.registers.rules.reads import categories_for, forget_packs
from huiyin.registers.rules.words import PackKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    forget_packs()
    return found(name="回音街道", region="510108", community="桑园社区")


def test_the_area_has_a_place_and_its_rules(root):
    with seen_as(SYSTEM):
        street, community = Place.objects.order_by("pk")
        assert (street.kind, street.name, street.parent_id) == ("subdistrict", "回音街道", None)
        assert (community.kind, community.name, community.parent_id) == ("community", "桑园社区", street.pk)
        assert community.scope.path.startswith(root.path)
    assert {kind for kind, _name in FOR_ALL} == set(PackKind), "a kind of rules nobody follows stops somebody"
    assert categories_for([root.pk], timezone.now()).leaves


def test_a_request_can_be_taken_in_at_once(root):
    with seen_as(SYSTEM):
        community = Scope.objects.get(name="桑园社区")
    request = Request(scope_id=community.pk, channel="Q", content="楼道灯坏了", category="0204", phone="")
    receipt = take_in(request=request, by=guest(), key=str(uuid.uuid4()), digest=b"x")
    assert receipt.number.startswith("510108-")


def test_again_changes_nothing(root):
    before = Scope.objects.count(), ScopePack.objects.count()
    assert found(name="另一街道", region="000000", community="桑园社区") == root
    assert (Scope.objects.count(), ScopePack.objects.count()) == before
