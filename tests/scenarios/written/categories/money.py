"""Bank details, stolen accounts, borrowed conversations, and new vendors."""
from ..authoring import Thread, grouped, iban, pair, side
from ..files import File
from ..organizations import (ALVORADA, BANK, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL,
                             SHOP, STAVBY, WHO)
from ..places import VPS
from ..senders import forged, forged_no_policy, free, office, office365, plain_office, rented

# Where the money would go, and accounts to which vendors really moved.
MULE = {country: iban(country, account) for country, account in (
    ("DE", "990500000099887766"), ("LT", "9999000011101001"), ("GB", "MULE40512399887766"), ("FR", "99904008280009988776612"), ("ES", "99990418409988776655"),
    ("IT", "X9906911210100000099887"), ("NL", "XMPL0998877665"), ("PL", "999010140000099887766554"), ("BE", "999009988776"), ("SE", "99900000099887766554"),
    ("CZ", "99990000009988776655"), ("TR", "9990600998877665544332"), ("PT", "999901239988776655443"), ("BR", "99990305000010009988776C1"), ("BG", "XMPL99999988776655"))}
MOVED = {country: iban(country, account) for country, account in (
    ("DE", "990700000012121212"), ("GB", "NEWB40512312121212"), ("FR", "99907008280001212121212"), ("ES", "99997418401212121212"), ("IT", "X9907911210100000012121"),
    ("NL", "XMPL0121212121"), ("PL", "999710140000012121212121"), ("SE", "99970000012121212121"), ("CZ", "99970000001212121212"), ("TR", "9997600121212121212121"),
    ("PT", "999701231212121212121"), ("BR", "99970305000010001212121C1"), ("CH", "99972011612121212"))}


def moved(language, org, title, vendor, false, country, *, to, mule=None, announced="", turns=((9, "in"), (8, "out"), (2, "in"), (1, "out")), **common):
    """New bank details. The true ones come as the vendor always writes, in a conversation in which we asked back; a careful
    office still calls a number that it knows, so a banner is no harm."""
    thread = Thread(WHO[vendor], to, announced, turns) if announced else None
    return pair("bank-change", language, org, title, to=to,
                attack=side(false, "quarantine", "New bank details, and nothing proves that the vendor wrote this.", words={"iban": grouped(MULE[mule or country])}),
                twin=side(WHO[vendor], "banner", "The vendor's own address, signed, from the usual network, in a conversation that we are part of.",
                          words={"iban": grouped(MOVED[country])}, thread=thread), **common)


