"""The slip of a home: its code is derived, not stored, and opens one proposal for one home."""

from django.conf import settings

from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.slips import home_among, read_slip, slip_code
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .ratings import homes_of

KEY = "proposal-slip"


def slip_of(proposal: Proposal, home_id: int) -> str:
    """The last part of the slip's address: the home, and 80 bits nobody can guess."""
    return slip_code(KEY, proposal.code, home_id)


def slip_link(proposal: Proposal, home_id: int) -> str:
    """Where the code on a slip leads."""
    return f"{public_link(proposal.code)}/{slip_of(proposal, home_id)}"


def public_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/p/{code}"


def home_by_slip(proposal: Proposal, slip: str) -> Place:
    """The home a slip speaks for. Raises NotThere."""
    home_id, _seat = read_slip(KEY, proposal.code, slip)
    return home_among(homes_of(proposal), home_id)


def reader_of(code: str) -> tuple[int, Viewer]:
    """The proposal of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT proposal_id, scope_id FROM proposals_find(%s)", code)
