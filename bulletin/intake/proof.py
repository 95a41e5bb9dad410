"""Whether the receiving mail server could prove who sent a mail: its `Authentication-Results` (RFC 8601)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: A comment, with none inside it: the innermost go first.
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*([A-Za-z][\w-]*)\s*(?:/\s*\d+\s*)?=\s*([A-Za-z]+)")
#: The domain that a signature or a path speaks for: header.d=bank.example, header.i=@bank.example, smtp.mailfrom=a@bank.example.
_DOMAIN = re.compile(r"\b(header\.d|header\.i|smtp\.mailfrom|smtp\.mail)\s*=\s*\"?([^\s;\"]+)")


@dataclass(frozen=True)
class _Result:
    """What one method (spf, dkim, dmarc) found, for the domain that it speaks for ("" where it does not say)."""

    method: str
    verdict: str
    domain: str


def is_vouched_for(fields: Sequence[str], trusted: str) -> bool:
    """Whether the server `trusted` has written any results on a mail: one that has none did not come through it."""
    return any(name == trusted.lower() for name, _results in map(_read, fields))


def disproved(fields: Sequence[str], trusted: str, sender: str | None) -> str:
    """What failed for a mail from `sender`, as the server `trusted` tells it ("dmarc=fail"); "" where nothing did.

    Only the topmost field that bears the trusted server's name counts: whoever wrote the mail can have put others below it
    (RFC 8601 §5). A pass of SPF or DKIM counts only for the sender's own domain.
    """
    found = next((results for name, results in map(_read, fields) if name == trusted.lower()), ())
    verdicts = {method: [each for each in found if each.method == method] for method in ("dmarc", "spf", "dkim")}
    if any(each.verdict == "fail" for each in verdicts["dmarc"]):
        return "dmarc=fail"
    if any(each.verdict == "pass" for each in verdicts["dmarc"]):
        return ""
    for method, other in (("spf", "dkim"), ("dkim", "spf")):
        failed = any(each.verdict in ("fail", "hardfail") for each in verdicts[method])
        proved = any(each.verdict == "pass" and _aligned(each.domain, sender) for each in (*verdicts[method], *verdicts[other]))
        if failed and not proved:
            return f"{method}=fail"
    return ""


def _read(field: str) -> tuple[str, tuple[_Result, ...]]:
    """The name of the server that wrote a field, in small letters, and its results."""
    text = _without_comments(re.sub(r"\s+", " ", field))
    name, _semicolon, rest = text.partition(";")
    found = [(match, clause) for clause in rest.split(";") if (match := _RESULT.match(clause))]
    return (name.split() or [""])[0].strip('"').lower(), tuple(
        _Result(match[1].lower(), match[2].lower(), _domain(clause)) for match, clause in found
    )


def _without_comments(text: str) -> str:
    for _depth in range(10):
        shorter = _COMMENT.sub(" ", text)
        if shorter == text:
            break
        text = shorter
    return text


def _domain(clause: str) -> str:
    named = dict(reversed(_DOMAIN.findall(clause)))
    said = next((named[name] for name in ("header.d", "header.i", "smtp.mailfrom", "smtp.mail") if name in named), "")
    return said.rpartition("@")[2].lower()


def _aligned(domain: str, sender: str | None) -> bool:
    """Whether a domain is the sender's, or one of the two lies within the other (RFC 7489 §3.1, relaxed)."""
    own = (sender or "").rpartition("@")[2].lower()
    return not domain or domain == own or domain.endswith("." + own) or own.endswith("." + domain)
