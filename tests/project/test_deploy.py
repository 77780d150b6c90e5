"""What a volunteer types, opens and copies exists: commands, settings, addresses, words on the screen."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from huiyin.desks.public.uploads import MOST_PHOTOS
from huiyin.ground.files.audio import LARGEST_NOTE
from huiyin.ground.files.images import LARGEST_SOURCE
from huiyin.ground.postgres.layout import SOCKET_NAME, SOCKET_PATH_LIMIT
from huiyin.locale.compile import LOCALE, read_entries
from huiyin.project.command import COMMANDS, _named, _parser

PROJECT = Path(__file__).resolve().parents[2]
DEPLOY = PROJECT / "deploy"
ENGLISH = PROJECT / "docs/how-to/first-monday.md"
CHINESE = PROJECT / "docs/how-to/first-monday.zh-CN.md"
GUIDES = [ENGLISH, CHINESE]
UNITS = sorted(DEPLOY.glob("*.service"))
REFERENCE = (PROJECT / "docs/reference/settings.md").read_text(encoding="utf-8")
SETTING = re.compile(r"\b(?:HUIYIN_[A-Z_]*[A-Z]|PUBLIC_URL|DATABASE_URL)\b")
FOLDERS = {"dev", "etc", "media", "opt", "root", "run", "tmp", "usr", "var"}
"""First parts of paths on the server's disk, which are no addresses of the program."""
MEGABYTE = 1024 * 1024
LONGEST_LINE = 120
by_name = {"ids": lambda path: path.name}


def blocks(path: Path) -> list[str]:
    """The fenced blocks of a document that hold commands; `text` blocks hold what one sees."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [body for kind, body in found if kind != "text"]


def prose(path: Path) -> str:
    """A document without its blocks."""
    return re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def spans(path: Path) -> list[str]:
    """What stands in backquotes within the prose."""
    return re.findall(r"`([^`\n]+)`", prose(path))


def lines_of_shell(body: str) -> Iterator[list[str]]:
    """The words of each line; a quotation or a backslash may carry a line on."""
    line = ""
    for part in body.replace("\\\n", " ").splitlines():
        line = f"{line}\n{part}" if line else part
        try:
            words = shlex.split(line)
        except ValueError:  # a quotation is still open
            continue
        yield words
        line = ""
    assert not line, f"a quotation is never closed: {line}"


def commands_in_guide(path: Path) -> list[list[str]]:
    """What stands after `huiyin` in the blocks and the prose."""
    quoted = [words for span in spans(path) for words in lines_of_shell(span)]
    typed = [words for body in blocks(path) for words in lines_of_shell(body)]
    return [words[1:] for words in [*typed, *quoted] if words and words[0] == "huiyin"]


def commands_in_unit(path: Path) -> list[list[str]]:
    """What stands after `…/huiyin` in the lines that start something."""
    starts = re.findall(r"^Exec\w+=[-@:+!]*(.+)$", path.read_text("utf-8"), re.MULTILINE)
    return [words[1:] for words in map(shlex.split, starts) if Path(words[0]).name == "huiyin"]


def parses(given: list[str]) -> bool:
    """Whether the program's own parser takes the words."""
    try:
        _parser(_named(given)).parse_args(given)
    except SystemExit:
        return False
    return True


def opens(address: str) -> bool:
    """Whether the URL table knows the address."""
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def addresses_in(path: Path) -> set[str]:
    """Addresses of the program: in backquotes, or behind a host in prose and blocks."""
    bare = {span for span in spans(path) if re.fullmatch(r"/[\w./…-]*", span)}
    behind = set(re.findall(r"https?://[\w.-]+(?::\d+)?(/[\w/.…-]*)", path.read_text("utf-8")))
    found = {address.replace("…", "x") for address in bare | behind}
    return {address for address in found if address.split("/")[1] not in FOLDERS}


@pytest.mark.parametrize("path", GUIDES, **by_name)
def test_every_command_of_the_guides_parses(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = commands_in_guide(path)
    assert {"init", "doctor", "restore", "verify", "serve", "migrate"} <= {words[0] for words in found}
    wrong = [words for words in found if not parses(words)]
    assert not wrong, capsys.readouterr().err


@pytest.mark.parametrize("path", UNITS, **by_name)
def test_every_command_of_the_units_parses(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = commands_in_unit(path)
    assert found, "a unit that starts nothing"
    assert not [words for words in found if not parses(words)], capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["serve", "--ports", "8000"], ["backups"], ["restore"], ["init"], ["doctor", "now"]]
)
def test_what_does_not_exist_does_not_parse(words: list[str]) -> None:
    assert not parses(words)


def test_the_units_start_three_different_things() -> None:
    started = {words[0] for path in UNITS for words in commands_in_unit(path)}
    assert started == {"serve", "worker", "backup"} <= set(COMMANDS)


def test_both_guides_say_the_same_commands() -> None:
    english, chinese = (blocks(path) for path in GUIDES)
    assert english == chinese


@pytest.mark.parametrize("path", [*sorted(DEPLOY.iterdir()), *GUIDES], **by_name)
def test_every_setting_is_described(path: Path) -> None:
    named = set(SETTING.findall(path.read_text("utf-8")))
    assert not {name for name in named if f"`{name}`" not in REFERENCE}


