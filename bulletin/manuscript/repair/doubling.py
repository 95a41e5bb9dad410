"""Characters doubled one by one, as a PDF's copied bold text has them, without harm to words that double by nature."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.manuscript.repair.pieces import Mended
from bulletin.typography import Pieces, is_han

_RUN: Final = re.compile(r"(?:(\S)\1)+")
_BLANKS_WITHIN: Final = re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
#: Eight digits are no year.
_YEAR: Final = re.compile(r"(?<!\d)(?:1199|2200)(\d)\1(\d)\2(?=年)")
#: Marks that nobody types twice.
_MARKS: Final = frozenset("，：；、")
#: Characters that Chinese doubles: 天天、高高兴兴、方方面面、嘻嘻. A run of nothing else is a way of speaking.
_REDUPLICATED: Final = frozenset(
    "高兴平安红火热闹开心干净清楚明白踏实扎认真兢业勤恳方面时刻点滴风雨老轻松在上下里外来往进出长久家户口声前后左右世代日夜朝暮"
    "年月天人处事条层步字句件桩个次回种样双对行排串片阵缕丝星悄默渐慢快好早常刚仅偏恰稍略微深浅大小远近甜美满乐喜欢洋密麻规矩"
    "整齐完全恭敬客气斯文稳当顺和团圆亲恩爱说笑打蹦跳吵嚷拉扯摇晃哭啼嘻哈呵嘿哇啊呀哎唉嗯哦嗒咚叮铃叽喳吞吐偷摸遮掩躲藏曲折"
    "坎坷零碎磕绊断续原本切病殃堂正块坛罐瓶花草形色林总山水沟村寨街巷边角房屋爸妈爷奶叔伯哥弟姐妹娃宝猩蛐蝈谢拜看想听试走尝聊"
    "谈练学问读写唱歌笔颗粒张页本头身分秒夫妇生死是非反复暖洋融冷静缓徐匆忙急恍惚兜转绕挨挤沸扬纷扰洒落陆续熙攘浩荡轰烈郁葱"
    "茫苍巍峨堆排簇郎朗晴爽凉彬翩栩脉绵延殷切循谆依念娓滔侃津孜勃欣滚腾赫寥历代迢遥漫涓潺淙飘袅盈婷楚翠郁莘芸济"
)
#: So many other characters, each doubled, are no accident; beside a doubled mark fewer are enough.
_SURE: Final = 4
_SURE_WITH_MARK: Final = 2


def doubled(texts: Sequence[str]) -> list[Mended]:
    """Whole runs of doubled characters are made single. Where one is sure, a paragraph of nothing but pairs is one too."""
    proven = any(_is_sure(found[0]) for text in texts for found in _RUN.finditer(text))
    return [_mended(text, proven) for text in texts]


def _mended(text: str, proven: bool) -> Mended:
    spans = [found.span() for found in _YEAR.finditer(text)]
    if proven:
        spans += _all_pairs(text) or [_without_tail(found) for found in _RUN.finditer(text) if _is_doubled(text, found)]
    if not spans:
        return None
    pieces: Pieces = list(text)
    for start, end in spans:
        pieces[start + 1 : end : 2] = [""] * ((end - start) // 2)
    return pieces


def _all_pairs(text: str) -> list[tuple[int, int]]:
    """The runs of a text in which every word is one, and some character is not one that Chinese doubles."""
    words = list(re.finditer(r"\S+", text))
    single = "".join(word[0][::2] for word in words)
    if len(single) < 2 or not all(_RUN.fullmatch(word[0]) for word in words) or not _names_something(single):
        return []
    blanks = list(_BLANKS_WITHIN.finditer(text))
    if any(len(blank[0]) % 2 for blank in blanks):
        blanks = []  # the blanks were not doubled with the rest
    return [found.span() for found in (*words, *blanks)]


def _is_doubled(text: str, run: re.Match[str]) -> bool:
    start, end = run.span()
    whole = not text[start - 1 : start].strip() and not text[end : end + 1].strip()
    return _is_sure(run[0]) or (whole and len(run[0]) > 4 and bool(_telling(run[0])))


def _is_sure(run: str) -> bool:
    telling = len(_telling(run))
    return telling >= _SURE or (telling >= _SURE_WITH_MARK and not _MARKS.isdisjoint(run))


def _telling(run: str) -> set[str]:
    return {sign for sign in run if is_han(sign) and sign not in _REDUPLICATED}


def _names_something(single: str) -> bool:
    return any(sign.isalpha() and sign not in _REDUPLICATED for sign in single)


def _without_tail(run: re.Match[str]) -> tuple[int, int]:
    """A run's place without words that double by nature behind its last mark: there plain text may have begun (描述：天天)."""
    start, end = run.span()
    mark = max(run[0].rfind(sign) for sign in _MARKS) + 1
    tail = run[0][mark:]
    followed = bool(run.string[end : end + 1].strip())
    return (start, start + mark) if mark and tail and followed and not _telling(tail) else (start, end)
