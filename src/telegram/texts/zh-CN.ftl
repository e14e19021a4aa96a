# Every text that readers and editors see. The three languages hold the same messages with the same variables.

start = 您好，这里是{ $paper }的读报助手。
    直接发来一个问题，我从报纸的文章里找答案，每句话都注明出处。
    也可以用 /search 找文章，用 /latest 看最近的报道，用 /help 看全部用法。
paper-unnamed = 本报
help = 我能做的事：
    直接发问题 — 从文章里找答案，附出处
    /ask 问题 — 在群里提问
    /search 关键词 — 找文章
    /latest 地名 — 最近的报道，地名可以不写
    /summary 编号、关键词或网址 — 文章摘要；后面可加 points（要点）、long（详细）或 story（事情的经过）；也可以用 /summary 回复一条带文章的消息或转发的帖子
    /more 编号、关键词或网址 — 相关报道；也可以用 /more 回复一条带文章的消息
    /hot — 读者最近问得多的报道
    /subscribe — 新闻摘要：选地方、题目、关键词和时间
    /unsubscribe — 不再接收
    /settings — 查看和修改我的摘要、在等的报道
    /language — 换一种语言
    /privacy — 机器人记下什么
    /forget — 删除关于我的记录
help-editor = 编辑还可以：
    /summarize 编号、文章号、关键词或网址，后面可加 points、long、headlines、social、english 或 story — 写摘要、标题、短文
    /digest — 预览、修改、批准或发送新闻摘要

command-help = 使用说明
command-ask = 提问
command-search = 找文章
command-latest = 最近的报道
command-summary = 文章摘要
command-more = 相关报道
command-hot = 读者最近问得多的报道
command-subscribe = 每天接收新闻摘要
command-unsubscribe = 不再接收新闻摘要
command-settings = 查看和修改我的设置
command-language = 选择语言
command-privacy = 查看机器人记下什么
command-forget = 删除关于我的记录
command-summarize = 给一篇文章写摘要
command-digest = 预览并发送新闻摘要
unknown-command = 没有这个命令。发送 /help 可以看全部用法。
unknown-button = 这个按钮已经不能用了。

ask-usage = 请在 /ask 后面写上问题，或者直接把问题发给我。
search-usage = 请在 /search 后面写上关键词。
summary-usage = 请在 /summary 后面写上列表里的编号、关键词或文章网址，或者用 /summary 回复一条带文章的消息；写几个编号（例如 /summary 1 3）可以看事情的经过。
more-usage = 请在 /more 后面写上列表里的编号、关键词或文章网址，或者用 /more 回复一条带文章的消息。
summarize-usage = 请在 /summarize 后面写上编号、文章号、关键词或网址，或者回复一条带文章的消息；后面可以加 points（要点）、long（长摘要）、headlines（标题）、social（短文）、english（英文）或 story（经过）。
question-too-long = 问题太长了，请缩短到 { $limit } 个字以内再问一次。
question-no-words = 请用文字提问，例如一个地名、一个项目或一件事。
not-text = 我只看得懂文字，请把问题打出来发给我。
private-only = 请在与我的私聊里使用这个命令。

