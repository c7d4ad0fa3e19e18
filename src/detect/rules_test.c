/* Every rule: an attack that makes it fire, and an honest twin that does not. */
#include "detect/rule.h"
#include "detect/rules/rules.h"

#include "facts_fixture.h"
#include "unit.h"

#define TO    "To: alex.doe@northwind.example\n"
#define REST  "Date: Mon, 01 Jun 2026 10:00:00 +0000\nMessage-ID: <1@sender.example>\n"
#define BODY  "\nhello\n"
#define PLAIN TO REST "Subject: hello\n" BODY
#define FROM_SENDER "From: Kim Lee <kim@sender.example>\n"
/* The field behind MIME-Version, and what follows the header. */
#define MIME(field, body) FROM_SENDER TO REST "MIME-Version: 1.0\n" field "\n" body

#define LETTERS "&#97;&#98;&#99;&#100;&#101;&#102;&#103;&#104;&#105;&#106;&#107;&#108;&#109;&#110;&#111;&#112;&#113;&#114;&#115;&#116;" \
    "&#97;&#98;&#99;&#100;&#101;&#102;&#103;&#104;&#105;&#106;&#107;&#108;&#109;&#110;&#111;&#112;&#113;&#114;&#115;&#116;"
#define FILLER  "Words that nobody sees, so that a filter takes the message for a letter: meeting, budget, "
#define TEN(x)  x x x x x x x x x x
#define TYPED(type, body)  MIME("Subject: hello\nContent-Type: " type "; charset=utf-8\n", body)
#define HTML(body)         TYPED("text/html", body)
#define TEXT(body)         TYPED("text/plain", body)
#define PROVED             "dkim=pass@sender.example dmarc=pass"

