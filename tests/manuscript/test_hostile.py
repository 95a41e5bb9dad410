"""Files made to do harm are refused or read harmlessly: in five seconds and 200 MB each, without a program, a file or an address opened."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]
#: Reads every file of a folder under guard: one word over the limits, or one step outside, and it says so and ends.
WARDEN = """
import json, os, resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path

from bulletin.manuscript.sheaf import read
from bulletin.queries import Marked
from bulletin.records.submission import Enclosure, Submission

BARRED = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "urllib.Request")
HOME = tuple(map(os.path.realpath, (sys.prefix, sys.base_prefix, sys.argv[2], "/usr")))


def watch(event, details):
    outside = event == "open" and isinstance(details[0], str) and not os.path.realpath(details[0]).startswith(HOME)
    if event in BARRED or outside:
        print(f"{name}: {event} {details}", file=sys.stderr)
        os._exit(3)


def attempt(name, data):
    enclosure = Enclosure(name=name, data=data)
    return read(Submission(name="mail", received=datetime(2024, 1, 2, tzinfo=UTC), digest="0" * 64, originals=(), enclosures=(enclosure,)))


def late(_signal, _frame):
    print(f"{name}: took more than five seconds", file=sys.stderr)
    os._exit(4)


cell = sorted(Path(sys.argv[1]).iterdir())
inmates = [(path.name, path.read_bytes()) for path in cell]
for name, data in inmates[:2]:
    attempt(name, data)  # what a library holds from its first use on is no file's doing
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if Path("/proc/self/statm").exists() else None
if taken:
    resource.setrlimit(resource.RLIMIT_AS, (taken + 200 * 2**20,) * 2)
signal.signal(signal.SIGPROF, late)
sys.addaudithook(watch)
for name, data in inmates:
    signal.setitimer(signal.ITIMER_PROF, 5)  # of the processor, so that what else the machine does counts for nothing
    reading = attempt(name, data)
    signal.setitimer(signal.ITIMER_PROF, 0)
    words = "".join(each.model_dump_json(exclude={"photos", "beside"}) for each in reading.value)
    print(json.dumps([name, [each.check for each in reading.queries], len(reading.value), words]))
"""


def guarded(inmates: Mapping[str, bytes], folder: Path) -> dict[str, tuple[list[str], int, str]]:
    """What became of each file: its queries, how many manuscripts it made, and their text."""
    cell = folder / "cell"
    cell.mkdir()
    for name, data in inmates.items():
        (cell / name).write_bytes(data)
    command = [sys.executable, "-c", WARDEN, str(cell), str(PROJECT)]
    surroundings = {**os.environ, "PATH": "", "PYTHONPATH": str(PROJECT)}
    watched = subprocess.run(command, capture_output=True, text=True, env=surroundings, cwd=folder, check=False)
    assert watched.returncode == 0, watched.stderr
    told = [json.loads(line) for line in watched.stdout.splitlines()]
    return {name: (checks, made, words) for name, checks, made, words in told}


def honest(make_docx: Any, picture: bytes) -> dict[str, bytes]:
    """Two harmless files, read first: a Word file with every part, and a page."""
    parts = {"styles": "", "numbering": "", "comments": "", "footnotes": "", "word/media/a.jpg": picture}
    return {"0.docx": make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>", parts=parts), "0.html": "<p>正文</p>".encode()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_part(docx: bytes, part: str, data: bytes) -> bytes:
    """A Word file one of whose parts is another."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return packed({**{name: archive.read(name) for name in archive.namelist()}, part: data})


PARTS = (
    "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml",
    "word/comments.xml", "word/footnotes.xml",
)  # fmt: skip


def test_every_hostile_file_of_the_corpus_is_refused_or_read_harmlessly(
    corpora: Path, make_docx: Any, make_picture: Callable[..., bytes], tmp_path: Path
) -> None:
    inmates = honest(make_docx, make_picture())
    for at, path in enumerate(sorted((corpora / "hostile").rglob("*"))):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.parent.name == "xml":
            inmates |= {f"{at}-{number}.docx": with_part(inmates["0.docx"], part, data) for number, part in enumerate(PARTS)}
            inmates |= {f"{at}{ending}": data for ending in (".html", ".md", ".txt", ".svg", ".doc")}
        else:
            inmates |= {f"{at}{ending}": data for ending in (".docx", ".doc", ".odt")}
    became = guarded(inmates, tmp_path)
    assert set(became) == set(inmates)
    assert all(checks or made for checks, made, _words in became.values())
    assert not any("root:" in words for _checks, _made, words in became.values())


def bomb(declared: str, used: str = "&z;") -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{used}</w:t></w:r></w:p></w:body>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<!DOCTYPE x [{declared}]><w:document {space}>{body}</w:document>".encode()


