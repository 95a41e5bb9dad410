"""Names of persons: what looks like one, and the pen names that are words (春生, 左右), which only their place tells."""

import re

from bulletin.typography import HAN

HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}(?:[·•．・][\u4e00-\u9fff]{1,8}){1,3}")
#: The surnames of nearly everyone; a word of two or three characters that begins with none of them is no name.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦"
    "邱江尹薛闫阎段雷侯龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧殷关焦左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司古吉缪简车项连芦麦褚窦娄戚岑景党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边卞姬师"
    "和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门"
    "云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
#: The hundred most people have; the rarer ones are everyday words too (向前走).
COMMON_SURNAMES = _SURNAMES[:100]
DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "令狐", "皇甫", "慕容", "尉迟", "夏侯", "端木", "公孙")
_SHORT = re.compile(f"[{HAN}]{{2,4}}")
#: What no name holds: particles, pronouns, and the words for what a text says of itself.
_NO_NAME = re.compile(
    "[的了着们吗呢吧啊您你我他她它这那哪很]|第.期|[上下]接|[上下]转|未完|待续|全文|节选|选载|转载|掌声|鼓掌|大笑|笑声|略$|^[以见如附][上下图表前后]|^注|图表?$|^本[文报刊行站网]"
    "|删[节改减]|摘[编录]|节录|连载|化名|仅供|参考|附[件后录]|试行|内部|无关|落款|谢谢|感谢|敬礼|鞠躬|[哭笑泪]|哽咽|题图|同上|草稿|[初定终]稿|讲话|发言"
    "|支行|分行|总行|营业|网点|银行|办公室|工会|团委|党委|总支|支部|编辑|记者|收件|发件|指导|统稿|推荐|转来|转发|选送|荐稿|星期|通讯|作者|摄影|供稿|来源|资料|图片|照片|左[一二三四]|右[一二三四]"
)
#: What a text or its first part is headed by, and nobody is called.
_OPENINGS = re.compile(
    "[前引序]言|引子|序[曲幕章篇]?|楔子|题记|缘起|起因|背景|正文|导[语读]|摘要|提要|目录|概[述况要]|简[介述]|按语|开[头篇端]|初[识见衷心]|第[一1]\\S{1,2}"
    "|.{0,2}(?:背景|情况|做法|经过|简介|概况|目标|意义|问题|措施|成效|启示)|上篇|上集|清晨|早晨|上午|[春夏秋冬]天?|之一|其一|尾声|后记|结语"
)


def is_name(text: str) -> bool:
    """Whether the text looks like a Chinese person's full name."""
    if not HAN_NAME.fullmatch(text):
        return False
    return text.startswith(DOUBLE_SURNAMES) or (text[0] in _SURNAMES and len(text) <= 3) or bool(re.search("[·•．・]", text))


def may_be_name(text: str) -> bool:
    """Whether a word that stands where a name stands (behind a label, in a signature's brackets, under a title) can be one."""
    if _OPENINGS.fullmatch(text):
        return False
    return is_name(text) or bool(_SHORT.fullmatch(text) and not _NO_NAME.search(text))
