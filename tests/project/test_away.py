"""When the program is gone: the proxy shows telephone numbers, and says that nothing is lost."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.project.instance.away import write_away_page
from huiyin.registers.organisations.models import Organisation
from tests.crash.killing import until
from tests.instance import free_port
from tests.town import Town, plant_town

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = shutil.which("nginx")
SERVER = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"alive")
    def log_message(self, *told): pass
HTTPServer(("127.0.0.1", {port}), Answer).serve_forever()
"""


@pytest.fixture
def town(transactional_db: None) -> Town:
    town = plant_town()
    with seen_as(SYSTEM):
        Organisation.objects.create(
            scope=town.community, kind="community", name="社区居委会", phone="028-8800001"
        )
        Organisation.objects.filter(kind="company").update(phone="028-8800002")
        Organisation.objects.create(scope=town.estate, kind="owners", name="业委会", phone="028-8800003")
    return town


@pytest.fixture
def page(town: Town, tmp_path: Path) -> Path:
    tmp_path.chmod(0o711)
    return write_away_page(tmp_path / "away")


def test_the_page_has_the_numbers_and_needs_nothing_else(page: Path) -> None:
    told = page.read_text("utf-8")
    for number in ("119", "120", "110", "028-8800001", "028-8800002"):
        assert f'href="tel:{number.replace("-", "")}"' in told
    assert "028-8800003" not in told, "a private line of a committee"
    for words in ("暂时连不上", "已经发出的都保存着", "不会重复"):
        assert words in told, words
    assert not re.findall(r"(?:src|href|url)=?[\"'(](?!tel:)", told), (
        "nothing is fetched from a program that is gone"
    )
    assert (page.stat().st_mode & 0o777, page.parent.stat().st_mode & 0o777) == (0o644, 0o755)


def test_a_new_number_is_there_after_the_next_start(town: Town, page: Path) -> None:
    with seen_as(SYSTEM):
        Organisation.objects.filter(kind="community").update(phone="028-8800009")
    assert "028-8800009" in write_away_page(page.parent).read_text("utf-8")
    assert [one.name for one in page.parent.iterdir()] == ["index.html"]


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_shows_this_page_and_else_a_sentence(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    data = re.findall(r"^HUIYIN_DATA=(.+)$", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE)[0]
    assert f"{data}/away" in text
    assert "/index.html" in text
    assert text.count("no-store") >= 1
    assert "火警 119，急救 120，报警 110" in text


@pytest.fixture
def gone(page: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """nginx as delivered, but without TLS and on a free port, before a program that was killed."""
    port, behind = free_port(), free_port()
    server = subprocess.Popen([sys.executable, "-c", SERVER.format(port=behind)])
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(_plain(port, behind, page.parent, tmp_path), "utf-8")
    command = [str(NGINX), "-p", str(tmp_path), "-c", str(configuration), "-e", str(tmp_path / "error.log")]
    proxy = subprocess.Popen(command)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _asked(address)[0] == 200)
        server.kill()
        server.wait()
        yield address, page
    finally:
        server.kill()
        os.kill(proxy.pid, signal.SIGQUIT)
        proxy.wait(10)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed here")
def test_killed_the_program_is_answered_for_by_the_proxy(gone: tuple[str, Path]) -> None:
    address, page = gone
    for body in (None, b"words=x"):
        status, told, cached = _asked(f"{address}/q/K7M2QX/leak", body)
        assert status == 503
        assert told == page.read_text("utf-8")
        assert cached == "no-store"
    page.unlink()
    status, told, _cached = _asked(address)
    assert status == 503
    assert "火警 119" in told


def _plain(port: int, behind: int, away: Path, folder: Path) -> str:
    """The server block that people get, between what a whole configuration needs."""
    block = "server {" + (DEPLOY / "nginx.conf").read_text("utf-8").rsplit("\nserver {", 1)[1]
    block = re.sub(r"\n +(?:listen|ssl_|server_name|error_log)[^\n]*", "", block)
    block = block.replace("server {", f"server {{ listen 127.0.0.1:{port};", 1)
    block = block.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace(
        "/var/lib/huiyin/data/away", str(away)
    )
    temporary = " ".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; master_process off; pid {folder / 'pid'}; error_log {folder / 'error.log'};\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{block}\n}}\n"
    )


def _asked(address: str, body: bytes | None = None) -> tuple[int, str, str]:
    """Status, body and how long it may be kept; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(address, data=body, timeout=5) as answer:
            return answer.status, answer.read().decode(), answer.headers.get("Cache-Control", "")
    except urllib.error.HTTPError as no:
        return no.code, no.read().decode(), no.headers.get("Cache-Control", "")
    except OSError:
        return 0, "", ""
