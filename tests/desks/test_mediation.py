"""Mediation at the desk: from opening to the paper, the dates and the court; the notes behind a door."""

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.s4_handling.models import Agreement, Mediation, MediationParty, Mediator, Milestone
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from tests.desks.signed_in import at_desk, send
from tests.town import SINCE, all_seen, case_of, plant_town


@pytest.fixture
def town(db):
    planted = plant_town()
    with all_seen():
        account = Account.objects.create(username="med", display_name="调解员")
        RoleGrant.objects.create(account=account, role=Role.MEDIATOR, scope=planted.community, since=SINCE)
    planted.people["mediator"] = account
    return planted


@pytest.fixture
def case(town, clock):
    from tests.casework.conftest import TEN

    clock.set(TEN)
    receipt = town.take_in(private=True)
    fire_due()
    return case_of(receipt)


def one(model):
    with all_seen():
        return model.objects.latest("pk")


def test_the_whole_way(town, case):
    clerk, mediator = at_desk(town.people["clerk"]), at_desk(town.people["mediator"])

    def done(path, client=clerk, **fields):
        answer = send(client, path, **fields)
        assert answer.status_code == 303, answer.content.decode()[-1500:]

    done(f"/case/{case.number}/mediate", subject="漏水赔偿", asked="applied")
    at = f"/mediation/{one(Mediation).pk}"
    assert send(clerk, f"{at}/agreement", form="written", facts="x", terms="y").status_code == 422
    for name, side in (("甲某", "applicant"), ("乙某", "respondent")):
        done(f"{at}/party", name=name, side=side, home="")
        done(f"/mediation/party/{one(MediationParty).pk}", agrees="yes", how="signed")
    assert send(clerk, f"{at}/party", name="丙", side="other", home="九号楼九单元").status_code == 422
    done(f"{at}/mediator", account=str(town.people["mediator"].pk), chosen="on", declared="")
    done(f"{at}/notes", mediator, text="乙方愿让步")
    assert "乙方愿让步" in mediator.get(f"{at}/notes").content.decode()
    assert clerk.get(f"{at}/notes").status_code == 404
    for reader in (clerk, at_desk(town.people["auditor"])):
        page = reader.get(f"/case/{case.number}").content.decode()
        assert "乙方愿让步" not in page
    done(f"{at}/agreement", form="written", facts="三楼渗水", terms="乙方付三百元")
    done(f"{at}/date", party=str(one(MediationParty).pk), what="付款", yuan="300.00", due_on="2025-10-30")
    paper = clerk.get(f"{at}/agreement.pdf")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    signs = {"signed": "on", "mediator_signed": "on"}
    assert send(clerk, f"{at}/effect", on="2025-10-13", **signs).status_code == 422
    done(f"{at}/effect", on="2025-10-13", **signs, sealed="on")
    assert str(one(Agreement).confirm_by) == "2025-11-12"
    assert "30 days left, until 2025-11-12" in clerk.get("/mediation/").content.decode()
    done(f"/mediation/date/{one(Milestone).pk}", on="2025-10-13", note="现金")
    done(f"{at}/court", on="2025-10-13")
    done(f"{at}/ruling", ruling="confirmed", on="2025-10-13", number="诉调1号")
    page = clerk.get(at).content.decode()
    assert "Confirmed by the court" in page
    assert one(Milestone).amount_fen == 30000


def test_a_mediator_who_leaves_and_an_end_without_agreement(town, case):
    clerk = at_desk(town.people["clerk"])
    send(clerk, f"/case/{case.number}/mediate", subject="噪声", asked="offered")
    at = f"/mediation/{one(Mediation).pk}"
    send(clerk, f"{at}/mediator", account=str(town.people["mediator"].pk), declared="")
    assert send(clerk, f"/mediation/mediator/{one(Mediator).pk}/end", reason="回避").status_code == 303
    assert send(clerk, f"{at}/end", outcome="failed", told="").status_code == 422
    assert send(clerk, f"{at}/end", outcome="failed", told="可向法院起诉").status_code == 303
    assert "可向法院起诉" in clerk.get(at).content.decode()
    assert at_desk(town.people["other clerk"]).get(at).status_code == 404
