"""Secrets are made once, whole, and only their owner reads them."""

import multiprocessing
import stat

from huiyin.project.instance.folder import DataFolder


def test_secrets_are_made_once(tmp_path):
    folder = DataFolder(tmp_path / "data")
    assert not folder.initialised
    folder.initialise("demo")
    first = folder.secret(), folder.keys_file.read_bytes()
    folder.initialise("demo")
    assert (folder.secret(), folder.keys_file.read_bytes()) == first
    assert folder.mode == "demo"
    for path in (folder.secret_file, folder.keys_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.secrets_folder.stat().st_mode) == 0o700


def _initialise(path, answers):
    folder = DataFolder(path)
    folder.initialise()
    answers.put((folder.secret(), folder.keys_file.read_bytes()))


def test_two_processes_agree(tmp_path):
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    runs = [context.Process(target=_initialise, args=(tmp_path / "data", answers)) for _ in range(6)]
    for run in runs:
        run.start()
    seen = {answers.get(timeout=30) for _ in runs}
    for run in runs:
        run.join()
    assert len(seen) == 1
    assert sorted(path.name for path in (tmp_path / "data/secrets").iterdir()) == [
        "django_secret",
        "keys.json",
    ]
