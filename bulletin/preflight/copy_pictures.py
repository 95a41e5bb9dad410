"""Checks on a story's pictures: each by itself, and all of an issue side by side with those printed before.

The thresholds were measured on 80 sharp pictures, drawn and photographed: the least sharp has 0.36, and the same ones blurred
by 4 in 1,000 of their width have 0.17 at most where there is anything to be sharp; the most line-like has 0.1 of text (0.19 with
a third more contrast: the lettering on a circuit board), and pages of typed text, aslant or in shadow, have 0.3 and more.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bulletin.language import _
from bulletin.preflight.copy_text import passages
from bulletin.preflight.likeness import alike, near, turned, turns
from bulletin.preflight.looks import Look
from bulletin.queries import Place, Query, query
from bulletin.records.story import Story

#: Below this nothing in the picture is sharp.
_LEAST_SHARPNESS = 0.18
#: All but the lightest 5 in 100 pixels are darker, or all but the darkest in 100 lighter; or there is as little between these.
_DARK, _PALE, _LEAST_CONTRAST = 70, 170, 55
#: A surface with less contrast than any photo is one colour, and meant to be.
_ONE_COLOUR = 8
#: Sides of a phone's screen: from 9:16 on.
_PHONE_SCREEN = 1.7
_FLAT_SCREEN, _LEAST_BUBBLES = 0.35, 0.02
#: Of a computer's screen, in pixels; what is set on it is mostly even.
_SCREENS = {(1366, 768), (1440, 900), (1536, 864), (1600, 900), (1680, 1050), (1920, 1080), (1920, 1200), (2560, 1440), (3840, 2160)}
_FLAT_DESK = 0.6
#: Where lines of text take as much of a picture, it is one of a document.
_MUCH_TEXT = 0.25

#: Whose faces need somebody's word before they are printed: a customer's own (Civil Code of the PRC, article 1019), and for a child
#: below fourteen the parents' (Personal Information Protection Law of the PRC, article 31).
Guests = Literal["", "customers", "children"]
_CHILDREN = re.compile("小学|中学|初中生|高中生|小朋友|小同学|小小银行家|儿童|未成年|孩子|孩童|幼儿|学童|少年|[男女]孩|[男女]童|宝宝")
_CUSTOMERS = re.compile("客户|储户|顾客|老人|居民|村民|市民|群众|商户|农户|消费者|[老大]爷|大妈|奶奶|阿姨|先生|女士")
_STAFF = re.compile("客户(?:经理|服务|部)|居民委员会")


@dataclass(frozen=True)
class Shot:
    """A picture as a story shows it: `name` is its file beside the story's `file`; `look` is None where it cannot be looked at.

    `guests` says who may be in the story's pictures beside the bank's own people.
    """

    issue: str
    file: str
    title: str
    branch: str | None
    name: str
    look: Look | None
    guests: Guests = ""

    @property
    def place(self) -> Place:
        """The picture in its story."""
        return Place(file=self.file, text=self.name)


def check_shots(shots: Sequence[Shot], printed: Sequence[Shot] = ()) -> tuple[Query, ...]:
    """Every query on the pictures of an issue, in the order of its stories; `printed` are those of earlier issues."""
    alone = [found for shot in shots for found in _alone(shot)]
    faces = [found for _file, its in groupby(shots, key=lambda shot: shot.file) for found in _faces_shown(list(its))]
    return (*alone, *faces, *_seen_before(shots, printed))


def guests_of(story: Story, *, of_a_customer: bool) -> Guests:
    """Who may be in a story's pictures: children it speaks of, or customers that a caption names or that it is all about."""
    if any(_CHILDREN.search(passage.text) for passage in passages(story)):
        return "children"
    named = any(_CUSTOMERS.search(_STAFF.sub("", f"{picture.caption} {picture.alt}")) for picture in story.pictures)
    return "customers" if of_a_customer or named else ""


def _alone(shot: Shot) -> Iterator[Query]:
    if shot.look is None:
        message = _("the picture {name} cannot be looked at, so that it is not checked").format(name=shot.name)
        remedy = _("Open it in a picture program and save it again as a JPEG or PNG picture.")
        yield query("picture-unreadable", shot.place, message, remedy)
        return
    for check in _SHOT_CHECKS:
        yield from check(shot, shot.look)


def _blurred(shot: Shot, look: Look) -> Iterator[Query]:
    if look.sharpness is not None and look.sharpness < _LEAST_SHARPNESS:
        message = _("nothing in the picture {name} is sharp").format(name=shot.name)
        remedy = _("Look at it in its full size; ask the branch for a sharper one of the same day.")
        yield query("blurred-picture", shot.place, message, remedy)


def _badly_lit(shot: Shot, look: Look) -> Iterator[Query]:
    if fault := _light(shot.name, look):
        remedy = _("Ask for another photo, or have its brightness corrected; on paper it will look darker and duller than on a screen.")
        yield query("badly-lit-picture", shot.place, fault, remedy)


