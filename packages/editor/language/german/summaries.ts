import type { Sentences } from '../sentences.ts'

const grouping: Sentences = {
  'for each ‹columns›': 'je ‹columns›',
  '‹measures› for each ‹columns›': '‹measures› je ‹columns›',
  'Groups for each ‹columns›': 'Gruppen je ‹columns›',
  Groups: 'Gruppen',
}
const conditions: Sentences = {
  'every row': 'jede Zeile',
  '‹conditions›, and the rest': '‹conditions&›, und der Rest',
  '‹column› is empty': '‹column› ist leer',
  '‹column› is not empty': '‹column› ist nicht leer',
  '‹column› contains ‹value›': '‹column› enthält ‹value›',
  '‹column› starts with ‹value›': '‹column› beginnt mit ‹value›',
  '‹column› ends with ‹value›': '‹column› endet mit ‹value›',
  '‹column› is one of ‹values›': '‹column› ist eines von ‹values›',
}
const branches: Sentences = Object.fromEntries(
  Object.entries({ Any: 'Irgendeiner', All: 'Alle', 'The first': 'Der erste' }).flatMap(([wait, wartet]) =>
    Object.entries({ 'One value': 'Ein Wert', 'A list': 'Eine Liste', 'All rows': 'Alle Zeilen' }).flatMap(
      ([how, wie]) => [
        [`${wait} of the branches\n${how}`, `${wartet} der Zweige\n${wie}`],
        [`${wait} of ‹count› branches\n${how}`, `${wartet} von ‹count|Zweig|Zweigen›\n${wie}`],
      ],
    ),
  ),
)
const marks: Sentences = {
  Bars: 'Balken',
  'A line': 'Linie',
  Points: 'Punkte',
  'A histogram': 'Histogramm',
  Boxes: 'Kästen',
}

