"""Packs the example's drop folder: `python -m stories.example.pack [FOLDER]`, by default `stories/inbox`.

The same words and pictures give the same bytes on every run. This folder is no issue (it holds no issue.toml): it is
where the submissions of the example are made, each the way some branch would send it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from itertools import zip_longest
from pathlib import Path

from stories.example import post, texts
from stories.example.pictures import PICTURES, draw
from stories.example.texts import Shot, Text
from stories.example.word import Draft, inserted, paragraph, run, struck, zipped

INBOX = Path(__file__).resolve().parents[1] / "inbox"
_COVER = "您好：\n附件为我行本期投稿，请编辑老师审阅。\n"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

picture = cache(draw)


def parcels() -> dict[str, bytes]:
    """Every file of the drop folder, by its name."""
    files: dict[str, bytes] = {}
    for story in texts.TEXTS:
        files |= _PACKED[story.title](story)
    again, first = texts.REPEATED
    return dict(sorted((files | {again: files[first]}).items()))


def main(folder: Path = INBOX) -> None:
    """Write the drop folder anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_file():
            old.unlink()
    for name, data in parcels().items():
        (folder / name).write_bytes(data)


def half_width(text: str) -> str:
    """Text as someone types it who never leaves the Latin keyboard."""
    return text.translate(str.maketrans("，：；？！（）", ",:;?!()"))


def _training(story: Text) -> dict[str, bytes]:
    """The plainest case: a title in Word's style, a picture in line, its caption in brackets."""
    draft = Draft()
    draft.title(story.title)
    _texts(draft, story.paragraphs)
    _picture(draft, story.shots[0], "（{}）")
    parts = [post.note(_COVER), _attached(post.name_in_words("厅堂服务带教班.docx"), draft)]
    return _mail(story, "yunxing", "运行管理部", "Mon, 11 Mar 2024 09:12:00 +0800", "投稿：" + story.title, parts)


def _luzhou(story: Text) -> dict[str, bytes]:
    """Numbers that only Word knows, a byline above the text, a covering note in GB18030."""
    draft = Draft()
    draft.headline(story.title)
    draft.caption("（供稿：鹭洲支行）")
    draft.text(story.paragraphs[0])
    for number, text, shot in zip_longest("一二三", story.paragraphs[1:4], story.shots):
        head, _, rest = text.removeprefix(f"{number}、").partition("。")
        draft.numbered(rest, head + "。")
        if shot:
            _picture(draft, shot, "（{}）")
    draft.text(story.paragraphs[4])
    parts = [post.note(_COVER, "gb18030"), _attached(post.name_in_words("鹭洲支行投稿.docx", "GB2312"), draft)]
    return _mail(story, "luzhou", "鹭洲支行", "Tue, 26 Mar 2024 16:40:00 +0800", "【动态速递】" + story.title, parts)


def _qingyu(story: Text) -> dict[str, bytes]:
    """A Word file laid straight into the folder: a floating picture with its caption in a text box, an upright one in line."""
    draft = Draft()
    draft.headline(story.title)
    draft.text(story.paragraphs[0])
    draft.floating(picture(story.shots[0].picture), story.shots[0].caption)
    _texts(draft, story.paragraphs[1:])
    _picture(draft, story.shots[1], "{}")
    return {story.submissions[0]: draft.save()}


def _launch(story: Text) -> dict[str, bytes]:
    """Markdown without front matter, its picture beside it."""
    markdown, jpeg = story.submissions
    pieces = ["# " + story.title, *story.paragraphs[:1], f"![{story.shots[0].caption}]({jpeg})", *story.paragraphs[1:]]
    return {markdown: ("\n\n".join(pieces) + "\n").encode(), jpeg: picture(story.shots[0].picture)}


def _liudu(story: Text) -> dict[str, bytes]:
    """A zip from a Chinese Windows: GBK names without the UTF-8 flag, a folder that names the section, the picture beside."""
    draft = Draft()
    draft.headline(story.title)
    _texts(draft, story.paragraphs[:2])
    draft.caption(f"（图：{story.shots[0].caption}）")
    _texts(draft, story.paragraphs[2:])
    draft.text("柳渡支行　供稿", align="right", indent=False)
    members = {"稿件.docx": draft.save(), f"{story.shots[0].caption}.jpg": picture(story.shots[0].picture)}
    return {story.submissions[0]: _gbk_zip("动态速递-柳渡支行", members)}


