import type { Sentences } from '../sentences.ts'

/** What preparing says in German: why each step is taken, what it costs, what was tried. */
export const germanPreparing: Sentences = {
  // Why a step is taken.
  'It has neither a name nor a value in any row.': 'Sie hat weder einen Namen noch in einer Zeile einen Wert.',
  'Texts with blanks at an end would be other values than those without.':
    'Texte mit Leerraum an einem Ende wären andere Werte als die ohne.',
  'Infinite values, and what is no number, count as no value.':
    'Unendliche Werte, und was keine Zahl ist, zählen als kein Wert.',
  'It holds lists or objects, which are no numbers.': 'Sie enthält Listen oder Objekte, die keine Zahlen sind.',
  'It has no value in any row.': 'Sie hat in keiner Zeile einen Wert.',
  'It is constant: it tells no row from another.':
    'Sie ist überall gleich: Sie unterscheidet keine Zeile von einer anderen.',
  'It is the row number.': 'Sie ist die Zeilennummer.',
  'It is different in every row: a name or an id, nothing to learn of.':
    'Sie ist in jeder Zeile anders: ein Name oder eine Kennung, aus der sich nichts lernen lässt.',
  'It has ‹count› different texts, too many for categories.':
    'Sie hat ‹count#› verschiedene Texte, zu viele für Kategorien.',
  'That a cell of `‹column›` is empty stays visible.': 'Dass eine Zelle von `‹column›` leer ist, bleibt sichtbar.',
  'Numbers are what is asked for.': 'Zahlen sind verlangt.',
  'Numbers are what is asked for: 1 is true, 0 false.': 'Zahlen sind verlangt: 1 ist wahr, 0 falsch.',
  'A row without the label teaches nothing.':
    'Aus einer Zeile ohne den vorherzusagenden Wert lässt sich nichts lernen.',
  'A median may have a fraction.': 'Ein Median kann Bruchteile haben.',
  'An empty number takes the median of the others.': 'Eine leere Zahl bekommt den Median der anderen.',
  'An empty moment takes the median of the others.': 'Ein leerer Zeitpunkt bekommt den Median der anderen.',
  'From ‹min› to ‹max›, to between 0 and 1.': 'Von ‹min› bis ‹max›, auf Werte zwischen 0 und 1.',
  'From ‹min› to ‹max›, further apart than a number can say: to between -1 and 1.':
    'Von ‹min› bis ‹max›, weiter auseinander, als eine Zahl sagen kann: auf Werte zwischen -1 und 1.',
  'To between 0 and 1.': 'Auf Werte zwischen 0 und 1.',
  'What is not known counts as false, and is marked.': 'Was nicht bekannt ist, zählt als falsch und wird markiert.',
  'A moment as a number: its seconds since 1970.': 'Ein Zeitpunkt als Zahl: seine Sekunden seit 1970.',
  'It goes on as `‹column›`.': 'Sie besteht als `‹column›` fort.',
  'It goes on as the columns of its values.': 'Sie besteht als die Spalten ihrer Werte fort.',
  'Its values cannot be told apart.': 'Ihre Werte lassen sich nicht unterscheiden.',
  '‹count› values are numbered, in their order.': '‹count|Wert wird|Werte werden› in der Reihenfolge nummeriert.',
  'Its ‹count› values become columns of 0 and 1.': 'Ihre ‹count#› Werte werden Spalten aus 0 und 1.',
  'No value counts as one of its own.': 'Kein Wert zählt als ein eigener.',
  'The schema asks for a value in every row.': 'Das Schema verlangt in jeder Zeile einen Wert.',
  'The schema asks for each `‹key›` once; the first is kept.':
    'Das Schema verlangt jedes `‹key›` einmal; das erste bleibt.',
  'The schema takes no other columns.': 'Das Schema nimmt keine anderen Spalten.',
  'The schema calls it `‹name›`.': 'Das Schema nennt sie `‹name›`.',
  'The schema writes these values so.': 'Das Schema schreibt diese Werte so.',
  'These are spellings of the same value; the most frequent is kept.':
    'Das sind Schreibweisen desselben Wertes; die häufigste bleibt.',
  'Words for “no value” are no values.': 'Wörter für „kein Wert“ sind keine Werte.',
  'All its texts are ‹type›.': 'Alle ihre Texte sind ‹type›.',
  '‹fitting› of ‹count› different texts are ‹type›.': '‹fitting› von ‹count› verschiedenen Texten sind ‹type›.',
  'Its texts are amounts of ‹unit›, which `‹column›` keeps.':
    'Ihre Texte sind Beträge in ‹unit›; `‹column›` behält das.',
  'Its texts are numbers of “‹unit›”, which is taken off.': 'Ihre Texte sind Zahlen mit „‹unit›“, das abgenommen wird.',
  'Rows that repeat one above in every column: ‹count›. None is dropped.':
    'Zeilen, die eine darüber in jeder Spalte wiederholen: ‹count›. Keine wird weggelassen.',
  'Add the operation “deduplicate” where a row that repeats one is a mistake.':
    'Wo eine wiederholte Zeile ein Fehler ist, den Schritt „Doppelte weglassen“ hinzufügen.',
  '`‹column›` stays text: ‹count› of ‹all› different texts cannot be read as ‹type›, such as ‹texts›.':
    '`‹column›` bleibt Text: ‹count› von ‹all› verschiedenen Texten lassen sich nicht als ‹type› lesen, etwa ‹texts›.',
  'Map or empty them, then parse the column.': 'Sie ersetzen oder leeren und die Spalte dann lesen lassen.',
  'The schema asks for finite numbers.': 'Das Schema verlangt endliche Zahlen.',
  'The schema asks for ‹type›.': 'Das Schema verlangt ‹type›.',
  'Blanks at an end make other values.': 'Leerraum an einem Ende ergibt andere Werte.',
  'Blanks around an id make links miss it.': 'Leerraum um eine Kennung lässt Verbindungen sie verfehlen.',
  'A coordinate must be finite.': 'Eine Koordinate muss endlich sein.',
  'A point without both coordinates cannot be placed; the contract asks for two finite numbers.':
    'Ein Punkt ohne beide Koordinaten lässt sich nicht setzen; verlangt sind zwei endliche Zahlen.',
  'What gives size or colour must be finite.': 'Was Größe oder Farbe gibt, muss endlich sein.',
  'What gives coordinates must be finite.': 'Was Koordinaten gibt, muss endlich sein.',
  'The columns that make the points stand first.': 'Die Spalten, aus denen die Punkte sind, stehen vorn.',
  'The columns that make the links stand first.': 'Die Spalten, aus denen die Verbindungen sind, stehen vorn.',
  'The links are given as a table of their own.': 'Die Verbindungen sind als eigene Tabelle gegeben.',
  'Cosmograph finds points by a number from 0 on.': 'Cosmograph findet Punkte an einer Nummer ab 0.',
  'Ids are texts, so that none is rounded.': 'Kennungen sind Texte, damit keine gerundet wird.',
  "The id is generated from the row's number.": 'Die Kennung wird aus der Zeilennummer erzeugt.',
  'Each different end is a point.': 'Jedes verschiedene Ende ist ein Punkt.',
  'A link needs both ends among the points.': 'Eine Verbindung braucht beide Enden unter den Punkten.',
  "It is the point's id.": 'Sie ist die Kennung des Punktes.',
  "`‹column›` is the point's ‹role›.": '`‹column›` ist ‹role*› des Punktes.',
  "`‹column›` is generated: row-1, row-2, … in the rows' order.":
    '`‹column›` wird erzeugt: row-1, row-2, … in der Reihenfolge der Zeilen.',
  'A projection was asked for: points that are alike in their measures lie near one another.':
    'Eine Projektion war verlangt: Punkte, die sich in ihren Messwerten gleichen, liegen nah beieinander.',
  'It is drawn by a seed, and measures nothing itself.':
    'Sie wird mit einem Startwert gezeichnet und misst selbst nichts.',
  'No coordinates: Cosmograph lays the points out itself.':
    'Keine Koordinaten: Cosmograph ordnet die Punkte selbst an.',
  // The way back.
  'The scale of the plan is taken back.': 'Die Skalierung des Plans wird zurückgenommen.',
  'It had this type before.': 'Diesen Typ hatte sie vorher.',
  'It had this name before.': 'Diesen Namen hatte sie vorher.',
  'Its values are read back from what they were made into.':
    'Ihre Werte werden aus dem zurückgelesen, was aus ihnen gemacht wurde.',
  'It went on under another name.': 'Sie bestand unter einem anderen Namen fort.',
  'The plan has filled it, and marked that it was empty.': 'Der Plan hat sie gefüllt und markiert, dass sie leer war.',
  'The plan has made it.': 'Der Plan hat sie gemacht.',
  'Columns stand as they stood.': 'Die Spalten stehen, wie sie standen.',
  '`‹column›` was dropped and does not come back.': '`‹column›` wurde weggelassen und kommt nicht zurück.',
  'What “‹operation›” has changed or left out does not come back.':
    'Was „‹operation›“ geändert oder weggelassen hat, kommt nicht zurück.',
  // Ids, coordinates, links.
  '`‹column›` identifies the rows: the links refer to it.':
    '`‹column›` kennzeichnet die Zeilen: Die Verbindungen beziehen sich darauf.',
  '`‹column›` identifies the rows: its name says so, and all values differ.':
    '`‹column›` kennzeichnet die Zeilen: Der Name sagt es, und alle Werte sind verschieden.',
  '`‹column›` identifies the rows: its values are shaped like ids, and all values differ.':
    '`‹column›` kennzeichnet die Zeilen: Die Werte haben die Form von Kennungen, und alle sind verschieden.',
  '`‹column›` is empty in ‹count› of ‹rows› rows and cannot identify the points.':
    '`‹column›` ist in ‹count#› von ‹rows|Zeile|Zeilen› leer und kann die Punkte nicht kennzeichnen.',
  '`‹column›` repeats (‹count› different values in ‹rows› rows) and cannot identify the points.':
    '`‹column›` wiederholt sich (‹count|verschiedener Wert|verschiedene Werte› in ‹rows|Zeile|Zeilen›) und kann die Punkte nicht kennzeichnen.',
  'No column is unique and named or shaped like an id.':
    'Keine Spalte ist eindeutig und heißt oder sieht aus wie eine Kennung.',
  '`‹column›` is named like an id, but repeats or is empty in places: it stays a column like others.':
    '`‹column›` heißt wie eine Kennung, wiederholt sich aber oder ist stellenweise leer: Sie bleibt eine Spalte wie andere.',
  'Two measures are needed as coordinates, and no column is one: Cosmograph lays the points out itself.':
    'Zwei Messwerte werden als Koordinaten gebraucht, und keine Spalte ist einer: Cosmograph ordnet die Punkte selbst an.',
  'Two measures are needed as coordinates, and only `‹column›` is one: Cosmograph lays the points out itself.':
    'Zwei Messwerte werden als Koordinaten gebraucht, und nur `‹column›` ist einer: Cosmograph ordnet die Punkte selbst an.',
  'A projection needs two measures, and there ‹is one|are none›: Cosmograph lays the points out itself.':
    'Eine Projektion braucht zwei Messwerte, und so viele gibt es nicht: Cosmograph ordnet die Punkte selbst an.',
  '`‹x›` and `‹y›` are a projection of ‹count› measures, drawn by the seed ‹seed›.':
    '`‹x›` und `‹y›` sind eine Projektion von ‹count|Messwert|Messwerten›, gezeichnet mit dem Startwert ‹seed›.',
  '`‹x›` and `‹y›` are the coordinates: their names say so.':
    '`‹x›` und `‹y›` sind die Koordinaten: Ihre Namen sagen es.',
  '`‹x›` and `‹y›` serve as coordinates: they are the measures that are most complete and vary most.':
    '`‹x›` und `‹y›` dienen als Koordinaten: Sie sind die vollständigsten Messwerte, die am meisten schwanken.',
  '`‹one›` and `‹other›` are the ends of links: their names say so and ‹share› % of the values of one occur in the other.':
    '`‹one›` und `‹other›` sind die Enden von Verbindungen: Ihre Namen sagen es, und ‹share#› % der Werte des einen kommen im anderen vor.',
  '`‹one›` and `‹other›` are the ends of links: their names say so.':
    '`‹one›` und `‹other›` sind die Enden von Verbindungen: Ihre Namen sagen es.',
  '`‹one›` and `‹other›` look like the ends of links; each row is prepared as a point.':
    '`‹one›` und `‹other›` sehen aus wie die Enden von Verbindungen; jede Zeile wird als Punkt vorbereitet.',
  '`‹one›` refers to `‹other›` of other rows: each is a link from there.':
    '`‹one›` bezieht sich auf `‹other›` anderer Zeilen: Jedes ist eine Verbindung von dort.',
  'Links go from `‹one›` to `‹other›`.': 'Verbindungen gehen von `‹one›` nach `‹other›`.',
  'The points are the different ends, `‹column›` counts their links.':
    'Die Punkte sind die verschiedenen Enden, `‹column›` zählt ihre Verbindungen.',
  'The points have no coordinates: Cosmograph lays them out by their links.':
    'Die Punkte haben keine Koordinaten: Cosmograph ordnet sie nach ihren Verbindungen an.',
  'Numbers that are no coordinates: ‹columns›.': 'Zahlen, die keine Koordinaten sind: ‹columns&›.',
  '`‹column›` (‹why›)': '`‹column›` (‹why*›)',
  'Points get their ‹looks›.': 'Punkte bekommen: ‹looks&›.',
  'label by `‹column›`': 'die Beschriftung nach `‹column›`',
  'size by `‹column›`': 'die Größe nach `‹column›`',
  'color by `‹column›`': 'die Farbe nach `‹column›`',
  'label from `‹column›`': 'die Beschriftung aus `‹column›`',
  'size from `‹column›`': 'die Größe aus `‹column›`',
  'color from `‹column›`': 'die Farbe aus `‹column›`',
  'colour from `‹column›`': 'die Farbe aus `‹column›`',
  '`‹column›` is dropped: ‹reason›': '`‹column›` wird weggelassen: ‹reason*›',
  '`‹column›` has no value in any row.': '`‹column›` hat in keiner Zeile einen Wert.',
  '`‹column›` gives `‹label›` away: ‹reason›': '`‹column›` verrät `‹label›`: ‹reason*›',
  'each of its ‹count› values goes with one value of `‹label›` only.':
    'jeder ihrer ‹count#› Werte geht nur mit einem Wert von `‹label›`.',
  '`‹one›` says the same as `‹other›` in every row.': '`‹one›` sagt in jeder Zeile dasselbe wie `‹other›`.',
  '‹count› ‹row|rows› ‹has|have› no `‹column›`: ‹it is|they are› 0 in each of its columns.':
    '‹count|Zeile hat|Zeilen haben› kein `‹column›`: In deren Spalten steht dort 0.',
  'No column is `‹column›`, which the schema asks for.': 'Keine Spalte heißt `‹column›`, wie das Schema es verlangt.',
  'No column is `‹column›`, which is to be foretold.': 'Keine Spalte heißt `‹column›`, die vorhergesagt werden soll.',
  'No column says anything to learn from.': 'Keine Spalte sagt etwas, woraus sich lernen lässt.',
  '(and ‹count› more)': '(und ‹count#› weitere)',
  // What a plan did.
  '‹count› ‹cell|cells› of `‹column›` ‹is|are› emptied (row ‹rows›): ‹reason›':
    '‹count|Zelle|Zellen› von `‹column›` ‹count:wird|werden› geleert (Zeile ‹rows›): ‹reason*›',
  "‹count› of ‹all› cells of `‹column›` ‹is|are› not set: another value stands there than the plan was made for, or the new one does not fit the column's type.":
    '‹count#› von ‹all|Zelle|Zellen› von `‹column›` ‹count:wird|werden› nicht gesetzt: Dort steht ein anderer Wert als der, für den der Plan gemacht wurde, oder der neue passt nicht zum Typ der Spalte.',
  '‹count› ‹cell|cells› of `‹column›` ‹is|are› emptied: ‹reason›':
    '‹count|Zelle|Zellen› von `‹column›` ‹count:wird|werden› geleert: ‹reason*›',
  '‹count› of ‹all› rows ‹is|are› dropped (row ‹rows›): ‹reason›':
    '‹count#› von ‹all|Zeile|Zeilen› ‹count:wird|werden› weggelassen (Zeile ‹rows›): ‹reason*›',
  '‹count› of ‹all› rows ‹is|are› dropped: ‹reason›':
    '‹count#› von ‹all|Zeile|Zeilen› ‹count:wird|werden› weggelassen: ‹reason*›',
  '‹count› of ‹all› links ‹is|are› dropped (row ‹rows›): ‹reason›':
    '‹count#› von ‹all|Verbindung|Verbindungen› ‹count:wird|werden› weggelassen (Zeile ‹rows›): ‹reason*›',
  '‹count› of ‹all› links ‹is|are› dropped: ‹reason›':
    '‹count#› von ‹all|Verbindung|Verbindungen› ‹count:wird|werden› weggelassen: ‹reason*›',
  '‹count› ‹link|links› ‹begins where it ends; it is|begin where they end; they are› kept.':
    '‹count|Verbindung beginnt|Verbindungen beginnen›, wo sie ‹count:endet|enden›; sie ‹count:bleibt|bleiben›.',
  '‹count› ‹link|links› ‹occurs again between the same ends; it is|occur again between the same ends; they are› kept.':
    '‹count|Verbindung kommt|Verbindungen kommen› zwischen denselben Enden noch einmal vor; sie ‹count:bleibt|bleiben›.',
  'The prepared table is not ‹target›: ‹reason›': 'Die vorbereitete Tabelle ist nicht ‹target›: ‹reason*›',
  'Columns that the plan was made for are missing: ‹columns›.':
    'Spalten fehlen, für die der Plan gemacht war: ‹columns›.',
  'Columns are new, and pass through as they are: ‹columns›.':
    'Spalten sind neu und gehen hindurch, wie sie sind: ‹columns›.',
  '`‹column›` was ‹type› and is ‹other›.': '`‹column›` war ‹type› und ist ‹other›.',
  '`‹column›` has values that the plan has never seen, in ‹count› ‹row|rows›: ‹values›.':
    '`‹column›` hat in ‹count|Zeile|Zeilen› Werte, die der Plan nie gesehen hat: ‹values›.',
  '`‹column›` is out of the range that the plan was made for (‹least› to ‹most›) in ‹count› ‹row|rows›: ‹min› to ‹max›.':
    '`‹column›` liegt in ‹count|Zeile|Zeilen› außerhalb des Bereichs, für den der Plan gemacht wurde (‹least› bis ‹most›): ‹min› bis ‹max›.',
  '`‹column›` is empty in ‹share› % of the rows; it was in ‹before› %.':
    '`‹column›` ist in ‹share#› % der Zeilen leer; vorher in ‹before#› %.',
  '`‹column›` has other spellings than the plan merges, in ‹count› ‹row|rows›: ‹values›.':
    '`‹column›` hat in ‹count|Zeile|Zeilen› andere Schreibweisen, als der Plan zusammenführt: ‹values›.',
  'The plan was made for another table, of ‹count› ‹row|rows›: the reasons of its operations speak of that one.':
    'Der Plan wurde für eine andere Tabelle gemacht, mit ‹count|Zeile|Zeilen›: Die Gründe seiner Schritte sprechen von dieser.',
  'The plan takes its links from a table `‹table›`, which is not given.':
    'Der Plan nimmt seine Verbindungen aus einer Tabelle `‹table›`, die nicht gegeben ist.',
  'The plan has no links.': 'Der Plan hat keine Verbindungen.',
  'The plan fits the table': 'Der Plan passt zur Tabelle',
  'The plan does not fit the table: ‹reason›': 'Der Plan passt nicht zur Tabelle: ‹reason*›',
  'Missing: ‹columns›.': 'Es fehlen: ‹columns›.',
  '‹count› ‹row|rows› ‹is|are› ‹target›.': '‹count|Zeile ist|Zeilen sind› ‹target›.',
  'The outcome is not valid.': 'Das Ergebnis ist nicht gültig.',
  'It is not valid.': 'Es ist nicht gültig.',
  'Ask ‹whom› for a plan': '‹whom› nach einem Plan fragen',
  'Carry out the plan: nothing to do': 'Den Plan ausführen: nichts zu tun',
  'Carry out the plan: ‹operations›': 'Den Plan ausführen: ‹operations›',
  'Carry out another plan: nothing to do': 'Einen anderen Plan ausführen: nichts zu tun',
  'Carry out another plan: ‹operations›': 'Einen anderen Plan ausführen: ‹operations›',
  'Try the plan on a sample: nothing to do': 'Den Plan an einer Stichprobe versuchen: nichts zu tun',
  'Try the plan on a sample: ‹operations›': 'Den Plan an einer Stichprobe versuchen: ‹operations›',
  'Try another plan on a sample: nothing to do': 'Einen anderen Plan an einer Stichprobe versuchen: nichts zu tun',
  'Try another plan on a sample: ‹operations›': 'Einen anderen Plan an einer Stichprobe versuchen: ‹operations›',
  'No plan could be carried out: none was proposed': 'Kein Plan ließ sich ausführen: Keiner wurde vorgeschlagen',
  'No plan could be carried out: ‹reason›': 'Kein Plan ließ sich ausführen: ‹reason*›',
  'Rules propose nothing for ‹target›.': 'Regeln schlagen für ‹target› nichts vor.',
  'The table has no rows and no columns: there is nothing to prepare.':
    'Die Tabelle hat keine Zeilen und keine Spalten: Es gibt nichts vorzubereiten.',
  'The table has no rows (columns: ‹columns›): there is nothing to prepare.':
    'Die Tabelle hat keine Zeilen (Spalten: ‹columns›): Es gibt nichts vorzubereiten.',
  'That is no preparation plan: ‹where›: ‹reason›': 'Das ist kein Vorbereitungsplan: ‹where›: ‹reason›',
  'That is no operation: ‹where›: ‹reason›': 'Das ist kein Schritt: ‹where›: ‹reason›',
  'The target is a schema of your own, and none can be read.':
    'Das Ziel ist ein eigenes Schema, und keines lässt sich lesen.',
  // A plan that is changed.
  'No operation `‹id›` is in the plan (has ‹ids›).': 'Kein Schritt `‹id›` ist im Plan (er hat ‹ids›).',
  'No operation `‹id›` is in the plan.': 'Kein Schritt `‹id›` ist im Plan.',
  'The operation needs an id that the plan has not (‹id›).':
    'Der Schritt braucht eine Kennung, die der Plan nicht hat (‹id›).',
  '`‹id›` cannot stand before itself.': '`‹id›` kann nicht vor sich selbst stehen.',
  '‹count› cells (‹rule›). The first: ‹reason›': '‹count|Zelle|Zellen› (‹rule*›). Die erste: ‹reason*›',
  '‹count› rows. The first, row ‹row›: ‹reason›': '‹count|Zeile|Zeilen›. Die erste, Zeile ‹row#›: ‹reason*›',
  'The edges ‹edges› do not ascend.': 'Die Grenzen ‹edges› steigen nicht an.',
  '‹count› edges part ‹ranges› ranges, and there are ‹labels› labels.':
    '‹count|Grenze teilt|Grenzen teilen› ‹ranges|Bereich|Bereiche›, und es gibt ‹labels|Beschriftung|Beschriftungen›.',
  '"‹type›" is no type of numbers.': '„‹type›“ ist kein Typ von Zahlen.',
  '‹how› takes ‹wanted› columns for ‹values› values, not ‹columns›.':
    '‹how› braucht ‹wanted#› Spalten für ‹values|Wert|Werte›, nicht ‹columns#›.',
  '"‹type›" is not a type that a column can be given.': '„‹type›“ ist kein Typ, den eine Spalte bekommen kann.',
  '`‹column›` is the only column; a table has one at least.':
    '`‹column›` ist die einzige Spalte; eine Tabelle hat mindestens eine.',
  'The pattern ‹pattern› has ‹count› groups, no group ‹group›.':
    'Das Muster ‹pattern› hat ‹count|Gruppe|Gruppen›, keine Gruppe ‹group›.',
  '`‹column›` is to be filled with a constant, and none is given.':
    '`‹column›` soll mit einem festen Wert gefüllt werden, und keiner ist angegeben.',
  'Column `‹column›` of `‹table›` holds no numbers.': 'Die Spalte `‹column›` von `‹table›` enthält keine Zahlen.',
  'No table `‹table›` is given (given: ‹names›).': 'Keine Tabelle `‹table›` ist gegeben (gegeben: ‹names*›).',
  'Column `‹column›` holds ‹type›: no line runs along it.':
    'Die Spalte `‹column›` enthält ‹type›: Keine Linie läuft an ihr entlang.',
  'Column `‹column›` holds ‹type›, no numbers.': 'Die Spalte `‹column›` enthält ‹type›, keine Zahlen.',
  'Column `‹column›` holds ‹type›, no texts.': 'Die Spalte `‹column›` enthält ‹type›, keine Texte.',
  'Column `‹column›` holds ‹type›, no texts that a format could read.':
    'Die Spalte `‹column›` enthält ‹type›, keine Texte, die ein Format lesen könnte.',
  '‹number› is nothing to divide by.': 'Durch ‹number› lässt sich nicht teilen.',
  'There is a column `‹column›` already; the new one needs another name.':
    'Es gibt schon eine Spalte `‹column›`; die neue braucht einen anderen Namen.',
  'There is a column `‹column›` already; `‹other›` needs another name.':
    'Es gibt schon eine Spalte `‹column›`; `‹other›` braucht einen anderen Namen.',
  "The format ‹format› cannot be used: ‹sign› is none of strptime's.":
    'Das Format ‹format› lässt sich nicht benutzen: ‹sign› ist keines von strptime.',
  '‹measure› needs a column of which it is taken.': '‹measure› braucht eine Spalte, von der es genommen wird.',
  'The expression ‹expression› cannot be used: ‹reason›':
    'Der Ausdruck ‹expression› lässt sich nicht benutzen: ‹reason*›',
  'The pattern ‹pattern› cannot be used: ‹reason›': 'Das Muster ‹pattern› lässt sich nicht benutzen: ‹reason*›',
  'The pattern ‹pattern› might take for ever, or is none.': 'Das Muster ‹pattern› könnte ewig dauern, oder ist keines.',
  'Cells of type ‹type› cannot be set.': 'Zellen vom Typ ‹type› lassen sich nicht setzen.',
  'The prepared table has no column `‹column›`.': 'Die vorbereitete Tabelle hat keine Spalte `‹column›`.',
  'The prepared table has no row ‹row›.': 'Die vorbereitete Tabelle hat keine Zeile ‹row#›.',
  'Column `‹column›` is not there.': 'Die Spalte `‹column›` ist nicht da.',
  // A language model.
  'The language model "‹model›" at ‹host› did not answer':
    'Das Sprachmodell „‹model›“ bei ‹host› hat nicht geantwortet',
  '‹host› does not let "‹model›" be asked (‹status›)': '‹host› erlaubt nicht, „‹model›“ zu fragen (‹status›)',
  '‹host› knows no model "‹model›" at this address (‹status›)':
    '‹host› kennt unter dieser Adresse kein Modell „‹model›“ (‹status›)',
  '‹host› takes no more requests for "‹model›" now (‹status›)':
    '‹host› nimmt jetzt keine weiteren Anfragen für „‹model›“ (‹status›)',
  '‹host› answered ‹status› when "‹model›" was asked': '‹host› antwortete ‹status›, als „‹model›“ gefragt wurde',
  '‹said›: “‹words›”.': '‹said*›: „‹words›“.',
  '‹whom› proposed these operations.': '‹whom› hat diese Schritte vorgeschlagen.',
  '‹whom› proposed these operations: ‹remarks›': '‹whom› hat diese Schritte vorgeschlagen: ‹remarks›',
  'It refused.': 'Es lehnte ab.',
  'It refused: ‹reason›.': 'Es lehnte ab: ‹reason›.',
  'The answer has no "roles", which cosmo-ready needs.': 'Die Antwort hat keine „roles“, die cosmo-ready braucht.',
  'The answer was empty.': 'Die Antwort war leer.',
  'The answer broke off before anything came.': 'Die Antwort brach ab, bevor etwas kam.',
  'The answer was too long and was cut: name fewer operations.':
    'Die Antwort war zu lang und wurde abgeschnitten: weniger Schritte nennen.',
  'The answer broke off: “‹text›”': 'Die Antwort brach ab: „‹text›“',
  'The answer is no JSON: “‹text›”': 'Die Antwort ist kein JSON: „‹text›“',
  'The answer is not what was asked for: ‹issues›': 'Die Antwort ist nicht, was gefragt war: ‹issues›',
  'The language model “‹model›” would be asked, and nothing may be asked from here.':
    'Das Sprachmodell „‹model›“ würde gefragt, und von hier aus darf nichts gefragt werden.',
  'Where the language model “‹model›” is asked is not said.':
    'Wo das Sprachmodell „‹model›“ gefragt wird, ist nicht gesagt.',
  '“‹setting›” is set, and no language model is named: rules make the plan.':
    '„‹setting*›“ ist gesetzt, und kein Sprachmodell ist genannt: Regeln machen den Plan.',
  'Key of the model': 'Schlüssel des Modells',
  'Model is at': 'Das Modell ist bei',
}