understood-as = 按“{ $question }”理解
not-found = 在报纸的文章里没有找到答案。
contradicted = 问题里说“{ $premise }”，报道里的说法不同：
clarify = 报道里的“{ $about }”不止一个，您问的是：
clarify-not-yours = 请由提问的人来选。
claim-said = { $speaker }说：{ $words }
claim-reported = 据{ $speaker }：{ $words }
nearest = 内容最接近的文章：
not-found-hint = 可以写明地名、人名或项目再问一次；/latest 看最近的报道，/search 按关键词找。
cut-short = 回答没有写完，可能还有别的可说；以上各句都有出处。
archive-ends = 注意：库里的文章只到 { $day }，之后的情况这里没有。
as-of = 截至 { $day }
as-of-partly = 有的出处没有日期
as-of-undated = 出处没有日期
archive-until = 库里文章到 { $day }
newest-is-old = 注意：最近的相关报道是 { $day } 的，距今 { $age }。
age-days = { $count } 天
age-months = { $count } 个月
age-years = { $count } 年
headlines = 相关的报道：
sources = 出处
source-abstract = 引自文章的摘要
source-advertisement = 此文为广告
source-opinion = 此文为评论
source-incomplete = 此文在存档中只有一半，另一半未收
source-corrected = 报社更正：
source-updated = 后续报道：
source-reprinted = 另见于：{ $papers }
source-reprinted-by-many = 另见于：{ $papers } 等 { $count } 家
list-comma = 、
series-change = 不同日期的数字，新的在前
series-disagreement = 各家报道的数字不一致
series-rescheduled = 计划的时间有变，按报道日期，新的在前
quotes = 原文
nothing-found = 没有找到相关的文章。
search-head = 与“{ $words }”有关的文章：
latest-head = 最近的报道：
latest-head-place = { $place }最近的报道：
latest-none = 库里还没有文章。
latest-none-place = 没有找到{ $place }的文章。
list-foot = 发送 /summary 加编号可以看摘要，/more 加编号看相关报道，例如 /summary 1
more-button = 相关报道
more-head = 与《{ $title }》相关的报道：
more-none = 没有找到与这篇文章相关的报道。
role-correction = 更正
role-follow-up = 后续报道
role-corrected = 被更正的报道
role-before = 此前的报道
hot-head = 最近 { $days } 天读者问得最多的报道：
hot-none = 还列不出来：最近没有哪篇报道有至少 { $count } 位读者问到。
no-such-number = 上一份列表里没有这个编号。
no-such-article = 没有找到这篇文章。
summary-empty = 这篇文章太短，没有可以摘出的句子。
reply-no-article = 没有找到这条消息所说的文章。
paper-abstract = 本报摘要：{ $words }
headline-choice = 可选的标题，都出自原文：
social-post = 可以发出的短文：
english-needs-model = 英文摘要要用语言模型，这里没有配置。
english-not-backed = 模型写的英文没有一句能证实与原文相符，所以不显示。
story-head = 事情的经过：
story-none = 这些文章没有日期，排不出经过。

unsubscribed = 已取消订阅。
unsubscribed-already = 您没有订阅。

digest-of-all = 全部报道
digest-of-places = { $places }的报道
digest-of-words = 提到{ $words }的报道
digest-of-both = { $places }提到{ $words }的报道
digest-word = “{ $word }”
list-or = 或
digest-time-own = { $time }（随报社的摘要）
digest-every-day = 每天 { $time }
digest-workdays = 周一至周五 { $time }
digest-on-days = { $days } { $time }
digest-chosen = { $what }，{ $when }
digest-draft = 按“订阅”才开始。没有新报道的日子不发。
digest-running = 已订阅。没有新报道的日子不发。
digest-running-link = 已订阅。没有新报道的日子不发。
    别人点这个链接可以订阅同样的摘要：{ $link }
