-- Played by miltertest against the gate: a mail server of libmilter's making, as Sendmail is one.
-- PORT is set by whoever starts it.

local conn

local function must(holds, what)
    if not holds then
        error(what)
    end
end

local function reply_is(want, what)
    must(mt.getreply(conn) == want, what .. ": the reply is " .. mt.getreply(conn))
end

local function open(ip)
    conn = mt.connect("inet:" .. PORT .. "@127.0.0.1")
    must(conn ~= nil, "no connection")
    must(mt.negotiate(conn, nil, nil, nil) == nil, "negotiation")
    must(mt.test_action(conn, SMFIF_ADDHDRS) and mt.test_action(conn, SMFIF_CHGHDRS), "the actions asked for")
    mt.macro(conn, SMFIC_CONNECT, "j", "sendmail.test", "{daemon_name}", "MTA")
    must(mt.conninfo(conn, "mail.friend.example", ip) == nil, "the client")
    reply_is(SMFIR_CONTINUE, "the client")
    must(mt.helo(conn, "mail.friend.example") == nil, "HELO")
end

local function message(sender, from, more)
    mt.macro(conn, SMFIC_MAIL, "i", "sTEST0001")
    must(mt.mailfrom(conn, "<" .. sender .. ">", "BODY=8BITMIME", "SIZE=1000") == nil, "MAIL")
    reply_is(SMFIR_CONTINUE, "MAIL")
    must(mt.rcptto(conn, "<alex.doe@harbour.example>") == nil, "RCPT")
    reply_is(SMFIR_CONTINUE, "RCPT")
    if not mt.test_option(conn, SMFIP_NODATA) then
        mt.data(conn)
    end
    mt.header(conn, "From", from)
    mt.header(conn, "To", "alex.doe@harbour.example")
    mt.header(conn, "Subject", "one\n\ttwo")
    mt.header(conn, "Date", "Wed, 25 Nov 2026 09:26:31 +0000")
    mt.header(conn, "Message-ID", "<1@friend.example>")
    for _, value in ipairs(more or {}) do
        mt.header(conn, "Authentication-Results", value)
    end
    mt.eoh(conn)
    mt.bodystring(conn, "A body.\r\n")
    must(mt.eom(conn) == nil, "the end of the message")
end

local forged = "mx.harbour.example; spf=pass"

open("127.0.0.10")
message("sam@friend.example", "sam@friend.example", { forged, "other.example; spf=fail", forged })
reply_is(SMFIR_CONTINUE, "an honest message")
must(mt.eom_check(conn, MT_HDRINSERT, "Authentication-Results"), "no results")
must(mt.eom_check(conn, MT_HDRDELETE, "Authentication-Results"), "forged results stay")
must(string.find(mt.getheader(conn, "Authentication-Results", 0), "spf=pass", 1, true), "what the results say")

message("jane.roe@harb0ur.example", "jane.roe@harb0ur.example")
reply_is(SMFIR_DISCARD, "one to hold")
must(not mt.eom_check(conn, MT_QUARANTINE), "the server was asked to hold it")

message("eve@open.example", "sam@friend.example")
reply_is(SMFIR_REPLYCODE, "one to refuse")

message("sam@late.example", "sam@late.example")
reply_is(SMFIR_REPLYCODE, "one to put off")

-- A message that is given up, a client over again.
must(mt.mailfrom(conn, "<sam@friend.example>") == nil, "MAIL")
mt.abort(conn)
message("sam@friend.example", "sam@friend.example")
reply_is(SMFIR_CONTINUE, "an honest message after one that was given up")
mt.disconnect(conn)

open("unspec")
message("", "MAILER-DAEMON@friend.example")
reply_is(SMFIR_DISCARD, "a report whose author asks for refusals, from a client whose address nobody knows: held, not refused")
mt.disconnect(conn, false)
