"""A web page that was saved whole (`.mht`; RFC 2557): by a browser, or by Word as a "single file web page".

Nothing is fetched: what the page shows is looked up among the archive's own parts.
"""

from email import message_from_bytes
from email.message import Message
from typing import Final
from urllib.parse import unquote, urljoin

from bulletin.language import _
from bulletin.manuscript import page, plaintext
from bulletin.manuscript.charset import decode
from bulletin.manuscript.furniture import name_headers
from bulletin.manuscript.pencil import Pencil, Unfit
from bulletin.manuscript.tree import parsed
from bulletin.manuscript.wordpage import headers
from bulletin.queries import Marked, Query
from bulletin.records.manuscript import Manuscript
from bulletin.records.submission import Enclosure

_LARGEST: Final = 100 * 2**20
#: Archives within archives: each line of the innermost is held against the bounds of all around it.
_MOST_BOUNDS: Final = 50
_MOST_PARTS: Final = 2_000


def read(name: str, data: bytes) -> Marked[Manuscript]:
    """A saved page as its author left it, with those of its pictures that lie in the archive.

    Raises Unfit: too-large beyond the limits, unreadable where no page is in it.
    """
    parts = _parts(data)
    main = _page(parts)
    if main is None:
        message = _("the web archive (.mht) holds no page, or is damaged")
        raise Unfit("unreadable", message, _("Copy the text into a Word document and send that."))
    if main.get_content_type() == "text/plain":
        return plaintext.read(name, _bytes(main), main.get_content_charset())
    reading = page.read(name, _bytes(main), Parts(parts, _address(main)), charset=main.get_content_charset())
    return Marked(reading.value, (*reading.queries, *_headers(name, parts)))


def _parts(data: bytes) -> list[Message]:
    """The archive's leaves, in order."""
    if len(data) > _LARGEST or data.lower().count(b"boundary=") > _MOST_BOUNDS:
        raise _too_large()
    try:
        leaves = [each for each in message_from_bytes(data.lstrip()).walk() if not each.is_multipart()]
    except RecursionError as error:
        raise _too_large() from error
    if len(leaves) > _MOST_PARTS:
        raise _too_large()
    return leaves


def _too_large() -> Unfit:
    message = _("the web archive (.mht) is too large or nested too deeply to be read")
    return Unfit("too-large", message, _("Copy the text into a Word document and send that."))


def _page(parts: list[Message]) -> Message | None:
    """The page itself: the first that there is (RFC 2387 §3.2: the root is the first part, as all known programs write it)."""
    texts = [each for kind in ("text/html", "application/xhtml+xml", "text/plain") for each in parts if each.get_content_type() == kind]
    return next((each for each in texts if _bytes(each).strip()), None)


def _headers(name: str, parts: list[Message]) -> tuple[Query, ...]:
    """The queries on headers and footers, which Word keeps in a page beside the page."""
    pencil = Pencil(name)
    for part in parts:
        data = _bytes(part) if part.get_content_type() == "text/html" else b""
        if b"mso-element:header" in data or b"mso-element:footer" in data:
            name_headers(headers(parsed(decode(data, part.get_content_charset(), pencil))), pencil)
    return pencil.queries


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _address(part: Message) -> str:
    """Where a part lay; a long address may be folded (RFC 2557 §4.4)."""
    return "".join(str(part.get("Content-Location", "")).split())


class Parts:
    """Finds the pictures of a page among its archive's parts; no address is ever followed."""

    def __init__(self, parts: list[Message], base: str) -> None:
        self._base = base
        shown = [part for part in parts if part.get_content_maintype() != "text"]
        self._pictures = [_picture(at, part) for at, part in enumerate(shown)]
        self._places = {unquote(_joined(base, _address(part))): at for at, part in reversed(list(enumerate(shown))) if _address(part)}

    def find(self, reference: str, folder: str = "") -> Enclosure | None:
        """The picture that an address or ``cid:…`` means, None where it is not in the archive."""
        reference = reference.replace("\\", "/")
        if (at := self._places.get(unquote(_joined(self._base, reference)))) is not None:
            return self._pictures[at]
        cid, name = unquote(reference.removeprefix("cid:")), _file_name(reference)
        called = [each for each in self._pictures if each.content_id == cid] or [each for each in self._pictures if each.name == name]
        return called[0] if len(called) == 1 else None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # no address at all
        return address


def _file_name(address: str) -> str:
    return unquote(address.partition("?")[0]).rpartition("/")[2]


def _picture(at: int, part: Message) -> Enclosure:
    content_id = str(part.get("Content-ID", "")).strip().strip("<>") or None
    # the folder tells two pictures of one name apart
    return Enclosure(name=_file_name(_address(part)) or f"picture-{at + 1}", data=_bytes(part), folder=str(at), content_id=content_id)
