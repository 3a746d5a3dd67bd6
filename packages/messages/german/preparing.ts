import type { German } from './german.ts'
import type { preparingMessages as english } from '../english/preparing.ts'

export const preparingMessages: German<typeof english> = {
  // Effects of a plan's operations: one code for each kind.
  'operation.trim':
    '.input {$inner :string} .match $inner true {{Leerraum in `{$column}` kürzen, auch mehrfachen innerhalb}} * {{Leerraum an beiden Enden von `{$column}` entfernen}}',
  'operation.case':
    '.input {$to :string} .match $to upper {{`{$column}` in Großbuchstaben schreiben}} lower {{`{$column}` in Kleinbuchstaben schreiben}} title {{`{$column}` mit großen Anfangsbuchstaben schreiben}} * {{`{$column}` wie im Satz schreiben}}',
  'operation.replace':
    '.input {$isPattern :string} .match $isPattern true {{Treffer von {$find} in `{$column}` durch „{$with}“ ersetzen}} * {{„{$find}“ in `{$column}` durch „{$with}“ ersetzen}}',
  'operation.parse-number': '`{$column}` als Zahlen lesen',
  'operation.parse-date':
    '.input {$type :string} .match $type DATE {{`{$column}` als Daten lesen ({$format})}} * {{`{$column}` als Daten mit Uhrzeit lesen ({$format})}}',
  'operation.parse-currency':
    '.input {$currency :string} .match $currency || {{`{$column}` als Beträge lesen}} * {{`{$column}` als Beträge lesen, mit der Währung in `{$currency}`}}',
  'operation.cast': '`{$column}` in {$type :columnType} umwandeln',
  'operation.finite': 'Unendliche Werte von `{$column}` leeren',
  'operation.empty-texts': '{$texts :list type=or quote=text max=5} in `{$column}` leeren',
  'operation.map-values':
    '.input {$others :string} .match $others empty {{{$values :integer} aufgezählte Werte von `{$column}` ersetzen und alle anderen leeren}} * {{{$values :integer} aufgezählte Werte von `{$column}` ersetzen}}',
  'operation.merge-spellings':
    '.input {$groups :integer} .match $groups one {{{$groups} Gruppe von Schreibweisen in `{$column}` vereinheitlichen}} * {{{$groups} Gruppen von Schreibweisen in `{$column}` vereinheitlichen}}',
  'operation.scale': '`{$column}` skalieren: (Wert - {$offset :string}) / {$divisor :string}',
  'operation.unscale': '`{$column}` zurückskalieren: Wert * {$divisor :string} + {$offset :string}',
  'operation.empty-where': '`{$column}` in Zeilen leeren, für die gilt: {$expression}',
  'operation.set-cells':
    '.input {$cells :integer} .match $cells one {{{$cells} Zelle von `{$column}` setzen}} * {{{$cells} Zellen von `{$column}` setzen}}',
  'operation.rename': '`{$column}` in `{$to}` umbenennen',
  'operation.copy': '`{$column}` nach `{$to}` als {$type :columnType} kopieren',
  'operation.split': '`{$column}` bei „{$separator}“ in {$into :list quote=code max=6} teilen',
  'operation.join-columns': '{$columns :list quote=code max=6} zu `{$to}` zusammenfügen',
  'operation.extract': 'Treffer von {$pattern} aus `{$column}` nach `{$to}` übernehmen',
  'operation.derive': '`{$to}` als {$expression} berechnen',
  'operation.flag': 'In `{$to}` die Zeilen kennzeichnen, für die gilt: {$expression}',
  'operation.encode':
    '.input {$how :string} .match $how one-hot {{Für {$values :integer} Werte von `{$column}` je eine Spalte aus 0 und 1 anlegen}} * {{{$values :integer} Werte von `{$column}` in `{$to}` nummerieren}}',
  'operation.decode': '{$values :integer} Werte von `{$to}` aus {$columns :list quote=code max=6} dekodieren',
  'operation.bucket': '`{$column}` in {$ranges :integer} Bereiche in `{$to}` einteilen',
  'operation.project':
    'Die Koordinaten `{$x}` und `{$y}` aus {$columns :list quote=code max=6} berechnen (Projektion, Startwert {$seed :string})',
  'operation.generate-id': 'In `{$to}` für jede Zeile eine Kennung erzeugen',
  'operation.number-rows': 'Die Zeilen in `{$to}` nummerieren',
  'operation.drop-column': '`{$column}` weglassen',
  'operation.select': '{$columns :list quote=code max=6} behalten',
  'operation.order-columns': '{$columns :list quote=code max=6} nach vorn stellen',
  'operation.drop-null-rows': 'Zeilen ohne {$columns :list type=or quote=code max=6} weglassen',
  'operation.drop-rows': 'Zeilen weglassen, für die gilt: {$expression}',
  'operation.filter': 'Zeilen behalten, für die gilt: {$expression}',
  'operation.deduplicate':
    '.input {$keep :string} .match $keep first {{Von gleichen Zeilen die erste behalten}} * {{Von gleichen Zeilen die letzte behalten}}',
  'operation.deduplicate.columns':
    '.input {$keep :string} .match $keep first {{Von Zeilen mit gleichem {$columns :list quote=code max=6} die erste behalten}} * {{Von Zeilen mit gleichem {$columns :list quote=code max=6} die letzte behalten}}',
  'operation.fill':
    '.input {$how :string} .match $how constant {{Leere Zellen von `{$column}` mit „{$value :string}“ füllen}} previous {{Leere Zellen von `{$column}` mit dem Wert darüber füllen}} next {{Leere Zellen von `{$column}` mit dem Wert darunter füllen}} mean {{Leere Zellen von `{$column}` mit dem Mittelwert füllen}} median {{Leere Zellen von `{$column}` mit dem Median füllen}} * {{Leere Zellen von `{$column}` mit dem häufigsten Wert füllen}}',
  'operation.interpolate':
    '.input {$by :string} .match $by || {{Leere Zellen von `{$column}` interpolieren}} * {{Leere Zellen von `{$column}` entlang `{$by}` interpolieren}}',
  'operation.within': '{$operation :message}, innerhalb von {$columns :list quote=code max=6}',
  'operation.pivot':
    '.input {$value :string} .match $value || {{{$values :integer} Werte von `{$column}` pivotieren: {$function}}} * {{{$values :integer} Werte von `{$column}` pivotieren: {$function} von `{$value}`}}',
  'operation.unpivot': '{$columns :list quote=code max=6} entpivotieren',
  'operation.join-tables': 'Mit `{$table}` verbinden über {$keys :list quote=code}',
  'operation.geocode': 'Breite und Länge zu `{$column}` in `{$table}` nachschlagen',
  'operation.points-of-links': 'Aus jedem verschiedenen `{$source}` und `{$target}` einen Punkt erzeugen',
  'operation.resolve-links': '`{$source}` und `{$target}` unter den Punkten finden',

  // Why a plan has an operation.
  'prepare.reason-unnamed-column': 'Die Spalte hat weder Namen noch Werte.',
  'prepare.reason-untrimmed': 'Leerraum um einen Text macht ihn zu einem anderen Wert.',
  'prepare.reason-not-finite': 'Unendliche Werte und NaN zählen als leer.',
  'prepare.reason-nested': 'Listen und Objekte lassen sich nicht als Zahlen nutzen.',
  'prepare.reason-no-values': 'Die Spalte hat keine Werte.',
  'prepare.reason-constant': 'Alle Werte sind gleich.',
  'prepare.reason-row-number': 'Die Spalte ist die Zeilennummer.',
  'prepare.reason-unique-text':
    'Jede Zeile hat einen anderen Text: ein Name oder eine Kennung, aus der sich nichts lernen lässt.',
  'prepare.reason-too-many-categories': '{$distinct :integer} verschiedene Texte sind zu viele für Kategorien.',
  'prepare.reason-flag-null': 'Hält fest, wo `{$column}` leer war.',
  'prepare.reason-needs-numbers': 'Das Ziel verlangt Zahlen.',
  'prepare.reason-boolean-as-number': 'Das Ziel verlangt Zahlen: 1 ist wahr, 0 ist falsch.',
  'prepare.reason-no-label': 'Zeilen ohne den vorherzusagenden Wert taugen nicht zum Lernen.',
  'prepare.reason-median-fraction': 'Der Median kann einen Bruchteil haben.',
  'prepare.reason-median': 'Leere Zellen bekommen den Median der Spalte.',
  'prepare.reason-scale': 'Bringt {$min :value} bis {$max :value} auf den Bereich 0 bis 1.',
  'prepare.reason-scale-wide':
    'Bringt {$min :value} bis {$max :value} auf den Bereich -1 bis 1: Ihr Abstand übersteigt die größte Zahl.',
  'prepare.reason-scale-time': 'Bringt die Werte auf den Bereich 0 bis 1.',
  'prepare.reason-unknown-false': 'Leere Zellen zählen als falsch und sind gekennzeichnet.',
  'prepare.reason-seconds': 'Stellt einen Zeitpunkt als Sekunden seit 1970 dar.',
  'prepare.reason-replaced': '`{$column}` ersetzt die Spalte.',
  'prepare.reason-replaced-by-values': 'Eine Spalte je Wert ersetzt die Spalte.',
  'prepare.reason-not-comparable': 'Die Werte lassen sich nicht vergleichen.',
  'prepare.reason-ordinal': '{$values :integer} Werte werden der Reihe nach nummeriert.',
  'prepare.reason-one-hot': '{$values :integer} Werte werden Spalten aus 0 und 1.',
  'prepare.reason-null-category': 'Leer ist eine eigene Kategorie.',
  'prepare.reason-schema-not-null': 'Das Schema verlangt in jeder Zeile einen Wert.',
  'prepare.reason-schema-unique': 'Das Schema verlangt eindeutige Werte von `{$key}`; die erste Zeile bleibt.',
  'prepare.reason-schema-strict': 'Das Schema erlaubt keine anderen Spalten.',
  'prepare.reason-schema-name': 'Das Schema nennt diese Spalte `{$name}`.',
  'prepare.reason-schema-type': 'Das Schema verlangt den Typ {$type :columnType}.',
  'prepare.reason-schema-values': 'Das Schema schreibt diese Werte anders.',
  'prepare.reason-schema-finite': 'Das Schema verlangt endliche Zahlen.',
  'prepare.reason-spellings': 'Schreibweisen desselben Werts; die häufigste bleibt.',
  'prepare.reason-null-words': 'Wörter für einen fehlenden Wert werden geleert.',
  'prepare.type':
    '.input {$type :string} .match $type BIGINT {{ganze Zahlen}} DOUBLE {{Zahlen}} BOOLEAN {{ja oder nein}} DATE {{Daten}} TIMESTAMP {{Daten mit Uhrzeit}} TIME {{Uhrzeiten}} INTERVAL {{Zeitspannen}} UUID {{UUIDs}} * {{Texte}}',
  'prepare.reason-all-of-type': 'Alle Texte sind {$type :message}.',
  'prepare.reason-mostly-of-type':
    '{$fitting :integer} von {$distinct :integer} verschiedenen Texten sind {$type :message}.',
  'prepare.reason-currency': 'Die Texte sind Beträge in {$unit}; `{$column}` behält die Währung.',
  'prepare.reason-unit': 'Die Texte sind Zahlen mit der Einheit „{$unit}“, die entfernt wird.',
  'prepare.reason-untrimmed-id': 'Leerraum um eine Kennung bricht Verbindungen zu ihr.',
  'prepare.reason-finite-coordinate': 'Koordinaten müssen endlich sein.',
  'prepare.reason-both-coordinates': 'Ein Punkt braucht zwei endliche Koordinaten.',
  'prepare.reason-finite-appearance': 'Größe und Farbe müssen endlich sein.',
  'prepare.reason-points-first': 'Die Spalten der Punkte kommen zuerst.',
  'prepare.reason-links-first': 'Die Spalten der Verbindungen kommen zuerst.',
  'prepare.reason-links-table': 'Die Verbindungen sind eine eigene Tabelle.',
  'prepare.reason-index': 'Cosmograph spricht Punkte über eine Nummer ab 0 an.',
  'prepare.reason-projection': 'Ähnliche Punkte liegen nahe beieinander. Die Achsen haben keine Einheit.',
  'prepare.reason-generate-id': '{$reason :message} Kennungen werden aus den Zeilennummern erzeugt.',
  'prepare.reason-id-text': '{$reason :message} Kennungen werden als Text gespeichert, damit keine gerundet wird.',
  'prepare.reason-coordinate': '`{$column}` ist die {$role}-Koordinate der Punkte.',
  'prepare.reason-points-of-links': '{$reason :message} Jedes verschiedene Ende ist ein Punkt.',
  'prepare.reason-resolve-links': '{$reason :message} Eine Verbindung braucht beide Enden unter den Punkten.',
  'prepare.reason-unscale': 'Macht die Skalierung des Plans rückgängig.',
  'prepare.reason-original-type': 'Stellt den ursprünglichen Typ wieder her.',
  'prepare.reason-decode': 'Stellt die Werte aus ihrer Kodierung wieder her.',
  'prepare.reason-original-name': 'Stellt den ursprünglichen Namen wieder her.',
  'prepare.reason-copy-back': 'Stellt die Spalte aus ihrer Kopie wieder her.',
  'prepare.reason-restore-nulls': 'Stellt leere Zellen wieder her, die der Plan gefüllt und gekennzeichnet hat.',
  'prepare.reason-added-by-plan': 'Der Plan hat die Spalte hinzugefügt.',
  'prepare.reason-original-order': 'Stellt die ursprüngliche Reihenfolge der Spalten wieder her.',

  // Roles of columns: ids, coordinates, links.
  'prepare.id-linked': '`{$column}` kennzeichnet die Zeilen: Die Verbindungen beziehen sich darauf.',
  'prepare.id-named':
    '`{$column}` kennzeichnet die Zeilen: Der Name passt zu einer Kennung, und alle Werte sind verschieden.',
  'prepare.id-shaped': '`{$column}` kennzeichnet die Zeilen: Die Werte sehen wie Kennungen aus und sind verschieden.',
  'prepare.id-null':
    '`{$column}` ist in {$nulls :integer} von {$rows :integer} Zeilen leer und kann die Punkte nicht kennzeichnen.',
  'prepare.id-not-unique':
    '`{$column}` hat {$distinct :integer} verschiedene Werte in {$rows :integer} Zeilen und kann die Punkte nicht kennzeichnen.',
  'prepare.id-missing': 'Keine Spalte mit eindeutigen Werten hat den Namen oder die Form einer Kennung.',
  'prepare.id': '{$reason :message} Sie dient als Kennung der Punkte.',
  'prepare.id-generated':
    '{$reason :message} `{$column}` wird in der Reihenfolge der Zeilen erzeugt: row-1, row-2 und so weiter.',
  'prepare.id-generated.hint':
    'Für eigene Kennungen der Quelle eine Spalte mit einem eigenen Wert in jeder Zeile geben.',
  'prepare.id-not-distinct':
    '`{$column}` heißt wie eine Kennung, hat aber Wiederholungen oder leere Zellen. Sie bleibt eine gewöhnliche Spalte.',
  'prepare.not-measure.id': 'ist die Kennung',
  'prepare.not-measure.missing': 'hat zu viele leere Werte',
  'prepare.not-measure.not-numeric': 'ist keine Zahl',
  'prepare.not-measure.constant': 'ist konstant',
  'prepare.not-measure.id-name': 'heißt wie eine Kennung',
  'prepare.not-measure.code-name': 'heißt wie ein Code',
  'prepare.not-measure.rank-name': 'heißt wie ein Rang',
  'prepare.not-measure.link-name': 'heißt wie ein Verweis',
  'prepare.not-measure.calendar-name': 'heißt wie ein Teil des Kalenders',
  'prepare.not-measure.row-number': 'ist die Zeilennummer',
  'prepare.not-measure.numbers-rows': 'nummeriert die Zeilen',
  'prepare.not-measure.years': 'enthält Jahre',
  'prepare.not-measure.few-values': 'hat nur {$distinct :integer} verschiedene ganze Zahlen',
  'prepare.not-measure.column': '`{$column}` ({$reason :message})',
  'prepare.no-measure': 'Zahlenspalten, die keine Koordinaten sind: {$columns :list max=8}.',
  'prepare.coordinates-named': '`{$x}` und `{$y}` sind nach ihren Namen die Koordinaten.',
  'prepare.coordinates-measured':
    '`{$x}` und `{$y}` dienen als Koordinaten: Sie sind die vollständigsten Messwerte und schwanken am meisten.',
  'prepare.coordinates-projected':
    '`{$x}` und `{$y}` sind eine Projektion von {$measures :integer} Messwerten mit dem Startwert {$seed :string}.',
  'prepare.coordinates-too-few':
    '.input {$column :string} .match $column || {{Koordinaten brauchen zwei Messwerte, keine Spalte eignet sich. Cosmograph berechnet die Anordnung.}} * {{Koordinaten brauchen zwei Messwerte, nur `{$column}` eignet sich. Cosmograph berechnet die Anordnung.}}',
  'prepare.projection-too-few':
    'Eine Projektion braucht zwei Messwerte, die Tabelle hat {$measures :integer}. Cosmograph berechnet die Anordnung.',
  'prepare.layout-simulation': 'Keine Koordinaten: Cosmograph berechnet die Anordnung.',
  'prepare.layout-by-links':
    'Die Punkte haben keine Koordinaten: Cosmograph berechnet die Anordnung aus ihren Verbindungen.',
  'prepare.coordinates': '{$reason :message}',
  'prepare.no-coordinates': '{$reason :message}',
  'prepare.point-appearance':
    '.input {$role :string} .match $role size {{Größe nach `{$column}`}} color {{Farbe nach `{$column}`}} label {{Beschriftung nach `{$column}`}} time {{Zeit nach `{$column}`}} * {{Gruppe nach `{$column}`}}',
  'prepare.appearance': 'Aussehen der Punkte: {$looks :list}.',
  'prepare.looks-like-links':
    '`{$source}` und `{$target}` sehen aus wie die Enden von Verbindungen, aber jede Zeile wird ein Punkt.',
  'prepare.links-named':
    '.input {$isShared :string} .match $isShared true {{`{$source}` und `{$target}` sind nach ihren Namen die Enden von Verbindungen, und {$shared :percent maximumFractionDigits=0} der Werte der einen kommen in der anderen vor.}} * {{`{$source}` und `{$target}` sind nach ihren Namen die Enden von Verbindungen.}}',
  'prepare.links-parents': '`{$parent}` verweist auf `{$id}` anderer Zeilen: Jeder Wert ist eine Verbindung von dort.',
  'prepare.links': 'Verbindungen gehen von `{$source}` nach `{$target}`. {$reason :message}',
  'prepare.points-of-links':
    '{$reason :message} Die Punkte sind die verschiedenen Enden, `{$degree}` zählt ihre Verbindungen.',

  // Notes of plans.
  'prepare.empty-column': '`{$column}` hat keine Werte.',
  'prepare.duplicate-rows':
    '.input {$rows :integer} .match $rows one {{{$rows} Zeile gleicht einer früheren in allen Spalten und bleibt.}} * {{{$rows} Zeilen gleichen einer früheren in allen Spalten und bleiben.}}',
  'prepare.duplicate-rows.hint': 'Wo Wiederholungen Fehler sind, den Schritt „Doppelte weglassen“ hinzufügen.',
  'prepare.mostly-typed':
    '`{$column}` bleibt Text: {$misfits :integer} von {$distinct :integer} verschiedenen Texten lassen sich nicht als {$type :message} lesen, etwa {$examples :list quote=text max=3}.',
  'prepare.mostly-typed.hint': 'Diese Texte ersetzen oder leeren, dann die Spalte lesen.',
  'prepare.column-dropped': '`{$column}` wird weggelassen. {$reason :message}',
  'prepare.no-label': 'Die Tabelle hat keine Spalte `{$label}`, die vorherzusagen wäre.',
  'prepare.no-label.hint': '{$columns :list type=or quote=code max=8} wählen.',
  'prepare.leak': '`{$column}` verrät `{$label}`: Jeder der {$distinct :integer} Werte kommt nur mit einem davon vor.',
  'prepare.leak.hint': 'Die Spalte weglassen, wenn ihre Werte nicht vorher bekannt sind.',
  'prepare.duplicate-column': '`{$column}` ist in jeder Zeile gleich `{$twin}`.',
  'prepare.no-category':
    '.input {$rows :integer} .match $rows one {{{$rows} Zeile hat kein `{$column}` und bekommt in dessen Spalten 0.}} * {{{$rows} Zeilen haben kein `{$column}` und bekommen in dessen Spalten 0.}}',
  'prepare.missing-column': 'Die Tabelle hat keine Spalte `{$column}`, die das Schema verlangt.',
  'prepare.missing-column.hint': 'Die Spalte berechnen oder eine Tabelle verbinden, die sie hat.',
  'prepare.nothing-to-learn': 'Keine Spalte taugt zum Lernen: {$columns :list max=8}',
  'prepare.nothing-to-learn.column': '`{$column}` ({$reason :message})',
  'prepare.not-restored': 'Was „{$op}“ geändert hat, lässt sich nicht rückgängig machen.',
  'prepare.not-restored.column': '`{$column}` wurde weggelassen und lässt sich nicht wiederherstellen.',
  'prepare.plan-for-other-table':
    '.input {$rows :integer} .match $rows one {{Der Plan ist für eine andere Tabelle mit {$rows} Zeile, auf die sich seine Gründe beziehen.}} * {{Der Plan ist für eine andere Tabelle mit {$rows} Zeilen, auf die sich seine Gründe beziehen.}}',
  'prepare.by-model':
    '.input {$remarks :string} .match $remarks || {{Das Sprachmodell „{$model}“ bei {$host} hat diese Schritte vorgeschlagen.}} * {{Das Sprachmodell „{$model}“ bei {$host} hat diese Schritte vorgeschlagen: {$remarks}}}',
  'prepare.by-model.hint': 'Jeden Grund an den Daten prüfen.',

  // Summaries of preparations.
  'prepare.rows-dropped':
    '.input {$dropped :integer} .match $dropped one {{{$dropped} von {$rows :integer} Zeilen wurde weggelassen. {$reason :message}}} * {{{$dropped} von {$rows :integer} Zeilen wurden weggelassen. {$reason :message}}}',
  'prepare.rows-dropped.hint': 'Um die Zeilen zu behalten, diese Zellen in der Quelle füllen.',
  'prepare.links-dropped':
    '.input {$dropped :integer} .match $dropped one {{{$dropped} von {$rows :integer} Verbindungen wurde weggelassen. {$reason :message}}} * {{{$dropped} von {$rows :integer} Verbindungen wurden weggelassen. {$reason :message}}}',
  'prepare.links-dropped.hint': 'Um die Verbindungen zu behalten, die fehlenden Punkte in die Quelle aufnehmen.',
  'prepare.reason-with-rows': '{$reason :message} Erste Zeilen: {$rows :list}.',
  'prepare.sentence': '{$text :message}.',
  'prepare.sentences': '{$first :message} {$second :message}',
  'prepare.cells-not-set':
    '.input {$cells :integer} .match $cells one {{{$cells} von {$all :integer} Zellen von `{$column}` wurde nicht gesetzt: Der alte Wert hat sich geändert, oder der neue passt nicht zum Typ der Spalte.}} * {{{$cells} von {$all :integer} Zellen von `{$column}` wurden nicht gesetzt: Der alte Wert hat sich geändert, oder der neue passt nicht zum Typ der Spalte.}}',
  'prepare.cells-not-set.hint':
    'Den Plan auf die Tabelle anwenden, für die er gemacht wurde, mit denselben Spaltentypen.',
  'prepare.cells-emptied':
    '.input {$cells :integer} .match $cells one {{{$cells} Zelle von `{$column}` wurde geleert. {$reason :message}}} * {{{$cells} Zellen von `{$column}` wurden geleert. {$reason :message}}}',
  'prepare.self-loops':
    '.input {$links :integer} .match $links one {{{$links} Verbindung beginnt und endet am selben Punkt und bleibt.}} * {{{$links} Verbindungen beginnen und enden am selben Punkt und bleiben.}}',
  'prepare.duplicate-links':
    '.input {$links :integer} .match $links one {{{$links} Verbindung wiederholt eine andere und bleibt.}} * {{{$links} Verbindungen wiederholen andere und bleiben.}}',
  'prepare.not-valid': 'Die vorbereitete Tabelle ist nicht {$target}: {$reason :message}',
  'prepare.drift-missing': 'Spalten des Plans fehlen: {$columns :list quote=code max=8}.',
  'prepare.drift-added': 'Neue Spalten gehen unverändert durch: {$columns :list quote=code max=8}.',
  'prepare.drift-type':
    '`{$column}` hat den Typ {$found :columnType unlike=$expected}; der Plan erwartet {$expected :columnType unlike=$found}.',
  'prepare.drift-values':
    '.input {$rows :integer} .match $rows one {{`{$column}` hat in {$rows} Zeile Werte, die der Plan nicht kennt: {$values :list max=5}.}} * {{`{$column}` hat in {$rows} Zeilen Werte, die der Plan nicht kennt: {$values :list max=5}.}}',
  'prepare.drift-values.hint': 'Einen neuen Plan erstellen oder die Werte dem Schritt hinzufügen, der sie aufzählt.',
  'prepare.drift-range':
    '.input {$rows :integer} .match $rows one {{`{$column}` liegt in {$rows} Zeile außerhalb des Bereichs {$expectedMin :value} bis {$expectedMax :value} des Plans: {$min :value} bis {$max :value}.}} * {{`{$column}` liegt in {$rows} Zeilen außerhalb des Bereichs {$expectedMin :value} bis {$expectedMax :value} des Plans: {$min :value} bis {$max :value}.}}',
  'prepare.drift-range.hint': 'Einen neuen Plan erstellen, wenn sich der Bereich auf Dauer geändert hat.',
  'prepare.drift-nulls':
    '`{$column}` ist in {$found :percent maximumFractionDigits=1} der Zeilen leer; der Plan erwartet {$expected :percent maximumFractionDigits=1}.',
  'prepare.drift-spellings':
    '.input {$rows :integer} .match $rows one {{`{$column}` hat in {$rows} Zeile Schreibweisen, die der Plan nicht zusammenführt: {$values :list max=5}.}} * {{`{$column}` hat in {$rows} Zeilen Schreibweisen, die der Plan nicht zusammenführt: {$values :list max=5}.}}',
  'prepare.drift-spellings.hint': 'Sie dem Schritt hinzufügen, der Schreibweisen zusammenführt.',

  // Attempts, and why none succeeded.
  'prepare.request-plan': 'Einen Plan von „{$model}“ bei {$host} anfordern',
  'prepare.find-model': 'Das Sprachmodell „{$model}“ finden',
  'prepare.plan-by-rules': 'Nach Regeln planen',
  'prepare.apply': 'Den Plan ausführen: {$operations :list type=unit}',
  'prepare.apply-another': 'Einen anderen Plan ausführen: {$operations :list type=unit}',
  'prepare.try': 'Den Plan an einer Stichprobe versuchen: {$operations :list type=unit}',
  'prepare.try-another': 'Einen anderen Plan an einer Stichprobe versuchen: {$operations :list type=unit}',
  'prepare.no-operations': 'keine Schritte',
  'prepare.succeeded':
    '.input {$rows :integer} .match $rows one {{{$rows} Zeile ist {$target}.}} * {{{$rows} Zeilen sind {$target}.}}',
  'prepare.outcome-not-valid': 'Das Ergebnis ist nicht gültig.',
  'prepare.plan-fits': 'Der Plan passt zur Tabelle',
  'prepare.plan-does-not-fit': 'Der Plan passt nicht zur Tabelle: {$reason :message}',
  'prepare.plan-does-not-fit.hint':
    'Diesen Schritt ändern oder entfernen, oder für diese Tabelle einen neuen Plan erstellen.',
  'prepare.reason-missing-columns': '{$reason :message} Es fehlen: {$columns :list quote=code}.',
  'prepare.no-plan': 'Kein Plan ließ sich ausführen: {$reason :message}',
  'prepare.no-plan.hint': 'Die Versuche ansehen und einen Plan von Hand schreiben.',
  'prepare.none-proposed': 'Es wurde keiner vorgeschlagen.',
  'prepare.no-rules': 'Die Regeln haben keinen Plan für {$target}.',
  'examples.no-cell': '{$reason :message}',
  'prepare.no-cell': '{$reason :message}',
  'prepare.no-rows':
    '.input {$count :integer} .match $count 0 {{Die Tabelle hat weder Zeilen noch Spalten.}} * {{Die Tabelle hat keine Zeilen. Spalten: {$columns :list quote=code max=5}.}}',
  'prepare.no-rows.hint': 'Die Ausgabe des Knotens davor prüfen und eine Datei mit Zeilen laden.',
  'prepare.no-links-table': 'Der Plan liest Verbindungen aus der Tabelle `{$table}`, die nicht verbunden ist.',
  'prepare.no-links-table.hint': 'Eine Tabelle der Verbindungen anschließen.',

  // Why an operation does not fit a table.
  'prepare.operation-failed': 'Schritt {$place :integer} ({$op}): {$reason :message}',
  'prepare.column-not-found':
    '.input {$nearest :string} .match $nearest || {{Die Spalte `{$column}` ist nicht in der Tabelle. Spalten: {$columns :list quote=code max=8}.}} * {{Die Spalte `{$column}` ist nicht in der Tabelle. Ist `{$nearest}` gemeint?}}',
  'prepare.column-not-found.table':
    '.input {$nearest :string} .match $nearest || {{Die Spalte `{$column}` ist nicht in der Tabelle `{$table}`. Spalten: {$columns :list quote=code max=8}.}} * {{Die Spalte `{$column}` ist nicht in der Tabelle `{$table}`. Ist `{$nearest}` gemeint?}}',
  'prepare.column-unknown': 'Die Spalte `{$column}` ist nicht in der Tabelle.',
  'prepare.column-exists': 'Die Spalte `{$column}` gibt es schon. Einen anderen Namen wählen.',
  'prepare.not-numeric': 'Die Spalte `{$column}` hat keine Zahlen.',
  'prepare.not-text': 'Die Spalte `{$column}` hat keinen Text.',
  'prepare.not-axis': 'Die Spalte `{$column}` hat keine Zahlen oder Daten.',
  'prepare.infinite-offset': '{$offset :string} ist kein gültiger Abzug.',
  'prepare.zero-divisor': '{$divisor :string} ist kein gültiger Teiler.',
  'prepare.unknown-type': '„{$type}“ ist kein Spaltentyp.',
  'prepare.not-a-number-type': '„{$type}“ ist kein Zahlentyp.',
  'prepare.cannot-cast': 'Die Spalte `{$column}` vom Typ {$from} lässt sich nicht in {$to} umwandeln.',
  'prepare.unknown-format': '{$specifier} im Format „{$format}“ kennt strptime nicht.',
  'prepare.cannot-set': 'Zellen vom Typ {$type :columnType} lassen sich nicht setzen.',
  'prepare.cannot-use-pattern': 'Das Muster {$pattern} ist nicht gültig: {$reason :message}',
  'prepare.cannot-use-expression': 'Der Ausdruck {$expression} ist nicht gültig: {$reason :message}',
  'prepare.edges-not-ascending': 'Die Grenzen {$edges :list max=5} steigen nicht an.',
  'prepare.label-count':
    '{$edges :integer} Grenzen ergeben {$ranges :integer} Bereiche, es gibt aber {$labels :integer} Beschriftungen.',
  'prepare.decode-columns':
    '„{$how}“ braucht {$expected :integer} Spalten für {$values :integer} Werte, nicht {$columns :integer}.',
  'prepare.only-column': '`{$column}` ist die einzige Spalte. Eine Tabelle braucht mindestens eine.',
  'prepare.no-group': 'Das Muster {$pattern} hat {$groups :integer} Gruppen; Gruppe {$group :string} gibt es nicht.',
  'prepare.fill-within-itself': 'Die Spalte `{$column}` lässt sich nicht innerhalb ihrer eigenen Gruppen füllen.',
  'prepare.fill-without-value': 'Zum Füllen von `{$column}` ist kein Wert angegeben.',
  'prepare.fill-wrong-value': 'Die Spalte `{$column}` ({$type :columnType}) kann „{$value :string}“ nicht aufnehmen.',
  'prepare.pivot-without-value': 'Die Funktion „{$function}“ braucht eine Wertespalte.',
  'prepare.table-not-connected': 'Keine Tabelle `{$table}` ist verbunden. Vorhanden: {$tables :list quote=code}.',
  'prepare.table-not-connected.none': 'Keine Tabelle `{$table}` ist verbunden.',
  'prepare.no-prepared-column': 'Die vorbereitete Tabelle hat keine Spalte `{$column}`.',
  'prepare.no-prepared-row': 'Die vorbereitete Tabelle hat keine Zeile {$row :integer}.',

  // Language models.
  'model.no-response':
    '.input {$said :string} .match $said || {{Das Sprachmodell „{$model}“ bei {$host} hat nicht geantwortet.}} * {{Das Sprachmodell „{$model}“ bei {$host} hat nicht geantwortet: {$said}}}',
  'model.no-response.hint': 'Prüfen, ob der Dienst läuft, und noch einmal ausführen.',
  'model.access-denied':
    '.input {$said :string} .match $said || {{{$host} hat den Zugriff auf „{$model}“ verweigert ({$status :string}).}} * {{{$host} hat den Zugriff auf „{$model}“ verweigert ({$status :string}): {$said}}}',
  'model.access-denied.hint': 'Das Geheimnis prüfen und die Hosts, an die es gebunden ist.',
  'model.not-found':
    '.input {$said :string} .match $said || {{{$host} hat unter dieser Adresse kein Modell „{$model}“ (404).}} * {{{$host} hat unter dieser Adresse kein Modell „{$model}“ (404): {$said}}}',
  'model.not-found.hint': 'Die Adresse, die meist auf /v1 endet, und den Namen des Modells prüfen.',
  'model.rate-limited':
    '.input {$said :string} .match $said || {{{$host} begrenzt die Anfragen für „{$model}“ (429).}} * {{{$host} begrenzt die Anfragen für „{$model}“ (429): {$said}}}',
  'model.rate-limited.hint': 'Warten oder ein anderes Modell wählen.',
  'model.failed':
    '.input {$said :string} .match $said || {{{$host} antwortete {$status :string} auf eine Anfrage an „{$model}“.}} * {{{$host} antwortete {$status :string} auf eine Anfrage an „{$model}“: {$said}}}',
  'model.failed.hint': 'Später noch einmal ausführen, oder den Namen des Modells und den Zustand des Dienstes prüfen.',
  'model.refused':
    '.input {$said :string} .match $said || {{Das Modell hat die Antwort abgelehnt.}} * {{Das Modell hat die Antwort abgelehnt: {$said}}}',
  'model.answer-without-roles': 'Die Antwort hat keine „roles“, die cosmo-ready verlangt.',
  'model.answer-empty': 'Die Antwort war leer.',
  'model.answer-interrupted': 'Die Antwort brach ab, bevor etwas kam.',
  'model.answer-too-long': 'Die Antwort war zu lang. Weniger Schritte verwenden.',
  'model.answer-truncated': 'Die Antwort brach ab: „…{$end}“',
  'model.answer-not-json': 'Die Antwort ist kein JSON: „{$start}“',
  'model.answer-not-valid': 'Die Antwort passt nicht zum Schema: {$issues :list type=unit}',
  'model.not-named.setting':
    '.input {$setting :string} .match $setting modelSecret {{„API-Schlüssel“ ist gesetzt, aber kein Sprachmodell gewählt. Der Plan entsteht nach Regeln.}} * {{„URL des Modells“ ist gesetzt, aber kein Sprachmodell gewählt. Der Plan entsteht nach Regeln.}}',
  'model.not-named.setting.hint': 'Den Namen eines Modells angeben.',
  'outside.no-egress.model': 'Das Sprachmodell „{$model}“ lässt sich nicht anfragen: Hier gibt es keinen Netzzugang.',
  'outside.no-egress.model.hint': 'Den Ablauf auf der Seite, auf einem Server oder mit aw run ausführen.',

  // The Prepare node.
  'prepare.summary-cosmo-ready':
    'Macht die Tabelle cosmo-ready: Kennung und Index für jede Zeile, Koordinaten aus zwei Messwerten',
  'prepare.summary-ml-ready': 'Macht die Tabelle ml-ready: skalierte Zahlen ohne Lücken, Kategorien als Spalten',
  'prepare.summary-generic': 'Bereinigt die Tabelle, ohne Daten zu verlieren',
  'prepare.summary-own': 'Passt die Tabelle an ein eigenes Schema an',
  'plan.invalid.setting':
    '.input {$path :string} .match $path || {{Das ist kein Vorbereitungsplan: {$issue}}} * {{Das ist kein Vorbereitungsplan: `{$path}`: {$issue}}}',
  'plan.invalid.setting.hint': 'Mit dem Plan anfangen, den ein Vorbereiten-Knoten ausgibt, und ihn ändern.',
}
