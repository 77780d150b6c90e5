"""Triage on what can be seen: labels of our own, the labelled messages, speed, memory, growth."""

from __future__ import annotations

import csv
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

LABELS = Path(__file__).with_name("labels")
SIZES = (25_000, 50_000, 100_000, 200_000)
MATTER_OF_GROUP = {
    "01": "物业服务与收费", "02": "房屋漏水与质量", "03": "供水供电供气供暖", "04": "电梯", "05": "消防与安全隐患",  # noqa: E501
    "06": "停车与充电", "07": "环境卫生与垃圾", "08": "噪音扰民", "09": "绿化与公共空间", "10": "违建与开荒占地",  # noqa: E501
    "11": "业委会与业主大会", "12": "其他",
}  # fmt: skip
MATTER_OF_CODE = {
    "0101": "环境卫生与垃圾", "0307": "其他", "0508": "治安与邻里纠纷", "0806": "治安与邻里纠纷", "0807": "油烟与污染",  # noqa: E501
    "0808": "治安与邻里纠纷", "0809": "治安与邻里纠纷", "0902": "道路交通与公交", "0905": "物业服务与收费",
    "0908": "物业服务与收费", "1006": "油烟与污染", "1106": "物业服务与收费", "1107": "其他",
    "1301": "房产交易与开发商纠纷", "1302": "道路交通与公交", "1303": "教育医疗配套", "1304": "其他",
}  # fmt: skip


def measure(*, small: bool) -> dict[str, float]:
    """Every figure; none where the messages are not there."""
    from huiyin.project.drill.sentences import SAMPLE
    from huiyin.project.instance.wordless import translated

    if not (SAMPLE / "messages.xlsx").exists():
        print(f"triage is not measured: no messages at {SAMPLE} (HUIYIN_SAMPLE_DATA names the folder)")
        return {}
    with translated("zh-hans"):
        found = _on_messages(SAMPLE / "messages.xlsx", small=small)
    if (SAMPLE / "labelled.csv").exists():
        found |= _on_labelled(SAMPLE / "labelled.csv")
    return found | _growth(SIZES[:1] if small else SIZES)


def _on_messages(path: Path, *, small: bool) -> dict[str, float]:
    from huiyin.channels.triage.answers import answer
    from huiyin.channels.triage.found import find_all
    from huiyin.channels.triage.ledger import read_ledger
    from huiyin.reading.topics.book import TopicBook
    from huiyin.reading.topics.message import Message

    rows, _ = read_ledger(path.read_bytes())
    answer(rows[0])
    each = sorted(_seconds(answer, row) for row in rows[: 300 if small else None])
    messages = [Message(row.id, row.text, row.title, row.when, row.who, row.place) for row in rows]
    began = time.process_time()
    TopicBook.rebuilt(messages).topics()
    rebuilt = time.process_time() - began
    found = find_all(rows)
    scores = {
        "triage_rebuild_s": round(rebuilt, 1),
        "triage_read_p99_ms": round(1000 * each[int(len(each) * 0.99)], 1),
    }
    answers = {one.row.id: one for one in found.answers}
    scores |= _fresh({number for number, one in answers.items() if one.danger})
    for part in ("build", "last"):
        scores |= _hot([set(topic.ids) for topic in found.topics], part)
        scores |= _pairs({frozenset((pair.one, pair.other)) for pair in found.repeats}, part)
        scores |= _danger({number for number, one in answers.items() if one.danger}, part)
        scores |= _matters(
            {number: [_matter(code) for code, _ in one.top] for number, one in answers.items()}, part
        )
    return scores


def _seconds(act: object, row: object) -> float:
    began = time.perf_counter()
    act(row)  # type: ignore[operator]
    return time.perf_counter() - began


def _labels(name: str, part: str) -> Iterator[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file, delimiter="\t") if row["part"] == part)


def _hot(topics: Sequence[set[str]], part: str) -> dict[str, float]:
    """A hot topic is found where one of ours agrees with F1 of at least one half."""
    gold: dict[str, set[str]] = defaultdict(set)
    for row in _labels("hot.tsv", part):
        if row["role"] == "member":
            gold[row["topic"]].add(row["id"])
    gold = {name: ids for name, ids in gold.items() if len(ids) > 2}
    best = {
        name: max((2 * len(ids & topic) / (len(ids) + len(topic)), at) for at, topic in enumerate(topics))
        for name, ids in gold.items()
    }
    shared = Counter(at for f1, at in best.values() if f1 > 0)
    return {
        f"triage_hot_n_{part}": len(gold),
        f"triage_hot_found_{part}": sum(1 for f1, _ in best.values() if f1 >= 0.5),
        f"triage_hot_f1_{part}": round(sum(f1 for f1, _ in best.values()) / len(best), 3),
        f"triage_hot_merged_{part}": sum(n - 1 for n in shared.values()),
    }


def _pairs(pairs: set[frozenset[str]], part: str) -> dict[str, float]:
    rows = [
        (frozenset((row["id_a"], row["id_b"])) in pairs, row["same"] == "1")
        for row in _labels("pairs.tsv", part)
    ]
    return {f"triage_pairs_n_{part}": len(rows), f"triage_pairs_f1_{part}": _f1(rows)}