def _nantang(story: Text) -> dict[str, bytes]:
    """The story is the mail itself: HTML in GB18030, pictures by cid, a signature and a disclaimer below."""
    lines = "".join(f'<div style="text-indent:2em;font-size:16px">{text}</div>' for text in story.paragraphs)
    shots = "".join(
        f'<div align="center"><img width="560" src="cid:{shot.picture}@nantang"></div>'
        f'<div align="center" style="font-family:楷体">▲{shot.caption}</div>'
        for shot in story.shots
    )
    html = (
        '<html><head><meta charset="gb18030"><style>div{line-height:1.8}</style></head><body>'
        f'<div align="center"><b style="font-size:22pt">{story.title}</b></div>{lines}{shots}'
        '<div style="border-top:1px solid #b5c4df;padding-top:8px"><div>南塘支行综合管理部</div><div>地址：栖州市南塘路</div>'
        "<div>本邮件及附件仅供收件人使用，误收请删除。</div></div></body></html>"
    )
    plain = post.note("\n".join((story.title, *story.paragraphs)) + "\n", "gb18030")
    pictures = [post.inline_picture(f"{shot.picture}@nantang", picture(shot.picture)) for shot in story.shots]
    related = post.bundle("related", [post.page(html, "gb18030"), *pictures], "----=_nantang_related")
    content = post.bundle("alternative", [plain, related], "----=_nantang")
    subject = "【动态速递】" + story.title
    date = "Mon, 25 Mar 2024 10:05:00 +0800"
    return {story.submissions[0]: post.letter("nantang-1", _address("nantang"), "南塘支行", date, subject, content)}


def _gallery(story: Text) -> dict[str, bytes]:
    """Photos alone: one mail whose files are named after branches, one straight from a camera."""
    named = [post.attachment(post.name_extended(shot.caption + ".jpg"), picture(shot.picture), "image/jpeg") for shot in story.shots[:-1]]
    camera = post.attachment(b'="IMG_20240315_102233.jpg"', picture(story.shots[-1].picture), "image/jpeg")
    first, second = story.submissions
    several = post.bundle("mixed", [post.note("各行活动照片，文件名为支行名。\n"), *named], "----=_jianying")
    single = post.bundle("mixed", [post.note("照片一张。\n"), camera], "----=_zhongta-photo")
    return {
        first: post.letter("yunxing-7", _address("yunxing"), "运行管理部", "Thu, 28 Mar 2024 09:00:00 +0800", story.title, several),
        second: post.letter("zhongta-2", _address("zhongta"), "钟塔支行", "Fri, 29 Mar 2024 08:30:00 +0800", "宣传剪影-钟塔支行", single),
    }


def _beiling(story: Text) -> dict[str, bytes]:
    """Tracked changes, a comment, a table, a caption that begins with 图1."""
    draft = Draft()
    draft.headline(story.title)
    before, _, after = story.paragraphs[0].partition("十八")
    changed = run(before, size=16) + struck("二十来") + inserted("十八") + run(after, size=16) + struck("上述数据尚未经过核对。")
    draft.add(paragraph(changed, indent=True))
    draft.text(story.paragraphs[1])
    _picture(draft, story.shots[0], "图1 {}")
    draft.commented(story.paragraphs[2], "这个数字请支行再确认一次")
    draft.table(story.table)
    _texts(draft, story.paragraphs[3:])
    parts = [post.note(_COVER), _attached(post.name_extended("北岭支行-三张清单（修订）.docx"), draft)]
    return _mail(story, "beiling", "北岭支行", "Wed, 20 Mar 2024 15:22:00 +0800", "【经验交流】北岭支行投稿", parts)


def _juyuan(story: Text) -> dict[str, bytes]:
    """Half-width marks, full-width blanks as indents, empty paragraphs, a headline in two lines."""
    draft = Draft()
    draft.headline(*story.title.split(" "))
    for text in story.paragraphs:
        draft.text("", indent=False)
        draft.text("　　" + half_width(text), indent=False)
    _picture(draft, story.shots[0], "({})")
    parts = [post.note(_COVER), _attached(b'="juyuan.docx"', draft)]
    return _mail(story, "juyuan", "橘园支行", "Tue, 19 Mar 2024 11:31:00 +0800", "实践探索投稿-橘园支行", parts)


def _dongli(story: Text) -> dict[str, bytes]:
    """Pictures side by side in a table; the file's name is bare GBK bytes in the header."""
    draft = Draft()
    draft.headline(story.title)
    _texts(draft, story.paragraphs)
    draft.side_by_side([(picture(shot.picture), shot.caption) for shot in story.shots])
    parts = [post.note(_COVER), _attached(post.name_bare("东篱支行三色便签.docx"), draft)]
    return _mail(story, "dongli", "东篱支行", "Thu, 21 Mar 2024 17:48:00 +0800", "实践探索：三色便签", parts)


def _wangjin(story: Text) -> dict[str, bytes]:
    """Markdown with front matter."""
    markdown, jpeg = story.submissions
    front = [
        "---",
        f"title: {story.title}",
        f"section: {story.section}",
        f"branch: {story.branch}",
        "photos:",
        f"  - file: {jpeg}",
        f"    caption: {story.shots[0].caption}",
        "---",
    ]
    return {markdown: ("\n".join(front) + "\n\n" + "\n\n".join(story.paragraphs) + "\n").encode(), jpeg: picture(story.shots[0].picture)}


def _zhuli(story: Text) -> dict[str, bytes]:
    """The submission form, a Word table."""
    body = Draft()
    _texts(body, story.paragraphs)
    _picture(body, story.shots[0], "（{}）")
    draft = Draft()
    draft.headline("《知微》投稿表", size=20)
    draft.form([("投稿栏目", story.section), ("标    题", story.title), ("投稿单位", story.branch), ("作    者", "")], body)
    parts = [post.note(_COVER), _attached(post.name_in_words("投稿表-竹里支行.docx"), draft)]
    return _mail(story, "zhuli", "竹里支行", "Mon, 18 Mar 2024 08:55:00 +0800", "竹里支行投稿表", parts)


