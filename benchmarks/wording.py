"""How surely faults of wording are found, and how often a clean text is asked about.

    python -m benchmarks.wording [--every N] [--misses] [--alarms]

The clean texts are the copy desk's own (`copydesk/seed`), every tenth of them: whatever is asked of these is a false alarm. Then a fault
of each kind is planted by a rule, wherever a text has room for it, and looked for. Beside it a checker that knows nothing but the
lists of words (`preflight/words`) looks for the same.
"""

import argparse
import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from bulletin.house.rules import Branch, CheckRule, House, Kind, Masthead, SectionRule
from bulletin.preflight.copy_text import passages
from bulletin.preflight.wording.table import check_wording
from bulletin.preflight.wording.words import confused
from bulletin.queries import Query
from bulletin.records.story import Paragraph, Span, Story
from bulletin.typography import count_han

KINDS: tuple[Kind, ...] = ("report", "practice", "case", "reflection")
#: An editor sees at once whether a text is short: that is no question about its wording.
ASIDE = {"too-short", "too-long"}
#: A suggestion that a word, a character or a particle is a slip.
SUGGESTIONS = {"wrong-word", "doubtful-word", "wrong-particle", "repeated-word"}


class Text(NamedTuple):
    """A text of the seed: its kind, its title, its paragraphs."""

    kind: Kind
    title: str
    paragraphs: tuple[str, ...]


class Planted(NamedTuple):
    """A text with one fault, and the paragraph that it stands in, from 1 (0: the title)."""

    text: Text
    paragraph: int


#: How a fault is planted: what is written, and what is written instead.
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "的 for 地": ((r"(认真|耐心|热情|主动|仔细|慢慢|渐渐|高兴|激动|积极|细心|轻轻|深深|及时)地(?=[\u4e00-\u9fff])", r"\1的"),),
    "confusion": (
        *(("账户", "帐户"), ("即使", "既使"), ("截至", "截止"), ("部分", "部份"), ("安装", "按装"), ("已经", "己经")),
        *(("度过", "渡过"), ("既要", "即要"), ("其他人", "其它人")),
    ),
    "bank's word": (
        *(("大堂经理", "大唐经理"), ("登录", "登陆"), ("贷款", "货款"), ("诈骗", "炸骗"), ("客户经理", "客户经里")),
        *(("存折", "存拆"), ("合规", "合归"), ("厅堂", "厅唐"), ("抵押", "低押")),
    ),
    "set phrase": (
        *(("第一时间", "第一实间"), ("工作人员", "工作人圆"), ("优质服务", "优致服务"), ("风险防范", "风险防犯")),
        *(("服务质量", "服务质亮"), ("服务意识", "服务意时"), ("营业大厅", "营业大听"), ("与此同时", "与此同实")),
    ),
    "two marks": (("。", "。。"), ("，", "，，"), ("。", "，。")),
    "half width": (("，", ","), ("。", "."), ("：", ":")),
    "no other half": (("“", ""), ("”", ""), ("《", ""), ("》", "")),
    "quotes turned": ((r"“([^“”]{2,20})”", r"”\1“"),),
    "no such day": ((r"(?<!\d)([469]|11)月\d{1,2}日", r"\1月31日"), (r"(?<!\d)\d{1,2}月\d{1,2}日", "2月30日")),
    "range backwards": ((r"(\d{1,2})月(\d{1,2})日", r"\1月28日至3日"),),
    "mixed numeral": ((r"(?<!\d)\d\d(?=[名人位个])", "三十5"), (r"(?<!\d)(\d)\d{3}(?=[名人位个元户])", r"\1千8百")),
    "wide figure": ((r"(?<!\d)(\d)(?=[年月日名人个])", "５"),),
    "word twice": (("我们", "我们我们"), ("客户", "客户客户"), ("通过", "通过通过"), ("的", "的的")),
    "claim": (("。", "，我行的理财产品保本保息。"), ("。", "，推出全市最优惠的贷款产品。")),
}


def texts() -> list[Text]:
    """Every story of the seed."""
    found = []
    for file in sorted((files("bulletin.copydesk") / "seed").iterdir(), key=str):
        kind = next((kind for kind in KINDS if file.name.startswith(kind)), None)
        for piece in file.read_text("utf-8").split("====") if kind else ():
            lines = [line for line in piece.strip().splitlines() if line.strip()]
            if kind and len(lines) > 1:
                found.append(Text(kind, lines[0], tuple(lines[1:])))
    return found


def asked_of(text: Text) -> list[Query]:
    """What is asked of a text."""
    return [each for each in check_wording(_story(text), "f", _house(text)) if each.check not in ASIDE]


def _story(text: Text) -> Story:
    body = tuple(Paragraph(spans=(Span(text=each),)) for each in text.paragraphs)
    branch = re.search(r"[\u4e00-\u9fff]{2,3}支行", text.title)
    received = dt.datetime(2025, 12, 31, tzinfo=dt.UTC)
    return Story(title=text.title, section=text.kind, branch=branch and branch[0], received=received, submission="a", body=body)


