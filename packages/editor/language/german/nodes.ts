import type { Sentences } from '../sentences.ts'

/** What the node types say in German: of tables, logic, requests, views. */
export const germanNodes: Sentences = {
  // Files.
  'Read ‹path› (‹bytes› bytes).': '‹path› ist gelesen (‹bytes|Byte|Bytes›).',
  'Wrote ‹path› (‹bytes› bytes).': '‹path› ist geschrieben (‹bytes|Byte|Bytes›).',
  'Kept ‹file› (‹bytes› bytes).': '‹file› ist behalten (‹bytes|Byte|Bytes›).',
  // Columns.
  'Column `‹column›` is not in ‹table› (has ‹names›). Did you mean `‹near›`?':
    'Die Spalte `‹column›` ist nicht in ‹table*› (mit ‹names*›). Ist `‹near›` gemeint?',
  'Column `‹column›` is not in the table (has ‹names›).':
    'Die Spalte `‹column›` ist nicht in der Tabelle (mit ‹names*›).',
  'Column `‹column›` is not in ‹table› (has ‹names›).': 'Die Spalte `‹column›` ist nicht in ‹table*› (mit ‹names*›).',
  'No column is chosen of ‹table› (has ‹names›).': 'Keine Spalte von ‹table*› ist gewählt (mit ‹names*›).',
  'Two columns would be named `‹one›` and `‹other›`.': 'Zwei Spalten hießen `‹one›` und `‹other›`.',
  'A column cannot be called `‹column›`: rows are counted under this name.':
    'Eine Spalte kann nicht `‹column›` heißen: Unter diesem Namen werden Zeilen gezählt.',
  'The source column `‹column›` has the name of another column.':
    'Die Herkunftsspalte `‹column›` heißt wie eine andere Spalte.',
  'The computed column has no name.': 'Die berechnete Spalte hat keinen Namen.',
  'Column `‹column›` is replaced by what is computed.': 'Die Spalte `‹column›` wird durch das Berechnete ersetzt.',
  'Column `‹column›` (‹type›) cannot be compared with ‹value›.':
    'Die Spalte `‹column›` (‹type›) lässt sich nicht mit ‹value*› vergleichen.',
  'Column `‹column›` (‹type›) cannot hold ‹value›.': 'Die Spalte `‹column›` (‹type›) kann ‹value› nicht enthalten.',
  'Column `‹column›` has more than ‹count› values, each of which would be a column.':
    'Die Spalte `‹column›` hat mehr als ‹count#› Werte, von denen jeder eine Spalte würde.',
  'Column `‹column›` has no value that could become a column.':
    'Die Spalte `‹column›` hat keinen Wert, der eine Spalte werden könnte.',
  'Column `‹column›` holds ‹type›, no numbers: it has no ‹what›.':
    'Die Spalte `‹column›` enthält ‹type›, keine Zahlen: Dafür gibt es das nicht (‹what*›).',
  line: 'Linie',
  mean: 'Mittelwert',
  median: 'Median',
  'Column `‹column›` holds ‹type›, which cannot become ‹wanted› by a format.':
    'Die Spalte `‹column›` enthält ‹type›, was nicht durch ein Format ‹wanted› werden kann.',
  'Column `‹column›` holds ‹type›, which cannot become ‹wanted›.':
    'Die Spalte `‹column›` enthält ‹type›, was nicht ‹wanted› werden kann.',
  'Column `‹column›` is both kept and turned.': 'Die Spalte `‹column›` wird behalten und zugleich gedreht.',
  'Column `‹column›` is filled within itself.': 'Die Spalte `‹column›` wird innerhalb ihrer selbst gefüllt.',
  'Column `‹column›` is ‹types›: it becomes ‹type›.': 'Die Spalte `‹column›` ist ‹types&›: Sie wird ‹type›.',
  'The columns are ‹types›: `‹column›` becomes ‹type›.': 'Die Spalten sind ‹types›: `‹column›` wird ‹type›.',
  'All ‹count› columns would be dropped.': 'Alle ‹count#› Spalten würden weggelassen.',
  'No column is left to be turned into rows.': 'Keine Spalte bleibt, die zu Zeilen würde.',
  'Neither a column to group by nor a measure is chosen.': 'Weder eine Spalte zum Gruppieren noch ein Maß ist gewählt.',
  '‹count› ‹cell|cells› of `‹column›` did not convert.':
    '‹count|Zelle|Zellen› von `‹column›` ‹count:ließ|ließen› sich nicht umwandeln.',
  'The tables have no column of equal name to be joined by.':
    'Die Tabellen haben keine Spalte gleichen Namens, über die sie verbunden würden.',
  'The tables have no column in common.': 'Die Tabellen haben keine Spalte gemeinsam.',
  '‹left› left and ‹right› right rows have an empty key, which matches nothing.':
    '‹left|linke Zeile|linke Zeilen› und ‹right|rechte Zeile|rechte Zeilen› haben einen leeren Schlüssel, der zu nichts passt.',
  '‹rows› rows came of ‹left› left and ‹right› right ones: ‹keys› keys stand in several right rows, and each multiplies its left rows.':
    '‹rows|Zeile kam|Zeilen kamen› aus ‹left#› linken und ‹right#› rechten: ‹keys|Schlüssel steht|Schlüssel stehen› in mehreren rechten Zeilen, und jeder vervielfacht seine linken.',
  'Every one of ‹left› rows with every one of ‹right› makes ‹rows› rows, more than ‹most›.':
    'Jede von ‹left#› Zeilen mit jeder von ‹right#› ergibt ‹rows#› Zeilen, mehr als ‹most#›.',
  'What is worked out may have a fraction: ‹columns› ‹become|becomes› DOUBLE.':
    'Was berechnet wird, kann Bruchteile haben: ‹columns&› wird DOUBLE.',
  'The value ‹value› of `‹column›` is the column `‹other›`: the name is empty, or taken.':
    'Der Wert ‹value› von `‹column›` ist die Spalte `‹other›`: Der Name ist leer oder vergeben.',
  '‹measure› of `‹column›` makes no sense: it holds ‹type›, no numbers.':
    '‹measure*› von `‹column›` ergibt keinen Sinn: Sie enthält ‹type›, keine Zahlen.',
  'The ‹measure› of `‹column›` cannot be drawn: it holds ‹type›.':
    'Das lässt sich nicht zeichnen (‹measure*› von `‹column›`): Sie enthält ‹type›.',
  // Charts and graphs.
  '‹count› ‹further value|further values› of `‹column›` left out; ‹instead›.':
    '‹count|weiterer Wert|weitere Werte› von `‹column›` ‹count:fehlt|fehlen›; ‹instead*›.',
  'the first by count are drawn': 'die häufigsten werden gezeichnet',
  '‹count› ‹row|rows› without a value in ‹columns› left out.':
    '‹count|Zeile|Zeilen› ohne Wert in ‹columns› ‹count:fehlt|fehlen›.',
  'A sample of about ‹most› of ‹count› ‹row|rows› is drawn.':
    'Eine Stichprobe von etwa ‹most#› aus ‹count|Zeile|Zeilen› wird gezeichnet.',
  'A ‹chart› needs ‹what›.': 'Dieses Diagramm braucht ‹what*›.',
  'Column `‹column›` holds ‹type›; a ‹chart› needs ‹what› there.':
    'Die Spalte `‹column›` enthält ‹type›; dieses Diagramm braucht dort ‹what*›.',
  '“‹measure›” is worked out of a column, and none is chosen.':
    '„‹measure*›“ wird aus einer Spalte berechnet, und keine ist gewählt.',
  'There are neither links nor points to draw.': 'Es gibt weder Verbindungen noch Punkte zu zeichnen.',
  'More than ‹count› cells hold it; the first are shown.':
    'Mehr als ‹count#› Zellen enthalten es; die ersten sind zu sehen.',
  '“‹text›” is not ‹kind›, as column `‹column›` holds.':
    '„‹text›“ ist nicht von der Art, die die Spalte `‹column›` enthält: ‹kind*›.',
  'a column': 'eine Spalte',
  'a column of numbers': 'eine Spalte aus Zahlen',
  'numbers or dates': 'Zahlen oder Daten',
  // Logic.
  'Node "‹node›" has no table on its input "‹port›", but ‹kind›.':
    'Der Knoten „‹node›“ hat an seinem Eingang „‹port›“ keine Tabelle, sondern ‹kind*›.',
  'Node "‹node›" has no table on its input "‹port›".':
    'Der Knoten „‹node›“ hat an seinem Eingang „‹port›“ keine Tabelle.',
  '"‹node›" has code, and nothing here runs code.': '„‹node›“ hat Code, und nichts führt hier Code aus.',
  '"‹node›" goes over the rows of a table, and gets ‹kind›.':
    '„‹node›“ geht über die Zeilen einer Tabelle, und bekommt ‹kind*›.',
  '"‹node›" goes over the items of a list or the rows of a table, and gets JSON that is no list.':
    '„‹node›“ geht über die Einträge einer Liste oder die Zeilen einer Tabelle, und bekommt JSON, das keine Liste ist.',
  '"‹node›" goes over the items of a list or the rows of a table, and gets ‹kind›.':
    '„‹node›“ geht über die Einträge einer Liste oder die Zeilen einer Tabelle, und bekommt ‹kind*›.',
  'a file': 'eine Datei',
  '"‹node›" is given ‹rows› rows as one value; at most ‹most› are.':
    '„‹node›“ bekommt ‹rows|Zeile|Zeilen› als einen Wert; höchstens ‹most#› sind möglich.',
  '"‹node›" would have ‹count› turns, one a row; at most ‹most› are sensible.':
    '„‹node›“ hätte ‹count|Durchgang|Durchgänge›, einen je Zeile; höchstens ‹most#› sind sinnvoll.',
  '"‹node›" has had ‹count› turns, and ‹condition› still holds.':
    '„‹node›“ hatte ‹count|Durchgang|Durchgänge›, und ‹condition› gilt noch immer.',
  'Turn ‹turn› of "‹node›" gave nothing back, so the next one has nothing to begin with.':
    'Durchgang ‹turn#› von „‹node›“ gab nichts zurück, also hat der nächste nichts zum Beginnen.',
  'Turn ‹turn› of "‹node›" failed: ‹reason›': 'Durchgang ‹turn#› von „‹node›“ ist gescheitert: ‹reason*›',
  '"‹node›" gives ‹count› ‹value|values› in `‹column›` that ‹is|are› no ‹type›, such as ‹example› in row ‹row›.':
    '„‹node›“ gibt in `‹column›` ‹count|Wert, der|Werte, die› nicht ‹type› ‹count:ist|sind›, etwa ‹example› in Zeile ‹row#›.',
  '"‹node›" gives ‹count› ‹value|values› in `‹column›` that ‹is|are› no ‹type›.':
    '„‹node›“ gibt in `‹column›` ‹count|Wert, der|Werte, die› nicht ‹type› ‹count:ist|sind›.',
  '"‹node›" gives ‹value› as row ‹row›, which is no object of columns.':
    '„‹node›“ gibt als Zeile ‹row#› ‹value›, was kein Objekt aus Spalten ist.',
  'Line ‹line› of the columns, "‹text›", is no name and type.':
    'Zeile ‹line#› der Spalten, „‹text›“, ist kein Name mit Typ.',
  'The column `‹column›` is declared twice.': 'Die Spalte `‹column›` ist zweimal erklärt.',
  'The code of "‹node›" fails (line ‹line›, column ‹column›): ‹reason›':
    'Der Code von „‹node›“ scheitert (Zeile ‹line#›, Stelle ‹column#›): ‹reason*›',
  'The code of "‹node›" fails (line ‹line›): ‹reason›': 'Der Code von „‹node›“ scheitert (Zeile ‹line#›): ‹reason*›',
  'The code of "‹node›" fails: ‹reason›': 'Der Code von „‹node›“ scheitert: ‹reason*›',
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
  '"‹node›" waited ‹seconds› s for the event "‹event›", which did not come.':
    '„‹node›“ wartete ‹seconds› s auf das Ereignis „‹event›“, das nicht kam.',
  '"‹text›" is no time.': '„‹text›“ ist keine Zeit.',
  'Only tables have rows to merge, and an input of "‹node›" brings ‹kind›.':
    'Nur Tabellen haben Zeilen zum Zusammenführen, und ein Eingang von „‹node›“ bringt ‹kind*›.',
  '‹what› needs a server that offers it.': '‹what*› braucht einen Server, der das anbietet.',
  '‹what› needs a server that offers it. Here it is fired by hand, with the sample.':
    '‹what*› braucht einen Server, der das anbietet. Hier beginnt es von Hand, mit dem Beispiel.',
  'Here it is fired by hand, with the sample.': 'Hier beginnt es von Hand, mit dem Beispiel.',
  'A schedule': 'Ein Zeitplan',
  'A webhook': 'Ein Webhook',
  'An event': 'Ein Ereignis',
  'There is no time zone ‹zone›.': 'Die Zeitzone ‹zone› gibt es nicht.',
  // Requests, files, mails.
  'It sends a mail, which cannot be done here.': 'Er sendet eine E-Mail, was hier nicht geht.',
  'It asks a database, which cannot be done here.': 'Er fragt eine Datenbank, was hier nicht geht.',
  'It reads a file of a folder, which cannot be done here.': 'Er liest eine Datei eines Ordners, was hier nicht geht.',
  'It writes a file to a folder, which cannot be done here.':
    'Er schreibt eine Datei in einen Ordner, was hier nicht geht.',
  '‹what›, which cannot be done here.': '‹what*›, was hier nicht geht.',
  'It sends a mail': 'Er sendet eine E-Mail',
  'It asks a database': 'Er fragt eine Datenbank',
  'It reads a file of a folder': 'Er liest eine Datei eines Ordners',
  'It writes a file to a folder': 'Er schreibt eine Datei in einen Ordner',
  '“‹node›” would ask a service, and nothing may be asked from here.':
    '„‹node›“ würde einen Dienst fragen, und von hier aus darf nichts gefragt werden.',
  '“‹node›” asks a database, which a page cannot.': '„‹node›“ fragt eine Datenbank, was eine Seite nicht kann.',
  '“‹node›” sends a mail, which a page cannot.': '„‹node›“ sendet eine E-Mail, was eine Seite nicht kann.',
  '“‹node›” keeps a file, and none can be kept here.':
    '„‹node›“ behält eine Datei, und hier lässt sich keine behalten.',
  '“‹node›” reads "‹path›", and no folder is open to workflows here.':
    '„‹node›“ liest „‹path›“, und hier ist Abläufen kein Ordner geöffnet.',
  '“‹node›” writes "‹path›", and no folder is open to workflows here.':
    '„‹node›“ schreibt „‹path›“, und hier ist Abläufen kein Ordner geöffnet.',
  'What the service answers would be a file, and none can be kept here.':
    'Was der Dienst antwortet, wäre eine Datei, und hier lässt sich keine behalten.',
  'No rows can be kept here.': 'Hier lassen sich keine Zeilen behalten.',
  'The answer “‹name›” is not kept here any more.': 'Die Antwort „‹name›“ ist hier nicht mehr da.',
  'The rows that “‹node›” was given are not kept here any more.':
    'Die Zeilen, die „‹node›“ bekam, sind hier nicht mehr da.',
  'The answer holds more than ‹bytes› bytes, which is too much to be kept in the record.':
    'Die Antwort enthält mehr als ‹bytes#› Bytes, zu viel für die Aufzeichnung.',
  'There are more than ‹count› pages at ‹url›; the others were not asked for.':
    'Es gibt mehr als ‹count|Seite|Seiten› bei ‹url›; nach den anderen wurde nicht gefragt.',
  'The statement gives more than ‹count› rows; the others were not taken.':
    'Die Anweisung gibt mehr als ‹count|Zeile|Zeilen›; die anderen wurden nicht genommen.',
  'Pages are put together from JSON, and the answer is to be ‹what›.':
    'Seiten werden aus JSON zusammengesetzt, und die Antwort soll das sein: ‹what*›.',
  'The next page would be at "‹one›", and this one is at "‹other›".':
    'Die nächste Seite wäre bei „‹one›“, und diese ist bei „‹other›“.',
  'What ‹url› answers is no JSON. ‹reason›': 'Was ‹url› antwortet, ist kein JSON. ‹reason*›',
  'What ‹url› answers ‹found›.': 'Was ‹url› antwortet, lässt sich nicht nehmen: ‹found*›.',
  'What ‹url› answers has a key "__proto__".': 'Was ‹url› antwortet, hat einen Schlüssel „__proto__“.',
  'What ‹url› answers is nested deeper than ‹depth› levels.':
    'Was ‹url› antwortet, ist tiefer als ‹depth#› Ebenen geschachtelt.',
  '“‹node›” asked "‹url›", which answered ‹answer›: ‹words›.':
    '„‹node›“ fragte „‹url›“ und bekam die Antwort ‹answer*›: ‹words›.',
  '“‹node›” asked "‹url›", which answered ‹answer›.': '„‹node›“ fragte „‹url›“ und bekam die Antwort ‹answer*›.',
  '“‹node›” asked the service, which answered ‹answer›: ‹words›.':
    '„‹node›“ fragte den Dienst und bekam die Antwort ‹answer*›: ‹words›.',
  '“‹node›” asked the service, which answered ‹answer›.': '„‹node›“ fragte den Dienst und bekam die Antwort ‹answer*›.',
  'the answer was ‹status›': 'die Antwort war ‹status›',
  'More than ‹size› MB are too much for one body.': 'Mehr als ‹size#› MB sind zu viel für einen Inhalt.',
  'More than ‹size› MB are too much for a mail.': 'Mehr als ‹size#› MB sind zu viel für eine E-Mail.',
  '‹rows› rows are too many for one JSON body (at most ‹most›).':
    '‹rows|Zeile ist|Zeilen sind› zu viel für einen Inhalt aus JSON (höchstens ‹most#›).',
  'There is no file to send.': 'Es gibt keine Datei zu senden.',
  'There is no file to send: the input is ‹kind›.': 'Es gibt keine Datei zu senden: Der Eingang ist ‹kind*›.',
  'There is no table to send.': 'Es gibt keine Tabelle zu senden.',
  'There is no table to send: the input is ‹kind›.': 'Es gibt keine Tabelle zu senden: Der Eingang ist ‹kind*›.',
  'There is nothing to send as JSON.': 'Es gibt nichts als JSON zu senden.',
  'There is nothing to send as JSON: the input is a ‹kind›.':
    'Es gibt nichts als JSON zu senden: Der Eingang ist ‹kind*›.',
  'A ‹kind› cannot be sent as text.': 'Das lässt sich nicht als Text senden: ‹kind*›.',
  'The body is to be JSON. ‹reason›': 'Der Inhalt soll JSON sein. ‹reason*›',
  '‹what› is not named.': 'Nicht genannt: ‹what*›.',
  'The secret is not named.': 'Das Geheimnis ist nicht genannt.',
  'The database is not named.': 'Die Datenbank ist nicht genannt.',
  'The header "‹name›" stands in the document, where everybody reads it who has the workflow.':
    'Die Kopfzeile „‹name›“ steht im Dokument, wo jeder sie liest, der den Ablauf hat.',
  '‹what› is missing.': 'Es fehlt: ‹what*›.',
  '‹value› is no mail address.': '‹value› ist keine E-Mail-Adresse.',
  '‹value› is no header.': '‹value› ist keine Kopfzeile.',
  'No table is written as "‹path›": its ending is none of ‹endings›.':
    'Keine Tabelle wird als „‹path›“ geschrieben: Die Endung ist keine von ‹endings›.',
  '"‹tool›" does not take these arguments: ‹faults›': '„‹tool›“ nimmt diese Angaben nicht: ‹faults›',
  'What "‹tool›" gives is not what it says: ‹faults›': 'Was „‹tool›“ gibt, ist nicht, was es zusagt: ‹faults›',
  'A tool takes JSON, and the input is a ‹kind›.': 'Ein Werkzeug nimmt JSON, und der Eingang ist ‹kind*›.',
  'This is no JSON Schema: ‹reason›': 'Das ist kein JSON-Schema: ‹reason›',
}
