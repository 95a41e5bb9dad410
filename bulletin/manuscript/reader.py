"""One file as a manuscript, read as its kind asks for."""

from functools import partial

from bulletin.language import _
from bulletin.manuscript import marked, page, plaintext, webarchive, word, wordxml
from bulletin.manuscript.convert import ConversionFailed, ConverterMissing, convert
from bulletin.manuscript.flat import packed
from bulletin.manuscript.inset import Insets
from bulletin.manuscript.kind import CONVERTIBLE, Kind, called
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.pool import Pool
from bulletin.queries import Marked
from bulletin.records.manuscript import Manuscript
from bulletin.records.submission import Enclosure


def read_file(enclosure: Enclosure, kind: Kind, pool: Pool) -> Marked[Manuscript]:
    """A file of a kind that can be read, as its author left it; its pictures are taken from the pool where they lie beside it.

    Files within a Word file are read in their place. Raises Unfit where no manuscript can be read from it.
    """
    return _read(Insets(partial(_read, pool=Pool(()))), enclosure, kind, pool=pool)


def _read(insets: Insets, enclosure: Enclosure, kind: Kind, *, pool: Pool) -> Marked[Manuscript]:
    name, data, folder, charset = enclosure.name, enclosure.data, enclosure.folder, enclosure.charset
    match kind:
        case "word":
            return word.read(name, data, insets)
        case "flat-word":
            return word.read(name, packed(data), insets)
        case "word-2003":
            return word.read(name, wordxml.packed(data), insets)
        case "markdown":
            return marked.read(name, data, pool, folder=folder, charset=charset)
        case "html":
            return page.read(name, data, pool, folder=folder, charset=charset)
        case "web-archive":
            return webarchive.read(name, data)
        case "text":
            return plaintext.read(name, data, charset)
    return word.read(name, _as_word(data, kind), insets)


def _as_word(data: bytes, kind: Kind) -> bytes:
    remedy = _("Save it as a Word document (.docx) and send it again.")
    try:
        return convert(data, CONVERTIBLE[kind], "docx")
    except ConverterMissing as error:
        message = _("the file is {kind}, and the program that could read it (LibreOffice) is not installed")
        raise Unfit("converter-missing", message.format(kind=called(kind)), remedy) from error
    except ConversionFailed as error:
        message = _("the file is {kind}, and LibreOffice could not read it")
        raise Unfit("unreadable", message.format(kind=called(kind)), remedy) from error
