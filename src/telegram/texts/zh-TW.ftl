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
    /subscribe — 每天收到新聞摘要
    /unsubscribe — 不再接收
    /language — 換一種語言
    /privacy — 機器人記下什麼
    /forget — 刪除關於我的紀錄
help-editor = 編輯還可以：
    /summarize 編號、文章號、關鍵詞或網址，後面可加 points、long、headlines、social、english 或 story — 寫摘要、標題、短文
    /digest — 預覽今天的新聞摘要，再決定是否發到頻道

command-help = 使用說明
command-ask = 提問
command-search = 找文章
command-latest = 最近的報導
command-summary = 文章摘要
command-more = 相關報導
command-hot = 讀者最近問得多的報導
command-subscribe = 每天接收新聞摘要
command-unsubscribe = 不再接收新聞摘要
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

subscribed = 已訂閱。每天會收到一份新聞摘要；傳送 /unsubscribe 可以取消。
subscribed-already = 您已經訂閱了。
unsubscribed = 已取消訂閱。
unsubscribed-already = 您沒有訂閱。

privacy = 為了讓回答可以查證和更正，機器人會記下您的提問、給您的回答和所依據的報導，保存 { $days } 天；也會記下您的訂閱和設定。收到的原始訊息保存 7 天。
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
edition-ask = 要傳送這份摘要嗎？
edition-send = 傳送
edition-not-now = 暫不
edition-published = 已交付傳送，共 { $chats } 處（頻道和訂閱者）。
edition-no-readers = 沒有頻道，也沒有訂閱者，沒有傳送。
edition-outdated = 這份預覽已經過期，請重新傳送 /digest。
edition-already = 這份摘要已經傳送過了，沒有重複傳送。
edition-put-off = 好的，暫不傳送。

digest-head = { $paper }新聞摘要 · { $day }
digest-continued = { $name }（續）
digest-left = 另有 { $count } 篇沒有列出，傳送 /latest 可以看到。
digest-elsewhere = 其他
