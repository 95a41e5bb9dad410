"""Each check on wording finds its fault, and leaves alone what only looks like it."""

import datetime as dt
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.house.rules import Branch, CheckRule, House, Masthead, Person, SectionRule
from bulletin.preflight.copy_text import around
from bulletin.preflight.wording.names import is_slip
from bulletin.preflight.wording.numbers import value
from bulletin.preflight.wording.slips import phrases, slips
from bulletin.preflight.wording.table import READERS, check_wording, mended
from bulletin.preflight.wording.words import confused, confusions
from bulletin.preflight.wording.words import phrases as list_of_phrases
from bulletin.queries import CHECKS
from bulletin.records.story import Allowance, Heading, ListItem, Paragraph, Picture, Pictures, Span, Story, Table, plain

LONG = "清晨，云溪支行的大门刚刚打开，厅堂里已经有了说话声，值班经理把热水续满，又把叫号机旁的椅子扶正，等着第一位客户进来。"


def house(tmp_path: Any, **rules: Any) -> House:
    return House(
        root=tmp_path,
        publication=Masthead(slug="kan", name="澄报"),
        sections=(SectionRule(name="动态", kind="report"), SectionRule(name="心语", kind="reflection")),
        branches=(Branch(name="云溪支行", aliases=("溪支行",)), Branch(name="环城支行"), Branch(name="望津支行")),
        people=(Person(name="伍龙川", offices=("行长助理",)),),
        check=CheckRule(**{"shortest": 0, **rules}),
    )


def story(*texts: str, title: str = "云溪支行改进厅堂服务", **said: Any) -> Story:
    body = tuple(Paragraph(spans=(Span(text=text),)) for text in texts)
    given = {"section": "动态", "branch": "云溪支行", "received": dt.datetime(2024, 5, 20, tzinfo=dt.UTC), "submission": "mail.eml", **said}
    return Story(title=title, body=given.pop("body", body), **given)