BANK_CHANGES = [
    moved("de", KANZLEI, "Lieferant, gefälschter Absender", "hansen", forged("Birgit Hansen", "b.hansen@buerocenter-hansen.example",
          reply_to="<b.hansen.buchhaltung@gmx.de>"), "DE",
          mule="LT", to="kern", announced="Wechsel unserer Hausbank", subject="Wechsel unserer Hausbank",
          body="Sehr geehrter Herr Kern,\n\nwir haben die Hausbank gewechselt. Bitte überweisen Sie alle offenen Rechnungen ab sofort auf\n\nIBAN {iban}\n\n"
               "Das alte Konto wird zum Monatsende geschlossen.\n\nMit freundlichen Grüßen\nBirgit Hansen"),
    moved("de", KANZLEI, "Steuerbüro ohne Signatur, Name an freier Adresse", "lindqvist", free("Maren Lindqvist", "steuerbuero.lindqvist@web.de", "thunderbird"), "DE",
          to="kern", announced="Neue Bankverbindung", subject="Neue Bankverbindung",
          body="Hallo Herr Kern,\n\nunser Konto hat sich geändert, bitte buchen Sie die Lohnbuchhaltung künftig auf {iban}. Bitte bestätigen Sie mir kurz die "
          "Änderung.\n\nViele Grüße\nMaren Lindqvist"),
    moved("en", HOSPITAL, "supplier under a lookalike", "pelham", rented("Derek Lyle", "derek.lyle@pelham-rnedical.example", "NL"), "GB", to="colin.frost",
          announced="Change of our bank account", subject="Change of our bank account",
          body="Dear Colin,\n\nPlease note that our bank account has changed. With immediate effect all invoices should be paid to IBAN {iban}. "
               "Please confirm when your records have been updated, and let me know which invoices are due this week.\n\nKind regards\nDerek Lyle"),
    moved("en", NGO, "auditor, with a letter attached", "auditor", forged_no_policy("Claudia Roth", "c.roth@roth-revision.example",
          reply_to="<c.roth.revision@outlook.com>"), "CH",
          mule="BG", to="amy.walsh", announced="Our new account", subject="Our new account",
          files=(File("Bank confirmation.pdf", "pdf", "Roth Revision AG\n\nNew account for all payments from June 2026:\nIBAN {iban}"),),
          body="Dear Amy,\n\nattached is our bank's confirmation. Please use the new account {iban} for the audit fee.\n\nBest wishes\nClaudia Roth"),
    moved("fr", MAIRIE, "changement de RIB d'un entrepreneur", "vidal", free("Bruno Vidal", "travaux.vidal.compta@gmail.com"), "FR", to="s.garnier",
          announced="Changement de coordonnées bancaires", subject="Changement de coordonnées bancaires",
          body="Bonjour Madame Garnier,\n\nSuite à un changement de banque, merci de régler la prochaine situation sur le compte suivant :\n\nIBAN {iban}\n\n"
               "L'ancien compte est clôturé.\n\nCordialement\nBruno Vidal"),
    moved("it", FABBRICA, "nuove coordonnate del fornitore d'acciaio", "acciai", forged("Fabio Marchetti", "f.marchetti@acciailombardi.example",
          reply_to="<f.marchetti@acciailornbardi.example>"), "IT",
          mule="LT", to="marta.conti", announced="Nuove coordinate bancarie", subject="Nuove coordinate bancarie",
          body="Gentile Marta,\n\nle comunichiamo che le nostre coordinate bancarie sono cambiate. Il saldo delle fatture aperte va versato su IBAN {iban}.\n\nCordiali "
          "saluti\nFabio Marchetti"),
    moved("es", SHOP, "el proveedor cambia de cuenta", "aceites", rented("Rafael Prieto", "rafael@aceitesierra-alta.example", "BG"), "ES", to="pablo",
          announced="Cambio de cuenta bancaria", subject="Cambio de cuenta bancaria",
          body="Buenos días, Pablo:\n\nhemos cambiado de banco. A partir de hoy los pagos deben hacerse a la cuenta {iban}. Por favor confirma cuando esté "
          "actualizado.\n\nUn saludo\nRafael Prieto"),
    moved("nl", SCHOOL, "boekhandel met nieuw rekeningnummer", "vandam", forged("Ria van Dam", "ria@vandam-schoolboeken.example",
          reply_to="<ria.vandam.administratie@gmail.com>"), "NL",
          mule="BE", to="j.bakker", announced="Nieuw rekeningnummer", subject="Nieuw rekeningnummer",
          body="Beste Joost,\n\nons rekeningnummer is gewijzigd. Wil je de openstaande facturen overmaken naar {iban}? Het oude nummer vervalt per 15 juni.\n\nGroet, Ria "
          "van Dam"),
    moved("pl", HURT, "dostawca opakowań zmienia konto", "baltyk", rented("Tomasz Zieliński", "t.zielinski@opakowania-baltyk-pl.example", "LT"), "PL", to="j.mazur",
          announced="Zmiana numeru rachunku", subject="Zmiana numeru rachunku",
          body="Dzień dobry Pani Joanno,\n\ninformujemy o zmianie numeru rachunku bankowego. Prosimy opłacać faktury na konto {iban}. Prosimy o "
          "potwierdzenie.\n\nPozdrawiam\nTomasz Zieliński"),
    moved("sv", BYRA, "tryckeriet byter bank", "fyren", free("Gunnar Nyström", "gunnar.tryckerietfyren@gmail.com"), "SE", to="maja",
          announced="Nytt bankkonto", subject="Nytt bankkonto",
          body="Hej Maja,\n\nvi har bytt bank. Betala gärna de öppna fakturorna till IBAN {iban} i stället. Det gamla kontot stängs i veckan.\n\nHälsningar\nGunnar"),
    moved("cs", STAVBY, "dodavatel betonu mění účet", "beton", forged("Lenka Svobodová", "svobodova@betonvysocina.example", reply_to="<svobodova.beton@seznam.cz>"), "CZ",
          to="mala", announced="Změna bankovního účtu", subject="Změna bankovního účtu",
          body="Dobrý den, paní Malá,\n\nod června máme nový účet. Faktury prosím hraďte na IBAN {iban}. Původní účet bude zrušen.\n\nS pozdravem\nLenka Svobodová"),
    moved("tr", OTEL, "tedarikçi hesap değiştirdi", "gida", free("Serkan Aydın", "serkan.aydin.akdenizgida@gmail.com"), "TR", to="can",
          announced="Yeni hesap bilgilerimiz", subject="Yeni hesap bilgilerimiz",
          body="Can Bey merhaba,\n\nBanka hesabımız değişti. Bundan sonraki ödemeleri {iban} numaralı hesaba yapmanızı rica ederiz.\n\nSaygılarımla\nSerkan Aydın"),
    moved("pt", ALVORADA, "fornecedor de cimento muda de conta", "cimento", rented("Márcia Teles", "marcia.teles@cimentoserraazul.example", "US"), "BR", to="diego",
          announced="Nova conta bancária", subject="Nova conta bancária",
          body="Bom dia, Diego,\n\ninformamos que nossa conta mudou. Os próximos boletos devem ser pagos na conta {iban}. Por favor confirme o "
          "recebimento.\n\nAtenciosamente\nMárcia Teles"),
]


def stolen(language, org, title, vendor, country, *, to, mule, place_, want="quarantine", **common):
    """The partner's real account, used by somebody else: all is signed, but it comes from elsewhere and names another account."""
    partner = WHO[vendor]
    return pair("stolen-partner-account", language, org, title, to=to,
                attack=side(partner.but(at=VPS[place_]), want, "The real address, but from another network and country, with another account than ever before.",
                            words={"iban": grouped(mule)}),
                twin=side(partner, "deliver", "As always: same network, same account.", words={"iban": grouped(BANK[vendor])}), **common)


