"""DATA/away/index.html: what the proxy shows while the program is gone (deploy/Caddyfile, deploy/nginx.conf).

Written at every start, so that its telephone numbers are those of the register; whole or not at all.
"""

from __future__ import annotations

from pathlib import Path

NAME = "index.html"


def write_away_page(folder: Path) -> Path:
    """Write the page for whoever may pass the data folder to read; the folder is made. Returns its path."""
    from huiyin.desks.public.away import away_page
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as

    with seen_as(SYSTEM):
        page = away_page()
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    draft, final = folder / f".{NAME}", folder / NAME
    draft.write_text(page, encoding="utf-8")
    draft.chmod(0o644)
    return draft.replace(final)
