"""What a community's tables look like, remembered: whoever confirmed the columns once is not asked again."""

import hashlib
import json
from collections.abc import Sequence

from huiyin.casework.s1_intake.models import KnownColumns
from huiyin.channels.spreadsheets.mapping import ColumnMapping, guess_mapping
from huiyin.ground.clock import now

MOST = 40
"""Mappings of a community that are tried, the last used first."""


def mapping_for(scope_id: int, headings: Sequence[str]) -> ColumnMapping:
    """The mapping last confirmed in this scope whose columns are all there; else a guess by synonyms."""
    known = (
        KnownColumns.objects.filter(scope_id=scope_id).order_by("-used_at").values_list("mapping", flat=True)
    )
    stored = (ColumnMapping.from_json(mapping) for mapping in known[:MOST])
    return next((one for one in stored if one.columns and one.fits(headings)), None) or guess_mapping(
        headings
    )


def remember_mapping(scope_id: int, mapping: ColumnMapping) -> None:
    """Keep what a person confirmed by taking the rows in."""
    plain = json.dumps(mapping.to_json(), ensure_ascii=False, sort_keys=True)
    KnownColumns.objects.update_or_create(
        scope_id=scope_id,
        headings=hashlib.sha256(plain.encode()).digest(),
        defaults={"mapping": mapping.to_json(), "used_at": now()},
    )
