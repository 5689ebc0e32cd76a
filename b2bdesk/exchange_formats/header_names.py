"""How well a header names a field: by its words, its abbreviations, and with a typing error.

Headers and the known names are brought to the same plain words first: "Kd.-Nr.", "KdNr" and
"Kundennummer" are all *kunde* and *no*. rapidfuzz is imported when a header is no known name.
"""

from __future__ import annotations

from functools import lru_cache

from b2bdesk.core.i18n import in_every_language
from b2bdesk.exchange_formats.kinds import Field
from b2bdesk.exchange_formats.words import words_of

_ACCEPT = 0.72
_SHORTENED = 0.96  # a known name, abbreviated or with its words in another order
_TYPED_WRONG = 0.9
_ALIKE = 86  # rapidfuzz's ratio, from which on a typing error is likelier than another word
_LONG_ENOUGH = 5

_FULL = {
    short: full
    for full, shorts in {
        "no": "nr num number nummer numero n # id key code cod codigo codice ref reference "
        "referencia riferimento kennung nro nrs",
        "customer": "cust custs customers", "account": "acct acc accts accounts",
        "client": "clt clients clte", "cliente": "clienti clientes cli",
        "kunde": "kd kunden kdn kdnr", "debitor": "deb debitoren", "klant": "klanten klt",
        "relatie": "relaties relatien", "debiteur": "debiteuren deb",
        "product": "prod products", "item": "itm items", "material": "mat materials",
        "artikel": "art artikels artikeln", "article": "articles", "articulo": "articulos",
        "articolo": "articoli", "description": "desc descr dscr",
        "bezeichnung": "bez bezeichn bezeichnungen",
        "invoice": "inv invoices", "order": "ord orders", "document": "doc docs dok dokument",
        "transaction": "txn trans trx", "rechnung": "rg rech rechn rechnungs re",
        "auftrag": "auftr auftrags", "beleg": "bel belege", "bestellung": "best bestell bestellg",
        "faktura": "fakt fakturen", "facture": "factures",
        "factuur": "fact facturen", "fattura": "fatt",
        "commande": "cde cmd cmde", "pedido": "ped", "ordine": "ordini",
        "quantity": "qty qnty quant", "quantite": "qte", "quantita": "qta", "menge": "mge mng",
        "anzahl": "anz", "aantal": "aant", "cantidad": "cant ctd",
        "unidades": "uds ud unid", "pieces": "pcs pce pc",
        "stuck": "stk", "amount": "amt", "betrag": "betr", "montant": "mnt", "importe": "imp",
        "discount": "disc disct", "rabatt": "rab", "descuento": "dto dcto desc",
        "price": "prc", "preis": "pr", "extended": "ext", "currency": "curr ccy",
        "wahrung": "whg wahrg waehrung waehr", "date": "dt", "datum": "dat", "address": "addr",
        "strasse": "str", "direccion": "dir", "indirizzo": "ind", "phone": "ph phones",
        "telefon": "tel fon", "telefono": "tlf tfno tf", "mobile": "mob", "movil": "mov",
        "provincia": "prov", "bemerkung": "bem bemerkungen", "company": "co comp",
        "ansprechpartner": "anspr ansprechp", "delivery": "deliv dlv", "requested": "req",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_ENDINGS = (
    "nummer",
    "nr",
    "name",
    "naam",
    "datum",
    "code",
    "preis",
    "adresse",
    "menge",
    "bezeichnung",
    "bez",
    "omschrijving",
)
_LITTLE_WORDS = (
    "of the de du des d l la le les del della di da der die das van het el los our unsere notre "
    "billing main primary mailing excl incl ht % min minutes minuten days tage jours dias giorni "
    "dagen eur usd gbp chf lcy local in st stk"
)
_LITTLE = frozenset(_LITTLE_WORDS.split())


@lru_cache(maxsize=20_000)
def plain_words(words: str) -> frozenset[str]:
    """A name's words in full and without little ones; at least one is left."""
    full: list[str] = []
    for token in words.split():
        ending = next((e for e in _ENDINGS if token.endswith(e) and len(token) > len(e) + 1), "")
        parts = (token.removesuffix(ending), ending) if ending else (token,)
        full += (_FULL.get(part, part) for part in parts)
    return frozenset(w for w in full if w not in _LITTLE) or frozenset(full)


@lru_cache(maxsize=1)
def header_words() -> frozenset[str]:
    """Every name of every field in every kind of sheet: what a header row is told by."""
    from b2bdesk.exchange_formats.kinds_own import KINDS  # kinds_own builds on this package's kinds

    return frozenset(w for kind in KINDS.values() for f in kind.fields for w in _names(f))


@lru_cache(maxsize=2000)
def _names(field: Field) -> tuple[str, ...]:
    titles = in_every_language(field.title)
    return tuple(dict.fromkeys(words_of(name) for name in (*titles, *field.words)))


@lru_cache(maxsize=2000)
def _ranks(field: Field) -> dict[str, int]:
    """Rank of each name, also written in one word; the first name means the field best."""
    names = _names(field)
    return {name.replace(" ", ""): i for i, name in reversed(list(enumerate(names)))}


@lru_cache(maxsize=2000)
def _plain_ranks(field: Field) -> dict[frozenset[str], int]:
    return {plain_words(name): i for i, name in reversed(list(enumerate(_names(field))))}


@lru_cache(maxsize=2000)
def _by_word(field: Field) -> dict[str, tuple[frozenset[str], ...]]:
    """The names that a word occurs in, as sets of words."""
    found: dict[str, list[frozenset[str]]] = {}
    for name in _plain_ranks(field):
        for part in name:
            found.setdefault(part, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


@lru_cache(maxsize=1)
def _every_name() -> tuple[str, ...]:
    # In one order whatever the hashes are: of names that are equally alike only some are looked at.
    joined = {word.replace(" ", "") for word in header_words() if len(word) >= _LONG_ENOUGH}
    return tuple(sorted(joined))


@lru_cache(maxsize=5000)
def _misspelt(joined: str) -> dict[str, float]:
    """Known names that a header may be with a typing error, 0 to 100 how alike."""
    if len(joined) < _LONG_ENOUGH:
        return {}
    from rapidfuzz import fuzz, process

    found = process.extract(joined, _every_name(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=20)
    return {name: score for name, score, _ in found}


def name_match(header: str, field: Field) -> float:
    """How well a header names a field, 0 to 1."""
    head = words_of(header)
    if not head:
        return 0.0
    joined, ranks = head.replace(" ", ""), _ranks(field)
    if joined in ranks:
        return 1.0 - min(ranks[joined], 100) / 1000
    plain = plain_words(head)
    rank = _plain_ranks(field).get(plain)
    if rank is not None:
        return _SHORTENED - min(rank, 60) / 1000
    shared = max(
        (
            2 * len(name & plain) / (len(name) + len(plain)) - 0.02
            for word in plain
            for name in _by_word(field).get(word, ())
        ),
        default=0.0,
    )
    if shared >= _ACCEPT:
        return min(shared, _TYPED_WRONG)
    alike = _misspelt(joined)
    return max((_TYPED_WRONG * s / 100 for name, s in alike.items() if name in ranks), default=0.0)
