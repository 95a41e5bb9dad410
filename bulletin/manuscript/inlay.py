"""Pictures that lie in their own address (RFC 2397)."""

import base64
import binascii
from typing import Final
from urllib.parse import unquote_to_bytes

_LARGEST: Final = 50 * 2**20


def data_picture(source: str) -> tuple[str, bytes] | None:
    """A name and the bytes of the picture that a ``data:`` address holds; None where it holds none that can be read."""
    head, comma, body = source.partition(",")
    if not comma or len(body) > _LARGEST:
        return None
    raw = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            raw = base64.b64decode(raw, validate=False)
        except (binascii.Error, ValueError):
            return None
    # several pictures may stand in one page: their content tells them apart
    return f"picture-{binascii.crc32(raw):08x}", raw