STOLEN = [
    stolen("en", HOSPITAL, "the invoice with another account", "pelham", "GB", to="colin.frost", mule=MULE["LT"], place_="NG", subject="Invoice PM-4338",
           files=(File("PM-4338.pdf", "pdf", "Pelham Medical Supplies Ltd\nInvoice PM-4338\nTotal GBP 6,412.80\nPay to IBAN {iban}"),),
           body="Dear Colin,\n\nplease find attached invoice PM-4338 over £6,412.80 for the June delivery. Payment within 14 days to IBAN {iban}, please.\n\nKind "
           "regards\nDerek Lyle"),
    stolen("de", KANZLEI, "Rechnung mit anderer Kontonummer", "hansen", "DE", to="kern", mule=MULE["BG"], place_="RU", subject="Rechnung 4233",
           files=(File("Rechnung_4233.pdf", "pdf", "Büro-Center Hansen GmbH\nRechnung 4233\nGesamt 812,40 EUR\nIBAN {iban}"),),
           body="Sehr geehrter Herr Kern,\n\nanbei Rechnung 4233 über 812,40 € für die Drucker im zweiten Stock. Bitte überweisen Sie bis zum 19. Juni auf IBAN "
           "{iban}.\n\nMit freundlichen Grüßen\nBirgit Hansen"),
    stolen("fr", MAIRIE, "situation de travaux, autre compte", "vidal", "FR", to="s.garnier", mule=MULE["ES"], place_="SG", subject="Situation de travaux n° 4222",
           files=(File("Situation_4222.pdf", "pdf", "Travaux Vidal SA\nSituation 4222\nMontant 23 890,00 EUR TTC\nIBAN {iban}"),),
           body="Bonjour Madame Garnier,\n\nVous trouverez ci-joint la situation n° 4222 pour l'école Jean-Moulin, 23 890 € TTC. Règlement sur IBAN "
           "{iban}.\n\nCordialement\nBruno Vidal"),
    stolen("it", FABBRICA, "fattura con altro IBAN", "acciai", "IT", to="marta.conti", mule=MULE["PT"], place_="NL", subject="Fattura 4194",
           body="Gentile Marta,\n\nin allegato la fattura 4194 di 18.640,00 euro. Il pagamento a 30 giorni va fatto su IBAN {iban}.\n\nCordiali saluti\nFabio Marchetti",
           files=(File("Fattura_4194.pdf", "pdf", "Acciai Lombardi S.r.l.\nFattura 4194\n18.640,00 EUR\nIBAN {iban}"),)),
    stolen("nl", SCHOOL, "factuur met ander nummer", "vandam", "NL", to="j.bakker", mule=MULE["DE"], place_="LT", subject="Factuur 4191",
           body="Beste Joost,\n\nhierbij factuur 4191 voor de werkboeken van groep 6, € 1.284,50. Graag overmaken naar {iban}.\n\nGroet, Ria",
           files=(File("factuur-4191.pdf", "pdf", "Schoolboeken Van Dam\nFactuur 4191\nEUR 1.284,50\n{iban}"),)),
    stolen("pl", HURT, "faktura z innym kontem", "baltyk", "PL", to="j.mazur", mule=MULE["LT"], place_="BG", subject="Faktura FV/4212/2026",
           body="Dzień dobry,\n\nw załączeniu faktura FV/4212/2026 na 9 874,20 zł. Prosimy o przelew na konto {iban}.\n\nPozdrawiam\nTomasz Zieliński",
           files=(File("FV_4212_2026.pdf", "pdf", "Opakowania Baltyk\nFV/4212/2026\n9 874,20 PLN\n{iban}"),)),
    stolen("sv", BYRA, "faktura med annat konto", "fyren", "SE", to="maja", mule=MULE["GB"], place_="RU", subject="Faktura 4184",
           body="Hej Maja,\n\nhär kommer faktura 4184 för broschyrerna, 42 300 kr. Betalas till IBAN {iban} inom 30 dagar.\n\nHälsningar\nGunnar",
           files=(File("Faktura 4184.pdf", "pdf", "Tryckeriet Fyren AB\nFaktura 4184\n42 300 SEK\nIBAN {iban}"),)),
    stolen("es", SHOP, "factura con otra cuenta", "aceites", "ES", to="pablo", mule=MULE["FR"], place_="NG", subject="Factura A-4205",
           body="Hola Pablo:\n\nte mando la factura A-4205 de 3.120 €. El pago, como siempre a 30 días, a la cuenta {iban}.\n\nUn saludo\nRafael",
           files=(File("A-4205.pdf", "pdf", "Aceites Sierra Alta\nFactura A-4205\n3.120,00 EUR\n{iban}"),)),
    stolen("cs", STAVBY, "faktura s jiným účtem", "beton", "CZ", to="mala", mule=MULE["BG"], place_="HK", subject="Faktura 4191",
           body="Dobrý den, paní Malá,\n\nv příloze faktura 4191 za beton C25/30, 86 420 Kč. Prosím o úhradu na IBAN {iban}.\n\nS pozdravem\nLenka Svobodová",
           files=(File("faktura-4191.pdf", "pdf", "Beton Vysocina a.s.\nFaktura 4191\n86 420 CZK\nIBAN {iban}"),)),
    stolen("tr", OTEL, "faturada başka hesap", "gida", "TR", to="can", mule=MULE["DE"], place_="RU", subject="Sipariş 4233 faturası",
           body="Can Bey merhaba,\n\n4233 numaralı siparişin faturası ektedir, 74.250 TL. Ödemeyi {iban} hesabına yapabilirsiniz.\n\nSaygılarımla\nSerkan Aydın",
           files=(File("fatura-4233.pdf", "pdf", "Akdeniz Gida\nFatura 4233\n74.250 TL\n{iban}"),)),
]


def grafted(language, org, title, who, to, false, thread, *, twin_body=None, **common):
    """The conversation is real, the one who goes on with it is not."""
    twin = {"body": twin_body} if twin_body else {}
    return pair("thread-hijack", language, org, title, to=to, thread=Thread(WHO[who], to, thread, ((6, "in"), (5, "out"), (2, "in"), (1, "out"))), subject="Re: " + thread,
                attack=side(false, "quarantine", "It continues our conversation, but from a domain that never took part in it."),
                twin=side(WHO[who], "deliver", "The one with whom we talk goes on talking.", **twin), **common)


