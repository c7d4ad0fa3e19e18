"""The light markup in which bodies are written, and what mail programs make of it.

    paragraphs are parted by an empty line; line ends inside them stay
    [words](https://site.example/)     a link
    # words                            a heading
    > words                            quoted
    ![](cid:name)                      a picture that comes with the message
A paragraph that is nothing but a link is a button in the mail of services and in newsletters."""
import html, re

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[\]\((cid:[^)\s]+)\)")


def fill(template, words):
    """Puts the words into their {places}. A place without a word is a mistake of the case."""
    def word(match):
        assert match.group(1) in words, "no word for {%s} in: %s" % (match.group(1), template[:60])
        return words[match.group(1)]
    return re.sub(r"\{(\w+)\}", word, template)


def paragraphs(body):
    return [p for p in re.split(r"\n{2,}", body.strip("\n")) if p.strip()]


def plain(body):
    """As the text part shows it: words, then the address in angle brackets, unless they are the same."""
    def link(match):
        words, url = match.groups()
        return url if words == url else "%s <%s>" % (words, url)
    return "\n\n".join(_LINK.sub(link, p).removeprefix("# ") for p in paragraphs(_PICTURE.sub("", body))) + "\n"


def _inline(text, target, style=""):
    pieces, end = [], 0
    for match in _LINK.finditer(text):
        pieces.append(html.escape(text[end:match.start()], quote=False))
        pieces.append('<a href="%s"%s>%s</a>' % (html.escape(target(match.group(2))), style, html.escape(match.group(1), quote=False)))
        end = match.end()
    pieces.append(html.escape(text[end:], quote=False))
    return _PICTURE.sub(r'<img src="\1" alt="">', "".join(pieces)).replace("\n", "<br>\n")


def _is_button(paragraph):
    return _LINK.fullmatch(paragraph.strip()) is not None


def _blocks(body, paragraph, heading, quoted, button):
    made = []
    for p in paragraphs(body):
        if p.startswith("# "):
            made.append(heading(p[2:]))
        elif p.startswith(">"):
            made.append(quoted("\n".join(line.removeprefix(">").lstrip() for line in p.split("\n"))))
        elif _is_button(p):
            made.append(button(p.strip()))
        else:
            made.append(paragraph(p))
    return "\n".join(made)


def _same(url):
    return url


def html_outlook(body, language, charset):
    def p(text):
        return '<p class="MsoNormal"><span lang="%s" style="font-size:11.0pt">%s<o:p></o:p></span></p>' % (language, _inline(text, _same))
    content = _blocks(body, p, p, lambda t: '<div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt">\n%s\n</div>' % p(t), p)
    return ('<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
            'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
            '<meta http-equiv="Content-Type" content="text/html; charset=%s">\n'
            '<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\n<style><!--\n'
            'p.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;\n\tfont-size:11.0pt;\n\tfont-family:"Calibri",sans-serif;}\n'
            '--></style>\n</head>\n<body lang="%s" link="#0563C1" vlink="#954F72">\n<div class="WordSection1">\n%s\n</div>\n</body>\n</html>\n'
            % (charset, language, content))


def html_gmail(body):
    def p(text):
        return "<div>%s</div><div><br></div>" % _inline(text, _same)
    content = _blocks(body, p, p, lambda t: '<div class="gmail_quote"><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
                      'border-left:1px solid rgb(204,204,204);padding-left:1ex">%s</blockquote></div>' % _inline(t, _same), p)
    return '<div dir="ltr">%s</div>\n' % content


def html_simple(body):
    """What contact forms and scripts write."""
    def p(text):
        return "<p>%s</p>" % _inline(text, _same)
    return "<html><body>\n%s\n</body></html>\n" % _blocks(
        body, p, lambda t: "<h2>%s</h2>" % _inline(t, _same), lambda t: "<blockquote>%s</blockquote>" % _inline(t, _same), p)


def html_service(body, site):
    """A notice of a service: a card with its logo and a button."""
    def p(text):
        return '<p style="margin:0 0 16px;font:16px/24px Arial,sans-serif;color:#333">%s</p>' % _inline(text, _same)

    def button(text):
        return '<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="background:#1a5fb4;border-radius:4px;padding:12px 24px">' \
               '%s</td></tr></table>' % _inline(text, _same, ' style="color:#fff;text-decoration:none;font:bold 16px Arial"')
    content = _blocks(body, p, lambda t: '<h1 style="font:24px Arial;color:#111">%s</h1>' % _inline(t, _same), p, button)
    return ('<!DOCTYPE html>\n<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>\n'
            '<body style="margin:0;background:#f4f4f4">\n<table role="presentation" width="100%%"><tr><td align="center">\n'
            '<table role="presentation" width="600" style="background:#fff;padding:32px"><tr><td>\n'
            '<img src="https://static.%s/mail/logo.png" width="120" alt="">\n%s\n</td></tr></table>\n</td></tr></table>\n</body></html>\n'
            % (site, content))


def click_counter(service, token):
    """Links as a mail service rewrites them."""
    def target(url):
        if not service or url.startswith("mailto:"):
            return url
        return "https://click.%s/c/%s/%s" % (service, token, html.escape(url).encode("utf-8").hex()[:40])
    return target


def html_newsletter(body, site, service, token, preview):
    """A newsletter: padding behind the preview, a logo, counted links, a picture of one pixel."""
    target = click_counter(service, token)

    def p(text):
        return '<tr><td style="padding:8px 32px;font:15px/22px Helvetica,Arial,sans-serif;color:#222">%s</td></tr>' % _inline(text, target)

    def button(text):
        return '<tr><td align="center" style="padding:16px"><table><tr><td style="background:#c64600;padding:14px 28px">%s</td></tr></table></td></tr>' \
               % _inline(text, target, ' style="color:#ffffff;text-decoration:none"')
    content = _blocks(body, p, lambda t: '<tr><td style="padding:24px 32px 8px;font:bold 24px Georgia,serif">%s</td></tr>' % _inline(t, target), p, button)
    pixel = "click.%s/o/%s.gif" % (service, token) if service else "www.%s/open/%s.gif" % (site, token)
    return ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\n'
            '<style type="text/css">@media only screen and (max-width:480px){.wide{width:100%% !important}}</style></head>\n'
            '<body bgcolor="#eeeeee">\n<div style="display:none;max-height:0;overflow:hidden">%s%s</div>\n'
            '<table width="600" align="center" class="wide" bgcolor="#ffffff" cellpadding="0" cellspacing="0">\n'
            '<tr><td><img src="https://images.%s/head-600.jpg" width="600" height="140" alt="" style="display:block" /></td></tr>\n%s\n</table>\n'
            '<img src="https://%s" width="1" height="1" alt="" />\n</body></html>\n'
            % (html.escape(preview), "&#847;&zwnj;&nbsp;" * 24, site, content, pixel))
