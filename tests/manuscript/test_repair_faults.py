"""Each fault by itself: what is surely damaged is put right, and what only looks like it stays."""

import pytest

from bulletin.manuscript.repair.doubling import doubled
from bulletin.manuscript.repair.forms import compatible, wide
from bulletin.manuscript.repair.mojibake import turned_back
from bulletin.manuscript.repair.pieces import Mended
from bulletin.manuscript.repair.pinyin import glossed
from bulletin.manuscript.repair.residue import entities, escapes, tags
from bulletin.manuscript.repair.script import to_simplified
from bulletin.manuscript.repair.spacing import spaced

STORY = "3月14日，云溪支行工作人员来到青龙镇，开展“防范电信网络诈骗”宣传活动，发放折页2000余份。"
TRADITIONAL = "雲溪支行為客戶提供優質服務，體現了銀行的責任與擔當，獲得客戶一致好評。"


def put(pieces: Mended, text: str) -> str:
    return text if pieces is None else "".join(pieces)


def each(pieces: list[Mended], *texts: str) -> list[str]:
    return [put(piece, text) for piece, text in zip(pieces, texts, strict=True)]


def as_windows_1252(data: bytes) -> str:
    """Bytes as a browser reads them in windows-1252: those that it leaves undefined are control characters."""
    return "".join(bytes((byte,)).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in data)


@pytest.mark.parametrize(
    "damaged",
    [
        STORY.encode().decode("latin-1"),
        as_windows_1252(STORY.encode()),
        as_windows_1252(STORY.encode()).replace("\u00a0", " "),
        STORY.encode("gb18030").decode("latin-1"),
        STORY.encode().decode("latin-1").encode().decode("latin-1"),
        as_windows_1252(as_windows_1252(STORY.encode()).encode()),
    ],
    ids=["latin-1", "windows-1252", "a no-break space made a blank", "GBK as latin-1", "twice", "windows-1252 twice"],
)
def test_text_read_in_a_wrong_encoding_is_turned_back_whole(damaged: str) -> None:
    assert put(turned_back(damaged), damaged) == STORY


@pytest.mark.parametrize("sign", ["\ufffd", "?", ""])
def test_of_utf8_read_as_gbk_what_decodes_is_turned_back_and_a_lost_character_is_marked(sign: str) -> None:
    damaged = STORY.encode().decode("gb18030", "replace").replace("\ufffd", sign)
    back = put(turned_back(damaged), damaged)
    whole = back.split("\ufffd")
    assert 1 < len(whole) < 8
    assert all(part in STORY for part in whole)
    assert sum(map(len, whole)) > 0.9 * len(STORY) - 2


def test_a_garbled_run_in_a_whole_sentence_is_turned_back_alone() -> None:
    damaged = "发件人：" + "张三你好".encode().decode("gb18030") + "，主题：" + "服务".encode().decode("latin-1") + "。"
    assert put(turned_back(damaged), damaged) == "发件人：张三你好，主题：服务。"


@pytest.mark.parametrize(
    "clean",
    [
        "Café Müller 在广州开业",
        "某××支行××客户×××",
        "××××",
        "气温20°C±2",
        "på……",
        "朱镕基、闫喆、宓炳宝",
        "——“银发”客群·服务",
        TRADITIONAL,
        "naïve Zoë",
        "æ¯è¡å±éçµä¿¡ç½",
    ],
)
def test_what_is_typed_with_accents_signs_and_rare_characters_stays(clean: str) -> None:
    assert turned_back(clean) is None


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("第一段_x000D_第二段", "第一段\n第二段"),
        ("近日\\x0d", "近日"),
        ("\\u3000近日", "\u3000近日"),
        ("\\u94f6\\u884c服务", "银行服务"),
        ("\\ud83d\\ude00好", "\U0001f600好"),
        ("\\ud83d\\ud83d好", "\ufffd\ufffd好"),
    ],
)
def test_escapes_written_as_text_become_what_they_stand_for(damaged: str, right: str) -> None:
    assert put(escapes(damaged), damaged) == right


@pytest.mark.parametrize("clean", ["C:\\new\\text", "user_x00", "\\u", "100\\200"])
def test_backslashes_of_paths_stay(clean: str) -> None:
    assert put(escapes(clean), clean) == clean


@pytest.mark.parametrize(
    ("damaged", "right"),
    [("&nbsp;&nbsp;近日", "\u00a0\u00a0近日"), ("&ldquo;好&#8221;&#x3002;", "“好”。"), ("R&D; Q&A; AT&T", "R&D; Q&A; AT&T")],
)
def test_entities_written_as_text_become_characters(damaged: str, right: str) -> None:
    assert put(entities(damaged), damaged) == right


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("<p class=MsoNormal>近日，我行</p><p>第二段</p>", "近日，我行\n第二段"),
        ("活动<br/>现场", "活动\n现场"),
        ('<span style="color:red">暖心</span>服务', "暖心服务"),
        ('日k线图pcms-style=\\\\"font-L\\\\">意外', "日k线图意外"),
        ('卖出金额前名，" />', "卖出金额前名，"),
    ],
)
def test_tags_written_as_text_go_and_break_the_line_as_a_browser_would(damaged: str, right: str) -> None:
    assert put(tags(damaged), damaged) == right


@pytest.mark.parametrize("clean", ["使用<b>键", "a<b且b>c", "1<2, 3>2", "《客户》<服务>", '<img src="a.jpg">'])
def test_comparisons_and_single_words_in_brackets_stay(clean: str) -> None:
    assert put(tags(clean), clean) == clean


def test_blanks_between_all_characters_go_and_a_real_blank_is_one_again() -> None:
    title = "建水支行开展防范电信网络欺诈宣传 全力保护消费者"
    assert each(spaced([" ".join(title)]), " ".join(title)) == [title]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\u2009"])
