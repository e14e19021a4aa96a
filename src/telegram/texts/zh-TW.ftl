# Every text that readers and editors see. The three languages hold the same messages with the same variables.

start = 您好，這裡是{ $paper }的讀報助手。
    直接傳來一個問題，我從報紙的文章裡找答案，每句話都註明出處。
    也可以用 /search 找文章，用 /latest 看最近的報導，用 /help 看全部用法。
paper-unnamed = 本報
help = 我能做的事：
    直接傳問題 — 從文章裡找答案，附出處
    /ask 問題 — 在群組裡提問
    /search 關鍵詞 — 找文章
    /latest 地名 — 最近的報導，地名可以不寫
    /summary 編號、關鍵詞或網址 — 文章摘要；後面可加 points（要點）、long（詳細）或 story（事情的經過）；也可以用 /summary 回覆一則帶文章的訊息或轉傳的貼文
    /more 編號、關鍵詞或網址 — 相關報導；也可以用 /more 回覆一則帶文章的訊息
    /hot — 讀者最近問得多的報導
    /subscribe — 新聞摘要：選地方、題目、關鍵詞和時間
    /unsubscribe — 不再接收
    /settings — 檢視和修改我的摘要、在等的報導
    /language — 換一種語言
    /privacy — 機器人記下什麼
    /forget — 刪除關於我的紀錄
help-editor = 編輯還可以：
    /summarize 編號、文章號、關鍵詞或網址，後面可加 points、long、headlines、social、english 或 story — 寫摘要、標題、短文
    /digest — 預覽、修改、核准或傳送新聞摘要

command-help = 使用說明
command-ask = 提問
command-search = 找文章
command-latest = 最近的報導
command-summary = 文章摘要
command-more = 相關報導
command-hot = 讀者最近問得多的報導
command-subscribe = 每天接收新聞摘要
command-unsubscribe = 不再接收新聞摘要
command-settings = 檢視和修改我的設定
command-language = 選擇語言
command-privacy = 查看機器人記下什麼
command-forget = 刪除關於我的紀錄
command-summarize = 給一篇文章寫摘要
command-digest = 預覽並傳送新聞摘要
unknown-command = 沒有這個命令。傳送 /help 可以看全部用法。
unknown-button = 這個按鈕已經不能用了。

ask-usage = 請在 /ask 後面寫上問題，或者直接把問題傳給我。
search-usage = 請在 /search 後面寫上關鍵詞。
summary-usage = 請在 /summary 後面寫上列表裡的編號、關鍵詞或文章網址，或者用 /summary 回覆一則帶文章的訊息；寫幾個編號（例如 /summary 1 3）可以看事情的經過。
more-usage = 請在 /more 後面寫上列表裡的編號、關鍵詞或文章網址，或者用 /more 回覆一則帶文章的訊息。
summarize-usage = 請在 /summarize 後面寫上編號、文章號、關鍵詞或網址，或者回覆一則帶文章的訊息；後面可以加 points（要點）、long（長摘要）、headlines（標題）、social（短文）、english（英文）或 story（經過）。
question-too-long = 問題太長了，請縮短到 { $limit } 個字以內再問一次。
question-no-words = 請用文字提問，例如一個地名、一個項目或一件事。
not-text = 我只看得懂文字，請把問題打出來傳給我。
private-only = 請在與我的私聊裡使用這個命令。

