"""Equations (Office Math, ECMA-376-1 §22.1) as text that a reader can follow: x^2, (a+b)/c, √(x)."""

from collections.abc import Callable
from typing import Final

from bulletin.manuscript.package import Element, name_of, qn, value

_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def linear(element: Element) -> str:
    """An equation on one line."""
    write = _FORMS.get(name_of(element.tag))
    return write(element) if write else _inner(element)


def _inner(element: Element | None) -> str:
    if element is None:
        return ""
    return "".join(linear(child) for child in element)


def _part(element: Element, name: str) -> str:
    return _inner(element.find(qn(f"m:{name}")))


def grouped(text: str) -> str:
    """A part of an equation in brackets, where it needs them."""
    return text if len(text) <= 1 or text.isalnum() or (text[0] == "(" and text[-1] == ")") else f"({text})"


def _fraction(element: Element) -> str:
    return f"{grouped(_part(element, 'num'))}/{grouped(_part(element, 'den'))}"


def raised(text: str) -> str:
    """An exponent: small figures where Unicode has them, else ^."""
    return text.translate(_RAISED) if text and all(ord(sign) in _RAISED for sign in text) else f"^{grouped(text)}" if text else ""


def lowered(text: str) -> str:
    """An index: small figures where Unicode has them, else _."""
    return text.translate(_LOWERED) if text and all(ord(sign) in _LOWERED for sign in text) else f"_{grouped(text)}" if text else ""


def _scripted(element: Element) -> str:
    return _part(element, "e") + lowered(_part(element, "sub")) + raised(_part(element, "sup"))


def _before(element: Element) -> str:
    return lowered(_part(element, "sub")) + raised(_part(element, "sup")) + _part(element, "e")


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return f"{raised(degree) if degree else ''}√({_part(element, 'e')})"


def _property(element: Element, name: str, otherwise: str) -> str:
    properties = element.find(qn(f"{name_of(element.tag)}Pr"))
    found = properties.find(qn(f"m:{name}")) if properties is not None else None
    return otherwise if found is None else value(found, "m:val") or ""


def _sum(element: Element) -> str:
    return _property(element, "chr", "∫") + lowered(_part(element, "sub")) + raised(_part(element, "sup")) + " " + _part(element, "e")


def _delimited(element: Element) -> str:
    parts = [_inner(each) for each in element.iterchildren(qn("m:e"))]
    return _property(element, "begChr", "(") + _property(element, "sepChr", "|").join(parts) + _property(element, "endChr", ")")


def _function(element: Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _limit(element: Element) -> str:
    return f"{_part(element, 'e')}_({_part(element, 'lim')})"


def _matrix(element: Element) -> str:
    rows = [", ".join(_inner(each) for each in row.iterchildren(qn("m:e"))) for row in element.iterchildren(qn("m:mr"))]
    return f"[{'; '.join(rows)}]"


def _accented(element: Element) -> str:
    """A term under a sign (§22.1.2.1), which Unicode sets over the character before it; a circumflex where none is named."""
    return _part(element, "e") + _property(element, "chr", "\u0302")


def _barred(element: Element) -> str:
    return _part(element, "e") + ("\u0305" if _property(element, "pos", "bot") == "top" else "\u0332")


def _array(element: Element) -> str:
    return "; ".join(_inner(each) for each in element.iterchildren(qn("m:e")))


_FORMS: Final[dict[str, Callable[[Element], str]]] = {
    "m:t": lambda element: element.text or "",
    "w:t": lambda element: element.text or "",
    "m:f": _fraction,
    "m:sSup": _scripted,
    "m:sSub": _scripted,
    "m:sSubSup": _scripted,
    "m:sPre": _before,
    "m:rad": _root,
    "m:nary": _sum,
    "m:d": _delimited,
    "m:func": _function,
    "m:limLow": _limit,
    "m:limUpp": _limit,
    "m:m": _matrix,
    "m:eqArr": _array,
    "m:acc": _accented,
    "m:bar": _barred,
}
