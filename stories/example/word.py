"""Word files as offices write them, made of their XML: headlines by direct formatting, automatic numbers, text boxes.

Only what the example needs of WordprocessingML (ECMA-376 part 1, clause 17) and DrawingML (clauses 20 and 21). The parts
are stored, not deflated, and dated alike, so that the same draft gives the same bytes wherever it is made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

#: When everything in a zip of the example was last changed.
STAMP = (2024, 3, 29, 9, 0, 0)
_EMU = 36000  # to the millimetre
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture" '
    f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_CHANGED = 'w:author="审稿人" w:date="2024-03-20T10:00:00Z"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Draft:
    """A Word file in the making; every call adds to its end."""

    def __init__(self) -> None:
        self._body: list[str] = []
        self._media: list[bytes] = []
        self._comments: list[str] = []

    def title(self, text: str) -> None:
        """A headline in Word's own style."""
        self.add(paragraph(run(text), style="Title"))

    def headline(self, *lines: str, size: float = 22) -> None:
        """A headline as most offices set it: centred and large, in the plain style, its lines parted by soft breaks."""
        self.add(paragraph("<w:r><w:br/></w:r>".join(run(line, size=size, face="方正小标宋简体") for line in lines), align="center"))

    def text(self, text: str, *, indent: bool = True, align: str = "") -> None:
        """A paragraph of text, 16 points, its first line indented by two characters."""
        self.add(paragraph(run(text, size=16, face="仿宋_GB2312"), indent=indent, align=align))

    def numbered(self, text: str, head: str = "") -> None:
        """A paragraph that Word numbers 一、二、三、; `head` is its run-in head, bold."""
        self.add(paragraph(run(head, size=16, strong=True) + run(text, size=16, face="仿宋_GB2312"), numbered=True))

    def styled(self, text: str, style: str) -> None:
        """A paragraph in a named style: Heading1, Quote."""
        self.add(paragraph(run(text), style=style))

    def caption(self, text: str) -> None:
        """A centred line in Kai under a picture."""
        self.add(paragraph(run(text, size=12, face="楷体"), align="center"))

    def picture(self, jpeg: bytes, *, upright: bool = False) -> None:
        """A picture in line, centred."""
        self.add(paragraph(self._inline(jpeg, 75 if upright else 120, upright), align="center"))

    def floating(self, jpeg: bytes, caption: str) -> None:
        """A picture beside the text, and its caption in a text box of its own."""
        self.add(paragraph(f"<w:r>{_anchor(self._drawn(jpeg, 120, 90), 120, 90, 5)}</w:r><w:r>{_text_box(caption)}</w:r>"))

    def side_by_side(self, shots: Sequence[tuple[bytes, str]]) -> None:
        """Pictures in the cells of a table without rules, each caption in the cell below."""
        pictures = [paragraph(self._inline(jpeg, 72, False), align="center") for jpeg, _ in shots]
        captions = [paragraph(run(caption, size=12, face="楷体"), align="center") for _, caption in shots]
        self.add(grid([pictures, captions]))

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """A table of text."""
        self.add(grid([[paragraph(run(cell, size=12)) for cell in row] for row in rows], ruled=True))

    def form(self, fields: Iterable[tuple[str, str]], body: Draft, label: str = "正    文") -> None:
        """The submission form: fields in two columns, the last row holding the text, which brings its own pictures."""
        rows = [[paragraph(run(name)), paragraph(run(value))] for name, value in fields]
        self.add(grid([*rows, [paragraph(run(label)), "".join(body._body)]], ruled=True))
        self._media.extend(body._media)

    def commented(self, text: str, comment: str) -> None:
        """A paragraph with a reader's comment."""
        number = len(self._comments)
        self._comments.append(comment)
        mark = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        self.add(paragraph(f'<w:commentRangeStart w:id="{number}"/>{run(text, size=16)}{mark}', indent=True))

    def add(self, xml: str) -> None:
        """Add what stands in the body as XML."""
        self._body.append(xml)

    def save(self) -> bytes:
        """The file's bytes."""
        section = (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"/></w:sectPr>'
        )
        document = f"{_HEAD}<w:document {_SPACES}><w:body>{''.join(self._body)}{section}</w:body></w:document>"
        comments = "".join(f'<w:comment w:id="{i}" {_CHANGED}>{paragraph(run(text))}</w:comment>' for i, text in enumerate(self._comments))
        parts = {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _relations([("officeDocument", "word/document.xml"), (_CORE_TYPE, "docProps/core.xml")]),
            "docProps/core.xml": _CORE,
            "word/document.xml": document,
            "word/styles.xml": _STYLES,
            "word/numbering.xml": _NUMBERING,
            "word/comments.xml": f"{_HEAD}<w:comments {_SPACES}>{comments}</w:comments>",
            "word/_rels/document.xml.rels": _relations(
                [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("comments", "comments.xml")]
                + [("image", f"media/image{i}.jpeg") for i in range(1, len(self._media) + 1)]
            ),
        }
        pictures = {f"word/media/image{i}.jpeg": jpeg for i, jpeg in enumerate(self._media, 1)}
        return zipped({name: text.encode() for name, text in parts.items()} | pictures)

    def _drawn(self, jpeg: bytes, wide: float, tall: float) -> str:
        self._media.append(jpeg)
        # the first three relations are the styles, the numbering and the comments
        return _picture(f"rId{len(self._media) + 3}", wide, tall)

    def _inline(self, jpeg: bytes, wide: float, upright: bool) -> str:
        tall = wide * (4 / 3 if upright else 3 / 4)
        extent = f'<wp:extent cx="{round(wide * _EMU)}" cy="{round(tall * _EMU)}"/><wp:docPr id="{len(self._media) + 1}" name="图片"/>'
        return f"<w:r><w:drawing><wp:inline>{extent}{self._drawn(jpeg, wide, tall)}</wp:inline></w:drawing></w:r>"