HIJACKS = [
    grafted("en", HOSPITAL, "a partner's thread goes on elsewhere, with a link", "whitmore_anne", "naomi.clarke", rented("Anne Castell",
            "anne.castell@labcourier-docs.example", "US"), "Courier times in June",
            words={"link": "https://files.{site}/courier/june-plan"},
            body="Hi Naomi,\n\nhere is the plan that I promised: [courier plan June]({link})\n\nPlease look at it today, the drivers start on Monday.\n\nAnne\n\n"
                 "> On Mon, Naomi Clarke wrote:\n> Hi Anne, could you send me the times for the week of the 15th?"),
    grafted("en", NGO, "the driller's account changes in the middle of a thread", "lakeside", "amy.walsh", rented("James Otieno",
            "j.otieno@lakeside-drilling-ke.example", "NL"), "Borehole 14, second instalment",
            body="Dear Amy,\n\nas discussed below, please send the second instalment to our other account, KE-0771 9920 4410, because the first is under audit.\n\nJames\n\n"
                 "> On Mon, Amy Walsh wrote:\n> Dear James, we can pay the second instalment this week. Is the account unchanged?",
            twin_body="Dear Amy,\n\nyes, please send the second instalment to the same account as before, KE-0110 4455 2201.\n\nJames\n\n"
                      "> On Mon, Amy Walsh wrote:\n> Dear James, we can pay the second instalment this week. Is the account unchanged?"),
    grafted("de", KANZLEI, "Mandantengespräch von fremder Domain", "nordhaus", "aydin", rented("Stefan Krüger", "s.krueger@nordhaus-immo-gruppe.example", "BG"),
            "Mietvertrag Halle 3",
            words={"link": "https://portal.{site}/dokumente/halle3"},
            body="Guten Tag Frau Aydin,\n\nanbei wie besprochen der geänderte Entwurf: [Mietvertrag Halle 3 (Fassung 4)]({link})\n\nBitte noch heute durchsehen.\n\nMit "
            "freundlichen Grüßen\nStefan Krüger\n\n"
                 "> Am Montag schrieb Lena Aydin:\n> Sehr geehrter Herr Krüger, § 7 müssten wir noch anpassen. Schicken Sie mir bitte Ihre Fassung."),
    grafted("de", KANZLEI, "Notariat, Antwort von freier Adresse mit Datei", "ebner", "vogt", free("Notariat Dr. Ebner", "notariat.ebner.sekretariat@gmx.de",
            "thunderbird"), "UR-Nr. 211/2026 Termin",
            files=(File("Entwurf_UR211.zip", "zip", inside=(File("Entwurf_UR211.docx", "docx", "Entwurf der Urkunde"),)),),
            body="Sehr geehrte Frau Vogt,\n\nden überarbeiteten Entwurf finden Sie in der Anlage. Bitte öffnen und den Termin bestätigen.\n\nMit freundlichen "
            "Grüßen\nSekretariat Dr. Ebner\n\n"
                 "> Am Montag schrieb Petra Vogt:\n> Guten Tag, könnten wir den Termin am 16. halten?"),
    grafted("fr", MAIRIE, "suite d'un échange avec le syndicat", "eaux", "a.roussel", rented("Hélène Faure", "h.faure@eauxduclar-travaux.example", "NL"),
            "Réseau rue Haute, phase 2",
            words={"link": "https://doc.{site}/phase2"},
            body="Bonjour Alain,\n\nvoici le plan de la phase 2 : [consulter le plan]({link})\n\nMerci de me le valider aujourd'hui.\n\nHélène Faure\n\n"
                 "> Lundi, Alain Roussel a écrit :\n> Bonjour Hélène, il me manque le plan de la phase 2 pour le conseil."),
    grafted("it", FABBRICA, "trattativa con il cliente tedesco", "hartmann", "luca.bassi", rented("Uwe Hartmann", "u.hartmann@hartrnann-werkzeugbau.example", "US"),
            "Werkzeug 4119, consegna",
            body="Buongiorno Luca,\n\ncome concordato sotto, l'acconto del 30 % va sul nostro conto in Lituania: LT60 9999 0000 1110 1001. Poi partiamo con la "
            "produzione.\n\nUwe Hartmann\n\n"
                 "> Luca Bassi ha scritto:\n> Ciao Uwe, confermo la consegna in settimana 28. L'acconto come sempre?",
            twin_body="Buongiorno Luca,\n\nsì, l'acconto del 30 % come sempre sul conto che avete. Poi partiamo con la produzione.\n\nUwe Hartmann\n\n"
                      "> Luca Bassi ha scritto:\n> Ciao Uwe, confermo la consegna in settimana 28. L'acconto come sempre?"),
    grafted("es", SHOP, "sigue el hilo con la tienda portuguesa", "loja", "pablo", free("Teresa Vaz", "teresa.vaz.lojadosul@gmail.com"), "Encomenda de junio",
            words={"link": "https://drive.{site}/encomenda"},
            body="Hola Pablo:\n\nte paso el pedido definitivo: [Encomenda junio]({link})\n\nConfírmamelo hoy, por favor.\n\nTeresa\n\n> Pablo Ruiz escribió:\n> Hola "
            "Teresa, ¿cuántas cajas serán al final?"),
    grafted("sv", BYRA, "kundens tråd från en annan domän", "kund", "oskar", rented("Henrik Wallin", "henrik.wallin@polarmejeri-projekt.example", "LT"), "Kampanj höst, underlag",
            words={"link": "https://filer.{site}/underlag"},
            body="Hej Oskar,\n\nhär är underlaget: [Kampanj höst]({link})\n\nLogga in med jobbmejlen och godkänn i dag.\n\nHenrik\n\n> Oskar Berg skrev:\n> Hej Henrik, "
            "när får vi underlaget?"),
    grafted("pl", HURT, "ciąg dalszy rozmowy ze sklepem", "sklep", "p.lis", rented("Renata Gajda", "zamowienia@sklepygajda-centrala.example", "BG"), "Zamówienie czerwcowe",
            files=(File("Zamowienie_czerwiec.xlsx", "xlsx", "Produkt;Ilosc\nMaka;400\nCukier;250"),),
            body="Panie Piotrze,\n\nw załączeniu poprawione zamówienie. Proszę wysłać jeszcze dziś, na nowy magazyn w Łodzi.\n\nRenata Gajda\n\n> Piotr Lis napisał:\n> "
            "Pani Renato, kiedy dostaniemy zamówienie?"),
    grafted("ja", MINATO, "見積の続きを別ドメインから", "hokuto", "suzuki", rented("渡辺 誠", "m.watanabe@hokuto-kinzoku-sales.example", "HK"), "見積 4118 の件",
            words={"link": "https://files.{site}/4118"},
            body="鈴木様\n\nお世話になっております。ご依頼の見積書はこちらです。[見積書 4118]({link})\n本日中にご確認ください。\n\n渡辺\n\n> 鈴木 大輔:\n> 渡辺様 見積書をお待ちしております。"),
]


