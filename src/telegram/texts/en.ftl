# Every text that readers and editors see. The three languages hold the same messages with the same variables.

start = Hello, this is the reading room of { $paper }.
    Send a question: I look for the answer in the paper's articles and say where each sentence comes from.
    /search finds articles, /latest shows the newest ones, /help lists everything.
paper-unnamed = the paper
help = What I can do:
    Any question — an answer from the articles, with sources
    /ask QUESTION — the same, in a group
    /search WORDS — find articles
    /latest PLACE — the newest articles; the place may be left out
    /summary number, words or address — a summary; add points, long or story (the matter over time); or reply with /summary to a message with an article or to a forwarded post
    /more NUMBER, WORDS or ADDRESS — related articles; or reply with /more to a message with an article
    /hot — what readers ask about most
    /subscribe — a digest: choose places, topics, keywords and the time
    /unsubscribe — no more digests
    /settings — see and change my digests and what I wait for
    /language — another language
    /privacy — what the bot keeps
    /forget — delete what is kept about me
help-editor = Editors also have:
    /summarize number, id, words or address, then points, long, headlines, social, english or story — summaries, headlines, a post
    /digest — read, edit, approve or send the digest

command-help = How to use this bot
command-ask = Ask a question
command-search = Find articles
command-latest = The newest articles
command-summary = Summary of an article
command-more = Related articles
command-hot = What readers ask about most
command-subscribe = Get a digest every day
command-unsubscribe = No more digests
command-settings = See and change my settings
command-language = Choose a language
command-privacy = What the bot keeps
command-forget = Delete what is kept about me
command-summarize = Write a summary of an article
command-digest = Preview and send the digest
unknown-command = There is no such command. /help lists everything.
unknown-button = This button no longer works.

ask-usage = Write your question after /ask, or simply send it to me.
search-usage = Write some words after /search.
summary-usage = Put a number of the list, words or an article's address after /summary, or reply with it to a message with an article; several numbers (such as /summary 1 3) tell the matter over time.
more-usage = Write a number from the list, some words or the address of an article after /more, or reply with /more to a message with an article.
summarize-usage = Put a number, id, words or address after /summarize, or reply with it to a message with an article; then points, long, headlines, social, english or story, if you like.
question-too-long = That question is too long. Please keep it under { $limit } characters.
question-no-words = Please ask in words: a place, a project, an event.
not-text = I can only read text. Please type your question.
private-only = Please use this command in a private chat with me.

understood-as = Taken as: “{ $question }”
not-found = The paper's articles do not answer this.
contradicted = Your question says “{ $premise }”; the archive says otherwise:
clarify = There is more than one “{ $about }” in the archive. Do you mean:
clarify-not-yours = Only the person who asked can choose.
claim-said = { $speaker } said: { $words }
claim-reported = According to { $speaker }: { $words }
nearest = The nearest articles:
not-found-hint = Try again with a place, a person or a project; /latest shows the newest articles, /search finds by keyword.
cut-short = The answer broke off, and there may be more to say; each sentence above has its source.
archive-ends = Note: the archive ends on { $day }; nothing later is in it.
as-of = As of { $day }
as-of-partly = some sources have no date
as-of-undated = The sources have no date
archive-until = archive up to { $day }
newest-is-old = Note: the newest article about this is from { $day }, { $age } ago.
age-days = { $count } days
age-months = { $count } months
age-years = { $count } years
headlines = What the paper reports:
sources = Sources
source-abstract = From the article's abstract
source-advertisement = This text is an advertisement
source-opinion = This text is an opinion piece
source-incomplete = the archive holds only half of this story
source-corrected = corrected by the paper:
source-updated = a later report:
source-reprinted = also printed by { $papers }
source-reprinted-by-many = also printed by { $papers } and others, { $count } in all
list-comma = { ", " }
series-change = Figures of different days, newest first
series-disagreement = Reports give different figures
series-rescheduled = The plan has changed; by the day of the report, newest first
quotes = In the paper's words
nothing-found = No articles found.
search-head = Articles about “{ $words }”:
latest-head = The newest articles:
latest-head-place = The newest articles from { $place }:
latest-none = There are no articles yet.
latest-none-place = No articles from { $place }.
list-foot = For a summary send /summary with a number, for related articles /more, for example /summary 1
more-button = Related articles
more-head = Articles related to “{ $title }”:
more-none = There are no articles related to this one.
role-correction = correction
role-follow-up = later report
role-corrected = the corrected report
role-before = earlier report
hot-head = What readers asked about most in the last { $days } days:
hot-none = Nothing to show yet: lately no article was asked about by { $count } readers or more.
no-such-number = The last list has no such number.
no-such-article = There is no such article.
summary-empty = This article is too short to be summarized.
reply-no-article = I found no article that this message is about.
paper-abstract = The paper's own summary: { $words }
headline-choice = Headlines to choose from, all in the article's words:
social-post = A post to send:
english-needs-model = A summary in English needs a language model, and none is configured here.
english-not-backed = No English sentence of the model's could be shown to say what the article says, so none is shown.
story-head = How it went:
story-none = These articles have no dates, so they cannot be put in order.

