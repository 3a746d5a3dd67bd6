import type { German } from './german.ts'
import type { checkingMessages as english } from '../english/checking.ts'

export const checkingMessages: German<typeof english> = {
  'finding.null-word': 'Fehlende Werte sind als Wörter geschrieben: {$words}.',
  'finding.unit-spelling':
    '.input {$canonical :string} .match $canonical 12 {{Die Spalte schreibt die Einheit „{$unit}“ auf {$forms :integer} Arten, etwa „{$example}“. Reparaturen schreiben reine Zahlen; ihre Einheit gehört in den Spaltennamen.}} * {{Die Spalte schreibt eine Einheit auf {$forms :integer} Arten, etwa „{$example}“. Reparaturen schreiben sie wie in „{$canonical}“.}}',
  'finding.time-format': 'Zeiten sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.date-format': 'Daten sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.duration-format': 'Dauern sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.number-format': 'Die Spalte hat einfache Zahlen; „{$example}“ ist eine andere Form von „{$canonical}“.',
  'finding.code-format': 'Codes sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.leading-zeros': 'Einige Codes haben mehr oder weniger führende Nullen: „{$example}“ statt „{$canonical}“.',
  'finding.letter-case': 'Werte haben die Groß- und Kleinschreibung von „{$canonical}“; diese weicht ab: „{$example}“.',
  'finding.white-space':
    'Der Wert hat Leerzeichen am Anfang oder Ende oder mehrere nacheinander; die meisten Werte der Spalte haben keine.',
  'finding.variant': '„{$example}“ ist eine andere Schreibweise von „{$canonical}“.',
  'finding.encoding': '„{$example}“ wurde falsch dekodiert; der Text ist „{$canonical}“.',
  'finding.spilled-value': 'Werte von `{$to}` stehen in den Zellen von `{$from}`, und ihre eigenen Zellen sind leer.',
  'finding.contradiction':
    'Zeilen mit gleichem `{$key}` widersprechen sich: {$agreeing :integer} von {$total :integer} haben „{$value}“.',
  'finding.gap': 'Die Zelle ist leer, wie in {$empty :integer} von {$rows :integer} Zeilen, zufällig verteilt.',
  'finding.check-digit': 'Die Prüfziffer passt nicht: Das ist keine gültige {$code}.',
  'finding.impossible-value': 'Diesen Wert gibt es nicht: {$type}.',
  'finding.type-latitude': 'Breitengrad',
  'finding.type-longitude': 'Längengrad',
  'finding.type-percent': 'Prozentsatz',
  'finding.type-age': 'Alter',
  'finding.type-ph': 'pH-Wert',
  'finding.type-month': 'Monat',
  'finding.type-day': 'Tag eines Monats',
  'finding.type-hour': 'Stunde',
  'finding.type-minute': 'Minute',
  'finding.type-quarter': 'Quartal',
  'finding.type-date': 'Datum',
  'finding.type-country-code': 'Ländercode',
  'finding.type-currency-code': 'Währungscode',
  'finding.date-part': 'Zum Datum in `{$date}` gehört „{$value}“.',
  'finding.swapped-values': 'Die Werte von {$columns} sind vertauscht: Jeder passt zur anderen Spalte.',
  'finding.total-row': 'Die Zeile ist die Summe aller anderen Zeilen: {$columns}.',
  'finding.group-pattern': 'Werte mit „{$group}“ in `{$column}` haben ein anderes Muster: {$pattern}.',

  'finding.answer': 'Eine Antwort nennt den Wert falsch.',
  'finding.learned': 'Antworten nennen ähnliche Zellen falsch.',
  'answers.row': 'Die Antwort gilt auch für {$cells :integer} ähnliche Zellen von `{$column}`.',
  'answers.worthwhile': 'Die nächste Antwort kann Befunde in {$cells :integer} Zellen ändern.',
  'answers.sufficient': 'Nach {$answers :integer} Antworten ändern weitere die Befunde voraussichtlich nicht.',
  'finding-group.null-word':
    '.input {$values :integer} .match $values one {{{$values} Wort für fehlende Werte}} * {{{$values} Wörter für fehlende Werte}}',
  'finding-group.unit-spelling':
    '.input {$values :integer} .match $values one {{{$values} Schreibweise einer Einheit}} * {{{$values} Schreibweisen einer Einheit}}',
  'finding-group.time-format':
    '.input {$values :integer} .match $values one {{{$values} Zeit in anderem Format}} * {{{$values} Zeiten in anderem Format}}',
  'finding-group.date-format':
    '.input {$values :integer} .match $values one {{{$values} Datum in anderem Format}} * {{{$values} Daten in anderem Format}}',
  'finding-group.duration-format':
    '.input {$values :integer} .match $values one {{{$values} Dauer in anderem Format}} * {{{$values} Dauern in anderem Format}}',
  'finding-group.number-format':
    '.input {$values :integer} .match $values one {{{$values} Zahl in anderem Format}} * {{{$values} Zahlen in anderem Format}}',
  'finding-group.code-format':
    '.input {$values :integer} .match $values one {{{$values} Code in anderem Format}} * {{{$values} Codes in anderem Format}}',
  'finding-group.leading-zeros':
    '.input {$values :integer} .match $values one {{{$values} Code mit anderen führenden Nullen}} * {{{$values} Codes mit anderen führenden Nullen}}',
  'finding-group.letter-case':
    '.input {$values :integer} .match $values one {{{$values} Wert in anderer Groß- und Kleinschreibung}} * {{{$values} Werte in anderer Groß- und Kleinschreibung}}',
  'finding-group.variant':
    '.input {$values :integer} .match $values one {{{$values} andere Schreibweise eines Werts}} * {{{$values} andere Schreibweisen von Werten}}',
  'finding-group.encoding':
    '.input {$values :integer} .match $values one {{{$values} falsch dekodierter Wert}} * {{{$values} falsch dekodierte Werte}}',
  'finding-group.spilled-value': 'Werte einer Nachbarspalte',
  'finding-group.contradiction': 'Widersprüche zwischen Zeilen',
  'finding-group.gap': 'leere Zellen',
  'finding-group.check-digit': 'falsche Prüfziffern',
  'finding-group.impossible-value':
    '.input {$values :integer} .match $values one {{{$values} unmöglicher Wert}} * {{{$values} unmögliche Werte}}',
  'finding-group.date-part': 'Widersprüche zum Datum',
  'finding-group.swapped-values': 'vertauschte Werte',
  'finding-group.total-row': 'Summenzeilen',
  'finding-group.group-pattern': 'Muster einer anderen Gruppe',
  'finding-group.white-space': 'überzählige Leerzeichen',
  'finding-group.missing': 'fehlende Werte',
  'finding-group.format': 'abweichende Formate',
  'finding-group.spelling': 'Tippfehler',
  'finding-group.pattern': 'ungewöhnliche Muster',
  'finding-group.dependency': 'Widersprüche zu anderen Spalten',
  'finding-group.sequence': 'Widersprüche zu Nachbarzeilen',
  'finding-group.outlier': 'Ausreißer',
  'finding-group.duplicate': 'doppelte Werte',
  'finding-group.answer': 'laut Antworten falsche Werte',
  'finding.format': 'Der Wert hat {$deviations :list}, anders als fast alle Werte der Spalte.',
  'finding.format-quotes': 'Anführungszeichen um sich',
  'finding.format-surrounding-space': 'Leerraum am Anfang oder Ende',
  'finding.format-repeated-space': 'mehrere Leerzeichen nacheinander',
  'finding.format-period': 'einen Punkt am Ende',
  'finding.format-case': 'eine andere Groß- und Kleinschreibung',
  'finding.same-letters':
    '.input {$rows :integer} .match $rows one {{Bis auf die Schreibweise ist es „{$value}“ ({$rows} Zeile).}} * {{Bis auf die Schreibweise ist es „{$value}“ ({$rows} Zeilen).}}',
  'finding.typo':
    '.input {$rows :integer} .match $rows one {{Der Wert ist ein Zeichen von „{$value}“ ({$rows} Zeile) entfernt.}} * {{Der Wert ist ein Zeichen von „{$value}“ ({$rows} Zeilen) entfernt.}}',
  'finding.typo-in-word':
    '.input {$cells :integer} .match $cells one {{„{$word}“ ist ein Zeichen von „{$value}“ ({$cells} Zelle) entfernt.}} * {{„{$word}“ ist ein Zeichen von „{$value}“ ({$cells} Zellen) entfernt.}}',
  'finding.misplaced-space':
    'Mit dem Leerzeichen eine Stelle weiter kommen alle Wörter in anderen Zellen vor: „{$words}“.',
  'finding.inner-capital':
    '„{$word}“ hat einen Großbuchstaben nach einem kleinen, anders als fast alle Wörter der Spalte.',
  'finding.lowercase-start': 'Der Wert beginnt mit einem Kleinbuchstaben, anders als fast alle Werte der Spalte.',
  'finding.character': 'Der Wert hat ein Zeichen an einer Stelle, an der fast kein anderer Wert der Spalte es hat.',
  'finding.pattern':
    'Der Wert hat das Muster {$pattern}; fast alle haben {$usual :list type=or} (9: Ziffer, a: Buchstabe).',
  'finding.not-a-number': 'Der Wert ist keine Zahl; fast alle anderen sind es.',
  'finding.number-zeros': 'Die Zahl hat unnötige oder fehlende Nullen.',
  'finding.more-decimals': 'Die Zahl hat mehr Nachkommastellen als fast alle anderen.',
  'finding.fewer-decimals': 'Die Zahl hat weniger Nachkommastellen als fast alle anderen.',
  'finding.impossible-date': 'Dieses Datum oder diese Uhrzeit gibt es nicht.',
  'finding.negative': 'Die Zahl ist negativ; fast alle anderen sind es nicht.',
  'finding.not-negative': 'Die Zahl ist nicht negativ; fast alle anderen sind es.',
  'finding.outlier': '{$value :value} liegt weit außerhalb des üblichen Bereichs ({$min :value} bis {$max :value}).',
  'finding.empty':
    '.input {$rows :integer} .match $rows one {{Die Zelle ist leer, was nur in {$empty :integer} von {$rows} Zeile vorkommt.}} * {{Die Zelle ist leer, was nur in {$empty :integer} von {$rows} Zeilen vorkommt.}}',
  'finding.null-value':
    '.input {$rows :integer} .match $rows one {{„{$value}“ heißt: kein Wert, was nur in {$cells :integer} von {$rows} Zeile vorkommt.}} * {{„{$value}“ heißt: kein Wert, was nur in {$cells :integer} von {$rows} Zeilen vorkommt.}}',
  'finding.column': '`{$column}`',
  'finding.column-part':
    '.input {$part :string} .match $part first {{erstem Teil von `{$column}`}} second {{zweitem Teil von `{$column}`}} * {{letztem Teil von `{$column}`}}',
  'finding.column-start': 'Anfang ({$length :integer} Zeichen) von `{$column}`',
  'finding.dependency':
    '.input {$total :integer} .match $total one {{Bei gleichem {$columns :list} hat {$agreeing :integer} von {$total} anderen Zeile „{$value}“.}} * {{Bei gleichem {$columns :list} haben {$agreeing :integer} von {$total} anderen Zeilen „{$value}“.}}',
  'finding.dependency.rows': 'Bei gleichem {$columns :list} haben die Zeilen „{$value}“.',
  'finding.neighbor-value': 'Die Zeilen darüber und darunter haben „{$value}“.',
  'finding.sequence': 'Die Zeilen darüber und darunter bilden gleiche Schritte, darin ist der Wert „{$value}“.',
  'finding.derived': 'Der Wert folgt aus {$columns :list quote=code}: „{$value}“.',
  'finding.several-columns': 'Der Wert widerspricht den Werten mehrerer anderer Spalten.',
  'finding.unsorted': 'Die Zeilen darüber und darunter sind sortiert, und der Wert liegt nicht dazwischen.',
  'finding.expected-range':
    '.input {$by :string} .match $by all {{Der Wert liegt weit von den anderen: 95 % liegen zwischen {$min :value} und {$max :value}.}} rows {{Nach den Zeilen darüber und darunter liegt der Wert zwischen {$min :value} und {$max :value}.}} group-rows {{Nach den Zeilen darüber und darunter mit gleichem `{$column}` liegt der Wert zwischen {$min :value} und {$max :value}.}} group {{Bei gleichem `{$column}` liegen 95 % der Werte zwischen {$min :value} und {$max :value}.}} ratio {{Der Wert ist meist proportional zu `{$column}` und liegt danach zwischen {$min :value} und {$max :value}.}} * {{Zeilen mit ähnlichem `{$column}` haben Werte zwischen {$min :value} und {$max :value}.}}',
  'finding.duplicate-row':
    '.input {$repaired :string} .match $repaired true {{Mit reparierten Zellen gleicht die Zeile in allen Spalten Zeile {$like :integer}.}} * {{Die Zeile gleicht in allen Spalten Zeile {$like :integer}.}}',
  'finding.duplicate-row-except-key':
    '.input {$repaired :string} .match $repaired true {{Mit reparierten Zellen gleicht die Zeile in allen Spalten außer {$columns :list quote=code}, deren Werte eindeutig sind, Zeile {$like :integer}.}} * {{Die Zeile gleicht in allen Spalten außer {$columns :list quote=code}, deren Werte eindeutig sind, Zeile {$like :integer}.}}',
  'finding.similar-row': 'Die Zeile gleicht Zeile {$like :integer} bis auf `{$column}`: „{$value}“ und „{$other}“.',
  'finding.similar-row-empty': 'Die Zeile gleicht Zeile {$like :integer} bis auf `{$column}`, das in einer leer ist.',
  'check.sampled':
    '{$checked :integer} von {$rows :integer} Zeilen geprüft, in {$blocks :integer} Blöcken; mehr als {$maxCells :integer} Zellen.',
  'check.sampled.hint': 'Teile der Tabelle einzeln prüfen.',
  'check.by-model':
    '„{$model}“ auf {$host}: bezweifelt {$doubts :integer} ({$doubted :list type=unit max=5}), schlägt {$proposals :integer} vor ({$proposed :list type=unit max=5}).',
  'check.by-model.hint': 'Diese Zellen prüfen.',

  // Rules of a schema, and the error if one fails.
  'validate.family':
    '.input {$family :string} .match $family number {{eine Zahl}} integer {{eine ganze Zahl}} text {{Text}} boolean {{wahr oder falsch}} date {{ein Datum}} time {{eine Uhrzeit}} nested {{Liste}} * {{beliebig}}',
  'validate.rule-type': '`{$column}` ist {$family :message}',
  'validate.type':
    '`{$column}` ist {$type :message}, verlangt ist {$family :message}: {$failing :integer} von {$rows :integer} Zeilen verfehlen es.',
  'validate.not-integer': '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen keine ganze Zahl.',
  'validate.rule-nullable': '`{$column}` hat in jeder Zeile einen Wert',
  'validate.nullable': '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen leer.',
  'validate.rule-unique': '`{$column}` hat keine doppelten Werte',
  'validate.unique': '`{$column}` hat in {$failing :integer} von {$rows :integer} Zeilen doppelte Werte.',
  'validate.rule-min': '`{$column}` ist mindestens {$min :value}',
  'validate.min':
    '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen kleiner als {$min :value} oder keine Zahl.',
  'validate.rule-max': '`{$column}` ist höchstens {$max :value}',
  'validate.max':
    '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen größer als {$max :value} oder keine Zahl.',
  'validate.rule-more-than': '`{$column}` ist größer als {$bound :string}',
  'validate.more-than':
    '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen nicht größer als {$bound :string}.',
  'validate.rule-less-than': '`{$column}` ist kleiner als {$bound :string}',
  'validate.less-than':
    '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen nicht kleiner als {$bound :string}.',
  'validate.rule-earliest': '`{$column}` liegt nicht vor {$earliest}',
  'validate.earliest':
    '`{$column}` liegt in {$failing :integer} von {$rows :integer} Zeilen vor {$earliest} oder ist kein Datum.',
  'validate.rule-latest': '`{$column}` liegt nicht nach {$latest}',
  'validate.latest':
    '`{$column}` liegt in {$failing :integer} von {$rows :integer} Zeilen nach {$latest} oder ist kein Datum.',
  'validate.rule-min-length': '`{$column}` hat mindestens {$length :integer} Zeichen',
  'validate.min-length':
    '`{$column}` hat in {$failing :integer} von {$rows :integer} Zeilen weniger als {$length :integer} Zeichen.',
  'validate.rule-max-length': '`{$column}` hat höchstens {$length :integer} Zeichen',
  'validate.max-length':
    '`{$column}` hat in {$failing :integer} von {$rows :integer} Zeilen mehr als {$length :integer} Zeichen.',
  'validate.rule-pattern': '`{$column}` passt zu {$pattern}',
  'validate.no-match': '`{$column}` passt in {$failing :integer} von {$rows :integer} Zeilen nicht zu {$pattern}.',
  'validate.rule-enum': '`{$column}` ist eines von {$values :list type=or max=8}',
  'validate.enum':
    '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen keines von {$values :list type=or max=8}.',
  'validate.rule-finite': '`{$column}` ist endlich',
  'validate.finite': '`{$column}` ist in {$failing :integer} von {$rows :integer} Zeilen unendlich oder keine Zahl.',
  'validate.rule-sequence': '`{$column}` nummeriert die Zeilen ab 0, jede Zahl einmal',
  'validate.sequence':
    '`{$column}` enthält nicht jede Zahl von 0 bis {$last :integer} genau einmal: {$failing :integer} von {$rows :integer} Zeilen verfehlen es.',
  'validate.rule-not-constant': '`{$column}` hat mehr als einen Wert',
  'validate.not-constant': '`{$column}` hat nur einen Wert, in {$failing :integer} von {$rows :integer} Zeilen.',
  'validate.rule-not-copy-of': '`{$column}` ist keine Kopie von {$others :list type=or quote=code}',
  'validate.not-copy-of':
    '`{$column}` ist eine Kopie von {$others :list type=or quote=code}: {$failing :integer} von {$rows :integer} Zeilen verfehlen es.',
  'validate.rule-max-distinct': '`{$column}` hat höchstens {$max :integer} verschiedene Werte',
  'validate.max-distinct':
    '`{$column}` hat mehr als {$max :integer} verschiedene Werte: {$failing :integer} von {$rows :integer} Zeilen verfehlen es.',
  'validate.rule-key': '{$columns :list quote=code} sind zusammen eindeutig',
  'validate.key':
    '{$columns :list quote=code} haben in {$failing :integer} von {$rows :integer} Zeilen zusammen doppelte Werte.',
  'validate.rule-reference': '{$columns :list quote=code} gibt es in {$to :list quote=code} von `{$table}`',
  'validate.reference':
    '{$columns :list quote=code} hat in {$failing :integer} von {$rows :integer} Zeilen kein Gegenstück in `{$table}`.',
  'validate.rule-condition': '{$holds}, wo {$when}',
  'validate.rule-dependent': '`{$dependent}` hat einen Wert, wo `{$column}` einen hat',
  'validate.not-met': '{$failing :integer} von {$rows :integer} Zeilen halten die Regel nicht ein: {$rule :message}',
  'validate.rows-failed': '{$failing :integer} von {$rows :integer} Zeilen verfehlen es: {$said}',
  'validate.passed':
    '.input {$rows :integer} .match $rows one {{Die Zeile hält es ein.}} * {{Alle {$rows} Zeilen halten es ein.}}',
  'validate.rule-column': '`{$column}` ist in der Tabelle',
  'validate.rule-optional-column': '`{$column}` darf in der Tabelle sein',
  'validate.column-present': '`{$column}` ist in der Tabelle.',
  'validate.column-optional': '`{$column}` ist nicht in der Tabelle und muss es nicht sein.',
  'validate.column-missing':
    'Die Spalte `{$column}` ist nicht in der Tabelle. Spalten: {$columns :list quote=code max=12}.',
  'validate.rule-min-rows':
    '.input {$min :integer} .match $min one {{Die Tabelle hat mindestens {$min} Zeile}} * {{Die Tabelle hat mindestens {$min} Zeilen}}',
  'validate.rule-max-rows':
    '.input {$max :integer} .match $max one {{Die Tabelle hat höchstens {$max} Zeile}} * {{Die Tabelle hat höchstens {$max} Zeilen}}',
  'validate.row-count':
    '.input {$rows :integer} .match $rows one {{Die Tabelle hat {$rows} Zeile.}} * {{Die Tabelle hat {$rows} Zeilen.}}',
  'validate.rule-rows': 'Die Zeilen halten die Regeln ein',
  'validate.no-rows': 'Die Tabelle hat keine Zeilen zu prüfen.',
  'validate.no-rows.hint': 'Die Ausgabe des Knotens davor prüfen.',
  'validate.rule-strict': 'Die Tabelle hat keine anderen Spalten',
  'validate.no-other-columns': 'Die Tabelle hat keine anderen Spalten.',
  'validate.other-columns': 'Die Tabelle hat auch {$columns :list quote=code}.',
  'validate.rule-any': 'Eine von {$alternatives :integer} Möglichkeiten gilt',
  'validate.any':
    'Keine von {$alternatives :integer} Möglichkeiten gilt. Am nächsten kommt Möglichkeit {$nearest :integer}: {$reason :message}',
  'validate.sentences': '{$first :message} {$second :message}',
  'validate.table-check-passed': 'Die Bedingung ist wahr.',
  'validate.table-check-not-true': '„{$expression}“ ist nicht wahr: Der Wert ist {$value :string}.',
  'validate.table-check-no-value': '„{$expression}“ ergibt keinen Wert. Die Namen darin prüfen.',
  'validate.table-check-failed': '„{$expression}“ lässt sich nicht auswerten: {$reason :message}',
  'validate.expression-failed': 'Der Ausdruck ist nicht gültig: {$reason :message}',
  'validate.predicate-failed': 'Die SQL-Bedingung ist nicht gültig: {$reason :message}',
  'validate.no-sandbox': 'Hier läuft kein Code. Auf der Seite oder auf einem Server prüfen.',
  'validate.code-failed':
    '.input {$line :string} .match $line || {{Der Code scheiterte: {$reason :message}}} * {{Der Code scheiterte in Zeile {$line}: {$reason :message}}}',
  'validate.no-host-check': 'Keine Prüfung „{$name}“ ist vorhanden. Vorhanden: {$names :list}.',
  'validate.no-host-check.none': 'Keine Prüfung „{$name}“ ist vorhanden.',
  'validate.host-check-failed': 'Die Prüfung „{$name}“ ist gescheitert: {$reason}',
  'validate.host-failed': 'Die Tabelle besteht die Prüfung „{$name}“ nicht.',
  'validate.uncounted': '{$reason :message} {$hint :message}',
  'validate.pattern': 'Die Regel „{$rule :message}“ ließ sich nicht prüfen: {$reason :message}',
  'validate.pattern.hint': 'RE2-Syntax verwenden, ohne Lookaround und Rückverweise.',
  'validate.rule-failed': '{$reason :message}',
  'validate.by-model': 'Regeln von „{$model}“ auf {$host}: {$rules :integer}.',
  'validate.by-model.hint': 'Richtige ins Schema übernehmen.',
  'validate.missing-column':
    'Die Spalte `{$column}` ist nicht in der Tabelle. Spalten: {$columns :list quote=code max=12}.',
  'validate.missing-column.hint': 'Den Namen im Schema berichtigen oder die Spalte davor hinzufügen.',
  'validate.not-valid':
    '.input {$failed :integer} .match $failed one {{Die Tabelle ist nicht gültig: {$failed} von {$rules :integer} Regeln ist verletzt. {$reason :message}}} * {{Die Tabelle ist nicht gültig: {$failed} von {$rules :integer} Regeln sind verletzt. {$reason :message}}}',
  'validate.not-valid.hint':
    'Den Bericht prüfen und Daten oder Schema berichtigen; oder „Wenn ungültig“ auf „Berichten“ stellen.',

  // Schemas and validators that cannot be used.
  'schema.pattern': 'Das Muster {$pattern} von `{$column}` ist nicht gültig: {$reason :message}',
  'schema.pattern.hint': 'RE2-Syntax verwenden, ohne Lookaround und Rückverweise.',
  'schema.invalid-date':
    '`{$bound :string}` von `{$column}` ist „{$value :string}“, kein Datum, kein Zeitpunkt und keine Uhrzeit.',
  'schema.invalid-date.hint': '2024-01-31, 2024-01-31T12:00:00 oder 12:00 verwenden.',
  'schema.length': '`{$bound :string}` von `{$column}` ist {$value :string}. 0 oder mehr verwenden.',
  'schema.empty-range': 'Kein Wert von `{$column}` passt zu den Grenzen: Die untere liegt über der oberen.',
  'schema.empty-range.hint': 'Die Grenzen tauschen, wenn sie vertauscht sind.',
  'schema.condition': 'Die Bedingung „{$rule :message}“ ist nicht gültig: {$reason :message}',
  'schema.condition.hint': 'Einen JSONata-Ausdruck über die Spalten schreiben, etwa `price > 0 or amount = 0`.',
  'schema.reference':
    'Der Verweis hat verschieden viele Spalten: {$columns :list quote=code} und {$to :list quote=code}.',
  'schema.reference.hint': 'Auf beiden Seiten gleich viele Spalten nennen.',
  'schema.no-table': 'Die Tabelle `{$table}`, auf die {$columns :list quote=code} verweist, ist nicht verbunden.',
  'schema.no-table.hint':
    '.input {$names :string} .match $names || {{Die Tabelle anschließen.}} * {{Die Tabelle anschließen oder einen dieser Namen verwenden: {$names}.}}',
  'schema.missing-column':
    'Die Spalte `{$column}` ist nicht in der Tabelle. Spalten: {$columns :list quote=code max=12}.',
  'schema.missing-column.hint': 'Den Namen im Schema berichtigen.',
  'schema.empty': 'Das Schema ist leer.',
  'schema.empty.hint':
    'Ein Schema ist JSON wie \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.empty.no-rules': 'Für die Tabelle sind keine Regeln festgelegt.',
  'schema.empty.no-rules.hint': 'Eine Regel hinzufügen: Schema, Tabellenprüfung oder Bedingung für Zeilen.',
  'schema.not-json': '{$reason :message}',
  'schema.not-json.hint':
    'Ein Schema ist JSON wie \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.not-an-object': 'Ein Schema ist ein JSON-Objekt, nicht {$found}.',
  'schema.not-an-object.hint':
    'Ein Schema ist JSON wie \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.invalid':
    '.input {$path :string} .match $path || {{Das Schema ist nicht gültig: {$issue :message}.}} * {{`{$path}` im Schema ist nicht gültig: {$issue :message}.}}',
  'schema.invalid.hint':
    'Ein Schema ist JSON wie \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.invalid-column': 'Einen Namen verwenden oder ein Objekt mit Namen und Regeln',
  'schema.invalid.custom': 'Das Ziel ist ein eigenes Schema, aber keines ist angegeben.',
  'schema.invalid.custom.hint':
    'Das Schema als JSON schreiben, etwa \\{"columns": [\\{"name": "id", "unique": true\\}]\\}.',
  'schema.several': 'Das Paket beschreibt {$tables :integer} Tabellen: {$names :list}.',
  'schema.several.hint': 'Das Schema einer davon verwenden: das Objekt unter „schema“.',
  'schema.unsupported-feature': '{$subject :message}: {$feature :message} wird nicht unterstützt und nicht geprüft.',
  'schema.unsupported-feature.hint': 'Wenn es darauf ankommt, als Bedingung über die Spalten schreiben.',
  'schema.subject-schema': 'Schema',
  'schema.subject-row': 'Zeile',
  'schema.subject-rows': 'Liste der Zeilen',
  'schema.subject-column': '`{$column}`',
  'schema.feature-keyword': '„{$name}“',
  'schema.feature-keyword-value': '„{$name}“: {$value :string}',
  'schema.feature-type': 'der Typ {$value :string}',
  'schema.feature-format': 'das Format {$value :string}',
  'schema.feature-constraint': 'die Bedingung „{$name}“',
  'schema.feature-constraint-value': 'die Bedingung „{$name}“: {$value :string}',
  'schema.feature-field': 'das Feld {$value :string} ohne Namen',
  'schema.feature-missing-values': '„missingValues“, eine Einstellung beim Laden,',
  'schema.feature-foreign-key': 'der Fremdschlüssel {$value :string}',
  'schema.feature-additional': 'ein Schema in „additionalProperties“',
  'schema.feature-schema': 'das Schema {$value :string}',
  'schema.feature-value': 'der erlaubte Wert {$value :string}',
  'validator.invalid':
    '.input {$kind :string} .match $kind || {{Die Prüfung ist nicht gültig: {$issue}}} * {{Die Prüfung „{$kind}“ ist nicht gültig: {$issue}}}',
  'validator.invalid.hint':
    'Eine Prüfung ist ein Schema wie \\{"columns": ["id"]\\}, oder \\{"info": ["rows > 0"]\\}, \\{"expression": "price > 0"\\}, \\{"sql": "price > 0"\\}, \\{"code": "return row.price > 0"\\}, oder \\{"all": […]\\} und \\{"any": […]\\} davon.',

  // Messages of profiles.
  'profile.semantic-uuid': 'Der Typ der Spalte ist UUID.',
  'profile.semantic-name': 'Die Spalte heißt `{$name}`.',
  'profile.semantic-range': 'Die Spalte heißt `{$name}`, und {$share :percent} der Werte liegen im Bereich.',
  'profile.semantic-named-form': 'Die Spalte heißt `{$name}`, und {$share :percent} der Werte haben die Form.',
  'profile.semantic-form': '{$share :percent} der Werte haben die Form.',
  'profile.semantic-years':
    'Ganze Zahlen von {$min :value} bis {$max :value} in einer Spalte, die wie ein Teil des Kalenders heißt.',
  'profile.semantic-counts-rows': 'Ganze Zahlen, die die Zeilen zählen.',
  'profile.semantic-countries': 'Die Werte sind Ländercodes (ISO 3166).',
  'profile.semantic-ids': 'Alle Werte sind verschieden und sehen wie Kennungen aus.',
  'profile.semantic-codes': 'Alle Werte sind verschiedene Codes gleicher Länge.',
  'profile.semantic-prose': 'Texte mit im Mittel {$words :integer} Wörtern, meist Sätze.',
  'profile.semantic-few': '{$distinct :integer} verschiedene Texte in {$rows :integer} Zeilen.',
  'profile.drift-column-missing': '`{$column}` fehlt.',
  'profile.drift-column-new': '`{$column}` ist neu ({$type :columnType}).',
  'profile.drift-no-rows': 'Die Tabelle hat keine Zeilen.',
  'profile.drift-rows': 'Die Tabelle hat {$after :integer} Zeilen; vorher waren es {$before :integer}.',
  'profile.drift-type': '`{$column}` hat den Typ {$after}; vorher {$before}.',
  'profile.drift-meaning': '`{$column}` sieht aus wie {$after}; vorher {$before}.',
  'profile.drift-unique':
    '`{$column}` ist nicht mehr eindeutig: {$distinct :integer} verschiedene Werte in {$rows :integer} Zeilen.',
  'profile.drift-nulls':
    '`{$column}` ist in {$after :percent maximumFractionDigits=1} der Zeilen leer; vorher in {$before :percent maximumFractionDigits=1}.',
  'profile.drift-range':
    '`{$column}` reicht von {$min :value} bis {$max :value}; vorher von {$minBefore :value} bis {$maxBefore :value}.',
  'profile.drift-new-values': '`{$column}` hat neue Werte: {$values :list quote=text max=5}.',
  'profile.drift-values-missing': '`{$column}` hat diese Werte nicht mehr: {$values :list quote=text max=5}.',
  'profile.drift-distribution':
    'Die Verteilung von `{$column}` hat sich geändert (PSI {$psi :string}, Jensen-Shannon {$distance :string}).',
  'profile.sampled':
    '{$finding :message} Aus {$rows :integer} von {$total :integer} Zeilen, ± {$error :percent maximumFractionDigits=1}.',
  'profile.searched': '{$finding :message} Durchsucht: {$rows :integer} von {$total :integer} Zeilen.',
  'profile.left-out': '{$finding :message} {$left :integer} schwächere Befunde sind nicht aufgeführt.',
  'profile.key': '{$columns :list quote=code} kennzeichnet alle {$rows :integer} Zeilen.',
  'profile.key-pair': '{$columns :list quote=code} kennzeichnen zusammen alle {$rows :integer} Zeilen.',
  'profile.near-key':
    '`{$column}` ist fast ein Schlüssel: {$repeats :integer} von {$rows :integer} Zeilen haben einen doppelten Wert.',
  'profile.duplicates':
    '.input {$extra :integer} .match $extra one {{{$extra} Zeile gleicht einer früheren in allen Spalten ({$groups :integer} verschiedene).}} * {{{$extra} Zeilen gleichen einer früheren in allen Spalten ({$groups :integer} verschiedene).}}',
  'profile.duplicates-except-key':
    '.input {$extra :integer} .match $extra one {{{$extra} Zeile gleicht einer früheren bis auf {$columns :list quote=code}.}} * {{{$extra} Zeilen gleichen einer früheren bis auf {$columns :list quote=code}.}}',
  'profile.equal-except': 'gleich bis auf {$columns :list quote=code}',
  'profile.differ-in': 'verschieden in {$columns :list quote=code}',
  'profile.near-duplicates':
    '.input {$pairs :integer} .match $pairs one {{{$pairs} Paar von Zeilen ist vielleicht doppelt, etwa die Zeilen {$row :integer} und {$other :integer}.}} * {{{$pairs} Paare von Zeilen sind vielleicht doppelt, etwa die Zeilen {$row :integer} und {$other :integer}.}}',
  'profile.dependency': '`{$to}` hängt in allen {$rows :integer} Zeilen mit beiden Werten von `{$from}` ab.',
  'profile.dependency-violated':
    '`{$to}` hängt von `{$from}` ab, außer in {$violations :integer} von {$rows :integer} Zeilen ({$share :percent maximumFractionDigits=2}).',
  'profile.correlation':
    '.input {$direction :string} .match $direction up {{{$columns :list quote=code} steigen und fallen zusammen: {$measure} {$value :string}.}} down {{{$columns :list quote=code} laufen entgegengesetzt: {$measure} {$value :string}.}} * {{{$columns :list quote=code} hängen zusammen: {$measure} {$value :string}.}}',
  'profile.outliers':
    '.input {$count :integer} .match $count one {{{$count} Wert von `{$column}` ({$share :percent maximumFractionDigits=2}) liegt weit außerhalb des üblichen Bereichs ({$min :value} bis {$max :value}).}} * {{{$count} Werte von `{$column}` ({$share :percent maximumFractionDigits=2}) liegen weit außerhalb des üblichen Bereichs ({$min :value} bis {$max :value}).}}',
  'profile.pattern': 'Alle Werte von `{$column}` haben das Muster `{$pattern}`.',
  'profile.patterns':
    '.input {$others :integer} .match $others one {{{$share :percent maximumFractionDigits=1} der Werte von `{$column}` haben das Muster `{$pattern}`; {$others} anderes Muster.}} * {{{$share :percent maximumFractionDigits=1} der Werte von `{$column}` haben das Muster `{$pattern}`; {$others} andere Muster.}}',
  'profile.spellings':
    '.input {$values :integer} .match $values one {{{$values} Wert von `{$column}` hat mehrere Schreibweisen, etwa {$examples :list quote=text}.}} * {{{$values} Werte von `{$column}` haben mehrere Schreibweisen, etwa {$examples :list quote=text}.}}',

  // Summaries and reports of the Validate node.
  'validation.summary': '{$checks :list type=unit} · {$action :message}',
  'validation.stops': 'Hält an, wenn nicht gültig',
  'validation.continues': 'Meldet Fehler und macht weiter',
  'validation.cosmo-ready': 'Prüft auf cosmo-ready',
  'validation.columns':
    '.input {$columns :integer} .match $columns one {{Prüft {$columns} Spalte}} * {{Prüft {$columns} Spalten}}',
  'validation.validator': 'Prüft mit einer Prüfung',
  'validation.table-checks':
    '.input {$facts :integer} .match $facts one {{{$facts} Tabellenprüfung}} * {{{$facts} Tabellenprüfungen}}',
  'validation.expression': 'jede Zeile mit einem Ausdruck',
  'validation.predicate': 'jede Zeile mit SQL',
  'validation.code': 'jede Zeile mit Code',
  'validation.host': 'die Prüfung „{$name}“',
  'validation.nothing': 'Noch keine Regeln',
}