def pivot(language, org, title, sender, pivoted, **common):
    """Answers would go elsewhere."""
    return pair("reply-to-pivot", language, org, title, attack=side(pivoted, "quarantine", "Written in a known name, but the answer would go to a strange mailbox."),
                twin=side(sender, "deliver", "The answer goes where it always went."), **common)


PIVOTS = [
    pivot("en", HOSPITAL, "supplier's address, answers to a free mailbox", WHO["northgate"], forged_no_policy("Sue Marsh", "sue@northgate-cleaning.example",
          reply_to="<sue.northgate.accounts@outlook.com>", program="thunderbird"),
          to="colin.frost", subject="Statement of account", body="Hi Colin,\n\ncould you tell me which of our invoices are due in June and when you will pay them? I need "
          "it for our bank.\n\nThanks\nSue"),
    pivot("en", HOSPITAL, "the chief's own address in From, answers outside", HOSPITAL.person("margaret.oakes"), forged("Margaret Oakes",
          "margaret.oakes@staurel-hospital.example", "reject", reply_to="<m.oakes.private@gmail.com>"),
          to="ruth.adeyemi", subject="Staff list", body="Ruth,\n\nplease send me the current staff list with addresses and dates of birth, as a spreadsheet. I need it "
          "for the trustees at four.\n\nMargaret"),
    pivot("de", KANZLEI, "Mandant mit fremder Antwortadresse", WHO["nordhaus"], forged("Stefan Krüger", "s.krueger@nordhaus-immobilien.example",
          reply_to="<s.krueger.nordhaus@gmx.de>"),
          to="aydin", subject="Kautionskonto", body="Guten Tag Frau Aydin,\n\nwie hoch ist der Stand auf dem Kautionskonto, und an wen wenden wir uns wegen der "
          "Auszahlung? Ich brauche es heute.\n\nMit freundlichen Grüßen\nStefan Krüger"),
    pivot("fr", MAIRIE, "réponses vers une autre boîte", WHO["eaux"], forged("Hélène Faure", "h.faure@eaux-du-clar.example", reply_to="<helene.faure.eaux@laposte.net>"),
          to="a.roussel", subject="Mandats en attente", body="Bonjour Alain,\n\npeux-tu me dire quels mandats du syndicat sont encore à payer ce mois-ci, et par qui "
          "?\n\nHélène"),
    pivot("it", FABBRICA, "risposta altrove", WHO["studio"], forged("Studio Galli", "paghe@studiogalli.example", reply_to="<studiogalli.paghe@libero.it>"),
          to="elena.rizzo", subject="Cedolini di giugno", body="Gentile Elena,\n\nci rimanda l'elenco dei dipendenti con codice fiscale e IBAN? Dobbiamo rifare i "
          "cedolini di giugno entro oggi.\n\nStudio Galli"),
    pivot("es", SHOP, "respuesta a otro buzón", WHO["envases"], forged_no_policy("Envases Levante", "pedidos@envaseslevante.example",
          reply_to="<envases.levante.cobros@yahoo.es>", program="outlook"),
          to="carmen", subject="Facturas pendientes", body="Hola Carmen:\n\n¿nos dices qué facturas quedan pendientes y la fecha de pago? Lo necesita nuestra gestoría "
          "hoy.\n\nEnvases Levante"),
    pivot("pl", HURT, "odpowiedź na obcą skrzynkę", WHO["biuro"], forged("Beata Sowa", "beata.sowa@biuro-sowa.example", reply_to="<biuro.sowa.ksiegowosc@o2.pl>"),
          to="j.mazur", subject="Dane do JPK", body="Pani Joanno,\n\nproszę o przesłanie wyciągów bankowych za maj i listy płac, brakuje mi ich do JPK. Najlepiej "
          "dziś.\n\nBeata Sowa"),
    pivot("pt", ALVORADA, "resposta para outra caixa", WHO["locadora"], forged_no_policy("Locadora Guimarães", "faturamento@locadoraguimaraes.example",
          reply_to="<locadora.guimaraes.cobranca@uol.com.br>", program="outlook"),
          to="camila", subject="Faturas em aberto", body="Bom dia, Camila,\n\nquais faturas ainda estão em aberto e quando serão pagas? Precisamos responder ao banco "
          "hoje.\n\nLocadora Guimarães"),
    pivot("ru", MOST, "ответ на чужой ящик", WHO["bumaga"], forged_no_policy("Бумага-Трейд", "zakaz@bumaga-trade.example", reply_to="<bumaga.trade.oplata@mail.ru>",
          program="thunderbird"),
          to="smirnova", charset="windows-1251", subject="Акт сверки", body="Ольга, добрый день!\n\nПришлите, пожалуйста, акт сверки и список неоплаченных счетов. Нужно "
          "сегодня для банка.\n\nБумага-Трейд"),
    pivot("zh", HAILAN, "回复到陌生邮箱", WHO["jinpeng"], forged_no_policy("刘洋", "liuyang@jinpeng-pack.example", reply_to="<liuyang.jinpeng@163.com>", program="outlook"),
          to="wangli", charset="gb18030", subject="对账", body="王丽,您好:\n\n请把未付款的订单清单和付款日期发给我,今天银行要用。\n\n刘洋 金鹏包装"),
]


