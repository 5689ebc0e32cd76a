"""The contact classes that a colleague of a function should know, by the function's own words.

English, German, French, Spanish, Italian and Dutch; accents do not matter, and the first group
that fits wins: "technical support" is technical, "finance director" is finance, "product
management" is not management.
"""

from __future__ import annotations

import re
import unicodedata

from b2bdesk.models.enums import ContactClass

_WORDS: tuple[tuple[tuple[ContactClass, ...], str], ...] = (
    (
        (ContactClass.LEGAL,),
        r"legal\w*|lawyer|counsel|compliance|recht|rechts\w*|jurist\w*|juridi\w*|justi[tz]iar\w*"
        r"|abogad\w*|giuridic\w*|avvocat\w*|contracts",
    ),
    (
        (ContactClass.DECISION_MAKER, ContactClass.EXECUTIVE_SPONSOR),
        r"amministratore delegato|consejero delegado|managing director|general manag\w*"
        r"|geschafts(?:fuhr|leit)\w*|geschaefts(?:fuehr|leit)\w*|direction generale"
        r"|directeur general|direct(?:or|ora) general|direzione generale|algemene? direct\w*",
    ),
    (
        (ContactClass.FINANCE,),
        r"financ\w*|finanz\w*|accounts|accounting|accountant|controll\w*|treasur\w*|credit\w*"
        r"|billing|invoic\w*|cfo|buchhalt\w*|debitor\w*|kredit\w*|rechnungs\w*|comptab\w*"
        r"|factur\w*|tresorer\w*|recouvrement|contab\w*|tesorer\w*|cobros|amministra\w*"
        r"|fatturazione|financi\w*|boekhoud\w*|debiteur\w*",
    ),
    (
        (ContactClass.LOGISTICS,),
        r"logisti\w*|warehous\w*|shipping|dispatch\w*|transport\w*|supply chain|delivery"
        r"|lager\w*|versand\w*|spedition\w*|entrepot|expedi\w*|livraisons?|almacen\w*|envios"
        r"|magazzin\w*|spedizion\w*|trasport\w*|magazijn\w*|verzending\w*",
    ),
    (
        (ContactClass.TECHNICAL,),
        r"techni\w*|tecnic\w*|tecnolog\w*|technolog\w*|\w*engineer\w*|ingenie\w*|ingegner\w*"
        r"|\w*entwickl\w*|konstrukt\w*|anwendungs\w*|\w*techni[kc]\w*|develop\w*|developpement"
        r"|desarrollo|sviluppo|ontwikkeling|research|recherche|investigacion|ricerca|onderzoek"
        r"|r ?& ?d|r ?\+ ?d|quali\w*|calidad|kwaliteit|it|edv|informati\w*|production|produktion"
        r"|fertigung|workshop|werkstatt|taller|officina|atelier|werkplaats|maintenance|wartung"
        r"|bureau d.etudes|field service",
    ),
    (
        (ContactClass.SUPPORT, ContactClass.END_USER),
        r"customer (?:service|care|support|success)|support|help ?desk|service desk|back office"
        r"|inside sales|after[- ]?sales|kundendienst\w*|kundenservice|\w*innendienst|hotline"
        r"|service|services? clients?|apres[- ]vente|sav|assistance|atencion al cliente|soporte"
        r"|posventa|assistenza\w*|post[- ]?vendita|servizio clienti|klantenservice|binnendienst",
    ),
    (
        (ContactClass.END_USER,),
        r"product|products|product ?manag\w*|produkt\w*|produits?|productos?|prodott[oi]"
        r"|training|trainer|schulung\w*|formation|formacion|formazione|opleiding\w*",
    ),
    (
        (ContactClass.PARTNER,),
        r"partner\w*|channels?|alliances?|partenaires?|partenariats?|socios|alianzas|canal|canale"
        r"|alleanze|kanaal|handelspartner|vertriebspartner",
    ),
    (
        (ContactClass.ANALYST_MEDIA,),
        r"marketing|public relations|press|presse|communications?|kommunikation"
        r"|offentlichkeitsarbeit|oeffentlichkeitsarbeit|prensa|comunicacion|relaciones publicas"
        r"|stampa|comunicazione|communicatie|pr",
    ),
    (
        (ContactClass.PURCHASING,),
        r"sales|selling|key accounts?|account ?manag\w*|accounts? executive|commercial\w*"
        r"|business development|vertrieb\w*|verkauf\w*|aussendienst"
        r"|ventes?|vendeu\w*|grands comptes|comptes? cles?|ventas|comercial\w*|grandes cuentas"
        r"|cuentas clave|vendit\w*|grandi clienti|verkoop\w*|accountmanag\w*|buitendienst",
    ),
    (
        (ContactClass.DECISION_MAKER, ContactClass.EXECUTIVE_SPONSOR),
        r"management|board|ceo|chief executive|owner|founder|president|chair\w*|director"
        r"|vorstand\w*|inhaber\w*|direction|gerante?|dirigeante?|pdg|direccion|gerencia|gerente|propietari\w*"
        r"|direzione|titolare|directie|directeur|bestuur\w*|eigena[a]?r\w*",
    ),
)
_PATTERNS = tuple((classes, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for classes, words in _WORDS)


def classes_to_know(function: str | None) -> tuple[ContactClass, ...]:
    """The contact classes that a colleague of this function should know; none where its words
    say nothing known."""
    if not function:
        return ()
    text = _plain(function)
    return next((classes for classes, words in _PATTERNS if words.search(text)), ())


def _plain(text: str) -> str:
    """Small letters without accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
