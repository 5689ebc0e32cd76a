"""Word lists of the comparison: legal forms, free mail domains, short forms of given names."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS = _set(
    "ab ag aktiengesellschaft aps as asa bhd bv bvba ca cia co company corp corporation cv cvba doo"
    " ek ev fze ges gesellschaft gesmbh gmbh gbr haftungsbeschrankt inc incorporated kft kg kgaa kk"
    " limitada limited llc llp lp ltd ltda mbh nv ohg ou oy oyj pc plc pte pty sa sab sac sae sapi"
    " sarl sas sasu sca scrl sdn se sgps sl slu snc sp spa sprl spzoo srl sro ug ulc vof zoo"
)
"""As they are written without points; "Co" of "GmbH & Co KG" and "Company" are among them."""

CONNECTORS = _set("and und et the der die das und of for")

FREE_MAIL = _set(
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de"
    " hotmail.it hotmail.es live.com msn.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es"
    " yahoo.it ymail.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch gmx.com"
    " web.de t-online.de freenet.de arcor.de mail.com mail.ru yandex.ru proton.me protonmail.com"
    " orange.fr wanadoo.fr free.fr sfr.fr laposte.net libero.it virgilio.it tiscali.it alice.it"
    " ziggo.nl kpnmail.nl planet.nl xs4all.nl hetnet.nl telenet.be skynet.be bluewin.ch"
    " btinternet.com"
    " comcast.net verizon.net att.net qq.com 163.com 126.com example.com example.org example.net"
)

ROLE_MAILBOXES = _set(
    "info contact kontakt office mail hello sales vertrieb verkauf einkauf purchasing orders order"
    " bestellung service support accounts accounting buchhaltung billing invoice rechnung admin"
    " administration post team reception empfang hr jobs marketing enquiries inquiries"
    " customerservice"
)

NICKNAMES = {
    "robert": "bob bobby rob robbie",
    "william": "bill billy will willy",
    "richard": "dick rick ricky rich",
    "james": "jim jimmy jamie",
    "john": "jack johnny jon",
    "joseph": "joe joey",
    "thomas": "tom tommy",
    "michael": "mike mick micky",
    "charles": "charlie chuck",
    "edward": "ed eddie ted",
    "anthony": "tony",
    "andrew": "andy drew",
    "daniel": "dan danny",
    "david": "dave",
    "steven": "steve stephen",
    "christopher": "chris kit",
    "matthew": "matt",
    "nicholas": "nick nicolas nikolas",
    "patrick": "pat paddy",
    "benjamin": "ben",
    "gregory": "greg",
    "kenneth": "ken kenny",
    "ronald": "ron ronnie",
    "donald": "don",
    "timothy": "tim",
    "peter": "pete",
    "philip": "phil phillip",
    "samuel": "sam",
    "elizabeth": "liz beth betty lizzie eliza elisabeth",
    "katherine": "kate kathy katie cathy catherine katharine kathrin katrin",
    "margaret": "maggie meg peggy",
    "jennifer": "jen jenny",
    "patricia": "patty trish",
    "susan": "sue suzy susanne",
    "rebecca": "becky",
    "deborah": "debbie deb",
    "barbara": "barb",
    "victoria": "vicky",
    "josephine": "josie",
    "alexander": "alex sasha",
    "alexandra": "sandra",
    "johannes": "hannes hans",
    "josef": "sepp",
    "friedrich": "fritz",
    "wilhelm": "willi",
    "heinrich": "heinz",
    "franziska": "franzi",
    "francisco": "paco pancho",
    "jose": "pepe",
    "giuseppe": "beppe peppe",
    "giovanni": "gianni",
    "frederic": "fred freddy frederick",
}
"""Given names and their short forms."""
