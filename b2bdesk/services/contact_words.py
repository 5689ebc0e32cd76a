"""Words of job titles in English, German, French and Spanish, and the contact class they point at.

Written for titles without accents and in small letters (see ``plain``). German words stand inside
longer ones, so they may have anything before and after; endings of both sexes are covered by
``\\w*``. Rules are tried in their order: a narrower one stands before the wider one it would lose
to ("press officer" before "press", a function before "director").
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from b2bdesk.models.enums import ContactClass as C

_OF = r"(?: (?:to|of|the|der|des|de|du|d|la|el|del|al?))+ "
_BOSS = (
    r"(?:\w*gesch(?:a|ae)fts(?:f|l)\w*|\w*direkt\w*|\w*direc\w*|\w*vorstand\w*|\w*president\w*"
    r"|ceo|coo|cfo|cto|gf|md|managing|owner|presidenc\w*|gerenc\w*|gerente|chief|board)"
)

_RULES: tuple[tuple[C, str], ...] = (
    (
        C.OTHER,
        r"press officer|press spokes\w*|pressespre\w*|pressereferent\w*|attachee? de presse"
        r"|jef[ea] de prensa|(?:verkaufs|vertriebs|kunden)berat\w*|sales (?:advis|consult)\w*"
        r"|conseill\w* (?:de vente|commercial|clientele)\w*|asesor\w* (?:comercial|de ventas)"
        r"|student\w*|intern|internship|praktikant\w*|stagiaire\w*|becari[oa]|azubi\w*"
        r"|auszubild\w*|apprenti\w*|trainee|trainer\w*|werkstudent\w*|betriebsrat\w*",
    ),
    (
        C.SUPPORT,
        r"(?:executive|personal|management|office) assistant\w*"
        rf"|(?:assist|asist|secret|sekret|adjoint|pa\b)\w*{_OF}{_BOSS}"
        rf"|{_BOSS} assist\w*|(?:chef|direktions|vorstands)(?:sekret|assist)\w*"
        r"|support\w*|soporte|service desk|help ?desk"
        r"|(?:customer|client) (?:service|care|success)|accueil|data entry"
        r"|kundendienst(?!tech)\w*|kundenserv\w*|kundenbetreu\w*|serviceleit\w*"
        r"|servicekoordinat\w*"
        r"|service (?:manager|leader|coordinator|client\w*|apres vente)|sav"
        r"|atencion al cliente|servicio al cliente|pos(?:t)?venta",
    ),
    (
        C.LEGAL,
        r"legal\w*|counsel|lawyer\w*|attorney\w*|solicitor\w*|complian\w*|conformite|jurist\w*"
        r"|juridi\w*|justi[zt]iar\w*|syndi[kc]us\w*|\w*rechts(?:anw|abt|bera|refer|leit)\w*|recht"
        r"|avocat\w*|notaire|notary|notar(?:in)?|abogad[oa]\w*|letrad[oa]"
        r"|contracts? (?:manager|administ\w*)"
        r"|vertragsmanag\w*|datenschutz\w*|data protection|dpo|privacy",
    ),
    (
        C.ANALYST_MEDIA,
        r"journalist\w*|periodista\w*|editor|editor in chief|\w*redakt\w*|redact(?:eur|rice|or)\w*"
        r"|reporter\w*|korrespondent\w*|blogger\w*|press(?! (?:operator|brake|shop|tool))|presse"
        r"|prensa|publisher|verleger\w*|(?:industry|market|research) analyst|analyst relations"
        r"|marktforsch\w*|analista de mercado|analyste de marche|influencer(?:in)?",
    ),
    (
        C.PARTNER,
        r"reseller\w*|distributor\w*|distributeur\w*|distributrice|distribuidor\w*|dealer\w*"
        r"|(?<!material )(?<!baggage )(?<!package )\w*h(?:a|ae)ndler\w*|revendeu\w*|revended\w*"
        r"|wiederverk\w*|(?<!business )(?<!managing )(?<!senior )partner(?!schaft)\w*|partenai\w*"
        r"|partenariat\w*|independent|independant\w*|independiente|freelanc\w*|freiberuf\w*"
        r"|consult\w*|\w*berater\w*|advis[eo]rs?|conseill(?:er|ere)s?|conseil|asesor\w*"
        r"|integrator\w*|handelsvertret\w*|broker|makler\w*|courtier\w*",
    ),
    (C.TECHNICAL, r"\w*qualit\w*|qa|qm\w*|qs|qhse|calidad"),
    (
        C.PURCHASING,
        r"purchas\w*|procure\w*|cpo|buyers?|buying|sourcing|supply(?! chain)|merchandis\w*"
        r"|category manager|(?:vendor|supplier) manager\w*|import (?:manager|director)"
        r"|order administrator|\w*einka(?:e)?uf\w*|beschaff\w*"
        r"|materialwirt\w*|lieferantenman\w*|acheteu\w*|achats?|approvisionn\w*|compras?"
        r"|comprador\w*|aprovision\w*|abastec\w*|adquisicion\w*|suministros?|licitacion\w*",
    ),
    (
        C.LOGISTICS,
        r"supply chain|\w*logisti\w*|warehous\w*|shipping|dispatch\w*|\w*transport\w*|receiving"
        r"|freight|fleet|order pick\w*|kommissionier\w*|fuhrpark\w*|inventory"
        r"|stores? (?:keeper|person)|storekeeper|stockroom"
        r"|(?:material|package|baggage) handler|\w*lager(?:leit|ist|arb|fach|verw|meist|log)\w*"
        r"|lager|leit\w* lager|versand\w*|spedit\w*|disponent\w*|wareneing\w*|magasini\w*"
        r"|entrepot|expeditions?|expedicion\w*|stocks?|cariste\w*|livreu\w*|almacen\w*|bodegu\w*"
        r"|repartidor\w*|distribution|distribucion|customs|zoll\w*|douanes?|aduanas?",
    ),
    (
        C.FINANCE,
        r"financ\w*|finanz\w*|accounts|accounting|accountant\w*|bookkeep\w*|treasur\w*|cfo|daf|raf"
        r"|(?:finance|financial|business|credit|cost)? ?controller(?:in)?|controlling|payables?"
        r"|receivables?|credit (?:control\w*|manager)|invoic\w*|billing|payroll|audit\w*|tax"
        r"|\w*buchhalt\w*|kreditoren\w*|debitoren\w*|rechnungs\w*|steuer(?!ung)\w*|lohn\w*"
        r"|kostenrechn\w*|(?:kaufm(?:(?:a|ae)nnische[rn]?)?|kfm) leit\w*|comptab\w*|tresor\w*"
        r"|controleu\w* de gestion|controle de gestion|facturation|facturacion|contable\w*"
        r"|cuentas (?:a|por) (?:pagar|cobrar)|credit analyst"
        r"|contabil\w*|contador\w*|tesorer\w*|cobros|pagos|economic[oa]",
    ),
    (
        C.EXECUTIVE_SPONSOR,
        r"vice[ -]?presid\w*|vizepr\w*|[se]?vp|secret(?:aire|ari[oa]) general\w*",
    ),
    (
        C.DECISION_MAKER,
        r"(?<!product )(?<!process )(?:co ?)?owner\w*|propriet\w*|propietari[oa]|duen[oa]"
        r"|\w*inhaber\w*|eigent(?:u|ue)mer\w*"
        r"|(?:co ?)?founder\w*|(?:co ?)?fondat\w*|(?:co ?)?fundador\w*|(?:mit)?gr(?:u|ue)nder\w*"
        r"|\w*gesch(?:a|ae)ftsf(?:u|ue)hr\w*|\w*gesch(?:a|ae)ftsleit\w*|gf|gl|prokurist\w*"
        r"|\w*gesellschafter\w*|vorstandsvors\w*|generaldirekt\w*"
        r"|managing (?:director|partner|owner|member)|senior partner|md"
        r"|general (?:manager|director)|gm|ceo|chief executive\w*|president\w*|pdg|dg"
        r"|direct(?:eur|rice|or|ora) generale?|director\w* gerente|consejer[oa] delegad[oa]"
        r"|administrador\w* unic[oa]|gerante?s?|soci[oa]|chef\w* d entreprise"
        r"|(?:store|shop|branch|hotel|restaurant) manager|mayor|maire|alcalde\w*|burgermeister\w*"
        r"|(?:filial|markt|niederlassungs|standort)leit\w*|direct\w* (?:de magasin|d agence)"
        r"|(?:responsable|encargad[oa]|director\w*) de tienda|decision maker|entscheider\w*",
    ),
    (
        C.EXECUTIVE_SPONSOR,
        r"c[dipot]o|chief (?:\w+ ){1,2}officer|\w*vorstand\w*|aufsichtsr\w*|verwaltungsr\w*"
        r"|board member|member of the board|chair\w*|non executive|executive director|sponsor"
        r"|chief of staff"
        r"|membre du (?:conseil|directoire|comite)\w*|consejer[oa]|miembro del consejo",
    ),
    (
        C.OTHER,
        r"sales|marketing\w*|cmo|public relations|employee relations|people|drh|formation|events?"
        r"|evenement\w*|veranstalt\w*|agent|agente|representative|human resources|hr|rh|rrhh|chro"
        r"|vertrieb\w*|\w*verk(?:a|ae)uf\w*|aussendienst\w*|innendienst\w*|key account\w*"
        r"|account (?:manager|executive|director)|personal(?:l|r|a|w|c|e|s)\w*|recruit\w*|talent"
        r"|reclutam\w*|commercial\w*|comercial\w*|ventas|vended\w*|vendeu\w*|ventes"
        r"|chargee? d affaires|chargee? de clientele|communications?|\w*kommunikation\w*"
        r"|comunicacion\w*|publicidad|werb\w*|format(?:eur|rice)|formador\w*|dozent\w*|lehrer\w*"
        r"|teacher|profesor\w*|recursos humanos|talento humano|ressources humaines|cuentas"
        r"|business development|export manager\w*|copywriter|contenidos|social media",
    ),
    (
        C.END_USER,
        r"users?|\w*anwender\w*|\w*nutzer\w*|utilisat\w*|usuari[oa]s?|operators?|operateu\w*"
        r"|operatrice|operari[oa]|operador\w*|bediener\w*|rider\w*|(?:head|sous|executive) chef"
        r"|^chef$|chef de (?:cuisine|cocina|partie)|koch|k(?:o|oe)chin|\w*koch|cook|cuisini\w*"
        r"|cociner[oa]|nurse\w*|\w*pfleger?\w*|infirmi\w*|enfermer[oa]|doctor\w*|\w*arzt"
        r"|\w*(?:a|ae)rztin|medecin|medic[oa]|driver\w*|fahrer\w*|chauffeur\w*|conduct\w*"
        r"|foreman|forewoman|vorarbeit\w*|schichtleit\w*|shift (?:leader|manager|supervisor)"
        r"|contremait\w*|chef\w* d equipe|capataz|jef[ea] de turno|encargad[oa] de turno"
        r"|shop floor|worker|(?:\w*(?:fach|fabrik|bau|hilfs))?arbeiter\w*"
        r"|(?:produktions|fertigungs|montage)mitarb\w*|ouvri\w*|obrer[oa]|maschinenf\w*"
        r"|schweisser\w*"
        r"|welder|soldador\w*|soudeu\w*|machinist\w*|zerspan\w*|installateu\w*|pilot\w*",
    ),
    (
        C.TECHNICAL,
        r"\w*engineer\w*|\w*ingenieu\w*|ingenier[oa]?\w*|ing|techn\w*|\w*techni\w*|tecnic[oa]\w*"
        r"|tecnolog\w*|\w*mechani\w*|mecani\w*|mecatron\w*|\w*mechatron\w*|\w*meister\w*|workshop"
        r"|\w*werkstatt\w*|atelier|taller|production|\w*produktion\w*|produccion|\w*fertigung\w*"
        r"|\w*montage\w*|monteur\w*|fitter|plant|planta|usine|fabri[ck]\w*|works? manager|werk"
        r"|werks?leit\w*|betriebsleit\w*|betriebstechn\w*|maintenance|mantenimiento"
        r"|instandhalt\w*|wartung\w*|it|\w*informati[kcq]\w*|edv\w*|dsi|rssi|ti|tic"
        r"|systemes? d information|developer\w*|\w*entwickl\w*|developpeu\w*|desarroll\w*"
        r"|software|\w*architect\w*|\w*architekt\w*|arquitect\w*|\w*konstrukt\w*|\w*bauleit\w*"
        r"|construction|r ?& ?d|research\w*|forsch\w*|recherche|investigacion|i ?\+ ?d|f ?& ?e"
        r"|laborator\w*|laborat\w*|labor(?:leit|ant)\w*|chemist\w*|chemiker\w*|scientist|datos"
        r"|product (?:specialist|manager|owner)|produktmanag\w*|chef\w* (?:de )?produits?"
        r"|jef[ea] de producto|\w*projekt(?:leit|man)\w*"
        r"|(?:project|program|programme) (?:manager|lead\w*|director)|pmo|business analyst"
        r"|reseaux?|infrastruct\w*|innovation\w*|\w*kalkulat\w*|arbeitsvorb\w*"
        r"|chef\w* de projet\w*|jef[ea] de proyecto\w*|\w*system\w*|sistemas|sysadmin|devops"
        r"|network|netzwerk\w*|data|security|sicherheit\w*|safety|[he]se|ehs|umwelt\w*"
        r"|arbeitss\w*|seguridad|securite|facilit\w*|geb(?:a|ae)ude\w*|haustech\w*|design\w*"
        r"|dis[e]n\w*|cad|operations?|operaciones|exploitation|methodes|process\w*|prozess\w*"
        r"|procesos?|automati\w*|automatizacion|elektr\w*|electr[io]\w*|planner|\w*planung\w*"
        r"|inspector\w*|ersatzteil\w*|parts manager|calibration|metrolog\w*",
    ),
    (
        C.SUPPORT,
        r"assistan\w*|\w*assisten\w*|asisten\w*|secretar\w*|secretair\w*|\w*sekret\w*"
        r"|reception\w*|rezeption\w*|empfang\w*|recepcion\w*|standardiste|telefonist\w*"
        r"|\w*sachbearb\w*|verwaltung\w*|administrati\w*|administrators?|b(?:u|ue)rokauf\w*"
        r"|\w*kauf(?:mann|frau)\w*|clerk|office manager\w*|coordinator\w*|\w*koordinat\w*"
        r"|coordinat\w*|coordinador\w*|gestionnaire\w*|auxiliar\w*|back ?office|archivo"
        r"|employee? de bureau|oficinista",
    ),
    (
        C.DECISION_MAKER,
        r"\w*direktor\w*|direct(?:or|ora|eur|rice|ion)|direccion|head of|head|gerente|gerencia"
        r"|\w*leiter\w*|leitung|jef[ea]|decision\w*",
    ),
)

_WEAK = len(_RULES) - 2
"""From here on a rule tells little: any assistant, any head of something."""

_LONGEST = 300
"""What comes after that many letters is no title."""

_BOTH = re.compile(r"[/*:_]-?(?:in(?:nen)?|a|e|r|ne|re|ere|ice|trice|euse)\b", re.IGNORECASE)
_APART = re.compile(r"[/|;]|\s[&+–-]\s|\s(?:and|und|et|y|e)\s")
_QUIET = re.compile(r"\((?:[mwfdxhia](?:\W[mwfdxhia])+|in|e|a|ne|ere|rice|trice|euse)\)")


def plain(title: str) -> str:
    """A title in small letters, without accents, dots, "(m/w/d)" and the other sex's ending."""
    parts = unicodedata.normalize("NFKD", title[:_LONGEST].casefold())
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    bare = _BOTH.sub("", _QUIET.sub(" ", bare))
    return " ".join(re.sub(r"[,()\"’'.:*_-]", " ", bare).split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    # Compiled when the first title is looked at: it takes longer than a window may wait to start.
    return tuple(re.compile(rf"(?<!\w)(?:{words})(?!\w)") for _, words in _RULES)


def class_of_words(title: str) -> C | None:
    """The class that the words of a title point at, None where they are not known.

    Of a title with two parts ("Owner / Buyer") whoever runs the firm goes first, then the first
    part that tells more than "assistant" or "head".
    """
    parts = _APART.split(_BOTH.sub("", _QUIET.sub(" ", title[:_LONGEST])))
    found = [rule for part in parts if (rule := _rule_of(plain(part))) is not None]
    if not found:
        return None
    told = [rule for rule in found if rule < _WEAK] or found
    kinds = [_RULES[rule][0] for rule in told]
    return C.DECISION_MAKER if C.DECISION_MAKER in kinds else kinds[0]


def _rule_of(part: str) -> int | None:
    found = (number for number, pattern in enumerate(_patterns()) if pattern.search(part))
    return next(found, None)