understood-as = 按「{ $question }」理解
not-found = 在報紙的文章裡沒有找到答案。
contradicted = 問題裡說「{ $premise }」，報導裡的說法不同：
clarify = 報導裡的「{ $about }」不止一個，您問的是：
clarify-not-yours = 請由提問的人來選。
claim-said = { $speaker }說：{ $words }
claim-reported = 據{ $speaker }：{ $words }
nearest = 內容最接近的文章：
not-found-hint = 可以寫明地名、人名或專案再問一次；/latest 看最近的報導，/search 按關鍵詞找。
cut-short = 回答沒有寫完，可能還有別的可說；以上各句都有出處。
archive-ends = 注意：庫裡的文章只到 { $day }，之後的情況這裡沒有。
as-of = 截至 { $day }
as-of-partly = 有的出處沒有日期
as-of-undated = 出處沒有日期
archive-until = 庫裡文章到 { $day }
newest-is-old = 注意：最近的相關報導是 { $day } 的，距今 { $age }。
age-days = { $count } 天
age-months = { $count } 個月
age-years = { $count } 年
headlines = 相關的報導：
sources = 出處
source-abstract = 引自文章的摘要
source-advertisement = 此文為廣告
source-opinion = 此文為評論
source-incomplete = 此文在存檔中只有一半，另一半未收
source-corrected = 報社更正：
source-updated = 後續報導：
source-reprinted = 另見於：{ $papers }
source-reprinted-by-many = 另見於：{ $papers } 等 { $count } 家
list-comma = 、
series-change = 不同日期的數字，新的在前
series-disagreement = 各家報導的數字不一致
series-rescheduled = 計劃的時間有變，按報導日期，新的在前
quotes = 原文
nothing-found = 沒有找到相關的文章。
search-head = 與「{ $words }」有關的文章：
latest-head = 最近的報導：
latest-head-place = { $place }最近的報導：
latest-none = 庫裡還沒有文章。
latest-none-place = 沒有找到{ $place }的文章。
list-foot = 傳送 /summary 加編號可以看摘要，/more 加編號看相關報導，例如 /summary 1
more-button = 相關報導
more-head = 與《{ $title }》相關的報導：
more-none = 沒有找到與這篇文章相關的報導。
role-correction = 更正
role-follow-up = 後續報導
role-corrected = 被更正的報導
role-before = 此前的報導
hot-head = 最近 { $days } 天讀者問得最多的報導：
hot-none = 還列不出來：最近沒有哪篇報導有至少 { $count } 位讀者問到。
no-such-number = 上一份列表裡沒有這個編號。
no-such-article = 沒有找到這篇文章。
summary-empty = 這篇文章太短，沒有可以摘出的句子。
reply-no-article = 沒有找到這則訊息所說的文章。
paper-abstract = 本報摘要：{ $words }
headline-choice = 可選的標題，都出自原文：
social-post = 可以發出的短文：
english-needs-model = 英文摘要要用語言模型，這裡沒有設定。
english-not-backed = 模型寫的英文沒有一句能證實與原文相符，所以不顯示。
story-head = 事情的經過：
story-none = 這些文章沒有日期，排不出經過。

unsubscribed = 已取消訂閱。
unsubscribed-already = 您沒有訂閱。

digest-of-all = 全部報導
digest-of-places = { $places }的報導
digest-of-words = 提到{ $words }的報導
digest-of-both = { $places }提到{ $words }的報導
digest-word = 「{ $word }」
list-or = 或
digest-time-own = { $time }（隨報社的摘要）
digest-every-day = 每天 { $time }
digest-workdays = 週一至週五 { $time }
digest-on-days = { $days } { $time }
digest-chosen = { $what }，{ $when }
digest-draft = 按「訂閱」才開始。沒有新報導的日子不發。
digest-running = 已訂閱。沒有新報導的日子不發。
digest-running-link = 已訂閱。沒有新報導的日子不發。
    別人點這個連結可以訂閱同樣的摘要：{ $link }
