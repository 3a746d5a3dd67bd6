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
  '‹columns› rise and fall together: ‹measure› ‹value›.': '‹columns&› steigen und fallen zusammen: ‹measure› ‹value›.',
  '‹columns› go opposite ways: ‹measure› ‹value›.': '‹columns&› laufen entgegengesetzt: ‹measure› ‹value›.',
  "‹columns› go together: Cramér's V ‹value›.": '‹columns&› gehören zusammen: Cramérs V ‹value›.',
  '`‹one›` decides `‹other›` in all ‹rows› rows that have both‹sample›.':
    '`‹one›` bestimmt `‹other›` in allen ‹rows#› Zeilen, die beide haben‹sample*›.',
  '`‹one›` decides `‹other›` but for ‹count› of ‹rows› rows (‹share›)‹sample›.':
    '`‹one›` bestimmt `‹other›`, außer in ‹count#› von ‹rows|Zeile|Zeilen› (‹share#›)‹sample*›.',
  ' (in ‹rows› of ‹all› rows, ± ‹error›)': ' (in ‹rows#› von ‹all|Zeile|Zeilen›, ± ‹error›)',
  ' (looked for among ‹rows› of ‹all› rows)': ' (gesucht unter ‹rows#› von ‹all|Zeile|Zeilen›)',
  '‹value› (in ‹rows› of ‹all› rows, ± ‹error›)': '‹value› (in ‹rows#› von ‹all|Zeile|Zeilen›, ± ‹error›)',
  '‹count› ‹row is|rows are› equal to an earlier row in all columns (‹groups› different ‹one|ones›).':
    '‹count|Zeile ist|Zeilen sind› in allen Spalten gleich einer früheren (‹groups#› verschiedene).',
  '‹count› ‹row is|rows are› equal to an earlier row but for ‹columns›.':
    '‹count|Zeile ist|Zeilen sind› gleich einer früheren, außer in ‹columns&›.',
  '‹count› ‹pair|pairs› of rows ‹is|are› alike and not equal, such as rows ‹one› and ‹other›‹sample›.':
    '‹count|Paar|Paare› von Zeilen ‹count:gleicht|gleichen› sich, ohne gleich zu sein, etwa Zeile ‹one#› und ‹other#›‹sample*›.',
  'equal but for ‹columns›': 'gleich bis auf ‹columns&›',
  'differ in ‹columns›': 'verschieden in ‹columns&›',
  '‹columns› tells all ‹rows› rows apart.': '‹columns&› unterscheidet alle ‹rows#› Zeilen.',
  '‹columns› together tell all ‹rows› rows apart.': '‹columns&› zusammen unterscheiden alle ‹rows#› Zeilen.',
  '‹columns› is nearly a key: ‹count› of ‹rows› rows have a value that an earlier row has.':
    '‹columns&› ist beinahe ein Schlüssel: ‹count#› von ‹rows|Zeile|Zeilen› haben einen Wert, den eine frühere hat.',
  '‹count› ‹value|values› of `‹column›` (‹share›) ‹lie|lies› far from the others, which are from ‹from› to ‹to›.':
    '‹count|Wert|Werte› von `‹column›` (‹share#›) ‹count:liegt|liegen› weit von den anderen, die von ‹from› bis ‹to› reichen.',
  'All values of `‹column›` are written `‹pattern›`‹sample›.':
    'Alle Werte von `‹column›` sind `‹pattern›` geschrieben‹sample*›.',
  '‹share› of the values of `‹column›` are written `‹pattern›`; ‹count› other ‹pattern|patterns›‹sample›.':
    '‹share#› der Werte von `‹column›` sind `‹pattern›` geschrieben; ‹count|anderes Muster|andere Muster›‹sample*›.',
  '‹count› ‹value|values› of `‹column›` ‹is|are› written in several ways, such as ‹example›.':
    '‹count|Wert|Werte› von `‹column›` ‹count:ist|sind› auf mehrere Arten geschrieben, etwa ‹example›.',
  'There are ‹count› more, weaker ones.': 'Es gibt ‹count#› weitere, schwächere.',
  'Its type is UUID.': 'Der Typ ist UUID.',
  'Its name `‹name›` says so.': 'Der Name `‹name›` sagt es.',
  'Its name `‹name›` says so, and ‹share› of its values ‹fits›.':
    'Der Name `‹name›` sagt es, und ‹share#› der Werte ‹fits*›.',
  'are in its range': 'liegen in seinem Bereich',
  'look like it': 'sehen danach aus',
  '‹share› of its values look like it.': '‹share#› der Werte sehen danach aus.',
  'Whole numbers from ‹min› to ‹max›, under a name of the calendar.':
    'Ganze Zahlen von ‹min› bis ‹max› unter einem Namen des Kalenders.',
  'Whole numbers that count the rows.': 'Ganze Zahlen, die die Zeilen zählen.',
  'Its values are codes of countries (ISO 3166).': 'Die Werte sind Codes von Ländern (ISO 3166).',
  'All values differ and are shaped like ids.': 'Alle Werte sind verschieden und haben die Form von Kennungen.',
  'All values differ and are codes of one length.': 'Alle Werte sind verschieden und Codes einer Länge.',
  'Texts of ‹count› words, mostly sentences.': 'Texte von ‹count|Wort|Wörtern›, meist Sätze.',
  '‹count› different texts in ‹rows› rows.': '‹count|Text|verschiedene Texte› in ‹rows|Zeile|Zeilen›.',
  // What has changed since a profile.
  '`‹column›` is gone.': '`‹column›` ist weg.',
  '`‹column›` is new (‹type›).': '`‹column›` ist neu (‹type›).',
  'There are no rows.': 'Es gibt keine Zeilen.',
  'There are ‹after› rows, where there were ‹before›.': 'Es gibt ‹after|Zeile|Zeilen›, wo es ‹before#› gab.',
  '`‹column›` is ‹type›, and was ‹other›.': '`‹column›` ist ‹type›, und war ‹other›.',
  '`‹column›` looks like ‹type›, and was ‹other›.': '`‹column›` sieht aus wie ‹type›, und war ‹other›.',
  '`‹column›` told every row apart, and has ‹count› different values in ‹rows› rows now.':
    '`‹column›` unterschied jede Zeile, und hat jetzt ‹count|verschiedenen Wert|verschiedene Werte› in ‹rows|Zeile|Zeilen›.',
  '‹share› of `‹column›` is empty, where it was ‹before›.': '‹share#› von `‹column›` sind leer, wo es ‹before#› waren.',
  '`‹column›` goes from ‹min› to ‹max›, where it went from ‹least› to ‹most›.':
    '`‹column›` geht von ‹min› bis ‹max›, wo es von ‹least› bis ‹most› ging.',
  '`‹column›` has values that it did not have: ‹values›.': '`‹column›` hat Werte, die es nicht hatte: ‹values&›.',
  '`‹column›` has lost values: ‹values›.': '`‹column›` hat Werte verloren: ‹values&›.',
  '`‹column›` is spread otherwise than it was (stability index ‹index›, distance ‹distance›).':
    '`‹column›` ist anders verteilt als zuvor (Stabilitätsindex ‹index›, Abstand ‹distance›).',
  // Rules of a schema.
  '‹failing› of ‹rows› rows fail: ‹what›.':
    '‹failing#› von ‹rows|Zeile|Zeilen› ‹failing:verfehlt|verfehlen› es: ‹what*›.',
  '‹columns› together occur once': '‹columns&› kommen zusammen einmal vor',
  '‹columns› hold values that occur again together': '‹columns&› enthalten Werte, die zusammen wieder vorkommen',
  '‹columns› has no match in `‹table›`': '‹columns&› hat kein Gegenstück in `‹table›`',
  '‹columns› ‹is|are› in ‹others› of `‹table›`': '‹columns&› steht in ‹others&› von `‹table›`',
  '`‹column›` has a value in every row': '`‹column›` hat in jeder Zeile einen Wert',
  '`‹column›` has no value': '`‹column›` hat keinen Wert',
  '`‹column›` has no value twice': '`‹column›` hat keinen Wert zweimal',
  '`‹column›` holds a value that occurs again': '`‹column›` enthält einen Wert, der wieder vorkommt',
  '`‹column›` is at least ‹min›': '`‹column›` ist mindestens ‹min›',
  '`‹column›` is less than ‹min› or no number': '`‹column›` ist kleiner als ‹min› oder keine Zahl',
  '`‹column›` is at most ‹max›': '`‹column›` ist höchstens ‹max›',
  '`‹column›` is more than ‹max› or no number': '`‹column›` ist größer als ‹max› oder keine Zahl',
  '`‹column›` is more than ‹bound›': '`‹column›` ist größer als ‹bound›',
  '`‹column›` is not more than ‹bound› or no number': '`‹column›` ist nicht größer als ‹bound› oder keine Zahl',
  '`‹column›` is less than ‹bound›': '`‹column›` ist kleiner als ‹bound›',
  '`‹column›` is not less than ‹bound› or no number': '`‹column›` ist nicht kleiner als ‹bound› oder keine Zahl',
  '`‹column›` is not before ‹date›': '`‹column›` liegt nicht vor ‹date›',
  '`‹column›` is before ‹date›, or no date': '`‹column›` liegt vor ‹date›, oder ist kein Datum',
  '`‹column›` is not after ‹date›': '`‹column›` liegt nicht nach ‹date›',
  '`‹column›` is after ‹date›, or no date': '`‹column›` liegt nach ‹date›, oder ist kein Datum',
  '`‹column›` has at least ‹count› characters': '`‹column›` hat mindestens ‹count|Zeichen|Zeichen›',
  '`‹column›` is shorter than ‹count› characters': '`‹column›` ist kürzer als ‹count|Zeichen|Zeichen›',
  '`‹column›` has at most ‹count› characters': '`‹column›` hat höchstens ‹count|Zeichen|Zeichen›',
  '`‹column›` is longer than ‹count› characters': '`‹column›` ist länger als ‹count|Zeichen|Zeichen›',
  '`‹column›` matches ‹pattern›': '`‹column›` passt zu ‹pattern›',
  '`‹column›` does not match ‹pattern›': '`‹column›` passt nicht zu ‹pattern›',
  '`‹column›` is one of ‹values›': '`‹column›` ist eines von ‹values›',
  '`‹column›` is none of ‹values›': '`‹column›` ist keines von ‹values›',
  '`‹column›` is finite': '`‹column›` ist endlich',
  '`‹column›` is infinite or no number': '`‹column›` ist unendlich oder keine Zahl',
  '`‹column›` counts 0 to n-1, each number once': '`‹column›` zählt von 0 bis n-1, jede Zahl einmal',
  '`‹column›` is not 0 to ‹last›, each once': '`‹column›` ist nicht 0 bis ‹last#›, jede einmal',
  '`‹column›` has more than one value': '`‹column›` hat mehr als einen Wert',
  '`‹column›` is the same in all of them': '`‹column›` ist in allen dieselbe',
  '`‹column›` is another column than ‹columns›': '`‹column›` ist eine andere Spalte als ‹columns&›',
  '`‹column›` is in every row the same as one of ‹columns›':
    '`‹column›` ist in jeder Zeile gleich einer von ‹columns&›',
  '`‹column›` has at most ‹count› different values': '`‹column›` hat höchstens ‹count|Wert|verschiedene Werte›',
  '`‹column›` has more than ‹count› different values': '`‹column›` hat mehr als ‹count|Wert|verschiedene Werte›',
  '`‹column›` is no whole number': '`‹column›` ist keine ganze Zahl',
  '`‹column›` is ‹a number|a whole number|a text|true or false|a date|a time›': '`‹column›` hat den verlangten Typ',
  '`‹column›` has the type ‹type›': '`‹column›` hat den Typ ‹type›',
  '`‹column›` has the type ‹type›, not ‹family›': '`‹column›` hat den Typ ‹type›, verlangt ist: ‹family*›',
  '‹column› is a whole number': '‹column› ist eine ganze Zahl',
  '‹column› is true or false': '‹column› ist wahr oder falsch',
  '‹column› is anything': '‹column› ist irgendetwas',
  'All ‹rows› rows keep it.': 'Alle ‹rows#› Zeilen halten es ein.',
  'not so: ‹rule›': 'nicht so: ‹rule›',
  'not so: ‹rule›.': 'nicht so: ‹rule›.',
  'The table has at least ‹count› rows': 'Die Tabelle hat mindestens ‹count|Zeile|Zeilen›',
  'The table has at most ‹count› rows': 'Die Tabelle hat höchstens ‹count|Zeile|Zeilen›',
  'The table has only ‹count› rows.': 'Die Tabelle hat nur ‹count|Zeile|Zeilen›.',
  'The table has no rows.': 'Die Tabelle hat keine Zeilen.',
  'The table has ‹count› rows.': 'Die Tabelle hat ‹count|Zeile|Zeilen›.',
  'It has ‹count›.': 'Sie hat ‹count#›.',
  'The rows keep the rules': 'Die Zeilen halten die Regeln ein',
  'The table has no rows: there was nothing to check.': 'Die Tabelle hat keine Zeilen: Es gab nichts zu prüfen.',
  'The table has no other columns': 'Die Tabelle hat keine anderen Spalten',
  'There is none.': 'Es gibt keine.',
  'The table also has ‹columns›.': 'Die Tabelle hat auch ‹columns&›.',
  'The table has a column `‹column›`': 'Die Tabelle hat eine Spalte `‹column›`',
  'The table may have a column `‹column›`': 'Die Tabelle darf eine Spalte `‹column›` haben',
  '`‹column›` is there.': '`‹column›` ist da.',
  '`‹column›` is not in the table, and need not be.': '`‹column›` ist nicht in der Tabelle, und muss es nicht sein.',
  'Where `‹one›` has a value, `‹other›` has one': 'Wo `‹one›` einen Wert hat, hat `‹other›` einen',
  'One of ‹count› alternatives holds': 'Eine von ‹count|Möglichkeit|Möglichkeiten› gilt',
  'None of ‹count› alternatives holds. Nearest is the ‹number›.: ‹reason›':
    'Keine von ‹count|Möglichkeit|Möglichkeiten› gilt. Am nächsten kommt die ‹number›.: ‹reason*›',
  'It is so.': 'Es ist so.',
  '“‹rule›” is not true: it is nothing (is every name there?).':
    '„‹rule›“ ist nicht wahr: Es ergibt nichts (gibt es jeden Namen?).',
  '“‹rule›” is not true: it is ‹value›.': '„‹rule›“ ist nicht wahr: Es ergibt ‹value›.',
  '“‹rule›” cannot be evaluated: ‹reason›': '„‹rule›“ lässt sich nicht auswerten: ‹reason*›',
  'The rule ‹rule› could not be checked: ‹reason›': 'Die Regel ‹rule› ließ sich nicht prüfen: ‹reason*›',
  'The condition “‹rule›” cannot be read: ‹reason›.': 'Die Bedingung „‹rule›“ lässt sich nicht lesen: ‹reason*›.',
  'The table is not valid: ‹failing› of ‹count› rules fail. ‹reason›':
    'Die Tabelle ist nicht gültig: ‹failing#› von ‹count|Regel|Regeln› ‹failing:ist|sind› verletzt. ‹reason*›',
  'The table is not valid: ‹failing› of ‹count› rules fail.':
    'Die Tabelle ist nicht gültig: ‹failing#› von ‹count|Regel|Regeln› ‹failing:ist|sind› verletzt.',
  // The schema itself.
  'The schema is empty.': 'Das Schema ist leer.',
  'The schema is empty, and nothing else is asked of the table.':
    'Das Schema ist leer, und nichts anderes wird von der Tabelle verlangt.',
  'A schema is a JSON object, this is ‹found›.': 'Ein Schema ist ein JSON-Objekt, dies ist ‹found›.',
  'The schema: ‹reason›.': 'Das Schema: ‹reason*›.',
  'The package describes ‹count› tables (‹names›).': 'Das Paket beschreibt ‹count|Tabelle|Tabellen› (‹names›).',
  'The pattern ‹pattern› of `‹column›` cannot be read: ‹reason›.':
    'Das Muster ‹pattern› von `‹column›` lässt sich nicht lesen: ‹reason›.',
  '`‹bound›` of `‹column›` is ‹value›, no day, moment or time of day.':
    '`‹bound›` von `‹column›` ist ‹value›, kein Tag, Zeitpunkt oder eine Uhrzeit.',
  '`‹bound›` of `‹column›` is ‹value›: no text has fewer than 0 characters.':
    '`‹bound›` von `‹column›` ist ‹value›: Kein Text hat weniger als 0 Zeichen.',
  'No value of `‹column›` can keep its bounds: the lower one is above the upper one.':
    'Kein Wert von `‹column›` kann die Grenzen einhalten: Die untere liegt über der oberen.',
  'A reference has as many columns on both sides: ‹one› and ‹other›.':
    'Ein Verweis hat auf beiden Seiten gleich viele Spalten: ‹one&› und ‹other&›.',
  'The table `‹table›` that ‹columns› refers to is not given.':
    'Die Tabelle `‹table›`, auf die ‹columns&› verweist, ist nicht gegeben.',
  'Of ‹where›, ‹what› has no like here: it is not checked.':
    'Von ‹where› hat ‹what› hier keine Entsprechung: Es wird nicht geprüft.',
  'Of ‹where›, ‹what› has no like in a table: it is not checked.':
    'Von ‹where› hat ‹what› in einer Tabelle keine Entsprechung: Es wird nicht geprüft.',
  'This is no validator: it cannot be read.': 'Das ist keine Prüfung: Sie lässt sich nicht lesen.',
  'This is no validator (“‹kind›”): it cannot be read.':
    'Das ist keine Prüfung („‹kind›“): Sie lässt sich nicht lesen.',
  'This is no validator (“‹kind›”): ‹reason›.': 'Das ist keine Prüfung („‹kind›“): ‹reason›.',
  'This is no validator: ‹reason›.': 'Das ist keine Prüfung: ‹reason›.',
  'There is no check “‹name›” in this page': 'Auf dieser Seite gibt es keine Prüfung „‹name›“',
}