digest-ask-places = 要看哪些地方的报道？可以选几个；不选就是各地都要。
digest-ask-topics = 要看哪些题目？可以选几个；不选就是什么题目都要。
digest-ask-words = 关键词和人名：报道里提到其中一个就算。按一下可以去掉。
digest-ask-hour = 几点发？
digest-ask-days = 星期几发？
digest-places = 地方
digest-topics = 题目
digest-words = 关键词和人名
digest-hour = 时间
digest-days = 星期
digest-begin = 订阅
digest-leave = 不订了
digest-stop = 停止这份摘要
digest-all = 我的全部设置
digest-back = ‹ 返回
digest-open-place = { $place } ›
digest-all-places = ‹ 全部地方
digest-type-word = ＋ 加一个
digest-type-words = 请发来一个关键词或人名，2 到 30 个字；几个之间用顿号隔开。
digest-bad-word = “{ $word }”不能作关键词：要有 2 到 30 个字。请再发一次。
digest-most-words = 一份摘要最多 20 个关键词，没有加上。
digest-most-places = 一份摘要最多选 20 个地方。
digest-least-days = 至少要留一天。
digest-all-days = 每天
digest-workdays-only = 周一至周五
digest-begun = 订阅好了。
digest-already = 您已经有一份同样的摘要了。
digest-too-many = 每位读者最多 { $count } 份摘要；发送 /settings 可以先停掉一份。
digest-left-off = 好的，没有订阅。
digest-stopped = 已停止。发送 /subscribe 可以再订阅。
digest-stopped-already = 这份摘要早已停止。
digest-foot-stop = 不再接收这份摘要
digest-foot-subscribe = 订阅自己的摘要
digest-link-unknown = 这个链接里的摘要不认得；发送 /subscribe 可以自己选。
digest-topic = { $word } · { $count }
digest-shrunk-word = “{ $word }”（另有 { $count } 条）
digest-shrunk = { $words }这里只列最重要的一条：您常点别的按钮，已有 { $digests } 期以上没有点过它。
digest-shrunk-now = { $words }只列最重要的一条：您常点别的按钮，很久没有点它。
digest-restore = 恢复“{ $word }”全部
digest-restored = “{ $word }”以后都全部列出。
digest-whole-again = “{ $word }”从下一期起又全部列出。
digest-topic-head = “{ $word }” · { $day }的摘要
digest-topic-left = 另有 { $count } 篇没有列出，发送 /search { $word } 可以找到。
digest-topic-left-place = 另有 { $count } 篇没有列出，发送 /latest { $word } 可以看到。
digest-topic-gone = 这里的报道都已经撤回。

settings-digests = 您的新闻摘要：
settings-no-digests = 您还没有订阅新闻摘要。
settings-awaited = 报道了会告诉您的问题（按一下就不再等）：
settings-change = 修改第 { $number } 份
settings-first = ＋ 订一份摘要
settings-new = ＋ 再订一份摘要
settings-foot = /language 换语言，/unsubscribe 停止全部摘要，/privacy 看机器人记下什么。

await-button = 报道了告诉我
await-noted = 好的，有报道回答这个问题时告诉您一次；还不能肯定的，也请您看一次。/settings 可以取消。
await-too-many = 每位读者最多等 { $count } 个问题；发送 /settings 可以先去掉一个。
await-answered = 您问过：“{ $question }”
    现在有报道回答了：
await-offered = 您问过：“{ $question }”
    这篇报道可能与您等的有关，还不能肯定。如果不是，什么也不用做，会继续替您等：
await-is-it = 就是这个，不用再等了
await-dropped = 不再等这个问题了。

privacy = 为了让回答可以查证和更正，机器人会记下您的提问、给您的回答和所依据的报道，保存 { $days } 天；还会记下您的订阅、摘要下面哪些题目的按钮您没有按过、在等的问题和设置。收到的原始消息保存 7 天。
privacy-model = 回答时，问题和相关的报道片段会发给一个语言模型服务；不会发送您的名字和编号。
privacy-forget = 发送 /forget 可以随时删除这些记录。
forget-ask = 要删除关于您的全部记录吗？包括提问、回答、订阅和设置，群里的提问也在内。
forget-yes = 删除
forget-no = 不删除
forgotten = 已经删除。这条消息本身也会在 7 天内从机器人的记录里清除。
forget-left = 好的，没有删除。

you-are-welcome = 不客气。还有问题，请直接发来。
language-ask = 请选择语言：
language-chosen = 好的，以后用简体中文。

went-wrong = 抱歉，这条消息没有处理成功，请稍后再试。
came-late = 抱歉，刚才服务中断，没能及时回答。请把问题再发一次。

