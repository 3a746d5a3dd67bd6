import type { Sentences } from '../sentences.ts'

/** What profiles, checks and validations find, in German. */
export const germanChecking: Sentences = {
  // Suspicious cells.
  'The rows above and below have "‹value›".': 'Die Zeilen darüber und darunter haben „‹value›“.',
  'The rows above and below go on in even steps, which makes it "‹value›".':
    'Die Zeilen darüber und darunter gehen in gleichen Schritten weiter, was „‹value›“ ergibt.',
  'It goes together with ‹columns›, which makes it "‹value›".': 'Es gehört zu ‹columns&›, was „‹value›“ ergibt.',
  'With the same ‹columns›, ‹agreeing› of ‹all› other rows have "‹value›".':
    'Bei gleichem ‹columns&› haben ‹agreeing#› von ‹all|anderer Zeile|anderen Zeilen› „‹value›“.',
  'With the same ‹columns›, the rows have "‹value›".': 'Bei gleichem ‹columns&› haben die Zeilen „‹value›“.',
  'It is empty, as in ‹count› of ‹rows› rows only.': 'Es ist leer, wie nur in ‹count#› von ‹rows|Zeile|Zeilen›.',
  '"‹text›" stands for a missing value, in ‹count› of ‹rows› rows only.':
    '„‹text›“ steht für einen fehlenden Wert, nur in ‹count#› von ‹rows|Zeile|Zeilen›.',
  'The rows above and below with the same `‹column›` make it likely to be ‹from› to ‹to›.':
    'Nach den Zeilen darüber und darunter mit gleichem `‹column›` liegt es wohl bei ‹from› bis ‹to›.',
  'The rows above and below make it likely to be ‹from› to ‹to›.':
    'Nach den Zeilen darüber und darunter liegt es wohl bei ‹from› bis ‹to›.',
  'With the same `‹column›`, 19 of 20 are ‹from› to ‹to›.':
    'Bei gleichem `‹column›` liegen 19 von 20 bei ‹from› bis ‹to›.',
  'It goes with `‹column›`, which makes it likely to be ‹from› to ‹to›.':
    'Es geht mit `‹column›` einher und liegt danach wohl bei ‹from› bis ‹to›.',
  'Rows with a like `‹column›` have ‹from› to ‹to›.': 'Zeilen mit ähnlichem `‹column›` haben ‹from› bis ‹to›.',
  'It lies far from the others: 19 of 20 are ‹from› to ‹to›.':
    'Es liegt weit von den anderen: 19 von 20 liegen bei ‹from› bis ‹to›.',
  'The rows above and below are sorted, and it does not lie between them.':
    'Die Zeilen darüber und darunter sind geordnet, und es liegt nicht dazwischen.',
  'It has a character where hardly any other value of the column has it.':
    'Es hat ein Zeichen, wo kaum ein anderer Wert der Spalte es hat.',
  'It is written ‹shape›; almost all values are one of ‹shapes› (9 a digit, a a letter).':
    'Es ist ‹shape› geschrieben; fast alle Werte sind eines von ‹shapes› (9 eine Ziffer, a ein Buchstabe).',
  'It is written ‹shape›; almost all values are ‹shapes› (9 a digit, a a letter).':
    'Es ist ‹shape› geschrieben; fast alle Werte sind ‹shapes› (9 eine Ziffer, a ein Buchstabe).',
  '"‹written›" is one character away from "‹meant›", which stands in ‹count› cells.':
    '„‹written›“ ist ein Zeichen von „‹meant›“ entfernt, das in ‹count|Zelle|Zellen› steht.',
  'With the blank a place further it is "‹words›", words that other cells have.':
    'Mit dem Leerzeichen eine Stelle weiter ist es „‹words›“, Wörter, die andere Zellen haben.',
  '"‹word›" has a capital behind a small letter, as hardly any other word of the column has.':
    '„‹word›“ hat einen großen Buchstaben hinter einem kleinen, wie kaum ein anderes Wort der Spalte.',
  'It begins with a small letter, as hardly any other value of the column does.':
    'Es beginnt mit einem kleinen Buchstaben, wie kaum ein anderer Wert der Spalte.',
  'It has ‹what›, as hardly any other value of the column has.':
    'Es hat ‹what&›, wie kaum ein anderer Wert der Spalte.',
  'It is "‹value›" (‹count› rows) but for its format.':
    'Es ist „‹value›“ (‹count|Zeile|Zeilen›), bis auf die Schreibweise.',
  'It is one character away from "‹value›", which stands in ‹count› rows.':
    'Es ist ein Zeichen von „‹value›“ entfernt, das in ‹count|Zeile|Zeilen› steht.',
  'Several other columns have values that do not go with it.':
    'Mehrere andere Spalten haben Werte, die nicht dazu passen.',
  'It is row ‹row› again, but for `‹column›`: one has no value.':
    'Es ist noch einmal Zeile ‹row#›, bis auf `‹column›`: Eine hat keinen Wert.',
  'It is row ‹row› again, but for `‹column›`: "‹one›" and "‹other›".':
    'Es ist noch einmal Zeile ‹row#›, bis auf `‹column›`: „‹one›“ und „‹other›“.',
  'It is equal to row ‹row› in all columns.': 'Es ist in allen Spalten gleich Zeile ‹row#›.',
  'It is equal to row ‹row› in all columns once its cells are repaired.':
    'Es ist in allen Spalten gleich Zeile ‹row#›, wenn seine Zellen berichtigt sind.',
  'It is equal to row ‹row› in all columns but ‹columns›, which ‹tell|tells› every row apart.':
    'Es ist gleich Zeile ‹row#› in allen Spalten außer ‹columns&›, was jede Zeile unterscheidet.',
  'It is equal to row ‹row› in all columns but ‹columns›, which ‹tell|tells› every row apart once its cells are repaired.':
    'Es ist, wenn seine Zellen berichtigt sind, gleich Zeile ‹row#› in allen Spalten außer ‹columns&›, was jede Zeile unterscheidet.',
  '‹count› of ‹rows› rows were looked at, in ‹blocks› blocks from all over the table: it has more than ‹cells› cells.':
    '‹count#› von ‹rows|Zeile|Zeilen› wurden angesehen, in ‹blocks|Block|Blöcken› aus der ganzen Tabelle: Sie hat mehr als ‹cells#› Zellen.',
  // Profiles.
  'differ in ‹columns›': 'verschieden in ‹columns&›',
  // Rules of a schema.
  '`‹column›` has no value': '`‹column›` hat keinen Wert',
  '`‹column›` is none of ‹values›': '`‹column›` ist keines von ‹values›',
  '`‹column›` is ‹a number|a whole number|a text|true or false|a date|a time›': '`‹column›` hat den verlangten Typ',
  'It has ‹count›.': 'Sie hat ‹count#›.',
  // The schema itself.
  'There is no check “‹name›” in this page': 'Auf dieser Seite gibt es keine Prüfung „‹name›“',
}
