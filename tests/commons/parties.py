"""An agreement and an emergency service in the small town, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from huiyin.commons.c3_decisions.acts import Draft, decide
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c5_agreements import drafting, emergency, signing
from huiyin.commons.c5_agreements.drafting import Promise, Terms
from huiyin.commons.c5_agreements.models import Agreement, EmergencyService
from huiyin.commons.c5_agreements.words import Kind, Rhythm
from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.town import Hands, Town

PARTIES = (("社区党委", "老人有地方吃饭"), ("富友", "门前秩序好管"), ("产权单位", "空房有人维护"))


@dataclass
class Parties:
    """The town, and what its bodies promise one another."""

    town: Town
    hands: Hands
    agreement: Any = None
    service: Any = None
    units: dict[str, Any] = field(default_factory=dict)

    @property
    def clerk(self) -> Viewer:
        return self.town.viewer("clerk")

    @property
    def today(self) -> date:
        return today()

    def as_(self, act: Any, viewer: Viewer | None = None, **given: Any) -> Any:
        """Do an act as the clerk, or as somebody else."""
        viewer = viewer or self.clerk
        with seen_as(viewer):
            return act(by=viewer, **given)

    def do(self, act: Any, viewer: Viewer | None = None, **given: Any) -> Any:
        """Do an act on the agreement, and read it anew."""
        made = self.as_(act, viewer, agreement_id=self.agreement.pk, **given)
        self.again()
        return made

    def again(self) -> Agreement:
        with seen_as(SYSTEM):
            self.agreement = Agreement.objects.get(pk=self.agreement.pk)
        return self.agreement

    def terms(self, **given: Any) -> Terms:
        """A year, by a resource for a service; any field can be given."""
        plain: dict[str, Any] = {
            "kind": Kind.RESOURCE, "title": "空房办养老驿站", "aim": "老人就近吃饭和康复。",
            "begins": self.today, "ends": self.today + timedelta(days=364),
            "resource": "空房一间，一百二十平方米",
        }  # fmt: skip
        return Terms(**plain | given)

    def begun(self, **given: Any) -> Parties:
        """A decision of the parties, and the agreement it asks for."""
        draft = Draft("办养老驿站", "三方合作。", DecidedBy.PARTIES, "三方", self.today)
        decision = self.as_(decide, place_id=self.town.building.pk, what=draft)
        self.agreement = self.as_(
            drafting.begin_agreement, decision_id=decision.pk, terms=self.terms(**given)
        )
        return self

    def written(self, **given: Any) -> Parties:
        """Three parties with their gains, each with a duty of every month."""
        self.begun(**given)
        for name, gain in PARTIES:
            unit = self.town.company.pk if name == "富友" else None
            party = self.do(drafting.add_party, organisation_id=unit, name=name, gain=gain)
            promise = Promise("每月开一次碰头会", "会议记录", Rhythm.MONTH, self.today)
            self.do(drafting.add_duty, party_no=party.no, promise=promise)
        return self

    def in_force(self, **given: Any) -> Parties:
        """All have signed today."""
        self.written(**given)
        for no in (1, 2, 3):
            self.do(signing.sign, party_no=no, on=self.today, signed_by="马某")
        return self

    def alone(self) -> Parties:
        """The sister estate has no company; a street office and two companies there could serve it."""
        with seen_as(SYSTEM):
            Service.objects.filter(scope=self.town.sister).update(until=self.today)
            kinds = {"office": OrganisationKind.OFFICE, "first": OrganisationKind.COMPANY,
                     "second": OrganisationKind.COMPANY}  # fmt: skip
            for name, kind in kinds.items():
                self.units[name] = Organisation.objects.create(
                    scope=self.town.street, kind=kind, name=f"单位{name}"
                )
        return self

    @property
    def estate(self) -> Place:
        with seen_as(SYSTEM):
            return Place.objects.get(scope=self.town.sister, kind=PlaceKind.ESTATE)

    def naming(self, **given: Any) -> emergency.Naming:
        """The street names a company for four months; any field can be given."""
        plain: dict[str, Any] = {
            "company_id": self.units["first"].pk, "named_by_id": self.units["office"].pk,
            "begins": self.today,
            "ends": self.today + timedelta(days=120), "reason": "原物业公司撤走",
            "services": "供水、电梯、垃圾清运",
            "cost_notice": "每平方米每月一元", "noticed_on": self.today,
        }  # fmt: skip
        return emergency.Naming(**plain | given)

    def named(self, **given: Any) -> Parties:
        """An emergency service."""
        if not self.units:
            self.alone()
        self.service = self.as_(emergency.name_service, place_id=self.estate.pk, what=self.naming(**given))
        return self

    def serve(self, act: Any, **given: Any) -> Any:
        """Do an act on the emergency service, and read it anew."""
        made = self.as_(act, service_id=self.service.pk, **given)
        with seen_as(SYSTEM):
            self.service = EmergencyService.objects.get(pk=self.service.pk)
        return made
