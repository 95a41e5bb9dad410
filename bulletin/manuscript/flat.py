"""A Word file in one piece of XML ("flat OPC", `.xml`): packed as the .docx it stands for, in memory.

Each of its parts (pkg:part) holds its XML as it is, or other bytes in base64 (as Word writes them; ECMA-376 part 2 has no such form).
"""

import base64
import binascii
import io
import zipfile

from lxml import etree

from bulletin.manuscript.package import MAX_PARTS, Element, damaged, parse, qn, too_large, value


def packed(data: bytes) -> bytes:
    """The package that a flat file stands for, as a zip. Raises Unfit for what is broken or beyond a package's limits."""
    parts = list(parse(data, "pkg:package").iter(qn("pkg:part")))
    if len(parts) > MAX_PARTS:
        raise too_large()
    # a name that comes twice counts once; names stay names, nothing is written to them
    contents = {value(part, "pkg:name") or "": part for part in parts}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in contents.items():
            archive.writestr(name.lstrip("/"), _content(part, name))
    return stream.getvalue()


def _content(part: Element, name: str) -> bytes:
    xml, binary = part.find(f"{qn('pkg:xmlData')}/*"), part.find(qn("pkg:binaryData"))
    if xml is not None:
        return etree.tostring(xml, encoding="utf-8", with_tail=False)
    try:
        return base64.b64decode(binary.text or "") if binary is not None else b""
    except (binascii.Error, ValueError) as error:
        raise damaged(name) from error