def found(tmp_path: Any, *texts: str, **said: Any) -> list[tuple[str, str]]:
    rules = said.pop("rules", {})
    return [(each.check, each.place.text) for each in check_wording(story(*texts, **said), "f", house(tmp_path, **rules))]


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("客户的帐户里多了一笔钱。", "wrong-word", "帐户"),
        ("大唐经理迎上前去。", "wrong-word", "大唐经理"),
        ("民警讲解电信炸骗的手法。", "wrong-word", "电信炸骗"),
        ("一但发现可疑转账，立即报警。", "doubtful-word", "一但"),
        ("他高兴的说道：“办好了。”", "wrong-particle", "的"),
        ("大家热情的为客户讲解。", "wrong-particle", "的"),
        ("这份坚持值的信赖。", "wrong-particle", "的"),
        ("服务的到了客户的认可。", "wrong-particle", "的"),
        ("员工地服务更细了。", "wrong-particle", "地"),
        ("我行推出最优惠的贷款。", "absolute-claim", "最优惠的贷款"),
        ("这款产品保本保息。", "absolute-claim", "保本保息"),
        ("这是全国首家服务。", "absolute-claim", "全国首家服务"),
        ("等候时间从12分钟缩短至8分钟，缩短5分钟。", "numbers-disagree", "从12分钟缩短至8分钟，缩短5分钟"),
        ("等候时间由8分钟压缩至12分钟。", "numbers-disagree", "由8分钟压缩至12分钟"),
        ("客户由100户增加到150户，增长20%。", "numbers-disagree", "由100户增加到150户，增长20%"),
        ("共接待客户80人，其中老年客户120人。", "numbers-disagree", "共接待客户80人，其中老年客户120人"),
        ("三类业务分别占50%、40%、30%。", "numbers-disagree", "分别占50%、40%、30%"),
        ("张小明、李大伟、王芳三人受到表扬，赵亮、钱进、孙丽5人留岗。", "numbers-disagree", "赵亮、钱进、孙丽5人"),
        ("支行推出三项举措：一是改环境。二是优流程。三是强培训。四是重回访。", "numbers-disagree", "三项举措"),
        ("一是改环境。二是优流程。四是重回访。", "numbers-disagree", "。四是"),
        ("4月31日，支行开展活动。", "impossible-date", "4月31日"),
        ("2023年2月29日，支行开展活动。", "impossible-date", "2023年2月29日"),
        ("2024年5月1日（星期五），支行值班。", "impossible-date", "2024年5月1日（星期五"),
        ("上午9时75分，大门打开。", "impossible-date", "9时75分"),
        ("活动于5月20日至12日举行。", "impossible-date", "5月20日至12日"),
        ("5月6日至8日举办培训，为期5天。", "numbers-disagree", "5月6日至8日举办培训，为期5天"),
        ("2025年3月1日，支行举行了演练。", "date-ahead", "2025年3月1日"),
        ("5月28日，支行开展了演练。", "date-ahead", "5月28日"),
        ("环域支行前来交流。", "misspelt-name", "环域支行"),
        ("城环支行前来交流。", "misspelt-name", "城环支行"),
        ("伍龙川副行长主持会议。", "wrong-office", "副行长"),
        ("行长助理伍尤川主持会议。", "misspelt-name", "伍尤川"),
        ("办完了。。客户很满意。", "double-mark", "。。"),
        ("办完了，。客户很满意。", "double-mark", "，。"),
        ("他想了想…点点头。", "double-mark", "…"),
        ("大家称他为”活字典“，都服气。", "wrong-quotes", "”"),
        ("支行学习《服务规范，逐条对照。", "unbalanced-marks", "《"),
        ("支行学习服务规范》，逐条对照。", "unbalanced-marks", "》"),
        ("她说：“慢慢来，不着急。", "unbalanced-marks", "“"),
        ("办完了，客户很满意.", "half-width", "."),
        ("办完了， 客户很满意。", "half-width", " "),
        ("网点９点开门。", "number-style", "９"),
        ("网点9：00开门。", "number-style", "9：00"),
        ("满意度提升5-10%左右。", "number-style", "5-10%"),
        ("有5、6个客户在等候。", "number-style", "5、6"),
        ("23年11月，支行开业。", "number-style", "23年"),
        ("等候时间缩短了3倍。", "number-style", "缩短了3倍"),
        ("约30人左右到场。", "number-style", "约30人左右"),
        ("2023年起步，二〇二三年见效。", "mixed-style", "2023年"),
        ("支行将继续努力，", "end-missing", "支行将继续努力，"),
        ("活动自5月8日起至4月20日举行。", "impossible-date", "5月8日起至4月20日"),
        ("5月1日，星期二，支行值班。", "impossible-date", "5月1日，星期二"),
        ("5月6日（星期一）至10日（星期四），支行办班。", "impossible-date", "10日（星期四"),
        ("这笔贷款4月15日受理、4月9日放款。", "impossible-date", "4月15日受理、4月9日放款"),
        ("7月3日，骄阳似火，支行员工看望了环卫工人。", "date-ahead", "7月3日"),
        ("客户登陆手机银行查了余额。", "wrong-word", "登陆"),
        ("老人忘了密码，网银登陆不上。", "wrong-word", "登陆"),
        ("大厅里贴着招领启示。", "wrong-word", "招领启示"),
        ("柜员们勤勤肯肯，不计得失。", "wrong-word", "勤勤肯肯"),
        ("支行不断改进优致服务。", "wrong-word", "优致服务"),
        ("截止3月末，支行累计办理业务80笔。", "doubtful-word", "截止"),
        ("我们我们都记住了她。", "repeated-word", "我们我们"),
        ("客户的的心里暖了。", "repeated-word", "的的"),
        ("老人跑的很快，说明病好了。", "wrong-particle", "的"),
        ("柜员认真地态度打动了他。", "wrong-particle", "地"),
        ("宣传有效地了案件发生。", "wrong-particle", "地"),
        ("大家忙的满头大汗。", "wrong-particle", "的"),
        ("本金和利息都由银行兜底。", "absolute-claim", "本金和利息都由银行兜底"),
        ("这款存款利率全网最高。", "absolute-claim", "全网最高"),
        ("留学客户要汇款到香港、澳门等国。", "careless-word", "香港、澳门等国"),
        ("一名残废老人坐着轮椅来了。", "careless-word", "残废"),
        ("发放折页200份、手册150份，共计300份。", "numbers-disagree", "发放折页200份、手册150份，共计300份"),
        ("共有80人参训，其中男45人、女30人。", "numbers-disagree", "共有80人参训，其中男45人、女30人"),
        ("评出一等奖1名、二等奖2名，并向4名选手颁奖。", "numbers-disagree", "评出一等奖1名、二等奖2名，并向4名选手颁"),
        ("用纸由400包减少到300包，下降15%。", "numbers-disagree", "由400包减少到300包，下降15%"),
        ("比赛设点钞、传票、演讲、问答三个项目。", "numbers-disagree", "比赛设点钞、传票、演讲、问答三个项目"),
        ("受理150笔，同比增加50笔，增长20%。", "numbers-disagree", "150笔，同比增加50笔，增长20%"),
        ("共走访120户，其中90户已签约，占60%。", "numbers-disagree", "共走访120户，其中90户已签约，占60%"),
        ("每人200元，30人，共计5000元。", "numbers-disagree", "每人200元，30人，共计5000元"),
        ("他认真的核对了每一个数字。", "wrong-particle", "的"),
        ("柜员说的好，大家都笑了。", "wrong-particle", "的"),
        ("有三十5人到场。", "number-style", "十5"),
        ("投入2千4百元。", "number-style", "2千4百"),
        ("来了10几个客户。", "number-style", "10几"),
        ("近30多人到场。", "number-style", "近30多"),
        ("提高了31 %。", "number-style", " %"),
        ("他称之为'老伙计'。", "wrong-quotes", "'"),
        ("他称之为「老伙计」。", "wrong-quotes", "「"),
        ("陈志坚副行长到会讲话。", "office-order", "陈志坚副行长"),
        ("赵行长铁军在听取发言后表示满意。", "office-order", "赵行长铁军"),
        ("共有员工50人，其中男员工20人，女员工40人。", "numbers-disagree", "共有员工50人，其中男员工20人，女员工40人"),
        ("支行吸收存款100万元，其中定期70万元，活期40万元。", "numbers-disagree", "100万元，其中定期70万元，活期40万元"),
        ("支行存款100万元，其中定期存款120万元。", "numbers-disagree", "100万元，其中定期存款120万元"),
        ("业务量增长10%，由100亿元增至120亿元。", "numbers-disagree", "由100亿元增至120亿元"),
        ("企业由80户增加，现有100户，较年初的80户增长40%。", "numbers-disagree", "100户，较年初的80户增长40%"),
        ("大家分成5个小组，每组6人，共35人参赛。", "numbers-disagree", "5个小组，每组6人，共35人"),
        ("支行备好礼包100份，送出60份，剩余30份。", "numbers-disagree", "备好礼包100份，送出60份，剩余30份"),
        ("支行评选出4名服务标兵：张小明、李伟、王芳。", "numbers-disagree", "4名服务标兵：张小明、李伟、王芳"),
        ("支行推行“四心”服务，做到热心、耐心、细心。", "numbers-disagree", "“四心”服务，做到热心、耐心、细心"),
        ("员工先后走进临江、青山、河口四个社区。", "numbers-disagree", "先后走进临江、青山、河口四个社区"),
        ("比赛设六个项目，选手们轮番上阵。本次比赛共设五个项目。", "numbers-disagree", "共设五个项目"),
        ("一百二十名员工参加了培训。结束时，130名员工合影留念。", "numbers-disagree", "130名员工合影"),
        ("一百二十名员工参加培训，参加培训的130名员工收获满满。", "numbers-disagree", "参加培训的130名"),
        ("上午25时，大门打开，客户进来了。", "impossible-date", "上午25时"),
        ("上午13点，大门打开，客户进来了。", "impossible-date", "上午13点"),
        ("今年13月，支行开展了反诈活动。", "impossible-date", "13月"),
        ("下午15点，活动在二楼会议室开始。", "number-style", "下午15"),
        ("请客户填写通迅地址和联系电话。", "wrong-word", "通迅"),
        ("他与供应商签了一张定单。", "doubtful-word", "定单"),
        ("他象老师一样，一笔一画地教。", "doubtful-word", "象"),
        ("运营部运营部的员工来到现场。", "repeated-word", "运营部运营部"),
        ("本次活动打打造造品牌，提升形象。", "repeated-word", "打打造造"),
        ("柜员细心的教老人使用手机。", "wrong-particle", "的"),
        ("我们要不断的学习，才能进步。", "wrong-particle", "的"),
        ("他们认真得核对每一笔账。", "wrong-particle", "得"),
        ("这项工作抓的很实，大家都服气。", "wrong-particle", "的"),
        ("大家学的认真，练的刻苦。", "wrong-particle", "的"),
        ("紧张地气氛一下子缓和了。", "wrong-particle", "地"),
        ("本产品稳健增值，无需承担任何风险。", "absolute-claim", "无需承担任何风险"),
        ("我行存款利率最高，服务最好。", "absolute-claim", "利率最高，服务最好"),
        ("港澳台及其他国家的游客都来了。", "careless-word", "港澳台及其他国家"),
        ("在建国七十周年之际，支行办了展览。", "careless-word", "建国七十周年"),
    ],
)
def test_the_fault_is_found_where_it_stands(tmp_path: Any, text: str, check: str, words: str) -> None:
    text = text if len(text) > 15 else LONG + text
    assert (check, words[-8:] if check == "end-missing" else words) in found(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "应急物资里有一顶帐篷，送到帐篷里的水还是热的。",
        "所以经理决定自己经办这笔业务，以经济适用为先。",
        "新员工培训服务礼仪，支行又申请延期，客户误以为停办，后来克服误区。",
        "热情的服务、耐心的讲解，让客户满意，大家认真地说着笑着。",
        "最近，支行第一时间联系客户，首先核实身份，最后办结业务。",
        "支行荣获全国最佳银行服务奖，努力为客户提供最优惠的贷款。",
        "民警提醒：凡是承诺保本保息的，都是骗局。",
        "等候时间从12分钟缩短至8分钟，缩短4分钟；占比从60%提升至80%，提升20个百分点。",
        "客户由300户增加到360户，增长20%，由4分12秒降至46秒。",
        "共接待客户120人，其中老年客户80人。",
        "张小明、李大伟、王芳等5人受到表扬。",
        "支行推出三项举措：一是改环境。二是优流程。三是强培训。",
        "2024年2月29日，支行开展活动，5月6日至8日举办培训，为期3天。",
        "2024年5月1日（星期三），支行值班，9时30分开门。",
        "支行计划于2025年3月1日举行演练，5月28日前完成布置。",
        "12月28日至1月3日，网点照常营业，活动有效期至2026年12月31日。",
        "环城支行、荔城支行和望津支行前来交流，增城支行也来了。",
        "行长助理伍龙川主持会议，他说：“伍龙川行长助理是我。”张行长作总结。",
        "太好了！！真的吗？！……他——笑了。",
        "她说：“他讲‘慢慢来’，我便不急了。”办法有：1）先取号；2）再填单。",
        "《关于“百家示范”的通知》（银发〔2023〕12号）已经下发。",
        "网点9:00开门，比分是3：20，比例为1：10。",
        "满意度提升5%～10%，五六位客户在等候，1、2号窗口照常。",
        "他在网上看了网店，又付了货款。",
        "请访问www.example.com，电话95588，共1,200元。",
        "台风在沿海登陆，官兵抢滩登陆，支行上市公司登陆科创板。",
        "活动自11月8日起至2月20日举行，合同期5月8日至4月20日。",
        "5月6日（星期一）至10日（星期五），支行办班；去年5月1日，星期一，他入行。",
        "这笔贷款12月15日受理、1月9日放款；4月9日受理、4月15日放款。",
        "7月3日前，支行将走访企业，计划于8月1日收官。",
        "支行学习标杆网点网点投诉处理过程。",
        "大家研究研究，商量商量，一个个试，一趟一趟地跑，看看效果。他为了了解情况，目的的确明确。",
        "他说的很多话我都记得，跑的很多路都值得；热情地服务，慢慢地走，激动得说不出话。",
        "香港、澳门等地区的同胞，与港澳台等国家和地区往来；内地与香港两地协作。",
        "民警提醒：说“本金由银行兜底”的，都是骗人的。",
        "发放折页200份、手册150份，共计350份；接待客户80人，签约12户，共3场。",
        "共有80人参训，其中男50人、女30人；其中党员20人、团员15人。",
        "近三十人到场，十几个客户，3万5000元，千分之一，2千克，三分之一，约15分钟。",
        "比赛设点钞、传票、演讲三个项目，设拔河、跳绳等6个项目；受理150笔，同比增加50笔，增长50%。",
        "共走访120户，其中90户已签约，占75%；每人200元，30人，共计6000元；热情的柜员了解情况后笑了。",
        "支行互相促进、坚忍不拔，争创“百家示范网点”。",
        "行长助理陈志坚到会，张行长讲话，副行长李红宣布开赛。",
        "详见清单（附件 2），位列前列（Top 10），名单（共 30）和号码（手机1 3 8 0 0）另附，办法（见下：1）先取号；2）再填单）照旧。",
        "共有员工50人，其中党员30人、女员工25人；存款增长100万元，其中定期增长120万元；贷款100万元，其中普惠60万元、小微50万元。",
        "支行存款100万元，其中定期60万元，活期40万元；增长20%，由100亿元增至120亿元。",
        "企业100户，较年初的80户增长25%；分成5个小组，每组6人，共30人；备好礼包100份，送出60份，剩余40份。",
        "支行从加强思想政治教育和引导工作、提升服务、转变作风三个方面入手，推行“三心”服务，做到热心、耐心、细心。",
        "比赛设六个项目，上半场进行两个项目的角逐，经过六个项目的比拼，决出冠军；支行跟进5个项目。",
        "上午10时，支行收到25点建议，下午3点答复，晚上20时收工，个人养老金13个月到账。",
        "妈妈抱抱我，常常想想他们，字写得歪歪扭扭，钱辛辛苦苦攒下，人人都都有份。",
        "耐心的解答让客户满意，需要耐心的解释，积极的参与精神可贵，大家学的是本领，练的是作风。",
        "张行长亲自带队，李主任深入一线，王经理耐心讲解；王集乡党委书记侯建民说好。",
        "业务量居全市第一位，存款排名全行第一，指定单位按固定单价供货，气象一般，交通迅速恢复。",
        "香港、新加坡等国家和地区的客户，从内地去香港的客户，都来办理。",
        "她把报告交给了他，随报告有附件一份，特此报告的格式不必讲究。",
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(tmp_path: Any, text: str) -> None:
    assert found(tmp_path, text) == []


def test_a_story_is_too_short_too_long_or_right_and_a_gallery_needs_no_text(tmp_path: Any) -> None:
    assert found(tmp_path, "太短。", rules={"shortest": 60}) == [("too-short", "")]
    assert found(tmp_path, LONG, rules={"longest": 20}) == [("too-long", "")]
    assert found(tmp_path, LONG, rules={"shortest": 20}) == []
    assert found(tmp_path, "太短。", gallery="剪影", rules={"shortest": 60}) == []


def test_a_title_over_two_lines_is_noted(tmp_path: Any) -> None:
    assert found(tmp_path, LONG, title="云溪支行精心改进厅堂服务" * 4)[0][0] == "long-title"
    assert found(tmp_path, LONG, title="云溪支行改进厅堂服务工作，赢得街坊邻里交口称赞，客户办事少跑腿又少等候了") == []


def test_a_report_whose_title_is_nowhere_in_its_text_is_asked_about_and_an_essay_is_not(tmp_path: Any) -> None:
    assert ("title-unlike-body", "鹭洲举办青年歌咏比赛") in found(tmp_path, LONG * 2, title="鹭洲举办青年歌咏比赛")
    assert found(tmp_path, LONG, LONG[:-1] + "！", title="鹭洲举办青年歌咏比赛", section="心语")[0][0] != "title-unlike-body"


def test_an_amount_of_the_title_that_the_text_does_not_know_is_asked_about(tmp_path: Any) -> None:
    assert ("numbers-disagree", "5万元") in found(tmp_path, LONG + "拦下8万元。", title="云溪支行劝阻转账5万元")
    assert found(tmp_path, LONG + "拦下50000元。", title="云溪支行劝阻转账5万元") == []
    assert found(tmp_path, LONG + "拦下49800元。", title="云溪支行劝阻转账近5万元") == []


def test_a_paragraph_that_stands_there_twice_is_found_and_a_short_refrain_is_not(tmp_path: Any) -> None:
    assert found(tmp_path, LONG, "中间另有一段话，说的是别的事情。", LONG) == [("repeated-paragraph", LONG)]
    assert found(tmp_path, "慢一点。", LONG, "慢一点。") == []


def test_another_branchs_title_amid_the_text_is_taken_for_another_story(tmp_path: Any) -> None:
    told = found(tmp_path, LONG, "望津支行开展消防演练活动", "5月8日，支行组织员工学习灭火器的用法，练习疏散客户。" * 4)
    assert told == [("another-story", "望津支行开展消防演练活动")]
    own = found(tmp_path, LONG, "云溪支行开展消防演练活动", "5月8日，支行组织员工学习灭火器的用法，练习拨打电话、疏散客户。" * 4)
    assert "another-story" not in [check for check, _words in own]


def test_another_branchs_title_as_a_heading_is_taken_for_another_story(tmp_path: Any) -> None:
    drill = Paragraph(spans=(Span(text="5月8日，支行组织员工学习灭火器的用法，练习疏散客户。" * 4),))

    def told(heading: str) -> list[str]:
        body = (Paragraph(spans=(Span(text=LONG),)), Heading(level=2, spans=(Span(text=heading),)), drill)
        return [words for check, words in found(tmp_path, body=body) if check == "another-story"]

    assert told("望津支行开展消防演练活动") == ["望津支行开展消防演练活动"]
    assert told("学会灭火，学会疏散") == []


def test_a_branch_that_is_called_by_a_number_is_no_numbered_line(tmp_path: Any) -> None:
    publication = house(tmp_path).model_copy(update={"branches": (Branch(name="第一支行"), Branch(name="第二支行"))})
    told = story(LONG, "第二支行慰问环卫工人", "5月8日，支行送去手套、围巾和热姜汤。" * 6, branch="第一支行")
    assert "another-story" in [each.check for each in check_wording(told, "f", publication)]


def test_verse_may_end_its_lines_without_marks(tmp_path: Any) -> None:
    assert found(tmp_path, "玻璃的那边，是街市", "是一场说来就来的雨", "玻璃的这边，是我", section="心语") == []


def test_two_counts_of_one_event_are_asked_about_and_two_events_are_not(tmp_path: Any) -> None:
    first = LONG + "共有35名员工参加了培训。"
    assert ("numbers-disagree", "53人") in [(check, words[-3:]) for check, words in found(tmp_path, first, "参加培训的员工共53人。")]
    assert found(tmp_path, first, "5月12日，48名员工参加了培训。") == []
    assert found(tmp_path, first, "48名客户参加了沙龙。", "其中12人参加了培训。") == []


def test_one_sum_in_two_sizes_and_two_figures_that_changed_places_are_asked_about(tmp_path: Any) -> None:
    assert ("numbers-disagree", "128亿元") in found(tmp_path, LONG + "贷款余额128万元。", "贷款余额128亿元。")
    assert ("numbers-disagree", "85万元") in found(tmp_path, LONG + "他要汇出58万元。", "险些被骗走85万元。")
    assert found(tmp_path, LONG + "他要汇出58万元。", "又有85万元，另有12万元。") == []


def test_a_name_written_in_two_ways_is_asked_about_in_the_rarer(tmp_path: Any) -> None:
    told = found(tmp_path, LONG, "柜员王丽华上前，王丽华递上热水。", "后来，王丽花又来了。")
    assert told == [("misspelt-name", "王丽花")]
    assert found(tmp_path, LONG, "柜员王丽华上前，保安李国强扶住他。") == []
    assert found(tmp_path, LONG, "石榴园支行上门。", "石留园支行回访，石榴园支行总结。") == [("misspelt-name", "石留园支行")]
    assert found(tmp_path, LONG, "他于东湖支行入职。", "她与东湖支行结缘。") == []


def test_two_offices_of_one_person_are_asked_about(tmp_path: Any) -> None:
    assert found(tmp_path, LONG, "副行长陈志坚到会。", "行长陈志坚作总结。") == [("wrong-office", "行长")]
    assert found(tmp_path, LONG, "副行长陈志坚到会。", "行长李国强作总结。") == []


def test_a_report_with_another_storys_title_is_asked_about_though_every_day_words_agree(tmp_path: Any) -> None:
    text = LONG * 2 + "客户在网点等候，员工为客户开展服务，支行组织活动，工作有序。"
    assert ("title-unlike-body", "云溪支行员工在歌咏比赛中夺魁") in found(tmp_path, text, title="云溪支行员工在歌咏比赛中夺魁")


def test_a_second_story_behind_the_first_is_asked_about_once_with_or_without_a_register(tmp_path: Any) -> None:
    tail = ("松林支行举行职工运动会", "松林支行  姬长河", "4月27日，支行在体育中心举行职工运动会，共设拔河、跳绳等6个项目。" * 3)
    assert found(tmp_path, LONG, *tail) == [("another-story", "松林支行举行职工运动会")]


def test_the_parts_of_a_round_up_are_no_other_stories(tmp_path: Any) -> None:
    part = "支行把热水续满，又把椅子扶正，等着客户进来，一直忙到晌午才坐下喝了口水，歇了歇脚，又起身去忙。"
    parts = ("望津支行：热水不断", part, "环城支行：椅子常新", part[:-1] + "了。")
    assert "another-story" not in [check for check, _words in found(tmp_path, LONG, *parts, title="节日里的坚守")]


def test_a_line_that_says_when_it_was_written_has_no_end(tmp_path: Any) -> None:
    assert found(tmp_path, LONG, "三年前的小满，写于一个包子的时间", section="心语") == []


@pytest.mark.parametrize("broken", ["为实现全年目标而", "我们要把这种精神带到工作中去，为", "支行上下齐心，以及", "他把客户的存单和"])
def test_a_paragraph_amid_the_text_that_breaks_off_has_no_end(tmp_path: Any, broken: str) -> None:
    assert [check for check, _words in found(tmp_path, LONG, broken, LONG[::-1] + "。")] == ["end-missing"]


@pytest.mark.parametrize(
    "line",
    ["支行上下齐心担当作为", "春风和暖，天气温和", "二、以党建为引领，以服务为根本，以合规为底线，带动支行各项业务全面发展再上新台阶"],
)
def test_a_heading_or_a_line_of_verse_amid_the_text_needs_no_mark(tmp_path: Any, line: str) -> None:
    assert found(tmp_path, LONG, line, "下班时，大家收拾好柜台，准备明天再来。") == []


@pytest.mark.parametrize(
    "line", ["附件1：活动方案和报名表", "附件", "特此报告。", "妥否，请批示。", "现将有关情况报告如下：", "云溪支发〔2024〕12号"]
)
def test_what_an_official_letter_has_about_its_text_is_noted(tmp_path: Any, line: str) -> None:
    assert found(tmp_path, LONG, line, "下班时，大家收拾好柜台。") == [("official-words", line)]


def test_whom_a_letter_is_to_stands_at_its_head_only(tmp_path: Any) -> None:
    more = ("下班时，大家收拾好柜台。", "夜里下了一场雨。", "第二天，云开雾散。")
    assert found(tmp_path, LONG, *more, "云溪支行：") == []
    assert found(tmp_path, "云溪支行：", LONG, *more) == [("official-words", "云溪支行：")]


def test_every_fixed_phrase_is_written_right_and_a_slip_in_it_is_found() -> None:
    known = phrases()
    assert sum(map(len, known.by_head.values())) >= 1000
    wrong = [(each, found.message) for by in known.by_head.values() for each in by for found in slips(each)]
    assert wrong == []
    assert [(found.start, found.end) for found in slips("他竞竞业业，事事上心。")] == [(1, 5)]


def test_every_phrase_of_the_list_names_its_wrong_word_once() -> None:
    for each in list_of_phrases():
        assert each.phrase is not None
        assert each.wrong
        assert each.wrong != each.right


def test_a_quotation_over_several_paragraphs_closes_in_the_last(tmp_path: Any) -> None:
    assert found(tmp_path, "信中写道：“谢谢你们。", "“那天雨很大，是你们送我回家。", "“祝你们一切都好。”") == []


def test_the_publications_own_words_hold_or_are_asked_about(tmp_path: Any) -> None:
    rules = {"forbidden": ("内部掌握",), "sensitive": ("裁员",)}
    assert found(tmp_path, LONG + "此事内部掌握，不涉及裁员。", rules=rules) == [("forbidden-word", "内部掌握"), ("sensitive-word", "裁员")]


def test_what_is_allowed_or_skipped_is_not_asked_and_an_unknown_allowance_is_told(tmp_path: Any) -> None:
    def allow(check: str) -> tuple[Allowance, ...]:
        return (Allowance(check=check, name="林青", date=dt.date(2024, 5, 21), reason="原文如此"),)

    assert found(tmp_path, LONG + "旧帐户。", allow=allow("wrong-word")) == []
    assert found(tmp_path, LONG + "旧帐户。", rules={"skip": ("wrong-word",)}) == []
    assert found(tmp_path, LONG, allow=allow("worng-word")) == [("unknown-allowance", "worng-word")]


def test_a_hold_cannot_be_skipped() -> None:
    with pytest.raises(ValueError, match="forbidden-word"):
        CheckRule(skip=("forbidden-word",))


def test_another_language_is_not_read_by_chinese_rules(tmp_path: Any) -> None:
    assert found(tmp_path, "The doors open at nine... and (well, mostly) stay open", title="Doors", rules={"shortest": 60}) == []


def test_every_entry_of_the_lists_is_found_in_itself_and_not_in_its_exceptions(tmp_path: Any) -> None:
    assert len(confusions()) >= 400
    for each in confusions():
        assert each.wrong != each.right
        assert [found.check for found in confused(f"（{each.wrong}）") if found.end - found.start == len(each.wrong)], each.wrong
        for word in each.unless:
            assert each.wrong not in [word[found.start : found.end] for found in confused(word)], word


def test_a_sure_entry_is_not_wrong_in_its_own_right() -> None:
    wrong = [each.right for each in confusions() if any(found.instead for found in confused(each.right))]
    assert wrong == []


def test_fixing_puts_right_what_is_sure_and_nothing_else(tmp_path: Any) -> None:
    told = story("客户的帐户里，，有“３笔”。 一但发现，立即报警.", title="云溪支行（摘要） 帐户。。")
    after = mended(told, house(tmp_path))
    assert plain(after.body[0].spans) == "客户的账户里，有“3笔”。一但发现，立即报警。"  # type: ignore[union-attr] # a paragraph
    assert after.title == "云溪支行（摘要） 账户。"


def test_a_habit_of_typing_is_told_once_with_how_often(tmp_path: Any) -> None:
    asked = check_wording(story(LONG + "来了,坐了,看了,走了。"), "f", house(tmp_path))
    assert [(each.check, each.place.text) for each in asked] == [("half-width", ",")] * 3
    (only,) = check_wording(story(LONG + "来了,坐了,看了,走了,又来。"), "f", house(tmp_path))
    assert "4 places" in only.message


def test_a_remedy_for_a_quotation_mark_is_told_in_words(tmp_path: Any) -> None:
    remedies = {each.remedy for each in check_wording(story(LONG + '他说"好"，又说”行“。'), "f", house(tmp_path))}
    assert "Put an opening double quotation mark there: “" in remedies
    assert not any("““" in each for each in remedies)


def test_what_parts_the_cells_of_a_table_is_no_half_width_mark(tmp_path: Any) -> None:
    table = Table(rows=(("时段", "主要客群"), ("9:00—11:00", "商户，摊主")))
    asked = [each.place.text for each in check_wording(story(body=(table,)), "f", house(tmp_path))]
    assert asked == []


def test_fixing_keeps_spans_tables_captions_and_what_is_allowed(tmp_path: Any) -> None:
    body = (
        Heading(level=2, spans=(Span(text="一、转帐"),)),
        ListItem(spans=(Span(text="• 对"), Span(text="帐。。", strong=True))),
        Table(rows=(("帐号", "1.50"), ("甲", "乙"))),
        Pictures(pictures=(Picture(file="a.jpg", caption="查帐现场", width=9, height=9),)),
    )
    after = mended(story(body=body), house(tmp_path)).body
    assert [plain(block.spans) for block in after if isinstance(block, Heading | ListItem)] == ["一、转账", "• 对账。"]
    assert [span.strong for block in after if isinstance(block, ListItem) for span in block.spans] == [False, True]
    assert [block.rows for block in after if isinstance(block, Table)] == [(("账号", "1.50"), ("甲", "乙"))]
    assert [block.pictures[0].caption for block in after if isinstance(block, Pictures)] == ["查账现场"]
    allow = (Allowance(check="wrong-word", name="林青", date=dt.date(2024, 5, 21), reason="引用原文"),)
    assert mended(story(body=body, allow=allow), house(tmp_path)).body[2] == body[2]


@example("“一“:“0“")
@given(st.text(alphabet="帐户。，、…“”（）《》 \u3000的地得一是二年月日第0123456789.-~:：%abＡ１客户说", max_size=40))
def test_fixing_twice_is_fixing_once_and_no_text_breaks_a_check(text: str) -> None:
    publication = house(Path("nowhere"))
    told = story(LONG + text + "。")
    once = mended(told, publication)
    assert mended(once, publication) == once
    for each in check_wording(told, "f", publication):
        assert each.check in CHECKS
        if each.place.start is not None:
            assert around(told, each.place) is not None


@pytest.mark.parametrize(
    ("number", "said"), [("12", 12), ("1,200", 1200), ("十", 10), ("二十三", 23), ("一百零五", 105), ("两千三百", 2300)]
)
def test_numbers_are_understood(number: str, said: float) -> None:
    assert value(number) == said


def test_a_slip_is_one_look_alike_or_two_neighbours_changed() -> None:
    assert is_slip("环域支行", "环城支行")
    assert is_slip("城环支行", "环城支行")
    assert not is_slip("荔城支行", "增城支行")
    assert not is_slip("环城支行", "环城支行")


def test_clean_texts_raise_at_most_one_false_alarm_in_two_thousand_characters() -> None:
    """The texts that the copy desk learns from are clean, and in many hands: whatever is found in them is a false alarm."""
    lines = [
        line for file in sorted((files("bulletin.copydesk") / "seed").iterdir(), key=str) for line in file.read_text("utf-8").splitlines()
    ]
    alarms = [(each.check, line[each.start : each.end]) for line in lines for reader in READERS for each in reader(line)]
    assert len(lines) >= 30
    assert len(alarms) * 2000 <= sum(map(len, lines)), alarms
