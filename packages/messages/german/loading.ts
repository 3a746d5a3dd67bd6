import type { German } from './german.ts'
import type { loadingMessages as english } from '../english/loading.ts'

export const loadingMessages: German<typeof english> = {
  'file.format-name':
    '.input {$format :string} .match $format csv {{Text mit Trennzeichen}} json {{JSON}} jsonl {{JSON Lines}} parquet {{Parquet}} arrow {{Arrow}} sqlite {{SQLite-Datenbank}} excel {{Excel-Arbeitsmappe}} ods {{OpenDocument-Tabelle}} html {{HTML-Seite}} xml {{XML}} markdown {{Markdown-Tabelle}} * {{{$format}}}',
  'file.kind':
    '.input {$kind :string} .match $kind pdf {{ein PDF-Dokument}} png {{ein PNG-Bild}} jpeg {{ein JPEG-Bild}} gif {{ein GIF-Bild}} webp {{ein WebP-Bild}} zip {{ein ZIP-Archiv oder eine Excel-Arbeitsmappe}} empty-zip {{ein leeres ZIP-Archiv}} office {{ein altes Office-Dokument (.xls, .doc)}} gzip {{ein gzip-Archiv}} compress {{ein compress-Archiv (.Z)}} lzma {{ein LZMA-Archiv}} bzip2 {{ein bzip2-Archiv}} zstd {{ein Zstandard-Archiv}} xz {{ein xz-Archiv}} 7z {{ein 7z-Archiv}} rar {{ein RAR-Archiv}} parquet {{eine Parquet-Datei}} arrow {{eine Arrow-Datei}} feather {{eine Feather-1-Datei}} avro {{eine Avro-Datei}} sqlite {{eine SQLite-Datenbank}} elf {{ein ELF-Programm}} windows {{ein Windows-Programm}} wasm {{ein WebAssembly-Modul}} hdf5 {{eine HDF5-Datei}} json {{ungültiges JSON}} script {{ein Skript um JSON}} binary {{eine Binärdatei}} * {{{$kind}-Text}}',
  'file.starts-with-bytes': 'sie beginnt mit den Bytes {$bytes}',
  'file.nul-share': '{$share :percent maximumFractionDigits=1} der ersten {$bytes :integer} Bytes sind NUL',
  'file.control-share':
    '{$share :percent maximumFractionDigits=1} der ersten {$bytes :integer} Bytes sind Steuerzeichen',
  'file.starts-with-tag': 'sie beginnt mit einem Tag',
  'file.starts-with': 'sie beginnt mit „{$start}“',
  'file.json-error': 'Zeile {$line :integer}, Spalte {$column :integer}: {$fault :message}',
  'file.next':
    '.input {$next :string} .match $next pdf {{Die Tabelle als CSV kopieren und laden.}} unpack {{Entpacken und laden.}} zip {{Entpacken oder das Blatt als CSV speichern, dann laden.}} sheet {{Das Blatt als CSV speichern und laden.}} feather {{Als Feather 2, Parquet oder CSV exportieren und laden.}} export {{Als CSV exportieren und laden.}} table {{Die Tabelle als CSV, JSON oder JSON Lines speichern und laden.}} correct {{Die Datei an dieser Stelle berichtigen oder neu exportieren.}} * {{Als CSV, JSON oder JSON Lines speichern und laden.}}',
  'file.next-script':
    '.input {$end :string} .match $end || {{„{$start}“ am Anfang entfernen oder JSON ohne Callback exportieren.}} * {{„{$start}“ am Anfang und „{$end}“ am Ende entfernen oder JSON ohne Callback exportieren.}}',
  'json.value-after-list': 'hinter einer Liste beginnt ein weiterer Wert',
  'json.ends-early': 'der Text endet, bevor das JSON vollständig ist',
  'json.too-deep': 'Werte sind tiefer als {$depth :integer} Ebenen verschachtelt',
  'json.not-a-value': 'mit „{$character}“ beginnt kein Wert',
  'json.key-expected': 'Schlüssel in Anführungszeichen erwartet, „{$found}“ gefunden',
  'json.open-text': 'einem Text fehlt das schließende Anführungszeichen',
  'json.not-escaped': 'ein Text enthält ein Zeichen, das maskiert sein muss',
  'json.not-a-number': 'mit „-“ beginnt keine Zahl',
  'json.expected': '„{$expected}“ erwartet, „{$found}“ gefunden',
  'json.value-expected': 'Wert hinter dem Komma erwartet, „{$found}“ gefunden',

  'loading.reader':
    '.input {$format :string} .match $format csv {{Als Text mit Trennzeichen lesen}} json {{Als JSON lesen}} * {{Als JSON Lines lesen}}',
  'loading.not-text': 'Die Datei ist {$kind :message}, kein Text.',
  'loading.control-characters':
    '{$odd :integer} von {$characters :integer} Zeichen in {$lines :integer} Zeilen sind Steuerzeichen.',
  'loading.invalid-json': 'Das JSON ist ungültig: {$fault :message}.',
  'loading.not-json': 'Die Datei beginnt mit „{$start}“, JSON mit „\\{“ oder „[“.',
  'loading.tags-not-records': 'Die Datei ist {$kind}: Ihre Zeilen sind Tags, keine Datensätze.',
  'loading.json-lines-share': '{$values :integer} von {$lines :integer} Zeilen sind JSON-Werte.',
  'loading.script-not-records': 'Das Skript enthält JSON, keine Datensätze aus Zellen.',

  'loading.about-rows': 'etwa {$rows :integer} Zeilen',
  'loading.seconds-left': 'noch {$seconds :integer} s',
  'loading.minutes-left': 'noch {$minutes :integer} min',
  'loading.progress': '{$parts :list type=unit}',
  'loading.try-empty': 'Eine Tabelle ohne Spalten anlegen',
  'loading.try-text':
    '.input {$columns :integer} .match $columns one {{Als Text in {$encoding} lesen, Trennzeichen: {$delimiter :message}, {$columns} Spalte}} * {{Als Text in {$encoding} lesen, Trennzeichen: {$delimiter :message}, {$columns} Spalten}}',
  'loading.try-format':
    '.input {$columns :integer} .match $columns one {{Als {$format :message} lesen, {$columns} Spalte}} * {{Als {$format :message} lesen, {$columns} Spalten}}',
  'loading.try-part':
    '.input {$columns :integer} .match $columns one {{Als {$format :message} lesen, Teil {$part}, {$columns} Spalte}} * {{Als {$format :message} lesen, Teil {$part}, {$columns} Spalten}}',
  'loading.try-types': 'Mit anderen Spaltentypen erneut lesen',
  'loading.try-delimiter': 'Zellen an {$delimiter :message} statt an {$before :message} trennen',
  'loading.try-because': '{$action :message} ({$reason :message})',
  'loading.records-rejected':
    '.input {$rejects :integer} .match $rejects one {{{$rejects} Datensatz abgewiesen}} * {{{$rejects} Datensätze abgewiesen}}',
  'loading.no-improvement': 'der vorige Versuch war nicht besser',
  'loading.no-better': 'Keine Verbesserung: {$outcome :message}',
  'loading.outcome':
    'Zeilen: {$rows :integer}, Spalten: {$columns :integer}, abgewiesene Datensätze: {$rejects :integer}, ungültige Zellen: {$cells :integer}.',
  'loading.no-attempts': 'Kein Versuch ist erlaubt.',
  'loading.raise-retries': 'Die Wiederholungen des Ladeknotens erhöhen oder Kodierung und Trennzeichen festlegen.',
  'loading.both': '{$first :message} {$second :message}',

  'loading.specified': 'In den Einstellungen festgelegt.',
  'loading.lines': '.input {$lines :integer} .match $lines one {{{$lines} Zeile}} * {{{$lines} Zeilen}}',
  'loading.lines-below':
    '.input {$lines :integer} .match $lines one {{{$lines} Zeile darunter}} * {{{$lines} Zeilen darunter}}',
  'loading.none': 'keine',
  'loading.comment': 'ein Kommentar',
  'loading.unpack-entry': 'Die Datei ist ein {$kind}-Archiv; sein Eintrag `{$entry}` wird gelesen.',
  'loading.unpack': 'Die Datei ist ein {$kind}-Archiv.',
  'loading.format-signature': 'Die Datei beginnt wie Dateien dieses Formats.',
  'loading.part-largest': 'Der erste sichtbare Teil von fast maximaler Größe.',
  'loading.part': '`{$name}`',
  'loading.part-hidden': '`{$name}` (ausgeblendet)',
  'loading.encoding-escapes': 'Escape-Sequenzen („ESC $ B“) schalten auf Japanisch um und zurück.',
  'loading.encoding-ascii': 'Alle betrachteten Zeichen sind ASCII.',
  'loading.encoding-utf8': 'Alle betrachteten Sequenzen sind gültiges UTF-8.',
  'loading.encoding-damaged':
    '{$good :integer} Sequenzen sind gültiges UTF-8, {$bad :integer} nicht; ungültige erscheinen als „\uFFFD“.',
  'loading.encoding-mixed':
    'Von den betrachteten Zeilen mit Zeichen außerhalb von ASCII sind {$good :integer} UTF-8 und {$bad :integer} nicht; diese werden als {$encoding} gelesen.',
  'loading.encoding-unknown': 'Die Bytes sind in keiner unterstützten Kodierung gültig.',
  'loading.encoding-most-plausible':
    'Kein UTF-8. So ist der Text am plausibelsten ({$characters :integer} Zeichen außerhalb von ASCII).',
  'loading.encoding-mark': 'Die Datei beginnt mit einer Bytereihenfolge-Markierung ({$mark}).',
  'loading.encoding-nul': 'Ohne Bytereihenfolge-Markierung; NUL-Bytes sind wie in {$encoding}.',
  'loading.delimiter':
    '.input {$name :string} .match $name comma {{Komma}} semicolon {{Semikolon}} tab {{Tabulator}} pipe {{senkrechter Strich}} space {{Leerzeichen}} fixed {{feste Spalten}} spaces {{Folgen von Leerzeichen}} * {{„{$name}“}}',
  'loading.dialect':
    '.input {$quote :string} .match $quote || {{{$delimiter :message}, keine Anführungszeichen}} * {{{$delimiter :message}, Anführungszeichen {$quote}}}',
  'loading.dialect-cells': '{$dialect :message}: {$cells :integer} Zellen',
  'loading.delimiter-specified':
    'Das Trennzeichen ist festgelegt; es teilt die meisten Zeilen in {$cells :integer} Zellen.',
  'loading.delimiter-none': 'Kein Trennzeichen teilt die Zeilen in gleich viele Zellen.',
  'loading.delimiter-share': '{$share :percent} des Textes sind Datensätze mit {$cells :integer} Zellen.',
  'loading.no-record': 'Es gibt keine Datensätze.',
  'loading.first-line': 'Die erste Zeile gehört zur Tabelle.',
  'loading.blank-above':
    '.input {$lines :integer} .match $lines one {{{$lines} leere Zeile steht über der Tabelle.}} * {{{$lines} leere Zeilen stehen über der Tabelle.}}',
  'loading.short-above':
    '.input {$lines :integer} .match $lines one {{{$lines} Zeile über der Tabelle hat nicht {$cells :integer} Zellen.}} * {{{$lines} Zeilen über der Tabelle haben nicht {$cells :integer} Zellen.}}',
  'loading.above-names':
    '.input {$lines :integer} .match $lines one {{{$lines} Zeile steht über den Spaltennamen.}} * {{{$lines} Zeilen stehen über den Spaltennamen.}}',
  'loading.delimiter-line': 'Die Zeile legt das Trennzeichen der Datei fest.',
  'loading.header-position': 'Die Quelle gibt an, wo ihr Kopf beginnt.',
  'loading.header-rows': 'Die Quelle gibt an, welche Zeilen der Kopf sind.',
  'loading.header-requested': 'Ein Kopf ist in den Einstellungen festgelegt.',
  'loading.header-excluded': 'Nach den Einstellungen gehört die erste Zeile zu den Daten.',
  'loading.header-comment': 'Ein Kommentar über den Daten benennt die Spalten.',
  'loading.header-damaged': 'Eine beschädigte Zeile benennt die Spalten. {$reason :message}',
  'loading.header-differs': 'Die erste Zeile sieht nach Namen aus, die folgenden nach Werten.',
  'loading.header-joined': 'Die ersten {$lines :integer} Zeilen benennen die Spalten gemeinsam.',
  'loading.header-data': 'Die einzige Zeile enthält „{$cell}“, was nach Daten aussieht.',
  'loading.header-repeats': 'Die einzige Zeile enthält einen Text zweimal.',
  'loading.header-word': 'Die einzige Zeile ist ein Wort, das Name oder Wert sein kann.',
  'loading.header-only': 'Die einzige Zeile enthält weder Zahl noch Datum.',
  'loading.header-sentence': 'Die erste Zeile ist ein Satz, kein Spaltenname.',
  'loading.header-names': 'Die erste Zeile enthält verschiedene Namen.',
  'loading.header-alike': 'Die erste Zeile hat die gleichen Arten von Werten wie die folgenden.',
  'loading.end-none': 'Auf die Tabelle folgt nichts.',
  'loading.end-notes': 'Auf die Tabelle folgen Anmerkungen.',
  'loading.end-sum': 'Die Zeilen unter der Tabelle fassen sie zusammen.',
  'loading.end-header': 'Am wiederholten Kopf beginnt eine weitere Tabelle.',
  'loading.end-blank': 'Hinter einer leeren Zeile beginnt eine weitere Tabelle.',
  'loading.end-width': 'Wo die Zahl der Zellen wechselt, beginnt eine weitere Tabelle.',
  'loading.repair-names': 'Die Namen sind durch „{$mark}“ getrennt.',
  'loading.repair-names-blank': 'Die Namen sind durch Leerzeichen getrennt.',
  'loading.repair-quote': 'Ein Anführungszeichen darin ist Text.',
  'loading.repair-quotes': 'Die Anführungszeichen darin sind Text.',
  'loading.repair-at-quote': 'Neben einem Anführungszeichen fehlt ein Trennzeichen.',
  'loading.repair-split': 'Die Zellen sind durch „{$mark}“ getrennt.',
  'loading.repair-extra-delimiter': 'Ein Trennzeichen ist zu viel.',
  'loading.repair-missing': 'Ein Trennzeichen fehlt.',
  'loading.repair-joined': 'Durch Leerzeichen getrennte Wörter sind eine Zelle.',
  'loading.records-path': '.input {$path :string} .match $path || {{das Dokument selbst}} * {{`{$path}`}}',
  'loading.records-at': '{$place :message} ({$records :integer})',
  'loading.records-shape':
    '.input {$shape :string} .match $shape objects {{Die Datensätze: {$place :message}, eine Liste von Objekten.}} lists {{Die Datensätze: {$place :message}, eine Liste von Listen.}} values {{Die Datensätze: {$place :message}, eine Liste einzelner Werte.}} columns {{Die Datensätze: {$place :message}, ein Objekt von Spalten.}} keyed {{Die Datensätze: {$place :message}, ein Objekt von Datensätzen nach Schlüssel.}} * {{Der Datensatz: {$place :message}, ein Objekt.}}',

  'loading.type':
    '.input {$type :string} .match $type whole {{ganze Zahlen}} numbers {{Zahlen}} boolean {{Ja oder Nein}} dates {{Daten}} moments {{Daten mit Uhrzeit}} times {{Uhrzeiten}} durations {{Zeitspannen}} uuids {{UUIDs}} * {{Texte}}',
  'loading.cells-are': 'Alle {$cells :integer} betrachteten Zellen sind {$kind :message}.',
  'loading.most-cells-are': '{$fits :integer} von {$cells :integer} betrachteten Zellen sind {$kind :message}.',
  'loading.type-detailed': '{$type :message} {$details :list type=unit}',
  'loading.detail-decimal-comma': 'mit Dezimalkomma',
  'loading.detail-thousands': 'mit „{$mark}“ als Tausendertrennzeichen',
  'loading.detail-thousands-shape': 'mit „{$mark}“ als Tausendertrennzeichen, nach ihrer Form',
  'loading.detail-percent': 'in „{$unit}“, wie geschrieben',
  'loading.detail-currency': 'in {$unit}',
  'loading.detail-stripped': 'ohne {$parts :list quote=text}',
  'loading.detail-minus': 'mit dem Minuszeichen hinter den Ziffern',
  'loading.detail-digits': 'mit mehr Ziffern, als eine Dezimalzahl fasst',
  'loading.detail-format': 'im Format {$format}',
  'loading.detail-sequence': 'nach ihrer Reihenfolge',
  'loading.decimal-reading': 'Dezimalzahlen mit „{$mark}“ als Dezimalzeichen',
  'loading.thousands-reading': 'ganze Zahlen mit „{$mark}“ als Tausendertrennzeichen',
  'loading.boolean-words': 'Jede Zelle ist {$values :list type=or quote=text}.',
  'loading.nested-cells':
    '.input {$kind :string} .match $kind lists {{Alle {$cells :integer} betrachteten Zellen sind Listen und bleiben wie geschrieben.}} objects {{Alle {$cells :integer} betrachteten Zellen sind Objekte und bleiben wie geschrieben.}} * {{Alle {$cells :integer} betrachteten Zellen sind Listen und Objekte und bleiben wie geschrieben.}}',
  'loading.only-null-values': 'Alle Werte bedeuten null.',
  'loading.no-values': 'Es gibt keine Werte.',
  'loading.text-cells': 'Die Zellen sind Texte.',
  'loading.formula-text':
    '{$texts :integer} von {$cells :integer} betrachteten Zellen sind Texte, als Formeln geschrieben (="…").',
  'loading.almost': '{$fits :integer} von {$cells :integer} Zellen sind {$type :message}, die anderen nicht.',
  'loading.digits-stay-text': 'Zahlen mit {$reason :message} bleiben Text.',
  'loading.keeps-leading-zeros': 'führenden Nullen',
  'loading.keeps-digits': 'zu vielen Stellen',
  'loading.keeps-plus': 'Pluszeichen (Telefonnummern)',
  'loading.keeps-units': 'mehreren Einheiten ({$units :list type=unit})',
  'loading.read-as-null': 'Als kein Wert gelesen: {$values :list quote=text}.',

  'loading.more-columns':
    '.input {$columns :integer} .match $columns one {{{$first :message} {$columns} weitere Spalte ist geändert.}} * {{{$first :message} {$columns} weitere Spalten sind geändert.}}',
  'loading.corrected-dates': '„{$value}“ in `{$column}` zeigt, dass die Daten das Format {$format} haben.',
  'loading.corrected-null': '„{$value}“ in `{$column}` bedeutet null.',
  'loading.corrected-digits': '`{$column}` bleibt Text: „{$value}“ verlöre als Zahl Ziffern.',
  'loading.corrected-decimals': '`{$column}` enthält Dezimalzahlen wie „{$value}“.',
  'loading.corrected-type': '`{$column}` enthält Werte wie „{$value}“: {$type :columnType}.',
  'loading.corrected-text':
    '`{$column}` bleibt Text: {$cells :integer} von {$values :integer} Zellen passen nicht zum Typ {$type :columnType}, etwa „{$value}“.',

  'loading.renamed': '`{$found}` wird als `{$saved}` geladen',
  'loading.retyped':
    '`{$column}` ({$saved :columnType unlike=$found} gespeichert, {$found :columnType unlike=$saved} gefunden)',

  'load.no-reader': '`{$file}` lässt sich nicht als Tabelle lesen. Die Datei ist {$kind :message}: {$seen :message}.',
  'load.no-reader.hint': '{$next :message}',
  'load.no-reader.chosen': 'Dieser Dateityp wird nicht unterstützt.',
  'load.no-reader.chosen.hint':
    'Eine Tabelle wählen: CSV, JSON, Excel, Parquet, Arrow, SQLite, XML oder HTML, allein oder in gzip oder ZIP.',
  'load.unreadable':
    '.input {$attempts :integer} .match $attempts one {{`{$file}` wurde in {$attempts} Versuch nicht geladen. {$reason :message}}} * {{`{$file}` wurde in {$attempts} Versuchen nicht geladen. {$reason :message}}}',
  'load.unreadable.hint': '{$next :message}',
  'load.empty-file':
    '.input {$content :string} .match $content bytes {{`{$file}` ist leer. Die Tabelle hat keine Spalten.}} blanks {{`{$file}` enthält nur Leerraum. Die Tabelle hat keine Spalten.}} cells {{`{$file}` enthält keine Zellen. Die Tabelle hat keine Spalten.}} * {{`{$file}` enthält keine Datensätze. Die Tabelle hat keine Spalten.}}',
  'load.empty-file.hint': 'Die Datei mit den Daten wählen oder neu exportieren.',
  'load.empty-file.chosen': 'Die Datei ist leer. Die Tabelle hat keine Spalten.',
  'load.empty-file.chosen.hint': 'Die Datei mit den Daten wählen.',
  'load.blank-start': 'Die ersten {$bytes :bytes} von `{$file}` sind leer. Spätere Tabellen werden nicht gefunden.',
  'load.blank-start.hint': 'Die leeren Zeilen am Anfang der Datei entfernen und sie neu laden.',
  'load.no-record': 'Im betrachteten Teil von `{$file}` endet kein Datensatz.',
  'load.no-record.hint':
    'Sehr lange Werte der ersten Datensätze kürzen oder die Daten als CSV oder Parquet exportieren.',
  'load.encoding-uncertain':
    '.input {$good :integer} .match $good 0 {{Kodierung aus {$characters :integer} Zeichen außerhalb von ASCII geraten. Als {$encoding} lautet eine Zeile „{$line}“.}} * {{Kodierung aus {$characters :integer} Zeichen außerhalb von ASCII geraten. Als {$encoding} lautet eine Zeile „{$line}“. Als UTF-8: {$good} gültige, {$bad :integer} ungültige Sequenzen.}}',
  'load.encoding-uncertain.hint':
    '.input {$good :integer} .match $good 0 {{Ist das falsch, die Kodierung festlegen.}} * {{Ist das falsch, die Kodierung festlegen, etwa auf utf-8.}}',
  'load.mixed-encoding':
    '.input {$encoding :string} .input {$count :integer} .match $encoding $count || one {{{$count} Sequenz ist kein gültiges UTF-8 und erscheint als „\uFFFD“.}} || * {{{$count} Sequenzen sind kein gültiges UTF-8 und erscheinen als „\uFFFD“.}} * one {{Die Datei ist UTF-8, {$count} betrachtete Zeile aber nicht. Solche Zeilen werden als {$encoding} gelesen.}} * * {{Die Datei ist UTF-8, {$count} betrachtete Zeilen aber nicht. Solche Zeilen werden als {$encoding} gelesen.}}',
  'load.mixed-encoding.hint':
    'Die Datei als UTF-8 speichern oder die Kodierung festlegen, die für die ganze Datei gilt.',
  'load.unknown-encoding': '„{$label}“ ist keine bekannte Kodierung. Die Datei wird als {$encoding} gelesen.',
  'load.unknown-encoding.hint': '„auto“ oder einen Namen wie utf-8, windows-1252, iso-8859-2 oder shift_jis verwenden.',
  'load.one-column':
    'Jede Zeile ist eine Zelle. Die erste sieht nach {$names :integer} Spaltennamen aus; {$matches :integer} von {$lines :integer} Zeilen enthalten {$delimiter :message}, aber kein Trennzeichen teilt sie in gleich viele Zellen.',
  'load.one-column.hint':
    'Trennt es Zellen, dann als Trennzeichen {$delimiter :message} festlegen: Kurze Zeilen werden aufgefüllt, längere abgewiesen.',
  'load.lines-skipped':
    '.input {$lines :integer} .match $lines one {{Die erste Zeile gehört nicht zur Tabelle. {$reason :message}}} * {{Die ersten {$lines} Zeilen gehören nicht zur Tabelle. {$reason :message}}}',
  'load.lines-below':
    '.input {$lines :integer} .match $lines one {{Die letzte Zeile gehört nicht zur Tabelle. {$reason :message}}} * {{Die letzten {$lines} Zeilen gehören nicht zur Tabelle. {$reason :message}}}',
  'load.only-header': 'Die Datei hat eine Zeile. Sie wird als Kopf einer Tabelle ohne Zeilen gelesen.',
  'load.only-header.hint': 'Ist das falsch, Kopf auf „no“ setzen und neu ausführen.',
  'load.only-row': 'Die Datei hat eine Zeile. Sie wird als Datensatz ohne Kopf gelesen.',
  'load.only-row.hint': 'Ist das falsch, Kopf auf „yes“ setzen und neu ausführen.',
  'loading.other-table':
    'Zeilen {$from :integer} bis {$to :integer} ({$columns :integer} Spalten, {$rows :integer} Zeilen)',
  'load.other-table':
    '.input {$count :integer} .match $count one {{Die Datei enthält eine weitere Tabelle: {$tables :list type=unit max=5}.}} * {{Die Datei enthält {$count} weitere Tabellen: {$tables :list type=unit max=5}.}}',
  'load.other-table.hint':
    'Um eine andere Tabelle zu laden, Teil auf ihre Nummer setzen, vom Anfang der Datei an ab 1 gezählt.',
  'load.no-such-table':
    '.input {$tables :integer} .match $tables one {{Tabelle {$table :integer} gibt es nicht: Die Datei hat {$tables} Tabelle.}} * {{Tabelle {$table :integer} gibt es nicht: Die Datei hat {$tables} Tabellen.}}',
  'load.no-such-table.hint': 'Eine Nummer von 1 bis {$tables :integer} verwenden.',
  'load.repaired-records':
    '.input {$records :integer} .match $records one {{{$records} beschädigter Datensatz ist passend zu den anderen repariert: Zeile {$lines :list type=unit max=5}. {$reason :message}}} * {{{$records} beschädigte Datensätze sind passend zu den anderen repariert: Zeilen {$lines :list type=unit max=5}. {$reason :message}}}',
  'load.repaired-records.hint': 'Der Bericht zeigt die Reparaturen. Ist eine falsch, die Quelle berichtigen.',
  'load.more-entries':
    '„{$file}“ enthält {$count :integer} Dateien; zur Wahl stehen {$listed :integer}: die größten der ersten {$read :integer}.',
  'load.more-entries.hint': 'Um eine andere Datei zu laden, das Archiv entpacken und die Datei hinzufügen.',
  'load.other-entries': 'Die Tabelle kommt aus `{$chosen}`, nicht aus {$others :list type=or max=5}.',
  'load.other-entries.hint': 'Um einen anderen Eintrag zu laden, ihn in der Einstellung Eintrag nennen.',
  'load.other-parts': 'Die Tabelle kommt aus `{$chosen}`, nicht aus {$others :list type=or max=5}.',
  'load.other-parts.hint': 'Um einen anderen Teil zu laden, ihn in der Einstellung Teil nennen.',
  'load.other-records': 'Die Tabelle kommt aus {$chosen :message}, nicht aus {$others :list type=or max=5}.',
  'load.other-records.hint': 'Um andere Datensätze zu laden, ihren Pfad in der Einstellung Datensätze nennen.',
  'load.records-under-key':
    'Die Datensätze stehen unter {$place :message}. Andere Werte des Dokuments werden nicht geladen.',
  'load.one-object': 'Das JSON ist ein Objekt ohne Liste von Datensätzen. Es wird als Tabelle mit einer Zeile gelesen.',
  'load.one-object.hint': 'Enthält das Objekt die Datensätze, ihren Pfad in der Einstellung Datensätze nennen.',
  'load.lines-reversed': 'Die erste Zeile der Tabelle, {$first :integer}, liegt hinter der letzten, {$last :integer}.',
  'load.lines-reversed.hint':
    'Die letzte Zeile auf {$first :integer} oder später setzen, oder die erste auf {$last :integer} oder früher.',
  'load.last-line-unknown':
    'Zeile {$line :integer} liegt hinter der Probe: Von großen gepackten Dateien werden nur {$lines :integer} Zeilen gelesen.',
  'load.last-line-unknown.hint': 'Die Datei entpacken und ihren Inhalt laden.',
  'load.line-beyond':
    '.input {$place :string} .match $place sample {{Die Tabelle kann nicht mit Zeile {$line :integer} beginnen: Nur {$lines :integer} Zeilen werden durchsucht.}} first {{Die Tabelle kann nicht mit Zeile {$line :integer} beginnen: Die Datei hat {$lines :integer} Zeilen.}} * {{Die Tabelle kann nicht mit Zeile {$line :integer} enden: Die Datei hat {$lines :integer} Zeilen.}}',
  'load.line-beyond.hint': 'Eine Zeile von {$from :integer} bis {$lines :integer} verwenden.',
  'load.header-too-long': 'Der Kopf kann nicht {$header :integer} Zeilen haben: Die Tabelle hat {$lines :integer}.',
  'load.header-too-long.hint': '0 bis {$lines :integer} Kopfzeilen verwenden.',
  'load.drift-missing':
    'Spalten des gespeicherten Ladeplans fehlen in der Datei: {$columns :list type=unit quote=code max=5}.',
  'load.drift-missing.hint': 'Den Ladeplan prüfen. Ist die Datei richtig, ihn neu speichern.',
  'load.drift-added':
    'Die Datei hat Spalten, die nicht im gespeicherten Ladeplan stehen: {$columns :list type=unit quote=code max=5}.',
  'load.drift-added.hint': 'Den Ladeplan prüfen. Ist die Datei richtig, ihn neu speichern.',
  'load.drift-renamed':
    'Spaltennamen sind anders geschrieben als im gespeicherten Ladeplan: {$columns :list type=unit max=5}.',
  'load.drift-renamed.hint': 'Den Ladeplan prüfen. Ist die Datei richtig, ihn neu speichern.',
  'load.drift-types': 'Zellen haben andere Typen als im gespeicherten Ladeplan: {$columns :list type=unit max=5}.',
  'load.drift-types.hint': 'Den Ladeplan prüfen. Ist die Datei richtig, ihn neu speichern.',
  'load.drift-order':
    'Die Spalten stehen in anderer Reihenfolge als im gespeicherten Ladeplan. Sie werden nach Namen zugeordnet.',
  'load.drift-order.hint': 'Den Ladeplan prüfen. Ist die Datei richtig, ihn neu speichern.',
  'load.ambiguous-dates':
    'Jedes Datum in `{$column}` ist auch mit vertauschtem Tag und Monat gültig. Gelesen wird {$order :list type=unit}.',
  'load.ambiguous-dates.hint':
    'Ein bekanntes Datum prüfen. Ist es falsch, die Daten in der Quelle als 2024-12-31 schreiben.',
  'loading.date-part': '.input {$part :string} .match $part day {{Tag}} month {{Monat}} * {{Jahr}}',
  'load.ambiguous-numbers':
    '.input {$mark :string} .match $mark decimal {{Die Zeichen in den Zahlen von `{$column}` sind Dezimal- oder Tausendertrennzeichen. Sie werden als Dezimalzeichen gelesen.}} * {{Die Zeichen in den Zahlen von `{$column}` sind Dezimal- oder Tausendertrennzeichen. Sie werden als Tausendertrennzeichen gelesen.}}',
  'load.ambiguous-numbers.hint': 'Eine bekannte Zahl prüfen. Ist sie falsch, in der Quelle Tausender nicht trennen.',
  'loading.row-place':
    '.input {$line :string} .match $line || {{Zeile {$row :integer}}} * {{Zeile {$row :integer} (Zeile {$line} der Datei)}}',
  'loading.a-row': 'einer Zeile',
  'load.column-stays-text':
    '.input {$others :integer} .match $others 0 {{`{$column}` bleibt Text: Die Zelle in {$place :message} ist „{$value}“, die anderen sind {$type :message}.}} one {{`{$column}` und {$others} weitere Spalte bleiben Text: Die Zelle von `{$column}` in {$place :message} ist „{$value}“, die anderen sind {$type :message}.}} * {{`{$column}` und {$others} weitere Spalten bleiben Text: Die Zelle von `{$column}` in {$place :message} ist „{$value}“, die anderen sind {$type :message}.}}',
  'load.column-stays-text.hint': 'Beide Formate mit Vorbereiten umwandeln oder die Spalte als Text behalten.',
  'load.column-stays-text.counted': '{$reason :message}',
  'load.column-stays-text.counted.hint':
    'Die Zellen in der Quelle berichtigen und sie neu laden, oder die Spalte als Text behalten.',
  'load.column-stays-text.more':
    '.input {$columns :integer} .match $columns one {{{$columns} weitere Spalte bleibt aus dem gleichen Grund Text.}} * {{{$columns} weitere Spalten bleiben aus dem gleichen Grund Text.}}',
  'load.column-stays-text.more.hint': 'Die Spaltentypen prüfen und wichtige anders festlegen.',
  'load.spreadsheet-damage':
    '.input {$damage :string} .match $damage dates {{`{$column}` enthält Daten, die ein Tabellenprogramm vielleicht erzeugt hat (Zellen: {$cells :integer}): {$examples :list type=unit quote=text max=3}. Sie bleiben so.}} digits {{`{$column}` enthält lange Zahlen, die ein Tabellenprogramm gekürzt hat (Zellen: {$cells :integer}): {$examples :list type=unit quote=text max=3}. Sie bleiben so.}} * {{`{$column}` enthält Fehler von Formeln (Zellen: {$cells :integer}): {$examples :list type=unit quote=text max=3}. Sie bleiben so.}}',
  'load.spreadsheet-damage.hint':
    '.input {$damage :string} .match $damage dates {{Die Spalte im Tabellenprogramm vorher als Text formatieren und neu exportieren.}} digits {{Die Spalte als Text neu exportieren.}} * {{Die Formeln in der Arbeitsmappe berichtigen und neu exportieren.}}',
  'load.memory-full':
    'Der Speicher ist voll: Nur die ersten {$rows :integer} Zeilen sind geladen, etwa {$share :percent} der Datei.',
  'load.memory-full.hint':
    'Den Ablauf auf einem Server oder mit `aw run` ausführen, die Datei teilen oder Spalten entfernen.',
  'load.rejected-records':
    '.input {$rejects :integer} .match $rejects one {{{$rejects} von {$records :integer} Datensätzen passt nicht zur Tabelle und ist abgewiesen: Zeile {$lines :list type=unit max=5}. {$reason :message}}} * {{{$rejects} von {$records :integer} Datensätzen passen nicht zur Tabelle und sind abgewiesen: Zeilen {$lines :list type=unit max=5}. {$reason :message}}}',
  'load.rejected-records.hint':
    'Der Bericht zeigt abgewiesene Datensätze unverändert. Um sie zu laden, die Quelle berichtigen.',
  'load.padded-rows':
    '.input {$rows :integer} .match $rows one {{{$rows} von {$total :integer} Zeilen hat weniger als {$columns :integer} Zellen. Fehlende Zellen sind leer.}} * {{{$rows} von {$total :integer} Zeilen haben weniger als {$columns :integer} Zellen. Fehlende Zellen sind leer.}}',
  'load.padded-rows.hint': 'Stehen Zellen in falschen Spalten, diese Zeilen in der Quelle berichtigen.',
  'loading.cell': 'Zeile {$row :integer} „{$text}“',
  'loading.by-model': '„{$model}“ auf {$host}; Regeln: {$rules :message}.',
  'load.by-model':
    '.input {$outcome :string} .match $outcome changed {{„{$model}“ auf {$host} entschied {$decisions :list quote=code}.}} rejected {{„{$model}“ auf {$host} widerspricht den Daten.}} * {{„{$model}“ auf {$host} änderte nichts.}}',
  'load.by-model.hint': 'Die Tabelle prüfen.',
  'load.invalid-cells':
    '.input {$cells :integer} .match $cells one {{{$cells} Zelle von `{$column}` ist leer, da sie nicht zu {$type :message} passt: {$examples :list type=unit max=3}.}} * {{{$cells} Zellen von `{$column}` sind leer, da sie nicht zu {$type :message} passen: {$examples :list type=unit max=3}.}}',
  'load.invalid-cells.hint': 'Die Zellen in der Quelle berichtigen und sie neu laden, oder den Spaltentyp ändern.',

  'file.error.ends-early': 'sie endet zu früh',
  'file.error.shorter': 'sie ist kürzer als zuvor',
  'file.error.too-short': 'sie ist zu kurz',
  'file.error.no-schema': 'sie hat kein Schema',
  'file.error.decimal-places': 'eine Spalte hat {$places :integer} Dezimalstellen',
  'file.error.not-arrow-end': 'sie endet nicht wie eine Arrow-Datei',
  'file.error.not-parquet-end': 'sie endet nicht wie eine Parquet-Datei',
  'file.error.large-footer': 'ihre Fußdaten sind größer als die Datei',
  'file.error.rows-in-bytes': 'sie nennt {$rows} Zeilen in {$bytes :integer} Bytes',
  'file.error.outside': 'Teile liegen außerhalb der Datei',
  'file.error.wide-schema': 'ihr Schema hat mehr Spalten, als eine Tabelle haben kann',
  'file.error.large-header': 'ihr Kopf nennt mehr, als sie enthält',
  'file.error.long-lists': 'ihre Listen sind länger als deren Werte',
  'file.error.not-lz4': 'ein Puffer ist kein LZ4-Rahmen',
  'file.error.lz4-frame': 'ein LZ4-Rahmen endet zu früh',
  'file.error.lz4-block': 'ein LZ4-Block endet zu früh',
  'file.error.lz4-offset': 'ein LZ4-Block verweist vor seinen Anfang',
  'file.error.encrypted-footer': 'ihre Fußdaten sind verschlüsselt',
  'file.error.encrypted-columns': 'ihre Spalten sind verschlüsselt',
  'file.error.no-row-group': 'sie hat keine Zeilengruppe {$group :integer}',
  'file.error.large-row-group': 'eine Zeilengruppe hat {$rows :integer} Zeilen, zu viele zum Entpacken',
  'file.error.short-of-footer': 'sie ist kürzer, als ihre Fußdaten angeben',
  'file.error.columns-elsewhere': 'ihre Spalten liegen in anderen Dateien',
  'file.error.footer-ends': 'die Fußdaten enden zu früh',
  'file.error.footer-number': 'eine Zahl in den Fußdaten endet nicht',
  'file.error.footer-count': 'die Fußdaten nennen mehr, als sie enthalten',
  'file.error.footer-depth': 'die Fußdaten sind zu tief verschachtelt',
  'file.error.footer-type': 'die Fußdaten enthalten einen Wert unbekannten Typs {$type :integer}',
  'file.error.no-tar-header': 'bei Byte {$at :integer} steht kein Kopf',
  'file.error.many-files': 'sie enthält mehr als {$max :integer} Dateien',
  'file.error.doctype': 'sie deklariert einen Dokumenttyp, anders als Arbeitsmappen',
  'file.error.entry-doctype': '`{$entry}` deklariert einen Dokumenttyp, anders als Arbeitsmappen',
  'file.error.entry-xml': '`{$entry}` ist kein gültiges XML ({$reason :message})',
  'file.error.entry-size': '`{$entry}` ist größer als {$max :bytes}',
  'file.error.no-sheets': 'sie hat keine Liste der Blätter',
  'file.error.long-texts': 'ihre Texte belegen mehr als {$max :bytes}',
  'file.error.open-tag': 'ein Tag oder Text endet nicht',
  'file.error.deep-elements': 'Elemente sind mehr als {$max :integer} Ebenen tief verschachtelt',
  'file.error.long-text': 'ein Text ist länger als {$max :integer} Zeichen',
  'file.error.unreadable': 'die Bibliothek kann sie nicht lesen ({$reason :message})',
  'file.error.no-address': 'keine Adresse ist festgelegt',
  'file.error.http-status': 'der Server antwortete mit Status {$status}',

  'load.no-entry': '`{$file}` hat keinen Eintrag `{$entry}`. Vorhanden: {$entries :list type=unit quote=code max=5}.',
  'load.no-entry.hint': 'Einen der Einträge wählen.',
  'load.archive-empty':
    '.input {$count :integer} .match $count 0 {{`{$file}` ist ein Archiv ohne Dateien.}} * {{`{$file}` enthält nichts, was sich laden lässt: {$entries :list type=unit quote=code max=5}.}}',
  'load.archive-empty.hint': 'Das Archiv mit den Daten wählen.',
  'load.nested-archives': '`{$file}` enthält Archive, die tiefer als {$depth :integer} Ebenen verschachtelt sind.',
  'load.nested-archives.hint': 'Entpacken und die Datei darin laden.',
  'load.no-format-engine':
    '.input {$url :string} .match $url || {{Der Leser für {$format}-Dateien ließ sich nicht laden: {$reason :message}.}} * {{Der Leser für {$format}-Dateien ließ sich von {$url} nicht starten: {$reason :message}.}}',
  'load.no-format-engine.hint':
    'Prüfen, ob die Anwendung ihre Wasm- und Skriptdateien ausliefert, und die Datei neu laden.',
  'load.no-reader.format': '`{$file}` hat das Format {$format}, für das es keinen Leser gibt.',
  'load.no-reader.format.hint': 'Den Ladeplan neu erstellen.',
  'load.no-reader.document': '`{$file}` ist ein Textdokument oder eine Präsentation, keine Arbeitsmappe.',
  'load.no-reader.document.hint': 'Die Tabelle in eine Arbeitsmappe oder CSV-Datei kopieren und diese laden.',
  'load.archive-damaged': 'Das {$kind}-Archiv `{$file}` ist beschädigt: {$reason :message}.',
  'load.archive-damaged.hint': 'Es ist unvollständig oder verändert. Neu herunterladen oder kopieren.',
  'load.decompressed-too-large': '`{$file}` ergibt entpackt mehr als {$max :bytes}, die Grenze hier.',
  'load.decompressed-too-large.hint': 'Ist die Datei die erwartete, sie entpacken und die Datei darin laden.',
  'load.decompressed-too-large.ratio':
    '`{$file}` ergibt bisher {$unpacked :bytes} aus {$packed :bytes}, was für Daten nicht plausibel ist.',
  'load.decompressed-too-large.ratio.hint': 'Ist die Datei die erwartete, sie entpacken und die Datei darin laden.',
  'load.decompressed-too-large.repeated': 'Die Zellen von `{$file}` sind mehr als {$max :integer} Mal wiederholt.',
  'load.decompressed-too-large.repeated.hint': 'Ist die Datei die erwartete, sie als CSV speichern und diese laden.',
  'load.unsupported-compression': '`{$entry}` in `{$file}` ist mit {$method} gepackt, was nicht unterstützt wird.',
  'load.unsupported-compression.hint': 'Entpacken und die Datei darin laden.',
  'load.archive-encrypted': '`{$entry}` in `{$file}` ist verschlüsselt.',
  'load.archive-encrypted.hint': 'Mit dem Passwort entpacken und die Datei darin laden.',
  'load.file-damaged': '`{$file}` ist eine beschädigte {$format}-Datei: {$reason :message}.',
  'load.file-damaged.hint':
    'Sie ist unvollständig oder wurde bei der Übertragung verändert. Neu herunterladen oder kopieren.',
  'load.file-damaged.encrypted': '`{$file}` ist eine verschlüsselte {$format}-Datei: {$reason :message}.',
  'load.file-damaged.encrypted.hint': 'Ohne Verschlüsselung exportieren.',
  'load.damaged': 'Die Arbeitsmappe `{$file}` ist beschädigt: {$reason :message}.',
  'load.damaged.hint': 'In einem Tabellenprogramm öffnen und neu speichern, oder neu herunterladen.',
  'load.password': 'Die Arbeitsmappe `{$file}` ist mit einem Passwort geschützt.',
  'load.password.hint': 'In einem Tabellenprogramm öffnen, eine Kopie ohne Passwort speichern und diese laden.',
  'load.too-large': '`{$file}` hat {$size :bytes}; in diesem Format sind bis zu {$max :bytes} lesbar.',
  'load.too-large.hint': 'Die Tabelle als CSV speichern und diese Datei laden.',
  'load.too-large.workbook':
    '`{$file}` ist eine Arbeitsmappe in älterem Format mit {$size :bytes}; bis zu {$max :bytes} sind lesbar.',
  'load.too-large.workbook.hint': 'Als XLSX oder CSV speichern und diese Datei laden.',
  'load.too-large.table': 'Eine Tabelle in `{$file}` hat mehr als {$max :bytes} Text.',
  'load.too-large.table.hint': 'Als CSV oder Parquet speichern, nötigenfalls in Teilen, und diese Datei laden.',
  'load.too-large.json': '`{$file}` hat JSON von mehr als {$max :bytes} an einem Stück.',
  'load.too-large.json.hint': 'Die Tabelle als CSV speichern und diese Datei laden.',
  'load.too-large.json-columns':
    '`{$file}` ({$size :bytes}) ist JSON nach Spalten mit mehr als {$max :bytes} oder {$values :integer} Werten.',
  'load.too-large.json-columns.hint': 'Die Tabelle als CSV speichern und diese Datei laden.',
  'load.too-large.json-rows': '`{$file}` ist JSON nach Spalten mit mehr als {$max :integer} ungeordneten Zeilen.',
  'load.too-large.json-rows.hint': 'Die Tabelle als CSV speichern und diese Datei laden.',
  'load.file-too-large': '`{$file}` ist eine SQLite-Datenbank mit {$size :bytes}; bis zu {$max :bytes} sind lesbar.',
  'load.file-too-large.hint': 'Die Tabelle als CSV oder Parquet exportieren und diese Datei laden.',
  'load.too-deep': 'Die Elemente von `{$file}` sind tiefer als {$depth :integer} Ebenen verschachtelt.',
  'load.too-deep.hint': 'Die Tabelle als CSV speichern und diese Datei laden.',
  'load.time-range':
    'Die Datei enthält eine Zeit, die keine Tabelle speichern kann: {$value} Sekunden oder Millisekunden seit 1970.',
  'load.time-range.hint': 'Die Spalte als ganze Zahlen exportieren.',
  'load.converted-values':
    '.input {$as :string} .match $as decimals {{Die Dezimalzahlen von `{$column}` werden als Text geladen.}} utc {{Die Zeiten von `{$column}` werden in UTC geladen; die Datei zeigt sie in {$zone}.}} intervals {{Die Zeitspannen von `{$column}` werden auf Mikrosekunden geladen.}} * {{Die verschachtelten Werte von `{$column}` werden als JSON-Text geladen.}}',
  'load.formulas':
    '.input {$cells :integer} .match $cells one {{{$cells} Formel im Blatt `{$sheet}` hat kein gespeichertes Ergebnis. Ihre Zelle ist leer.}} * {{{$cells} Formeln im Blatt `{$sheet}` haben kein gespeichertes Ergebnis. Ihre Zellen sind leer.}}',
  'load.formulas.hint': 'Die Arbeitsmappe in einem Tabellenprogramm öffnen, neu berechnen, speichern und neu laden.',
  'load.error-cells':
    '.input {$cells :integer} .match $cells one {{{$cells} Zelle im Blatt `{$sheet}` enthält einen Fehler: {$errors :list type=unit max=5}.}} * {{{$cells} Zellen im Blatt `{$sheet}` enthalten Fehler: {$errors :list type=unit max=5}.}}',
  'load.error-cells.hint': 'In Spalten von Zahlen und Daten sind sie kein Wert, in Textspalten Text.',
  'load.percent':
    'Spalte {$column} im Blatt `{$sheet}` zeigt Prozente in {$cells :integer} Zellen. Geladen wird der Wert: 12,5 % ist 0,125.',
  'load.currency': 'Spalte {$column} im Blatt `{$sheet}` enthält Beträge in {$currency}. Geladen wird ohne Währung.',
  'load.currencies':
    'Spalte {$column} im Blatt `{$sheet}` enthält Beträge in mehreren Währungen ({$currencies :list type=unit max=5}). Geladen wird ohne Währung.',
  'load.currencies.hint': 'Der Arbeitsmappe eine Währungsspalte hinzufügen oder die Beträge nicht vergleichen.',
  'load.inexact-numbers':
    '.input {$cells :integer} .match $cells one {{{$cells} Zahl im Blatt `{$sheet}` hat mehr als 15 Ziffern. Die letzten Ziffern sind falsch.}} * {{{$cells} Zahlen im Blatt `{$sheet}` haben mehr als 15 Ziffern. Die letzten Ziffern sind falsch.}}',
  'load.inexact-numbers.hint': 'Sind es Kennungen, sie in der Arbeitsmappe als Text eingeben und neu laden.',
  'load.hidden-rows':
    '.input {$rows :integer} .match $rows one {{{$rows} ausgeblendete Zeile des Blatts `{$sheet}` wird mitgeladen.}} * {{{$rows} ausgeblendete Zeilen des Blatts `{$sheet}` werden mitgeladen.}}',
  'load.cells-out-of-range':
    '.input {$cells :integer} .match $cells one {{{$cells} Zelle hinter der letzten möglichen Spalte wird nicht geladen.}} * {{{$cells} Zellen hinter der letzten möglichen Spalte werden nicht geladen.}}',
  'load.slow-view': 'Die Sicht `{$view}` in `{$file}` dauert zu lange.',
  'load.slow-view.hint': 'Ihr Ergebnis als Tabelle speichern (`CREATE TABLE … AS SELECT …`).',
  'load.no-part':
    '.input {$kind :string} .match $kind sheet {{`{$file}` hat kein Blatt `{$part}`. Vorhanden: {$parts :list type=unit quote=code max=12}.}} element {{`{$file}` hat keine Elemente `{$part}`. Vorhanden: {$parts :list type=unit quote=code max=12}.}} * {{`{$file}` hat keine Tabelle `{$part}`. Vorhanden: {$parts :list type=unit quote=code max=12}.}}',
  'load.no-part.hint': 'Davon wählen.',
  'load.no-part.none':
    '.input {$kind :string} .match $kind sheet {{`{$file}` hat keine Blätter.}} element {{`{$file}` hat keine Elemente, die Datensätze sein können.}} * {{`{$file}` hat keine Tabellen.}}',
  'load.no-part.none.hint': 'Eine andere Datei wählen.',
  'load.no-part.page': '`{$file}` ist eine HTML-Seite ohne Datentabelle.',
  'load.no-part.page.hint':
    'Eine Seite lädt ihre Tabelle oft nach: die Tabelle kopieren oder als CSV speichern und diese Datei laden.',
  'load.no-table': '`{$file}` ist eine SQLite-Datenbank ohne Tabellen.',
  'load.no-table.hint': 'Die Datei mit den Daten wählen.',
  'load.mixed-types':
    'Die Werte von `{$column}` haben mehrere Typen ({$types :list type=unit}). Sie werden als Text geladen.',
  'load.mixed-types.hint': 'In der Datenbank berichtigen oder den Spaltentyp im Ladeplan festlegen.',
  'load.xml-records': 'Die Datensätze sind die {$count :integer} Elemente `{$path}`.',
  'load.xml': '`{$file}` ist kein gültiges XML: {$reason :message} (Zeile {$line :integer}).',
  'load.xml.hint': 'Die Datei an dieser Stelle berichtigen oder neu exportieren.',
  'load.too-many-xml-elements':
    '`{$file}` hat mehr als {$max :integer} Arten von Elementen. Es werden keine Datensätze gefunden.',
  'load.too-many-xml-elements.hint':
    'Die Datensätze als CSV oder JSON exportieren, oder als XML mit gleichen Elementen je Datensatz.',
  'load.disk-full': 'Der Datenträger ist voll: `{$file}` lässt sich nicht entpacken.',
  'load.disk-full.hint': 'Im Ordner für temporäre Dateien Platz schaffen und die Datei neu laden.',
  'load.json': 'Die Datei ist kein gültiges JSON: {$reason :message} (Zeile {$line :integer}).',
  'load.json.hint': 'Prüfen, ob die Datei vollständig ist, oder in einem anderen Format lesen.',
  'load.other-keys': 'Nicht alle Datensätze von `{$file}` sind wie die ersten: {$reason :message}',
  'load.other-keys.hint': 'Den Ladeplan aus der ganzen Datei erstellen.',
  'load.unreadable.changed': '`{$file}` lässt sich nicht mehr lesen: {$reason :message}.',
  'load.unreadable.changed.hint': 'Sie wurde nach der Auswahl geändert, verschoben oder gelöscht. Neu auswählen.',
  'load.other-encoding': 'Nicht alles in `{$file}` ist {$encoding}.',
  'load.other-encoding.hint': 'Den Ladeplan aus der ganzen Datei erstellen oder die Kodierung festlegen.',
  'load.names':
    '.input {$other :string} .match $other || {{Der Ladeplan hat eine Spalte `{$column}`, ein nicht erlaubter Name.}} * {{Der Ladeplan hat die Spalten `{$column}` und `{$other}`, die sich höchstens in Groß- und Kleinschreibung unterscheiden.}}',
  'load.names.hint': 'Jeder Spalte einen eigenen Namen geben, nicht nur in anderer Schreibung.',
  'load.encoding': '`{$encoding}` ist keine bekannte Kodierung.',
  'load.encoding.hint': 'Einen Namen wie utf-8, windows-1252, iso-8859-2 oder shift_jis verwenden.',
  'load.plan-columns': 'Der Ladeplan hat {$planned :integer} Spalten, `{$file}` hat {$found :integer}.',
  'load.plan-columns.hint': 'Den Ladeplan für diese Datei neu erstellen.',
  'load.type': '`{$type}` ist kein unterstützter Typ für die Zellen von `{$column}`.',
  'load.type.hint':
    'VARCHAR, BIGINT, DECIMAL(18,3), DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, INTERVAL oder UUID verwenden.',
  'load.format': 'Das Format `{$format}` von `{$column}` hat eine Zeitzone im Text.',
  'load.format.hint': '%z ans Ende des Formats setzen; Namen von Zeitzonen (%Z) werden nicht unterstützt.',
  'load.too-many-columns':
    '.input {$exact :string} .match $exact true {{`{$file}` hat {$columns :integer} Spalten; eine Tabelle kann {$max :integer} haben.}} * {{`{$file}` hat mindestens {$columns :integer} Spalten; eine Tabelle kann {$max :integer} haben.}}',
  'load.too-many-columns.hint':
    'Spalten entfernen, die Tabelle transponieren oder als Datensätze aus Zeile, Spalte und Wert exportieren.',
  'loading.error-count': '{$error} {$count :integer} ×',
  'loading.value-type':
    '.input {$type :string} .match $type integers {{{$count :integer} ganze Zahlen}} reals {{{$count :integer} Zahlen}} texts {{{$count :integer} Texte}} * {{{$count :integer} Blobs}}',
  'loading.reject-cells':
    '.input {$cells :integer} .match $cells one {{Er hat {$cells} Zelle, die Tabelle hat {$columns :integer}.}} * {{Er hat {$cells} Zellen, die Tabelle hat {$columns :integer}.}}',
  'loading.reject-null': 'Er ist null.',
  'loading.reject-short': 'Er hat weniger Werte als die Tabelle Spalten ({$columns :integer}).',
  'loading.reject-place': 'Die Tabelle hat keine Spalte für Eintrag {$item :integer} einer Liste.',
  'loading.reject-value': 'Er ist ein einzelner Wert statt eines Objekts.',
  'loading.reject-key': 'Die Tabelle hat keine Spalte für den Schlüssel `{$key}`.',
  'loading.reject-json': 'Er ist kein gültiges JSON: {$reason :message}.',
  'json.text-after-end': 'Text hinter dem Ende',
  'json.no-records': 'keine Datensätze unter `{$path}`',
  'json.no-column': 'die Tabelle hat keine Spalte für `{$column}`',
  'file.error.no-content': 'sie hat keinen Inhalt',
  'json.unexpected': 'unerwartetes `{$found}`',

  'file.label':
    '.input {$format :string} .match $format csv {{CSV}} json {{JSON}} jsonl {{JSON Lines}} parquet {{Parquet}} arrow {{Arrow}} sqlite {{SQLite}} excel {{Excel}} ods {{OpenDocument}} html {{HTML}} xml {{XML}} markdown {{Markdown}} empty {{leer}} binary {{unbekanntes Format}} * {{{$format}}}',
  'loading.summary': '{$source :message} · {$parts :list type=unit}',
  'loading.source-url': '{$url}',
  'loading.source-run': 'Eingabedatei des Laufs',
  'loading.source-missing': 'Datei nicht gefunden',
  'loading.source-file': '.input {$file :string} .match $file || {{Gewählte Datei}} * {{{$file}}}',
  'loading.source-input': 'Datei vom Eingang',
  'loading.detected': 'automatisch erkannt',
  'loading.with-encoding': '{$encoding}',
  'loading.with-delimiter': 'Trennzeichen „{$delimiter}“',
  'loading.with-header': '.input {$header :string} .match $header yes {{mit Kopf}} * {{ohne Kopf}}',
  'loading.with-entry': 'Eintrag {$entry}',
  'loading.with-part': 'Teil {$part}',
  'loading.with-records': 'Datensätze in {$path}',
  'loading.by-saved-plan': 'gespeicherter Ladeplan',
  'loading.started': '{$file} wird geladen ({$size :bytes}).',
  'loading.fetching': '{$url} wird heruntergeladen.',
  'load.dataset-missing': 'Die gewählte Datei gibt es nicht mehr.',
  'load.dataset-missing.hint': 'Eine andere Datei wählen oder dieselbe neu hinzufügen.',
  'load.no-dataset': '„{$node}“ hat keine Datei: Im Knoten ist keine gewählt, und der Lauf liefert keine.',
  'load.no-dataset.hint': 'Im Knoten einen Datensatz wählen oder den Lauf mit einer Datei starten.',
  'load.dataset-deleted':
    '.input {$file :string} .input {$node :string} .match $file $node || || {{Die Datei gibt es nicht mehr.}} || * {{Die in „{$node}“ gewählte Datei gibt es nicht mehr.}} * * {{Die Datei „{$file}“ für „{$node}“ gibt es nicht mehr.}}',
  'load.dataset-deleted.hint': 'Im Knoten eine andere Datei wählen oder dieselbe neu hinzufügen.',
}
