#include "detect/shipped.h"

#include <string.h>

#include "base/attr.h"

const struct shipped_brand shipped_brands[] = {
    { "Adobe",              "adobe.com adobesign.com",                                                   false },
    { "Airbnb",             "airbnb.com",                                                                false },
    { "Aldi",               "aldi.com aldi.us aldi-nord.de aldi-sued.de",                                true  },
    { "Alibaba",            "alibaba.com alibaba-inc.com aliexpress.com",                                false },
    { "Allianz",            "allianz.com allianz.de",                                                    false },
    { "Amazon",           "amazon.com amazon.de amazon.co.uk amazon.fr amazon.it amazon.es amazon.co.jp amazon.ca "
                          "amazonaws.com amazonses.com aws.com primevideo.com",                          false },
    { "American Express",   "americanexpress.com aexp.com",                                              false },
    { "Apple",              "apple.com icloud.com me.com",                                               true  },
    { "Aramex",             "aramex.com",                                                                false },
    { "AT&T",               "att.com att.net",                                                           false },
    { "Australia Post",     "auspost.com.au",                                                            false },
    { "Bank of America",    "bankofamerica.com bofa.com",                                                false },
    { "Barclays",           "barclays.com barclays.co.uk",                                               false },
    { "BBVA",               "bbva.com bbva.es bbva.mx",                                                  false },
    { "Best Buy",           "bestbuy.com",                                                               false },
    { "Binance",            "binance.com",                                                               false },
    { "Bitpanda",           "bitpanda.com",                                                              false },
    { "Blockchain.com",     "blockchain.com",                                                            false },
    { "BNP Paribas",        "bnpparibas.com bnpparibas.net",                                             false },
    { "Booking.com",        "booking.com",                                                               false },
    { "Bradesco",           "bradesco.com.br bradesco.com",                                              false },
    { "CaixaBank",          "caixabank.com caixabank.es",                                                false },
    { "Canada Post",        "canadapost.ca canadapost-postescanada.ca",                                  false },
    { "Capital One",        "capitalone.com",                                                            false },
    { "Chase",              "chase.com jpmorgan.com jpmorganchase.com",                                  true  },
    { "Chronopost",         "chronopost.fr",                                                             false },
    { "Citibank",           "citi.com citibank.com",                                                     false },
    { "Cloudflare",         "cloudflare.com",                                                            false },
    { "Coinbase",           "coinbase.com",                                                              false },
    { "Commerzbank",        "commerzbank.de commerzbank.com",                                            false },
    { "Costco",             "costco.com",                                                                false },
    { "Crypto.com",         "crypto.com",                                                                false },
    { "Crédit Agricole",    "credit-agricole.fr credit-agricole.com ca-cib.com",                         false },
    { "Deutsche Bank",      "deutsche-bank.de db.com",                                                   false },
    { "Deutsche Post",      "deutschepost.de dhl.de",                                                    false },
    { "DHL",                "dhl.com dhl.de dhl.co.uk",                                                  false },
    { "Docusign",           "docusign.com docusign.net",                                                 false },
    { "DPD",                "dpd.com dpd.de dpd.co.uk dpd.fr dpd.nl dpd.pl dpdgroup.com",                false },
    { "Dropbox",            "dropbox.com dropboxmail.com",                                               false },
    { "eBay",               "ebay.com ebay.de ebay.co.uk",                                               false },
    { "Edeka",              "edeka.de",                                                                  false },
    { "Evri",               "evri.com",                                                                  false },
    { "Facebook",           "facebook.com facebookmail.com meta.com fb.com",                             false },
    { "FedEx",              "fedex.com",                                                                 false },
    { "Fidelity",           "fidelity.com fidelity.co.uk fidelityinternational.com",                     true  },
    { "Geek Squad",         "geeksquad.com bestbuy.com",                                                 false },
    { "GitHub",             "github.com",                                                                false },
    { "GLS",                "gls-group.com gls-group.eu gls-pakete.de",                                  true  },
    { "GoDaddy",            "godaddy.com secureserver.net",                                              false },
    { "Google",             "google.com googlemail.com gmail.com youtube.com google.co.uk google.de",    false },
    { "HMRC",               "hmrc.gov.uk",                                                               false },
    { "Home Depot",         "homedepot.com",                                                             false },
    { "HSBC",               "hsbc.com hsbc.co.uk",                                                       false },
    { "iCloud",             "icloud.com apple.com me.com",                                               false },
    { "ING",                "ing.com ing.de ing.nl",                                                     true  },
    { "Instagram",          "instagram.com facebookmail.com",                                            false },
    { "Intesa Sanpaolo",    "intesasanpaolo.com",                                                        false },
    { "IRS",                "irs.gov",                                                                   true  },
    { "Itaú",               "itau.com.br itau-unibanco.com.br",                                          false },
    { "Kaufland",           "kaufland.de kaufland.com",                                                  false },
    { "Klarna",             "klarna.com klarna.de",                                                      false },
    { "Kraken",             "kraken.com",                                                                true  },
    { "La Poste",           "laposte.fr laposte.net",                                                    false },
    { "Ledger",             "ledger.com ledgerwallet.com",                                               true  },
    { "Ledger Live",        "ledger.com ledgerwallet.com",                                               false },
    { "Lidl",               "lidl.com lidl.de lidl.co.uk",                                               false },
    { "LinkedIn",           "linkedin.com",                                                              false },
    { "Lloyds Bank",        "lloydsbank.co.uk lloydsbank.com",                                           false },
    { "Mastercard",         "mastercard.com",                                                            false },
    { "McAfee",             "mcafee.com",                                                                false },
    { "Mercado Livre",      "mercadolivre.com.br mercadolivre.com",                                      false },
    { "Mercado Pago",       "mercadopago.com mercadopago.com.br",                                        false },
    { "MetaMask",           "metamask.io consensys.net",                                                 false },
    { "Microsoft",        "microsoft.com microsoftonline.com office.com office365.com outlook.com live.com azure.com "
                          "sharepoint.com onmicrosoft.com microsoftstoreemail.com",                      false },
    { "Microsoft Teams",    "microsoft.com teams.microsoft.com office.com",                              false },
    { "Netflix",            "netflix.com",                                                               false },
    { "Norton",             "norton.com nortonlifelock.com gendigital.com",                              true  },
    { "Nubank",             "nubank.com.br",                                                             false },
    { "Office 365",         "microsoft.com office.com office365.com microsoftonline.com",                false },
    { "OneDrive",           "microsoft.com onedrive.com live.com sharepoint.com",                        false },
    { "OpenSea",            "opensea.io",                                                                false },
    { "Orange",             "orange.fr orange.com orange.es",                                            true  },
    { "OVHcloud",           "ovh.com ovhcloud.com ovh.net",                                              false },
    { "PayPal",             "paypal.com paypal.de paypal.co.uk",                                         false },
    { "Postbank",           "postbank.de",                                                               false },
    { "PostFinance",        "postfinance.ch",                                                            false },
    { "PostNL",             "postnl.nl postnl.com",                                                      false },
    { "QuickBooks",         "intuit.com quickbooks.com",                                                 false },
    { "Rabobank",           "rabobank.nl rabobank.com",                                                  false },
    { "Raiffeisen",         "raiffeisen.at raiffeisen.ch rbinternational.com raiffeisen.ru raiffeisen.hu raiffeisen.ro", false },
    { "Revolut",            "revolut.com",                                                               false },
    { "Rewe",               "rewe.de",                                                                   false },
    { "Robinhood",          "robinhood.com",                                                             true  },
    { "Royal Mail",         "royalmail.com",                                                             false },
    { "Santander",          "santander.com santander.co.uk bancosantander.es",                           true  },
    { "SharePoint",         "microsoft.com sharepoint.com sharepointonline.com",                         false },
    { "Société Générale",   "societegenerale.com societegenerale.fr socgen.com",                         false },
    { "Sparkasse",          "sparkasse.de",                                                              false },
    { "Spotify",            "spotify.com",                                                               false },
    { "Swisscom",           "swisscom.com swisscom.ch bluewin.ch",                                       false },
    { "T-Mobile",           "t-mobile.com t-mobile.nl",                                                  false },
    { "Telegram",           "telegram.org",                                                              true  },
    { "Telekom",            "telekom.de telekom.com t-online.de",                                        false },
    { "Temu",               "temu.com temuemail.com",                                                    false },
    { "TikTok",             "tiktok.com tiktokv.com",                                                    false },
    { "Trezor",             "trezor.io satoshilabs.com",                                                 false },
    { "Trust Wallet",       "trustwallet.com",                                                           false },
    { "UniCredit",          "unicredit.it unicredit.eu unicreditgroup.eu unicredit.de",                  false },
    { "UPS",                "ups.com",                                                                   true  },
    { "USPS",               "usps.com usps.gov",                                                         false },
    { "Verizon",            "verizon.com verizonwireless.com",                                           false },
    { "Vodafone",           "vodafone.com vodafone.de vodafone.co.uk vodafone.it",                       false },
    { "Volksbank",          "vr.de volksbank.de atruvia.de",                                             false },
    { "Walmart",            "walmart.com",                                                               false },
    { "Wells Fargo",        "wellsfargo.com",                                                            false },
    { "WeTransfer",         "wetransfer.com",                                                            false },
    { "WhatsApp",           "whatsapp.com",                                                              false },
    { "Xfinity",            "xfinity.com comcast.com comcast.net",                                       false },
    { "Zoom",               "zoom.us zoom.com zoomgov.com",                                              true  },
};
const size_t shipped_brand_count = ARRAY_LEN(shipped_brands);

