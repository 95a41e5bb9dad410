"""Which section a story belongs to: the one that is stated, else the one whose genre the text shows."""

import re
from collections.abc import Iterable

from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.sheet import Sheet

#: What shows a genre, where it is looked for, and how much it weighs. Genres, not topics: a report may praise a customer.
_CUES: tuple[tuple[str, str, str, float], ...] = (
    ("report", "title", r"举办|召开|举行|启动|组织开展|积极开展|走进|联合|争创|落实", 2.0),
    ("report", "opening", r"为(?:进一步|深入|切实|有效|充分|全面|积极)|^\d{4}年|^\d{1,2}月|按照.{2,40}(?:要求|部署)", 1.0),
    ("report", "body", r"(?:培训|宣传|动员会|启动会|活动)(?:现场|开展|围绕|受到|在)|参加了|参与了|志愿服务", 0.7),
    ("report", "end", r"接下来|下一步|后续|将继续|将持续", 0.5),
    ("practice", "title", r"经验|做法|探索|对标|看齐|质效|提升.{0,6}(?:水平|质量|能力)|举措|三招|[一二三四五六]个", 2.0),
    ("practice", "opening", r"(?:[三四五六]大?|多项|系列|重要)举措|主要做法|[三四五]个方面", 2.0),
    ("practice", "body", r"机制|流程|考核|督导|复盘|分析|标杆|调配|优化|自查", 0.3),
    ("practice", "body", r"[一二三四五]是|(?:^|\n)[一二三四五]、", 0.3),
    ("case", "title", r"锦旗|感谢|获赞|赞扬|表扬|挽回|拦截|关爱|情系|暖心|温暖|守护|难题|送到家|上门", 2.0),
    ("case", "opening", r"近日|日前|前不久|一天|当天|客户.{0,12}(?:来到|走进|致电)", 1.0),
    ("case", "body", r"一位(?:客户|老人)|老太太|老先生|奶奶|爷爷|阿姨|大爷|[一-鿿](?:先生|女士)|感激|锦旗|感谢信|该客户", 0.6),
    ("reflection", "title", r"感言|感悟|有感|心得|随想|随笔|我与|我和|我的|之我见|浅谈|谈谈", 3.0),
    ("reflection", "own words", r"我(?!行|国|们行|部|支行|分行)", 0.5),
    ("reflection", "own words", r"如何|应该|往往|仿佛|犹如|似一|正是", 0.3),
)
#: A cue counts at most so many times: a word that a long text repeats is no stronger proof.
_MOST = 4
#: What a byline adds to a reflection at most. Reports are signed too: a name by itself shows no genre.
_SIGNED = 2.0
#: From this probability on a guess is taken: more likely than all other genres together.
SURE = 0.5
_BRACKETED = re.compile(r"\s*[【\[〔](?P<name>[^【】\[\]〔〕]+)[】\]〕]\s*(?P<title>\S.*)", re.DOTALL)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」")
_PARTS = re.compile(r"[\s　_【】\[\]（）()：:，,。、｜|/《》“”—-]+")
_MAIL_WORDS = re.compile(r"投稿|稿件|来稿|报送|栏目|^稿|稿$")


class Guess(Sheet):
    """A section, None where the text fits none clearly, with the probability that it is right."""

    section: str | None
    probability: float


def place_in_section(stated: str, hints: Iterable[str], guess: Guess, house: House, file: str) -> Marked[str | None]:
    """The section: stated in front matter or form, named by the subject or the folder (`hints`), or guessed."""
    queries: list[Query] = []
    if stated:
        if rule := house.section(stated):
            return Marked(rule.name)
        queries.append(_unknown(stated, house, file))
    if named := section_named(hints, house):
        return Marked(named, tuple(queries))
    if guess.section is not None:
        return Marked(guess.section, (*queries, _guessed(guess, file)))
    return Marked(None, (*queries, _unsorted(house, file)))


