"""Pictures as evidence: never the same one twice; a pair where the category asks for it (default off).

No place and no time is read from a picture (rule R-1): what counts is the order in which they were added.
"""

import hashlib

from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.s2_triage.acts import category_of
from huiyin.ground.clock import now

from .refusals import PairMissing, SamePicture

BEFORE, AFTER = "before", "after"


def must_be_new(case: Case, body: bytes) -> None:
    """Raises SamePicture when the case holds these bytes."""
    if Attachment.objects.filter(case=case, sha256=hashlib.sha256(body).digest()).exists():
        raise SamePicture


def must_have_pair(case: Case) -> None:
    """Raises PairMissing when the category asks for a picture before and a later one after the work."""
    category = category_of(case, case.category, now())
    if category is None or not category.evidence_pair:
        return
    files = Attachment.objects.filter(case=case)
    first = files.filter(stage=BEFORE).order_by("added_at").values_list("added_at", flat=True).first()
    if first is None or not files.filter(stage=AFTER, added_at__gte=first).exists():
        raise PairMissing
