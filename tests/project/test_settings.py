"""Every variable read is described; what is refused is refused with a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = (PROJECT / "docs/reference/settings.md").read_text(encoding="utf-8")
READS = re.compile(
    r"""(?:environment\.(?:text|words|pairs|number|flag|choice|scanner)|environ\.get|getenv|environ\.setdefault)\(\s*"([A-Z_]+)"|"""
    r"""environ\["([A-Z_]+)"\]"""
)
DJANGO_OWN = {"DJANGO_SETTINGS_MODULE", "PATH", "HOME"}


def variables_read() -> set[str]:
    sources = [*(PROJECT / "src").rglob("*.py"), *(PROJECT / "tests").glob("*.py")]
    found = {
        name for path in sources for match in READS.findall(path.read_text("utf-8")) for name in match if name
    }
    return {name for name in found - DJANGO_OWN if not name.startswith(("HTTP_", "REMOTE_", "CONTENT_"))}


def test_every_variable_read_is_described():
    read = variables_read()
    assert {"DATABASE_URL", "PUBLIC_URL", "HUIYIN_DB_POOL"} <= read, (
        "the search finds nothing: it would pass on anything"
    )
    assert not {name for name in read if f"`{name}`" not in REFERENCE}


def test_every_variable_described_is_read():
    described = set(re.findall(r"`((?:HUIYIN|DATABASE|PUBLIC)_[A-Z_]+)`", REFERENCE))
    everything = "".join(path.read_text("utf-8") for path in (PROJECT / "src").rglob("*.py"))
    everything += "".join(path.read_text("utf-8") for path in (PROJECT / "tests").rglob("*.py"))
    assert not {name for name in described if f'"{name}"' not in everything}


def show(tmp_path, expression, **variables):
    """The value of `expression` under these variables, or the error's last line."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    environment = keep | {"HUIYIN_DATA": str(tmp_path), "HUIYIN_MODE": "scratch"} | variables
    done = subprocess.run(
        [sys.executable, "-c", f"from huiyin.project import settings; print({expression})"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_https_hardens_cookies(tmp_path):
    names = "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SECURE_HSTS_SECONDS > 0"
    hardened = show(tmp_path, f"({names})", PUBLIC_URL="https://h.example")
    assert hardened == "('__Host-huiyin-session', '__Host-huiyin-csrf', True)"
    assert show(tmp_path, f"({names})") == "('huiyin-session', 'huiyin-csrf', False)"


def test_the_policy_allows_nothing_inline_or_foreign(tmp_path):
    policy = show(tmp_path, "settings.CONTENT_SECURITY_POLICY")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HUIYIN_MODE", "prod"),
        ("HUIYIN_DB_POOL", "many"),
        ("HUIYIN_DB_ROLE", "root"),
        ("HUIYIN_LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://somewhere/db"),
        ("DATABASE_URL", "postgresql://u:p@host:port/db"),
    ],
)
def test_a_bad_value_names_its_variable(tmp_path, variable, value):
    assert variable in show(tmp_path, "1", **{variable: value})


def test_production_needs_init_first(tmp_path):
    answer = show(tmp_path, "1", HUIYIN_MODE="production")
    assert "huiyin init" in answer
    assert not list(tmp_path.iterdir()), "looking must not make secrets"


def test_the_program_is_not_the_owner(tmp_path):
    assert show(tmp_path, "settings.DATABASES['default']['USER']") == "huiyin_app"
    assert show(tmp_path, "settings.DATABASES['default']['USER']", HUIYIN_DB_ROLE="owner") == "huiyin_owner"