def newcomer(language, org, title, honest, false, *, want="banner", **common):
    """Nobody here knows either of them. The true one names a matter of ours and asks for nothing but an answer."""
    return pair("new-vendor", language, org, title, attack=side(false[0], want, "A stranger sends a bill for something that nobody ordered, and presses.", **false[1]),
                twin=side(honest, "deliver", "A first letter as offices get them: who, why, how to reach them."), **common)


NEWCOMERS = [
    newcomer("en", HOSPITAL, "a quote beside a bill for a directory", office365("Laura Pike", "laura.pike@brightline-signs.example",
             footer="Brightline Signs Ltd, 14 Mill Lane, Rugby · 01788 555 012"),
             (rented("Hospital Directory UK", "billing@hospital-directory-uk.example", "BG"), {"subject": "FINAL NOTICE invoice 88213", "body":
              "Dear accounts payable,\n\nyour entry in the Hospital Directory is now 30 days overdue. Pay GBP 987.00 within 24 hours to IBAN " + grouped(MULE["LT"]) +
              " to avoid legal action. No further reminder will be sent."}), to="suppliers", subject="Quote for door signs, as requested by estates",
             body="Dear team,\n\nyour estates office asked us at the trade fair for a quote for 40 door signs. You find it attached; it is valid until the end of July. "
             "If you have questions, call me on 01788 555 012.\n\nBest wishes\nLaura Pike",
             files=(File("Q-2281.pdf", "pdf", "Brightline Signs Ltd\nQuote Q-2281\n40 door signs"),)),
    newcomer("de", KANZLEI, "Angebot, und eine Rechnung für ein Register", plain_office("Malerbetrieb Thode", "info@malerbetrieb-thode.example", "DE", program="thunderbird"),
             (rented("Zentrales Firmenregister", "rechnung@firmenregister-zentral.example", "BG"), {"subject": "Zahlungserinnerung - letzte Mahnung", "body":
              "Sehr geehrte Damen und Herren,\n\nfür Ihren Eintrag im Zentralen Firmenregister sind 689,00 € offen. Zahlen Sie binnen 24 Stunden auf IBAN "
              "" + grouped(MULE["BG"]) +
              ", sonst leiten wir das Inkassoverfahren ein."}), to="kanzlei", subject="Angebot Treppenhaus",
             body="Guten Tag,\n\nnach der Besichtigung am Dienstag mit Frau Vogt schicken wir Ihnen unser Angebot für das Treppenhaus. Bei Fragen rufen Sie gern "
             "an.\n\nMit freundlichen Grüßen\nJörg Thode",
             files=(File("Angebot_2026-118.pdf", "pdf", "Malerbetrieb Thode\nAngebot 2026-118\nTreppenhaus 3.420,00 EUR"),)),
    newcomer("fr", MAIRIE, "un devis, et une fausse régularisation", office("Claire Marty", "c.marty@paysages-marty.example", "FR"),
             (rented("Service de régularisation RGPD", "dossier@rgpd-regularisation.example", "NL"), {"subject": "DERNIER AVIS avant sanction", "body":
              "Madame, Monsieur,\n\nvotre collectivité n'est pas en règle. Versez 1 194 € sous 48 heures sur le compte " + grouped(MULE["ES"]) + " pour éviter une sanction."}),
             to="mairie", subject="Devis pour le square", body="Madame, Monsieur,\n\nsuite à notre visite avec M. Petit, voici notre devis pour le square des Tilleuls. "
             "Je reste à votre disposition.\n\nClaire Marty, Paysages Marty",
             files=(File("Devis_Marty.pdf", "pdf", "Paysages Marty\nDevis 2026-44\nSquare des Tilleuls"),)),
    newcomer("it", FABBRICA, "un nuovo fornitore, e un finto registro", office("Silvia Donati", "s.donati@oleodinamica-donati.example", "IT"),
             (rented("Registro Imprese Europee", "fatture@registro-imprese-ue.example", "LT"), {"subject": "Ultimo sollecito di pagamento", "body":
              "Spett.le ditta,\n\nrisulta non pagata la quota annuale di 598,00 euro. Versare entro 24 ore su IBAN " + grouped(MULE["LT"]) + " per evitare il recupero "
              "crediti."}),
             to="ordini", subject="Offerta valvole", body="Buongiorno,\n\ncome chiesto dal signor Bassi in fiera, allego l'offerta per le valvole. Resto a "
             "disposizione.\n\nSilvia Donati",
             files=(File("Offerta_330.pdf", "pdf", "Oleodinamica Donati\nOfferta 330"),)),
    newcomer("nl", SCHOOL, "een offerte, en een spookfactuur", plain_office("Glaszetter Mulder", "kantoor@glas-mulder.example", "NL", program="outlook"),
             (rented("Bedrijvengids Nederland", "factuur@bedrijvengids-nl.example", "LT"), {"subject": "Laatste aanmaning", "body":
              "Geachte heer/mevrouw,\n\nuw vermelding is nog niet betaald. Maak binnen 24 uur € 479,00 over naar " + grouped(MULE["BE"]) + " om incassokosten te voorkomen."}),
             to="facturen", subject="Offerte ramen gymzaal", body="Goedemiddag,\n\nna ons bezoek met de heer Jansen sturen wij de offerte voor de ramen van de gymzaal. "
             "Vragen? Bel gerust.\n\nHenk Mulder",
             files=(File("offerte-gymzaal.pdf", "pdf", "Glaszetter Mulder\nOfferte gymzaal"),)),
    newcomer("es", SHOP, "un presupuesto, y una factura fantasma", office("Nuria Campos", "nuria@etiquetascampos.example", "ES"),
             (rented("Guía de Empresas", "cobros@guia-empresas-es.example", "BG"), {"subject": "ÚLTIMO AVISO de pago", "body":
              "Estimados señores:\n\nsu anuncio sigue impagado. Abonen 560 € en 24 horas en " + grouped(MULE["ES"]) + " o iniciaremos acciones legales."}),
             to="facturas", subject="Presupuesto de etiquetas", body="Hola:\n\nPablo nos pidió en la feria un presupuesto de etiquetas para las botellas de 500 ml. Lo "
             "adjunto. Cualquier duda, me decís.\n\nNuria Campos",
             files=(File("Presupuesto-77.pdf", "pdf", "Etiquetas Campos\nPresupuesto 77"),)),
    newcomer("pl", HURT, "oferta, i wezwanie z fałszywego rejestru", office("Marek Duda", "marek.duda@wagi-duda.example", "PL"),
             (rented("Centralny Rejestr Firm", "oplaty@rejestr-firm-centralny.example", "NL"), {"subject": "OSTATECZNE WEZWANIE", "body":
              "Szanowni Państwo,\n\nopłata za wpis 435 zł nie została uiszczona. Prosimy o wpłatę w ciągu 24 godzin na konto " + grouped(MULE["PL"]) + ", inaczej sprawa "
              "trafi do windykacji."}),
             to="biuro", subject="Oferta na wagi", body="Dzień dobry,\n\npo rozmowie z panem Lisem przesyłam ofertę na wagi magazynowe. W razie pytań proszę o "
             "telefon.\n\nMarek Duda",
             files=(File("Oferta_wagi.pdf", "pdf", "Wagi Duda\nOferta"),)),
    newcomer("en", NGO, "a printer's first letter, and a bill for a trade mark", office365("Mona Ekberg", "mona@ekberg-translations.example"),
             (rented("International Trademark Office", "fees@intl-trademark-office.example", "HK"), {"subject": "Renewal fee overdue", "body":
              "To the director:\n\nthe renewal fee of USD 1,870 for your trademark is overdue. Transfer it within 24 hours to " + grouped(MULE["BG"]) + " or your rights "
              "will be cancelled."}),
             to="info", subject="Translations into Swahili", body="Dear Clearwater team,\n\nHarriet Fenwick told me that you look for translators into Swahili. I attach "
             "my rates and two references. Would a call next week suit you?\n\nMona Ekberg",
             files=(File("Rates 2026.pdf", "pdf", "Ekberg Translations\nRates 2026"),)),
    newcomer("cs", STAVBY, "nabídka, a falešný rejstřík", office("Radek Šimek", "simek@leseni-simek.example", "CZ"),
             (rented("Centrální rejstřík firem", "platby@rejstrik-firem.example", "BG"), {"subject": "POSLEDNÍ VÝZVA k úhradě", "body":
              "Vážení,\n\npoplatek 4 890 Kč za zápis nebyl uhrazen. Zaplaťte do 24 hodin na " + grouped(MULE["CZ"]) + ", jinak zahájíme vymáhání."}),
             to="info", subject="Nabídka lešení", body="Dobrý den,\n\nna základě prohlídky s panem Dvořákem posílám nabídku na lešení pro školu v Lipové. Rád zodpovím "
             "dotazy.\n\nRadek Šimek",
             files=(File("Nabidka_leseni.pdf", "pdf", "Leseni Simek\nNabidka"),)),
]