def laughs() -> bytes:
    """Entities of entities: a thousand million laughs."""
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10)), '<!ENTITY z "&a9;">']
    return bomb("".join(lines))


def document(body: bytes) -> bytes:
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return b"<w:document " + space + b"><w:body>" + body + b"</w:body></w:document>"


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def lying(docx: bytes) -> bytes:
    """A Word file whose directory says that its largest part is small."""
    real = zipfile.ZipFile(io.BytesIO(docx)).getinfo("word/document.xml").file_size
    return docx.replace(struct.pack("<I", real), struct.pack("<I", 100))


def made_up(docx: bytes, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Hostile files of our own: each of one kind."""
    secret = folder / "secret.txt"
    secret.write_text("kept to itself")
    outside = f'<!ENTITY z SYSTEM "{secret.as_uri()}">'
    yield "laughs.docx", with_part(docx, "word/document.xml", laughs())
    yield "entity.docx", with_part(docx, "word/document.xml", bomb(outside))
    yield "address.docx", with_part(docx, "word/document.xml", bomb('<!ENTITY z SYSTEM "http://127.0.0.1:9/a">'))
    yield "parameter.docx", with_part(docx, "word/document.xml", bomb(f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;', ""))
    yield "other-charset.docx", with_part(docx, "word/document.xml", bomb(outside).decode().encode("utf-16"))
    yield "laughs.svg", laughs().replace(b"w:document", b"svg")
    yield "entity.html", bomb(outside).replace(b"w:document", b"html")
    yield "blanks.docx", with_part(docx, "word/document.xml", document(b" " * 110_000_000))
    yield "text.docx", with_part(docx, "word/document.xml", document(b"<w:p><w:r><w:t>" + b"a" * 20_000_000 + b"</w:t></w:r></w:p>"))
    yield "elements.docx", with_part(docx, "word/document.xml", document(b"<w:p/>" * 2_000_000))
    yield "lying.docx", lying(with_part(docx, "word/document.xml", document(b" " * 20_000_000)))
    yield "deep.docx", with_part(docx, "word/document.xml", document(b"<w:sdt>" * 5_000 + b"</w:sdt>" * 5_000))
    yield "many.docx", packed({"word/document.xml": document(b""), **{f"word/{at}": b"" for at in range(6_000)}})
    yield "pixels.png", png(60_000, 60_000, b"\0")
    yield "zeros.png", png(12_000, 12_000, bytes(1_000_000))
    yield "paths.docx", packed({"../../../../word/document.xml": document(b""), "/etc/passwd": b"root:x"})
    yield "nested.html", b"<div>" * 100_000
    yield "nested.md", b"> " * 20_000 + b"a"
    yield "table.html", b"<table><tr><td colspan=100000 rowspan=100000>a</td></tr></table>" * 50
    yield "long.txt", b"a" * 5_000_000


def test_files_made_to_do_harm_are_refused_or_read_harmlessly(make_docx: Any, make_picture: Callable[..., bytes], tmp_path: Path) -> None:
    safe = honest(make_docx, make_picture())
    became = guarded({**safe, **dict(made_up(safe["0.docx"], tmp_path))}, tmp_path)
    assert all(checks or made for checks, made, _words in became.values())
    assert not any("kept to itself" in words or "hahaha" in words or "root:" in words for _checks, _made, words in became.values())
    refused = {name.partition(".")[0]: checks for name, (checks, made, _words) in became.items() if not made}
    assert {"laughs", "entity", "address", "parameter", "other-charset", "blanks", "elements", "deep", "many", "pixels", "lying"} <= set(
        refused
    )


def test_a_picture_of_hostile_size_in_a_word_file_leaves_its_text(read_word: Any) -> None:
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        '<a:blip r:embed="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="rId1" Type="{kind}" Target="media/a.png"/>'
    reading = read_word(body, parts={"word/media/a.png": png(60_000, 60_000, b"\0")}, relations=relation)
    assert [line.text for line in reading.value.passages] == ["正文"]
    assert [each.check for each in reading.queries] == ["picture-unreadable"]


def test_the_warden_catches_who_steps_outside(make_docx: Any, make_picture: Callable[..., bytes], tmp_path: Path) -> None:
    """A picture so large that it breaks the limit of memory shows that there is one."""
    stream = io.BytesIO()
    Image.new("CMYK", (7_000, 8_000)).save(stream, "TIFF", compression="tiff_deflate")
    with pytest.raises(AssertionError):
        became = guarded({**honest(make_docx, make_picture()), "large.tif": stream.getvalue()}, tmp_path)
        assert became["large.tif"][1] == 1
