import type { Sentences } from '../sentences.ts'

/** What loading says in German: why a file is read as it is, what it lacks, and what was tried. */
export const germanLoading: Sentences = {
  // How the text is read.
  'Every character looked at is ASCII.': 'Jedes angesehene Zeichen ist ASCII.',
  'Every sequence is valid UTF-8.': 'Jede Folge ist gültiges UTF-8.',
  'Its escapes ("ESC $ B") switch to Japanese and back.':
    'Seine Umschaltungen („ESC $ B“) wechseln ins Japanische und zurück.',
  '‹good› sequences are valid UTF-8, ‹bad› are not: those show as "‹mark›".':
    '‹good#› Folgen sind gültiges UTF-8, ‹bad#› nicht: Diese erscheinen als „‹mark›“.',
  '‹good› of the lines beyond ASCII that were looked at are UTF-8, ‹bad› are not: those are read as ‹encoding›.':
    '‹good#› der angesehenen Zeilen mit mehr als ASCII sind UTF-8, ‹bad#› nicht: Diese werden als ‹encoding› gelesen.',
  'The bytes are of no encoding that is known.': 'Die Bytes gehören zu keinem bekannten Zeichensatz.',
  'The bytes are not UTF-8; read so, the ‹count› ‹character|characters› beyond ASCII ‹makes|make› the likeliest text.':
    'Die Bytes sind kein UTF-8; so gelesen ‹count:ergibt|ergeben› ‹count|Zeichen|Zeichen› jenseits von ASCII den wahrscheinlichsten Text.',
  'A byte-order mark (‹bytes›) says so.': 'Eine Bytereihenfolge-Marke (‹bytes›) sagt es.',
  'No byte-order mark; its NULs stand as in ‹encoding›.':
    'Keine Bytereihenfolge-Marke; die Nullzeichen stehen wie in ‹encoding›.',
  'The encoding is guessed from ‹few›: read as ‹encoding›, their first line says ‹shown›.':
    'Der Zeichensatz ist aus ‹few*› erschlossen: Als ‹encoding› gelesen sagt ihre erste Zeile ‹shown›.',
  '‹count› ‹character|characters› beyond ASCII': '‹count|Zeichen|Zeichen› jenseits von ASCII',
  'As UTF-8, ‹good› of the sequences looked at would be right and ‹bad› wrong.':
    'Als UTF-8 wären ‹good#› der angesehenen Folgen richtig und ‹bad#› falsch.',
  '‹count› places of the text are not UTF-8 and show as "‹mark›".':
    '‹count|Stelle des Textes ist|Stellen des Textes sind› kein UTF-8 und ‹count:erscheint|erscheinen› als „‹mark›“.',
  'The file is UTF-8, but 1 line that was looked at is not: such lines are read as ‹encoding›.':
    'Die Datei ist UTF-8, aber eine angesehene Zeile ist es nicht: Solche Zeilen werden als ‹encoding› gelesen.',
  'The file is UTF-8, but ‹count› lines that were looked at are not: such lines are read as ‹encoding›.':
    'Die Datei ist UTF-8, aber ‹count#› angesehene Zeilen sind es nicht: Solche Zeilen werden als ‹encoding› gelesen.',
  '"‹label›" is not an encoding that is known; ‹used› was found and used.':
    '„‹label›“ ist kein bekannter Zeichensatz; ‹used› wurde gefunden und benutzt.',
  'The encoding "‹name›" is not known.': 'Der Zeichensatz „‹name›“ ist nicht bekannt.',
  '`‹name›` is not an encoding that is known.': '`‹name›` ist kein bekannter Zeichensatz.',
  'Not all of `‹file›` is ‹encoding›.': 'Nicht alles in `‹file›` ist ‹encoding›.',
  // Cells and lines.
  'The delimiter was given; it cuts most lines into ‹width› cells.':
    'Das Trennzeichen war angegeben; es teilt die meisten Zeilen in ‹width|Zelle|Zellen›.',
  'No delimiter cuts the lines into the same number of cells.':
    'Kein Trennzeichen teilt die Zeilen in gleich viele Zellen.',
  '‹share› % of the text is records of ‹width› cells.':
    '‹share#› % des Textes sind Datensätze aus ‹width|Zelle|Zellen›.',
  'There is no row.': 'Es gibt keine Zeile.',
  'There is no record.': 'Es gibt keinen Datensatz.',
  'The only line holds ‹value›, which looks like data.': 'Die einzige Zeile enthält ‹value›, das nach Daten aussieht.',
  'The only line says the same twice, which names of columns do not.':
    'Die einzige Zeile sagt zweimal dasselbe, was Namen von Spalten nicht tun.',
  'The only line holds one word, which is not told to be a name.':
    'Die einzige Zeile enthält ein Wort, von dem nicht gesagt ist, dass es ein Name ist.',
  'The only line holds no number and no date: it names columns.':
    'Die einzige Zeile enthält keine Zahl und kein Datum: Sie benennt Spalten.',
  'The first line is a sentence, as no name of a column is.':
    'Die erste Zeile ist ein Satz, wie es kein Name einer Spalte ist.',
  'The first line holds the same kinds of values as the lines below.':
    'Die erste Zeile enthält dieselben Arten von Werten wie die Zeilen darunter.',
  'The first line differs from the lines below as names do from values.':
    'Die erste Zeile unterscheidet sich von denen darunter wie Namen von Werten.',
  'The first ‹count› lines name the columns together.': 'Die ersten ‹count#› Zeilen benennen die Spalten zusammen.',
  'The first line belongs to the table.': 'Die erste Zeile gehört zur Tabelle.',
  'The first line was said to be data.': 'Von der ersten Zeile wurde gesagt, dass sie Daten enthält.',
  'The header was asked for.': 'Nach dem Kopf wurde verlangt.',
  'The source says where its header begins.': 'Die Quelle sagt, wo ihr Kopf beginnt.',
  'The source itself says which rows name the columns.': 'Die Quelle selbst sagt, welche Zeilen die Spalten benennen.',
  'A comment above the data names its columns.': 'Ein Kommentar über den Daten benennt die Spalten.',
  'A damaged line names the columns.': 'Eine beschädigte Zeile benennt die Spalten.',
  '‹count› blank ‹line stands|lines stand› above the table.':
    '‹count|leere Zeile steht|leere Zeilen stehen› über der Tabelle.',
  '‹count› ‹line|lines› above the table ‹does|do› not have its ‹width› cells.':
    '‹count|Zeile|Zeilen› über der Tabelle ‹count:hat|haben› nicht deren ‹width#› Zellen.',
  '‹count› ‹line stands|lines stand› above the names of the columns.':
    '‹count|Zeile steht|Zeilen stehen› über den Namen der Spalten.',
  'It says which delimiter the file has.': 'Sie sagt, welches Trennzeichen die Datei hat.',
  'What follows are notes.': 'Was folgt, sind Anmerkungen.',
  'The last lines are notes.': 'Die letzten Zeilen sind Anmerkungen.',
  'The header stands there again: another table begins.': 'Der Kopf steht noch einmal da: Eine andere Tabelle beginnt.',
  'Behind a blank line another table begins.': 'Hinter einer leeren Zeile beginnt eine andere Tabelle.',
  'The records take another width for good: another table begins.':
    'Die Datensätze haben von da an eine andere Breite: Eine andere Tabelle beginnt.',
  'The last record is the sum of those above.': 'Der letzte Datensatz ist die Summe derer darüber.',
  'The first line is not part of the table.': 'Die erste Zeile gehört nicht zur Tabelle.',
  'The first ‹count› lines are not part of the table.': 'Die ersten ‹count#› Zeilen gehören nicht zur Tabelle.',
  'The last line is not part of the table.': 'Die letzte Zeile gehört nicht zur Tabelle.',
  'The last ‹count› lines are not part of the table.': 'Die letzten ‹count#› Zeilen gehören nicht zur Tabelle.',
  'The file holds another table: ‹tables›, and ‹more› more.':
    'Die Datei enthält eine andere Tabelle: ‹tables*›, und ‹more#› weitere.',
  'The file holds another table: ‹tables›.': 'Die Datei enthält eine andere Tabelle: ‹tables*›.',
  'The file holds ‹count› other tables: ‹tables›, and ‹more› more.':
    'Die Datei enthält ‹count#› andere Tabellen: ‹tables&›, und ‹more#› weitere.',
  'The file holds ‹count› other tables: ‹tables›.': 'Die Datei enthält ‹count#› andere Tabellen: ‹tables&›.',
  'lines ‹from› to ‹to› (‹columns› columns, ‹rows› rows)':
    'Zeile ‹from#› bis ‹to#› (‹columns|Spalte|Spalten›, ‹rows|Zeile|Zeilen›)',
  'The file has no table ‹table›: one was found.': 'Die Datei hat keine Tabelle ‹table›: Eine wurde gefunden.',
  'The file has no table ‹table›: ‹count› were found.':
    'Die Datei hat keine Tabelle ‹table›: ‹count#› wurden gefunden.',
  'The file has one line.': 'Die Datei hat eine Zeile.',
  'It was read as one row without a header.': 'Sie wurde als eine Zeile ohne Kopf gelesen.',
  'It was read as the header of a table without rows.': 'Sie wurde als Kopf einer Tabelle ohne Zeilen gelesen.',
  'Each line is read as one cell, although the first looks like ‹names› names and ‹holding› of ‹lines› lines hold a ‹mark›: no delimiter cuts them into as many cells each.':
    'Jede Zeile wird als eine Zelle gelesen, obwohl die erste nach ‹names|Namen|Namen› aussieht und ‹holding#› von ‹lines|Zeile|Zeilen› das Zeichen ‹mark*› enthalten: Kein Trennzeichen teilt sie in gleich viele Zellen.',
  // Damaged records.
  'A quote in it is text.': 'Ein Anführungszeichen darin ist Text.',
  'Its quotes are text.': 'Seine Anführungszeichen sind Text.',
  'A delimiter is missing beside a quote.': 'Neben einem Anführungszeichen fehlt ein Trennzeichen.',
  'Its cells are cut at ‹mark›.': 'Seine Zellen sind bei ‹mark› getrennt.',
  'A delimiter in it is one too many.': 'Ein Trennzeichen darin ist zu viel.',
  'A delimiter is missing in it.': 'Ein Trennzeichen fehlt darin.',
  'Blanks in it stand between the words of one text.': 'Leerzeichen darin stehen zwischen den Wörtern eines Textes.',
  'Blanks stand between them instead of the delimiter.': 'Leerzeichen stehen zwischen ihnen statt des Trennzeichens.',
  '‹mark› stands between them instead of the delimiter.': '‹mark› steht zwischen ihnen statt des Trennzeichens.',
  '‹count› damaged ‹records› mended to fit the others: line ‹lines›.':
    '‹count|beschädigter Datensatz ist|beschädigte Datensätze sind› berichtigt, um zu den anderen zu passen: Zeile ‹lines›.',
  '‹count› ‹record|records› of ‹all› ‹does|do› not fit the table and ‹is|are› set aside: line ‹lines›.':
    '‹count#› von ‹all|Datensatz|Datensätzen› ‹count:passt|passen› nicht in die Tabelle und ‹count:ist|sind› beiseitegelegt: Zeile ‹lines›.',
  "‹count› ‹row|rows› of ‹all› ‹has|have› fewer cells than the table's ‹width›: the missing ones are empty.":
    '‹count#› von ‹all|Zeile|Zeilen› ‹count:hat|haben› weniger Zellen als die ‹width#› der Tabelle: Die fehlenden sind leer.',
  '‹count› ‹cell|cells› of `‹column›` ‹is|are› not ‹type› and left empty: ‹examples›.':
    '‹count|Zelle|Zellen› von `‹column›` ‹count:ist|sind› nicht ‹type*› und ‹count:bleibt|bleiben› leer: ‹examples›.',
  'It has ‹cells› cells, the table has ‹width›.': 'Er hat ‹cells|Zelle|Zellen›, die Tabelle hat ‹width#›.',
  'It is null.': 'Er ist null.',
  'It has fewer values than the table has columns (‹columns›).':
    'Er hat weniger Werte, als die Tabelle Spalten hat (‹columns#›).',
  'The table has no column for the value at place ‹place› of a list.':
    'Die Tabelle hat keine Spalte für den Wert an Stelle ‹place#› einer Liste.',
  'It has a single value where an object is expected.': 'Er hat einen einzelnen Wert, wo ein Objekt erwartet wird.',
  'The table has no column for its key `‹key›`.': 'Die Tabelle hat keine Spalte für den Schlüssel `‹key›`.',
  'It is no JSON: ‹reason›.': 'Es ist kein JSON: ‹reason*›.',
  // Types.
  'Only words for "no value".': 'Nur Wörter für „kein Wert“.',
  'No values.': 'Keine Werte.',
  'The cells are texts.': 'Die Zellen sind Texte.',
  '‹count› of ‹all› cells looked at are texts written as formulas (="…").':
    '‹count#› von ‹all#› angesehenen Zellen sind als Formeln geschriebene Texte (="…").',
  'Digits with ‹what› stay texts as written.': 'Ziffern mit ‹what*› bleiben Texte, wie sie geschrieben sind.',
  '‹count› of ‹all› cells are ‹type›, the others are texts.':
    '‹count#› von ‹all#› Zellen sind ‹type*›, die anderen Texte.',
  'All ‹count› cells looked at are lists and objects of several values, kept as written.':
    'Alle ‹count#› angesehenen Zellen sind Listen und Objekte aus mehreren Werten, behalten, wie sie geschrieben sind.',
  'All ‹count› cells looked at are ‹lists|objects› of several values, kept as written.':
    'Alle ‹count#› angesehenen Zellen bestehen aus mehreren Werten, behalten, wie sie geschrieben sind.',
  'All ‹count› cells looked at are ‹type› written as ‹format›, as their sequence says.':
    'Alle ‹count#› angesehenen Zellen sind ‹type*›, geschrieben als ‹format›, wie ihre Reihenfolge sagt.',
  'All ‹count› cells looked at are ‹type› written as ‹format›.':
    'Alle ‹count#› angesehenen Zellen sind ‹type*›, geschrieben als ‹format›.',
  'All ‹count› cells looked at are ‹type›, as their sequence says.':
    'Alle ‹count#› angesehenen Zellen sind ‹type*›, wie ihre Reihenfolge sagt.',
  'All ‹count› cells looked at are ‹type›.': 'Alle ‹count#› angesehenen Zellen sind ‹type*›.',
  '‹count› of ‹all› cells looked at are ‹type› written as ‹format›, as their sequence says.':
    '‹count#› von ‹all#› angesehenen Zellen sind ‹type*›, geschrieben als ‹format›, wie ihre Reihenfolge sagt.',
  '‹count› of ‹all› cells looked at are ‹type› written as ‹format›.':
    '‹count#› von ‹all#› angesehenen Zellen sind ‹type*›, geschrieben als ‹format›.',
  '‹count› of ‹all› cells looked at are ‹type›, as their sequence says.':
    '‹count#› von ‹all#› angesehenen Zellen sind ‹type*›, wie ihre Reihenfolge sagt.',
  '‹count› of ‹all› cells looked at are ‹type›.': '‹count#› von ‹all#› angesehenen Zellen sind ‹type*›.',
  '‹type› with a decimal comma': '‹type*› mit Dezimalkomma',
  '‹type› with thousands set off by "‹mark›"': '‹type*› mit „‹mark›“ zwischen Tausendern',
  '‹type› with thousands set off by "‹mark›", as their shape says':
    '‹type*› mit „‹mark›“ zwischen Tausendern, wie ihre Form sagt',
  '‹type› of "‹unit›", kept as written': '‹type*› in „‹unit›“, behalten wie geschrieben',
  '‹type› of money in ‹unit›': '‹type*›: Beträge in ‹unit›',
  '‹type› without ‹parts›': '‹type*› ohne ‹parts&›',
  '‹type› with the minus sign behind the digits': '‹type*› mit dem Minuszeichen hinter den Ziffern',
  '‹type› with more digits than a DOUBLE holds': '‹type*› mit mehr Ziffern, als ein DOUBLE fasst',
  'Every cell is ‹words›.': 'Jede Zelle ist ‹words›.',
  'Read as no value: ‹words›.': 'Als kein Wert gelesen: ‹words›.',
  'Every date in `‹column›` can be read with day and month exchanged; they are read as ‹order›.':
    'Jedes Datum in `‹column›` lässt sich mit vertauschtem Tag und Monat lesen; gelesen wird es als ‹order*›.',
  'The marks in the numbers of `‹column›` can mean decimals or thousands; they are read as ‹what›.':
    'Die Zeichen in den Zahlen von `‹column›` können Dezimal- oder Tausenderzeichen sein; gelesen werden sie als ‹what*›.',
  '‹place› holds ‹text› in `‹column›`, whose other cells are ‹type›: `‹column2›` and ‹more› more ‹column|columns› ‹stay|stays› text.':
    '‹place*› enthält ‹text› in `‹column›`, deren andere Zellen ‹type*› sind: `‹column2›` und ‹more|weitere Spalte bleiben|weitere Spalten bleiben› Text.',
  '‹place› holds ‹text› in `‹column›`, whose other cells are ‹type›: `‹column2›` ‹stay|stays› text.':
    '‹place*› enthält ‹text› in `‹column›`, deren andere Zellen ‹type*› sind: `‹column2›` bleibt Text.',
  'A row': 'Eine Zeile',
  'Row ‹row› (line ‹line›)': 'Zeile ‹row#› (in der Datei ‹line#›)',
  'Row ‹row›': 'Zeile ‹row#›',
  '‹example› in `‹column›` shows that its dates are written as ‹format›.':
    '‹example› in `‹column›` zeigt, dass die Daten als ‹format› geschrieben sind.',
  '‹example› in `‹column›` means "no value".': '‹example› in `‹column›` bedeutet „kein Wert“.',
  '`‹column›` stays text: ‹value› would lose digits as a number.':
    '`‹column›` bleibt Text: ‹value› verlöre als Zahl Ziffern.',
  '`‹column›` stays text: ‹bad› of ‹all› cells are not ‹type›, such as ‹example›.':
    '`‹column›` bleibt Text: ‹bad#› von ‹all#› Zellen sind nicht ‹type*›, etwa ‹example›.',
  '`‹column›` holds decimals such as ‹example›.': '`‹column›` enthält Dezimalzahlen wie ‹example›.',
  '`‹column›` holds values such as ‹example›: ‹type›.': '`‹column›` enthält Werte wie ‹example›: ‹type›.',
  'And ‹count› more columns.': 'Und ‹count|weitere Spalte|weitere Spalten›.',
  '‹count› more columns stay text for the same reason.':
    '‹count|weitere Spalte bleibt|weitere Spalten bleiben› aus demselben Grund Text.',
  '‹count› of the cells of `‹column›` ‹what›: ‹examples›. They are left as they are.':
    '‹count#› der Zellen von `‹column›` ‹what*›: ‹examples›. Sie bleiben, wie sie sind.',
  'look like dates that a spreadsheet made of ranges or names':
    'sehen aus wie Daten, die ein Tabellenprogramm aus Bereichen oder Namen gemacht hat',
  'are long numbers that a spreadsheet has cut to their first digits':
    'sind lange Zahlen, die ein Tabellenprogramm auf die ersten Ziffern gekürzt hat',
  'are formulas that failed in a spreadsheet': 'sind Formeln, die in einem Tabellenprogramm gescheitert sind',
  // What is tried.
  'Make a table without columns': 'Eine Tabelle ohne Spalten machen',
  'Read it as ‹encoding› text, cells cut at the ‹delimiter›, ‹columns› columns':
    'Als Text in ‹encoding› lesen, Zellen getrennt durch ‹delimiter*›, ‹columns|Spalte|Spalten›',
  'Read it as ‹format›, its part ‹part›, ‹columns› columns':
    'Lesen als ‹format*›, davon den Teil ‹part›, ‹columns|Spalte|Spalten›',
  'Read it as ‹format›, ‹columns› columns': 'Lesen als ‹format*›, ‹columns|Spalte|Spalten›',
  'Read it as delimited text': 'Als Text mit Trennzeichen lesen',
  'Read it as JSON': 'Als JSON lesen',
  'Read it as JSON lines': 'Als JSON-Zeilen lesen',
  'Read it again with other types': 'Mit anderen Typen noch einmal lesen',
  'Cut cells at the ‹one› instead of the ‹other›.': 'Zellen durch ‹one*› statt ‹other*› trennen.',
  'It is no better: ‹outcome›': 'Es ist nicht besser: ‹outcome*›',
  'the one before was no better': 'der vorige war nicht besser',
  '‹count› records did not fit': '‹count|Datensatz passte|Datensätze passten› nicht',
  '‹rows› rows and ‹columns› columns': '‹rows|Zeile|Zeilen› und ‹columns|Spalte|Spalten›',
  '‹rows› rows and ‹columns› columns, ‹rest›': '‹rows|Zeile|Zeilen› und ‹columns|Spalte|Spalten›, ‹rest&›',
  '‹rows› rows and ‹columns› columns, ‹rest›.': '‹rows|Zeile|Zeilen› und ‹columns|Spalte|Spalten›, ‹rest&›.',
  '‹rows› rows and ‹columns› columns.': '‹rows|Zeile|Zeilen› und ‹columns|Spalte|Spalten›.',
  '‹count› records set aside': '‹count|Datensatz|Datensätze› beiseitegelegt',
  '‹count› cells left empty': '‹count|Zelle|Zellen› leer gelassen',
  'No attempt was allowed.': 'Kein Versuch war erlaubt.',
  '`‹file›` could not be loaded in ‹count› attempts.': '`‹file›` ließ sich in ‹count|Versuch|Versuchen› nicht laden.',
  '`‹file›` could not be loaded in ‹count› attempts. ‹reason›':
    '`‹file›` ließ sich in ‹count|Versuch|Versuchen› nicht laden. ‹reason*›',
  '`‹file›` cannot be read as a table. It is ‹kind›: ‹seen›.':
    '`‹file›` lässt sich nicht als Tabelle lesen. Es ist ‹kind*›: ‹seen*›.',
  '`‹file›` ‹what›: it is loaded as a table without columns.':
    '`‹file›` ‹what*›: Sie wird als Tabelle ohne Spalten geladen.',
  'has no bytes': 'hat keine Bytes',
  'holds no cells': 'enthält keine Zellen',
  'holds no records': 'enthält keine Datensätze',
  'holds nothing but blanks (‹bytes› bytes)': 'enthält nur Leerraum (‹bytes|Byte|Bytes›)',
  'It was given.': 'Es war angegeben.',
  'It is the largest, or the first that comes near it, and not hidden.':
    'Es ist das größte, oder das erste, das ihm nahekommt, und nicht verborgen.',
  'It begins as files of this format do.': 'Sie beginnt wie Dateien dieses Formats.',
  'It is a ‹kind› archive; `‹entry›` in it is read.': 'Es ist ein Archiv (‹kind›); `‹entry›` darin wird gelesen.',
  'It is a ‹kind› archive.': 'Es ist ein Archiv (‹kind›).',
  '‹cut›, quotes ‹sign›': '‹cut*›, Anführungszeichen ‹sign›',
  '‹cut›, no quotes': '‹cut*›, ohne Anführungszeichen',
  'It is ‹kind›, and no text.': 'Es ist ‹kind*› und kein Text.',
  '‹odd› of ‹all› characters in ‹lines› lines are no characters of a text.':
    '‹odd#› von ‹all#› Zeichen in ‹lines|Zeile|Zeilen› sind keine Zeichen eines Textes.',
  'It breaks at line ‹line›, column ‹column›: ‹reason›.': 'Es bricht in Zeile ‹line#›, Spalte ‹column#› ab: ‹reason*›.',
  'It breaks at line ‹line›: ‹reason›.': 'Es bricht in Zeile ‹line#› ab: ‹reason*›.',
  'It begins with ‹what›, JSON with "{" or "[".': 'Es beginnt mit ‹what›, JSON mit "{" oder "[".',
  'It is ‹kind›: its lines are tags and no records.':
    'Es ist ‹kind*›: Die Zeilen sind Auszeichnungen und keine Datensätze.',
  '‹good› of ‹all› lines are a JSON value.': '‹good#› von ‹all|Zeile ist|Zeilen sind› ein JSON-Wert.',
  'What stands in the script is JSON, and no records of cells.':
    'Was in dem Skript steht, ist JSON, und keine Datensätze aus Zellen.',
  'The records are ‹path›, ‹shape›.': 'Die Datensätze sind ‹path*›, ‹shape*›.',
  'The records stand under ‹path›; what stands beside them is not part of the table.':
    'Die Datensätze stehen unter ‹path*›; was daneben steht, gehört nicht zur Tabelle.',
  'The records are the ‹count› elements `‹path›`.': 'Die Datensätze sind die ‹count#› Elemente `‹path›`.',
  'The table is made of ‹path› (‹count›); not of ‹others› and ‹more› more.':
    'Die Tabelle ist aus ‹path*› (‹count#›) gemacht; nicht aus ‹others› und ‹more#› weiteren.',
  'The table is made of ‹path› (‹count›); not of ‹others›.':
    'Die Tabelle ist aus ‹path*› (‹count#›) gemacht; nicht aus ‹others›.',
  'The table is made of ‹path›; not of ‹others› and ‹more› more.':
    'Die Tabelle ist aus ‹path*› gemacht; nicht aus ‹others› und ‹more#› weiteren.',
  'The table is made of ‹path›; not of ‹others›.': 'Die Tabelle ist aus ‹path*› gemacht; nicht aus ‹others›.',
  'The JSON is one object without a list of records: it is read as a table of one row.':
    'Das JSON ist ein Objekt ohne Liste von Datensätzen: Es wird als Tabelle mit einer Zeile gelesen.',
}
