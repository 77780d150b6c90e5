"""S-84, S-85, S-91, S-86: what no file of the program does, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

import huiyin

SOURCE = Path(huiyin.__file__).parent
NEVER_IMPORTED = {
    "pickle", "cPickle", "dill", "marshal", "shelve", "yaml", "jsonpickle", "joblib", "ftplib",
    "telnetlib", "smtplib", "imaplib", "poplib",
    "requests", "aiohttp", "urllib3", "pycurl", "xml", "lxml", "jinja2", "mako", "jpype",
}  # fmt: skip
NEVER_CALLED = {"eval", "exec", "compile", "__import__"}
NEVER_METHODS = {
    ("os", "system"),
    ("os", "popen"),
    ("subprocess", "getoutput"),
    ("subprocess", "getstatusoutput"),
}
OUTWARD = {
    "channels/city/platform.py": "the city's platform, by the address of the settings",
    "channels/sms/rpc.py": "the provider of text messages, the same",
    "ground/files/scanning.py": "the scanner beside the program, the same",
    "channels/sms/simulator/courier.py": "the simulated provider pushes receipts to PUBLIC_URL",
    "project/instance/health.py": "the command `huiyin doctor` asks its own server",
    "project/drill/roles.py": "the drill uses its own scratch instance",
    "project/drill/visitor.py": "the same",
    "project/drill/scratch.py": "the same: looks for a free port",
    "channels/sms/simulator/server.py": "the simulated provider listens",
}
"""Every file that opens a connection, and to whom. No address in a field or a table is ever asked."""
_NETWORK = {"httpx", "urllib.request", "http.client", "socket", "ssl"}
_COMPOSED = {
    "casework/casefile/requesters.py": "one of two constants",
    "casework/s2_triage/near.py": "one of two constants",
    "ground/tenancy/public_codes.py": "the constants of the nouns that find what a code opens",
    "ground/postgres/promises.py": "names of extensions and settings of the program",
    "ground/postgres/roles.py": "the names of two roles and a generated password, quoted",
    "ground/postgres/server.py": "the name of the database, a constant",
    "ground/sql/__init__.py": "files of the program",
    "insight/buildings.py": "predicates of rule packs and kinds of places, enum values",
    "insight/counting.py": "predicates of rule packs that are enum values",
    "insight/durations.py": "constants",
    "insight/endings.py": "constants",
    "insight/months.py": "the same predicates",
    "insight/predicates.py": "only enum values are put in",
    "insight/rates.py": "the same predicates",
    "insight/remembering.py": "a constant",
    "insight/spread.py": "kinds of places, enum values",
    "project/demo/moved_clock.py": "a constant of ground/clock.py",
    "project/instance/archive.py": "names of tables of the catalogue",
    "project/instance/database_examination.py": "a constant",
    "project/instance/pooled.py": "what Django hands over; values travel beside it",
    "project/instance/preparation.py": "the mode, one of three words",
    "project/instance/tables.py": "the schema file of the job queue's package",
    "project/instance/trial.py": "names of tables of the catalogue",
    "verifier/chain.py": "constants of the verifier",
}
"""Files that put a statement together, each with what goes into it. Values never do."""


def trees(*words: str) -> Iterator[tuple[str, ast.Module]]:
    """Files of the program that hold one of these words, by name."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        if any(word in text for word in words):
            yield path.relative_to(SOURCE).as_posix(), ast.parse(text)


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_nothing_is_unpickled_evaluated_or_given_to_a_shell():
    """S-91."""
    wrong = []
    suspicious = {*NEVER_IMPORTED, *NEVER_CALLED, *(word for _, word in NEVER_METHODS), "shell"}
    for name, tree in trees(*suspicious):
        wrong += [(name, module) for module in imported(tree) if module.partition(".")[0] in NEVER_IMPORTED]
        for call in calls(tree):
            told = ast.unparse(call.func)
            if told in NEVER_CALLED or tuple(told.rsplit(".", 1)) in NEVER_METHODS:
                wrong.append((name, told))
            if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in call.keywords):
                wrong.append((name, "shell"))
    assert not wrong


def test_whoever_opens_a_connection_is_listed_with_whom_it_asks():
    """S-85: the list is the whole of what leaves."""
    assert {name for name, tree in trees(*_NETWORK, "urllib", "http") if imported(tree) & _NETWORK} == set(
        OUTWARD
    )


@pytest.mark.parametrize("name", ["channels/city/platform.py", "channels/sms/rpc.py"])
def test_the_two_that_ask_others_follow_nothing_and_believe_no_environment(name):
    """S-85: no redirect, no proxy or password from the environment."""
    text = (SOURCE / name).read_text("utf-8")
    assert text.count("follow_redirects=False") == text.count("trust_env=False") == 1


def test_statements_are_constants_or_listed():
    """S-84: what is executed is written in the source; values travel beside it."""
    wrong = []
    for name, tree in trees(".execute", ".raw(", ".extra("):
        if name.startswith("project/drill/") or "/migrations/" in name or name in _COMPOSED:
            continue
        constant = _constants(tree)
        for call in calls(tree):
            if (
                isinstance(call.func, ast.Attribute)
                and call.func.attr in ("execute", "executemany", "raw", "extra")
                and call.args
            ):
                text = call.args[0]
                if not isinstance(text, ast.Constant) and ast.unparse(text) not in constant:
                    wrong.append((name, call.lineno, ast.unparse(text)[:80]))
    assert not wrong, "\n".join(map(str, wrong))


def _constants(tree: ast.Module) -> set[str]:
    """Names the module gives to a text once and for all."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant | ast.Call):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {ast.unparse(target) for target in targets}
    return found


def test_no_screen_takes_code():
    """S-86: no administration that edits rows, no template from a field, no task named by a person."""
    assert not {"django.contrib.admin", "django.contrib.flatpages"} & set(settings.INSTALLED_APPS)
    engines = {
        "django.template.Template",
        "django.template.engines",
        "django.template.Engine",
        "string.Template",
    }
    for name, tree in trees("emplate", "from_string"):
        assert not imported(tree) & engines, name
        assert not [call for call in calls(tree) if ast.unparse(call.func).endswith(".from_string")], name
