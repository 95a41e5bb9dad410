"""A story as a whole: its length, its title, what stands in it twice, another story left in it, a lost end, several styles at once."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_text import Passage, passages
from bulletin.preflight.wording import marks
from bulletin.queries import CHECKS, Place, Query, query
from bulletin.records.story import Block, Heading, Paragraph, Pictures, Story, plain
from bulletin.typography import HAN, count_han

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
#: A sentence of so many characters is not written twice by chance, but a pledge of fewer may be.
_OWN_SENTENCE = 25
_OWN_PARAGRAPH = 12
#: A line of verse has no more characters, and may end at a comma.
_VERSE = 15
_SIGNED = re.compile(r"^[（(【]?[^，。]{0,20}(?:供稿|撰稿|摄影|图文|文/|文：|作者：|通讯员|供稿单位|投稿单位)[^，。]{0,24}[）)】]?$")
_RUN_IN = re.compile(r"^[（(]?(?:[一二三四五六七八九十]+[、是）)]|\d+[.、）)]|第[一二三四五](?!支行|分行))")
_STYLES: tuple[tuple[str, str], ...] = (
    (r"(?:19|20)\d\d年", r"[一二][〇零一二三四五六七八九]{3}年"),
    ("“", "「"),
    (r"\d{1,3},\d{3}(?!\d)", r"(?<![\d,.])\d{5,}(?=元|户|人|笔|件)"),
)


def length(story: Story, file: str, house: House) -> Iterator[Query]:
    """Too short to be a story, or too long for the periodical; photos for a gallery need no text."""
    size = sum(count_han(each.text) for each in _body(story))
    rule = house.check
    if story.gallery is not None:
        return
    if size < rule.shortest:
        message = _("the text has {size} characters; {least} are the least").format(size=size, least=rule.shortest)
        remedy = _("Ask the branch for more, or whether something is missing; `shortest` in [check] sets it.")
        yield query("too-short", file, message, remedy)
    elif size > rule.longest:
        message = _("the text has {size} characters; {most} are the most").format(size=size, most=rule.longest)
        yield query("too-long", file, message, _("Shorten it, or have it in two parts; `longest` in [check] sets it."))


def title(story: Story, file: str, house: House) -> Iterator[Query]:
    """A title over two lines, and one of which no two characters together stand in the text."""
    place = Place(file=file, text=story.title)
    wide = sum(0.5 if each.isascii() else 1 for each in story.title)
    if wide > 2 * house.check.title_line:
        message = _("the title takes more than two lines ({size} characters; a line holds {most})")
        yield query("long-title", place, message.format(size=round(wide), most=house.check.title_line), _("Shorten it in story.md."))
    rule = house.section(story.section) if story.section else None
    if rule is not None and rule.kind in ("report", "practice") and _is_unlike(story):
        remedy = _("See whether the title belongs to another story.")
        yield query("title-unlike-body", place, _("nothing of the title stands in the text"), remedy)


def _is_unlike(story: Story) -> bool:
    runs = re.findall(f"[{HAN}]{{2,}}", story.title)
    pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
    body = "".join(each.text for each in _body(story))
    return len(pairs) >= 5 and count_han(body) >= 80 and not any(pair in body for pair in pairs)


def repeated(story: Story, file: str, house: House) -> Iterator[Query]:
    """A paragraph, or a long sentence, that stood in the text before."""
    seen: dict[str, int | None] = {}
    for passage in _body(story):
        bare = _bare(passage.text)
        stretches = [(0, len(passage.text))] if bare in seen else [each.span() for each in _SENTENCE.finditer(passage.text)]
        for start, end in stretches:
            words = _bare(passage.text[start:end])
            if words in seen and len(words) >= (_OWN_PARAGRAPH if words == bare else _OWN_SENTENCE):
                message = _("this stands in paragraph {number} already").format(number=seen[words])
                yield query("repeated-paragraph", passage.place(file, start, end), message, _("Take one of the two out."))
        for words in (bare, *(_bare(each[0]) for each in _SENTENCE.finditer(passage.text))):
            seen.setdefault(words, passage.paragraph)


def another_story(story: Story, file: str, house: House) -> Iterator[Query]:
    """Amid the text a line like a title that names another branch, or one that signs, with more behind it."""
    paragraphs = [each for each in _body(story) if each.paragraph is not None]
    lone = {plain(block.spans) for block in story.body if _is_lone(block)}
    for turn, passage in enumerate(paragraphs[1:-1], 1):
        text = passage.text.strip()
        if text not in lone or count_han("".join(each.text for each in paragraphs[turn + 1 :])) < 60:
            continue
        if _names_another(text, story, house) or (_SIGNED.match(text) and turn < len(paragraphs) - 2):
            remedy = _("If two stories came in one file, part them in story.md; else take the line out.")
            yield query("another-story", passage.place(file, 0, len(passage.text)), _("another story may begin here"), remedy)


def _is_lone(block: Block) -> TypeGuard[Heading | Paragraph]:
    """A line by itself, or a heading: a second title of one Markdown file is read as one."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and not any(span.strong for span in block.spans))