edition-nothing = 没有可以发送的文章。
edition-nothing-since = 上次发送以后没有新文章，最近一天的摘要也已经发送过了。
edition-newest-day = 没有新文章。库里最近的一天是 { $day }，可以发送那一天的摘要：
edition-published = 已交付发送，共 { $chats } 处（频道和订阅者）。
edition-no-readers = 没有频道，也没有订阅者，没有发送。
edition-outdated = 这份预览已经过期，请重新发送 /digest。
edition-already = 这份摘要已经发送过了，没有重复发送。
edition-put-off = 好的，暂不发送。

ambiguous-ask = “{ $chat }”里可能少了一条：{ $day } 的新闻摘要第 { $part }/{ $parts } 条，开头是“{ $start }”。发送途中连接断了，机器人无法知道它到了没有。请到那里看一看：
ambiguous-there = 已经在那里
ambiguous-again = 没有，再发一次
ambiguous-kept = 好的，记为已发送。
ambiguous-resent = 好的，正在重新发送。
ambiguous-settled = 这一条已经处理过了。
channel-refused = 频道 { $channel } 发不进去：{ $why }。请检查 CHANNEL_ID，并把机器人设为频道管理员。
channel-no-rights = 机器人不是那里可以发消息的管理员
refused-offer = { $days } 的新闻摘要有 { $count } 条没能发进频道 { $channel }（{ $why }）。现在频道可以发送了：
refused-send = 补发没发出的
refused-resent = 好的，正在补发 { $count } 条。
refused-none = 没有可以补发的了，或者已经超过一天。
digest-skipped = { $days } 的新闻摘要没有发送：到了时间程序没有运行，后来又太晚了。发送 /digest 可以预览并补发新的内容。
digest-skipped-earlier = 在那之前还有 { $count } 天也没有发送。

digest-head = { $paper }新闻摘要 · { $day }
digest-continued = { $name }（续）
digest-left = 另有 { $count } 篇没有列出，发送 /latest 可以看到。
digest-elsewhere = 其他
digest-lead = 头条
digest-follow-ups = 后续
digest-corrections = 更正
digest-before = 此前（{ $day }）：{ $words }
digest-before-titled = 此前的报道：《{ $title }》
digest-corrects = 更正的是：《{ $title }》
digest-by-editor = 编者：{ $words }
digest-quotes = 每句话的原文出处

desk-head = 摘要（{ $day }），共 { $count } 条。
desk-state-draft = 尚未批准。
desk-state-ready = 可以发送。
desk-state-approved = 已批准，到时间就发送。
desk-state-skipped = 今天不发。
desk-state-sent = 已经发送。
desk-approve = 批准
desk-send = 立即发送
desk-skip = 今天不发
desk-later = 暂不处理
desk-read = 看全文
desk-list = 修改
desk-back = 返回
desk-up = 上移
desk-drop = 删去
desk-words = 改写
desk-choose = 要改哪一条？
desk-moved = 已上移。
desk-dropped-one = 已删去。
desk-cannot = 没有改动：这一条已经在最前面，或者是最后剩下的一条，或者文章已经撤回。
desk-rewrite = 请发送 /digest { $number } 加上新的一句话。
desk-usage = 改写一条：/digest 编号 新的一句话（不超过 { $limit } 个字），例如 /digest 3 新桥今天通车。
desk-no-such-item = 摘要里没有这个编号，或者文章已经撤回。
desk-backed = 已改写，原文可以支持：
desk-not-backed = 已改写。原文不能支持这句话，会注明“编者”：
desk-changed = 摘要刚才有人改过，现在是这样：
desk-waiting = { $day } 的摘要等待批准，最晚到 { $until }。发送 /digest 查看和批准。
desk-sent = { $day } 的摘要已经发送。
desk-sent-unapproved = 没有人批准，{ $day } 的摘要已按设置发送。
desk-skipped-unapproved = 没有人批准，{ $day } 的摘要已按设置取消。仍可用 /digest 发送。
desk-nothing-left = { $day } 的摘要没有发送：其中的报道都已撤回，或者已在别的摘要里发过。
desk-dropped = 已撤回、没有发送的：{ $titles }
