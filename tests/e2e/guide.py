"""What the guide tells people to write is what works: the configurations that it names, and the lines for Postfix."""
import glob
import os
import re

from case import ALEX, JANE, ROOT, Talk, begins, case, check, deliver, equal, gate, mail, until
from peers import postfix

GUIDE = os.path.join(ROOT, "doc/guide/in-front-of-your-server.md")


@case("every configuration in examples/ is one that serve -t accepts")
def examples():
    files = glob.glob(os.path.join(ROOT, "examples/**/*.conf"), recursive=True)
    check(len(files) >= 4, "only these were found: %s" % files)
    with gate("maildir:/nowhere", start=False) as g:
        for file in files:
            with open(file) as f:
                text = f.read()
            text = re.sub(r'"/etc/gatepost/tls/(cert|key)\.pem"', lambda m: '"%s"' % g.path(m.group(1) + ".pem"), text)
            text = text.replace("{DEMO}", os.path.join(ROOT, "examples/demo")).replace("/var/lib/gatepost", g.state).replace("/var/log/gatepost", g.folder)
            text = text.replace('"/etc/gatepost/recipients"', '"%s"' % g.write("recipients", "jo@example.org\n"))
            g.write_config(text)
            status, said = g.run("serve", "-t", cwd=os.path.dirname(file))
            equal(status, 0, "%s: %s" % (os.path.relpath(file, ROOT), said))


def postfix_lines():
    """The settings that the guide shows for the Postfix behind, with the gate's address as it is here."""
    with open(GUIDE) as f:
        block = re.search(r"((?:^    .*\n)+)", f.read().split("### Postfix\n")[1], re.M).group(1)
    settings = dict(line.strip().split(" =", 1) for line in block.splitlines())
    return {name: value.strip().replace("192.0.2.10", "127.0.0.1") for name, value in settings.items()}


@case("the guide's lines for Postfix: mail comes through the gate, and nobody comes around it")
def guide_postfix():
    settings = postfix_lines()
    equal(settings["smtpd_client_restrictions"], "permit_mynetworks, reject", "the line that closes the way around")
    settings["virtual_mailbox_maps"] = "inline:{%s=all/, %s=all/}" % (ALEX, JANE)
    with postfix(domains=["harbour.example"], settings=settings) as server, gate(server, recipients="probe") as g:
        begins(deliver(g, mail()), "250", "through the gate")
        with Talk(g.port) as talk:
            talk.must("MAIL FROM:<sam@friend.example>", "250")
            talk.must("RCPT TO:<nobody@harbour.example>", "550 5.1.1")
        with Talk(server.port, client="127.0.0.66") as talk:
            talk.must("MAIL FROM:<sam@friend.example>", "250")
            begins(talk.say("RCPT TO:<%s>" % ALEX), "554", "around the gate")
        check(until(server.messages), "the message did not arrive")         # Postfix delivers after it has answered
        equal(len(server.messages()), 1, "messages that arrived")