/** What a node does in German, in one or two lines, by its type; what is not here says the same in every language. */
export const germanSummaries: Readonly<Record<string, Sentences>> = {
  trigger: {},
  webhook: {
    'Any request\nanswered at once': 'Jede Anfrage\nsofort beantwortet',
    'Any request\nanswered by the workflow': 'Jede Anfrage\nvom Ablauf beantwortet',
    '‹method›\nanswered at once': '‹method›\nsofort beantwortet',
    '‹method›\nanswered by the workflow': '‹method›\nvom Ablauf beantwortet',
  },
  event: { 'On ‹name›': 'Bei ‹name›' },
  preparing: {
    'Makes the table cosmo-ready: an id and an index for every row, coordinates where two measures are':
      'Macht die Tabelle cosmo-ready: Kennung und Nummer für jede Zeile, Koordinaten, wo zwei Messwerte sind',
    'Makes the table ml-ready: numbers without a gap, scaled, categories as columns':
      'Macht die Tabelle ml-ready: Zahlen ohne Lücke, skaliert, Kategorien als Spalten',
    'Cleans the table, and leaves it as it is otherwise': 'Säubert die Tabelle und lässt sie sonst, wie sie ist',
    'Makes the table keep a schema of your own': 'Macht, dass die Tabelle ein eigenes Schema einhält',
  },
  validation: {
    'Checks nothing yet': 'Prüft noch nichts.',
    'Is it cosmo-ready?': 'Ist sie cosmo-ready?',
    'Checks ‹count› ‹column|columns›': 'Prüft ‹count|Spalte|Spalten›',
    'Checks by a validator': 'Prüft mit einer Prüfung',
    '‹count› ‹fact|facts›': '‹count|Tatsache|Tatsachen›',
    'every row by an expression': 'jede Zeile mit einem Ausdruck',
    'every row by SQL': 'jede Zeile mit SQL',
    'every row by code': 'jede Zeile mit Code',
    'asks ‹name›': 'fragt ‹name›',
  },
  sql: {},
  select: {
    'Keeps all columns': 'Behält alle Spalten',
    'Keeps ‹columns›': 'Behält ‹columns›',
    'Drops ‹columns›': 'Lässt ‹columns› weg',
  },
  filter: { ...conditions, 'Keeps every row': 'Behält jede Zeile', 'Keeps ‹conditions›': 'Behält: ‹conditions&›' },
  sort: {
    'Keeps the order': 'Behält die Reihenfolge',
    'By ‹columns›': 'Nach ‹columns&›',
    '‹column› descending': '‹column› absteigend',
  },
  join: {
    'Every left row with every right row': 'Jede linke Zeile mit jeder rechten',
    'Inner join by ‹keys›': 'Nur passende, über ‹keys*›',
    'Left join by ‹keys›': 'Alle linken, über ‹keys*›',
    'Right join by ‹keys›': 'Alle rechten, über ‹keys*›',
    'Full join by ‹keys›': 'Alle beider Seiten, über ‹keys*›',
    'Semi join by ‹keys›': 'Linke mit Gegenstück, über ‹keys*›',
    'Anti join by ‹keys›': 'Linke ohne Gegenstück, über ‹keys*›',
    'equal names': 'gleiche Namen',
  },
  union: {
    'Rows of ‹count› tables\nAll columns by ‹how›': 'Zeilen von ‹count|Tabelle|Tabellen›\nAlle Spalten nach ‹how*›',
    'Rows of ‹count› tables\nCommon columns by ‹how›':
      'Zeilen von ‹count|Tabelle|Tabellen›\nGemeinsame Spalten nach ‹how*›',
    name: 'Namen',
    position: 'Stelle',
  },
  aggregate: grouping,
  pivot: {
    'Rows counted: ‹rows› by ‹column›': 'Zeilen gezählt: ‹rows*› nach ‹column*›',
    '‹measure› of ‹value›: ‹rows› by ‹column›': '‹measure› von ‹value›: ‹rows*› nach ‹column*›',
    'one row': 'eine Zeile',
    'a column': 'einer Spalte',
  },
  unpivot: {
    'All columns to ‹name› and ‹value›': 'Alle Spalten nach ‹name› und ‹value›',
    '‹columns› to ‹name› and ‹value›': '‹columns› nach ‹name› und ‹value›',
  },
  deduplicate: {
    'Keeps the first row of each kind': 'Behält die erste Zeile jeder Art',
    'Keeps the last row of each kind': 'Behält die letzte Zeile jeder Art',
    'Keeps the first row of each ‹columns›': 'Behält die erste Zeile je ‹columns›',
    'Keeps the last row of each ‹columns›': 'Behält die letzte Zeile je ‹columns›',
  },
  sample: {
    '‹share› % of the rows': '‹share#› % der Zeilen',
    '‹count› rows by chance': '‹count|zufällige Zeile|zufällige Zeilen›',
    'The first ‹count› rows': 'Die ersten ‹count#› Zeilen',
    'The last ‹count› rows': 'Die letzten ‹count#› Zeilen',
  },
  split: {
    ...conditions,
    '‹share› % by chance, and the rest': '‹share#› % durch Zufall, und der Rest',
    'By ‹column›: ‹values›, and the rest': 'Nach ‹column*›: ‹values*›, und der Rest',
    'a column': 'einer Spalte',
    'no values yet': 'noch keine Werte',
  },
  fill: {
    '‹columns›: ‹how› within ‹groups›': '‹columns*›: ‹how*› innerhalb von ‹groups›',
    '‹columns›: ‹how›': '‹columns*›: ‹how*›',
    'All columns': 'Alle Spalten',
    previous: 'der Wert darüber',
    next: 'der Wert darunter',
    mean: 'der Mittelwert',
    median: 'der Median',
    mode: 'der häufigste Wert',
    interpolate: 'auf einer Linie dazwischen',
  },
  rename_and_cast: {
    'Changes nothing yet': 'Ändert noch nichts',
    '‹columns›': '‹columns&›',
    '‹column› as ‹type›': '‹column› als ‹type›',
  },
  table: {},
  chart: {
    ...marks,
    '‹mark› of ‹axes›': '‹mark*› von ‹axes*›',
    '‹one› over ‹other›': '‹one› über ‹other›',
  },
  graph: {
    'Links from ‹source› to ‹target›, points by ‹id›': 'Verbindungen von ‹source› nach ‹target›, Punkte nach ‹id*›',
    'Links from ‹source› to ‹target›': 'Verbindungen von ‹source› nach ‹target›',
    'Points by ‹id›': 'Punkte nach ‹id*›',
    '‹id›, coloured by ‹column›': '‹id›, gefärbt nach ‹column›',
  },
  condition: { 'If ‹expression›': 'Wenn ‹expression›' },
  for_each: {
    row: 'jede Zeile',
    item: 'jeden Eintrag',
    'batch of ‹count›': 'jeden Stapel von ‹count#›',
  },
  while: { 'While ‹condition›\nat most ‹count› turns': 'Solange ‹condition›\nhöchstens ‹count|Durchgang|Durchgänge›' },
  merge: branches,
  variable: {},
  code: {},
  delay: {},
  wait_for_event: {},
  approval: {
    '‹message›\nreject after ‹hours› h': '‹message›\nnach ‹hours#› h abgelehnt',
    '‹message›\napprove after ‹hours› h': '‹message›\nnach ‹hours#› h genehmigt',
    '‹message›\nfail after ‹hours› h': '‹message›\nnach ‹hours#› h gescheitert',
  },
  sub_workflow: {
    'nothing yet': 'noch nichts',
  },
  error_handler: {},
  webhook_response: {
    '‹status›, a text': '‹status›, ein Text',
  },
  http_request: {
    '‹method› ‹url›\nas ‹type›': '‹method› ‹url›\nals ‹type*›',
    '‹method› ‹url›\npage by page, as ‹type›': '‹method› ‹url›\nSeite für Seite, als ‹type*›',
    json: 'JSON',
    text: 'Text',
    table: 'Tabelle',
    file: 'Datei',
  },
  database_query: {
    'A database, ‹access›\n‹statement›': 'Eine Datenbank, ‹access*›\n‹statement›',
    '‹name›, ‹access›\n‹statement›': '‹name›, ‹access*›\n‹statement›',
    read: 'lesen',
    write: 'schreiben',
  },
  write_file: {},
  email: { 'To nobody yet\n‹subject›': 'An noch niemanden\n‹subject›', 'To ‹whom›\n‹subject›': 'An ‹whom›\n‹subject›' },
  notification: {
    'To whoever watches\n‹title›': 'An den, der zusieht\n‹title›',
    'To nobody yet\n‹title›': 'An noch niemanden\n‹title›',
    'To a service\n‹title›': 'An einen Dienst\n‹title›',
    'To ‹whom›\n‹title›': 'An ‹whom›\n‹title›',
  },
}