def section_named(hints: Iterable[str], house: House) -> str | None:
    """The section that the first telling hint names; a hint that names two tells nothing.

    A section's name may stand anywhere (五羊支行服务经验投稿); a short alias only by itself, for it is also a common word.
    """
    for hint in hints:
        words = [_MAIL_WORDS.sub("", part) for part in parts_of(hint)]
        named = {
            rule.name
            for rule in house.sections
            if rule.name in hint or any(alias in words or (len(alias) > 3 and alias in hint) for alias in rule.aliases)
        }
        if len(named) == 1:
            return named.pop()
    return None


def parts_of(subject: str) -> list[str]:
    """What a subject's blanks, brackets, dashes and marks part it into."""
    return [part for part in _PARTS.split(subject) if part]


def without_section(subject: str, house: House) -> str:
    """A mail's subject without the words that only say where it should go: 【投稿】服务动态：…"""
    subject = re.sub(r"(?i)^\s*(?:(?:re|fw|fwd|答复|转发|回复)\s*[:：]\s*)+", "", subject)
    subject = re.sub(r"[【\[（(]?(?:投稿|来稿|稿件|更正|修改稿|以此稿为准)[】\])）]?", " ", subject)
    for name in sorted((name for rule in house.sections for name in (rule.name, *rule.aliases)), key=len, reverse=True):
        subject = re.sub(rf"(^|[\s【\[（(：:—-]){re.escape(name)}(?=$|[\s】\])）：:—-])", r"\1", subject)
    subject = re.sub(r"[【\[（(]\s*[】\])）]", " ", subject)
    return re.sub(r"^[\s:：—_-]+|[\s:：—_-]+$", "", subject)


def bracketed_section(title: str, house: House) -> tuple[str, str]:
    """The section that a bracket before the title names (【服务故事】雨夜送单), "" where none does, and the title without it."""
    found = _BRACKETED.fullmatch(title)
    rule = house.section(found["name"].strip()) if found else None
    return (rule.name, found["title"]) if found and rule else ("", title)


def guess_section(title: str, paragraphs: tuple[str, ...], byline: str, house: House) -> Guess:
    """The section whose genre the story shows, judged by its whole text."""
    weights = _weigh(title, paragraphs, byline)
    kinds = {rule.kind for rule in house.sections}
    total = sum(weight for kind, weight in weights.items() if kind in kinds)
    if not total:
        return Guess(section=None, probability=0.0)
    best = max(kinds, key=lambda kind: (weights[kind], kind))
    # one weak cue proves little: half a point of doubt is laid on every genre
    probability = (weights[best] + 0.5) / (total + 0.5 * len(kinds))
    rules = [rule for rule in house.sections if rule.kind == best]
    return Guess(section=rules[0].name if len(rules) == 1 and probability >= SURE else None, probability=round(probability, 3))


def _weigh(title: str, paragraphs: tuple[str, ...], byline: str) -> dict[str, float]:
    body = "\n".join(paragraphs)
    places = {
        "title": title,
        "opening": paragraphs[0][:120] if paragraphs else "",
        "body": body,
        "end": paragraphs[-1][:60] if len(paragraphs) > 1 else "",
        "own words": _QUOTED.sub("", body),  # what others say in quotation marks is not the author's own voice
    }
    weights = {"report": 0.0, "practice": 0.0, "case": 0.0, "reflection": 0.0}
    for kind, place, cue, weight in _CUES:
        weights[kind] += weight * min(len(re.findall(cue, places[place])), _MOST)
    if byline:
        weights["reflection"] += min(_SIGNED, weights["reflection"])
    return weights


def _unknown(stated: str, house: House, file: str) -> Query:
    return query(
        "unknown-section",
        file,
        _("the publication has no section “{name}”").format(name=stated),
        _("Choose one of these: {names}.").format(names="、".join(rule.name for rule in house.sections)),
    )


def _guessed(guess: Guess, file: str) -> Query:
    return query(
        "section-guessed",
        file,
        _("no section is stated; by its text the story belongs to {name} ({percent} % sure)").format(
            name=guess.section, percent=round(100 * guess.probability)
        ),
        _("Change the section in story.md if that is wrong."),
    )


def _unsorted(house: House, file: str) -> Query:
    return query(
        "unsorted",
        file,
        _("no section is stated, and the text does not show clearly which one it belongs to"),
        _("Write one of these as the section into story.md: {names}.").format(names="、".join(rule.name for rule in house.sections)),
    )
