"""How often the section is found: the copy desk's model beside cue words and a plain model of character runs, on texts of others.

The measuring sets are not part of the project, and nothing is ever learnt from them.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.copydesk.genre.guess import guess_section
from bulletin.copydesk.genre.model import NONE
from bulletin.copydesk.genre.seed import seed
from bulletin.copydesk.genre.signs import Text
from bulletin.house.rules import House, Masthead, SectionRule

_SHARED = Path(__file__).resolve().parents[2] / "shared"
KINDS = ("report", "practice", "case", "reflection")
#: The names that the sets give to the kinds.
_NAMES = {"服务动态": "report", "服务经验": "practice", "服务故事": "case", "服务心语": "reflection", "无": NONE}
_HOUSE = House(
    root=Path("/nowhere"),
    publication=Masthead(slug="measured", name="测"),
    sections=(
        SectionRule(name="report", kind="report"),
        SectionRule(name="practice", kind="practice"),
        SectionRule(name="case", kind="case"),
        SectionRule(name="reflection", kind="reflection"),
    ),
)


class Case(NamedTuple):
    """A text with its kind, and the kind that an editor could also have chosen."""

    name: str
    text: Text
    kind: str
    second: str | None


#: Says of a text its kind, or NONE where it is no story, or None where it is not sure.
Judge = Callable[[Text], str | None]


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sections", type=Path, default=_SHARED / "corpora" / "sections", help="where the *.jsonl lie")
    options.add_argument("--reference", type=Path, default=_SHARED / "reference" / "expected.json")
    options.add_argument("--misses", action="store_true", help="print each text that is taken for another kind")
    said = options.parse_args()
    sets = {path.stem: list(_cases(path)) for path in sorted(said.sections.glob("*.jsonl"))}
    sets["reference"] = list(_of_the_reference(said.reference))
    for name, judge in (("copy desk", _ours), ("cue words", _cues), ("plain runs", _plain())):
        for title, cases in sets.items():
            _print(name, title, cases, judge, misses=said.misses and name == "copy desk")


def _print(name: str, title: str, cases: Sequence[Case], judge: Judge, *, misses: bool) -> None:
    began = time.perf_counter()
    judged = [(each, judge(each.text)) for each in cases]
    took = 1000 * (time.perf_counter() - began) / max(len(cases), 1)
    stories = [(each, kind) for each, kind in judged if each.kind != NONE]
    decided = [(each, kind) for each, kind in stories if kind in KINDS]
    right = [each for each, kind in decided if kind in (each.kind, each.second)]
    others = [kind for each, kind in judged if each.kind == NONE]
    queried = f"; no story: {sum(kind not in KINDS for kind in others)} of {len(others)} queried" if others else ""
    print(
        f"{name:11} {title:10} {len(decided):3} of {len(stories)} decided ({len(decided) / len(stories):.0%}), "
        f"{len(right)} right ({len(right) / max(len(decided), 1):.0%}){queried}; {took:.1f} ms a text"
    )
    for each, kind in judged if misses else ():
        if kind not in (each.kind, each.second):
            print(f"    {each.name}: {each.kind}{f' or {each.second}' if each.second else ''}, taken for {kind or 'unsorted'}")


def _cases(path: Path) -> Iterator[Case]:
    for line in path.read_text("utf-8").splitlines():
        record: dict[str, Any] = json.loads(line)
        text = Text(title=record["title"], paragraphs=_paragraphs(record["text"]))
        yield Case(record["id"], text, _NAMES[record["label"]], _NAMES.get(record.get("second_label") or ""))


def _of_the_reference(path: Path) -> Iterator[Case]:
    for record in json.loads(path.read_text("utf-8"))["stories"]:
        if record["paragraphs"]:
            text = Text(title=record["title"], paragraphs=tuple(record["paragraphs"]))
            yield Case(record["submission"][0], text, _NAMES[record["section"]], None)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _ours(text: Text) -> str | None:
    guess = guess_section(text.title, text.paragraphs, _HOUSE)
    return guess.section or (NONE if guess.is_no_story else None)


#: What shows a genre to whoever only looks for words: kind, where, words, weight.
_CUES = (
    ("report", "title", r"举办|召开|举行|启动|组织开展|积极开展|走进|联合|争创|落实", 2.0),
    ("report", "opening", r"为(?:进一步|深入|切实|有效|充分|全面|积极)|^\d{4}年|^\d{1,2}月", 1.0),
    ("report", "body", r"(?:培训|宣传|动员会|启动会|活动)(?:现场|开展|围绕|受到|在)|参加了|参与了|志愿服务", 0.7),
    ("practice", "title", r"经验|做法|探索|对标|看齐|质效|提升.{0,6}(?:水平|质量|能力)|举措|三招|[一二三四五六]个", 2.0),
    ("practice", "body", r"机制|流程|考核|督导|复盘|分析|标杆|调配|优化|自查|[一二三四五]是|(?:^|\n)[一二三四五]、", 0.3),
    ("case", "title", r"锦旗|感谢|获赞|赞扬|表扬|挽回|拦截|关爱|情系|暖心|温暖|守护|难题|送到家|上门", 2.0),
    ("case", "opening", r"近日|日前|前不久|一天|当天|客户.{0,12}(?:来到|走进|致电)", 1.0),
    ("case", "body", r"一位(?:客户|老人)|老太太|老先生|奶奶|爷爷|阿姨|大爷|[一-鿿](?:先生|女士)|感激|锦旗|感谢信", 0.6),
    ("reflection", "title", r"感言|感悟|有感|心得|随想|随笔|我与|我和|我的|之我见|浅谈|谈谈", 3.0),
    ("reflection", "body", r"我(?!行|国|们行|部|支行|分行)", 0.5),
)


def _cues(text: Text) -> str | None:
    body = "\n".join(text.paragraphs)
    places = {"title": text.title, "opening": body[:120], "body": re.sub("“[^”]*”", "", body)}
    weights = dict.fromkeys(KINDS, 0.0)
    for kind, place, cue, weight in _CUES:
        weights[kind] += weight * min(len(re.findall(cue, places[place])), 4)
    best = max(weights, key=lambda kind: weights[kind])
    return best if (weights[best] + 0.5) / (sum(weights.values()) + 2) >= 0.5 else None


def _plain() -> Judge:
    """A logistic regression over runs of one to four characters, as a textbook has it, learnt from the same seed."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    samples = seed()
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True), LogisticRegression(C=10, max_iter=1000)
    )
    model.fit([_joined(each.text) for each in samples], [each.labels[0][0] for each in samples])
    return lambda text: str(model.predict([_joined(text)])[0])


def _joined(text: Text) -> str:
    return "\n".join((text.title, *text.paragraphs))


if __name__ == "__main__":
    main()
