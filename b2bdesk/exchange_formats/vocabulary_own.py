"""The words over columns of prices, volumes, surveys, exchanges, tasks, contracts and targets.

As in ``vocabulary``: English first, then German, French, Spanish, Italian and Dutch.
"""

from __future__ import annotations

from b2bdesk.exchange_formats.vocabulary import phrases

FROM = phrases(
    "first month, from, period from, start, period start, von, ab, de, desde, van, da, du, debut, "
    "vanaf, inizio"
)
TO = phrases(
    "last month, to, until, period to, end, period end, bis, a, hasta, tot, au, fin, jusqu a, fino"
)
MONTH = phrases("month, period, monat, periode, mois, mes, mese, maand, periodo")
VALID_FROM = phrases(
    "valid from, effective from, effective date, from, since, start date, gultig ab, gultig von, "
    "ab, valable a partir du, valable du, date d effet, valido desde, vigente desde, valido dal, "
    "valida dal, decorrenza, geldig vanaf, ingangsdatum, begindatum, startdatum, beginn"
)
VALID_TO = phrases(
    "valid to, valid until, until, to, end date, gultig bis, bis, valable jusqu au, valido hasta, "
    "vigente hasta, valido fino al, valida al, geldig tot, einddatum, enddatum"
)
RATE_FROM = phrases(
    "rate date, day, tag, kursdatum, jour, date du taux, date du cours, dia, fecha del cambio, "
    "giorno, data del cambio, dag, koersdatum"
)
RATE = phrases(
    "rate, exchange rate, fx rate, currency rate, conversion rate, kurs, wechselkurs, "
    "umrechnungskurs, devisenkurs, taux, taux de change, cours, cours de change, tipo de cambio, "
    "tasa, tasa de cambio, cambio, tasso, tasso di cambio, koers, wisselkoers"
)
PRICE_GROUP = phrases(
    "price group, customer group, price list, preisgruppe, preisliste, kundengruppe, tarif, "
    "groupe de prix, categorie tarifaire, tarifa, grupo de precios, listino, prijsgroep"
)
LIST_PRICE = phrases(
    "price, list price, net price, afgesproken prijs, vereinbarter preis, prix convenu, "
    "precio acordado, prezzo concordato, unit price, agreed price, contract price, preis, "
    "listenpreis, nettopreis, verkaufspreis, stuckpreis, prix, prix catalogue, prix net, "
    "prix unitaire, prix de vente, precio, precio de lista, precio neto, precio unitario, pvp, "
    "prezzo, prezzo di listino, prezzo netto, prezzo unitario, prijs, lijstprijs, nettoprijs, "
    "verkoopprijs, catalogusprijs"
)
POOL = phrases(
    "cost pool, pool, cost driver, driver, activity, kostenpool, aktivitat, kostentreiber, "
    "treiber, prozess, activite, inducteur, inducteur de cout, actividad, inductor, attivita, "
    "activiteit, kostenveroorzaker"
)
VOLUME = phrases(
    "volume, driver volume, quantity, count, number of events, events, times, menge, anzahl, "
    "treibermenge, volumen, volume d activite, nombre, quantite, cantidad, numero, quantita, "
    "aantal, hoeveelheid"
)
RESPONDENT = phrases(
    "respondent, answered by, befragter, befragte, teilnehmer, repondant, encuestado, "
    "intervistato, respondente"
)
SURVEY_DATE = phrases(
    "survey date, answered on, response date, befragungsdatum, umfragedatum, date de l enquete, "
    "date de reponse, fecha de la encuesta, data del sondaggio, enquetedatum"
)
ATTRIBUTE = phrases(
    "attribute, brand attribute, question, criterion, item, statement, merkmal, kriterium, frage, "
    "eigenschaft, critere, attribut, question posee, atributo, criterio, pregunta, attributo, "
    "domanda, kenmerk, vraag"
)
OUR_SCORE = phrases(
    "score, our score, rating, our rating, our score 1 to 5, answer, we, us, bewertung, note, "
    "unsere bewertung, punkte, notre note, evaluation, reponse, puntuacion, valoracion, "
    "nuestra puntuacion, punteggio, voto, valutazione, waardering, cijfer, onze score"
)
RIVAL_SCORE = phrases(
    "rival, rival score, main rival, competitor, competitor score, best competitor, "
    "main rival s score 1 to 5, wettbewerber, wettbewerb, bester wettbewerber, concurrent, "
    "note du concurrent, competidor, concorrente, concurrent score"
)
SHEET_RATES = phrases(
    "currency rates, exchange rates, rates, fx rates, currencies, wechselkurse, kurse, wahrungen, "
    "devisenkurse, taux de change, taux, cours, devises, tipos de cambio, divisas, monedas, "
    "tassi di cambio, cambi, valute, wisselkoersen, koersen, valuta s"
)
SHEET_PRICES = phrases(
    "price list, price lists, prices, price, preisliste, preise, tarif, tarifs, prix, "
    "lista de precios, precios, tarifa, listino, listino prezzi, prezzi, prijslijst, prijzen"
)
SHEET_VOLUMES = phrases(
    "driver volumes, volumes, volume, activity volumes, treibermengen, mengen, volumes d activite, "
    "volumenes, volumi, aantallen"
)
SHEET_SURVEYS = phrases(
    "survey, surveys, survey scores, scores, perceptions, satisfaction, umfrage, befragung, "
    "kundenzufriedenheit, enquete, enquete satisfaction, encuesta, satisfaccion, sondaggio, "
    "soddisfazione, klanttevredenheid"
)
MAIN_RIVAL = phrases(
    "main rival, main competitor, biggest competitor, strongest competitor, main supplier besides "
    "us, rival, competitor, hauptwettbewerber, hauptkonkurrent, wichtigster wettbewerber, "
    "wettbewerber, mitbewerber, hauptmitbewerber, principal concurrent, concurrent principal, "
    "concurrent, competidor principal, principal competidor, rival principal, competidor, "
    "concorrente principale, principale concorrente, concorrente, hoofdconcurrent, "
    "belangrijkste concurrent, voornaamste concurrent"
)
OUTSIDE_AS = phrases(
    "outside as, external as, outside role, external role, extern als, externe rolle, "
    "externe en tant que, externe comme, role externe, externo como, papel externo, "
    "esterno come, ruolo esterno, externe rol"
)
ADAPTABILITY = phrases(
    "adaptability, attitude to change, adopter group, adopter type, adoption, "
    "wandlungsbereitschaft, veranderungsbereitschaft, innovationsbereitschaft, adoptertyp, "
    "adaptabilite, attitude face au changement, type d adoptant, adaptabilidad, "
    "actitud ante el cambio, tipo de adoptante, adattabilita, atteggiamento verso il cambiamento, "
    "veranderbereidheid, aanpassingsvermogen, houding tegenover verandering"
)
COMPLAINT = phrases(
    "complaint, is complaint, is a complaint, this is a complaint, beschwerde, reklamation, "
    "beanstandung, reclamation, plainte, reclamacion, queja, reclamo, lamentela, contestazione, "
    "klacht"
)
DMU = phrases(
    "decision making unit, dmu, buying centre, buying center, unit, einkaufsgremium, "
    "centre d achat, centro de compra, centro di acquisto"
)
PEOPLE = phrases(
    "people, their people, person, contact, participants, with, attendees, teilnehmer, "
    "gesprachspartner, ansprechpartner, kontakt, interlocuteur, interlocuteurs, contacto, "
    "asistentes, interlocutor, contatto, partecipanti, referente, contactpersoon, deelnemers, "
    "gesproken met"
)
BY_US = phrases(
    "our people, by, mitarbeiter, wer, par, por, da, door, medewerker, logged by, author"
)
CHANNEL = phrases(
    "channel, kanal, via, type, activity type, contact type, kontaktart, art, canal, "
    "type de contact, tipo, tipo de actividad, canale, tipo attivita, kanaal, soort contact"
)
EXCHANGE_KIND = phrases("kind, exchange kind, exchange type")
SUBJECT = phrases(
    "subject, topic, what, title, purpose, betreff, thema, anlass, zweck, objet, sujet, motif, "
    "asunto, tema, motivo, oggetto, argomento, onderwerp"
)
MINUTES = phrases(
    "minutes, duration, min, duration min, minuten, dauer, duree, duracion, minutos, durata, "
    "minuti, duur"
)
TASK = phrases(
    "what, next step, task, action, todo, to do, activity, follow up, aufgabe, massnahme, "
    "nachster schritt, tache, action a mener, prochaine etape, tarea, accion, proximo paso, "
    "attivita, azione, prossimo passo, taak, actie, actiepunt, volgende stap"
)
DUE = phrases(
    "due, due date, by when, deadline, until, fallig, fallig am, falligkeit, termin, bis wann, "
    "frist, echeance, date limite, pour le, vencimiento, fecha limite, scadenza, entro, "
    "data scadenza, vervaldatum, uiterlijk, einddatum"
)
DONE = phrases(
    "done, done on, completed, completed on, erledigt, erledigt am, abgeschlossen am, fait le, "
    "termine le, hecho, completado, fatto, completato, gedaan, afgerond, gereed"
)
CONTRACT = phrases(
    "contract, contract name, agreement, frame agreement, name, vertrag, vertragsname, "
    "rahmenvertrag, vertragsbezeichnung, contrat, nom du contrat, accord, contrato, acuerdo, "
    "contratto, accordo, contractnaam, overeenkomst"
)
STARTS = phrases(
    "starts, start, start date, effective date, valid from, beginn, startdatum, vertragsbeginn, "
    "laufzeit von, gultig ab, debut, date de debut, date debut, inicio, fecha de inicio, "
    "fecha inicio, inizio, data inizio, decorrenza, ingangsdatum, begindatum"
)
ENDS = phrases(
    "ends, end, end date, expires, expiry date, expiration date, expiry, valid until, ende, "
    "enddatum, vertragsende, laufzeit bis, gultig bis, ablauf, fin, date de fin, date fin, "
    "echeance, fecha de fin, fecha fin, vencimiento, termine, data fine, scadenza, einde, "
    "einddatum, afloopdatum"
)
NOTICE = phrases(
    "notice days, notice, notice period, notice period days, kundigungsfrist, preavis, "
    "delai de preavis, preaviso, preavviso, opzegtermijn"
)
RENEWS = phrases(
    "renews by itself, auto renews, auto renewal, auto renew, automatic renewal, "
    "automatische verlangerung, tacite reconduction, renovacion automatica, rinnovo automatico, "
    "tacito rinnovo, automatische verlenging, stilzwijgende verlenging"
)
TARGET = phrases(
    "target, sales target, target amount, budget, plan, quota, ziel, umsatzziel, planumsatz, "
    "planwert, zielumsatz, objectif, objectif de vente, objetivo, objetivo de ventas, presupuesto, "
    "obiettivo, obiettivo di vendita, doel, omzetdoel, doelstelling, begroting"
)
SHEET_TARGETS = phrases(
    "sales targets, targets, budget, plan, ziele, planung, umsatzplanung, objectifs, objetivos, "
    "obiettivi, doelstellingen, begroting"
)
SHEET_CONTRACTS = phrases(
    "contracts, contract, agreements, vertrage, contrats, contratos, contratti, contracten"
)
SHEET_TASKS = phrases(
    "next steps, tasks, actions, follow ups, todo, aufgaben, massnahmen, taches, tareas, acciones, "
    "attivita, azioni, taken, acties, actielijst"
)
SHEET_EXCHANGES = phrases(
    "exchanges, exchange, activities, calls, visits, contact reports, aktivitaten, "
    "besuchsberichte, besuche, visites, comptes rendus, visitas, actividades, visite, "
    "rapporti di visita, bezoeken, bezoekverslagen, activiteiten"
)