def _house(text: Text) -> House:
    branch = _story(text).branch
    return House(
        root=Path("/nowhere"),
        publication=Masthead(slug="kan", name="刊"),
        sections=tuple(SectionRule(name=kind, kind=kind) for kind in KINDS),
        branches=(Branch(name=branch),) if branch else (),
        check=CheckRule(shortest=0),
    )


def planted(kind: str, clean: list[Text], dice: random.Random) -> Iterator[Planted]:
    """A text with one fault of the kind, for each text that has room for it."""
    for text in clean:
        places = [
            (number, found, instead)
            for number, paragraph in enumerate(text.paragraphs)
            for pattern, instead in RULES[kind]
            for found in re.finditer(pattern, paragraph)
        ]
        if places:
            number, found, instead = dice.choice(places)
            wrong = found.string[: found.start()] + found.expand(instead) + found.string[found.end() :]
            yield Planted(text._replace(paragraphs=(*text.paragraphs[:number], wrong, *text.paragraphs[number + 1 :])), number + 1)


def _paragraph_twice(text: Text, other: Text) -> Text | None:
    return text._replace(paragraphs=(*text.paragraphs, text.paragraphs[0]))


def _end_lost(text: Text, other: Text) -> Text | None:
    last = text.paragraphs[-1]
    return text._replace(paragraphs=(*text.paragraphs[:-1], last[: len(last) * 2 // 3].rstrip("。”")))


def _other_title(text: Text, other: Text) -> Text | None:
    return text._replace(title=other.title) if text.kind in ("report", "practice") else None


def _other_story(text: Text, other: Text) -> Text | None:
    named = "支行" in text.title and "支行" in other.title
    return text._replace(paragraphs=(*text.paragraphs, other.title, *other.paragraphs)) if named else None


#: Faults of a whole text, each with what is asked of it.
WHOLE: dict[str, tuple[str, Callable[[Text, Text], Text | None]]] = {
    "paragraph twice": ("repeated-paragraph", _paragraph_twice),
    "end lost": ("end-missing", _end_lost),
    "other title": ("title-unlike-body", _other_title),
    "other story": ("another-story", _other_story),
}


def whole(kind: str, clean: list[Text]) -> Iterator[Text]:
    """The texts with such a fault."""
    for text, other in zip(clean, clean[7:] + clean[:7], strict=True):
        if made := WHOLE[kind][1](text, other):
            yield made


def by_lists_alone(text: Text) -> set[int]:
    """The paragraphs in which a word of the lists stands: what a checker finds that knows nothing else."""
    return {each.paragraph for each in passages(_story(text)) if each.paragraph and any(confused(each.text))}


def main() -> None:
    """Print the false alarms on clean texts, and for each kind of fault how many are found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=10, help="count false alarms in every so manieth text")
    parser.add_argument("--misses", action="store_true", help="print the planted faults that are not found")
    parser.add_argument("--alarms", action="store_true", help="print the false alarms")
    asked = parser.parse_args()
    clean = texts()
    _count_alarms(clean[:: asked.every], show=asked.alarms)
    print(f"{'planted':18} {'texts':>5} {'found':>7} {'lists alone':>12}")
    for kind in RULES:
        made = list(planted(kind, clean, random.Random(7)))
        hits = [any(query.place.paragraph == each.paragraph for query in asked_of(each.text)) for each in made]
        alone = [each.paragraph in by_lists_alone(each.text) for each in made]
        _print(kind, hits, alone)
        missed = (each.text.paragraphs[each.paragraph - 1] for each, hit in zip(made, hits, strict=True) if not hit)
        _print_misses(missed, show=asked.misses)
    for kind, (check, _made) in WHOLE.items():
        others = list(whole(kind, clean))
        hits = [any(query.check == check for query in asked_of(each)) for each in others]
        _print(kind, hits, [False] * len(hits))
        _print_misses(
            (f"{each.title} | {each.paragraphs[-1]}" for each, hit in zip(others, hits, strict=True) if not hit), show=asked.misses
        )


def _count_alarms(clean: list[Text], *, show: bool) -> None:
    size = sum(count_han(text.title + "".join(text.paragraphs)) for text in clean)
    asked = [(text, query) for text in clean for query in asked_of(text)]
    counts = Counter(query.check for _text, query in asked)
    suggestions = sum(counts[check] for check in SUGGESTIONS)
    print(f"{len(clean)} clean texts of {size} characters: {len(asked)} asked about {dict(counts)}")
    print(f"in 2,000 characters: {len(asked) * 2000 / size:.2f}, suggestions of slips {suggestions * 2000 / size:.2f}")
    if show:
        print("\n".join(f"    [{query.check}] {query.place.text}: {text.title}" for text, query in asked))


def _print(kind: str, hits: list[bool], alone: list[bool]) -> None:
    total = max(1, len(hits))
    print(f"{kind:18} {len(hits):>5} {sum(hits) / total:>7.0%} {sum(alone) / total:>12.0%}")


def _print_misses(misses: Iterator[str], *, show: bool) -> None:
    if show:
        for words in misses:
            print(f"    {words[:120]}")


if __name__ == "__main__":
    main()