const char *const shipped_carriers[] = {
    "adobe.com", "adobesign.com", "airtable.com", "asana.com", "atlassian.net", "box.com", "calendly.com", "canva.com",
    "docusign.com", "docusign.net", "dropbox.com", "evernote.com", "facebookmail.com", "figma.com", "github.com", "google.com",
    "intuit.com", "linkedin.com", "microsoft.com", "monday.com", "notion.so", "onedrive.com", "paypal.com", "quickbooks.com",
    "sharepointonline.com", "slack.com", "squareup.com", "stripe.com", "surveymonkey.com", "trello.com", "typeform.com",
    "wetransfer.com", "xero.com", "zoho.com", "zoom.us",
};
const size_t shipped_carrier_count = ARRAY_LEN(shipped_carriers);

const char *const shipped_free_mail[] = {
    "126.com", "139.com", "163.com", "aim.com", "alice.it", "aol.com", "arcor.de", "att.net", "bigpond.com",
    "bol.com.br", "btinternet.com", "comcast.net", "consultant.com", "cox.net", "daum.net", "email.com",
    "fastmail.com", "foxmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de",
    "gmx.net", "googlemail.com", "hanmail.net", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.es",
    "hotmail.fr", "hotmail.it", "icloud.com", "inbox.lv", "inbox.ru", "interia.pl", "laposte.net", "libero.it",
    "live.com", "live.co.uk", "live.fr", "live.nl", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "naver.com", "o2.pl", "onet.pl", "orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr",
    "outlook.it", "post.com", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com",
    "rocketmail.com", "sbcglobal.net", "seznam.cz", "sfr.fr", "sina.com", "t-online.de", "terra.com.br",
    "tiscali.it", "tutanota.com", "ukr.net", "uol.com.br", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de",
    "wp.pl", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de",
    "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
};
const size_t shipped_free_mail_count = ARRAY_LEN(shipped_free_mail);

const char *const shipped_free_hosts[] = {
    "azurewebsites.net", "blogspot.com", "cloudfunctions.net", "firebaseapp.com", "github.io", "gitlab.io",
    "glitch.me", "herokuapp.com", "netlify.app", "ngrok.io", "onrender.com", "pages.dev", "repl.co", "vercel.app",
    "web.app", "weebly.com", "wixsite.com", "wordpress.com", "workers.dev",
};
const size_t shipped_free_host_count = ARRAY_LEN(shipped_free_hosts);

const char *const shipped_odd_endings[] = {
    "bar", "beauty", "bond", "buzz", "cam", "casa", "cf", "cfd", "click", "cyou", "fun", "ga", "gq", "hair", "icu",
    "lol", "ml", "mom", "monster", "pics", "quest", "rest", "sbs", "shop", "skin", "surf", "tk", "top", "vip",
    "wang", "work", "xyz",
};
const size_t shipped_odd_ending_count = ARRAY_LEN(shipped_odd_endings);

str shipped_find(const struct shipped_file *files, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return (str){ (const char *)files[i].octets, files[i].len };
    UNREACHABLE();
}
