"""End matter: what the lines under a story say that are none of its text (（完）, 字数：823, 此稿未在他处发表, 作者简介：…)."""

import re

from bulletin.copydesk.branch import named_in
from bulletin.copydesk.byline import names_in
from bulletin.copydesk.names import may_be_name
from bulletin.copydesk.site import is_rule
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.typography import BLANKS, HAN, trim

_COUNTED = (
    r"(?:全文|正文|本文|全稿|稿件|总)?(?:共计?|共约|约|总?字数(?:统计)?|合计|计)\s*[：:]?\s*约?\s*\d[\d,，]*\s*余?\s*(?:个?字|字符|words)?(?:左右)?"
    r"(?:[，,]\s*.{0,4}(?:阅读|读完).{0,10})?(?:[（(].{0,12})?|(?:全文|正文|本文|全稿)?\s*\d{2,6}\s*余?字"
)
_PICTURES = "(?:照片|图片|配图|附图|相片)"
#: The end, and the characters, the pages and the pictures that an office counts.
_END = re.compile(
    rf"(?:全文|本文)?(?:完|终|完结|结束)|(?:THE\s*)?END|-?30-?|{_COUNTED}|分割线|请?点(?:此|击(?:此处|这里|链接|附件)?)(?:即可)?(?:查看|阅读|下载|观看|浏览)(?:全文|原文|更多|附件|照片|图片|视频|原图|大图|详情)?"
    rf"|发自我的.{{0,20}}|sent from .{{0,30}}"
    r"|\d{1,2}\s*[/／]\s*\d{1,2}|第?\s*\d{1,3}\s*页?\s*[/／,，]?\s*共\s*\d{1,3}\s*页|第\s*\d{1,3}\s*页|page\s*\d+(?:\s*(?:of|/)\s*\d+)?"
    rf"|(?:另|随[文稿信])?附[：:]?(?:有|上)?[^，。]{{0,4}}{_PICTURES}[^，。]{{0,8}}"
    rf"|(?:注[：:])?{_PICTURES}[^，。]{{0,4}}(?:(?:见|在)[^，。]{{0,4}}(?:附件|邮件|压缩包|文后)|附[^，。]{{0,4}})",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"(?:联系|通讯|通联|手机|邮箱|e-?mail|邮编|tel)[^，。！？]{0,80}", re.IGNORECASE)
#: A mail program's or a bank's warning under every mail.
_WARNING = "保密|机密|误收|删除|收件人|病毒|打印|复制|披露"
_DISCLAIMER = re.compile(
    rf"(?:本|此|该)?(?:邮件|电邮|信件|e-?mail)(?:及其?附件)?[^。]{{0,80}}(?:{_WARNING})[^。]*(?:。[^。]*(?:{_WARNING})[^。]*)*。?",
    re.IGNORECASE,
)
_PICTURES_BY = re.compile(
    rf"(?:本文|文中|文内|文章)?(?:图片|照片|摄影|配图|供图)均?[由为]"
    rf"(?P<names>[{HAN}·]{{2,4}}?(?:[、和与][{HAN}·]{{2,4}}?)*)(?:提供|拍摄|摄影?|供图)"
)
#: What an office writes to the editor about the text, and what may stand beside it.
_THE_TEXT = re.compile(
    "编辑|编者|贵[刊报社]|(?:以上|此|本|该|来|拙|投)[稿文作]|小文|稿件|文章"
    "|审[稿阅改定核正示批]|[斧雅]正|[刊登][发登用载出]|采[用纳]|录用|随意[删修]改|不妥.{0,6}[删修]改|查收|酌[情用处]"
)
_ASKS = re.compile("请|望|盼|谢|恳|祈|祝|劳|拜托|打扰|麻烦|敬上|谨上")
_DECLARES = re.compile(
    "未(?:曾|经)?.{0,12}(?:发表|刊登|刊发|投[稿给]?)|首次(?:发表|投稿)|一稿[一多]投|[系为属][^，。]{0,6}(?:原创|首发|独家)|文责自负|仅?代表.{0,8}观点"
)
_FORMULA = re.compile(
    "妥否，?请(?:审阅|批示|审示|审核)|特此(?:报送|投稿|呈报)|[顺即]?[祝颂]{1,2}[:：]?编[安祺]|(?:请|敬请|恭请)(?:予以)?(?:审阅|审核|审示|审改|斧正)"
)
_BESIDE = re.compile(
    r"(?:非常|十分|万分|再次|谨致?|特此)?(?:感谢|谢谢|多谢|致谢)[^，。]{0,8}|此致|(?:此致)?敬礼|顺[祝颂][^，。]{0,8}|祝[^，。]{0,10}"
    r"|给您添麻烦了|辛苦了|为[谢盼荷感]|(?:联系)?(?:人|电话|手机|方式|邮箱|地址|邮编|微信号?|QQ|传真|e-?mail|tel)\s*(?:号码?)?[：:]?.{0,50}",
    re.IGNORECASE,
)
#: Others than the editor are spoken to, or somebody speaks: the line is the story's.
_TO_OTHERS = re.compile(
    "各支行|各单位|各位|广大|全体|员工|大家|客户|读者|市民|居民|村民|[“”]|[我他她]们?说|你们|汇报|发言|讲话|[不当足]之处"
)
_ABOUT = re.compile(
    rf"[（(【]?(?:本文)?(?:作者|笔者)(?:简介|介绍|信息|单位)?\s*[：:】）)]?\s*(?P<name>[{HAN}·]{{2,8}}?)?\s*"
    rf"(?:[，,。；（(]|[{BLANKS}]|$|(?=[系为])).*",
    re.DOTALL,
)
_CALLED_ABOUT = re.compile(r"[（(【]?(?:作者|笔者)(?:简介|介绍|信息|单位|[系为])")
_SIGNED_OFF = re.compile(rf"(?P<name>[{HAN}]{{2,4}})[{BLANKS}]*(?:敬上|谨上|敬呈|谨呈|呈上|拜上|顿首|上)[。]?$")
_LONGEST = 150
_LONGEST_END = 80
_LONGEST_DISCLAIMER = 400
_NUMBERS = "〇一二三四五六七八九"


