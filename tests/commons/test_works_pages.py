"""One thread on the pages: request, shared problem, decision, project, word of the homes, answers, back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.casework.casefile.words import State
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c4_works.links import work_slip
from huiyin.commons.c4_works.models import Project, Share, Word
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.site import Site
from tests.desks.signed_in import at_desk, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(town: Any, hands: Any) -> Site:
    return Site(town, hands).leaking()


@pytest.fixture
def clerk(site: Site) -> Client:
    return at_desk(site.town.people["clerk"])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def project_of() -> Project:
    with seen_as(SYSTEM):
        return Project.objects.get()


def slip(project: Project, site: Site, name: str) -> str:
    with seen_as(SYSTEM):
        return f"/w/{project.code}/{work_slip(project, site.homes[name].pk)}"


def test_from_the_leak_to_the_answers_and_back(site: Site, clerk: Client) -> None:
    day, building = site.today.isoformat(), str(site.town.building.pk)
    topic = f"/topics/{site.topic.pk}"
    told = {
        "place": building, "title": "更换污水立管", "words": "5户每户300元", "kind": "parties",
        "body": "各方", "article": "", "agreed": "5", "entitled": "5", "decided_on": day,
    }  # fmt: skip
    assert send(clerk, f"/decisions/from-topic/{site.topic.pk}", **told).status_code == 303
    with seen_as(SYSTEM):
        site.decision = decision = Decision.objects.get()
    begun = {"title": "更换污水立管", "words": "", "contractor": "", "budget": "5000"}
    assert send(clerk, f"/decisions/{decision.pk}/project", **begun).status_code == 303
    work = f"/works/{project_of().pk}"
    homes = [str(home.pk) for home in site.homes.values()]
    shared = {
        "homes": homes, "total": "5000", "part": "1500", "basis": "equal", "payer": str(site.town.company.pk),
    }  # fmt: skip
    assert send(clerk, f"{work}/divide", **shared).status_code == 303
    guest = Client(headers={"accept-language": "en"})
    project = project_of()
    for name in site.homes:
        assert "300.00" in text(guest.get(slip(project, site, name)))
        assert send(guest, slip(project, site, name), agrees="yes").status_code == 303
    assert "5 of 5 homes agreed" in text(guest.get(f"/w/{project.code}"))
    for step in (("stage", {"title": "换管", "planned_on": day}), ("do/start", {}),
                 ("stage/done", {"no": "1", "done_on": day}), ("do/done", {})):  # fmt: skip
        assert send(clerk, f"{work}/{step[0]}", **step[1]).status_code == 303, step
    for name in site.homes:
        assert send(guest, slip(project, site, name), fit="yes", words="不漏了").status_code == 303
    form = text(clerk.get(f"{work}/accept"))
    assert project.code in form
    assert send(clerk, f"{work}/accept", answer="立管已更换。", reason="").status_code == 303
    case = site.cases()[0]
    assert [one.state for one in site.cases()] == [State.PROPOSED] * 3
    pages = {
        f"/case/{case.number}": (topic, f"/decisions/{decision.pk}", work),
        topic: (f"/case/{case.number}", f"/decisions/{decision.pk}", work),
        f"/decisions/{decision.pk}": (topic, work, f"/case/{case.number}"),
        work: (topic, f"/decisions/{decision.pk}", f"/case/{case.number}"),
    }
    for page, leads in pages.items():
        shown = text(clerk.get(page))
        assert all(f'href="{one}"' in shown for one in leads), page


def test_everybody_reads_how_it_goes_on_and_never_a_home(site: Site, clerk: Client) -> None:
    site.done().said("101")
    guest = Client(headers={"accept-language": "en"})
    public = text(guest.get(f"/w/{site.project.code}"))
    assert "更换立管" in public
    assert "1 of 5 homes answered" in public
    for home in site.homes.values():
        assert home.label not in public
    shown = text(clerk.get(f"/works/{site.project.pk}"))
    assert site.homes["101"].label in shown
    assert guest.get("/w/W0000-XXXXXX").status_code == 404


def test_a_slip_opens_one_home_and_no_other(site: Site) -> None:
    site.done()
    guest = Client(headers={"accept-language": "en"})
    good = slip(site.project, site, "101")
    home, secret = re.search(r"/(\d+)-(\w+)$", good).groups()  # type: ignore[union-attr]  # it is one
    other = site.homes["201"].pk
    for bad in (f"{other}-{secret}", f"{home}-{'A' * 16}", "x", "1-AAAAAAAAAAAAAAAA"):
        assert guest.get(f"/w/{site.project.code}/{bad}").status_code == 404
        assert send(guest, f"/w/{site.project.code}/{bad}", fit="yes", words="").status_code == 404
    missing = send(guest, good, fit="", words="写到一半")
    assert missing.status_code == 422
    assert "写到一半" in text(missing)
    with seen_as(SYSTEM):
        assert not Word.objects.exists()
    assert send(guest, good, fit="no", words="还渗水").status_code == 303
    with seen_as(SYSTEM):
        assert Word.objects.get().fit is False


def test_who_refuses_stands_on_no_page_but_the_keepers(site: Site, clerk: Client) -> None:
    site.divided().agree("101", "201", "301", "401").agree("501", agrees=False)
    guest = Client(headers={"accept-language": "en"})
    assert "refuses" in text(clerk.get(f"/works/{site.project.pk}"))
    for page in (f"/w/{site.project.code}", slip(site.project, site, "101")):
        shown = text(guest.get(page))
        assert "4 of 5 homes agreed" in shown
        assert site.homes["501"].label not in shown
    sheet = clerk.get(f"/works/{site.project.pk}/print/sheet.txt")
    assert "refuses" not in text(sheet)
    with seen_as(SYSTEM):
        assert Share.objects.filter(agrees=False).count() == 1


def test_others_find_nothing_there(site: Site) -> None:
    site.divided()
    one = f"/works/{site.project.pk}"
    for name, status in (("other clerk", 404), ("duty", 404), ("leader", 404), ("contact", 404)):
        client = at_desk(site.town.people[name])
        for page in (one, f"{one}/accept", f"{one}/print/slips.pdf", f"/decisions/{site.decision.pk}"):
            assert client.get(page).status_code == status, (name, page)
        assert send(client, f"{one}/do/start").status_code == status


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("divide", {"homes": [], "total": "", "part": "x", "basis": "", "payer": ""}),
        ("stage", {"title": "", "planned_on": "morgen"}), ("stage/later", {"no": "9", "to": "", "why": ""}),
        ("word", {"home": "0", "way": "", "fit": "", "words": ""}), ("actual", {"actual": "-1"}),
        ("receipt", {"home": "", "receipt": ""}), ("stop", {"reason": " "}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_nothing_changes(
    site: Site, clerk: Client, page: str, told: dict[str, Any]
) -> None:
    site.divided()
    answer = send(clerk, f"/works/{site.project.pk}/{page}", **told)
    assert answer.status_code == 422
    with seen_as(SYSTEM):
        assert project_of().events.count() == 2


@pytest.mark.parametrize("paper", ["notice.pdf", "notice.docx", "notice.txt", "slips.pdf", "sheet.pdf"])
def test_papers_are_printed(site: Site, clerk: Client, paper: str) -> None:
    site.divided()
    answer = clerk.get(f"/works/{site.project.pk}/print/{paper}")
    assert answer.status_code == 200
    assert answer.content
    assert clerk.get(f"/works/{site.project.pk}/print/else.pdf").status_code == 404
