"""Mails as branches send them, made from a number: a Word file or Markdown with its text, and photos; each number gives other bytes."""

import random
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from docx import Document
from PIL import Image

RULES = """\
[publication]
slug = "kan"
name = "澄报"

[[sections]]
name = "服务动态"

[intake]
settle_seconds = 0
"""
_WORDS = (
    "支行网点组织员工利用晨会时间围绕厅堂服务开展情景演练客户经理大堂经理轮流扮演前来办理业务老年客户年轻父母外来务工人员"
    "演练结束以后负责人逐一点评指出语速太快指引手势不规范送别时没有目光交流等细节问题要求当天整改下班之前再走一遍流程"
    "社区广场上摆开桌椅青年志愿者向居民讲解如何识别冒充客服诈骗短信展示残损币兑换标准帮助老人设置手机银行字体放大功能"
)
BRANCHES = ("东门", "西门", "南山", "北渡", "云溪", "清江", "白塔", "石桥", "新港", "松岭")


def publication(root: Path, issues: int = 1) -> None:
    """A publication folder with its branches and open issues, nothing in it yet."""
    (root / "stories" / "inbox").mkdir(parents=True)
    branches = "".join(f'\n[[branches]]\nname = "{name}支行"\nsenders = ["b{turn}@bank.example"]\n' for turn, name in enumerate(BRANCHES))
    (root / "bulletin.toml").write_text(RULES + branches, "utf-8")
    for issue in range(1, issues + 1):
        folder = root / "stories" / f"2024-{issue}"
        folder.mkdir()
        plan = f'id = "2024-{issue}"\nlabel = "2024年第{issue}期"\ndate = 2024-{issue:02}-15\n'
        (folder / "issue.toml").write_text(plan, "utf-8")


def text(number: int, paragraphs: int = 4) -> str:
    """A story's text: half of its words are everybody's, half its own."""
    chance = random.Random(number)
    pieces = [_WORDS[start : start + 9] for start in range(0, len(_WORDS), 9)]

    def own() -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x5400)) for _letter in range(8))

    return "\n".join("".join(chance.choice(pieces) + own() for _piece in range(7)) + "。" for _paragraph in range(paragraphs))


def title(number: int) -> str:
    """A story's title, unlike every other."""
    chance = random.Random(-number - 1)
    return "".join(chance.sample(_WORDS, 12)) + f"之{number}"


def photo(number: int, width: int, height: int) -> bytes:
    """A photo that is as hard to pack as one of a room full of people: noise, softened."""
    chance = random.Random(number)
    small = Image.frombytes("RGB", (width // 8, height // 8), chance.randbytes(width // 8 * (height // 8) * 3))
    file = BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(file, "JPEG", quality=88)
    return file.getvalue()


def mail(number: int, photos: tuple[bytes, ...] = (), *, word: bool = True, sender: str | None = None) -> bytes:
    """A mail with a manuscript of its own; `photos` are attached to it."""
    message = EmailMessage()
    message["From"] = sender or f"b{number % len(BRANCHES)}@bank.example"
    message["Subject"], message["Message-ID"] = f"投稿 {number}", f"<{number}@bank.example>"
    message["Date"] = f"Mon, 04 Dec 2023 09:{number // 60 % 60:02}:{number % 60:02} +0800"
    message.set_content("请查收。")
    manuscript, kind = (_word(number), "docx") if word else (f"# {title(number)}\n\n{text(number)}\n".encode(), "md")
    message.add_attachment(manuscript, maintype="application", subtype="octet-stream", filename=f"稿件{number}.{kind}")
    for turn, data in enumerate(photos, 1):
        message.add_attachment(data, maintype="image", subtype="jpeg", filename=f"现场照片{turn}.jpg")
    return bytes(message)


def _word(number: int) -> bytes:
    document = Document()
    document.add_heading(title(number), 0)
    for paragraph in text(number).split("\n"):
        document.add_paragraph(paragraph)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
