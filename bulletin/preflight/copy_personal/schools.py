"""Schools and classes by which a child is known, with or without a name; not those of a whole class that the bank teaches."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found, folded
from bulletin.preflight.copy_personal.names import called_at, is_plain

_NUMBER = r"[\d一二三四五六七八九十]{1,2}"
_CLASS = (
    rf"(?:[一二三四五六七八九1-9]年级(?:[(]?{_NUMBER}[)]?班|{_NUMBER}班)|[一二三四五六七八九][(]{_NUMBER}[)]班|"
    rf"[一二三四五六七八九]年{_NUMBER}班|"
    rf"[初高][一二三](?:年级)?[(]?{_NUMBER}[)]?班|[初高]20\d\d[级届][(]?{_NUMBER}[)]?班|20\d\d级[(]?{_NUMBER}[)]?班|"
    rf"[大中小托]{_NUMBER}班|[大中小托][(]{_NUMBER}[)]班|学前{_NUMBER}?班|[大中小]班)"
)
_SCHOOL = (
    r"(?:小学校?|中学校?|初中|高中|九年制学校|[一二三四五六七八九]年一贯制学校|实验学校|外国语学校|民族学校|特殊教育学校|聋哑学校|学校|"
    r"附小|附中|实小|完小|中心校|希望小学|教学点|幼儿园|幼稚园|"
    r"职高|职中|中专|技校|体校|(?:实验|中心|附属|第|[市县区镇州])?[一二三四五六七八九十]{1,2}[小中]|(?:实验|中心|"
    r"[市县区镇])[小中])(?:[\u4e00-\u9fff]{1,3}(?:校区|分校|分园))?"
)
_LEAD = re.compile(r"来自|就读于?|在读|[在到是于的给与和为从读上着了过有向对由把叫念说找让请带送入被]")
_TOLD = re.compile(rf"(?P<school>{_SCHOOL})的?{_CLASS}")
_CLASS_ALONE = re.compile(rf"(?<![\u4e00-\u9fff]){_CLASS}|(?<=[在读是的上于]){_CLASS}")
_OF_A_SCHOOL = re.compile(_SCHOOL)
#: A class that is taught, visited or counted, and so no single child.
_ALL_OF_THEM = re.compile(
    r"全体|全班|师生|同学们|孩子们|小朋友们|学生们|家长们|家长会|班主任|课堂|讲座|宣讲|授课|开讲|上了一[堂课节]|走进|开展|举办|组织|"
    r"举行|联合|共建|"
    r"[\d一二三四五六七八九十百余多]{1,5}(?:名|位|个)(?:同学|学生|孩子|小朋友|师生|家长|幼儿)|活动课|班会|队日|参观|观摩|代表队|运动会"
)
_ONE_OF_THEM = re.compile(r"的?(?:一[名位个]|学生|同学(?!们)|男生|女生|小朋友(?!们)|男孩|女孩|小?学员|小姑娘|小男孩|小女孩)(?!们)")
_A_CHILD = re.compile(
    r"女儿|儿子|孙[子女]|外孙|孩子(?!们)|学生证|学籍|就读|读书|念书|上学|弟弟|妹妹|侄[女儿子]|患儿|转学|助学金|家访|学号|作文|奖状|红领巾"
)
_SENTENCE = re.compile(r"[^。!?；;\n]+")


def classes_told(text: str) -> Iterator[Found]:
    """A school with its class, or the class of a school in the same sentence, where it is told of one child."""
    plain = folded(text)
    for sentence in _SENTENCE.finditer(plain):
        low, high = sentence.span()
        whole = list(_TOLD.finditer(plain, low, high))
        alone = [] if whole or not _OF_A_SCHOOL.search(plain, low, high) else list(_CLASS_ALONE.finditer(plain, low, high))
        for found in (*whole, *alone):
            if _of_one(plain, found.end(), sentence[0]):
                yield (_beginning(plain, low, found.start()) if found.re is _TOLD else found.start()), found.end()


def _of_one(plain: str, end: int, sentence: str) -> bool:
    return _ONE_OF_THEM.match(plain, end) is not None or _is_named(plain, end) or not _ALL_OF_THEM.search(sentence)


def _is_named(plain: str, end: int) -> bool:
    """Whether the name of one of the class follows: 四年级（1）班的陆一诺."""
    start = end + (plain[end : end + 1] == "的")
    last = called_at(plain, start)
    return last is not None and is_plain(plain, start, last)


def _beginning(plain: str, low: int, start: int) -> int:
    """Where the school's name begins: behind a mark or a word that leads to it, at most twelve characters back."""
    first = max(low, start - 12)
    marks = [found.end() for found in re.finditer(r"[^\u4e00-\u9fff]", plain[first:start])]
    first += marks[-1] if marks else 0
    leads = [found.end() for found in _LEAD.finditer(plain, first, start)]
    return leads[-1] if leads else first