def test_blanks_of_every_width_go(blank: str) -> None:
    assert each(spaced([blank.join(STORY)]), blank.join(STORY)) == [STORY]


def test_numbers_that_stayed_whole_keep_their_digits_together() -> None:
    damaged = "我 行 于 2024 年 3 月 开 展 “ 金 融 知 识 ” 宣 传 ， 共 计 200 人 参 加 。"
    assert each(spaced([damaged]), damaged) == ["我行于2024年3月开展“金融知识”宣传，共计200人参加。"]


def test_a_short_line_is_put_together_beside_a_long_one_only() -> None:
    long, short = " ".join(STORY), "郭 程 远"
    assert each(spaced([short]), short) == [short]
    assert each(spaced([long, short]), long, short) == [STORY, "郭程远"]


@pytest.mark.parametrize(
    "clean", ["通 知", "张 三", "东 西 南 北 中 发 白", "A B C D E F G H I J K L M", STORY, "党建引领 服务为民 担当作为", ""]
)
def test_names_headings_and_lists_set_wide_stay(clean: str) -> None:
    assert each(spaced([clean]), clean) == [clean]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("我行积极打打造造服服务务品品牌牌，提升", "我行积极打造服务品牌，提升"),
        ("项项目目描描述述：：负责爆破", "项目描述：负责爆破"),
        ("项项目目描描述述：：天天向上", "项目描述：天天向上"),
        ("项项目目描描述述：：哦婆婆嘻嘻嘻嘻嘻嘻是一", "项目描述：哦婆婆嘻嘻嘻嘻嘻嘻是一"),
        ("于22001199年成立", "于2019年成立"),
        ("支行打打造造服服务务品牌，提升形象", "支行打造服务品牌，提升形象"),
    ],
)
def test_whole_runs_of_doubled_characters_are_made_single(damaged: str, right: str) -> None:
    assert each(doubled([damaged]), damaged) == [right]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("测测试试", "测试"),
        ("33ccoomm 认认证证网网络络 22001199年年0055月月", "3com 认证网络 2019年05月"),
        ("青青岛岛理理工工大大学学 --11 高高中中", "青岛理工大学 -1 高中"),
        ("项项目目名名称称一一11", "项目名称一1"),
        ("云云溪溪支支行行  暖暖心心服服务务", "云溪支行 暖心服务"),
        ("天天向上，常常微笑", "天天向上，常常微笑"),
        ("高高兴兴", "高高兴兴"),
        ("2200", "2200"),
        ("谢谢", "谢谢"),
    ],
)
def test_beside_a_sure_run_a_paragraph_of_nothing_but_pairs_is_one_too(damaged: str, right: str) -> None:
    proof = "项项目目描描述述：：负责"
    assert each(doubled([proof, damaged]), proof, damaged)[1] == right


@pytest.mark.parametrize(
    "clean",
    [
        "天天常常，2020年，嘻嘻嘻嘻嘻嘻",
        "红红火火热热闹闹开开心心过大年",
        "上上下下里里外外，方方面面点点滴滴",
        "爷爷奶奶叔叔阿姨们高高兴兴来，平平安安回",
        "辛辛苦苦仔仔细细老老实实舒舒服服过日子",
        "88006622",
        "测测试试",
        "……——！！？？",
        "AABBCC",
    ],
)
def test_words_that_double_by_nature_stay(clean: str) -> None:
    assert each(doubled([clean]), clean) == [clean]


def test_pinyin_glued_behind_traditional_characters_goes() -> None:
    texts = ["恒溫恒濕試驗(yàn)箱", "服務(wù)熱線(xiàn)：4000", "聯系我們(men)", "不動(dong)（上海）(ABC)"]
    assert each(glossed(texts), *texts) == ["恒溫恒濕試驗箱", "服務熱線：4000", "聯系我們", "不動（上海）(ABC)"]


@pytest.mark.parametrize("clean", ["龘(dá)字与喆(zhé)字", "服務(wù)", "服务(wù)热线(xiàn)", "客戶(VIP)、優質(best)、銀行(bank)"])
def test_a_reading_that_an_author_gives_stays(clean: str) -> None:
    assert each(glossed([clean]), clean) == [clean]


def test_a_traditional_text_becomes_simplified_by_words() -> None:
    texts = [TRADITIONAL, "乾坤與乾淨，瞭望與瞭解，皇后與後來，頭髮與發展，著名作家於謙"]
    assert each(to_simplified(texts), *texts) == [
        "云溪支行为客户提供优质服务，体现了银行的责任与担当，获得客户一致好评。",
        "乾坤与干净，瞭望与了解，皇后与后来，头发与发展，著名作家于谦",
    ]


def test_a_traditional_line_quoted_in_a_simplified_text_stays() -> None:
    texts = ["他挥毫写下“風雨送春歸，飛雪迎春到”，大家一起朗诵，纷纷表示要继续做好服务。", "長風破浪"]
    assert each(to_simplified(texts), *texts) == texts


def test_radicals_and_compatibility_characters_of_a_copied_pdf_become_ordinary() -> None:
    damaged = "⼯⾏⼴州分⾏⻓期坚持⻛险⻚⾯\uf9e2"
    assert put(compatible(damaged), damaged) == "工行广州分行长期坚持风险页面梨"


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("２０２４年３月，ＡＢＣ增长３．５％", "2024年3月，ABC增长3.5%"),
        ("９：００，（１），Ａ、Ｂ", "9:00，（1），A、B"),
        ("增长50％，好！", "增长50％，好！"),
    ],
)
def test_full_width_letters_and_digits_become_half_width_with_the_marks_that_join_them(damaged: str, right: str) -> None:
    assert put(wide(damaged), damaged) == right
