"""How surely personal data is found: sentences with it in every form, and sentences with what only looks like it.

Every number is made here by its rules (GB 11643, Luhn), every name and address is invented: no person's data stands in the project.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.preflight.copy_personal.accounts import passes_luhn
from bulletin.preflight.copy_personal.papers import identity_check
from bulletin.preflight.copy_personal.sightings import sightings


class Sentence(NamedTuple):
    """A sentence, and what stands in it: checks with the characters found. None at all in a near miss."""

    text: str
    told: tuple[tuple[str, str], ...] = ()


class Score(NamedTuple):
    """What was found of one check: rightly, wrongly, and not."""

    right: int
    wrong: int
    missed: int

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def precision(self) -> float:
        """Of what was found, how much is there."""
        return self.right / max(1, self.right + self.wrong)


#: «…» marks what a check has to find; «check=…» what another has to.
POSITIVE: dict[str, tuple[str, ...]] = {
    "identity-number": (
        "客户出示了身份证«{id}»办理挂失。",
        "身份证：«{id_lines}»，分三行写在纸上。",
        "他念身份证号：«{id_single}»。",
        "老人的身份证号码是«{id}»，已过期三年。",
        "经核对，身份证号为：«{id}»的储户确已迁居。",
        "（«{id}»）系代办人。",
        "核验时发现«{id}»与系统登记不符。",
        "证件号码«{id_spaced}»录入有误。",
        "其身份证«{id_wide}»照片模糊。",
        "老式身份证«{id15}»仍在留存资料里。",
        "身份证号«{id_slip}»系客户手写，末位看不清。",
        "他报出身份证号«{id_x}»后就走了。",
        "香港居民身份证«{hkid}»由其本人持有。",
    ),
    "bank-card": (
        "把钱转到«{card}»这张卡上。",
        "卡号念作«{card_commas}»，四个数一顿。",
        "他把卡号抄成了两行：«{card_lines}»。",
        "卡号«{card}»，请核对后再汇。",
        "客户的借记卡«{card_spaced}»被吞。",
        "工资卡号为«{card_hyphen}»。",
        "他念出一串数字：«{card16}»。",
        "信用卡«{card_wide}»于当日解锁。",
        "银行卡号是«{card_slip}»，少抄了一位也有可能。",
    ),
    "account-number": (
        "定期存折账号«{account}»已到期。",
        "对公户«{account_spaced}»的年检资料少一份。",
        "“账号多少？”“«{account_spaced}»。”",
        "股金证账号：«GJ-{four}-{six}»。",
        "客户号«{customer}»的资料需更新。",
        "公积金账号：«{account}»。",
        "社保卡号«{customer}»查询失败。",
        "保单号为«{policy}»的老人前来退保。",
        "水费户号«{customer}»欠费两月。",
        "客户编号：«{customer}»，等级为五星。",
    ),
    "phone-number": (
        "联系电话«{mobile}»。",
        "他一个数一个数地念电话：«{mobile_single}»。",
        "手机号写成了两行：«{mobile_lines}»。",
        "号码是«{mobile_pairs}»，打的时候小声点。",
        "家里的座机是«{landline_86}»，晚上才有人。",
        "老人的电话«{landline_slash}»总占线。",
        "为方便联系，他留下«{local_hyphen}»，是家里的座机。",
        "用大写记的电话：«{mobile_commas}»。",
        "请致电«{mobile}»找李某。",
        "手机号（«{mobile}»）已停机。",
        "客户留下«{mobile_spaced}»后离开。",
        "回拨«{mobile_hyphen}»无人接听。",
        "«{mobile_86}»是其境外常用号码。",
        "全角写作«{mobile_wide}»也要认得。",
        "微信同号«{mobile}»。",
        "座机«{landline}»打不通。",
        "老人家里电话：«{landline_bracket}»。",
        "如有疑问拨打«{landline_ext}»。",
        "电话：«{local}»，请在下班前打。",
        "传真«{landline_plain}»。",
        "客户留的单位电话是«（0759）2{six}转8015»。",
        "手机«1 3 8 0 0 1 3 8 0 0 0»，随时可打。",
        "儿子的号码是«{mobile}»，女儿的是«{mobile2}»。",
        "电话«{mobile_dots}»是他留的。",
        "她只记得«{mobile_spoken}»。",
    ),
    "travel-document": (
        "客户持护照«{passport}»开户。",
        "护照首页写着«{passport_x}»，英文名多了一个字母。",
        "她递来«{passport_two}»这本旧护照。",
        "回乡卡«{permit_spaced}»读不出来。",
        "台胞证«{permit_bracket}»还是老号码。",
        "护照号码：«{passport2}»。",
        "港澳通行证号«{permit_c}»。",
        "台湾居民来往大陆通行证«{permit_8}»。",
        "持回乡证«{permit_h}»办理。",
        "外籍客户护照号为«{passport_x}»。",
    ),
    "soldiers-paper": (
        "军官证号«军字第{seven}号»。",
        "退伍证上写着«退字第{six}号»，纸都黄了。",
        "老人当过兵，证件号«成字第{six}号»。",
        "退役军人优待证«{eight}»。",
        "士官证：«南字第{seven}号»，可优先办理。",
        "他出示«军字第{seven}号»。",
    ),
    "number-plate": (
        "一辆«{plate}»停在门口。",
        "拖拉机的号牌是«{plate_farm}»。",
        "货车«{plate_trailer}»抛了锚。",
        "小车«{plate_split}»挡住了门。",
        "车牌号«{plate_dot}»的车主请挪车。",
        "新能源车«{plate_green}»占用了消防通道。",
        "客户驾驶«{plate_wide}»离开。",
        "教练车«{plate_learner}»撞坏了护栏。",
    ),
    "mail-address": (
        "资料请发«{mail}»。",
        "客户邮箱：«{mail}»收不到账单。",
        "来信写自«{mail_qq}»。",
        "地址是«{mail_at}»。",
    ),
    "chat-name": (
        "微信号：«{wechat}»。",
        "加Q：«{qq_spaced}»，晚上在线。",
        "我的QQ号好记，«{qq_spaced}»。",
        "微信加我，«{wechat}»，随时找我。",
        "加微信«{wechat}»就能进群。",
        "客户QQ«{qq}»。",
        "QQ号是«{qq}»，请核实。",
        "微信«{wechat}»转来一张截图。",
    ),
    "home-address": (
        "老人家住«广州市天河区和兴路{n}号{m}栋{room}室»。",
        "我们上门到«幸福里小区{m}栋{u}单元{room}»。",
        "住在«北京市朝阳区望春园{m}号楼{u}单元{room}室»的老人打来电话。",
        "家庭住址：«清河县白石镇柳湾村{g}组{n}号»。",
        "送到«大沙镇新塘村第{g}村民小组{n}号»。",
        "收件地址为«翠湖花园{m}-{u}-{room}»。",
        "家住«东风路{n}号»的储户行动不便。",
        "他家在«石桥镇下湾村北头第四排{m}号»，门前一口井。",
        "老地址是«棉纺厂家属院平房{m}排{n}号»，早就拆了。",
        "信寄到«梧桐路{n}弄{m}号后楼»，又退了回来。",
        "老人搬去了«望湖苑{m}座{room}»，跟女儿同住。",
        "老人住«海珠区江南大道中{n}号之二802室»。",
        "联系人留的是宿舍地址：«机床厂西区{m}栋甲门{u}层东户»。",
        "登记信息：«东关街道盐店路{m}巷{n}号»，无人应门。",
        "«清泉新村{m}幢{room}室»里住着一位盲人按摩师。",
        "户籍地址«江城市南山区文昌街{n}号之二{room}房»。",
        "工作人员来到«阳光家园{m}幢{room}室»为老人激活社保卡。",
        "她租住在«和平巷{n}号{m}楼{room}房»。",
    ),
    "birth-date": (
        "«customer-named=张建国»，«1965年3月12日»出生，退休工人。",
        "«customer-named=李晓梅»，女，出生日期为«1978-06-01»，与证件不符。",
        "«customer-named=王秀英»生于«1942年8月5日»，今年刚过寿。",
        "岑桂香，«三八年腊月初九»生人，耳朵还灵。",
        "胥国安，«1957年4月»出生，下岗后摆过摊。",
        "登记簿上写着：«customer-named=鄢世荣»，«1931年正月十六»生。",
    ),
    "minor-named": (
        "弟弟«李子轩»（5岁）也领到了存折。",
        "新生儿«王小米»刚满月。",
        "同学«周小川»（初三（2）班）拿着压岁钱来了。",
        "来参加活动的小朋友有«温子墨»、«黎欣妍»、«欧阳晨曦»。",
        "小学生«张子涵»把压岁钱存了起来。",
        "患儿«邬小北»等着这笔救命钱。",
        "孙女«滕雨桐»在幼儿园画了一幅画送给我们。",
        "“大名叫«阚一诺»，五岁。”奶奶说。",
        "十一岁的«古丽扎尔·买买提»替妈妈翻译。",
        "高考前一天，初三学生«蔺知夏»来取准考证复印件。",
        "留守儿童«冉小宝»的压岁钱都交给了外婆。",
        "9岁的«刘浩然»第一次走进银行。",
        "«王梓轩»小朋友体验了点钞。",
        "«李欣怡»，今年11岁，跟着妈妈来开户。",
        "活动中，男孩«赵宇航»提出一个问题。",
        "阳光小学的«周雨桐»同学领到了存折。",
        "未成年人«吴佳琪»的账户由监护人代办。",
        "十二岁的«孙浩宇»当上了小小银行家。",
    ),
    "class-told": (
        "小朋友们轮番上阵，最后由«城南小学四年级（1）班»的«minor-named=陆一诺»夺魁。",
        "捡到钱包的是«城关镇中心小学四（1）班»的一名女生。",
        "她女儿在«第二实验小学五年级三班»读书。",
        "孙子在县二中读书，«高二（6）班»，住校。",
        "学籍卡上是«云溪学校七年级（4）班»。",
    ),
    "customer-named": (
        "搀着«殷守田»走下台阶，小周又叮嘱了一遍。",
        "接过«尹凤娥»递来的布包，里面全是硬币。",
        "叮嘱«巴桑次仁»路上慢些，我们才关门。",
        "车主«阚长根»急着赶路。",
        "果农«揭阿福»的橙子熟了。",
        "收件人：«尉迟明»。",
        "企业法人«澹台志»签了字。",
        "退役军人«郜铁山»敬了个礼。",
        "房东«鲜于兰»来存房租。",
        "留学生«Maria Lopez»不会填单。",
        "我给«Peter Hansen»递了一支笔。",
        "英国籍教师«Oliver Grant»来换汇。",
        "牧民«才让·多吉»骑马来的。",
        "藏族老阿妈«央金卓玛»双手合十。",
        "«迪丽努尔·艾合买提»的馕店就在隔壁。",
        "«麦合木提·吐尔逊»搓着手站在门口。",
        "«冼炳坤»、«麦少芬»、«区伟雄»三位老街坊一起来了。",
        "«覃有福»、«韦桂花»夫妇卖了一辈子米粉。",
        "送来锦旗的客户«亓文礼»和«訾红英»都红了眼圈。",
        "商户代表«厍大力»、«佘春华»先后发言。",
        "登记簿上写着：«仝守义»，男，71岁。",
        "“我叫«佟玉梅»，家在后街。”她说。",
        "“我是«芦根生»，卡丢了怎么办？”",
        "户名却是“«展秋萍»”，差一个字。",
        "他名叫«戚老九»，大家都这么喊。",
        "在客户«綦凤山»的家里，我们喝了一碗茶。",
        "«苌有才»的老伴坐在一旁抹眼泪。",
        "«皮秀珍»拄着拐杖来到网点。",
        "«令狐春»大娘攥着存折不松手。",
        "目送«司徒坚»老伯走远。",
        "«邸怀玉»，82岁，独居。",
        "傍晚，«逯大江»冲进来喊：“快，我被骗了！”",
        "«佴秀莲»家的果园遭了灾。",
        "为«禚宝山»办理了密码重置。",
        "图为工作人员帮«樊月娥»老人激活社保卡。",
        "委托人«昝立群»，受托人«昝立业»。",
        "中间是«呼延敏»（左二），手里举着锦旗。",
        "«阮氏兰»嫁到村里六年了。",
        "的哥«卜长顺»把钱包送了回来。",
        "“您是«Sato Kenji»先生吗？”小周问。",
        "汇给«臧福生»的那笔钱退了回来。",
        "台湾同胞«简文雄»在园区办厂。",
        "侗族歌师«吴仙妹»唱了一段。",
        "离休干部«晏怀忠»捧着存单。",
        "客户«李晓梅»走进网点。",
        "储户«张建国»的存折丢了。",
        "«王志强»先生送来锦旗。",
        "老人«陈秀英»拿着存折前来。",
        "“谢谢你们！”«刘桂兰»阿姨握着柜员的手。",
        "村民«欧阳建华»种了三十亩荔枝。",
        "客户“«周建军»”当场落泪。",
        "客户«王芳»走进银行。",
        "我们找到了«熊家明»的住处。",
        "柜员小黄耐心地为«姚翠花»核对了账户。",
        "刚退休的«谭明华»想买国债。",
        "村里的«彭老三»逢人就夸。",
        "我们把存折送到«卢长庚»手里，他看了又看。",
        "村里派人捎信给«盘阿贵»，请他来领补贴。",
        "为瘫痪在床的«祁守本»办好了社保卡。",
        "«其木格»骑着马赶来取草场补贴。",
        "«苏日娜»捧着奶豆腐来到网点。",
        "«殷来喜»，«birth-date=1940年5月6日»生，耳朵还灵。",
        "拾卡人«岳成林»不肯留电话。",
        "外籍客户«谢尔盖·伊万连科»来兑换卢布。",
        "柜员将«詹凤琴»的出生日期由1950年更正为«birth-date=1951年2月3日»。",
        "“多亏你们！”«裴桂芝»紧紧攥着柜员小孙的手。",
        "«岑有才»是我们支行的“编外宣传员”。",
        "客户«张三»、«李四娘»、«欧阳锋»均表示满意。",
        "（图二：客户«翟玉英»向我支行赠送锦旗）",
        "客户«张伟»路过时进来看看。",
        "那位叫«黄志坚»的老人又来了。",
        "图为客户«陈伟强»（左）赠送锦旗。",
        "客户姓名：«黄丽华»。",
        "大堂经理为客户«何伟»取号。",
        "让«郑国强»大爷坐下歇一歇。",
        "养殖户«曾庆华»贷到了款。",
        "失主«林娜»赶回网点。",
        "市民«徐明»一早就来排队。",
        "个体户«马超»的小店重新开张。",
        "事后，«吴美玲»女士打来电话。",
    ),
    "illness-named": (
        "患者«张志华»的家属守在床前。",
        "«陈大明»身患尿毒症，仍按月还款。",
        "«刘玉兰»因脑梗住院，无法到场。",
        "«杨国华»确诊癌症之后。",
    ),
}

#: What is there and is not found: names that are words of every day, with a surname that is one too. They count in the score.
BEYOND: dict[str, tuple[str, ...]] = {
    "customer-named": (
        "客户«封晓»是开花店的。",
        "请存到«明月»的卡上。",
        "客户«原野»丢了工作。",
        "客户«桂林»与那座城市同名。",
        "«白云»、«向阳»都是老储户。",
    ),
}

NEGATIVE: tuple[str, ...] = (
    "根据银发〔2023〕{n}号文件要求。",
    "工银办发〔2024〕{three}号。",
    "银保监规〔2021〕1{n}号已经废止。",
    "全年累计投放{eleven}元。",
    "存款余额达{eight}万元。",
    "拨打95588转人工。",
    "客服热线400-8{two}-{four}。",
    "请致电400{seven}咨询。",
    "投诉电话：800-8{two}-{four}。",
    "电话银行95588、95599均已开通。",
    "订单号{nineteen}已发货。",
    "流水号：2023{fifteen}。",
    "交易流水{eighteen}查询成功。",
    "快递单号{fifteen}显示签收。",
    "合同编号{eighteen}已归档。",
    "占比达{two}.{eleven}%。",
    "2023年11月8日至2024年1月{two}日。",
    "ISBN 978-7-5049-{four}-2。",
    "统一社会信用代码91440101MA59{six}X。",
    "统一社会信用代码：{eighteen}。",
    "手机号138****{four}已验证。",
    "身份证440***********{four}。",
    "卡号6222********{four}。",
    "尾号{four}的储蓄卡到账。",
    "王某某先生来电致谢。",
    "张先生和李女士都说好。",
    "李阿姨笑了。",
    "客户张某送来锦旗。",
    "详见https://example.com/a/138{eight}/b。",
    "网址www.example.com/440101199001011{three}。",
    "邮编{six}。",
    "邮政编码：510{three}。",
    "终端号{eight}离线。",
    "ATM机具编号{eleven}故障。",
    "自助设备{eight}已修复。",
    "柜员号{eight}登录。",
    "客户经理王芳主动上前。",
    "柜员张三迅速反应。",
    "行长李建国到场指导。",
    "大堂经理陈晓燕微笑服务。",
    "客户服务部刘志强介绍。",
    "员工赵丽华获评标兵。",
    "王志强行长为客户答疑。",
    "副行长周建军先生陪同。",
    "客户高度评价我们的服务。",
    "客户方便快捷地办完业务。",
    "客户金融需求多样。",
    "客户成功办理了贷款。",
    "客户马上安静下来。",
    "客户安全意识不断提高。",
    "客户关心的问题得到解决。",
    "客户温馨地笑了。",
    "客户周末也能办理。",
    "客户严重不满时要先倾听。",
    "客户连连称赞。",
    "客户万分感激。",
    "客户全程参与。",
    "客户明白了缘由。",
    "客户何时来都有人接待。",
    "客户黄金业务咨询增多。",
    "客户江苏籍居多。",
    "客户向林女士推荐的同事致谢。",
    "老、弱、病、残、孕客户应主动搀扶。",
    "向林女士揭示骗术。",
    "客户应急通道畅通。",
    "客户常用密码要更换。",
    "客户时间宝贵。",
    "客户曾经抱怨排队长。",
    "客户包括老人和学生。",
    "客户项目资金到位。",
    "客户许多疑问得到解答。",
    "客户华为公司签约。",
    "客户石油化工集团到访。",
    "鲁迅先生说过，时间就像海绵里的水。",
    "学习雷锋同志。",
    "支行位于和平路{n}号{m}栋101号商铺。",
    "太和支行地址：白云区太和镇大源路{n}号。",
    "网点迁至中山路{n}号。",
    "营业部地址为文昌街{n}号一楼。",
    "会议在3号楼201会议室召开。",
    "我行在幸福小区开展宣传。",
    "走进阳光花园社区摆摊设点。",
    "开展进村入户走访，覆盖12个村小组。",
    "第3组和第5组并列第一。",
    "老人住在附近的小区。",
    "客户住在天河区。",
    "老人家住天河区某路{n}号。",
    "家住幸福小区*栋*室。",
    "他把车停在A区3号。",
    "上证指数报3{three}.{two}点。",
    "沪A股走势平稳。",
    "关注公众号icbc_{four}服务。",
    "微信银行和手机银行同步上线。",
    "微信支付{six}元。",
    "微信公众号推送{four}次。",
    "QQ农场时代早已过去。",
    "QQ音乐{four}首歌。",
    "小学生存钱罐活动举办。",
    "三年级二班的孩子们。",
    "张同学和小明一起来了。",
    "儿童节当天，网点布置一新。",
    "18岁以上客户方可办理。",
    "8岁的小明存了压岁钱。",
    "小朋友们高兴极了。",
    "学生家长王女士说。",
    "大学生陈晨同学在我行实习。",
    "培训班的李明同学发言。",
    "患者王某的家属。",
    "糖尿病患者就诊优惠。",
    "我行成立于1984年1月1日。",
    "出生日期以证件为准。",
    "产品代码{eight}。",
    "基金代码00{four}。",
    "批次{eleven}到货。",
    "序列号SN{eleven}。",
    "G{four}次列车晚点。",
    "型号E{eight}。",
    "版本号2.0.{four}。",
    "时间为08:30-17:30。",
    "比分是3-2-1201场。",
    "累计拨打电话{eight}人次。",
    "服务客户{six}户。",
    "发票号码{eight}。",
    "京字第{six}号房产证已收回。",
    "粤ICP备{eight}号。",
    "案号（2023）粤01民终{four}号。",
    "面积{four}平方米。",
    "账户{six}户实现增长。",
    "新开账户100000元起存。",
    "账号管理办法共{two}条。",
    "验证码{six}切勿告诉他人。",
    "短信来自1069{fifteen}。",
    "存单编号管理要规范。",
    "这项工作@全体成员。",
    "a***@example.com已绑定。",
    "粤A·***{two}已登记。",
    "招聘启事：有意者请与我行联系，联系人：李晓华。",
    "请于5日前报分行运营管理部，联系人：李晓华。",
    "联系人：王建国，咨询电话：0755-83765432。",
    "读费孝通先生的《乡土中国》，我才明白了什么是熟人社会。",
    "陶行知先生的话写在黑板上。",
    "马家河的山羊都卖了出去。",
    "安宁河边的小镇逢五赶场。",
    "王大爷的女儿从深圳打来长途。",
    "服务电话：（0355）3{six}，欢迎监督。",
    "办公室地址变更为府前街101号金融大厦三楼，传真0539-8{six}，请知悉。",
    "客户赵丽颖（化名）来取款。",
    "柜员于晓随后拨通了电话。",
    "岑爽、舒洁、冯程程等十名员工参加了比赛。",
    "宁可少做一笔，也不失信。",
    "殷芳第一个来到网点，打开电脑。",
    "伍骥才的散文写得真好。",
    "任何先生女士都可取号。",
    "女士们、先生们，大家好。",
    "请各位先生女士留步。",
    "向李先生致歉。",
    "对于张先生的疑问，柜员一一解答。",
    "让高先生稍等。",
    "姓张的先生来过。",
    "为客户张罗座位。",
    "居民可就近办理。",
    "居民高龄津贴按月发放。",
    "村民方便取款。",
    "群众安全感提升。",
    "老人常来网点坐坐。",
    "老人时常忘记密码。",
    "老人连声道谢。",
    "老人关节不好。",
    "用户明显增加。",
    "市民金卡即日起停用。",
    "顾客温和地说。",
)


def positives(seed: int = 1, rounds: int = 2, lists: dict[str, tuple[str, ...]] = POSITIVE) -> Iterator[Sentence]:
    """Every form of what must be found, each `rounds` times with other numbers."""
    for turn in range(rounds):
        chance = random.Random(f"{seed}-{turn}")
        for check, forms in lists.items():
            for form in forms:
                pieces = form.format(**_numbers(chance)).replace("»", "«").split("«")
                plain = [piece.partition("=")[2] or piece for piece in pieces]
                yield Sentence("".join(plain), tuple((_check(piece, check), plain[turn]) for turn, piece in enumerate(pieces) if turn % 2))


def negatives(seed: int = 1, rounds: int = 2) -> Iterator[Sentence]:
    """Every near miss, each `rounds` times with other numbers."""
    for turn in range(rounds):
        chance = random.Random(f"no {seed}-{turn}")
        yield from (Sentence(form.format(**_numbers(chance))) for form in NEGATIVE)


def _check(piece: str, check: str) -> str:
    """The check that a piece names before =, or that of its list."""
    return piece.partition("=")[0] if "=" in piece else check


def scores(sentences: list[Sentence]) -> tuple[dict[str, Score], list[str]]:
    """For each check what was found rightly, wrongly and not; and each fault in words. What overlaps is found."""
    right, wrong, missed, faults = Counter[str](), Counter[str](), Counter[str](), list[str]()
    for sentence in sentences:
        found = [(each.check, sentence.text[each.start : each.end]) for each in sightings(sentence.text)]
        right.update(check for check, text in sentence.told if (check, text) in found)
        for told in sentence.told:
            if told not in found:
                missed[told[0]] += 1
                faults.append(f"missed {told[0]} {told[1]} | {sentence.text} {found}")
        for each in found:
            if each not in sentence.told:
                wrong[each[0]] += 1
                faults.append(f"wrong {each[0]} {each[1]} | {sentence.text}")
    checks = sorted({*right, *wrong, *missed})
    return {check: Score(right[check], wrong[check], missed[check]) for check in checks}, faults


def total(scored: dict[str, Score]) -> Score:
    """All checks together."""
    return Score(*(sum(numbers) for numbers in zip(*scored.values(), strict=True)))


def _numbers(chance: random.Random) -> dict[str, str]:
    """Something for every blank of a sentence."""

    def figures(count: int) -> str:
        return str(chance.randint(1, 9)) + "".join(str(chance.randint(0, 9)) for _figure in range(count - 1))

    def mobile() -> str:
        return "1" + chance.choice("3456789") + figures(9)

    identity = identity_number(chance)
    card, short = card_number(chance, "6222", 19), card_number(chance, chance.choice(("4", "52", "6226")), 16)
    number, area = mobile(), chance.choice(("010", "020", "0755", "0763"))
    local = chance.choice("2345678") + figures(7)
    letters, plate = "ABCDEFGHJKLMNPQRSTUVWXYZ", chance.choice("京粤沪浙川") + chance.choice("ABCDE")
    hk = chance.choice("ABCDGHKPRVYZ")
    return {
        "id": identity,
        "id_spaced": f"{identity[:6]} {identity[6:14]} {identity[14:]}",
        "id_wide": _wide(identity),
        "id15": identity[:6] + identity[8:17],
        "id_slip": identity[:17] + ("1" if identity[17] != "1" else "2"),
        "id_x": identity.lower(),
        "id_lines": f"{identity[:6]}\n{identity[6:14]}\n{identity[14:]}",
        "id_single": " ".join(identity),
        "hkid": hk + (six := figures(6)) + f"({_hong_kong_figure(hk, six)})",
        "card": card,
        "card_spaced": " ".join(card[turn : turn + 4] for turn in range(0, 19, 4)),
        "card_hyphen": "-".join(card[turn : turn + 4] for turn in range(0, 19, 4)),
        "card16": short,
        "card_commas": "、".join(short[turn : turn + 4] for turn in range(0, 16, 4)),
        "card_lines": f"{card[:8]}\n{card[8:]}",
        "card_wide": _wide(card),
        "card_slip": card[:-1] + str((int(card[-1]) + 1) % 10),
        "account": figures(12),
        "account_spaced": f"{figures(4)} {figures(4)} {figures(4)} {figures(3)}",
        "customer": figures(9),
        "policy": "P" + figures(13),
        "mobile": number,
        "mobile2": mobile(),
        "mobile_spaced": f"{number[:3]} {number[3:7]} {number[7:]}",
        "mobile_hyphen": f"{number[:3]}-{number[3:7]}-{number[7:]}",
        "mobile_dots": f"{number[:3]}.{number[3:7]}.{number[7:]}",
        "mobile_86": f"+86 {number}",
        "mobile_wide": _wide(number),
        "mobile_single": " ".join(number),
        "mobile_lines": f"{number[:7]}\n{number[7:]}",
        "mobile_pairs": f"{number[:3]}-{number[3:5]}-{number[5:7]}-{number[7:9]}-{number[9:]}",
        "mobile_commas": f"{_said(number[:3])}、{_said(number[3:7])}、{_said(number[7:])}",
        "mobile_spoken": _said(number),
        "landline": f"{area}-{local}",
        "landline_bracket": f"（{area}）{local[:4]} {local[4:]}",
        "landline_ext": f"{area}-{local}转{figures(3)}",
        "landline_plain": f"{area}{local}",
        "landline_86": f"+86 {area[1:]} {local[:4]} {local[4:]}",
        "landline_slash": f"{area}/{local[:5]} {local[5:]}",
        "local_hyphen": f"{local[:4]}-{local[4:]}",
        "local": f"{local[:4]} {local[4:]}",
        "passport": "E" + figures(8),
        "passport2": "E" + chance.choice("ABCDH") + figures(7),
        "passport_x": chance.choice("KMNX") + figures(8),
        "passport_two": f"{chance.choice('AKTN')}{chance.choice('ABCR')}{figures(7)}",
        "permit_spaced": f"M {figures(4)} {figures(4)} {figures(2)}",
        "permit_bracket": f"{figures(8)}({chance.choice('ABD')})",
        "permit_c": "C" + figures(8),
        "permit_8": figures(8),
        "permit_h": "H" + figures(8),
        "plate": plate + figures(5),
        "plate_dot": f"{plate}·{figures(2)}{chance.choice(letters)}{figures(2)}",
        "plate_green": f"{plate}{chance.choice('DF')}{figures(5)}",
        "plate_farm": f"{plate[0]}{figures(2)}-{figures(5)}",
        "plate_trailer": f"{plate}{figures(4)}挂",
        "plate_split": f"{plate}{figures(2)}·{figures(3)}",
        "plate_wide": plate[0] + _wide(plate[1] + figures(5)),
        "plate_learner": f"{plate}{figures(4)}学",
        "mail": f"zhang.{figures(3)}@bank{figures(1)}.example.com",
        "mail_qq": f"{figures(9)}@mail.example",
        "mail_at": f"lin{figures(2)}(at)mail.example",
        "wechat": f"lin_{figures(5)}",
        "qq": figures(9),
        "qq_spaced": f"{figures(5)} {figures(4)}",
        "n": str(chance.randint(11, 98)),
        "m": str(chance.randint(1, 9)),
        "u": str(chance.randint(1, 4)),
        "g": chance.choice("一二三四五六"),
        "room": f"{chance.randint(1, 12)}0{chance.randint(1, 6)}",
        **{name: figures(count) for name, count in _COUNTS.items()},
    }


_COUNTS = {"two": 2, "three": 3, "four": 4, "six": 6, "seven": 7, "eight": 8, "eleven": 11, "fifteen": 15, "eighteen": 18, "nineteen": 19}


def identity_number(chance: random.Random) -> str:
    """An identity number as GB 11643 makes them."""
    place, day = chance.choice(("110105", "440106", "510107", "330102")), f"{chance.randint(1940, 2005)}{chance.randint(1, 12):02}"
    body = f"{place}{day}{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
    return body + identity_check(body)


def card_number(chance: random.Random, first: str, length: int) -> str:
    """A card's number that passes the Luhn check."""
    body = first + "".join(str(chance.randint(0, 9)) for _figure in range(length - 1 - len(first)))
    return next(body + last for last in "0123456789" if passes_luhn(body + last))


def _hong_kong_figure(letter: str, six: str) -> str:
    values = [36, ord(letter) - 55, *map(int, six)]
    return "0123456789A"[-sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11]


def _said(figures: str) -> str:
    return figures.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))


def _wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


def main() -> None:
    """Print recall and precision for each check and for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--faults", action="store_true", help="show what was found wrongly, and what was not")
    said = parser.parse_args()
    there = [*positives(said.seed, said.rounds), *positives(said.seed, said.rounds, BEYOND)]
    near = list(negatives(said.seed, said.rounds))
    scored, faults = scores([*there, *near])
    print(f"{len(there)} sentences with personal data, {len(near)} without")
    for check, score in {**scored, "all": total(scored)}.items():
        print(f"{check:16} {score.right:5} of {score.right + score.missed:5}  recall {score.recall:6.1%}  precision {score.precision:6.1%}")
    if said.faults:
        print("\n".join(faults))


if __name__ == "__main__":
    main()
