/** What settings of node types are for, in German, by what they say in English. */
export const germanHelps: Readonly<Record<string, string>> = {
  'What it brings when it is fired by hand, as JSON.': 'Was er bringt, wenn er von Hand beginnt, als JSON.',
  'Minute, hour, day of the month, month, day of the week, as cron writes them.':
    'Minute, Stunde, Tag des Monats, Monat, Wochentag, wie cron sie schreibt.',
  'The zone in which that is meant, by its name.': 'Die Zone, in der das gemeint ist, mit ihrem Namen.',
  'The requests that begin the workflow; others are refused.':
    'Die Anfragen, mit denen der Ablauf beginnt; andere werden abgelehnt.',
  'at-once: the caller is told that a run has begun. by-workflow: it waits for a "Webhook response".':
    'sofort: Wer ruft, erfährt, dass ein Lauf begonnen hat. vom Ablauf: Er wartet auf eine „Webhook-Antwort“.',
  'The name of the event that begins the workflow.': 'Der Name des Ereignisses, mit dem der Ablauf beginnt.',
  'The file to load. Empty: the file that the run is given, or the one on the input.':
    'Die Datei, die geladen wird. Leer: die Datei, die der Lauf bekommt, oder die am Eingang.',
  'Where the file is fetched from when the workflow runs, beginning with https:// or http://. A dataset or a given file goes before it.':
    'Woher die Datei beim Lauf geholt wird, beginnend mit https:// oder http://. Eine gewählte oder gegebene Datei geht vor.',
  'How bytes become characters: "auto", or a name such as utf-8, windows-1252 or shift_jis.':
    'Wie aus Bytes Zeichen werden: „auto“, oder ein Name wie utf-8, windows-1252 oder shift_jis.',
  'What stands between cells: "auto", or the characters themselves; "tab" for a tab.':
    'Was zwischen Zellen steht: „auto“, oder die Zeichen selbst; „tab“ für einen Tabulator.',
  'Whether the first line names the columns.': 'Ob die erste Zeile die Spalten benennt.',
  'For an archive: the file in it, by its name. "auto": the largest table.':
    'Für ein Archiv: die Datei darin, mit ihrem Namen. „auto“: die größte Tabelle.',
  'For a workbook, a database or a page: the sheet or table, by its name; of a text with several tables: its number, from 1. "auto": the largest one.':
    'Für eine Arbeitsmappe, Datenbank oder Seite: Blatt oder Tabelle mit Namen; von einem Text mit mehreren Tabellen: die Nummer, ab 1. „auto“: die größte.',
  'For JSON: where the records are, as keys with dots ("data.items"). "auto": the largest list.':
    'Für JSON: wo die Datensätze sind, als Schlüssel mit Punkten („data.items“). „auto“: die größte Liste.',
  'A plan that was looked at and kept: its file is read by it as it stands, the next file after it was checked for what differs. Empty: every file is looked at as if nothing were known.':
    'Ein Plan, der angesehen und behalten wurde: Seine Datei wird genau danach gelesen, die nächste erst nach einem Blick auf Unterschiede. Leer: Jede Datei wird angesehen, als wäre nichts bekannt.',
  'How often the agent may try again with another plan.':
    'Wie oft der Agent es mit einem anderen Plan noch einmal versuchen darf.',
  'What the table is made fit for. cosmo-ready: points and links for Cosmograph. ml-ready: numbers without a gap, scaled. generic: clean, nothing more. own: the schema below.':
    'Wofür die Tabelle tauglich gemacht wird. cosmo-ready: Punkte und Verbindungen für Cosmograph. ml-ready: Zahlen ohne Lücke, skaliert. sauber: nichts weiter. eigenes Schema: das unten.',
  'Of points for Cosmograph. auto: coordinates, where there is evidence for them. simulation: none. projection: where no columns are named as coordinates, drawn from all measures.':
    'Von Punkten für Cosmograph. selbst entscheiden: Koordinaten, wo es Belege dafür gibt. von selbst: keine. Projektion: wo keine Spalten wie Koordinaten heißen, aus allen Messwerten gezeichnet.',
  'Another number draws another projection.': 'Eine andere Zahl zeichnet eine andere Projektion.',
  'For ml-ready: the column that is to be foretold; empty for none.':
    'Für ml-ready: die Spalte, die vorhergesagt werden soll; leer für keine.',
  'For the target own: what the table must be, as JSON.':
    'Für das Ziel „eigenes Schema“: was die Tabelle sein muss, als JSON.',
  'A plan that was made and approved before, as JSON: it is carried out as it stands. Empty: one is made.':
    'Ein Plan, der zuvor gemacht und genehmigt wurde, als JSON: Er wird ausgeführt, wie er ist. Leer: Einer wird gemacht.',
  'How many more plans are tried when the outcome of one does not reach the target.':
    'Wie viele weitere Pläne versucht werden, wenn das Ergebnis eines das Ziel nicht erreicht.',
  'The name of a model that proposes the plan. Empty: the plan is made by rules.':
    'Der Name eines Modells, das den Plan vorschlägt. Leer: Der Plan wird nach Regeln gemacht.',
  'The address of a service that speaks OpenAI’s chat completions, mostly ending in /v1.':
    'Die Adresse eines Dienstes, der die Chat-Schnittstelle von OpenAI spricht; sie endet meist mit /v1.',
  'The name of the secret that is sent as a bearer token. Empty: none.':
    'Der Name des Geheimnisses, das als Bearer-Token gesendet wird. Leer: keines.',
  'Beside counts and frequent values. 0: no row leaves this place.':
    'Neben Zahlen und häufigen Werten. 0: Keine Zeile verlässt diesen Ort.',
  'For a million tokens, in your currency; 0: cost is not worked out.':
    'Für eine Million Tokens, in der eigenen Währung; 0: Kosten werden nicht berechnet.',
  'For a million tokens, in your currency.': 'Für eine Million Tokens, in der eigenen Währung.',
  'What the table must be: "cosmo-ready", or as JSON a schema (ours, JSON Schema, Frictionless), or validators put together by all and any. Empty: only what follows.':
    'Was die Tabelle sein muss: „cosmo-ready“, oder als JSON ein Schema (unseres, JSON Schema, Frictionless), oder Prüfungen, verknüpft durch all und any. Leer: nur das Folgende.',
  'Conditions over the table’s profile, one a line (JSONata): rows, names, columns.NAME.nullShare and so on.':
    'Bedingungen über das Profil der Tabelle, eine je Zeile (JSONata): rows, names, columns.NAME.nullShare und so weiter.',
  'An expression over the columns (JSONata) that is true for a row that is right.':
    'Ein Ausdruck über die Spalten (JSONata), der für eine richtige Zeile wahr ist.',
  'The same in SQL, as behind WHERE.': 'Dasselbe in SQL, wie hinter WHERE.',
  'The body of a JavaScript function of row and index: it returns true for a row that is right, else false or what is wrong.':
    'Der Rumpf einer JavaScript-Funktion von row und index: Er gibt true für eine richtige Zeile, sonst false oder was falsch ist.',
  'The name of a check that the page or server brings, such as one that Cosmograph accepts the table.':
    'Der Name einer Prüfung, die Seite oder Server mitbringen, etwa ob Cosmograph die Tabelle annimmt.',
  'report: say so and go on. fail: stop the run here.':
    'berichten: es sagen und weitermachen. scheitern: den Lauf hier anhalten.',
  'One SELECT in the SQL of DuckDB over the inputs by their names, and over parameters.':
    'Ein SELECT im SQL von DuckDB über die Eingänge mit ihren Namen, und über parameters.',
  'The names of the tables that it reads, with commas between: each is an input of the node.':
    'Die Namen der Tabellen, die sie liest, mit Kommas dazwischen: Jede ist ein Eingang des Knotens.',
  'Values by name; the statement reads them as the columns of the one row of the table parameters.':
    'Werte mit Namen; die Anweisung liest sie als Spalten der einen Zeile der Tabelle parameters.',
  'A statement that takes longer is ended, in seconds.':
    'Eine Anweisung, die länger dauert, wird beendet; in Sekunden.',
  'The columns to keep, in the order in which they then stand, or to drop. None chosen: all are kept.':
    'Die Spalten, die bleiben, in der Reihenfolge, in der sie dann stehen, oder die wegfallen. Keine gewählt: Alle bleiben.',
  'keep: only these columns, in this order. drop: all but these, in the order that they have.':
    'behalten: nur diese Spalten, in dieser Reihenfolge. weglassen: alle außer diesen, in ihrer Reihenfolge.',
  'Each looks at the cells of one column. An empty cell meets only is-empty and not-equals; without conditions and expression every row is meant.':
    'Jede sieht die Zellen einer Spalte an. Eine leere Zelle erfüllt nur „ist leer“ und „nicht gleich“; ohne Bedingungen und Ausdruck ist jede Zeile gemeint.',
  'The column whose cells are looked at.': 'Die Spalte, deren Zellen angesehen werden.',
  'How a cell is compared.': 'Wie eine Zelle verglichen wird.',
  'What it is compared with; for is-one-of a list, or texts with commas between.':
    'Womit sie verglichen wird; für „eines von“ eine Liste, oder Texte mit Kommas dazwischen.',
  'all: a row meets every condition. any: one is enough.':
    'alle: Eine Zeile erfüllt jede Bedingung. irgendeine: Eine genügt.',
  'A JSONata expression over the columns that must be true beside the conditions; empty for none.':
    'Ein JSONata-Ausdruck über die Spalten, der neben den Bedingungen wahr sein muss; leer für keinen.',
  'The columns that decide, the first before the others; rows that are equal in all keep their order.':
    'Die Spalten, die entscheiden, die erste vor den anderen; in allen gleiche Zeilen behalten ihre Reihenfolge.',
  'The column.': 'Die Spalte.',
  'ascending: the smallest first.': 'aufsteigend: das Kleinste zuerst.',
  'Where rows stand whose cell is empty.': 'Wo Zeilen stehen, deren Zelle leer ist.',
  'Whether small and capital letters of texts count as equal.':
    'Ob kleine und große Buchstaben von Texten als gleich zählen.',
  'inner: pairs of rows that match. left, right, full: and the rows of that side, or of both, that match none. semi: left rows that match. anti: left rows that match none. cross: every pair.':
    'nur passende: Paare von Zeilen, die zusammenpassen. alle linken, alle rechten, alle beider Seiten: dazu deren Zeilen ohne Gegenstück. linke mit Gegenstück, linke ohne Gegenstück: nur linke Zeilen. jede mit jeder: jedes Paar.',
  'Rows match whose cells are equal in all of these; none chosen: in all columns of equal names.':
    'Zeilen passen zusammen, deren Zellen in all diesen gleich sind; keine gewählt: in allen Spalten gleichen Namens.',
  'A column of the left table.': 'Eine Spalte der linken Tabelle.',
  'Its counterpart; empty for the same name.': 'Ihr Gegenstück; leer für denselben Namen.',
  'Stands behind the name of a right column that the left table has too.':
    'Steht hinter dem Namen einer rechten Spalte, die auch die linke Tabelle hat.',
  'How many tables.': 'Wie viele Tabellen.',
  'name: columns of one name are one column. position: first with first, second with second.':
    'Name: Spalten eines Namens sind eine Spalte. Stelle: die erste mit der ersten, die zweite mit der zweiten.',
  'all: a column that a table has not is empty there. common: only columns that every table has.':
    'alle: Eine Spalte, die eine Tabelle nicht hat, ist dort leer. gemeinsame: nur Spalten, die jede Tabelle hat.',
  'A column that tells the number of the input (1, 2, …) that a row is of; empty for none.':
    'Eine Spalte mit der Nummer des Eingangs (1, 2, …), von dem eine Zeile ist; leer für keine.',
  'Rows that are equal in these columns become one row; none chosen: all rows become one.':
    'Zeilen, die in diesen Spalten gleich sind, werden eine Zeile; keine gewählt: Alle werden eine.',
  'What is worked out for each group, of the cells that hold a value. None chosen: only the groups.':
    'Was für jede Gruppe aus den Zellen mit Wert berechnet wird. Keines gewählt: nur die Gruppen.',
  'What is worked out of the cells of each group.': 'Was aus den Zellen jeder Gruppe berechnet wird.',
  'The column; empty with count, which then counts rows.': 'Die Spalte; leer bei „Anzahl“, die dann Zeilen zählt.',
  'The new column; empty for a name of both.': 'Die neue Spalte; leer für einen Namen aus beidem.',
  'What stands between the texts of join.': 'Was bei „verkettet“ zwischen den Texten steht.',
  'Each combination of values in these columns is one row; none chosen: all rows become one.':
    'Jede Kombination von Werten in diesen Spalten ist eine Zeile; keine gewählt: Alle werden eine.',
  'The column whose values become columns.': 'Die Spalte, deren Werte Spalten werden.',
  'What is worked out of the rows that meet in a cell.':
    'Was aus den Zeilen berechnet wird, die sich in einer Zelle treffen.',
  'The column that it is worked out of; empty with count, which then counts rows.':
    'Die Spalte, aus der es berechnet wird; leer bei „Anzahl“, die dann Zeilen zählt.',
  'The values that become columns, in this order, as the cells are written; none: all, sorted.':
    'Die Werte, die Spalten werden, in dieser Reihenfolge, wie die Zellen geschrieben sind; keine: alle, geordnet.',
  'Stands before the name of each new column.': 'Steht vor dem Namen jeder neuen Spalte.',
  'The columns whose cells become rows; none chosen: all that are not kept.':
    'Die Spalten, deren Zellen Zeilen werden; keine gewählt: alle, die nicht behalten werden.',
  'The columns that are repeated in each new row; none chosen: all the others.':
    'Die Spalten, die in jeder neuen Zeile wiederholt werden; keine gewählt: alle anderen.',
  'The new column that holds the names of the columns.': 'Die neue Spalte mit den Namen der Spalten.',
  'The new column that holds their cells.': 'Die neue Spalte mit deren Zellen.',
  'keep: an empty cell becomes a row without a value. drop: it becomes none.':
    'behalten: Eine leere Zelle wird eine Zeile ohne Wert. weglassen: Sie wird keine.',
  'Rows that are equal in these columns count as the same; none chosen: in all. Empty cells are equal.':
    'Zeilen, die in diesen Spalten gleich sind, zählen als dieselbe; keine gewählt: in allen. Leere Zellen sind gleich.',
  'Which of the rows that are the same is kept.': 'Welche der gleichen Zeilen bleibt.',
  'Whether texts that differ in case, or in blanks around them, count as equal.':
    'Ob Texte als gleich zählen, die sich in Groß- und Kleinschreibung oder Leerraum an den Enden unterscheiden.',
  'rows: so many by chance. share: so large a part by chance. first, last: so many from an end.':
    'Zeilen: so viele durch Zufall. Anteil: ein so großer Teil durch Zufall. zuerst, zuletzt: so viele von einem Ende.',
  'How many rows; all where the table has fewer. Does not count for share.':
    'Wie viele Zeilen; alle, wo die Tabelle weniger hat. Zählt nicht für „Anteil“.',
  'How large a part of the rows, from 0 to 1, rounded to whole rows; counts for share only.':
    'Ein wie großer Teil der Zeilen, von 0 bis 1, auf ganze Zeilen gerundet; zählt nur für „Anteil“.',
  'Another number gives another sample; the same number the same one, in every place.':
    'Eine andere Zahl gibt eine andere Stichprobe; dieselbe Zahl überall dieselbe.',
  'condition: rows that meet it, and the rest. share: a part by chance, and the rest. value: one output a value.':
    'Bedingung: Zeilen, die sie erfüllen, und der Rest. Anteil: ein Teil durch Zufall, und der Rest. Wert: ein Ausgang je Wert.',
  'How large the part is, from 0 to 1, rounded to whole rows; counts for share only.':
    'Wie groß der Teil ist, von 0 bis 1, auf ganze Zeilen gerundet; zählt nur für „Anteil“.',
  'Another number gives another part; counts for share only.':
    'Eine andere Zahl gibt einen anderen Teil; zählt nur für „Anteil“.',
  'The column whose values decide; counts for value only.':
    'Die Spalte, deren Werte entscheiden; zählt nur für „Wert“.',
  'One output for each, as the cell is written; every other row goes on at "rest".':
    'Je ein Ausgang, wie die Zelle geschrieben ist; jede andere Zeile geht bei „Rest“ weiter.',
  'The columns whose empty cells are filled; none chosen: all that can be filled so.':
    'Die Spalten, deren leere Zellen gefüllt werden; keine gewählt: alle, die sich so füllen lassen.',
  'constant: the value below. previous, next: the nearest cell above or below that has a value. mean, median, mode: of the column. interpolate: on a line between the numbers above and below.':
    'fester Wert: der Wert unten. Wert darüber, Wert darunter: die nächste Zelle mit Wert. Mittelwert, Median, häufigster Wert: der Spalte. auf einer Linie dazwischen: zwischen den Zahlen darüber und darunter.',
  'The value of constant.': 'Der feste Wert.',
  'Only rows that are equal in these columns fill one another; none chosen: all rows.':
    'Nur Zeilen, die in diesen Spalten gleich sind, füllen einander; keine gewählt: alle Zeilen.',
  'The name of the computed column; one that the table has is replaced where it stands.':
    'Der Name der berechneten Spalte; eine, die die Tabelle hat, wird an ihrer Stelle ersetzt.',
  'A JSONata expression over the columns of a row; a name that is no plain word stands in backticks.':
    'Ein JSONata-Ausdruck über die Spalten einer Zeile; ein Name, der kein einfaches Wort ist, steht in Backticks.',
  'The columns that get another name or type; all others stay as they are.':
    'Die Spalten, die einen anderen Namen oder Typ bekommen; alle anderen bleiben, wie sie sind.',
  'Empty: it keeps its name.': 'Leer: Sie behält ihren Namen.',
  'Empty: it keeps its type.': 'Leer: Sie behält ihren Typ.',
  'How a text writes a date or a time, such as %d.%m.%Y; empty: as ISO 8601 has it.':
    'Wie ein Text ein Datum oder eine Zeit schreibt, etwa %d.%m.%Y; leer: wie in ISO 8601.',
  'empty: becomes an empty cell. keep: stands beside, in a column of texts with "_failed" behind its name. fail: stops here. It is counted.':
    'leer: wird eine leere Zelle. behalten: steht daneben, in einer Spalte aus Texten mit „_failed“ hinter dem Namen. scheitern: hält hier an. Es wird gezählt.',
  'How it is drawn; auto: what fits the columns best.':
    'Wie es gezeichnet wird; selbst entscheiden: was am besten zu den Spalten passt.',
  'The column whose values stand along the lower edge.': 'Die Spalte, deren Werte am unteren Rand stehen.',
  'The column that is measured, or whose values stand along the left edge.':
    'Die Spalte, die gemessen wird, oder deren Werte am linken Rand stehen.',
  'What is worked out of the rows that fall together; count needs no column.':
    'Was aus den Zeilen berechnet wird, die zusammenfallen; „Anzahl“ braucht keine Spalte.',
  'The column by which parts or points are coloured.': 'Die Spalte, nach der Teile oder Punkte gefärbt sind.',
  'A column: one small chart for each of its values.': 'Eine Spalte: ein kleines Diagramm für jeden ihrer Werte.',
  'How many categories are drawn at most; how many are left out is told.':
    'Wie viele Kategorien höchstens gezeichnet werden; wie viele fehlen, wird gesagt.',
  'Into about how many steps of round numbers a range is parted.':
    'In etwa wie viele Stufen aus runden Zahlen ein Bereich geteilt wird.',
  'The column of the links that names the point from which a link goes.':
    'Die Spalte der Verbindungen, die den Punkt nennt, von dem eine Verbindung ausgeht.',
  'The column of the links that names the point to which it goes.':
    'Die Spalte der Verbindungen, die den Punkt nennt, zu dem sie führt.',
  'A column of numbers of the links.': 'Eine Spalte aus Zahlen der Verbindungen.',
  'The column of the points by which links name them.': 'Die Spalte der Punkte, mit der Verbindungen sie nennen.',
  'The column of the points with the words for people; empty: the id.':
    'Die Spalte der Punkte mit den Worten für Menschen; leer: die Kennung.',
  'The column of the points by which they are coloured: categories or numbers.':
    'Die Spalte der Punkte, nach der sie gefärbt sind: Kategorien oder Zahlen.',
  'A column of numbers of the points; empty: by the number of their links.':
    'Eine Spalte aus Zahlen der Punkte; leer: nach der Zahl ihrer Verbindungen.',
  'The column of the points that says where they stand; empty: they find their places.':
    'Die Spalte der Punkte, die sagt, wo sie stehen; leer: Sie finden ihren Platz.',
  'What the file is called; the ending of its format is put behind it.':
    'Wie die Datei heißt; die Endung ihres Formats kommt dahinter.',
  'csv, json, jsonl (a line a row), parquet, arrow, or xlsx (Excel, 1,048,575 rows at most).':
    'csv, json, jsonl (eine Zeile je Zeile), parquet, arrow, oder xlsx (Excel, höchstens 1.048.575 Zeilen).',
  'A JSONata expression over the input, earlier outputs by node id, variables and run, such as input.value.rows > 100.':
    'Ein JSONata-Ausdruck über den Eingang, frühere Ausgänge nach Kennung des Knotens, Variablen und run, etwa input.value.rows > 100.',
  'A JSONata expression whose value chooses the way, over the input, earlier outputs, variables and run.':
    'Ein JSONata-Ausdruck, dessen Wert den Weg wählt, über den Eingang, frühere Ausgänge, Variablen und run.',
  'One value a line; each has its own output, and what is none of them goes on at "otherwise".':
    'Ein Wert je Zeile; jeder hat seinen Ausgang, und was keiner davon ist, geht bei „Sonst“ weiter.',
  'items: each item of a list, or each row of a table (at most 10000 rows). batches: pieces of a table, or of a list.':
    'Einträge: jeder Eintrag einer Liste, oder jede Zeile einer Tabelle (höchstens 10.000). Stapel: Stücke einer Tabelle oder Liste.',
  'How many rows or items a batch has.': 'Wie viele Zeilen oder Einträge ein Stapel hat.',
  'How many turns go on side by side; 1 is one after the other.':
    'Wie viele Durchgänge nebeneinander laufen; 1 heißt nacheinander.',
  'stop: the loop fails. continue: the other turns go on, and the failed ones are told.':
    'anhalten: Die Schleife scheitert. weitermachen: Die anderen Durchgänge gehen weiter, und die gescheiterten werden genannt.',
  'The loop goes on while this JSONata expression is true; it reads value (what the last turn gave back), index and all that other expressions read.':
    'Die Schleife geht weiter, solange dieser JSONata-Ausdruck wahr ist; er liest value (was der letzte Durchgang zurückgab), index und alles, was andere Ausdrücke lesen.',
  'After so many turns the loop fails, so that it comes to an end.':
    'Nach so vielen Durchgängen scheitert die Schleife, damit sie endet.',
  'How many branches come together.': 'Wie viele Zweige zusammenkommen.',
  'any: when all branches have ended and one has given. all: when all have given. first: as soon as one has given.':
    'irgendeine: wenn alle Zweige beendet sind und einer etwas gegeben hat. alle: wenn alle gegeben haben. zuerst: sobald einer gegeben hat.',
  'one: the first input that has a value. list: all values as a list. rows: the rows of all tables, one table below the other.':
    'ein Wert: der erste Eingang mit einem Wert. Liste: alle Werte als Liste. Zeilen: die Zeilen aller Tabellen untereinander.',
  'The name under which nodes behind this one read it, as {{name}} or in expressions.':
    'Der Name, unter dem Knoten dahinter ihn lesen, als {{name}} oder in Ausdrücken.',
  'What it is set to, in JSONata. Empty: what comes in.': 'Worauf sie gesetzt wird, in JSONata. Leer: was hereinkommt.',
  'The whole value at once, or each row of a table.': 'Der ganze Wert auf einmal, oder jede Zeile einer Tabelle.',
  'What comes out, in JSONata, over input (over rows: row and index), earlier outputs by node id, variables and run.':
    'Was herauskommt, in JSONata, über input (über Zeilen: row und index), frühere Ausgänge nach Kennung des Knotens, Variablen und run.',
  'What comes out over a value: JSON as it is, or a table of its objects. Rows always make a table.':
    'Was über einen Wert herauskommt: JSON, wie es ist, oder eine Tabelle aus seinen Objekten. Zeilen ergeben immer eine Tabelle.',
  'Of a table: the columns that come out, a name and a type a line. Empty: as the objects have them.':
    'Von einer Tabelle: die Spalten, die herauskommen, je Zeile Name und Typ. Leer: wie die Objekte sie haben.',
  'The body of a JavaScript function of input (over a value) or of row and index (over rows); what it returns comes out.':
    'Der Rumpf einer JavaScript-Funktion von input (über einen Wert) oder von row und index (über Zeilen); was sie zurückgibt, kommt heraus.',
  'Over rows: the columns that come out, a name and a type a line. Empty: as the rows have them.':
    'Über Zeilen: die Spalten, die herauskommen, je Zeile Name und Typ. Leer: wie die Zeilen sie haben.',
  'Code that takes longer is ended, in seconds.': 'Code, der länger braucht, wird beendet; in Sekunden.',
  'Code that needs more is ended, in megabytes.': 'Code, der mehr braucht, wird beendet; in Megabytes.',
  'How long it waits. Does not count where a time is set.':
    'Wie lange er wartet. Zählt nicht, wo eine Zeit gesetzt ist.',
  'The time until which it waits, as 2026-12-31T18:00:00Z. A time that is over does not wait.':
    'Die Zeit, bis zu der er wartet, als 2026-12-31T18:00:00Z. Eine vergangene Zeit wartet nicht.',
  'The name of the event that it waits for.': 'Der Name des Ereignisses, auf das er wartet.',
  'How long it waits at most; 0 is without end.': 'Wie lange er höchstens wartet; 0 ist ohne Ende.',
  'fail: the node fails. continue: it goes on without the event.':
    'scheitern: Der Knoten scheitert. weitermachen: Es geht ohne das Ereignis weiter.',
  'What the person who decides is asked.': 'Was die Person gefragt wird, die entscheidet.',
  'How long the person has; 0 is without end.': 'Wie lange die Person Zeit hat; 0 ist ohne Ende.',
  'What counts as decided when nobody has decided in time; fail: the node fails.':
    'Was als entschieden gilt, wenn niemand rechtzeitig entschieden hat; scheitern: Der Knoten scheitert.',
  'The name or id of a workflow that runs within this node. A run keeps it as it is when the run begins.':
    'Name oder Kennung eines Ablaufs, der in diesem Knoten läuft. Ein Lauf behält ihn, wie er zu Beginn ist.',
  'The workflow itself, where none is named. Its ports are those of this node.':
    'Der Ablauf selbst, wo keiner genannt ist. Seine Anschlüsse sind die dieses Knotens.',
  'The status of the answer.': 'Der Status der Antwort.',
  'Headers of the answer, as JSON.': 'Kopfzeilen der Antwort, als JSON.',
  'The text of the answer. Empty: what comes in, as JSON or text; a table as its first rows.':
    'Der Text der Antwort. Leer: was hereinkommt, als JSON oder Text; eine Tabelle als ihre ersten Zeilen.',
  'What is asked of the address.': 'Was von der Adresse verlangt wird.',
  'Where it asks, beginning with https:// or http://.': 'Wo gefragt wird, beginnend mit https:// oder http://.',
  'Parameters that are added to the address, such as page_size.': 'Parameter, die zur Adresse kommen, etwa page_size.',
  'Headers of the request. Secrets belong under "Sign in".':
    'Kopfzeilen der Anfrage. Geheimnisse gehören unter „Anmelden durch“.',
  'How the secret is sent: as a bearer token, as name:password (basic), in a header, or in a query parameter.':
    'Wie das Geheimnis gesendet wird: als Bearer-Token, als Name:Passwort (basic), in einer Kopfzeile oder in einem Adressparameter.',
  'The name of the secret. Its value is kept where the workflow runs, and goes to its hosts only.':
    'Der Name des Geheimnisses. Sein Wert liegt dort, wo der Ablauf läuft, und geht nur zu seinen Rechnern.',
  'The name of the header or of the query parameter, for a secret that is sent so.':
    'Der Name der Kopfzeile oder des Adressparameters, für ein so gesendetes Geheimnis.',
  'What is sent: JSON, a form, a form with a file (multipart), text, the file or the table on the input (as CSV, or as rows of JSON).':
    'Was gesendet wird: JSON, ein Formular, ein Formular mit Datei (multipart), Text, die Datei oder die Tabelle am Eingang (als CSV, oder als Zeilen aus JSON).',
  'The text of it; for a form an object of JSON. Empty: what comes in.':
    'Sein Text; für ein Formular ein Objekt aus JSON. Leer: was hereinkommt.',
  'How the answer is taken: as JSON, as text, as a table that is loaded from it, or as a file.':
    'Wie die Antwort genommen wird: als JSON, als Text, als daraus geladene Tabelle, oder als Datei.',
  'How the next page is found: by the Link header, by an address in the answer, by a page number, or by a cursor in the answer.':
    'Wie die nächste Seite gefunden wird: durch die Link-Kopfzeile, eine Adresse in der Antwort, eine Seitennummer, oder eine Marke in der Antwort.',
  'Where the items stand in a page, as keys with dots ("data.items"). Empty: the page is the list.':
    'Wo die Einträge in einer Seite stehen, als Schlüssel mit Punkten („data.items“). Leer: Die Seite ist die Liste.',
  'Where the next address or the cursor stands in a page, as keys with dots.':
    'Wo die nächste Adresse oder die Marke in einer Seite steht, als Schlüssel mit Punkten.',
  'The query parameter of the page number or of the cursor.': 'Der Adressparameter der Seitennummer oder der Marke.',
  'The number of the first page.': 'Die Nummer der ersten Seite.',
  'No more pages are asked for; that there were more is told.':
    'Nach mehr Seiten wird nicht gefragt; dass es mehr gab, wird gesagt.',
  'Whether a status from 400 on fails the node; else it goes on with what was answered.':
    'Ob der Knoten bei einem Status ab 400 scheitert; sonst geht es mit der Antwort weiter.',
  'Statuses after which it is tried again, by the node’s retries and after the time that the service asks for.':
    'Status, nach denen es noch einmal versucht wird, nach den Wiederholungen des Knotens und der Zeit, um die der Dienst bittet.',
  'The header by which the service knows a request that it has had before; then a POST may be tried again too.':
    'Die Kopfzeile, an der der Dienst eine Anfrage wiedererkennt; dann darf auch ein POST noch einmal versucht werden.',
  'So long may nothing come.': 'So lange darf nichts kommen.',
  'A larger answer is refused. JSON and text hold at most 8 MB.':
    'Eine größere Antwort wird abgelehnt. JSON und Text fassen höchstens 8 MB.',
  'The name of the secret that holds its address: postgres://user:password@host/database.':
    'Der Name des Geheimnisses mit ihrer Adresse: postgres://user:password@host/database.',
  'One SQL statement of PostgreSQL. $1, $2, … stand for the parameters, whose values are never part of it.':
    'Eine SQL-Anweisung für PostgreSQL. $1, $2, … stehen für die Parameter, deren Werte nie ein Teil davon sind.',
  'The values of $1, $2, … as a list of JSON; a text that is one {{…}} keeps the type of what it brings.':
    'Die Werte von $1, $2, … als Liste in JSON; ein Text, der ein {{…}} ist, behält den Typ dessen, was es bringt.',
  'read: the database refuses every change. write: the statement may change data.':
    'lesen: Die Datenbank lehnt jede Änderung ab. schreiben: Die Anweisung darf Daten ändern.',
  'No more rows are taken; that there were more is told.':
    'Mehr Zeilen werden nicht genommen; dass es mehr gab, wird gesagt.',
  'So long may the statement take.': 'So lange darf die Anweisung dauern.',
  'The file, below the folder that the host has opened; in a page, a dataset by its name.':
    'Die Datei unter dem Ordner, den der Betreiber geöffnet hat; in einer Seite eine ihrer Dateien mit Namen.',
  'Where it is written, below the folder that the host has opened; in a page, the name of the dataset. A table is written by the ending: csv, json, jsonl, parquet, arrow, xlsx.':
    'Wohin geschrieben wird, unter dem Ordner, den der Betreiber geöffnet hat; in einer Seite der Name der Datei. Eine Tabelle wird nach der Endung geschrieben: csv, json, jsonl, parquet, arrow, xlsx.',
  'Whether a file that is there already is replaced; else the node fails.':
    'Ob eine Datei ersetzt wird, die schon da ist; sonst scheitert der Knoten.',
  'The name of the secret that holds its address: smtps://user:password@mail.example.com.':
    'Der Name des Geheimnisses mit seiner Adresse: smtps://user:password@mail.example.com.',
  'Who sends it.': 'Wer sie sendet.',
  'Who gets it; several with commas.': 'Wer sie bekommt; mehrere mit Kommas.',
  'Who else gets it; several with commas.': 'Wer sie noch bekommt; mehrere mit Kommas.',
  'Who gets it without the others knowing.': 'Wer sie bekommt, ohne dass die anderen es wissen.',
  'What it is about.': 'Worum es geht.',
  'What it says. Empty: the text that comes in.': 'Was sie sagt. Leer: der Text, der hereinkommt.',
  'The same as HTML, for readers that show it; nothing of it is fetched.':
    'Dasselbe als HTML, für Programme, die es zeigen; nichts davon wird nachgeladen.',
  'How a table that comes in is attached. A file that comes in is attached as it is; none: neither is.':
    'Wie eine hereinkommende Tabelle angehängt wird. Eine hereinkommende Datei wird angehängt, wie sie ist; nichts: keine von beiden.',
  'page: whoever watches the run. webhook: a service that takes a JSON message. email: a mail server.':
    'Seite: wer dem Lauf zusieht. Webhook: ein Dienst, der eine JSON-Nachricht nimmt. E-Mail: ein Postausgang.',
  'What it says.': 'Was sie sagt.',
  'How grave it is.': 'Wie schwer es wiegt.',
  'Of the service, for a webhook; it gets {"title", "text", "level"}.':
    'Die des Dienstes, für einen Webhook; er bekommt {"title", "text", "level"}.',
  'Who sends the mail.': 'Wer die E-Mail sendet.',
  'Who gets the mail; several with commas.': 'Wer die E-Mail bekommt; mehrere mit Kommas.',
  'What the tool is called.': 'Wie das Werkzeug heißt.',
  'The service, beginning with https:// or http://.': 'Der Dienst, beginnend mit https:// oder http://.',
  'POST and PUT send the arguments as JSON, GET as the query.':
    'POST und PUT senden die Angaben als JSON, GET als Adressparameter.',
  'What the tool is given, as an object of JSON; a text that is one {{…}} keeps the type of what it brings. Empty: what comes in.':
    'Was das Werkzeug bekommt, als Objekt in JSON; ein Text, der ein {{…}} ist, behält den Typ dessen, was es bringt. Leer: was hereinkommt.',
  'The JSON Schema of the arguments; what does not hold it is never sent.':
    'Das JSON-Schema der Angaben; was es nicht erfüllt, wird nie gesendet.',
  'The JSON Schema of the answer; an answer that does not hold it fails the node.':
    'Das JSON-Schema der Antwort; an einer Antwort, die es nicht erfüllt, scheitert der Knoten.',
}
