"""The supply: the press is handed style sheets and pictures, and fetches nothing itself."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from bulletin.language import _
from bulletin.queries import LayoutError

#: Where a galley's addresses start; ".invalid" is no one's, now and ever (RFC 2606 §2).
BASE = "https://galley.invalid/"

_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class Supply(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves a galley's files by their keys, and nothing else: no network, no other file, no data address."""

    def __init__(self, files: Mapping[str, Path | str]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self._refused: dict[str, None] = {}

    def file(self, url: str) -> Path | str | None:
        """What lies under an address, None where nothing does."""
        return self._files.get(unquote(url.removeprefix(BASE))) if url.startswith(BASE) else None

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes under an address. An address that is not the galley's is remembered, and answered by FileNotFoundError."""
        found = self.file(url)
        if found is None:
            self._refused[url] = None
            raise FileNotFoundError(url)
        body = found.encode() if isinstance(found, str) else found.read_bytes()
        suffix = Path(unquote(url)).suffix.lower()
        return URLFetcherResponse(url, body, {"Content-Type": _TYPES.get(suffix, "application/octet-stream")})

    def account(self) -> None:
        """Raises LayoutError where the layout asked for an address that is not among the galley's files."""
        if self._refused:
            addresses = ", ".join(url.removeprefix(BASE) for url in self._refused)
            raise LayoutError(
                _("the layout asks for what it was not given: {addresses}").format(addresses=addresses),
                remedy=_("A layout may use its own style sheets and the stories' pictures only; put the file into the layout's folder."),
            )