def _yunbu(story: Text) -> dict[str, bytes]:
    """Plain text as an old editor saves it: GB18030, Windows line ends, blanks as indents."""
    lines = (story.title, "", *("　　" + text for text in story.paragraphs), "", "（云埠支行供稿）", "")
    return {story.submissions[0]: "\r\n".join(lines).encode("gb18030")}


def _zhongta(story: Text) -> dict[str, bytes]:
    """Sub-headings and a quotation in Word's styles, an upright picture."""
    draft = Draft()
    draft.title(story.title)
    for number, text in enumerate(story.paragraphs):
        if number in story.headings:
            draft.styled(text, "Heading1")
        elif text.startswith("“"):
            draft.styled(text, "Quote")
        else:
            draft.text(text)
    _picture(draft, story.shots[0], "（{}）")
    parts = [post.note(_COVER), _attached(post.name_in_words("无声窗口.docx", "UTF-8"), draft)]
    return _mail(story, "zhongta", "钟塔支行", "Wed, 27 Mar 2024 14:03:00 +0800", "【暖心故事】" + story.title, parts)


def _magnolia(story: Text) -> dict[str, bytes]:
    """An essay, its byline under the title."""
    draft = Draft()
    draft.headline(story.title)
    draft.caption("望津支行　沈听舟")
    _texts(draft, story.paragraphs[:2])
    _picture(draft, story.shots[0], "（{}）")
    _texts(draft, story.paragraphs[2:])
    parts = [post.note(_COVER), _attached(post.name_in_words("窗外的玉兰.docx"), draft)]
    return _mail(story, "wangjin", "望津支行", "Fri, 22 Mar 2024 12:20:00 +0800", "柜台心语投稿", parts)


def _slowly(story: Text) -> dict[str, bytes]:
    """An essay numbered by Word, its byline in brackets at the end."""
    draft = Draft()
    draft.title(story.title)
    draft.text(story.paragraphs[0])
    for number, text in zip("一二三", story.paragraphs[1:4], strict=True):
        draft.numbered(text.removeprefix(f"{number}、"))
    draft.text(story.paragraphs[4])
    draft.text("（南塘支行 何小满）", align="right", indent=False)
    parts = [post.note(_COVER), _attached(post.name_in_words("慢一点，再慢一点.docx"), draft)]
    return _mail(story, "nantang", "南塘支行", "Sat, 23 Mar 2024 20:15:00 +0800", "投稿-柜台心语-何小满", parts)


def _texts(draft: Draft, paragraphs: tuple[str, ...]) -> None:
    for text in paragraphs:
        draft.text(text)


def _picture(draft: Draft, shot: Shot, caption: str) -> None:
    draft.picture(picture(shot.picture), upright=PICTURES[shot.picture][0])
    draft.caption(caption.format(shot.caption))


def _attached(name: bytes, draft: Draft) -> post.Part:
    return post.attachment(name, draft.save(), _WORD)


def _address(box: str) -> str:
    return f"{box}@tinglan.example.com"


def _mail(story: Text, box: str, office: str, date: str, subject: str, parts: list[post.Part]) -> dict[str, bytes]:
    file = story.submissions[0]
    key = file.removesuffix(".eml")
    return {file: post.letter(key, _address(box), office, date, subject, post.bundle("mixed", parts, f"----=_{key}"))}


def _gbk_zip(folder: str, members: dict[str, bytes]) -> bytes:
    """A zip with GBK names. Python writes no such names, so stand-ins of the same length are written and replaced."""
    stand_ins = {f"@{i}@".ljust(len(f"{folder}/{name}".encode("gbk")), "@"): f"{folder}/{name}" for i, name in enumerate(members)}
    packed = zipped(dict(zip(stand_ins, members.values(), strict=True)))
    for stand_in, name in stand_ins.items():
        packed = packed.replace(stand_in.encode(), name.encode("gbk"))
    return packed


_PACKED: dict[str, Callable[[Text], dict[str, bytes]]] = {
    texts.TRAINING.title: _training,
    texts.LUZHOU.title: _luzhou,
    texts.QINGYU.title: _qingyu,
    texts.LAUNCH.title: _launch,
    texts.LIUDU.title: _liudu,
    texts.NANTANG.title: _nantang,
    texts.GALLERY_SHOTS.title: _gallery,
    texts.BEILING.title: _beiling,
    texts.JUYUAN.title: _juyuan,
    texts.DONGLI.title: _dongli,
    texts.WANGJIN.title: _wangjin,
    texts.ZHULI.title: _zhuli,
    texts.YUNBU.title: _yunbu,
    texts.ZHONGTA.title: _zhongta,
    texts.MAGNOLIA.title: _magnolia,
    texts.SLOWLY.title: _slowly,
}

if __name__ == "__main__":
    main(*(Path(folder) for folder in sys.argv[1:]))
