"""Makes what `bulletin init` copies: `python -m stories.example.starter`, one small publication for each language.

The words lie in `bulletin/starter/<language>/bulletin.toml` and in the two tables below; the pictures are the example's,
smaller. The same run gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stories.example.pictures import draw
from stories.example.word import Draft

STARTER = Path(__file__).resolve().parents[2] / "bulletin" / "starter"
#: Pixels across: enough for a printed page, and light to install.
_WIDTH = 1200


@dataclass(frozen=True)
class Piece:
    """A story of a starter: its title, its section, its branch, its author, its paragraphs."""

    title: str
    section: str
    branch: str
    paragraphs: tuple[str, ...]
    author: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Starter:
    """A starter in one language, with the labels of its form.

    One story has front matter, one only a file name that tells its section, one is a Word form, one an essay.
    """

    language: str
    stated: Piece
    plain: Piece
    form: Piece
    essay: Piece
    labels: tuple[str, str, str, str, str]
    heading: str
    byline: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The stories in the order in which they are planned."""
        return self.stated, self.form, self.plain, self.essay


CHINESE = Starter(
    language="zh-CN",
    heading="投稿表",
    labels=("投稿栏目", "标题", "投稿单位", "作者", "正文"),
    byline="第二支行　文小舟",
    stated=Piece(
        title="编辑部收到第一篇来稿",
        section="工作动态",
        branch="办公室",
        caption="投稿点开张",
        paragraphs=(
            "新刊筹备以来，编辑部在楼下摆了一张长桌，请各支行把身边的事写下来、拍下来，送到桌上来。开张第一天，就收到了三篇稿子、"
            "七张照片和一张手画的地图。",
            "稿子不论长短，照片不论横竖，写在邮件里、写在文档里都可以。编辑部只有三个请求：写明是哪一个单位，给每张照片写一句话，"
            "提到别人的时候先问一问他愿不愿意。",
            "第一期付印以后，这张长桌会一直摆下去。接下来，编辑部还将请几位老同事坐在桌边，谁有故事不知道怎么写，就坐下来讲给他们听。",
        ),
    ),
    plain=Piece(
        title="第一支行把意见簿搬到了门外",
        section="身边故事",
        branch="第一支行",
        paragraphs=(
            "近日，第一支行把放在柜台里的意见簿搬到了门外的长椅旁，还系上了一支铅笔。当天下午，一位老人坐在长椅上等车，顺手写下一行字："
            "门口的台阶，下雨天滑。",
            "第二天早上，台阶上就铺好了防滑垫，簿子上多了一行回话：已经铺好，请您慢走。老人再来的时候看见了，笑着对大堂经理说，"
            "这本簿子会说话。",
            "如今，意见簿已经写到了第二本。每一条意见下面都有日期、有回话，谁回的，谁签名。",
        ),
    ),
    form=Piece(
        title="写好一篇来稿的三个做法",
        section="经验交流",
        branch="第二支行",
        paragraphs=(
            "第二支行去年投稿二十一篇，刊出十九篇。支行把经验归纳成三个做法，供兄弟支行参考。",
            "一是先找人，再找事。不写“开展了活动”，写活动里的一个人：他为什么来，遇到了什么，走的时候说了什么。",
            "二是先拍照，再动笔。照片拍人的脸和手，少拍横幅；一张照片配一句话，写明谁在做什么。",
            "三是先念一遍，再寄出去。念不顺的句子，读的人也读不顺。念完把数字和名字再核对一次，稿子就可以寄了。",
        ),
    ),
    essay=Piece(
        title="把一件小事写下来",
        section="心得体会",
        branch="第二支行",
        author="文小舟",
        paragraphs=(
            "我抽屉里有一个小本子，每天下班前写一行。起初写的是事情，后来写的是人，再后来，写的是我自己差一点没有看见的东西。",
            "有一天我写道：那位师傅的手套破了，他把存折夹在腋下，怕弄脏。第二天我在填单台上放了一盒湿巾。湿巾不值什么钱，"
            "可是如果没有那一行字，我大概就忘了。",
            "写下来，小事才不会从指缝里漏走。写得多了，我渐渐明白，服务并不总在大处，它常常就是看见，然后记住。",
        ),
    ),
)