digest-ask-places = 要看哪些地方的報導？可以選幾個；不選就是各地都要。
digest-ask-topics = 要看哪些題目？可以選幾個；不選就是什麼題目都要。
digest-ask-words = 關鍵詞和人名：報導裡提到其中一個就算。按一下可以去掉。
digest-ask-hour = 幾點發？
digest-ask-days = 星期幾發？
digest-places = 地方
digest-topics = 題目
digest-words = 關鍵詞和人名
digest-hour = 時間
digest-days = 星期
digest-begin = 訂閱
digest-leave = 不訂了
digest-stop = 停止這份摘要
digest-all = 我的全部設定
digest-back = ‹ 返回
digest-open-place = { $place } ›
digest-all-places = ‹ 全部地方
digest-type-word = ＋ 加一個
digest-type-words = 請傳來一個關鍵詞或人名，2 到 30 個字；幾個之間用頓號隔開。
digest-bad-word = 「{ $word }」不能作關鍵詞：要有 2 到 30 個字。請再傳一次。
digest-most-words = 一份摘要最多 20 個關鍵詞，沒有加上。
digest-most-places = 一份摘要最多選 20 個地方。
digest-least-days = 至少要留一天。
digest-all-days = 每天
digest-workdays-only = 週一至週五
digest-begun = 訂閱好了。
digest-already = 您已經有一份同樣的摘要了。
digest-too-many = 每位讀者最多 { $count } 份摘要；傳送 /settings 可以先停掉一份。
digest-left-off = 好的，沒有訂閱。
digest-stopped = 已停止。傳送 /subscribe 可以再訂閱。
digest-stopped-already = 這份摘要早已停止。
digest-foot-stop = 不再接收這份摘要
digest-foot-subscribe = 訂閱自己的摘要
digest-link-unknown = 這個連結裡的摘要不認得；傳送 /subscribe 可以自己選。
digest-topic = { $word } · { $count }
digest-shrunk-word = 「{ $word }」（另有 { $count } 則）
digest-shrunk = { $words }這裡只列最重要的一則：您常點別的按鈕，已有 { $digests } 期以上沒有點過它。
digest-shrunk-now = { $words }只列最重要的一則：您常點別的按鈕，很久沒有點它。
digest-restore = 恢復「{ $word }」全部
digest-restored = 「{ $word }」以後都全部列出。
digest-whole-again = 「{ $word }」從下一期起又全部列出。
digest-topic-head = 「{ $word }」 · { $day }的摘要
digest-topic-left = 另有 { $count } 篇沒有列出，傳送 /search { $word } 可以找到。
digest-topic-left-place = 另有 { $count } 篇沒有列出，傳送 /latest { $word } 可以看到。
digest-topic-gone = 這裡的報導都已經撤回。

settings-digests = 您的新聞摘要：
settings-no-digests = 您還沒有訂閱新聞摘要。
settings-awaited = 報導了會告訴您的問題（按一下就不再等）：
settings-change = 修改第 { $number } 份
settings-first = ＋ 訂一份摘要
settings-new = ＋ 再訂一份摘要
settings-foot = /language 換語言，/unsubscribe 停止全部摘要，/privacy 看機器人記下什麼。

await-button = 報導了告訴我
await-noted = 好的，有報導回答這個問題時告訴您一次；還不能肯定的，也請您看一次。/settings 可以取消。
await-too-many = 每位讀者最多等 { $count } 個問題；傳送 /settings 可以先去掉一個。
await-answered = 您問過：「{ $question }」
    現在有報導回答了：
await-offered = 您問過：「{ $question }」
    這篇報導可能與您等的有關，還不能肯定。如果不是，什麼也不用做，會繼續替您等：
await-is-it = 就是這個，不用再等了
await-dropped = 不再等這個問題了。

privacy = 為了讓回答可以查證和更正，機器人會記下您的提問、給您的回答和所依據的報導，保存 { $days } 天；也會記下您的訂閱、摘要下面哪些題目的按鈕您沒有按過、在等的問題和設定。收到的原始訊息保存 7 天。
privacy-model = 回答時，問題和相關的報導片段會傳給一個語言模型服務；不會傳送您的名字和編號。
privacy-forget = 傳送 /forget 可以隨時刪除這些紀錄。
forget-ask = 要刪除關於您的全部紀錄嗎？包括提問、回答、訂閱和設定，群組裡的提問也在內。
forget-yes = 刪除
forget-no = 不刪除
forgotten = 已經刪除。這則訊息本身也會在 7 天內從機器人的紀錄裡清除。
forget-left = 好的，沒有刪除。

you-are-welcome = 不客氣。還有問題，請直接傳來。
language-ask = 請選擇語言：
language-chosen = 好的，以後用繁體中文。

went-wrong = 抱歉，這則訊息沒有處理成功，請稍後再試。
came-late = 抱歉，剛才服務中斷，沒能及時回答。請把問題再傳一次。

