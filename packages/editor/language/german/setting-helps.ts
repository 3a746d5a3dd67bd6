/** What settings of node types are for, in German, by what they say in English. */
export const germanHelps: Readonly<Record<string, string>> = {
  'Data of a manual run, as JSON.': 'Was er bringt, wenn er von Hand beginnt, als JSON.',
  'Minute, hour, day of month, month, day of week.':
    'Minute, Stunde, Tag des Monats, Monat, Wochentag, wie cron sie schreibt.',
  'IANA time zone of the schedule.': 'Die Zone, in der das gemeint ist, mit ihrem Namen.',
  'HTTP method that starts the workflow. Other requests are rejected.':
    'Die Anfragen, mit denen der Ablauf beginnt; andere werden abgelehnt.',
  'Immediately: confirms that the run has started. By workflow: waits for a "Webhook response" node.':
    'sofort: Wer ruft, erfährt, dass ein Lauf begonnen hat. vom Ablauf: Er wartet auf eine „Webhook-Antwort“.',
  'Name of the event that starts the workflow.': 'Der Name des Ereignisses, mit dem der Ablauf beginnt.',
  'The file to load. Empty: the file passed to the run, or the one on the input.':
    'Die Datei, die geladen wird. Leer: die Datei, die der Lauf bekommt, oder die am Eingang.',
  'Address that the file is downloaded from at run time, starting with https:// or http://. A dataset or an input file takes precedence.':
    'Woher die Datei beim Lauf geholt wird, beginnend mit https:// oder http://. Eine gewählte oder gegebene Datei geht vor.',
  'Character encoding: "auto", or a name such as utf-8, windows-1252 or shift_jis.':
    'Wie aus Bytes Zeichen werden: „auto“, oder ein Name wie utf-8, windows-1252 oder shift_jis.',
  'Characters between cells, or "auto"; "tab" for a tab.':
    'Was zwischen Zellen steht: „auto“, oder die Zeichen selbst; „tab“ für einen Tabulator.',
  'Whether the first line holds the column names.': 'Ob die erste Zeile die Spalten benennt.',
  'Name of the file in an archive. "auto": the largest table.':
    'Für ein Archiv: die Datei darin, mit ihrem Namen. „auto“: die größte Tabelle.',
  'Name of the sheet or table in a workbook, database or web page; in a text file with several tables, the number, from 1. "auto": the largest one.':
    'Für eine Arbeitsmappe, Datenbank oder Seite: Blatt oder Tabelle mit Namen; von einem Text mit mehreren Tabellen: die Nummer, ab 1. „auto“: die größte.',
  'Path of the records in JSON, such as data.items. "auto": the largest list.':
    'Für JSON: wo die Datensätze sind, als Schlüssel mit Punkten („data.items“). „auto“: die größte Liste.',
  'A saved plan. Its own file is read exactly as planned; later files are compared with it first. Empty: auto-detect on every run.':
    'Ein Plan, der angesehen und behalten wurde: Seine Datei wird genau danach gelesen, die nächste erst nach einem Blick auf Unterschiede. Leer: Jede Datei wird angesehen, als wäre nichts bekannt.',
  'How many other load plans to try after a failed one.':
    'Wie oft der Agent es mit einem anderen Plan noch einmal versuchen darf.',
  'What the table is prepared for. Cosmograph: points and links. Machine learning: complete, scaled numbers. Clean table: nothing more. Own schema: the schema below.':
    'Wofür die Tabelle tauglich gemacht wird. cosmo-ready: Punkte und Verbindungen für Cosmograph. ml-ready: Zahlen ohne Lücke, skaliert. sauber: nichts weiter. eigenes Schema: das unten.',
  'Coordinates of Cosmograph points. Automatic: only with evidence in the data. Simulation: none. Projection: calculated from all measures unless columns are named as coordinates.':
    'Von Punkten für Cosmograph. selbst entscheiden: Koordinaten, wo es Belege dafür gibt. von selbst: keine. Projektion: wo keine Spalten wie Koordinaten heißen, aus allen Messwerten gezeichnet.',
  'Seed of the projection. Another number gives another projection.':
    'Eine andere Zahl zeichnet eine andere Projektion.',
  'For machine learning: the column to predict. Empty: none.':
    'Für ml-ready: die Spalte, die vorhergesagt werden soll; leer für keine.',
  'For an own schema: the required table, as JSON.':
    'Für das Ziel „eigenes Schema“: was die Tabelle sein muss, als JSON.',
  'An approved plan as JSON, applied exactly. Empty: a new plan is made.':
    'Ein Plan, der zuvor gemacht und genehmigt wurde, als JSON: Er wird ausgeführt, wie er ist. Leer: Einer wird gemacht.',
  'How many more plans to try if the result does not reach the target.':
    'Wie viele weitere Pläne versucht werden, wenn das Ergebnis eines das Ziel nicht erreicht.',
  'Name of the model that proposes the plan. Empty: the plan is made by rules.':
    'Der Name eines Modells, das den Plan vorschlägt. Leer: Der Plan wird nach Regeln gemacht.',
  'Address of an OpenAI-compatible chat completions service, usually ending in /v1.':
    'Die Adresse eines Dienstes, der die Chat-Schnittstelle von OpenAI spricht; sie endet meist mit /v1.',
  'Name of the secret that is sent as a bearer token. Empty: none.':
    'Der Name des Geheimnisses, das als Bearer-Token gesendet wird. Leer: keines.',
  'Sample rows, sent in addition to counts and frequent values. 0: no row is sent.':
    'Neben Zahlen und häufigen Werten. 0: Keine Zeile verlässt diesen Ort.',
  'Price per million tokens, in your currency. 0: no cost is calculated.':
    'Für eine Million Tokens, in der eigenen Währung; 0: Kosten werden nicht berechnet.',
  'Price per million tokens, in your currency.': 'Für eine Million Tokens, in der eigenen Währung.',
  'Requirements: "cosmo-ready"; a schema as JSON (own format, JSON Schema or Frictionless); or validators combined by all and any. Empty: only the checks below.':
    'Was die Tabelle sein muss: „cosmo-ready“, oder als JSON ein Schema (unseres, JSON Schema, Frictionless), oder Prüfungen, verknüpft durch all und any. Leer: nur das Folgende.',
  'JSONata conditions over the table profile, one per line: rows, names, columns.NAME.nullShare, ….':
    'Bedingungen über das Profil der Tabelle, eine je Zeile (JSONata): rows, names, columns.NAME.nullShare und so weiter.',
  'A JSONata expression over the columns that is true for a valid row.':
    'Ein Ausdruck über die Spalten (JSONata), der für eine richtige Zeile wahr ist.',
  'A condition for valid rows in SQL, as after WHERE.': 'Dasselbe in SQL, wie hinter WHERE.',
  'Body of a JavaScript function of row and index. Returns true for a valid row, otherwise false or the reason.':
    'Der Rumpf einer JavaScript-Funktion von row und index: Er gibt true für eine richtige Zeile, sonst false oder was falsch ist.',
  'Name of a check that the page or server provides, such as whether Cosmograph accepts the table.':
    'Der Name einer Prüfung, die Seite oder Server mitbringen, etwa ob Cosmograph die Tabelle annimmt.',
  'Report: continue with warnings. Fail: stop the run here.':
    'berichten: es sagen und weitermachen. scheitern: den Lauf hier anhalten.',
  'One SELECT in DuckDB SQL over the inputs, by name, and the table parameters.':
    'Ein SELECT im SQL von DuckDB über die Eingänge mit ihren Namen, und über parameters.',
  'Names of the input tables, separated by commas. Each becomes an input of the node.':
    'Die Namen der Tabellen, die sie liest, mit Kommas dazwischen: Jede ist ein Eingang des Knotens.',
  'Values by name. The statement reads them as columns of the single row of the table parameters.':
    'Werte mit Namen; die Anweisung liest sie als Spalten der einen Zeile der Tabelle parameters.',
  'Stop a statement that runs longer, in seconds.': 'Eine Anweisung, die länger dauert, wird beendet; in Sekunden.',
  'Columns to keep, in the order of the output, or to remove. None: all are kept.':
    'Die Spalten, die bleiben, in der Reihenfolge, in der sie dann stehen, oder die wegfallen. Keine gewählt: Alle bleiben.',
  'Whether the listed columns are kept or removed.':
    'behalten: nur diese Spalten, in dieser Reihenfolge. weglassen: alle außer diesen, in ihrer Reihenfolge.',
  'Each compares one column. An empty cell matches only "is empty" and "does not equal". Without conditions and expression, every row matches.':
    'Jede sieht die Zellen einer Spalte an. Eine leere Zelle erfüllt nur „ist leer“ und „nicht gleich“; ohne Bedingungen und Ausdruck ist jede Zeile gemeint.',
  'Column to compare.': 'Die Spalte, deren Zellen angesehen werden.',
  'How to compare a cell with the value.': 'Wie eine Zelle verglichen wird.',
  'Value to compare with. For "is one of": a list, or texts separated by commas.':
    'Womit sie verglichen wird; für „eines von“ eine Liste, oder Texte mit Kommas dazwischen.',
  'All: a row must match every condition. Any: one is enough.':
    'alle: Eine Zeile erfüllt jede Bedingung. irgendeine: Eine genügt.',
  'A JSONata expression over the columns that must also be true. Empty: none.':
    'Ein JSONata-Ausdruck über die Spalten, der neben den Bedingungen wahr sein muss; leer für keinen.',
  'Columns in order of priority. Rows that are equal in all of them keep their order.':
    'Die Spalten, die entscheiden, die erste vor den anderen; in allen gleiche Zeilen behalten ihre Reihenfolge.',
  'Column to sort by.': 'Die Spalte, nach der sortiert wird.',
  'Column to change.': 'Die Spalte, die geändert wird.',
  'Ascending: smallest first.': 'aufsteigend: das Kleinste zuerst.',
  'Position of rows with an empty cell.': 'Wo Zeilen stehen, deren Zelle leer ist.',
  'Whether to ignore the case of texts.': 'Ob kleine und große Buchstaben von Texten als gleich zählen.',
  'Which rows to keep.':
    'nur passende: Paare von Zeilen, die zusammenpassen. alle linken, alle rechten, alle beider Seiten: dazu deren Zeilen ohne Gegenstück. linke mit Gegenstück, linke ohne Gegenstück: nur linke Zeilen. jede mit jeder: jedes Paar.',
  'Rows match if their values in all of these columns are equal. None: all columns with equal names.':
    'Zeilen passen zusammen, deren Zellen in all diesen gleich sind; keine gewählt: in allen Spalten gleichen Namens.',
  'Column of the left table.': 'Eine Spalte der linken Tabelle.',
  'Column of the right table. Empty: the same name.': 'Ihr Gegenstück; leer für denselben Namen.',
  'Appended to the name of a right column that also exists on the left.':
    'Steht hinter dem Namen einer rechten Spalte, die auch die linke Tabelle hat.',
  'Number of tables.': 'Anzahl der Tabellen.',
  'Which columns are combined.':
    'Name: Spalten eines Namens sind eine Spalte. Stelle: die erste mit der ersten, die zweite mit der zweiten.',
  'All: missing columns are empty. Common: only columns that every table has.':
    'alle: Eine Spalte, die eine Tabelle nicht hat, ist dort leer. gemeinsame: nur Spalten, die jede Tabelle hat.',
  'Name of a column for the number of the input (1, 2, …). Empty: none.':
    'Eine Spalte mit der Nummer des Eingangs (1, 2, …), von dem eine Zeile ist; leer für keine.',
  'Rows with equal values in these columns become one row. None: all rows become one.':
    'Zeilen, die in diesen Spalten gleich sind, werden eine Zeile; keine gewählt: Alle werden eine.',
  'Values calculated per group. Empty cells are ignored. None: only the groups.':
    'Was für jede Gruppe aus den Zellen mit Wert berechnet wird. Keines gewählt: nur die Gruppen.',
  'Aggregate function.': 'Was aus den Zellen jeder Gruppe berechnet wird.',
  'Column to aggregate. Empty with Count: counts rows.': 'Die Spalte; leer bei „Anzahl“, die dann Zeilen zählt.',
  'Name of the new column. Empty: function and column.': 'Die neue Spalte; leer für einen Namen aus beidem.',
  'Separator of joined texts.': 'Was bei „verkettet“ zwischen den Texten steht.',
  'Each combination of values in these columns is one row. None: one row.':
    'Jede Kombination von Werten in diesen Spalten ist eine Zeile; keine gewählt: Alle werden eine.',
  'Column whose values become columns.': 'Die Spalte, deren Werte Spalten werden.',
  'Aggregate function of each cell.': 'Was aus den Zeilen berechnet wird, die sich in einer Zelle treffen.',
  'Values that become columns, in this order. None: all values, sorted.':
    'Die Werte, die Spalten werden, in dieser Reihenfolge, wie die Zellen geschrieben sind; keine: alle, geordnet.',
  'Prepended to the name of each new column.': 'Steht vor dem Namen jeder neuen Spalte.',
  'Columns whose cells become rows. None: all columns that are not kept.':
    'Die Spalten, deren Zellen Zeilen werden; keine gewählt: alle, die nicht behalten werden.',
  'Columns that are repeated in each new row. None: all other columns.':
    'Die Spalten, die in jeder neuen Zeile wiederholt werden; keine gewählt: alle anderen.',
  'New column for the column names.': 'Die neue Spalte mit den Namen der Spalten.',
  'New column for the cells.': 'Die neue Spalte mit deren Zellen.',
  'Whether an empty cell becomes a row.':
    'behalten: Eine leere Zelle wird eine Zeile ohne Wert. weglassen: Sie wird keine.',
  'Rows with equal values in these columns are duplicates. None: all columns. Empty cells are equal.':
    'Zeilen, die in diesen Spalten gleich sind, zählen als dieselbe; keine gewählt: in allen. Leere Zellen sind gleich.',
  'Which of the duplicates to keep.': 'Welche der gleichen Zeilen bleibt.',
  'Whether to ignore case and surrounding spaces of texts.':
    'Ob Texte als gleich zählen, die sich in Groß- und Kleinschreibung oder Leerraum an den Enden unterscheiden.',
  'How to select the rows.':
    'Zeilen: so viele durch Zufall. Anteil: ein so großer Teil durch Zufall. zuerst, zuletzt: so viele von einem Ende.',
  'Number of rows; all if the table has fewer.':
    'Wie viele Zeilen; alle, wo die Tabelle weniger hat. Zählt nicht für „Anteil“.',
  'Fraction of the rows, from 0 to 1, rounded to full rows.':
    'Ein wie großer Teil der Zeilen, von 0 bis 1, auf ganze Zeilen gerundet; zählt nur für „Anteil“.',
  'Another number gives another sample; the same number always gives the same one.':
    'Eine andere Zahl gibt eine andere Stichprobe; dieselbe Zahl überall dieselbe.',
  'How rows are assigned to outputs.':
    'Bedingung: Zeilen, die sie erfüllen, und der Rest. Anteil: ein Teil durch Zufall, und der Rest. Wert: ein Ausgang je Wert.',
  'Size of the part, from 0 to 1, rounded to full rows.':
    'Wie groß der Teil ist, von 0 bis 1, auf ganze Zeilen gerundet; zählt nur für „Anteil“.',
  'Another number gives another part.': 'Eine andere Zahl gibt einen anderen Teil; zählt nur für „Anteil“.',
  'Column whose value decides.': 'Die Spalte, deren Werte entscheiden; zählt nur für „Wert“.',
  'One output per value. All other rows go to "Rest".':
    'Je ein Ausgang, wie die Zelle geschrieben ist; jede andere Zeile geht bei „Rest“ weiter.',
  'Columns whose empty cells are filled. None: all columns that the method supports.':
    'Die Spalten, deren leere Zellen gefüllt werden; keine gewählt: alle, die sich so füllen lassen.',
  'Value above and below: the nearest non-empty cell. Mean, median, most frequent: of the column. Interpolated: linear between the numbers above and below.':
    'fester Wert: der Wert unten. Wert darüber, Wert darunter: die nächste Zelle mit Wert. Mittelwert, Median, häufigster Wert: der Spalte. auf einer Linie dazwischen: zwischen den Zahlen darüber und darunter.',
  'The constant.': 'Der feste Wert.',
  'Fill only from rows with equal values in these columns. None: all rows.':
    'Nur Zeilen, die in diesen Spalten gleich sind, füllen einander; keine gewählt: alle Zeilen.',
  'Name of the new column. An existing column of this name is replaced.':
    'Der Name der berechneten Spalte; eine, die die Tabelle hat, wird an ihrer Stelle ersetzt.',
  'A JSONata expression over the columns of a row. Put a name with special characters in backticks.':
    'Ein JSONata-Ausdruck über die Spalten einer Zeile; ein Name, der kein einfaches Wort ist, steht in Backticks.',
  'Columns with a new name or type. All others stay unchanged.':
    'Die Spalten, die einen anderen Namen oder Typ bekommen; alle anderen bleiben, wie sie sind.',
  'Empty: the name stays.': 'Leer: Sie behält ihren Namen.',
  'Empty: the type stays.': 'Leer: Sie behält ihren Typ.',
  'Format of dates and times in texts, such as %d.%m.%Y. Empty: ISO 8601.':
    'Wie ein Text ein Datum oder eine Zeit schreibt, etwa %d.%m.%Y; leer: wie in ISO 8601.',
  'Keep as text: in an extra column whose name ends in "_failed". Such cells are counted.':
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
  'The extension is added automatically.': 'Die Dateiendung wird automatisch ergänzt.',
  'File format. JSON Lines: one row per line. Excel: at most 1,048,575 rows.':
    'csv, json, jsonl (eine Zeile je Zeile), parquet, arrow, oder xlsx (Excel, höchstens 1.048.575 Zeilen).',
  'A JSONata expression that is true or false. It can use input, earlier outputs by node id, variables and run: input.value.rows > 100.':
    'Ein JSONata-Ausdruck über den Eingang, frühere Ausgänge nach Kennung des Knotens, Variablen und run, etwa input.value.rows > 100.',
  'A JSONata expression that selects the case. It can use input, earlier outputs, variables and run.':
    'Ein JSONata-Ausdruck, dessen Wert den Weg wählt, über den Eingang, frühere Ausgänge, Variablen und run.',
  'One value per line, each with its own output. Any other value continues at "Otherwise".':
    'Ein Wert je Zeile; jeder hat seinen Ausgang, und was keiner davon ist, geht bei „Sonst“ weiter.',
  'Items: each item of a list, or each row of a table (at most 10000). Batches: parts of a table or list.':
    'Einträge: jeder Eintrag einer Liste, oder jede Zeile einer Tabelle (höchstens 10.000). Stapel: Stücke einer Tabelle oder Liste.',
  'Number of rows or items per batch.': 'Wie viele Zeilen oder Einträge ein Stapel hat.',
  'Number of iterations that run at the same time. 1: one after another.':
    'Wie viele Durchgänge nebeneinander laufen; 1 heißt nacheinander.',
  'Stop: the loop fails. Continue: the other iterations run, and "Failed" lists the failed ones.':
    'anhalten: Die Schleife scheitert. weitermachen: Die anderen Durchgänge gehen weiter, und die gescheiterten werden genannt.',
  'JSONata expression. The loop continues while it is true. It can use value (the result of the last iteration), index, and whatever other expressions can.':
    'Die Schleife geht weiter, solange dieser JSONata-Ausdruck wahr ist; er liest value (was der letzte Durchgang zurückgab), index und alles, was andere Ausdrücke lesen.',
  'The loop fails after this number of iterations.':
    'Nach so vielen Durchgängen scheitert die Schleife, damit sie endet.',
  'Number of inputs.': 'Wie viele Zweige zusammenkommen.',
  'Any: until all branches have ended, and at least one has a value. All: until every branch has a value. First: the first value.':
    'irgendeine: wenn alle Zweige beendet sind und einer etwas gegeben hat. alle: wenn alle gegeben haben. zuerst: sobald einer gegeben hat.',
  'One value: the first input with a value. List: all values. Appended rows: the rows of all tables.':
    'ein Wert: der erste Eingang mit einem Wert. Liste: alle Werte als Liste. Zeilen: die Zeilen aller Tabellen untereinander.',
  'Name that later nodes use to read the value, as {{name}} or in expressions.':
    'Der Name, unter dem Knoten dahinter ihn lesen, als {{name}} oder in Ausdrücken.',
  'Value of the variable, in JSONata. Empty: the input value.':
    'Worauf sie gesetzt wird, in JSONata. Leer: was hereinkommt.',
  'The complete value at once, or each row of a table.': 'Der ganze Wert auf einmal, oder jede Zeile einer Tabelle.',
  'A JSONata expression for the output. It can use input (for each row: row and index), earlier outputs by node id, variables and run.':
    'Was herauskommt, in JSONata, über input (über Zeilen: row und index), frühere Ausgänge nach Kennung des Knotens, Variablen und run.',
  'JSON, or a table of the resulting objects. "Each row" always gives a table.':
    'Was über einen Wert herauskommt: JSON, wie es ist, oder eine Tabelle aus seinen Objekten. Zeilen ergeben immer eine Tabelle.',
  'Columns of the output table: a name and a type per line. Empty: detected from the objects.':
    'Von einer Tabelle: die Spalten, die herauskommen, je Zeile Name und Typ. Leer: wie die Objekte sie haben.',
  'Body of a JavaScript function of input (complete value) or of row and index (each row). Its return value is the output.':
    'Der Rumpf einer JavaScript-Funktion von input (über einen Wert) oder von row und index (über Zeilen); was sie zurückgibt, kommt heraus.',
  'Output columns for "Each row": a name and a type per line. Empty: detected from the rows.':
    'Über Zeilen: die Spalten, die herauskommen, je Zeile Name und Typ. Leer: wie die Zeilen sie haben.',
  'Stop code that runs longer, in seconds.': 'Code, der länger braucht, wird beendet; in Sekunden.',
  'Stop code that needs more memory, in MB.': 'Code, der mehr braucht, wird beendet; in Megabytes.',
  'Time to wait. Ignored if "Until" is set.': 'Wie lange er wartet. Zählt nicht, wo eine Zeit gesetzt ist.',
  'Time to wait for, such as 2026-12-31T18:00:00Z. A time in the past does not wait.':
    'Die Zeit, bis zu der er wartet, als 2026-12-31T18:00:00Z. Eine vergangene Zeit wartet nicht.',
  'Name of the event to wait for.': 'Der Name des Ereignisses, auf das er wartet.',
  'Maximum time to wait. 0: no timeout.': 'Höchste Wartezeit. 0: kein Zeitlimit.',
  'Fail: the node fails. Continue: go on without the event.':
    'scheitern: Der Knoten scheitert. weitermachen: Es geht ohne das Ereignis weiter.',
  'Question for the person who decides.': 'Was die Person gefragt wird, die entscheidet.',
  'Time to decide. 0: no deadline.': 'Wie lange die Person Zeit hat; 0 ist ohne Ende.',
  'Decision if nobody decided in time. Fail: the node fails.':
    'Was als entschieden gilt, wenn niemand rechtzeitig entschieden hat; scheitern: Der Knoten scheitert.',
  'Name or id of the workflow to run. A run uses the version at its start.':
    'Name oder Kennung eines Ablaufs, der in diesem Knoten läuft. Ein Lauf behält ihn, wie er zu Beginn ist.',
  'The workflow itself, if none is named. Its ports become the ports of this node.':
    'Der Ablauf selbst, wo keiner genannt ist. Seine Anschlüsse sind die dieses Knotens.',
  'HTTP status of the response.': 'Der Status der Antwort.',
  'Headers of the response, as JSON.': 'Kopfzeilen der Antwort, als JSON.',
  'Body of the response. Empty: the input as JSON or text; of a table, the first rows.':
    'Der Text der Antwort. Leer: was hereinkommt, als JSON oder Text; eine Tabelle als ihre ersten Zeilen.',
  'HTTP method of the request.': 'Was von der Adresse verlangt wird.',
  'Address of the request, starting with https:// or http://.': 'Wo gefragt wird, beginnend mit https:// oder http://.',
  'Query parameters that are added to the URL, such as page_size.':
    'Parameter, die zur Adresse kommen, etwa page_size.',
  'Request headers. Use "Authentication" for secrets.':
    'Kopfzeilen der Anfrage. Geheimnisse gehören unter „Anmelden durch“.',
  'How to send the secret. Basic expects name:password.':
    'Wie das Geheimnis gesendet wird: als Bearer-Token, als Name:Passwort (basic), in einer Kopfzeile oder in einem Adressparameter.',
  'Name of the secret. Its value stays where the workflow runs and goes only to its allowed hosts.':
    'Der Name des Geheimnisses. Sein Wert liegt dort, wo der Ablauf läuft, und geht nur zu seinen Rechnern.',
  'Name of the header or query parameter that carries the secret.':
    'Der Name der Kopfzeile oder des Adressparameters, für ein so gesendetes Geheimnis.',
  'What to send: a text that you write, or the file or table on the input.':
    'Was gesendet wird: JSON, ein Formular, ein Formular mit Datei (multipart), Text, die Datei oder die Tabelle am Eingang (als CSV, oder als Zeilen aus JSON).',
  'Body as text; for a form, a JSON object. Empty: the input value.':
    'Sein Text; für ein Formular ein Objekt aus JSON. Leer: was hereinkommt.',
  'How to read the response body. Table: it is loaded like a file.':
    'Wie die Antwort genommen wird: als JSON, als Text, als daraus geladene Tabelle, oder als Datei.',
  'How to find the next page of results.':
    'Wie die nächste Seite gefunden wird: durch die Link-Kopfzeile, eine Adresse in der Antwort, eine Seitennummer, oder eine Marke in der Antwort.',
  'Path of the items in a page, such as data.items. Empty: the page itself is the list.':
    'Wo die Einträge in einer Seite stehen, als Schlüssel mit Punkten („data.items“). Leer: Die Seite ist die Liste.',
  'Path of the next URL or cursor in a page, such as meta.next.':
    'Wo die nächste Adresse oder die Marke in einer Seite steht, als Schlüssel mit Punkten.',
  'Query parameter that carries the page number or the cursor.': 'Der Adressparameter der Seitennummer oder der Marke.',
  'Number of the first page.': 'Die Nummer der ersten Seite.',
  'Further pages are not requested, with a warning.':
    'Nach mehr Seiten wird nicht gefragt; dass es mehr gab, wird gesagt.',
  'Whether a status of 400 or above fails the node. Otherwise the response is passed on.':
    'Ob der Knoten bei einem Status ab 400 scheitert; sonst geht es mit der Antwort weiter.',
  'Status codes that are retried, as often as the node allows. A Retry-After header is respected.':
    'Status, nach denen es noch einmal versucht wird, nach den Wiederholungen des Knotens und der Zeit, um die der Dienst bittet.',
  'Header that lets the service recognize a repeated request. With it, a POST can be retried too.':
    'Die Kopfzeile, an der der Dienst eine Anfrage wiedererkennt; dann darf auch ein POST noch einmal versucht werden.',
  'Stop if no data arrives for this time.': 'Abbrechen, wenn so lange keine Daten kommen.',
  'A larger response fails. JSON and text: at most 8 MB.':
    'Eine größere Antwort wird abgelehnt. JSON und Text fassen höchstens 8 MB.',
  'Name of the secret that holds the address: postgres://user:password@host/database.':
    'Der Name des Geheimnisses mit ihrer Adresse: postgres://user:password@host/database.',
  'One PostgreSQL statement. $1, $2, … are placeholders: parameters are bound and never become part of the SQL.':
    'Eine SQL-Anweisung für PostgreSQL. $1, $2, … stehen für die Parameter, deren Werte nie ein Teil davon sind.',
  'Values of $1, $2, … as a JSON list. A string that is a single {{…}} keeps the type of its value.':
    'Die Werte von $1, $2, … als Liste in JSON; ein Text, der ein {{…}} ist, behält den Typ dessen, was es bringt.',
  'Read only: the database rejects every change. Read and write: the statement may change data.':
    'lesen: Die Datenbank lehnt jede Änderung ab. schreiben: Die Anweisung darf Daten ändern.',
  'Further rows are left out, with a warning.': 'Mehr Zeilen werden nicht genommen; dass es mehr gab, wird gesagt.',
  'Stop the statement after this time.': 'Die Anweisung nach dieser Zeit abbrechen.',
  'File path in the folder that the host shares with workflows. In the browser: name of a dataset.':
    'Die Datei unter dem Ordner, den der Betreiber geöffnet hat; in einer Seite eine ihrer Dateien mit Namen.',
  'File path in the folder that the host shares with workflows. In the browser: name of the dataset. The extension sets the format of a table: csv, json, jsonl, parquet, arrow, xlsx.':
    'Wohin geschrieben wird, unter dem Ordner, den der Betreiber geöffnet hat; in einer Seite der Name der Datei. Eine Tabelle wird nach der Endung geschrieben: csv, json, jsonl, parquet, arrow, xlsx.',
  'Whether to replace an existing file. Otherwise the node fails.':
    'Ob eine Datei ersetzt wird, die schon da ist; sonst scheitert der Knoten.',
  'Name of the secret that holds the address: smtps://user:password@mail.example.com.':
    'Der Name des Geheimnisses mit seiner Adresse: smtps://user:password@mail.example.com.',
  'Address of the sender.': 'Wer sie sendet.',
  'Addresses of the recipients, separated by commas.': 'Wer sie bekommt; mehrere mit Kommas.',
  'Addresses of further recipients, separated by commas.': 'Wer sie noch bekommt; mehrere mit Kommas.',
  'Addresses that the other recipients do not see.': 'Wer sie bekommt, ohne dass die anderen es wissen.',
  'Subject line of the email.': 'Betreff der E-Mail.',
  'Heading or subject.': 'Überschrift oder Betreff.',
  'Plain text of the email. Empty: the text on the input.': 'Was sie sagt. Leer: der Text, der hereinkommt.',
  'HTML version of the email. External content is not loaded.':
    'Dasselbe als HTML, für Programme, die es zeigen; nichts davon wird nachgeladen.',
  'Format of an attached table. A file is attached unchanged. Nothing: no attachment.':
    'Wie eine hereinkommende Tabelle angehängt wird. Eine hereinkommende Datei wird angehängt, wie sie ist; nichts: keine von beiden.',
  'Page: everyone who watches the run. Webhook: a service that accepts JSON. Email: a mail server.':
    'Seite: wer dem Lauf zusieht. Webhook: ein Dienst, der eine JSON-Nachricht nimmt. E-Mail: ein Postausgang.',
  'Text of the notification.': 'Was sie sagt.',
  'How serious it is.': 'Wie schwer es wiegt.',
  'Address of the service. It receives {"title", "text", "level"} as JSON.':
    'Die des Dienstes, für einen Webhook; er bekommt {"title", "text", "level"}.',
  'Name of the tool.': 'Wie das Werkzeug heißt.',
  'Address of the service, starting with https:// or http://.': 'Der Dienst, beginnend mit https:// oder http://.',
  'POST and PUT send the arguments as JSON, GET as query parameters.':
    'POST und PUT senden die Angaben als JSON, GET als Adressparameter.',
  'Arguments as a JSON object. A string that is a single {{…}} keeps the type of its value. Empty: the input value.':
    'Was das Werkzeug bekommt, als Objekt in JSON; ein Text, der ein {{…}} ist, behält den Typ dessen, was es bringt. Leer: was hereinkommt.',
  'JSON Schema of the arguments. Arguments that do not match are never sent.':
    'Das JSON-Schema der Angaben; was es nicht erfüllt, wird nie gesendet.',
  'JSON Schema of the response. A response that does not match fails the node.':
    'Das JSON-Schema der Antwort; an einer Antwort, die es nicht erfüllt, scheitert der Knoten.',
}
