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
  'The code closes the function that it stands in.': 'Der Code schließt die Funktion, in der er steht.',
  'It took longer than ‹seconds› s and was ended.': 'Er dauerte länger als ‹seconds› s und wurde beendet.',
  'It took longer than ‹seconds› s.': 'Er dauerte länger als ‹seconds› s.',
  'It needs more than ‹size› MB of memory.': 'Er braucht mehr als ‹size#› MB Speicher.',
  'It waits for something that never comes.': 'Er wartet auf etwas, das nie kommt.',
  'It was ended before.': 'Er wurde vorher beendet.',
  'It failed.': 'Er ist gescheitert.',
  'Its calls go too deep.': 'Seine Aufrufe gehen zu tief.',
  'Its values or calls go too deep.': 'Seine Werte oder Aufrufe gehen zu tief.',
  'The sandbox was closed.': 'Die Umgebung des Codes wurde geschlossen.',
  'The sandbox ended: ‹reason›': 'Die Umgebung des Codes endete: ‹reason*›',
  'The sandbox failed: ‹reason›': 'Die Umgebung des Codes ist gescheitert: ‹reason*›',
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