unsubscribed = Unsubscribed.
unsubscribed-already = You are not subscribed.

digest-of-all = All articles
digest-of-places = Articles from { $places }
digest-of-words = Articles that mention { $words }
digest-of-both = Articles from { $places } that mention { $words }
digest-word = “{ $word }”
list-or = { " or " }
digest-time-own = at { $time } (with the paper's own digest)
digest-every-day = every day { $time }
digest-workdays = Monday to Friday { $time }
digest-on-days = { $days } { $time }
digest-chosen = { $what }, { $when }
digest-draft = It begins when you press “Subscribe”. Days without news bring no message.
digest-running = Subscribed. Days without news bring no message.
digest-running-link = Subscribed. Days without news bring no message.
    With this link others can subscribe to the same: { $link }
digest-ask-places = Which places? Choose any number; none means everywhere.
digest-ask-topics = Which topics? Choose any number; none means all.
digest-ask-words = Keywords and names: an article that mentions one of them counts. Press one to take it out.
digest-ask-hour = At which hour?
digest-ask-days = On which days?
digest-places = Places
digest-topics = Topics
digest-words = Keywords and names
digest-hour = Hour
digest-days = Days
digest-begin = Subscribe
digest-leave = Never mind
digest-stop = Stop this digest
digest-all = All my settings
digest-back = ‹ Back
digest-open-place = { $place } ›
digest-all-places = ‹ All places
digest-type-word = ＋ Add one
digest-type-words = Send a keyword or a name of 2 to 30 characters; several with commas between them.
digest-bad-word = “{ $word }” is no keyword: it takes 2 to 30 characters. Please send it again.
digest-most-words = A digest has at most 20 keywords; nothing was added.
digest-most-places = A digest has at most 20 places.
digest-least-days = One day has to stay.
digest-all-days = Every day
digest-workdays-only = Monday to Friday
digest-begun = Subscribed.
digest-already = You have the same digest already.
digest-too-many = A reader may have { $count } digests; /settings lets you stop one first.
digest-left-off = All right, not subscribed.
digest-stopped = Stopped. /subscribe begins again.
digest-stopped-already = This digest was stopped before.
digest-foot-stop = Stop this digest
digest-foot-subscribe = Get a digest of your own
digest-link-unknown = This link offers no digest that I know; /subscribe lets you choose one.
digest-topic = { $word } · { $count }
digest-shrunk-word = “{ $word }” ({ $count } more)
digest-shrunk = Of { $words } only the most important story is listed: you often press other buttons, and have not pressed that one in { $digests } digests or more.
digest-shrunk-now = Of { $words } only the most important story comes: you often press other buttons, and have not pressed that one for long.
digest-restore = All of “{ $word }” again
digest-restored = All of “{ $word }” comes from now on.
digest-whole-again = All of “{ $word }” comes again from the next digest on.
digest-topic-head = “{ $word }” · digest of { $day }
digest-topic-left = { $count } more not listed here; /search { $word } finds them.
digest-topic-left-place = { $count } more not listed here; /latest { $word } shows them.
digest-topic-gone = These articles have been retracted.

settings-digests = Your digests:
settings-no-digests = You have no digest yet.
settings-awaited = Questions you will hear about once they are reported (press one to stop waiting):
settings-change = Change number { $number }
settings-first = ＋ A digest
settings-new = ＋ Another digest
settings-foot = /language changes the language, /unsubscribe stops all digests, /privacy tells what the bot keeps.

await-button = Tell me when you report it
await-noted = All right, you will hear once when an article answers it, and see one that may. /settings takes it back.
await-too-many = A reader may wait for { $count } questions; /settings lets you take one out first.
await-answered = You asked: “{ $question }”
    An article answers it now:
await-offered = You asked: “{ $question }”
    This article may be what you are waiting for; it is not certain. If it is not, do nothing, and the waiting goes on:
await-is-it = This is it, stop waiting
await-dropped = No longer waiting for that.

privacy = So that answers can be checked and corrected, the bot keeps your questions, its answers and the articles they stand on for { $days } days, and your digests, which of the topics below them you have not pressed, the questions you wait for and your settings. Messages as they came are kept for 7 days.
privacy-model = To answer, the question and passages of articles are sent to a language model service; neither your name nor your id is sent.
privacy-forget = Send /forget to delete all that at any time.
forget-ask = Delete all that is kept about you? Questions, answers, subscription and settings, and what you asked in groups.
forget-yes = Delete
forget-no = Keep
forgotten = Deleted. This message itself leaves the bot's records within 7 days.
forget-left = All right, nothing was deleted.

you-are-welcome = You are welcome. Just send your next question.
language-ask = Choose a language:
language-chosen = All right, English from now on. Articles stay in Chinese.

went-wrong = Sorry, something went wrong with this message. Please try again later.
came-late = Sorry, I was away and could not answer in time. Please send your question again.

edition-nothing = There is nothing to send.
edition-nothing-since = Nothing new since the last digest, and the newest day has been sent already.
edition-newest-day = Nothing new. The newest day of the archive is { $day }; its digest can be sent:
edition-published = Handed over for sending to { $chats } chats (channel and subscribers).
edition-no-readers = There is no channel and no subscriber: nothing was sent.
edition-outdated = This preview is out of date. Please send /digest again.
edition-already = This digest has been sent already; nothing was sent again.
edition-put-off = All right, not now.

ambiguous-ask = “{ $chat }” may lack a message: part { $part } of { $parts } of the digest of { $day }, which begins “{ $start }”. The connection broke while it was being sent, and the bot cannot know whether it arrived. Please look there:
ambiguous-there = It is there
ambiguous-again = Send again
ambiguous-kept = Noted as sent.
ambiguous-resent = It is being sent again.
ambiguous-settled = This one has been settled already.
channel-refused = Nothing can be sent to the channel { $channel }: { $why }. Check CHANNEL_ID, and make the bot an administrator of the channel.
channel-no-rights = the bot is no administrator who may post there
refused-offer = Messages of the digest of { $days } were refused for the channel { $channel } ({ $why }): { $count } in all. Now the channel takes messages:
refused-send = Send what failed
refused-resent = Messages being sent again: { $count }.
refused-none = There is nothing left to send again, or it is more than a day old.
digest-skipped = The digest of { $days } was not sent: the program was not running at its time, and later it was too late. /digest shows what is new and sends it.
digest-skipped-earlier = Nor were those of { $count } days before.

digest-head = { $paper } digest · { $day }
digest-continued = { $name } (continued)
digest-left = { $count } more not listed here; /latest shows them.
digest-elsewhere = Elsewhere
digest-lead = Top story
digest-follow-ups = Follow-ups
digest-corrections = Corrections
digest-before = Before ({ $day }): { $words }
digest-before-titled = Reported before: “{ $title }”
digest-corrects = Corrects: “{ $title }”
digest-by-editor = Editor: { $words }
digest-quotes = The printed words behind each line

desk-head = Digest of { $day }, { $count } stories.
desk-state-draft = Not approved yet.
desk-state-ready = Ready to be sent.
desk-state-approved = Approved: it goes out at its time.
desk-state-skipped = Not sent today.
desk-state-sent = Sent.
desk-approve = Approve
desk-send = Send now
desk-skip = Skip today
desk-later = Not now
desk-read = Read it
desk-list = Edit
desk-back = Back
desk-up = Move up
desk-drop = Drop
desk-words = Rewrite
desk-choose = Which story?
desk-moved = Moved up.
desk-dropped-one = Dropped.
desk-cannot = Nothing was changed: it stands first already, or is the last one left, or its article was retracted.
desk-rewrite = Send /digest { $number } and the new sentence.
desk-usage = To rewrite a line: /digest, its number, the new sentence (at most { $limit } characters), such as /digest 3 The new bridge opens today.
desk-no-such-item = The digest has no such number, or the article was retracted.
desk-backed = Rewritten; the article backs it:
desk-not-backed = Rewritten. The article does not back this sentence; it will be marked as the editor’s:
desk-changed = The digest was changed in the meantime. It now stands like this:
desk-waiting = The digest of { $day } waits for approval until { $until }. Send /digest to see and approve it.
desk-sent = The digest of { $day } was sent.
desk-sent-unapproved = Nobody approved the digest of { $day }; it was sent, as configured.
desk-skipped-unapproved = Nobody approved the digest of { $day }; it was skipped, as configured. /digest can still send it.
desk-nothing-left = The digest of { $day } was not sent: all its stories were retracted, or sent in another digest.
desk-dropped = Retracted, and left out: { $titles }