def _names_another(text: str, story: Story, house: House) -> bool:
    if not 8 <= len(text) <= 40 or _RUN_IN.match(text) or re.search("[。！；：…]$|，$", text):
        return False
    own = house.branch(story.branch) if story.branch else None
    others = [branch.name for branch in house.branches if branch is not own]
    return own is not None and own.name not in text and any(name in text for name in others)


def end_missing(story: Story, file: str, house: House) -> Iterator[Query]:
    """The last paragraph ends at no mark, or any paragraph at a comma: something is lost."""
    texts = [block for block in story.body if not isinstance(block, Pictures)]
    numbered = [each for each in _body(story) if each.paragraph is not None]
    if sum(marks.is_cut_off(each.text) for each in numbered) * 2 > len(numbered) > 2:
        return  # verse, or a list
    for turn, (block, passage) in enumerate(zip(texts, numbered, strict=True)):
        text = passage.text.rstrip()
        if not isinstance(block, Paragraph) or not re.search("[，。；！？]", text) or _SIGNED.match(text):
            continue
        at_comma = text.endswith(("，", "、")) and len(text) > _VERSE
        if at_comma or (turn == len(texts) - 1 and marks.is_cut_off(text)):
            remedy = _("Add the mark, or ask the branch for what is missing.")
            yield query("end-missing", passage.place(file, max(0, len(text) - 8), len(text)), _("the paragraph has no end"), remedy)


def unbalanced(story: Story, file: str, house: House) -> Iterator[Query]:
    """Brackets, quotes and title marks without their other half."""
    all_of_them = list(passages(story))
    for number, found in marks.unbalanced([each.text for each in all_of_them]):
        yield query(found.check, all_of_them[number].place(file, found.start, found.end), found.message, found.remedy)


def mixed_style(story: Story, file: str, house: House) -> Iterator[Query]:
    """The same thing written in two ways: years, quotes, large numbers; shown where the rarer way stands first."""
    texts = list(passages(story))
    for patterns in _STYLES:
        found = [[(passage, each) for passage in texts for each in re.finditer(pattern, passage.text)] for pattern in patterns]
        if all(found):
            passage, rare = min(found, key=len)[0]
            _other, often = max(reversed(found), key=len)[0]
            message = _("“{one}” and “{other}”: one story writes it in two ways").format(one=rare[0], other=often[0])
            yield query("mixed-style", passage.place(file, *rare.span()), message, _("Write it the same way throughout."))


def short_name_first(story: Story, file: str, house: House) -> Iterator[Query]:
    """The branch's short name stands in the text before its full one."""
    branch = house.branch(story.branch) if story.branch else None
    if branch is None:
        return
    body = [each for each in _body(story) if each.paragraph is not None]
    full = next((turn for turn, each in enumerate(body) if branch.name in each.text), None)
    for turn, passage in enumerate(body[: full + 1] if full is not None else ()):
        before = passage.text.find(branch.name) if turn == full else len(passage.text)
        for alias in branch.aliases:
            start = passage.text.find(alias, 0, before)
            if len(alias) > 2 and alias.endswith("行") and start >= 0 and alias not in branch.name:
                message = _("“{alias}” stands before the full name, {name}").format(alias=alias, name=branch.name)
                remedy = _("Write the full name where it is named first.")
                yield query("short-name-first", passage.place(file, start, start + len(alias)), message, remedy)
                return


def unknown_allowance(story: Story, file: str, house: House) -> Iterator[Query]:
    """An allowance for what no check is called: a slip that leaves a query standing."""
    for allowance in story.allow:
        if allowance.check not in CHECKS:
            message = _("“{check}” is allowed, and no check is called so").format(check=allowance.check)
            place = Place(file=file, text=allowance.check)
            yield query("unknown-allowance", place, message, _("Write the check's name as `bulletin check` shows it."))


def _body(story: Story) -> Sequence[Passage]:
    return [each for each in passages(story) if each.paragraph is not None]


def _bare(text: str) -> str:
    return "".join(each for each in text if each.isalnum())
