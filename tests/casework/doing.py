"""Acts as people of the town do them."""

from huiyin.bridges.timers import fire_due
from huiyin.casework.s4_handling import acts
from huiyin.ground.tenancy.wall import seen_as
from tests.town import case_of


def do(viewer, act, **given):
    """One act, as this viewer."""
    with seen_as(viewer):
        return act(by=viewer, **given)


def state(receipt):
    return case_of(receipt).state


def drain():
    """Let the worker do all that is due, and what comes of it."""
    while fire_due():
        pass


def answer(town, receipt, text="已疏通"):
    """Give a written answer by the duty room (or the desk, when nobody has it), and ask the resident."""
    drain()
    viewer = town.viewer("clerk" if state(receipt) == "received" else "duty")
    do(viewer, acts.propose, case_id=receipt.case_id, answer=text)
    drain()
