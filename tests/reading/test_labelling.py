import io
import pickle
from pathlib import Path

import numpy as np
import pytest

from huiyin.reading.labelling import LabelModel, ModelUnfit, columns_of, counts


@pytest.fixture
def model() -> LabelModel:
    messages = [
        counts("水管漏水", "家里停水"),
        counts("小学招生", "孩子上学"),
        counts("水管爆裂", "停水两天"),
        counts("学校招生", "小学学位"),
    ]
    terms, rarity = columns_of(messages)
    weights = np.zeros((2, len(rarity)), dtype=np.float32)
    weights[0, terms["title"]["水"]] = weights[1, terms["title"]["招生"]] = 1.0
    return LabelModel(("水务", "教育"), terms, rarity, weights, np.zeros(2, dtype=np.float32), {"rows": 4})


def test_a_model_comes_back_as_it_was_written(model: LabelModel, tmp_path: Path) -> None:
    model.save(tmp_path / "m.npz")
    again = LabelModel.load(tmp_path / "m.npz")
    new = [counts("水管坏了", ""), counts("幼儿园招生", "")]
    assert again.predict(new) == model.predict(new) == ["水务", "教育"]
    assert again.note["rows"] == 4


def _pickled() -> bytes:
    made = io.BytesIO()
    np.savez(made, head=np.array([{"a": 1}], dtype=object))
    return made.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"no model", pickle.dumps({"a": 1}), _pickled()], ids=["empty", "text", "pickle", "pickled"]
)
def test_a_file_that_is_no_model_is_refused_and_never_run(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(data)
    with pytest.raises(ModelUnfit):
        LabelModel.load(tmp_path / "m.npz")


def test_a_file_that_unpacks_to_too_much_is_refused(
    model: LabelModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.save(tmp_path / "m.npz")
    monkeypatch.setattr("huiyin.reading.labelling.LARGEST", 100)
    with pytest.raises(ModelUnfit, match="unpacks"):
        LabelModel.load(tmp_path / "m.npz")


def test_a_model_with_missing_numbers_is_refused(model: LabelModel, tmp_path: Path) -> None:
    short = LabelModel(model.labels, model.terms, model.rarity[:-1], model.weights, model.offset, {})
    short.save(tmp_path / "m.npz")
    with pytest.raises(ModelUnfit, match="do not fit"):
        LabelModel.load(tmp_path / "m.npz")
