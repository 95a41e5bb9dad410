"""How the house masks what must not be printed, so that a reader still sees what it is."""

import re
from collections.abc import Callable

from bulletin.preflight.copy_personal.figures import folded
from bulletin.preflight.copy_personal.homes import district_of
from bulletin.preflight.copy_personal.names import masked_name


def mask(check: str, text: str) -> str:
    """What is printed instead of something that a check has found."""
    return _MASKS[check](text)


def _identity(text: str) -> str:
    return _starred(text, 3, 4)


def _card(text: str) -> str:
    return _starred(text, 0, 4)


def _phone(text: str) -> str:
    """138****8000, 020-****8888; an extension goes with the middle, and a number that is spoken is masked as one that is written."""
    plain = folded(text)
    number = re.sub(r"\s?(?:转|分机|ext\.?)\s?\d+$", "", plain, flags=re.IGNORECASE)
    if area := re.match(r"(?:\+?86[ -]?)?\(?(0\d{2,3})\)?[ -]+|(?:\+?86[ -]?)?\((0\d{2,3})\)|(?:\+?86[ -]?)?(010|02\d|0[3-9]\d\d)", number):
        return f"{area[1] or area[2] or area[3]}-{_starred(number[area.end() :], 0, 4, stars=4)}"
    number = re.sub(r"^\(?(?:\+|00)?86\)?[ .·-]?(?=1)", "", number)
    return _starred(number, 3, 4) if len(_bare(number)) > 8 else _starred(number, 0, 4, stars=4)


def _paper(text: str) -> str:
    return _starred(text, 1, 3)


def _plate(text: str) -> str:
    """粤A·***12."""
    plain = folded(text)
    return f"{plain[:2]}·***{plain[-2:]}"


def _mail(text: str) -> str:
    """z***@163.com."""
    name, _sign, host = re.sub(
        r"\s|[(\[]at[)\]]", lambda found: "" if found[0].isspace() else "@", folded(text), flags=re.IGNORECASE
    ).partition("@")
    return f"{name[0]}***@{host}"


def _chat(text: str) -> str:
    return _bare(text)[0] + "****"


def _home(text: str) -> str:
    """The district alone; 某小区 or 某村 where none is named."""
    return district_of(text) or ("某村" if re.search("村|屯|寨|庄", text) else "某小区")


def _birthday(text: str) -> str:
    """The year alone: 1965年*月*日; a day without a year is hidden whole."""
    year = re.match(r"[^年月]{2,4}(?=年)|\d{4}", folded(text))
    return f"{year[0]}年*月*日" if year else "*月*日"


def _class(_text: str) -> str:
    return "某校某班"


def _starred(text: str, first: int, last: int, stars: int = 0) -> str:
    """The first and the last characters of a number, and a star for each between; `stars` is their number where it is given."""
    bare = _bare(text)
    return bare[:first] + "*" * (stars or len(bare) - first - last) + bare[-last:]


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z_一-龥〇]", "", folded(text))


_MASKS: dict[str, Callable[[str], str]] = {
    "identity-number": _identity,
    "bank-card": _card,
    "account-number": _card,
    "phone-number": _phone,
    "travel-document": _paper,
    "soldiers-paper": _paper,
    "number-plate": _plate,
    "mail-address": _mail,
    "chat-name": _chat,
    "home-address": _home,
    "birth-date": _birthday,
    "class-told": _class,
    "minor-named": masked_name,
    "customer-named": masked_name,
    "illness-named": masked_name,
}