def _light(name: str, look: Look) -> str:
    """What is wrong with a picture's light, in a sentence; nothing where it is right."""
    if look.lightest - look.darkest < _ONE_COLOUR:
        return ""
    if look.light < _DARK:
        return _("the picture {name} is very dark").format(name=name)
    if look.darkest > _PALE:
        return _("the picture {name} is very pale").format(name=name)
    if look.lightest - look.darkest < _LEAST_CONTRAST:
        return _("the picture {name} has hardly any contrast").format(name=name)
    return ""


def _screen_shot(shot: Shot, look: Look) -> Iterator[Query]:
    if _is_screen(look):
        message = _("the picture {name} looks like a screen shot; names, portraits or account data may be readable in it")
        remedy = _("Use the photo itself if there is one; else cut it to what matters and mask what is personal.")
        yield query("screen-shot", shot.place, message.format(name=shot.name), remedy)


def _is_screen(look: Look) -> bool:
    if (look.width, look.height) in _SCREENS:
        return look.flat >= _FLAT_DESK
    whole = look.height >= _PHONE_SCREEN * look.width and look.status_bar
    return look.flat >= _FLAT_SCREEN and (whole or look.bubbles >= _LEAST_BUBBLES)


def _much_text(shot: Shot, look: Look) -> Iterator[Query]:
    if look.text >= _MUCH_TEXT:
        message = _("the picture {name} seems to show a document; what is personal in it can be read by everyone")
        remedy = _("Read it word by word; mask names and numbers, or leave it out. Better, ask for it as text.")
        yield query("picture-of-text", shot.place, message.format(name=shot.name), remedy)


_SHOT_CHECKS: tuple[Callable[[Shot, Look], Iterator[Query]], ...] = (_blurred, _badly_lit, _screen_shot, _much_text)


def _faces_shown(shots: Sequence[Shot]) -> Iterator[Query]:
    """One note on a story that shows faces and may show whoever must be asked; the bank's own people are not asked about."""
    seen = {shot.name: shot.look.faces for shot in shots if shot.look and shot.look.faces}
    if not seen or not shots[0].guests:
        return
    pictures = _(", ").join(f"{name} ({faces})" for name, faces in seen.items())
    message = _("faces can be recognised in its pictures, about {faces}: {pictures}").format(faces=sum(seen.values()), pictures=pictures)
    remedy = _("Ask the branch whether the customers among them have agreed to be printed; else take a picture without their faces.")
    if shots[0].guests == "children":
        remedy = _("The story speaks of children: ask the branch whether the parents of those shown have agreed in writing.")
    yield query("faces-shown", Place(file=shots[0].file, text=next(iter(seen))), message, remedy)


# --- side by side ----------------------------------------------------------------------------------------------------------------


def _seen_before(shots: Sequence[Shot], printed: Sequence[Shot]) -> Iterator[Query]:
    """A query on each picture that an earlier story of the issue shows, or another issue did; the first that it is like."""
    for number, shot in enumerate(shots):
        if other := _like(shot, (*shots[:number], *printed)):
            yield _twice(shot, other)


def _like(shot: Shot, others: Sequence[Shot]) -> Shot | None:
    if shot.look is None or _says_nothing(shot.look):
        return None
    sides, dots = turns(shot.look.bits), shot.look.dots
    for other in others:
        if other.look is None or (other.file, other.name) == (shot.file, shot.name):
            continue
        for quarters, bits in enumerate(sides):
            if near(bits, other.look.bits) and alike(turned(dots, quarters), other.look.dots):
                return other
    return None


def _says_nothing(look: Look) -> bool:
    """Of a surface of one colour nothing can be said to be the same."""
    return look.lightest - look.darkest < _LEAST_CONTRAST


def _twice(shot: Shot, other: Shot) -> Query:
    names = {"name": shot.name, "other": other.name, "title": other.title, "branch": other.branch, "issue": other.issue}
    if other.issue != shot.issue:
        message = _("the picture {name} seems to have been in issue {issue} already, in “{title}”")
        remedy = _("Ask the branch for a new one, unless it is meant to be shown again.")
        return query("picture-printed-before", shot.place, message.format(**names), remedy)
    if other.file == shot.file:
        message = _("the picture {name} seems to be the same as {other}")
        return query("same-picture-twice", shot.place, message.format(**names), _("Take all but one out of story.md."))
    message = _("the picture {name} seems to be the same as {other} in “{title}”")
    if other.branch and shot.branch and other.branch != shot.branch:
        message = _("the picture {name} seems to be the same as {other} in “{title}”, which {branch} sent")
    return query("picture-in-two-stories", shot.place, message.format(**names), _("Ask whose it is, and keep it in one of the stories."))
