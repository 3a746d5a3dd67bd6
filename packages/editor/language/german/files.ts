import type { Sentences } from '../sentences.ts'

/** What the readers of formats say in German: archives, workbooks, databases, pages, and the kept load plan. */
export const germanFiles: Sentences = {
  '`‹file›` is a ‹kind› archive that breaks: ‹reason›.': '`‹file›` ist ein beschädigtes Archiv (‹kind›): ‹reason*›.',
  '`‹file›` is an archive without a file in it.': '`‹file›` ist ein Archiv ohne eine Datei darin.',
  '`‹file›` holds nothing that can be loaded: ‹names›.': '`‹file›` enthält nichts, was sich laden lässt: ‹names›.',
  '`‹entry›` in `‹file›` is encrypted.': '`‹entry›` in `‹file›` ist verschlüsselt.',
  '`‹entry›` in `‹file›` is packed by ‹method›, which is not read.':
    '`‹entry›` in `‹file›` ist mit ‹method› gepackt, was nicht gelesen wird.',
  '`‹file›` holds archives in archives, more than ‹count› deep.':
    '`‹file›` enthält Archive in Archiven, mehr als ‹count#› tief.',
  '`‹file›` has no file `‹name›` (has ‹names›).': '`‹file›` enthält keine Datei `‹name›` (enthält ‹names›).',
  '`‹file›` has no table `‹name›` (has ‹names›).': '`‹file›` enthält keine Tabelle `‹name›` (enthält ‹names›).',
  '`‹file›` has no ‹kind› `‹name›` (has ‹names› and ‹more› more).':
    '`‹file›` enthält das nicht: ‹kind*› `‹name›` (enthält ‹names*› und ‹more#› weitere).',
  '`‹file›` has no ‹kind› `‹name›` (has ‹names›).': '`‹file›` enthält das nicht: ‹kind*› `‹name›` (enthält ‹names*›).',
  '`‹file›` holds no ‹kind›.': '`‹file›` enthält nichts dieser Art: ‹kind*›.',
  '`‹file›` unpacks to ‹what›.': '`‹file›` wird entpackt zu groß: ‹what*›.',
  '`‹file›` says of its cells that they are repeated more than ‹count› times.':
    '`‹file›` sagt von seinen Zellen, dass sie sich mehr als ‹count#› Mal wiederholen.',
  '`‹file›` is an HTML page, and holds no table of data.': '`‹file›` ist eine HTML-Seite und enthält keine Tabelle.',
  '`‹file›` is a page of ‹size› MB; up to ‹most› MB can be read.':
    '`‹file›` ist eine Seite von ‹size#› MB; bis zu ‹most#› MB lassen sich lesen.',
  '`‹file›` is a text with tables and of ‹size› MB; up to ‹most› MB can be read.':
    '`‹file›` ist ein Text mit Tabellen von ‹size#› MB; bis zu ‹most#› MB lassen sich lesen.',
  '`‹file›` is a workbook of an older form and of ‹size› MB; up to ‹most› MB can be read.':
    '`‹file›` ist eine Arbeitsmappe älterer Form von ‹size#› MB; bis zu ‹most#› MB lassen sich lesen.',
  '`‹file›` is a SQLite database of ‹size› MB; up to ‹most› MB are read.':
    '`‹file›` ist eine SQLite-Datenbank von ‹size#› MB; bis zu ‹most#› MB werden gelesen.',
  '`‹file›` is a SQLite database without a table.': '`‹file›` ist eine SQLite-Datenbank ohne Tabelle.',
  '`‹file›` is ‹kind› that cannot be read: ‹reason›.': '`‹file›` ist ‹kind*›, lässt sich aber nicht lesen: ‹reason*›.',
  '`‹file›` is a text document or a presentation, and no workbook.':
    '`‹file›` ist ein Textdokument oder eine Präsentation, und keine Arbeitsmappe.',
  '`‹file›` is damaged: ‹reason›.': '`‹file›` ist beschädigt: ‹reason*›.',
  'The workbook `‹file›` is damaged: ‹reason›.': 'Die Arbeitsmappe `‹file›` ist beschädigt: ‹reason*›.',
  'The workbook `‹file›` is protected with a password.': 'Die Arbeitsmappe `‹file›` ist mit einem Passwort geschützt.',
  '`‹file›` is to be read as ‹format›, for which there is no reader.':
    '`‹file›` soll als ‹format› gelesen werden, wofür es keinen Leser gibt.',
  '`‹file›` cannot be read any more: ‹reason›': '`‹file›` lässt sich nicht mehr lesen: ‹reason*›',
  '`‹file›` cannot be read as XML: ‹reason› (line ‹line›).':
    '`‹file›` lässt sich nicht als XML lesen: ‹reason*› (Zeile ‹line#›).',
  '`‹file›` has more than ‹count› kinds of elements: no records are found in it.':
    '`‹file›` hat mehr als ‹count#› Arten von Elementen: Keine Datensätze werden darin gefunden.',
  'A table in `‹file›` is larger than ‹size› MB as text.':
    'Eine Tabelle in `‹file›` ist als Text größer als ‹size#› MB.',
  'The elements of the page `‹file›` are nested deeper than ‹depth›.':
    'Die Elemente der Seite `‹file›` sind tiefer als ‹depth#› geschachtelt.',
  'There is no room to unpack `‹file›`.': 'Es ist kein Platz, um `‹file›` zu entpacken.',
  'The first ‹bytes› bytes of `‹file›` are blank; no more is looked at to find a table.':
    'Die ersten ‹bytes#› Bytes von `‹file›` sind leer; mehr wird nicht angesehen, um eine Tabelle zu finden.',
  'No record of `‹file›` ends in the part of it that is looked at.':
    'Kein Datensatz von `‹file›` endet in dem Teil, der angesehen wird.',
  'Not all records of `‹file›` are as the first ones: ‹reason›':
    'Nicht alle Datensätze von `‹file›` sind wie die ersten: ‹reason*›',
  'The file cannot be read as JSON: ‹reason› (line ‹line›).':
    'Die Datei lässt sich nicht als JSON lesen: ‹reason*› (Zeile ‹line#›).',
  'Memory ends before the file does: its first ‹rows› rows are loaded, about ‹share› % of it. The rest is not in the table.':
    'Der Speicher endet vor der Datei: Ihre ersten ‹rows#› Zeilen sind geladen, etwa ‹share#› % davon. Der Rest ist nicht in der Tabelle.',
  'The reader of ‹format› files could not be fetched: ‹reason›.':
    'Der Leser für ‹format› ließ sich nicht holen: ‹reason*›.',
  'nobody has said where it is': 'niemand hat gesagt, wo er ist',
  'The reader of ‹format› files could not be started from ‹url›: ‹reason›.':
    'Der Leser für ‹format› ließ sich nicht von ‹url› starten: ‹reason*›.',
  'The file holds a time that no table can: ‹value› seconds or milliseconds since 1970.':
    'Die Datei enthält eine Zeit, die keine Tabelle fasst: ‹value› Sekunden oder Millisekunden seit 1970.',
  'The values of `‹column›` are loaded as ‹type›.': 'Die Werte von `‹column›` werden als ‹type*› geladen.',
  'The values of `‹column›` are of several kinds (‹kinds›): loaded as text.':
    'Die Werte von `‹column›` sind von mehreren Arten (‹kinds›): als Text geladen.',
  // Sheets.
  '‹count› ‹formula|formulas› of the sheet `‹sheet›` ‹has|have› no result in the file: the cells are empty.':
    '‹count|Formel|Formeln› des Blattes `‹sheet›` ‹count:hat|haben› in der Datei kein Ergebnis: Die Zellen sind leer.',
  '‹count› ‹cell|cells› of the sheet `‹sheet›` ‹holds|hold› an error: ‹kinds›.':
    '‹count|Zelle|Zellen› des Blattes `‹sheet›` ‹count:enthält|enthalten› einen Fehler: ‹kinds›.',
  '‹where› is shown as percent in ‹count› ‹cell|cells›: values are as stored, ‹example› %.':
    '‹where*› wird in ‹count|Zelle|Zellen› als Prozent gezeigt: Werte sind, wie sie gespeichert sind, 0.125 ist 12.5 %.',
  '‹where› holds amounts in ‹currency›: values are the bare amounts.':
    '‹where*› enthält Beträge in ‹currency›: Werte sind die bloßen Beträge.',
  '‹where› holds amounts in several currencies (‹currencies›): values are the bare amounts.':
    '‹where*› enthält Beträge in mehreren Währungen (‹currencies›): Werte sind die bloßen Beträge.',
  'Column ‹column› of the sheet `‹sheet›`': 'Spalte ‹column› des Blattes `‹sheet›`',
  '‹count› ‹number|numbers› of the sheet `‹sheet›` ‹has|have› more than fifteen digits, of which a spreadsheet keeps no more: the last ones are not those that were meant.':
    '‹count|Zahl|Zahlen› des Blattes `‹sheet›` ‹count:hat|haben› mehr als fünfzehn Ziffern; mehr behält ein Tabellenprogramm nicht: Die letzten sind nicht die gemeinten.',
  '‹count› ‹row|rows› of the sheet `‹sheet›` that are hidden are loaded too.':
    '‹count|verborgene Zeile|verborgene Zeilen› des Blattes `‹sheet›` ‹count:wird|werden› mitgeladen.',
  '‹count› ‹cell|cells› behind the last possible column are left out.':
    '‹count|Zelle|Zellen› hinter der letzten möglichen Spalte ‹count:fehlt|fehlen›.',
  // The kept plan.
  'The file has ‹names›, which the kept load plan does not know.':
    'Die Datei hat ‹names&›, was der behaltene Ladeplan nicht kennt.',
  'The file has no longer ‹names›, which the kept load plan names.':
    'Die Datei hat nicht mehr ‹names&›, was der behaltene Ladeplan nennt.',
  'The file spells ‹pairs›: loaded under the kept name.':
    'Die Datei schreibt ‹pairs&›: geladen unter dem behaltenen Namen.',
  '`‹one›` as `‹other›`': '`‹one›` als `‹other›`',
  'Cells look otherwise than the kept load plan says: ‹pairs›.':
    'Zellen sehen anders aus, als der behaltene Ladeplan sagt: ‹pairs&›.',
  '`‹column›` (‹from› kept, ‹to› found)': '`‹column›` (‹from› behalten, ‹to› gefunden)',
  '‹count› more': '‹count#› weitere',
  'The columns stand in another order than in the kept load plan: found by name.':
    'Die Spalten stehen in anderer Reihenfolge als im behaltenen Ladeplan: am Namen gefunden.',
  'The plan has a column `‹one›` and a column `‹other›`.':
    'Der Plan hat eine Spalte `‹one›` und eine Spalte `‹other›`.',
  'The plan has a column `‹one›`.': 'Der Plan hat eine Spalte `‹one›`.',
  'The plan has ‹count› columns, and `‹file›` has ‹others›.':
    'Der Plan hat ‹count|Spalte|Spalten›, und `‹file›` hat ‹others#›.',
  'The format `‹format›` of column `‹column›` names a time zone inside the text.':
    'Das Format `‹format›` der Spalte `‹column›` nennt mitten im Text eine Zeitzone.',
  '`‹type›` is not a type that the cells of column `‹column›` can be given.':
    '`‹type›` ist kein Typ, den die Zellen der Spalte `‹column›` bekommen können.',
  'The header cannot have ‹lines› lines: the table has ‹room›.':
    'Der Kopf kann nicht ‹lines|Zeile|Zeilen› haben: Die Tabelle hat ‹room#›.',
  'Where line ‹line› stands is not known: of a packed file this large only the first ‹count› lines are looked at.':
    'Wo Zeile ‹line#› steht, ist nicht bekannt: Von einer so großen gepackten Datei werden nur die ersten ‹count#› Zeilen angesehen.',
  'The table cannot end at line ‹line›: the text has ‹count› lines.':
    'Die Tabelle kann nicht mit Zeile ‹line#› enden: Der Text hat ‹count|Zeile|Zeilen›.',
  'The table cannot begin at line ‹line›: the text has ‹count› lines.':
    'Die Tabelle kann nicht mit Zeile ‹line#› beginnen: Der Text hat ‹count|Zeile|Zeilen›.',
  'The table cannot begin at line ‹line›: only the first ‹count› lines are looked at for where it begins.':
    'Die Tabelle kann nicht mit Zeile ‹line#› beginnen: Nur die ersten ‹count#› Zeilen werden nach ihrem Anfang angesehen.',
  'The table cannot begin at line ‹first› and end at line ‹last›, which stands above it.':
    'Die Tabelle kann nicht mit Zeile ‹first#› beginnen und mit Zeile ‹last#› darüber enden.',
  'Let it end at line ‹first› or below, or begin above line ‹last›.':
    'Sie mit Zeile ‹first#› oder darunter enden oder über Zeile ‹last#› beginnen lassen.',
  // Writing files.
  '‹columns› bytes, which are written as text into ‹format›: each one that is no plain character as \\xAB.':
    '‹columns*› Bytes, die als Text nach ‹format› geschrieben werden: jedes, das kein einfaches Zeichen ist, als \\xAB.',
  'A cell of a sheet holds ‹most› characters; ‹place› would have ‹length›.':
    'Eine Zelle eines Blattes fasst ‹most#› Zeichen; ‹place› hätte ‹length#›.',
  'A sheet holds ‹rows› rows of ‹columns› columns; the table has ‹count› of ‹width›.':
    'Ein Blatt fasst ‹rows#› Zeilen aus ‹columns#› Spalten; die Tabelle hat ‹count#› aus ‹width#›.',
  'A table without columns has no Parquet or Arrow file.':
    'Für eine Tabelle ohne Spalten gibt es keine Parquet- oder Arrow-Datei.',
  // JSON that is no JSON.
  'a value': 'ein Wert',
  'a comma or the end': 'ein Komma oder das Ende',
  'another value begins behind a list': 'hinter einer Liste beginnt ein anderer Wert',
  'the text ends before the JSON does': 'der Text endet vor dem JSON',
  'values are nested more than ‹depth› deep': 'Werte sind mehr als ‹depth#› tief geschachtelt',
  '‹sign› begins no value': '‹sign› beginnt keinen Wert',
  '"-" begins no number': '„-“ beginnt keine Zahl',
  'a key in quotes is expected, not ‹sign›': 'ein Schlüssel in Anführungszeichen wird erwartet, nicht ‹sign›',
  'a text has no closing quote': 'ein Text hat kein schließendes Anführungszeichen',
  'a text holds a character that must be escaped': 'ein Text enthält ein Zeichen, das umschrieben werden muss',
  '‹sign› is expected, not ‹found›': '‹sign› wird erwartet, nicht ‹found›',
  'a value is expected after the comma, not ‹found›': 'nach dem Komma wird ein Wert erwartet, nicht ‹found›',
  'it is nested deeper than ‹depth›': 'es ist tiefer als ‹depth#› geschachtelt',
  'it ends too early': 'es endet zu früh',
  'it ends early': 'es endet zu früh',
  '`‹sign›` is not expected': '`‹sign›` wird nicht erwartet',
  'something stands behind its end': 'etwas steht hinter seinem Ende',
  'no records stand under `‹path›`': 'unter `‹path›` stehen keine Datensätze',
  'the table has no column for `‹key›`': 'die Tabelle hat keine Spalte für `‹key›`',
  'it is shorter than it was.': 'sie ist kürzer als zuvor.',
  'it is shorter than it was': 'sie ist kürzer als zuvor',
  // Files that break.
  'it does not end as a Parquet file does': 'sie endet nicht wie eine Parquet-Datei',
  'it does not end as an Arrow file does': 'sie endet nicht wie eine Arrow-Datei',
  'it has no schema': 'sie hat kein Schema',
  'it has no row group ‹number›': 'sie hat keine Zeilengruppe ‹number›',
  'it is shorter than its footer says': 'sie ist kürzer, als ihr Ende sagt',
  'it is too short': 'sie ist zu kurz',
  'it holds more than ‹count› files': 'es enthält mehr als ‹count#› Dateien',
  'it tells of ‹rows› rows in ‹bytes› bytes': 'sie spricht von ‹rows#› Zeilen in ‹bytes#› Bytes',
  'its columns are encrypted': 'ihre Spalten sind verschlüsselt',
  'its columns lie in other files': 'ihre Spalten liegen in anderen Dateien',
  'its footer is encrypted': 'ihr Ende ist verschlüsselt',
  'its footer is larger than the file': 'ihr Ende ist größer als die Datei',
  'its header tells of more than it has': 'ihr Kopf spricht von mehr, als sie hat',
  'its lists are longer than what is in them': 'ihre Listen sind länger als ihr Inhalt',
  'its parts lie outside of it': 'ihre Teile liegen außerhalb',
  'its schema has more columns than any table': 'ihr Schema hat mehr Spalten als jede Tabelle',
  'a row group of it has ‹rows› rows, which are more than can be unpacked at once':
    'eine Zeilengruppe hat ‹rows#› Zeilen, mehr, als sich auf einmal entpacken lassen',
  'the footer ends too early': 'das Ende der Datei bricht ab',
  'the footer holds a number without end': 'das Ende der Datei enthält eine endlose Zahl',
  'the footer holds a value of unknown kind ‹kind›': 'das Ende der Datei enthält einen Wert unbekannter Art ‹kind›',
  'the footer is nested too deep': 'das Ende der Datei ist zu tief geschachtelt',
  'the footer tells of more than it has': 'das Ende der Datei spricht von mehr, als es hat',
  'there is no header at byte ‹at›': 'bei Byte ‹at#› steht kein Kopf',
  'a buffer is no LZ4 frame': 'ein Puffer ist kein LZ4-Rahmen',
  'an LZ4 block ends too early': 'ein LZ4-Block endet zu früh',
  'an LZ4 block points before its beginning': 'ein LZ4-Block zeigt vor seinen Anfang',
  'an LZ4 frame ends too early': 'ein LZ4-Rahmen endet zu früh',
  'An Arrow type lacks a child.': 'Einem Arrow-Typ fehlt ein Teil.',
}