def is_end(text: str) -> bool:
    """Whether a line says only that the text ends here, or how many characters, pages or pictures it has."""
    bare = re.sub(rf"^[\W_{BLANKS}]+|[\W_{BLANKS}]+$", "", text) if len(text) <= _LONGEST_END else ""
    return is_rule(text) or bool(_END.fullmatch(bare))


def is_office_matter(text: str) -> bool:
    """Whether a line tells how to reach its sender, or warns whoever gets a mail by mistake."""
    return bool(_CONTACT.fullmatch(text)) or (len(text) <= _LONGEST_DISCLAIMER and bool(_DISCLAIMER.fullmatch(text)))


def is_to_the_editor(text: str) -> bool:
    """Whether every sentence is to the editor (请审阅, 此稿未在他处发表), thanks or a telephone number, and one at least surely so."""
    if _TO_OTHERS.search(text) or len(text) > _LONGEST:
        return False
    sentences = [trim(each) for each in re.split("[。！!；;]", re.sub("^[（(【]|[）)】]$", "", trim(text))) if trim(each)]
    sure = list(map(_is_surely_to_the_editor, sentences))
    return any(sure) and all(
        known or may_stand_beside(each) or _SIGNED_OFF.fullmatch(each) for known, each in zip(sure, sentences, strict=True)
    )


def _is_surely_to_the_editor(sentence: str) -> bool:
    asks = _THE_TEXT.search(sentence) and (_ASKS.search(sentence) or _DECLARES.search(sentence))
    return bool(asks or _FORMULA.fullmatch(sentence))


def may_stand_beside(text: str) -> bool:
    """Whether a line is what stands beside a word to the editor: thanks, 此致, 敬礼, a telephone number."""
    return bool(_BESIDE.fullmatch(text))


def signed_off(text: str) -> str:
    """Who signs a word to the editor (张三 敬上), "" where nobody does."""
    found = _SIGNED_OFF.search(text)
    return found["name"] if found and may_be_name(found["name"]) else ""


def pictures_by(text: str) -> Stated | None:
    """Who took or sent the pictures, where a line says only that (本文图片由张三提供)."""
    found = _PICTURES_BY.fullmatch(re.sub(r"^[（(【]|[）)】。]+$", "", text)) if len(text) <= _LONGEST_END else None
    names = names_in(found["names"]) if found else ()
    return Stated(photographers=names) if names and all(map(may_be_name, names)) else None


def about_the_author(text: str, house: House) -> Stated | None:
    """What a line about the author (作者简介：…, 作者系…员工) states, None where it is none."""
    if not _CALLED_ABOUT.match(text) or len(text) > _LONGEST * 2:
        return None
    found = _ABOUT.fullmatch(text.rstrip("）)】"))
    branch = named_in(re.sub(r"^.*?(?:单位|系|为|[：:，,])", "", text), house) or named_in(text, house)
    name = found["name"] if found and found["name"] and "单位" not in text[:6] else ""
    return Stated(authors=(name,) if name and may_be_name(name) else (), branch=branch.name if branch else "")


def in_digits(day: str) -> str:
    """A day whose numbers are Chinese (二〇二四年四月十二日) in digits; any other text as it is."""
    year, mark, rest = re.sub("[○零Oo]", "〇", day).rpartition("年")
    digits = "".join(str(_NUMBERS.index(each)) if each in _NUMBERS else each for each in year)
    return digits + mark + re.sub(f"[{_NUMBERS}十]+", lambda found: str(_value(found[0])), rest)


def _value(number: str) -> int:
    """A Chinese number below a hundred."""
    tens, ten, ones = number.rpartition("十")
    return 10 * (max(_NUMBERS.find(tens), 1) if tens else 1) * bool(ten) + max(_NUMBERS.find(ones), 0) * bool(ones)