def test_the_example_names_its_settings() -> None:
    """The search above would pass on a file without any; a name that nobody reads is found."""
    named = set(SETTING.findall((DEPLOY / "env.example").read_text("utf-8")))
    assert {"HUIYIN_DATA", "PUBLIC_URL", "HUIYIN_TRUSTED_PROXY"} <= named
    assert SETTING.findall("HUIYIN_NO_SUCH=1") == ["HUIYIN_NO_SUCH"]
    assert "`HUIYIN_NO_SUCH`" not in REFERENCE


@pytest.mark.parametrize("path", GUIDES, **by_name)
def test_every_address_opens_a_page(path: Path) -> None:
    found = addresses_in(path)
    assert {"/steward/places", "/steward/rules", "/clerk/", "/healthz", "/welcome/x"} <= found
    assert not {address for address in found if not opens(address)}


def test_an_address_that_does_not_exist_is_found() -> None:
    assert opens("/steward/places")
    assert not opens("/steward/place")


@pytest.mark.parametrize("path", GUIDES, **by_name)
def test_words_of_the_screen_are_on_the_screen(path: Path) -> None:
    """English: bold. Chinese: in 「」. They are texts of the catalogues; a full stop may be left out."""
    entries = read_entries((LOCALE / "zh_Hans/LC_MESSAGES/django.po").read_text("utf-8"))
    chinese = path == CHINESE
    said = {value for entry in entries for name, value in entry.items() if (name[:6] == "msgstr") == chinese}
    pattern = r"「([^」\n]+)」" if chinese else r"\*\*([^*]+)\*\*"
    quoted = {" ".join(words.split()) for words in re.findall(pattern, prose(path))} - {"bold"}
    assert len(quoted) > 20, "the search finds nothing: it would pass on anything"
    assert not quoted - said


@pytest.mark.parametrize("path", GUIDES, **by_name)
def test_links_lead_somewhere(path: Path) -> None:
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        if name:
            assert (path.parent / name).exists(), target
        else:
            assert anchor in anchors, target


@pytest.mark.parametrize("path", GUIDES, **by_name)
def test_the_guides_are_wrapped(path: Path) -> None:
    text = path.read_text("utf-8")
    long = [line for line in text.splitlines() if len(line) > LONGEST_LINE and line[0] != "|"]
    assert not long


@pytest.mark.parametrize("path", UNITS, **by_name)
def test_units_leave_the_shared_database_alone(path: Path) -> None:
    """The keeper of the embedded PostgreSQL lives in the group of whichever unit came first."""
    text = path.read_text("utf-8")
    for line in ("User=huiyin", "EnvironmentFile=/etc/huiyin/env", "KillMode=process", "NoNewPrivileges=yes"):
        assert f"\n{line}\n" in text
    for needed in ("PrivateUsers=", "PrivatePIDs=", "PrivateIPC=", "ProcSubset=", "MemoryDenyWriteExecute="):
        assert f"\n{needed}" not in text
    assert "/var/lib/huiyin" in text.partition("\nReadWritePaths=")[2].splitlines()[0]


def test_units_are_hardened_alike() -> None:
    shared = re.compile(
        r"^(?:Protect|Private|Restrict|System|Lock|Capability|Ambient|UMask).*=.*$", re.MULTILINE
    )
    kept = {path.name: shared.findall(path.read_text("utf-8")) for path in UNITS}
    own = {
        name: [line for line in lines if not line.startswith("RestartPrevent")]
        for name, lines in kept.items()
    }
    assert len({tuple(lines) for lines in own.values()}) == 1


def test_the_socket_fits_into_the_data_folder() -> None:
    """Else it would lie in /tmp, which each unit has for itself."""
    data = re.findall(r"^HUIYIN_DATA=(.+)$", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE)
    assert len(data) == 1
    assert len(f"{data[0]}/postgres/run/{SOCKET_NAME}") <= SOCKET_PATH_LIMIT


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_lets_through_what_the_program_takes(name: str) -> None:
    """The program says no with a sentence and keeps the words; a proxy that says no first loses them."""
    largest = MOST_PHOTOS * LARGEST_SOURCE + LARGEST_NOTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    said = re.findall(r"(?:max_size|client_max_body_size) (\d+)m", (DEPLOY / name).read_text("utf-8").lower())
    assert len(said) == 1
    assert largest <= int(said[0]) * MEGABYTE < 2 * largest


def test_nginx_tells_who_came_and_how() -> None:
    """What `TrustedProxy` believes; Caddy sets both by itself."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    assert "proxy_set_header Host $host;" in text
    assert "proxy_cache off;" in text


def test_the_command_runs_as_the_account_of_the_units() -> None:
    script = DEPLOY / "huiyin"
    text = script.read_text("utf-8")
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    program = "/opt/huiyin/.venv/bin/huiyin"
    assert f'exec runuser -u huiyin -- {program} "$@"' in text
    assert "/etc/huiyin/env" in text
    for path in UNITS:
        assert f"ExecStart={program} " in path.read_text("utf-8")


@pytest.mark.parametrize("path", GUIDES, **by_name)
def test_files_the_guides_copy_exist(path: Path) -> None:
    named = set(re.findall(r"\bdeploy/([\w.*-]+)", path.read_text("utf-8")))
    assert {"env.example", "huiyin", "Caddyfile", "nginx.conf", "*.service", "*.timer"} <= named
    assert not {name for name in named if not list(DEPLOY.glob(name))}
    services = {
        word for body in blocks(path) for word in re.findall(r"\bhuiyin-(?:web|worker|backup)\b", body)
    }
    assert services == {unit.stem for unit in UNITS}
