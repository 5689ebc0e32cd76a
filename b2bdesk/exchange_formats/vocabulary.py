"""The words business software writes over its columns, in six languages.

Lower case, without accents and punctuation, as ``recognise.words_of`` leaves them. English first,
then German, French, Spanish, Italian and Dutch.
"""

from __future__ import annotations


def phrases(text: str) -> tuple[str, ...]:
    """Phrases written with commas between them."""
    return tuple(text.split(", "))


_FIRM = list(
    phrases(
        "account, customer, client, reseller, dealer, debtor, buyer, partner, company, kunde, "
        "kunden, debitor, firma, cliente, clienti, klant, debiteur"
    )
)
_CODES = "id key code no number nr num nummer numero codigo codice cod ref reference kennung #"
_CODE = _CODES.split()
_NAMING = ["name", "nom", "nombre", "nome", "naam"]


def _both(firsts: list[str], seconds: list[str]) -> tuple[str, ...]:
    joined = [f"{a} {b}" for a in firsts for b in seconds]
    return (*joined, *[f"{b} {a}" for a in firsts for b in seconds])


def _glued(firsts: list[str], seconds: list[str]) -> tuple[str, ...]:
    return tuple(a + b for a in firsts for b in seconds)


_GLUED_FIRM = ["kunden", "debitoren", "firmen", "klant", "klanten"]
ACCOUNT = (
    *tuple(_FIRM),
    *phrases(
        "account, customer, sold to party, ship to party, bill to, bill to customer, ship to, "
        "auftraggeber, regulierer, warenempfanger, geschaftspartner, tiers, client facture, "
        "relatie, afnemer, destinatario, intestatario, firm, organisation, organization, societe, "
        "entreprise, empresa, azienda, bedrijf, unternehmen, sold to"
    ),
)
ACCOUNT_CODE = (
    *_both(_FIRM, _CODE),
    *_glued(_GLUED_FIRM, ["nr", "nummer", "id", "code"]),
    *phrases(
        "erp number, erp no, erp id, sold to party, sold to number, bill to id, custno, "
        "customer id code, numero de client, code du client, numero de cliente, "
        "codice del cliente, account no, sell to no, bill to no, ship to no, adressnummer, "
        "business partner, business partner no, kundenkonto, personenkonto, kontonummer, konto, "
        "code tiers, compte tiers, compte client, codice conto, relatienummer, relatienr, "
        "relatiecode, debiteurennummer"
    ),
)
ACCOUNT_NAME = (
    *_both(_FIRM, _NAMING),
    *_glued(_GLUED_FIRM, ["name", "naam"]),
    *phrases(
        "trading name, legal name, firmenname, raison sociale, razon social, ragione sociale, "
        "bedrijfsnaam, nom du client, nombre del cliente, sold to name, business name, "
        "registered name, employer, organisation name, organization name, unternehmensname, "
        "kundenbezeichnung, nom du tiers, sell to name, firmenbezeichnung, nombre fiscal, "
        "nombre comercial, denominazione sociale, relatienaam, handelsnaam, denomination sociale, "
        "nom de l entreprise, nombre de la empresa"
    ),
)
BARE_CODE = phrases("id, key, code, no, number, nr, nummer, numero, codigo, codice")
NAME = phrases(
    "name, nom, nombre, nome, naam, bezeichnung, intitule, denomination, denominazione, "
    "denominacion, name 1, name1, nombre o razon social"
)
PARENT = phrases(
    "parent, parent account, parent id, parent number, parent company, group, ultimate parent, "
    "konzern, muttergesellschaft, mutterfirma, groupe, maison mere, matriz, capogruppo, "
    "moederbedrijf, parent customer, head office, headquarters, zentrale, hauptkunde, siege, "
    "societe mere, empresa matriz, sede centrale, casa madre, hoofdkantoor"
)
ACCOUNT_KIND = phrases(
    "kind, account kind, account type, customer type, kundenart, type de client, type of account, "
    "relation type, kundentyp, type client, tipo cliente, tipo di cliente, klanttype"
)
BUSINESS_TYPE = phrases(
    "business type, type of business, industry, sector, branche, secteur, secteur d activite, "
    "settore, trade, branch of trade, line of business, business sector, wirtschaftszweig, "
    "activite, domaine d activite, sector de actividad, actividad, settore di attivita, "
    "bedrijfstak, industry key, industry code, branchenschlussel"
)
SEGMENT = phrases(
    "segment, customer segment, market segment, kundensegment, segmento, tier, abc class, "
    "specialty, speciality"
)
ADDRESS = phrases(
    "address, street, address 1, address line 1, street address, strasse, adresse, anschrift, rue, "
    "direccion, calle, indirizzo, via, adres, straat, billing address, billing street, "
    "mailing street, street no, strasse nr, strasse hausnummer, str, domicilio, domicilio fiscal, "
    "voie, adresse 1, direccion fiscal, sede, sede legale, bezoekadres, postadres"
)
POSTAL_CODE = phrases(
    "postal code, postcode, zip, zip code, post code, plz, postleitzahl, code postal, "
    "codigo postal, cap, cp, billing zip, billing postal code, zip postal code, cod postal, "
    "codice postale, c a p, codigo postal cp, pc"
)
CITY = phrases(
    "city, town, place, location, ort, stadt, ville, ciudad, citta, plaats, stad, poblacion, "
    "localite, localita, wohnort, billing city, municipio, comune, gemeente, woonplaats, commune, "
    "localidad"
)
REGION = phrases(
    "region, state, province, state province, state province name, county, bundesland, kanton, "
    "provincia, provincie, departement, estado, billing state, st, state code, land region, "
    "provinz, prov, comunidad autonoma, regione, rg, reg, county code"
)
COUNTRY = phrases(
    "country, country region, country code, country name, land, pays, pais, paese, nation, staat, "
    "billing country, nazione, stato, nacion, landcode, landerkennzeichen, code pays, iso country, "
    "cty, ctry"
)
PHONE = phrases(
    "phone, telephone, tel, phone number, telephone number, telefon, telefonnummer, telefono, "
    "telefoon, office phone, business phone, direct dial, direct phone, work phone, main phone, "
    "phone no, mobile or phone, rufnummer, durchwahl, telephone fixe, fixe, telefono fijo, "
    "telefono fisso, telefoonnummer, telefoonnr, contact phone, office telephone, tel ufficio, "
    "telefono ufficio, telefon geschaftlich, telefon geschaftl, tel geschaftl, tel bureau, "
    "tel oficina"
)
MOBILE = phrases(
    "mobile, mobile phone, cell, cell phone, mobil, handy, portable, movil, cellulare, mobiel, "
    "gsm, mobile number, mobilnummer, mobiltelefon, handynummer, telephone portable, tel portable, "
    "telefono movil, telefono cellulare, mobiele telefoon, mobiel nummer"
)
EMAIL = phrases(
    "email, mail, email address, e mail adresse, emailadresse, courriel, correo, "
    "correo electronico, posta elettronica, emailadres, adresse email, mailadresse, mail adresse, "
    "adresse mail, adresse electronique, e mail address, direccion de correo, correo e, "
    "indirizzo email, indirizzo mail, e mailadres, work email, business email, email geschaftlich, "
    "email privat, email pro, email ufficio"
)
WEBSITE = phrases(
    "website, web, url, homepage, web site, internet, site web, sitio web, domain, company domain, "
    "web address, website url, internetadresse, webseite, pagina web, sito, sito web, "
    "sito internet, webadres"
)
TAX_ID = phrases(
    "tax number, tax id, vat id, vat number, vat no, vat reg no, vat registration number, tin, "
    "ust id nr, ust id, ustid, ustidnr, umsatzsteuer id, umsatzsteuer identifikationsnummer, "
    "steuernummer, uid, uid nummer, siren, siret, no siret, numero siret, tva, no tva, numero tva, "
    "numero de tva, tva intracommunautaire, n tva intracommunautaire, nif, cif, nif cif, cif nif, "
    "nie, p iva, partita iva, piva, iva, codice fiscale, btw nummer, btwnummer, btw nr, btw, kvk, "
    "kvk nummer, rsin, vat, vat id no, gst number, gst no, ein, company number, mwst nr, "
    "mwst nummer, uid mwst, tva intracom, no tva intracom, numero fiscal, identificacion fiscal, "
    "cod fiscale, partita iva codice fiscale, btw identificatienummer"
)
EMPLOYEES = phrases(
    "employees, number employees, number of employees, no of employees, headcount, staff, "
    "mitarbeiter, anzahl mitarbeiter, effectif, salaries, empleados, dipendenti, medewerkers, "
    "aantal medewerkers, mitarbeiterzahl, mitarbeiteranzahl, beschaftigte, nombre de salaries, "
    "nb salaries, effectifs, numero de empleados, plantilla, numero dipendenti, n dipendenti, "
    "addetti, aantal werknemers, werknemers, anzahl ma, ma, fte"
)
ANNUAL_SALES = phrases(
    "annual sales, annual revenue, yearly sales, their annual sales, company revenue, "
    "jahresumsatz, umsatz des kunden, chiffre d affaires annuel, facturacion anual, "
    "fatturato annuo, jaaromzet"
)
YEAR_OPENED = phrases(
    "year opened, founded, year founded, established, gruendungsjahr, grundungsjahr, "
    "annee de creation, ano de fundacion, anno di fondazione, oprichtingsjaar"
)
OWNER = phrases(
    "owner, account owner, account manager, key account manager, kam, responsible, our person, "
    "betreuer, verantwortlich, responsable, responsabile, accountmanager, zustandig, owner name, "
    "our contact, colleague, sales rep, sales representative, salesperson, rep, sales person, "
    "account rep, company owner, assigned to, vertreter, vertriebsmitarbeiter, aussendienst, "
    "aussendienstmitarbeiter, sachbearbeiter, kundenbetreuer, zustandiger, commercial, "
    "commerciale, charge d affaires, gestionnaire, representant, comercial, agente, "
    "agente comercial, vendedor, gestor, venditore, commerciale di riferimento, relatiebeheerder, "
    "vertegenwoordiger, verkoper, verantwoordelijke, behandelaar, charge de clientele, "
    "account exec, account executive"
)
CONTACT_PLAN = phrases(
    "contact plan days, contact every days, contact plan, visit every days, cadence days"
)
CONTACT_NAME = phrases(
    "contact name, contact, contact person, ansprechpartner, kontakt, kontaktperson, "
    "nom du contact, persona de contacto, contatto, referente, contactpersoon, interlocuteur, "
    "gesprachspartner, kontaktname, personne de contact, contacto, nombre de contacto, "
    "persona contacto, nome contatto, persona di riferimento, naam contactpersoon"
)
CONTACT_TITLE = phrases("contact title, contact job title, contact position, contact function")
CONTACT_EMAIL = phrases("contact email, contact email address, email contact")
CONTACT_PHONE = phrases("contact phone, contact telephone, contact phone number")
NOTE = phrases(
    "note, notes, comment, comments, remark, remarks, bemerkung, bemerkungen, notiz, kommentar, "
    "remarque, commentaire, observaciones, nota, opmerking, memo, details, anmerkung, anmerkungen, "
    "notizen, hinweis, note interne, observations, compte rendu, comentarios, comentario, notas, "
    "commenti, osservazioni, opmerkingen, notitie, notities, toelichting, verslag"
)
PERSON = phrases(
    "person, person name, full name, employee, vollstandiger name, nom complet, nombre completo, "
    "nome completo, member"
)
FIRST_NAME = phrases(
    "first name, firstname, given name, forename, vorname, prenom, nombre de pila, voornaam, "
    "prenom du contact, nome di battesimo, roepnaam, primer nombre"
)
LAST_NAME = phrases(
    "last name, lastname, surname, family name, nachname, familienname, nom de famille, apellido, "
    "apellidos, cognome, achternaam, nom du contact de famille, primer apellido, familienaam"
)
JOB_TITLE = phrases(
    "job title, title, position, job, function, funktion, berufsbezeichnung, fonction, poste, "
    "cargo, puesto, ruolo, mansione, functie, role, job role, berufliche stellung, stellung, "
    "abteilung, intitule du poste, qualite, puesto de trabajo, qualifica, functietitel, "
    "functienaam, designation"
)
CLASS = phrases("contact class, class, contact type, kontaktart")
SOURCE = phrases(
    "source, lead source, contact source, quelle, herkunft, origine, fuente, bron, origin, "
    "campaign, lead origin, herkunft des kontakts, provenance, procedencia, origen, provenienza, "
    "herkomst"
)
_ITEM = list(
    phrases(
        "product, item, article, artikel, material, stock, sku, part, produit, producto, prodotto, "
        "articulo, articolo, produkt"
    )
)
PRODUCT_CODE = (
    *_both(_ITEM, _CODE),
    *_glued(["artikel", "produkt", "material"], ["nr", "nummer", "code"]),
    *phrases("sku, artikelnr, ean, gtin, reference article, upc, part, bestellnummer"),
)
PRODUCT_NAME = (
    *_both(_ITEM, _NAMING),
    *phrases(
        "product, description, item description, product description, beschreibung, bezeichnung, "
        "artikelbezeichnung, artikelbeschreibung, artikeltext, materialkurztext, kurztext, "
        "material description, designation, libelle, libelle article, descripcion, "
        "descripcion del articulo, descrizione, descrizione articolo, omschrijving, "
        "artikelomschrijving, line text, memo"
    ),
    *_ITEM,
    *phrases("articulo, articolo, produkt"),
)
ITEM_AS_CODE = tuple(_ITEM)  # a column called Item may hold its code: the values say so
CATEGORY = phrases(
    "category, product category, category name, english product category name, product group, "
    "product line, warengruppe, kategorie, categorie, categoria, productgroep, famille, "
    "item category, item group, product type, product family, artikelgruppe, produktgruppe, "
    "hauptwarengruppe, gamme, famille produit, familia, familia producto, grupo, famiglia, "
    "categoria merceologica, gruppo merceologico, artikelgroep"
)
SUBCATEGORY = phrases(
    "subcategory, sub category, product subcategory, subcategory name, unterkategorie, "
    "sous categorie, subcategoria, sottocategoria, subcategorie"
)
COST = phrases(
    "standard cost, unit cost, cost, cost price, cogs, cost of goods, total cost, "
    "cost of goods sold, line cost, cost amount, total product cost, einstandspreis, selbstkosten, "
    "herstellkosten, kosten, wareneinsatz, cout, cout unitaire, prix de revient, costo, coste, "
    "coste unitario, costo unitario, kostprijs, standardkosten, purchase price, einkaufspreis, "
    "purchase cost, net cost, landed cost, average cost, ek preis, ek, einkaufskosten, einstand, "
    "materialkosten, prix d achat, cout de revient, cout standard, precio de coste, "
    "precio de compra, coste estandar, costo standard, prezzo di acquisto, costo del venduto, "
    "inkoopprijs, inkoopwaarde, unit cost lcy, ek gesamt, total ek, gesamtkosten"
)
_DOC = list(
    phrases(
        "order, invoice, document, sales, bill, rechnung, rechnungs, auftrag, auftrags, beleg, "
        "facture, commande, factura, pedido, fattura, ordine, factuur, bestelling, transaction, "
        "faktura, piece, documento, buchung, bon, avoir, lieferschein, posting, voucher"
    )
)
DOCUMENT = (
    *_both(_DOC, _CODE),
    *_glued(["rechnungs", "auftrags", "beleg", "bestell", "factuur", "order"], ["nr", "nummer"]),
    *phrases(
        "invoice, order, num, po number, po no, purchase order, sales order number, sales order, "
        "sales order no, sales order id, rechnung, auftrag, beleg, bestellung, facture, commande, "
        "factura, pedido, fattura, ordine, factuur, bestelling, invoice number, voucher, docno, "
        "numero de facture, n facture, numero de factura, numero fattura, invoiceno, document, "
        "piece, documento, faktura"
    ),
)
DOCUMENT_DATE = (
    *_both(_DOC, ["date", "datum", "fecha", "data"]),
    *_glued(["rechnungs", "auftrags", "beleg", "bestell", "factuur", "order"], ["datum"]),
    *phrases(
        "date, datum, fecha, data, posting date, buchungsdatum, day, tag, date de facture, "
        "date de commande, fecha de factura, data fattura, when, ordered, ordered on, invoiced on, "
        "date of order, date piece, fecha documento, fecha pedido, data documento, data ordine, "
        "datum factuur"
    ),
)
DOCUMENT_TYPE = phrases(
    "document type, type, line type, invoice type, belegart, type de document, tipo, "
    "tipo documento, doc type, transaction type, voucher type, dokumentart, fakturaart, "
    "type de piece, tipo de documento, tipo doc, soort, documentsoort"
)
QUANTITY = phrases(
    "quantity, qty, order quantity, order qty, units, pieces, pcs, menge, anzahl, stuck, stueck, "
    "quantite, qte, cantidad, quantita, aantal, quantity ordered, invoiced quantity, "
    "shipped quantity, hoeveelheid, units sold, sold quantity, billed quantity, billed qty, "
    "quantity sold, qty sold, fakturierte menge, faktura menge, liefermenge, bestellmenge, "
    "verkaufsmenge, stuckzahl, quantite facturee, quantite vendue, nombre, nb, cantidad vendida, "
    "unidades, pezzi, q ta, pz, stuks, verkochte aantallen, verkocht aantal, menge st, "
    "quantite vendue en unites"
)
UNIT_PRICE = phrases(
    "unit price, price, price per unit, list price, sales price, price each, einzelpreis, preis, "
    "stuckpreis, stueckpreis, verkaufspreis, prix unitaire, prix, pu, precio, precio unitario, "
    "prezzo, prezzo unitario, prijs, eenheidsprijs, stuksprijs, price unit, net price, "
    "selling price, e preis, ep, vk, vk preis, einzel preis, nettopreis, preis pro einheit, "
    "prix unitaire ht, pu ht, prix de vente, p u, precio venta, precio unidad, pvp, prezzo netto, "
    "prezzo di vendita, verkoopprijs, prijs per stuk, nettoprijs, price per piece, prijs p st, "
    "precio unit, prix unit, prezzo unit, einzelpr"
)
DISCOUNT = phrases(
    "discount, discount percent, discount %, disc, rebate, discount amount, unit price discount, "
    "rabatt, remise, descuento, sconto, korting, nachlass, rabatt %, nachlass %, remise %, "
    "taux de remise, dto, dto %, bonificacion, sconto %, korting %, kortingspercentage, "
    "line discount, line discount %, sc, sc %, scto"
)
AMOUNT = phrases(
    "sales amount, amount, line total, net amount, revenue, sales, turnover, line amount, total, "
    "net, net sales, extended price, extended amount, net value, betrag, umsatz, nettobetrag, "
    "netto, nettowert, summe, gesamtpreis, zeilenbetrag, montant, montant ht, total ht, "
    "chiffre d affaires, importe, importe neto, ventas, importo, imponibile, fatturato, bedrag, "
    "omzet, nettobedrag, invoice amount, value, ext price, extended, line value, line net, "
    "sales value, net sales value, net revenue, subtotal, summe netto, netto betrag, netto umsatz, "
    "nettoumsatz, positionswert, positionsbetrag, gesamt netto, gesamtbetrag, umsatz netto, erlos, "
    "montant net, total net, ca ht, ca, base imponible, total neto, total linea, facturacion, "
    "venta neta, totale riga, importo netto, totale netto, valore, netto bedrag, bedrag excl btw, "
    "regelbedrag, totaalbedrag, netto omzet, regeltotaal, regelbedrag netto, totale, total amount, "
    "totaal"
)
CURRENCY = phrases(
    "currency, currency code, ccy, curr, wahrung, waehrung, devise, moneda, valuta, munt"
)
REQUIRED_DATE = phrases(
    "required date, requested date, required by, due date, delivery due, requested delivery date, "
    "promised date, wunschtermin, liefertermin, date demandee, date de livraison prevue, "
    "fecha requerida, data richiesta, gewenste leverdatum, requested delivery, promised delivery, "
    "need by, need by date, wanted date, requested ship date, wunschlieferdatum, wunschlieferung, "
    "gewunschter liefertermin, zugesagter termin, soll termin, solltermin, "
    "bestatigter liefertermin, livraison demandee, livraison prevue, delai demande, date promise, "
    "fecha de entrega prevista, fecha entrega solicitada, fecha prevista, fecha prometida, "
    "data consegna richiesta, consegna richiesta, data prevista, consegna prevista, "
    "leverdatum gevraagd, beloofde leverdatum, due, livraison souhaitee, souhaite le, gewenst op, "
    "solicitado para, richiesto il"
)
# On an invoice the due date is the payment's.
LINE_REQUIRED_DATE = tuple(word for word in REQUIRED_DATE if word not in ("due", "due date"))
SHIPPED_DATE = phrases(
    "shipped date, ship date, shipped, delivery date, delivered, dispatch date, versanddatum, "
    "lieferdatum, date d expedition, date de livraison, fecha de envio, data spedizione, "
    "verzenddatum, leverdatum, actual delivery, actual delivery date, actual ship date, "
    "delivered on, shipped on, goods issue date, warenausgang, warenausgangsdatum, "
    "ausgeliefert am, geliefert am, ist termin, liefertag, expedie le, livre le, "
    "date livraison reelle, date d envoi, fecha de entrega, fecha expedicion, fecha entrega real, "
    "data consegna, data consegna effettiva, data di spedizione, verzonden op, geleverd op, "
    "werkelijke leverdatum"
)
FREIGHT = phrases(
    "freight, shipping, shipping cost, freight cost, fracht, frachtkosten, versandkosten, port, "
    "frais de port, transport, flete, spese di trasporto, vracht, vrachtkosten, verzendkosten, "
    "freight charges, freight amount, shipping charges, delivery charge, porto, versand, "
    "transportkosten, port et emballage, cout de transport, portes, gastos de envio, trasporto, "
    "spedizione, costi di trasporto"
)
SHEET_ACCOUNTS = phrases(
    "accounts, account, customers, customer, resellers, clients, companies, kunden, debitoren, "
    "firmen, clienti, clientes, klanten, dealers, kundenstamm, kundenliste, stammdaten kunden, "
    "liste clients, tiers, relaties, relatiebestand, anagrafica, anagrafica clienti, "
    "cartera de clientes, klantenlijst"
)
SHEET_CONTACTS = phrases(
    "contacts, contact, people, persons, kontakte, ansprechpartner, contatti, contactos, "
    "contacten, personen, referenti, contactpersonen, interlocuteurs, personas de contacto, "
    "kontaktpersonen"
)
SHEET_PRODUCTS = phrases(
    "products, product, items, articles, artikel, produkte, produits, productos, prodotti, "
    "producten, materials, artikelstamm, artikelliste, catalogue, catalogo, articulos, articoli, "
    "artikelen, artikelbestand, item master"
)
SHEET_LINES = phrases(
    "lines, invoice lines, order lines, sales, invoices, reseller sales, transactions, umsatze, "
    "umsatz, rechnungen, positionen, ventes, factures, ventas, facturas, vendite, fatture, "
    "verkopen, facturen, sales lines, sales by customer, fakturen, umsatzliste, absatz, verkaufe, "
    "facturation, lignes de facture, facturacion, lineas de factura, righe fattura, fatturato, "
    "verkoop, omzet, omzetregels, factuurregels"
)
SHEET_ORDERS = phrases(
    "orders, order, order headers, auftrage, bestellungen, commandes, pedidos, ordini, "
    "bestellingen, deliveries, shipments, lieferungen, livraisons, entregas, consegne, leveringen, "
    "auftragsliste, open orders"
)