def _f1(rows: Sequence[tuple[bool, bool]]) -> float:
    right = sum(1 for said, is_so in rows if said and is_so)
    return round(2 * right / max(1, sum(said for said, _ in rows) + sum(is_so for _, is_so in rows)), 3)


def _danger(raised: set[str], part: str) -> dict[str, float]:
    return _raised(raised, _labels("danger.tsv", part), part)


def _fresh(raised: set[str]) -> dict[str, float]:
    """The random sample that was read before anybody looked at the program's answers to it."""
    with (LABELS / "danger_fresh.tsv").open(encoding="utf-8", newline="") as file:
        return _raised(raised, list(csv.DictReader(file, delimiter="\t")), "fresh")


def _raised(raised: set[str], labels: Iterable[dict[str, str]], part: str) -> dict[str, float]:
    """`unsure` counts neither as hit nor as miss."""
    rows = [(row["id"] in raised, row["danger"] == "yes") for row in labels if row["danger"] != "unsure"]
    right, dangers = sum(1 for said, is_so in rows if said and is_so), sum(is_so for _, is_so in rows)
    return {
        f"triage_danger_n_{part}": dangers,
        f"triage_danger_recall_{part}": round(right / dangers, 3),
        f"triage_danger_precision_{part}": round(right / max(1, sum(said for said, _ in rows)), 3),
    }


def _matter(code: str) -> str:
    return MATTER_OF_CODE.get(code) or MATTER_OF_GROUP[code[:2]]


def _matters(top: dict[str, list[str]], part: str) -> dict[str, float]:
    rows = [
        (top[row["id"]], row["matter"], {row["matter"], row["second"]} - {""})
        for row in _labels("matters.tsv", part)
    ]
    return {
        f"triage_matters_n_{part}": len(rows),
        f"triage_matter_top1_{part}": round(sum(said[0] == first for said, first, _ in rows) / len(rows), 3),
        f"triage_matter_top1_second_{part}": round(
            sum(said[0] in good for said, _, good in rows) / len(rows), 3
        ),
        f"triage_matter_top3_{part}": round(
            sum(bool(good & set(said)) for said, _, good in rows) / len(rows), 3
        ),
    }


def _on_labelled(path: Path) -> dict[str, float]:
    from sklearn.metrics import f1_score

    from huiyin.channels.triage.ledger import read_ledger
    from huiyin.reading.labelling import counts
    from huiyin.reading.training import cross_validated

    rows, _ = read_ledger(path.read_bytes())
    labels = [row.raw["一级标签"] for row in rows]
    messages = [counts(row.title, row.text) for row in rows]
    scores = [f1_score(labels, cross_validated(messages, labels, seed), average="macro") for seed in range(3)]
    return {"triage_labels_n": len(rows), "triage_labels_macro_f1": round(sum(scores) / len(scores), 4)}


def _growth(sizes: Sequence[int]) -> dict[str, float]:
    """Seconds of one core and the peak of memory for a rebuild of made messages."""
    from huiyin.reading.topics.book import TopicBook

    found: dict[str, float] = {}
    for size in sizes:
        messages = list(made(size))
        began = time.process_time()
        topics = TopicBook.rebuilt(messages).topics()
        found[f"triage_made_{size // 1000}k_s"] = round(time.process_time() - began, 1)
        found[f"triage_made_{size // 1000}k_topics"] = len(topics)
        found[f"triage_made_{size // 1000}k_mb"] = round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        )
        print(f"  {size:,}: {found[f'triage_made_{size // 1000}k_s']} s, {len(topics):,} topics", flush=True)
    return found


def made(size: int, seed: int = 7) -> Iterator[object]:
    """Made messages: invented estates with 40 messages each on average, ten troubles, four
    ways of telling each, every third about a trouble that several people of one estate tell of."""
    from huiyin.project.drill.sentences import PLACES, SINCE, TROUBLES, WISHES
    from huiyin.reading.topics.message import Message

    dice = random.Random(seed)
    signs = (
        "云栖桐荫海棠玉兰绿洲金桂银杏翠湖星河锦绣龙泉凤凰朝晖晨曦和顺安康福祥松竹梅岭江滨湖畔东篱南苑西畴北辰"
    )
    ends = ("小区", "花园", "家园", "苑", "公寓", "新村")
    estates = [
        "".join(dice.choices(signs, k=dice.choice((2, 3)))) + dice.choice(ends)
        for _ in range(max(10, size // 40))
    ]
    for number in range(size):
        estate, trouble = dice.choice(estates), dice.choice(TROUBLES)
        home = f"{dice.randint(1, 12)}号楼{dice.randint(1, 4)}单元"
        said = f"{estate}{home}{dice.choice(PLACES)}{trouble}，{dice.choice(SINCE)}。{dice.choice(WISHES)}"
        yield Message(
            str(number), said * dice.choice((1, 1, 2)), f"{estate}{trouble}", None, str(dice.randrange(size))
        )