def callback(language, org, title, true, false, *, twin_body, want="quarantine", **common):
    """A bill for something never bought, and a number to call: no link, no file that a filter could know."""
    return pair("callback-invoice", language, org, title, attack=side(false, want, "A bill out of nowhere from a free mailbox; the only way to stop it is a telephone number."),
                twin=side(true, "deliver", "The bill of somebody whom we pay every month, and whom one may call.", body=twin_body), **common)


CALLBACKS = [
    callback("en", HOSPITAL, "antivirus subscription", WHO["pelham"], free("Geek Squad Billing", "billing.dept.44718@gmail.com"), to="colin.frost",
             subject="Invoice 7719-4410 - renewal",
             body="Dear customer,\n\nyour Geek Squad Total Protection has been renewed for three years. USD 499.99 will be charged to your account today.\n\n"
                  "If you did not authorise this, call our billing desk at +1 (888) 555-0142 within 24 hours to cancel.\n\nInvoice number: 7719-4410",
             twin_body="Dear Colin,\n\nthe maintenance of your three infusion pumps has been renewed for a year, £499.00 including VAT, as ordered under PO 11872.\n\n"
                       "If you have questions about this invoice, call me on 024 7655 0142.\n\nInvoice number: PM-4341"),
    callback("en", NGO, "payment by a known service", WHO["auditor"], free("PayPal Service", "paypal.invoice.desk77@outlook.com"), to="finance",
             subject="Order confirmation 5531",
             body="Thank you for your order. You paid USD 879.00 to CRYPTO WORLD LLC by PayPal.\n\nNot you? Call our fraud team now: +1 (805) 555-0117. The amount will "
             "be debited within 12 hours.",
             twin_body="Thank you for the documents. Our fee for the interim audit is CHF 879.00, as agreed.\n\nQuestions? Call me: +41 44 555 01 17. The invoice follows "
             "by post."),
    callback("en", BYRA, "a bill as picture", WHO["fyren"], free("Norton LifeLock", "norton.renewal.91822@gmail.com"), to="faktura", subject="Your plan was renewed",
             files=(File("receipt.png", "png", cid="receipt"),), body="Your Norton plan was renewed for $389.00. To cancel and get a refund call +1 (844) 555-0163.",
             twin_body="Hi, your order of posters was sent for 3,890 kr. If something is damaged call me on 0920 555 163."),
    callback("de", KANZLEI, "Abbuchung für ein Abo", WHO["hansen"], free("Kundenservice Amazon Prime", "prime.rechnung.2281@web.de", "thunderbird"), to="buchhaltung",
             subject="Ihre Bestellung 302-77120",
             body="Guten Tag,\n\nvielen Dank für Ihren Einkauf. Der Betrag von 789,99 € wird heute von Ihrem Konto abgebucht.\n\nWenn Sie das nicht waren, rufen Sie "
             "sofort unsere Hotline an: 0800 5550199.",
             twin_body="Guten Tag,\n\nvielen Dank für Ihren Einkauf. Der Betrag von 189,99 € steht auf der nächsten Monatsrechnung.\n\nBei Fragen zur Bestellung rufen "
             "Sie mich an: 0431 5550199."),
    callback("fr", MAIRIE, "renouvellement d'un antivirus", WHO["papeterie"], free("Service Client McAfee", "mcafee.facture.5571@free.fr", "thunderbird"),
             to="comptabilite", subject="Facture 99120 renouvelée",
             body="Bonjour,\n\nvotre abonnement McAfee a été renouvelé pour 349,99 €. Le montant sera prélevé sous 24 heures.\n\nPour annuler, appelez le 0 805 55 01 88.",
             twin_body="Bonjour,\n\nvotre commande de ramettes a été expédiée, 349,90 € TTC. La facture suit en fin de mois.\n\nPour toute question, appelez le 04 67 55 01 88."),
    callback("es", SHOP, "cargo de una suscripción", WHO["envases"], free("Soporte Microsoft", "microsoft.cargos.332@hotmail.com", "gmail"), to="facturas",
             subject="Cargo de 419,00 EUR",
             body="Estimado cliente:\n\nse ha renovado su plan Microsoft 365 por 419,00 €. Si no reconoce este cargo llame hoy al 900 555 017 para cancelarlo.",
             twin_body="Hola:\n\nsale hoy vuestro pedido de cajas por 419,00 €. Si falta algo, llamad al 961 555 017 y lo miramos."),
    callback("it", FABBRICA, "addebito per un antivirus", WHO["veneti"], free("Assistenza Norton", "norton.fatture.7120@libero.it", "thunderbird"), to="amministrazione",
             subject="Addebito 399,99 EUR",
             body="Gentile cliente,\n\nil suo abbonamento Norton è stato rinnovato per 399,99 euro. Per annullare l'addebito chiami subito il numero 800 555 0172.",
             twin_body="Buongiorno,\n\nil ritiro di giovedì è confermato, 399,00 euro più IVA. Per spostarlo chiami il numero 049 555 0172."),
    callback("nl", SCHOOL, "abonnement op een helpdesk", WHO["hollander"], free("Helpdesk Microsoft", "microsoft.helpdesk.8821@live.nl", "gmail"), to="facturen",
             subject="Bevestiging abonnement",
             body="Geachte klant,\n\nuw abonnement van € 459,- is verlengd en wordt vandaag afgeschreven. Niet akkoord? Bel binnen 24 uur 085 555 0141.",
             twin_body="Goedemorgen,\n\nde bus voor groep 7 is gereserveerd voor € 459,-. Wijzigen kan tot vrijdag, bel 0575 555 0141."),
    callback("pt", ALVORADA, "compra não reconhecida", WHO["locadora"], free("Central Mercado Pago", "central.mercadopago.118@uol.com.br", "roundcube"), to="financeiro",
             subject="Compra aprovada R$ 2.349,90",
             body="Prezado cliente,\n\nsua compra de R$ 2.349,90 no Mercado Pago foi aprovada. Se não reconhece, ligue agora para 0800 555 0192 e cancele.",
             twin_body="Prezados,\n\na locação da betoneira foi aprovada, R$ 2.349,90 por mês. Se precisar mudar a data, ligue para 11 5555 0192."),
]

CASES = BANK_CHANGES + STOLEN + HIJACKS + PIVOTS + NEWCOMERS + CALLBACKS