edition-nothing = 沒有可以傳送的文章。
edition-nothing-since = 上次傳送以後沒有新文章，最近一天的摘要也已經傳送過了。
edition-newest-day = 沒有新文章。庫裡最近的一天是 { $day }，可以傳送那一天的摘要：
edition-published = 已交付傳送，共 { $chats } 處（頻道和訂閱者）。
edition-no-readers = 沒有頻道，也沒有訂閱者，沒有傳送。
edition-outdated = 這份預覽已經過期，請重新傳送 /digest。
edition-already = 這份摘要已經傳送過了，沒有重複傳送。
edition-put-off = 好的，暫不傳送。

ambiguous-ask = 「{ $chat }」裡可能少了一則：{ $day } 的新聞摘要第 { $part }/{ $parts } 則，開頭是「{ $start }」。發送途中連線斷了，機器人無法知道它到了沒有。請到那裡看一看：
ambiguous-there = 已經在那裡
ambiguous-again = 沒有，再發一次
ambiguous-kept = 好的，記為已發送。
ambiguous-resent = 好的，正在重新發送。
ambiguous-settled = 這一則已經處理過了。
channel-refused = 頻道 { $channel } 發不進去：{ $why }。請檢查 CHANNEL_ID，並把機器人設為頻道管理員。
channel-no-rights = 機器人不是那裡可以發訊息的管理員
refused-offer = { $days } 的新聞摘要有 { $count } 則沒能發進頻道 { $channel }（{ $why }）。現在頻道可以發送了：
refused-send = 補發沒發出的
refused-resent = 好的，正在補發 { $count } 則。
refused-none = 沒有可以補發的了，或者已經超過一天。
digest-skipped = { $days } 的新聞摘要沒有發送：到了時間程式沒有執行，後來又太晚了。傳送 /digest 可以預覽並補發新的內容。
digest-skipped-earlier = 在那之前還有 { $count } 天也沒有發送。

digest-head = { $paper }新聞摘要 · { $day }
digest-continued = { $name }（續）
digest-left = 另有 { $count } 篇沒有列出，傳送 /latest 可以看到。
digest-elsewhere = 其他
digest-lead = 頭條
digest-follow-ups = 後續
digest-corrections = 更正
digest-before = 此前（{ $day }）：{ $words }
digest-before-titled = 此前的報導：《{ $title }》
digest-corrects = 更正的是：《{ $title }》
digest-by-editor = 編者：{ $words }
digest-quotes = 每句話的原文出處

desk-head = 摘要（{ $day }），共 { $count } 條。
desk-state-draft = 尚未核准。
desk-state-ready = 可以傳送。
desk-state-approved = 已核准，到時間就傳送。
desk-state-skipped = 今天不發。
desk-state-sent = 已經傳送。
desk-approve = 核准
desk-send = 立即傳送
desk-skip = 今天不發
desk-later = 暫不處理
desk-read = 看全文
desk-list = 修改
desk-back = 返回
desk-up = 上移
desk-drop = 刪去
desk-words = 改寫
desk-choose = 要改哪一條？
desk-moved = 已上移。
desk-dropped-one = 已刪去。
desk-cannot = 沒有改動：這一條已經在最前面，或者是最後剩下的一條，或者文章已經撤回。
desk-rewrite = 請傳送 /digest { $number } 加上新的一句話。
desk-usage = 改寫一條：/digest 編號 新的一句話（不超過 { $limit } 個字），例如 /digest 3 新橋今天通車。
desk-no-such-item = 摘要裡沒有這個編號，或者文章已經撤回。
desk-backed = 已改寫，原文可以支持：
desk-not-backed = 已改寫。原文不能支持這句話，會註明「編者」：
desk-changed = 摘要剛才有人改過，現在是這樣：
desk-waiting = { $day } 的摘要等待核准，最晚到 { $until }。傳送 /digest 查看和核准。
desk-sent = { $day } 的摘要已經傳送。
desk-sent-unapproved = 沒有人核准，{ $day } 的摘要已按設定傳送。
desk-skipped-unapproved = 沒有人核准，{ $day } 的摘要已按設定取消。仍可用 /digest 傳送。
desk-nothing-left = { $day } 的摘要沒有傳送：其中的報導都已撤回，或者已在別的摘要裡發過。
desk-dropped = 已撤回、沒有傳送的：{ $titles }