static const struct pair {
    const char  *name, *rule;
    struct story attack, twin;
} pairs[] = {
    { "our domain from outside; our domain, signed", "own-domain-unauthenticated",
      { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=none" },
      { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "dkim=pass@northwind.example dmarc=pass" } },
    { "below our domain; from our own network", "own-domain-unauthenticated",
      { .message = "From: Alex <alex@hr.northwind.example>\n" PLAIN, .auth = "dmarc=fail/none" },
      { .message = "From: Alex <alex@hr.northwind.example>\n" PLAIN, .auth = "dmarc=fail/none", .trusted = true } },
    { "nothing proves it; it could not be checked", "own-domain-unauthenticated",
      { .message = "From: Alex <alex@northwind.example>\n" PLAIN,
        .auth = "spf=softfail@sender.example dmarc=fail/none" },
      { .message = "From: Alex <alex@northwind.example>\n" PLAIN, .auth = "dmarc=temperror" } },
    { "a field for a password; a field for a name", "html-password",
      { .message = HTML("<form><input type=password></form>") }, { .message = HTML("<form><input type=text></form>") } },
    { "opens a page by itself; says its charset", "html-refresh",
      { .message = HTML("<meta http-equiv=refresh content='0;url=https://a.example'>") },
      { .message = HTML("<meta http-equiv=content-type content='text/html;url=x'>") } },
    { "a picture in the code; one of a part", "html-data-image",
      { .message = HTML("<img src='data:image/png;base64,x'>") }, { .message = HTML("<img src=cid:1>") } },
    { "a form; a fieldset", "html-form", { .message = HTML("<form action=https://a.example>") }, { .message = HTML("<fieldset>") } },
    { "a picture and few words; and many words", "image-only",
      { .message = HTML("<img src=https://a.example/1.png>click") },
      { .message = HTML("<img src=https://a.example/1.png>Dear Alex, as you asked I have sent the offer to Kim. Yours, Jo") } },
    { "a picture and hidden words; a pixel that counts", "image-only",
      { .message = HTML("<img src=cid:1><p hidden>Dear Alex, as you asked I have sent the offer to Kim. Yours, Jo</p>") },
      { .message = HTML("<img src=https://a.example/1.gif width=1 height=1>") } },
    { "zones of a picture; a map without links", "html-image-map",
      { .message = HTML("<map><area href=https://a.example></map>") }, { .message = HTML("<map><area></map>") } },
    { "a script; data for programs", "html-script",
      { .message = HTML("<script>x()</script>") }, { .message = HTML("<script type=application/ld+json>{}</script>") } },
    { "HTML alone; by somebody who proves who he is", "html-only",
      { .message = HTML("<p>hello") }, { .message = HTML("<p>hello"), .auth = PROVED } },
    { "ornamental letters; Japanese with wide ones", "body-styled-unicode",
      { .message = TEXT("𝐀𝐁𝐂𝐃𝐄𝐅\n") },
      { .message = TEXT("ＡＮＡＪＡＬＴＢの予約\n") } },
    { "words of two alphabets; a text in two languages", "body-mixed-script",
      { .message = TEXT("Yоur pаssword expires\n") }, { .message = TEXT("Привет from Moscow, Москва and µTorrent\n") } },
    { "split words; invisible fillers between words", "body-zw-inside-word",
      { .message = HTML("pass&#8203;word ver&#8203;ify acc&#8203;ount") },
      { .message = HTML("hello &#8203; &#8203; &#8203; &#847; &#8203;") } },
    { "letters as numbers; one of them", "html-entity-encoded",
      { .message = HTML(LETTERS LETTERS LETTERS LETTERS LETTERS) }, { .message = HTML("&#104;ello") } },
    { "much that is not shown; a short line for the list of messages", "html-hidden-text",
      { .message = HTML("<p hidden>" FILLER FILLER FILLER FILLER FILLER FILLER "</p>hello") },
      { .message = HTML("<p hidden>" FILLER "</p>hello") } },
    { "more links than are read; as many as are", "content-unread",
      { .message = HTML(TEN(TEN(TEN("<a href=//a.example>"))) "<a href=//a.example>") },
      { .message = HTML(TEN(TEN(TEN("<a href=//a.example>")))) } },
    { "our name with a slip; a sister's domain", "url-own-lookalike",
      { .message = TEXT("https://northwlnd.example/x\n") }, { .message = TEXT("https://www.northwinds.example/x\n") } },
    { "through a redirector; the author's own domain, which has its rule", "url-own-lookalike",
      { .message = TEXT("https://www.google.com/url?q=https://northvvind.example\n") },
      { .message = "From: a@northwlnd.example\n" TO REST "Subject: x\n\nhttps://northwlnd.example/x\n" } },
    { "a partner's domain inside of another; the partner's", "url-partner-lookalike",
      { .message = TEXT("https://harbourlines.example.a.example/x\n") }, { .message = TEXT("https://www.harbourlines.example/x\n") } },
    { "a brand's with a digit; the brand's", "url-lookalike",
      { .message = TEXT("https://paypa1.com/x\n") }, { .message = TEXT("https://www.paypal.com/x\n") } },
    { "a brand with a word; a word with the brand's letters", "url-brand-combo",
      { .message = TEXT("https://netflix-billing.example/\n") }, { .message = TEXT("https://snetflixes.example/\n") } },
    { "Cyrillic that reads as Latin; a Russian name", "url-confusable",
      { .message = HTML("<a href=https://раураӏ.example>x</a>") }, { .message = HTML("<a href=https://привет.example>x</a>") } },
    { "a bank's address on a link to elsewhere; on a link to it", "link-text-mismatch",
      { .message = HTML("<a href=https://a.example/x>www.paypal.com</a>") },
      { .message = HTML("<a href=https://paypal.com/x>www.paypal.com</a>") } },
    { "the sender's, who proves nothing; who does, through a counter of clicks", "link-text-mismatch",
      { .message = HTML("<a href=https://a.example/x>https://sender.example/login</a>") },
      { .message = HTML("<a href=https://a.example/x>https://sender.example/login</a>"), .auth = PROVED } },
    { "ours; through a filter that has rewritten it", "link-text-mismatch",
      { .message = HTML("<a href=https://a.example/x>mail.northwind.example</a>") },
      { .message = HTML("<a href='https://urldefense.com/v3/__https://mail.northwind.example/__;!!x'>mail.northwind.example</a>") } },
    { "a name before an @; an @ in the path", "url-userinfo",
      { .message = TEXT("https://www.paypal.com@a.example/x\n") }, { .message = TEXT("https://a.example/@paypal.com\n") } },
    { "one number for an address; four", "url-odd-number",
      { .message = HTML("<a href=http://3221225985/>x</a>") }, { .message = HTML("<a href=http://192.0.2.1/>x</a>") } },
    { "a script; a telephone number", "url-script",
      { .message = HTML("<a href='java&#10;script:alert(1)'>x</a>") }, { .message = HTML("<a href='tel:+491234'>x</a>") } },
    { "a label of nothing but chance; a long name", "url-random-host",
      { .message = TEXT("https://utwykhcz7mapo2xuymdw.a.example/\n") },
      { .message = TEXT("https://rechtsschutzversicherung2026.example/\n") } },
    { "a shortener; the sender's own site", "url-shortener",
      { .message = TEXT("https://bit.ly/3abc\n") }, { .message = TEXT("https://sender.example/3abc\n") } },
    { "off a well-known site to a stranger; to a page of its own", "url-open-redirector",
      { .message = TEXT("https://www.google.com/url?q=https://a.example/\n") },
      { .message = TEXT("https://www.google.com/url?q=https://support.google.com/\n") } },
    { "to a stranger; to the sender, who proves who he is", "url-open-redirector",
      { .message = TEXT("https://www.google.com/url?q=https://a.example/\n") },
      { .message = TEXT("https://www.google.com/url?q=https://sender.example/\n"), .auth = PROVED } },
    { "our address for a stranger; in the sender's own page to unsubscribe", "url-has-rcpt",
      { .message = TEXT("https://a.example/?e=alex.doe%40northwind.example\n") },
      { .message = TEXT("https://sender.example/?e=alex.doe%40northwind.example\n"), .auth = PROVED } },
    { "in base64; somebody else's", "url-has-rcpt",
      { .message = TEXT("https://a.example/#YWxleC5kb2VAbm9ydGh3aW5kLmV4YW1wbGU=\n") },
      { .message = TEXT("https://a.example/?e=kim%40sender.example\n") } },
    { "an ending that is abused; a usual one", "url-odd-tld",
      { .message = TEXT("https://a.top/x\n") }, { .message = TEXT("https://a.example/top\n") } },
    { "slashes turned round; a usual link", "url-obscured",
      { .message = HTML("<a href='https:\\\\a.example\\x'>x</a>") }, { .message = HTML("<a href='https://a.example/x'>x</a>") } },
    { "anybody's page; the service's own", "url-free-host",
      { .message = TEXT("https://x.github.io/login\n") }, { .message = TEXT("https://github.com/x/login\n") } },
    { "a brand, and links elsewhere; a link to the brand", "brand-body-no-brand-link",
      { .message = TEXT("Your PayPal account\nhttps://a.example\n") },
      { .message = TEXT("Your PayPal account\nhttps://a.example\nhttps://www.paypal.com\n") } },
    { "a bare number; a name", "url-ip",
      { .message = TEXT("http://192.0.2.1/\n") }, { .message = TEXT("http://a.example/192.0.2.1\n") } },
    { "an address in the query; an address in the path", "url-redirect-param",
      { .message = TEXT("https://a.example/?u=https%3A%2F%2Fb.example\n") },
      { .message = TEXT("https://a.example/?u=https\n") } },
    { "one foreign site; two of them", "single-offdomain-link",
      { .message = TEXT("https://a.example/1 https://www.a.example/2\n") }, { .message = TEXT("https://a.example https://b.example\n") } },
    { "only strangers; the sender among them", "no-link-to-sender-domain",
      { .message = TEXT("https://a.example https://b.example\n") }, { .message = TEXT("https://a.example https://www.sender.example\n") } },
    { "the director's name; her listed private address", "vip-name",
      { .message = "From: \"Roe, Jane\" <jane.roe77@gmail.com>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: \"Roe, Jane\" <jroe.private@gmail.com>\n" PLAIN, .auth = "dmarc=pass" } },
    { "by letters that look like it; a colleague of the same surname", "vip-name",
      { .message = "From: =?utf-8?B?SmFuZSBS0L5l?= <ceo@sender.example>\n" PLAIN },
      { .message = "From: John Roe <ceo@sender.example>\n" PLAIN } },
    { "in a comment; a list that says via", "vip-name",
      { .message = "From: ceo@sender.example (Jane Roe)\n" PLAIN },
      { .message = "From: Jane Roe via Announce <announce@sender.example>\n" PLAIN } },
    { "our address in the name; the sender's own", "protected-address-in-display",
      { .message = "From: \"boss@northwind.example\" <a@sender.example>\n" PLAIN },
      { .message = "From: \"a@sender.example\" <a@sender.example>\n" PLAIN } },
    { "another address in the name; one of the same party", "address-in-display",
      { .message = "From: \"admin@legit.example\" <a@sender.example>\n" PLAIN },
      { .message = "From: \"kim@news.sender.example\" <a@sender.example>\n" PLAIN } },
    { "with a wide at sign; the sender's own with it", "address-in-display",
      { .message = "From: =?utf-8?B?YWRtaW7vvKBsZWdpdC5leGFtcGxl?= <a@sender.example>\n" PLAIN },
      { .message = "From: =?utf-8?B?YWRtaW7vvKBzZW5kZXIuZXhhbXBsZQ==?= <a@sender.example>\n" PLAIN } },
    { "another domain in the name; a program's name", "dn-domain-other",
      { .message = "From: \"example.com Support\" <a@sender.example>\n" PLAIN },
      { .message = "From: \"Node.js Weekly\" <a@sender.example>\n" PLAIN } },
    { "another domain in the name; a list says via", "dn-domain-other",
      { .message = "From: \"legit.example\" <a@sender.example>\n" PLAIN },
      { .message = "From: \"Kim via legit.example\" <a@sender.example>\n" PLAIN } },
    { "the recipient in the sender's name; the sender in the sender's name", "dn-has-rcpt",
      { .message = "From: \"alex.doe mailbox quota\" <a@sender.example>\n" PLAIN },
      { .message = "From: \"Doe, Kim\" <a@sender.example>\n" PLAIN } },
    { "our domain in the sender's name; our own help desk", "dn-has-rcpt",
      { .message = "From: \"IT of northwind.example\" <a@sender.example>\n" PLAIN },
      { .message = "From: \"IT of northwind.example\" <it@northwind.example>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a brand from a free mailbox; a person with a brand's surname", "dn-brand-freemail",
      { .message = "From: PayPal Service <pp.service@gmail.com>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Anna Chase <anna.chase@gmail.com>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a brand from a stranger; the brand itself", "dn-brand-mismatch",
      { .message = "From: DHL Express <a@sender.example>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: DHL Express <noreply@dhl.com>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a partner's name; the brand under an ending of a country", "dn-brand-mismatch",
      { .message = "From: Harbour Lines Billing <a@sender.example>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Amazon <noreply@amazon.nl>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a common word, unproved; proved", "dn-brand-mismatch",
      { .message = "From: Chase Alert <a@sender.example>\n" PLAIN },
      { .message = "From: Chase Miller <a@sender.example>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a brand in the name, and a List-Id is no excuse; a service that says via", "dn-brand-mismatch",
      { .message = "From: Microsoft Team <a@sender.example>\nList-Id: <ms.sender.example>\n" PLAIN,
        .auth = "spf=pass@sender.example" },
      { .message = "From: Microsoft Team via Groups <a@sender.example>\n" PLAIN, .auth = "spf=pass@sender.example" } },
    { "alphabets mixed in a word; a name in another alphabet", "dn-mixed-script",
      { .message = "From: =?utf-8?B?UNCweXBhbA==?= <a@sender.example>\n" PLAIN },
      { .message = "From: =?utf-8?B?0JzQuNGF0LDQuNC7?= Smith <a@sender.example>\n" PLAIN } },
    { "a picture in the name; an accent in the name", "dn-emoji",
      { .message = "From: =?utf-8?B?8J+UkiBTZWN1cml0eQ==?= <a@sender.example>\n" PLAIN },
      { .message = "From: =?utf-8?Q?Andr=C3=A9?= <a@sender.example>\n" PLAIN } },
    { "ornamental letters; one mark", "hdr-styled-unicode",
      { .message = FROM_SENDER TO REST "Subject: =?utf-8?B?8J2QiPCdkKfwnZCv8J2QqPCdkKI=?=\n" BODY },
      { .message = FROM_SENDER TO REST "Subject: =?utf-8?B?U3RlcCDikrY=?=\n" BODY } },
    { "an odd ending; a common one", "from-odd-tld",
      { .message = "From: Kim <kim@sender.icu>\n" PLAIN },
      { .message = "From: Kim <kim@icu.sender.org>\n" PLAIN } },
    { "a domain from a machine; a name with a year", "from-domain-random",
      { .message = "From: Kim <kim@mail.x7k2p9qd4t.net>\n" PLAIN },
      { .message = "From: Kim <kim@conference2026.net>\n" PLAIN } },
    { "an address from a machine; a tagged address", "from-localpart-random",
      { .message = "From: Kim <x7k2p9qd4tm8z1w3@sender.example>\n" PLAIN },
      { .message = "From: Kim <kim.lee+x7k2p9qd4tm8@sender.example>\n" PLAIN } },
    { "a tenant's default name; a tenant's own name", "from-onmicrosoft",
      { .message = "From: Kim <kim@tenant42.onmicrosoft.com>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Kim <kim@sender.example>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a page that anybody can put up; a domain of its own", "from-free-host",
      { .message = "From: Shop <noreply@spring-sale7.firebaseapp.com>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Shop <noreply@spring-sale7.com>\n" PLAIN, .auth = "dmarc=pass" } },
    { "marks stacked on letters; an accent written apart", "hdr-styled-unicode",
      { .message = "From: =?utf-8?B?U82OYc2Ods2OaQ==?= <a@sender.example>\n" PLAIN },
      { .message = "From: =?utf-8?Q?Rene=CC=81e?= <a@sender.example>\n" PLAIN } },

    { "a slip away from us; our sister", "own-domain-lookalike",
      { .message = "From: Alex <alex@northwnid.example>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Alex <alex@northwinds.example>\n" PLAIN, .auth = "dmarc=pass" } },
    { "our whole name before another's; a tenant of a service named like us", "own-domain-lookalike",
      { .message = "From: Alex <alex@northwind.example.sender.net>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Tracker <jira@northwind.tracker.net>\n" PLAIN, .auth = "dmarc=pass" } },
    { "our name under another ending; a name that begins like ours", "own-domain-namesake",
      { .message = "From: Alex <alex@northwind.net>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Alex <alex@northern.net>\n" PLAIN, .auth = "dmarc=pass" } },
    { "our name and a word; a name that shares letters", "own-name-in-domain",
      { .message = "From: HR <hr@northwind-payroll.net>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: HR <hr@northwindowcleaners.net>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a partner's name misspelt; the partner", "partner-lookalike",
      { .message = "From: Billing <billing@harbourlnes.example>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Billing <billing@harbourlines.example>\n" PLAIN, .auth = "dmarc=pass" } },
    { "answers to our double; answers to us", "replyto-lookalike",
      { .message = FROM_SENDER "Reply-To: <alex@northvvind.example>\n" PLAIN },
      { .message = FROM_SENDER "Reply-To: <alex@northwind.example>\n" PLAIN } },
    { "a brand's double; the brand's country", "from-lookalike",
      { .message = "From: Service <service@paypa1.com>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Service <service@paypal.at>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a brand under an odd ending; a vendor whose name holds the letters", "from-lookalike",
      { .message = "From: Service <service@netflix.xyz>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Service <service@dropboxer-tools.com>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a brand and a word; another word", "from-brand-combo",
      { .message = "From: Service <service@netflix-billing.com>\n" PLAIN, .auth = "dmarc=pass" },
      { .message = "From: Service <service@cloud-billing.com>\n" PLAIN, .auth = "dmarc=pass" } },
    { "a Cyrillic letter in a Latin name; an umlaut", "confusable-domain",
      { .message = "From: Admin <admin@xn--lgit-v4d.example>\n" PLAIN },
      { .message = "From: Admin <admin@xn--mnchen-3ya.example>\n" PLAIN } },
    { "a name all in Cyrillic that reads Latin; one at home in its ending", "confusable-domain",
      { .message = "From: Admin <admin@xn--80a1aj.com>\n" PLAIN },
      { .message = "From: Admin <admin@xn--80a1aj.xn--p1ai>\n" PLAIN } },

    { "an override in the name; an isolate that reorders nothing", "bidi-in-header",
      { .message = "From: =?utf-8?B?4oCubW9jLmVsZ21heGUudGlnZWxAbmltZGE=?= <a@sender.example>\n" PLAIN },
      { .message = "From: =?utf-8?B?4oGoS2lt4oGp?= <a@sender.example>\n" PLAIN } },
    { "an embedding in a Latin subject; in a Hebrew one", "bidi-in-header",
      { .message = FROM_SENDER TO REST "Subject: =?utf-8?B?4oCrZXhlLmZkcOKArA==?=\n" BODY },
      { .message = FROM_SENDER TO REST "Subject: =?utf-8?B?4oCr16nXnNeV150=?=\n" BODY } },
    { "two subjects; two Received", "duplicate-header",
      { .message = FROM_SENDER "Subject: first\n" PLAIN },
      { .message = FROM_SENDER "Received: from a by b\nReceived: from b by c\n" PLAIN } },
    { "raw octets; declared ones", "raw-8bit-header",
      { .message = FROM_SENDER TO REST "Subject: gr\xc3\xbc\xc3\x9f" "e\n" BODY },
      { .message = FROM_SENDER TO REST "Subject: gr\xc3\xbc\xc3\x9f" "e\n" BODY, .smtputf8 = true } },
    { "ASCII in base64; letters that need it", "subj-b64-ascii",
      { .message = FROM_SENDER TO REST "Subject: =?utf-8?B?UGF5IG5vdw==?=\n" BODY },
      { .message = FROM_SENDER TO REST "Subject: =?utf-8?B?R3LDvMOfZQ==?=\n" BODY } },
    { "urgent; normal", "priority-high",
      { .message = FROM_SENDER "X-Priority: 1 (Highest)\n" PLAIN },
      { .message = FROM_SENDER "X-Priority: 3\nImportance: normal\n" PLAIN } },
    { "undisclosed; a list that proves itself", "to-undisclosed-or-empty",
      { .message = FROM_SENDER "To: undisclosed-recipients:;\nSubject: hello\n" REST BODY },
      { .message = FROM_SENDER "List-Id: <news.sender.example>\nSubject: hello\n" REST BODY,
        .auth = "dkim=pass@sender.example" } },
    { "no id; an id", "no-message-id",
      { .message = FROM_SENDER TO "Date: Mon, 01 Jun 2026 10:00:00 +0000\nSubject: hello\n" BODY },
      { .message = FROM_SENDER PLAIN } },
    { "a script; a program", "php-mailer",
      { .message = FROM_SENDER "X-Mailer: PHPMailer 5.2.9\n" PLAIN },
      { .message = FROM_SENDER "X-Mailer: Evolution 3.46\n" PLAIN } },
    { "answers to a free mailbox; to the author himself", "replyto-freemail-other",
      { .message = FROM_SENDER "Reply-To: <kim.lee.finance@gmail.com>\n" PLAIN },
      { .message = "From: Kim <kim.lee@gmail.com>\nReply-To: <kim.lee@gmail.com>\n" PLAIN } },
    { "answers to a free mailbox; a list member's habit", "replyto-freemail-other",
      { .message = FROM_SENDER "Reply-To: <kim@gmail.com>\nList-Id: <l.sender.example>\n" PLAIN },
      { .message = FROM_SENDER "Reply-To: <kim@gmail.com>\nList-Id: <l.sender.example>\n" PLAIN,
        .auth = "spf=pass@sender.example" } },
    { "a reply to nothing; a reply", "fake-reply",
      { .message = FROM_SENDER TO REST "Subject: Re: your invoice\n" BODY },
      { .message = FROM_SENDER TO REST "Subject: Re: your invoice\nIn-Reply-To: <0@northwind.example>\n" BODY } },
    { "answers elsewhere; to the same party", "reply-to-mismatch",
      { .message = FROM_SENDER "Reply-To: <kim@other.example>\n" PLAIN },
      { .message = FROM_SENDER "Reply-To: <kim@support.sender.example>\n" PLAIN } },

    { "greets with our name; from our own network", "helo-is-us",
      { .message = FROM_SENDER PLAIN, .helo = "mx.northwind.example" },
      { .message = FROM_SENDER PLAIN, .helo = "mx.northwind.example", .trusted = true } },
    { "greets with our domain; our SPF lists it", "helo-is-us",
      { .message = FROM_SENDER PLAIN, .helo = "Northwind.Example" },
      { .message = FROM_SENDER PLAIN, .helo = "out.northwind.example", .auth = "helo=pass@out.northwind.example" } },
    { "a bare word; an address literal", "helo-no-dot",
      { .message = FROM_SENDER PLAIN, .helo = "User" },
      { .message = FROM_SENDER PLAIN, .helo = "[192.0.2.66]" } },
    { "on a block list; on none", "dnsbl-listed",
      { .message = FROM_SENDER PLAIN, .listed = 2.0 },
      { .message = FROM_SENDER PLAIN } },
    { "on a block list; one of ours, which somebody has listed", "dnsbl-listed",
      { .message = FROM_SENDER PLAIN, .listed = 2.0 },
      { .message = FROM_SENDER PLAIN, .listed = 2.0, .trusted = true } },
    { "on an allow list; on a block list", "dnswl-listed",
      { .message = FROM_SENDER PLAIN, .listed = -1.0 },
      { .message = FROM_SENDER PLAIN, .listed = 2.0 } },
    { "a domain without a server; with one", "sender-unanswerable",
      { .message = FROM_SENDER PLAIN, .auth = "return=no-server" },
      { .message = FROM_SENDER PLAIN, .auth = "return=ok" } },
    { "no return address; a report", "null-sender",
      { .message = FROM_SENDER PLAIN, .mail_from = "" },
      { .message = MIME("Content-Type: multipart/report; boundary=b\n", "--b\n\nx\n--b--\n"),
        .mail_from = "" } },
    { "no return address; an automatic answer", "null-sender",
      { .message = FROM_SENDER "Auto-Submitted: no\n" PLAIN, .mail_from = "" },
      { .message = FROM_SENDER "Auto-Submitted: auto-replied\n" PLAIN, .mail_from = "" } },

    { "two boundaries; one", "mime-ambiguous",
      { .message = MIME("Content-Type: multipart/mixed; boundary=a; boundary=b\n", "--b\n\nx\n--b--\n") },
      { .message = MIME("Content-Type: multipart/mixed; boundary=b\n", "--b\n\nx\n--b--\n") } },
    { "two encodings; one", "mime-ambiguous",
      { .message = MIME("Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n", "hello\n") },
      { .message = MIME("Content-Transfer-Encoding: 7bit\n", "hello\n") } },
    { "a name turned round; a name in Hebrew", "bidi-in-file-name",
      { .message = MIME("Content-Disposition: attachment; filename*=utf-8''invoice%E2%80%AEfdp.exe\n", "x\n") },
      { .message = MIME("Content-Disposition: attachment; filename*=utf-8''%D7%A9%D7%9C.pdf\n", "x\n") } },
    { "data behind the padding; clean base64", "base64-padding",
      { .message = MIME("Content-Transfer-Encoding: base64\n", "aGVsbG8=aGVsbG8=\n") },
      { .message = MIME("Content-Transfer-Encoding: base64\n", "aGVs\nbG8=\n") } },
    { "no hexadecimal digits; clean quoted-printable", "qp-invalid",
      { .message = MIME("Content-Transfer-Encoding: quoted-printable\n", "=ZZ=\n") },
      { .message = MIME("Content-Transfer-Encoding: quoted-printable\n", "=C3=BC soft=\n break\n") } },
    { "cut short; whole", "mime-truncated",
      { .message = MIME("Content-Type: multipart/mixed; boundary=b\n", "--b\n\nx\n") },
      { .message = MIME("Content-Type: multipart/mixed; boundary=b\n", "--b\n\nx\n--b--\n") } },

    { "SPF fails; a forwarder kept the signature", "spf-fail",
      { .message = FROM_SENDER PLAIN, .auth = "spf=fail@sender.example dmarc=none" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=fail@sender.example dkim=pass@sender.example dmarc=pass" } },
    { "the subject is not signed; it is", "dkim-weak-coverage",
      { .message = FROM_SENDER PLAIN, .auth = "dkim=pass@sender.example+no-subject dmarc=pass" },
      { .message = FROM_SENDER PLAIN, .auth = "dkim=pass@sender.example dmarc=pass" } },
    { "the end of the body is not signed; another signature covers it", "dkim-weak-coverage",
      { .message = FROM_SENDER PLAIN, .auth = "dkim=pass@sender.example+open-body dmarc=pass" },
      { .message = FROM_SENDER PLAIN, .auth = "dkim=pass@sender.example+open-body dkim=pass@sender.example dmarc=pass"
        } },
    { "anybody may send for the author; a provider may", "spf-open",
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+open/32 dmarc=pass" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+open/24 dmarc=pass" } },
    { "a whole provider may; a usual network may", "spf-overbroad",
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+open/17 dmarc=pass" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+open/16 dmarc=pass" } },
    { "a whole provider may; the author has signed as well", "spf-overbroad",
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+open/24 dmarc=none" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+open/24 dkim=pass@sender.example dmarc=pass" } },
    { "a service's record; the author's own", "spf-shared-sender",
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+service.example dmarc=pass" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+_spf.sender.example dmarc=pass" } },
    { "a service's record for the author; for a list", "spf-shared-sender",
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@sender.example+service.example dmarc=none" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@list.example+service.example dmarc=none" } },
    { "answers go where the signature did not say; where it did", "replyto-unsigned",
      { .message = "Reply-To: <kim@elsewhere.example>\n" FROM_SENDER PLAIN,
        .auth = "spf=pass@attacker.example dkim=pass@sender.example+no-reply-to dmarc=pass" },
      { .message = "Reply-To: <kim@elsewhere.example>\n" FROM_SENDER PLAIN,
        .auth = "spf=pass@attacker.example dkim=pass@sender.example dmarc=pass" } },
    { "the same again; from the author's own server", "replyto-unsigned",
      { .message = "Reply-To: <kim@elsewhere.example>\n" FROM_SENDER PLAIN,
        .auth = "dkim=pass@sender.example+no-reply-to dmarc=none" },
      { .message = "Reply-To: <kim@elsewhere.example>\n" FROM_SENDER PLAIN,
        .auth = "spf=pass@sender.example dkim=pass@sender.example+no-reply-to dmarc=pass" } },
    { "the same again; a list's", "replyto-unsigned",
      { .message = "Reply-To: <dev@list.example>\n" FROM_SENDER PLAIN,
        .auth = "spf=pass@list.example dkim=pass@sender.example+no-reply-to dmarc=pass" },
      { .message = "List-Id: <dev.list.example>\nReply-To: <dev@list.example>\n" FROM_SENDER PLAIN,
        .auth = "spf=pass@list.example dkim=pass@sender.example+no-reply-to dmarc=pass" } },
    { "a signed message to others; to us", "dkim-replay-suspect",
      { .message = FROM_SENDER "To: a@elsewhere.example\n" REST "Subject: hello\n" BODY,
        .auth = "spf=pass@attacker.example dkim=pass@sender.example dmarc=pass" },
      { .message = FROM_SENDER PLAIN, .auth = "spf=pass@attacker.example dkim=pass@sender.example dmarc=pass" } },
    { "a signed message to nobody; a list's", "dkim-replay-suspect",
      { .message = FROM_SENDER REST "Subject: hello\n" BODY, .auth = "dkim=pass@sender.example dmarc=pass" },
      { .message = "List-Id: <dev.list.example>\n" FROM_SENDER "To: dev@list.example\n" REST "Subject: hello\n" BODY,
        .auth = "spf=pass@list.example dkim=pass@sender.example dmarc=pass" } },
    { "nothing proves the author; SPF does, without a policy", "unauthenticated-author",
      { .message = "From: CEO <ceo@none.example>\n" PLAIN, .auth = "spf=pass@sender.example dmarc=none" },
      { .message = "From: CEO <ceo@none.example>\n" PLAIN, .auth = "spf=pass@none.example dmarc=none" } },
    { "nothing proves the author; it could not be checked", "unauthenticated-author",
      { .message = "From: CEO <ceo@none.example>\n" PLAIN, .auth = "dkim=temperror@sender.example dmarc=none" },
      { .message = "From: CEO <ceo@none.example>\n" PLAIN, .auth = "dkim=temperror@none.example dmarc=none" } },
    { "not decided; decided", "authentication-undecided",
      { .message = FROM_SENDER PLAIN, .auth = "dmarc=temperror" },
      { .message = FROM_SENDER PLAIN, .auth = "dmarc=fail/none" } },
    { "the author's signature is broken; a list's is", "dkim-broken",
      { .message = FROM_SENDER PLAIN, .auth = "dkim=fail@sender.example dmarc=fail/none" },
      { .message = FROM_SENDER PLAIN, .auth = "dkim=fail@list.example dmarc=fail/none" } },
};

static bool fires(const struct story *story, const char *rule, bool *has_evidence)
{
    struct fixture        fixture;
    struct findings       findings;
    const struct finding *found;

    fixture_open(&fixture, story);
    detect(&fixture.facts, &findings);
    found         = findings_find(&findings, rule);
    *has_evidence = found != NULL && found->evidence.len > 0;
    fixture_close(&fixture);
    return found != NULL;
}

TEST(rules_tell_attacks_from_honest_twins)
{
    FOR_EACH_CASE(pair, pairs) {
        bool has_evidence, absent_is_evidence = strcmp(pair->rule, "no-message-id") == 0 || strcmp(pair->rule,
            "null-sender") == 0;

        if (CHECK(fires(&pair->attack, pair->rule, &has_evidence)))
            CHECK(has_evidence || absent_is_evidence);
        CHECK(!fires(&pair->twin, pair->rule, &has_evidence));
    }
}

TEST(rules_are_all_tested)
{
    CHECK(rule_count() <= FINDINGS_MAX);
    for (size_t i = 0; i < rule_count(); i++) {
        const struct rule *rule   = rule_at(i);
        bool               tested = false;

        for (size_t j = 0; j < ARRAY_LEN(pairs); j++)
            tested |= strcmp(pairs[j].rule, rule->id) == 0;
        unit_begin_case(rule->id);
        CHECK(tested);
        CHECK((strcmp(rule->group, GROUP_TRUST) == 0 ? rule->weight <= 0 : rule->weight >= 0) && rule->sentence[0] != '\0' && rule->group[0] != '\0');
        for (size_t j = 0; j < i; j++)
            CHECK(strcmp(rule_at(j)->id, rule->id) != 0);
    }
    unit_end_cases();
}

/* Hostile messages: nothing to stand on, or far too much. */
TEST(detect_survives)
{
    static const struct { const char *name; struct story story; } cases[] = {
        { "an empty message",       { .message = "" } },
        { "no From",                { .message = TO REST BODY } },
        { "only blanks",            { .message = "\n\n\n" } },
        { "an empty group",         { .message = "From: x:;\n" PLAIN } },
        { "a literal",              { .message = "From: <a@[192.0.2.1]>\n" PLAIN } },
        { "broken UTF-8",           { .message = "From: \"\xff\xfe\" <a@b.example>\nSubject: \xc3\n" BODY } },
        { "at signs",               { .message = "From: @@@@@@ <@>\nReply-To: @\n" PLAIN } },
        { "no envelope domain",     { .message = FROM_SENDER PLAIN, .mail_from = "", .helo = "" } },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture  fixture;
        struct findings findings;

        fixture_open(&fixture, &c->story);
        detect(&fixture.facts, &findings);
        CHECK(findings.count <= rule_count());
        fixture_close(&fixture);
    }
}