ENGLISH = Starter(
    language="en",
    heading="Submission form",
    labels=("Section", "Title", "Branch", "Author", "Text"),
    byline="",
    stated=Piece(
        title="The first story reaches the editors",
        section="News",
        branch="Head Office",
        caption="The editors' table on its first morning",
        paragraphs=(
            "Since planning for this newsletter began, the editors have kept a long table in the entrance hall and asked every "
            "branch to leave "
            "there what it has seen, written down or photographed. The first morning brought three stories, seven photographs and a "
            "map drawn "
            "by hand.",
            "Long or short, upright or wide, in a mail or in a document: everything is welcome. The editors ask for three things "
            "only. Say which "
            "branch you write for, give every photograph one sentence, and ask the people you mention whether they agree.",
            "The table stays when the first issue has gone to print. From next month two retired colleagues will sit at it once a "
            "week, for "
            "everyone who has a story and does not know how to begin.",
        ),
    ),
    plain=Piece(
        title="North Branch moves its comments book outdoors",
        section="Case Stories",
        branch="North Branch",
        paragraphs=(
            "Last month North Branch carried its comments book from the counter to the bench outside the door and tied a pencil to "
            "it. The same "
            "afternoon an elderly man who was waiting for his bus wrote a single line: your steps are slippery when it rains.",
            "The next morning there was a mat on the steps and a second line in the book: done, please mind how you go. When the "
            "man saw it, he "
            "laughed and told the manager that this was the first book that had ever answered him.",
            "The branch is now on its second book. Every comment has its date and its answer, and whoever answers signs.",
        ),
    ),
    form=Piece(
        title="Three habits that get a story printed",
        section="Good Practice",
        branch="South Branch",
        paragraphs=(
            "South Branch sent twenty-one stories last year and saw nineteen of them in print. Its three habits are offered here to "
            "the others.",
            "First a person, then an event. Do not write that an activity took place; write about one who came to it, why, and what "
            "was said on "
            "the way out.",
            "First the photograph, then the text. Show faces and hands rather than banners, and give each picture one sentence that "
            "says who is "
            "doing what.",
            "First read it aloud, then send it. A sentence over which the writer stumbles will trip the reader as well. Check the "
            "names and the "
            "figures once more, and the story is ready.",
        ),
    ),
    essay=Piece(
        title="Write the small thing down",
        section="Reflections",
        branch="South Branch",
        author="Robin Ferrow",
        paragraphs=(
            "There is a small notebook in my drawer, and before I go home I write one line in it. At first I wrote about what had "
            "happened, later "
            "about the people, and in the end about what I had so nearly failed to see.",
            "One evening I wrote: his gloves were torn, and he held the passbook under his arm so as not to soil it. The next "
            "morning I put a box "
            "of wipes on the writing desk. They cost next to nothing, but without that line I should have forgotten.",
            "What is written down does not slip through the fingers. After a year of lines I have come to believe that good service "
            "is mostly "
            "this: to notice, and then to remember.",
        ),
    ),
)


def files(starter: Starter) -> dict[str, bytes]:
    """A starter's stories and its issue, by their path; its bulletin.toml is written by hand."""
    return {
        "stories/@ISSUE@/issue.toml": _issue(starter).encode(),
        "stories/inbox/1-first-story.md": _stated(starter.stated).encode(),
        "stories/inbox/1-first-story.jpg": draw("street-corner", _WIDTH),
        "stories/inbox/2-form.docx": _form(starter),
        f"stories/inbox/3-{starter.plain.section}.md": _markdown(f"# {starter.plain.title}", *starter.plain.paragraphs).encode(),
        "stories/inbox/4-essay.md": _essay(starter).encode(),
    }


def main(folder: Path = STARTER) -> None:
    """Write both starters anew, but for their bulletin.toml."""
    for starter in (CHINESE, ENGLISH):
        for name, data in files(starter).items():
            path = folder / starter.language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _stated(piece: Piece) -> str:
    front = f"---\ntitle: {piece.title}\nsection: {piece.section}\nbranch: {piece.branch}\n---"
    return _markdown(front, piece.paragraphs[0], f"![{piece.caption}](1-first-story.jpg)", *piece.paragraphs[1:])


def _essay(starter: Starter) -> str:
    piece = starter.essay
    if starter.byline:
        return _markdown(f"---\nsection: {piece.section}\n---", f"# {piece.title}", starter.byline, *piece.paragraphs)
    front = f"---\nsection: {piece.section}\nbranch: {piece.branch}\nauthors: {piece.author}\n---"
    return _markdown(front, f"# {piece.title}", *piece.paragraphs)


def _form(starter: Starter) -> bytes:
    piece, (section, title, branch, author, text) = starter.form, starter.labels
    body = Draft()
    for paragraph in piece.paragraphs:
        body.text(paragraph)
    draft = Draft()
    draft.headline(starter.heading, size=20)
    fields = [(section, piece.section), (title, piece.title), (branch, piece.branch), (author, piece.author)]
    draft.form(fields, body, label=text)
    return draft.save()


def _issue(starter: Starter) -> str:
    comment = _ISSUE_COMMENTS[starter.language]
    plan = "".join(f'\n[[plan]]\nsection = "{piece.section}"\nstories = ["{piece.title}"]\n' for piece in starter.pieces)
    return f'{comment[0]}\nid = "@ISSUE@"\nlabel = "@LABEL@"\ndate = @DATE@\nstate = "open"\n\n{comment[1]}{plan}'


def _markdown(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


_ISSUE_COMMENTS = {
    "zh-CN": (
        "# 一期刊物：编号与文件夹同名，期号印在封面上，state 写 open 收稿、closed 截稿。",
        "# 目次安排：每个栏目按顺序写标题，写开头几个字也行；没写进来的稿件排在本栏目最后。\n"
        '# 专题的写法：{ feature = "专题名", lead = "头条标题", label = "支行报道", stories = ["标题"], gallery = "图片集名" }\n',
    ),
    "en": (
        '# One issue: its id is the folder\'s name, its label stands on the cover; state is "open" or "closed".',
        "# The plan: each section's stories in order, by the beginning of their titles; what is in no plan goes to the end of its "
        "section.\n"
        '# A feature: { feature = "its name", lead = "a title", label = "Reports", stories = ["a title"], gallery = "its photo '
        'gallery" }\n',
    ),
}

if __name__ == "__main__":
    main()
