"""A job in somebody's hands, and doing acts as the person who does them."""

import pytest


@pytest.fixture
def do():
    """Do an act as a viewer, behind the wall."""
    from huiyin.ground.tenancy.wall import seen_as

    def do(viewer, act, receipt=None, **given):
        about = {"case_id": receipt.case_id} if receipt else {}
        with seen_as(viewer):
            return act(by=viewer, **about, **given)

    return do


@pytest.fixture
def given(town, hands):
    """A leak dispatched to the company by the catalogue at 10:00:00; nobody has touched it."""
    from huiyin.bridges.timers import fire_due

    receipt = town.take_in()
    fire_due()
    return receipt