def run(text: str, *, size: float | None = None, face: str = "", strong: bool = False) -> str:
    """Text set alike, as XML; nothing where there is no text."""
    if not text:
        return ""
    return f'<w:r>{_set(size, face, strong)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def struck(text: str) -> str:
    """Text that a tracked change took out."""
    return f'<w:del w:id="901" {_CHANGED}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    """Text that a tracked change put in."""
    return f'<w:ins w:id="902" {_CHANGED}>{run(text, size=16)}</w:ins>'


def paragraph(runs: str, *, style: str = "", align: str = "", indent: bool = False, numbered: bool = False) -> str:
    """A paragraph as XML. Its properties stand in the order that the schema wants (clause 17.3.1.26)."""
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else "")
        + ('<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def grid(rows: Sequence[Sequence[str]], *, ruled: bool = False) -> str:
    """A table as XML; each cell holds paragraphs as XML."""
    columns = len(rows[0])
    rules = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    borders = f"<w:tblBorders>{rules}</w:tblBorders>" if ruled else ""
    cells = ["".join(f'<w:tc><w:tcPr><w:tcW w:w="{8800 // columns}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in row) for row in rows]
    widths = f'<w:gridCol w:w="{8800 // columns}"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="8800" w:type="dxa"/>{borders}</w:tblPr><w:tblGrid>{widths}</w:tblGrid>'
        + "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        + "</w:tbl>"
    )


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, STAMP)
            member.create_system = 0
            archive.writestr(member, data)
    return out.getvalue()


def _set(size: float | None, face: str, strong: bool) -> str:
    inner = (
        (f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/>' if face else "")
        + ("<w:b/>" if strong else "")
        + (f'<w:sz w:val="{round(size * 2)}"/>' if size else "")
    )
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _picture(relation: str, wide: float, tall: float) -> str:
    extent = f'<a:off x="0" y="0"/><a:ext cx="{round(wide * _EMU)}" cy="{round(tall * _EMU)}"/>'
    return (
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="0" name="图片"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm>{extent}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )


def _anchor(graphic: str, wide: float, tall: float, number: int) -> str:
    """A drawing that floats below its paragraph, the text above and under it."""
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{round(wide * _EMU)}" cy="{round(tall * _EMU)}"/><wp:wrapTopAndBottom/><wp:docPr id="{number}" name="浮动"/>'
        f"<wp:cNvGraphicFramePr/>{graphic}</wp:anchor></w:drawing>"
    )


def _text_box(caption: str) -> str:
    """A text box, once as Word draws it and once for readers that only know VML (clause 10, markup compatibility)."""
    content = f"<w:txbxContent>{paragraph(run(caption, size=12, face='楷体'), align='center')}</w:txbxContent>"
    shape = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{_anchor(shape, 120, 10, 6)}</mc:Choice>'
        f'<mc:Fallback><w:pict><v:shape style="width:340pt;height:28pt"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    """A part's relations, numbered from rId1; a kind is Office's own unless it is a whole address."""
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if ":" in kind else f"{_OFFICE}/{kind}"}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _style(identity: str, name: str, size: float, *, outline: int | None = None, align: str = "") -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    layout = f'<w:jc w:val="{align}"/>' if align else ""
    weight = "<w:b/>" if outline is not None or identity == "Title" else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr>{layout}{level}</w:pPr><w:rPr>{weight}<w:sz w:val="{round(size * 2)}"/></w:rPr></w:style>'
    )


_STYLES = (
    f"{_HEAD}<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style("Title", "Title", 22, align="center")
    + _style("Heading1", "heading 1", 16, outline=0)
    + _style("Quote", "Quote", 16)
    + "</w:styles>"
)
_NUMBERING = (
    f'{_HEAD}<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_CORE_TYPE = f"{_PACKAGE}/relationships/metadata/core-properties"
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2024-03-20T09:00:00Z</dcterms:created>'
    "</cp:coreProperties>"
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="jpeg" ContentType="image/jpeg"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"), ("comments", "comments"))
    )
    + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
