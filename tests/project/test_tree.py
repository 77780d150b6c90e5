"""The tree as a whole keeps its promises."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huiyin"
FILES = sorted(SOURCE.rglob("*.py"))
LAYERS = ("ground", "reading", "registers", "casework", "insight", "bridges", "desks", "project")
STAGES = ("casefile", "s1_intake", "s2_triage", "s3_dispatch", "s4_handling", "s5_closure", "s6_topics")
LIVES = ("casework", "commons", "neighbours")
"""They stand at one height and do not know each other."""
MAY_PRINT = ("project", "locale")
"""Commands talk by printing; a module with a `main` may too."""


def relative(path):
    return str(path.relative_to(SOURCE))


def height(model):
    """How high a model's app stands: the layer, then the stage inside casework."""
    parts = model._meta.app_config.name.split(".")
    stage = STAGES.index(parts[2]) if parts[1] == "casework" else 0
    layer = "casework" if parts[1] in LIVES else parts[1]
    return LAYERS.index(layer), stage


def _life(model):
    return model._meta.app_config.name.split(".")[1]


def test_foreign_keys_run_downward():
    ours = [model for model in apps.get_models() if model.__module__.startswith("huiyin.")]
    assert len(ours) > 20
    wrong = []
    for model in ours:
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            known = target and target.__module__.startswith("huiyin.")
            lives = {_life(model), _life(target)} & set(LIVES) if known else set()
            if known and (height(target) > height(model) or len(lives) > 1):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not wrong


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME"])
def test_nothing_is_left_for_later(word):
    assert not [relative(path) for path in FILES if word in path.read_text("utf-8")]


def test_pages_do_not_print():
    wrong = []
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        prints = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
        talks = path.relative_to(SOURCE).parts[0] in MAY_PRINT or '__name__ == "__main__"' in path.read_text(
            "utf-8"
        )
        if prints and not talks and path.name != "__main__.py":
            wrong.append(relative(path))
    assert not wrong


def test_no_room_is_a_grab_bag():
    grab_bags = {"utils", "helpers", "services", "common", "core", "signals"}
    assert not [relative(path) for path in FILES if grab_bags & {*path.relative_to(SOURCE).parts, path.stem}]
