"""The words business software writes over its columns, in six languages.

Lower case, without accents and punctuation, as ``recognise.words_of`` leaves them. English first,
then German, French, Spanish, Italian and Dutch.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    """Phrases written with commas between them."""
    return tuple(text.split(", "))


_FIRM = list(
    _words(
        "account, customer, client, reseller, dealer, debtor, buyer, partner, company, kunde, "
        "kunden, debitor, firma, cliente, clienti, klant, debiteur"
    )
)
_CODE = list(
    _words(
        "id, key, code, no, number, nr, num, nummer, numero, codigo, codice, cod, ref, "
        "reference, kennung, #"
    )
)
_NAMING = ["name", "nom", "nombre", "nome", "naam"]


def _both(firsts: list[str], seconds: list[str]) -> tuple[str, ...]:
    joined = [f"{a} {b}" for a in firsts for b in seconds]
    return (*joined, *[f"{b} {a}" for a in firsts for b in seconds])


def _glued(firsts: list[str], seconds: list[str]) -> tuple[str, ...]:
    return tuple(a + b for a in firsts for b in seconds)


_GLUED_FIRM = ["kunden", "debitoren", "firmen", "klant", "klanten"]
ACCOUNT = (
    *tuple(_FIRM),
    *_words(
        "firm, organisation, organization, societe, entreprise, empresa, azienda, bedrijf, "
        "unternehmen, sold to"
    ),
)
ACCOUNT_CODE = (
    *_both(_FIRM, _CODE),
    *_glued(_GLUED_FIRM, ["nr", "nummer", "id", "code"]),
    *_words(
        "erp number, erp no, erp id, sold to party, sold to number, bill to id, custno, "
        "customer id code, numero de client, code du client, numero de cliente, codice del "
        "cliente"
    ),
)
ACCOUNT_NAME = (
    *_both(_FIRM, _NAMING),
    *_glued(_GLUED_FIRM, ["name", "naam"]),
    *_words(
        "trading name, legal name, firmenname, raison sociale, razon social, ragione sociale, "
        "bedrijfsnaam, nom du client, nombre del cliente, sold to name"
    ),
)
BARE_CODE = _words("id, key, code, no, number, nr, nummer, numero, codigo, codice")
NAME = _words("name, nom, nombre, nome, naam, bezeichnung")
PARENT = _words(
    "parent, parent account, parent id, parent number, parent company, group, ultimate "
    "parent, konzern, muttergesellschaft, mutterfirma, groupe, maison mere, matriz, "
    "capogruppo, moederbedrijf"
)
ACCOUNT_KIND = _words("kind, account kind, account type, customer type, kundenart, type de client")
BUSINESS_TYPE = _words(
    "business type, type of business, industry, sector, branche, secteur, secteur d "
    "activite, settore, trade, branch of trade"
)
SEGMENT = _words(
    "segment, customer segment, market segment, kundensegment, segmento, tier, abc class"
    ", specialty, speciality"
)
ADDRESS = _words(
    "address, street, address 1, address line 1, street address, strasse, adresse, "
    "anschrift, rue, direccion, calle, indirizzo, via, adres, straat"
)
POSTAL_CODE = _words(
    "postal code, postcode, zip, zip code, post code, plz, postleitzahl, code postal, "
    "codigo postal, cap, cp"
)
CITY = _words(
    "city, town, place, location, ort, stadt, ville, ciudad, citta, plaats, stad, "
    "poblacion, localite, localita, wohnort"
)
REGION = _words(
    "region, state, province, state province, state province name, county, bundesland, "
    "kanton, provincia, provincie, departement, estado"
)
COUNTRY = _words(
    "country, country region, country code, country name, land, pays, pais, paese, nation, staat"
)
PHONE = _words(
    "phone, telephone, tel, phone number, telephone number, telefon, telefonnummer, "
    "telefono, telefoon, office phone, business phone"
)
MOBILE = _words(
    "mobile, mobile phone, cell, cell phone, mobil, handy, portable, movil, cellulare, mobiel, gsm"
)
EMAIL = _words(
    "email, mail, email address, e mail adresse, emailadresse, courriel, correo, correo "
    "electronico, posta elettronica, emailadres, adresse email"
)
WEBSITE = _words("website, web, url, homepage, web site, internet, site web, sitio web")
TAX_ID = _words(
    "tax number, tax id, vat id, vat number, vat no, vat reg no, vat registration number, tin, "
    "ust id nr, ust id, ustid, ustidnr, umsatzsteuer id, umsatzsteuer identifikationsnummer, "
    "steuernummer, uid, uid nummer, siren, siret, no siret, numero siret, tva, no tva, numero tva, "
    "numero de tva, tva intracommunautaire, n tva intracommunautaire, nif, cif, nif cif, cif nif, "
    "nie, p iva, partita iva, piva, iva, codice fiscale, btw nummer, btwnummer, btw nr, btw, "
    "kvk, kvk nummer, rsin"
)
EMPLOYEES = _words(
    "employees, number employees, number of employees, no of employees, headcount, staff, "
    "mitarbeiter, anzahl mitarbeiter, effectif, salaries, empleados, dipendenti, "
    "medewerkers, aantal medewerkers"
)
ANNUAL_SALES = _words(
    "annual sales, annual revenue, yearly sales, their annual sales, company revenue, "
    "jahresumsatz, umsatz des kunden, chiffre d affaires annuel, facturacion anual, "
    "fatturato annuo, jaaromzet"
)
YEAR_OPENED = _words(
    "year opened, founded, year founded, established, gruendungsjahr, grundungsjahr, annee "
    "de creation, ano de fundacion, anno di fondazione, oprichtingsjaar"
)
OWNER = _words(
    "owner, account owner, account manager, key account manager, kam, responsible, our "
    "person, betreuer, verantwortlich, responsable, responsabile, accountmanager, "
    "zustandig, owner name, our contact, colleague"
)
CONTACT_PLAN = _words(
    "contact plan days, contact every days, contact plan, visit every days, cadence days"
)
CONTACT_NAME = _words(
    "contact name, contact, contact person, ansprechpartner, kontakt, kontaktperson, nom du "
    "contact, persona de contacto, contatto, referente, contactpersoon, interlocuteur"
)
CONTACT_TITLE = _words("contact title, contact job title, contact position, contact function")
CONTACT_EMAIL = _words("contact email, contact email address, email contact")
CONTACT_PHONE = _words("contact phone, contact telephone, contact phone number")
NOTE = _words(
    "note, notes, comment, comments, remark, remarks, bemerkung, bemerkungen, notiz, "
    "kommentar, remarque, commentaire, observaciones, nota, opmerking"
)
PERSON = _words(
    "person, person name, full name, employee, vollstandiger name, nom complet, nombre "
    "completo, nome completo, member"
)
FIRST_NAME = _words(
    "first name, firstname, given name, forename, vorname, prenom, nombre de pila, voornaam"
)
LAST_NAME = _words(
    "last name, lastname, surname, family name, nachname, familienname, nom de famille, "
    "apellido, apellidos, cognome, achternaam"
)
JOB_TITLE = _words(
    "job title, title, position, job, function, funktion, berufsbezeichnung, fonction, "
    "poste, cargo, puesto, ruolo, mansione, functie"
)
CLASS = _words("contact class, class, contact type, kontaktart")
SOURCE = _words("source, lead source, contact source, quelle, herkunft, origine, fuente, bron")
_ITEM = list(
    _words(
        "product, item, article, artikel, material, stock, sku, part, produit, producto, prodotto"
    )
)
PRODUCT_CODE = (
    *_both(_ITEM, _CODE),
    *_glued(["artikel", "produkt", "material"], ["nr", "nummer", "code"]),
    *_words("sku, artikelnr, ean, gtin, reference article"),
)
PRODUCT_NAME = (
    *_both(_ITEM, _NAMING),
    *_words(
        "product, item, article, artikel, produkt, material, description, item description, "
        "product description, beschreibung, artikelbezeichnung, designation, libelle, "
        "descripcion, descrizione, omschrijving, producto, prodotto, produit, line text"
    ),
)
CATEGORY = _words(
    "category, product category, category name, english product category name, product "
    "group, product line, warengruppe, kategorie, categorie, categoria, productgroep, "
    "famille"
)
SUBCATEGORY = _words(
    "subcategory, sub category, product subcategory, subcategory name, unterkategorie, sous "
    "categorie, subcategoria, sottocategoria, subcategorie"
)
COST = _words(
    "standard cost, unit cost, cost, cost price, cogs, cost of goods, total cost, cost of "
    "goods sold, line cost, cost amount, total product cost, einstandspreis, selbstkosten, "
    "herstellkosten, kosten, wareneinsatz, cout, cout unitaire, prix de revient, costo, "
    "coste, coste unitario, costo unitario, kostprijs, standardkosten, purchase price, "
    "einkaufspreis"
)
_DOC = list(
    _words(
        "order, invoice, document, sales, bill, rechnung, rechnungs, auftrag, auftrags, beleg, "
        "facture, commande, factura, pedido, fattura, ordine, factuur, bestelling"
    )
)
DOCUMENT = (
    *_both(_DOC, _CODE),
    *_glued(["rechnungs", "auftrags", "beleg", "bestell", "factuur", "order"], ["nr", "nummer"]),
    *_words(
        "invoice, order, sales order number, sales order, sales order no, sales order id, "
        "rechnung, auftrag, beleg, bestellung, facture, commande, factura, pedido, fattura, "
        "ordine, factuur, bestelling, invoice number, voucher, docno, numero de facture, n "
        "facture, numero de factura, numero fattura, invoiceno"
    ),
)
DOCUMENT_DATE = (
    *_both(_DOC, ["date", "datum", "fecha", "data"]),
    *_glued(["rechnungs", "auftrags", "beleg", "bestell", "factuur", "order"], ["datum"]),
    *_words(
        "date, datum, fecha, data, posting date, buchungsdatum, day, tag, date de facture, date "
        "de commande, fecha de factura, data fattura, when"
    ),
)
DOCUMENT_TYPE = _words(
    "document type, type, line type, invoice type, belegart, type de document, tipo, tipo "
    "documento, doc type"
)
QUANTITY = _words(
    "quantity, qty, order quantity, order qty, units, pieces, pcs, menge, anzahl, stuck, "
    "stueck, quantite, qte, cantidad, quantita, aantal, quantity ordered, invoiced "
    "quantity, shipped quantity, hoeveelheid"
)
UNIT_PRICE = _words(
    "unit price, price, price per unit, list price, sales price, price each, einzelpreis, "
    "preis, stuckpreis, stueckpreis, verkaufspreis, prix unitaire, prix, pu, precio, precio "
    "unitario, prezzo, prezzo unitario, prijs, eenheidsprijs, stuksprijs"
)
DISCOUNT = _words(
    "discount, discount percent, discount %, disc, rebate, discount amount, unit price "
    "discount, rabatt, remise, descuento, sconto, korting, nachlass"
)
AMOUNT = _words(
    "sales amount, amount, line total, net amount, revenue, sales, turnover, line amount, "
    "total, net, net sales, extended price, extended amount, net value, betrag, umsatz, "
    "nettobetrag, netto, nettowert, summe, gesamtpreis, zeilenbetrag, montant, montant ht, "
    "total ht, chiffre d affaires, importe, importe neto, ventas, importo, imponibile, "
    "fatturato, bedrag, omzet, nettobedrag, invoice amount, value"
)
CURRENCY = _words(
    "currency, currency code, ccy, curr, wahrung, waehrung, devise, moneda, valuta, munt"
)
REQUIRED_DATE = _words(
    "required date, requested date, required by, due date, delivery due, requested delivery "
    "date, promised date, wunschtermin, liefertermin, date demandee, date de livraison "
    "prevue, fecha requerida, data richiesta, gewenste leverdatum"
)
SHIPPED_DATE = _words(
    "shipped date, ship date, shipped, delivery date, delivered, dispatch date, "
    "versanddatum, lieferdatum, date d expedition, date de livraison, fecha de envio, data "
    "spedizione, verzenddatum, leverdatum"
)
FREIGHT = _words(
    "freight, shipping, shipping cost, freight cost, fracht, frachtkosten, versandkosten, "
    "port, frais de port, transport, flete, spese di trasporto, vracht, vrachtkosten, "
    "verzendkosten"
)
SHEET_ACCOUNTS = _words(
    "accounts, account, customers, customer, resellers, clients, companies, kunden, "
    "debitoren, firmen, clienti, clientes, klanten, dealers"
)
SHEET_CONTACTS = _words(
    "contacts, contact, people, persons, kontakte, ansprechpartner, contatti, contactos, "
    "contacten, personen"
)
SHEET_PRODUCTS = _words(
    "products, product, items, articles, artikel, produkte, produits, productos, prodotti, "
    "producten, materials"
)
SHEET_LINES = _words(
    "lines, invoice lines, order lines, sales, invoices, reseller sales, transactions, "
    "umsatze, umsatz, rechnungen, positionen, ventes, factures, ventas, facturas, vendite, "
    "fatture, verkopen, facturen, sales lines"
)
SHEET_ORDERS = _words(
    "orders, order, order headers, auftrage, bestellungen, commandes, pedidos, ordini, "
    "bestellingen, deliveries, shipments"
)
