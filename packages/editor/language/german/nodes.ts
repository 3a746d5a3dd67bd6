import type { Sentences } from '../sentences.ts'

/** What the node types say in German: of tables, logic, requests, views. */
export const germanNodes: Sentences = {
  // Files.
  // Columns.
  'Column `‹column›` is not in ‹table› (has ‹names›). Did you mean `‹near›`?':
    'Die Spalte `‹column›` ist nicht in ‹table*› (mit ‹names*›). Ist `‹near›` gemeint?',
  'Column `‹column›` is not in the table (has ‹names›).':
    'Die Spalte `‹column›` ist nicht in der Tabelle (mit ‹names*›).',
  'Column `‹column›` is not in ‹table› (has ‹names›).': 'Die Spalte `‹column›` ist nicht in ‹table*› (mit ‹names*›).',
  'Column `‹column›` (‹type›) cannot hold ‹value›.': 'Die Spalte `‹column›` (‹type›) kann ‹value› nicht enthalten.',
  line: 'Linie',
  mean: 'Mittelwert',
  median: 'Median',
  'Column `‹column›` holds ‹type›, which cannot become ‹wanted›.':
    'Die Spalte `‹column›` enthält ‹type›, was nicht ‹wanted› werden kann.',
  'Column `‹column›` is filled within itself.': 'Die Spalte `‹column›` wird innerhalb ihrer selbst gefüllt.',
  'The columns are ‹types›: `‹column›` becomes ‹type›.': 'Die Spalten sind ‹types›: `‹column›` wird ‹type›.',
  'The value ‹value› of `‹column›` is the column `‹other›`: the name is empty, or taken.':
    'Der Wert ‹value› von `‹column›` ist die Spalte `‹other›`: Der Name ist leer oder vergeben.',
  // Charts and graphs.
  'the first by count are drawn': 'die häufigsten werden gezeichnet',
  'A ‹chart› needs ‹what›.': 'Dieses Diagramm braucht ‹what*›.',
  'a column': 'eine Spalte',
  'a column of numbers': 'eine Spalte aus Zahlen',
  'numbers or dates': 'Zahlen oder Daten',
  // Logic.
  'a file': 'eine Datei',
  'A schedule': 'Ein Zeitplan',
  'A webhook': 'Ein Webhook',
  'An event': 'Ein Ereignis',
  // Requests, files, mails.
  'It sends a mail, which cannot be done here.': 'Er sendet eine E-Mail, was hier nicht geht.',
  'It asks a database, which cannot be done here.': 'Er fragt eine Datenbank, was hier nicht geht.',
  'It reads a file of a folder, which cannot be done here.': 'Er liest eine Datei eines Ordners, was hier nicht geht.',
  'It writes a file to a folder, which cannot be done here.':
    'Er schreibt eine Datei in einen Ordner, was hier nicht geht.',
  'It sends a mail': 'Er sendet eine E-Mail',
  'It asks a database': 'Er fragt eine Datenbank',
  'It reads a file of a folder': 'Er liest eine Datei eines Ordners',
  'It writes a file to a folder': 'Er schreibt eine Datei in einen Ordner',
  'the answer was ‹status›': 'die Antwort war ‹status›',
  'The secret is not named.': 'Das Geheimnis ist nicht genannt.',
}
