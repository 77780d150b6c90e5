"""One case seen from several areas: shared is seen, not shared is not there, and no row is copied."""

import pytest
from django.db import Error, connection, transaction

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s3_dispatch.acts import dispatch
from huiyin.casework.s3_dispatch.models import Share, SupervisionCopy
from huiyin.casework.s3_dispatch.shares.acts import revoke_share, share_case
from huiyin.casework.s3_dispatch.shares.reads import copies_for
from huiyin.casework.s3_dispatch.shares.refusals import SeenAlready, ShareReason
from huiyin.casework.s3_dispatch.whistles.answering import deliver, report_in
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.words import Permission
from tests.desks.signed_in import at_desk
from tests.town import all_seen, case_of
from tests.units import add_unit, call_of, whistle

HANGING = (
    "casefile_requester", "casefile_event", "casefile_clock", "casefile_clockentry", "dispatch_assignment",
)  # fmt: skip


@pytest.fixture
def case(town, hands):
    receipt = town.take_in()
    fire_due()
    return case_of(receipt)


def counts():
    with all_seen():
        return Case.objects.count(), Event.objects.exclude(verb__in=("shared", "unshared")).count()


def seen_by(town, name, case):
    viewer = town.viewer(name)
    with seen_as(viewer):
        gate = cases_of(viewer).filter(pk=case.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM casefile_case WHERE id = %s", [case.pk])
            wall = cursor.fetchone() == (1,)
            hanging = []
            for table in HANGING:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
                hanging.append(cursor.fetchone()[0] > 0)
    page = at_desk(town.people[name]).get(f"/case/{case.number}").status_code == 200
    return gate, wall, page, any(hanging), all(hanging)


def share(town, case, **more):
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        return share_case(
            case_id=case.pk, to_scope_id=town.other_community.pk, reason="同一根管道", by=clerk, **more
        )


def test_shared_is_seen_not_shared_is_not_there_and_nothing_is_copied(town, case):
    before = counts()
    assert seen_by(town, "other clerk", case) == (False, False, False, False, False)
    made = share(town, case)
    assert seen_by(town, "other clerk", case) == (True, True, True, True, True)
    assert seen_by(town, "clerk", case)[:3] == (True, True, True)
    assert counts() == before
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        revoke_share(share_id=made.pk, by=clerk)
    assert seen_by(town, "other clerk", case) == (False, False, False, False, False)
    assert counts() == before


def test_a_share_lets_read_and_nothing_else(town, case):
    share(town, case)
    other = town.viewer("other clerk")
    with seen_as(other):
        with pytest.raises(NotThere):
            lock_case(case.pk)
        assert Case.objects.filter(pk=case.pk).update(title="x") == 0
        seen = Case.objects.get(pk=case.pk)
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            write(case=seen, verb=Verb.NOTED, by=other, text="x")
    with seen_as(other), pytest.raises(NotThere):
        revoke_share(share_id=Share.objects.get().pk, by=other)


def test_a_private_case_is_shared_only_with_those_who_read_private_ones(town, hands):
    receipt = town.take_in(private=True)
    case = case_of(receipt)
    share(town, case)
    other = town.viewer("other clerk")
    assert other.may(Permission.CASE_READ_PRIVATE)
    with seen_as(other):
        assert cases_of(other).filter(pk=case.pk).exists()
    for name in ("other clerk",):
        narrow = type(other)(
            kind="account", id="9", grants={Permission.CASE_READ: other.grants[Permission.CASE_READ]}
        )
        with seen_as(narrow):
            assert not cases_of(narrow).filter(pk=case.pk).exists(), name


def test_a_share_needs_a_reason_an_area_and_the_right(town, case):
    clerk, leader = town.viewer("clerk"), town.viewer("leader")
    with seen_as(clerk):
        with pytest.raises(ShareReason):
            share_case(case_id=case.pk, to_scope_id=town.other_estate.pk, reason=" ", by=clerk)
        with pytest.raises(SeenAlready):
            share_case(case_id=case.pk, to_scope_id=town.community.pk, reason="x", by=clerk)
        with pytest.raises(NotThere):
            share_case(case_id=case.pk, to_scope_id=999_999, reason="x", by=clerk)
    with seen_as(leader), pytest.raises(NotThere):
        share_case(case_id=case.pk, to_scope_id=town.other_estate.pk, reason="x", by=leader)
    share(town, case)
    with pytest.raises(SeenAlready):
        share(town, case)


def test_a_unit_of_another_area_that_is_called_reads_and_answers_through_the_share(town, case):
    unit = add_unit(
        town, "邻区物业", scope=town.other_community, kind=OrganisationKind.COMPANY, works=town.other_estate
    )
    whistle(town, case.pk, unit)
    viewer = town.viewer("邻区物业")
    assert seen_by(town, "邻区物业", case)[:3] == (True, True, True)
    assert seen_by(town, "other clerk", case)[0] is False
    with seen_as(viewer):
        assert Notice.objects.filter(template="called").count() == 1
        report_in(call_id=call_of(unit).pk, by=viewer)
        deliver(call_id=call_of(unit).pk, result="已关阀", by=viewer)
    with all_seen():
        last = Event.objects.filter(case=case).latest("seq")
    assert (last.verb, last.actor, last.scope_id) == ("delivered", viewer.actor, town.estate.pk)


def test_a_dispatch_straight_to_a_community_is_copied_to_the_level_above(town, case):
    desk = add_unit(town, "居委会", scope=town.community, kind=OrganisationKind.COMMUNITY)
    clerk, leader = town.viewer("clerk"), town.viewer("leader")
    with seen_as(clerk):
        dispatch(case_id=case.pk, organisation=desk, account=None, by=clerk)
    with all_seen():
        copy = SupervisionCopy.objects.get()
        assert (copy.to_scope_id, copy.organisation) == (town.street.pk, desk)
        told = Notice.objects.filter(template="copied").values_list("recipient", flat=True)
        assert list(told) == [leader.actor]
    with seen_as(leader):
        assert [one.case_id for one in copies_for(leader)] == [case.pk]
    with seen_as(clerk):
        assert not copies_for(clerk).exists()
        dispatch(case_id=case.pk, organisation=town.company, account=None, by=clerk)
    with all_seen():
        assert SupervisionCopy.objects.count() == 1
