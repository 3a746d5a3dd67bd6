import type { German } from './german.ts'
import type { nodeMessages as english } from '../english/nodes.ts'

export const nodesMessages: German<typeof english> = {
  'node.no-table':
    '.input {$found :string} .match $found || {{Der Knoten „{$node}“ hat keine Tabelle an seinem Eingang „{$port}“.}} * {{Der Knoten „{$node}“ braucht an seinem Eingang „{$port}“ eine Tabelle, bekommt aber {$type :message}.}}',
  'node.no-table.hint': 'Den Ausgang eines Knotens verbinden, der eine Tabelle liefert.',
  'node.no-value': 'nichts',
  'outside.no-database': '„{$node}“ fragt eine Datenbank ab, was im Browser nicht geht.',
  'outside.no-database.hint': 'Den Ablauf auf einem Server oder mit aw run ausführen.',
  'outside.no-mail': '„{$node}“ sendet eine E-Mail, was im Browser nicht geht.',
  'outside.no-mail.hint': 'Den Ablauf auf einem Server oder mit aw run ausführen.',
  'outside.no-files': '{$reason :message}',
  'outside.no-files.hint': 'Den Ablauf auf einem Server oder mit aw run ausführen.',
  'outside.no-folder': '„{$node}“ benutzt die Datei „{$path}“, aber Abläufe haben hier keinen Ordner.',
  'outside.no-folder.hint':
    'Mit einem Ordner ausführen: aw run --folder ORDNER, oder AW_FILES auf einem Server. Zum Lesen geht auch ein Laden-Knoten.',
  'outside.no-egress': '„{$node}“ sendet Anfragen, die hier nicht erlaubt sind.',
  'outside.no-egress.hint': 'Den Ablauf in der Seite, auf einem Server oder mit aw run ausführen.',
  'outside.not-available':
    '.input {$port :string} .match $port databases {{Der Browser fragt keine Datenbanken ab.}} mail {{Der Browser sendet keine E-Mails.}} events {{Das braucht einen Server.}} mcp {{Hier fehlen MCP-Server.}} web {{Das braucht einen Server.}} * {{Ordner lassen sich hier nicht lesen oder schreiben.}}',
  'outside.not-available.hint': 'Den Ablauf auf einem Server oder mit aw run ausführen.',
  'outside.rows-not-stored': 'Zeilen lassen sich hier nicht speichern.',
  'outside.response-not-stored': 'Die Antwort wäre eine Datei, und Dateien lassen sich hier nicht speichern.',
  'database.summary':
    '.input {$name :string} .input {$access :string} .match $name $access || read {{Eine Datenbank, nur lesend\n{$statement}}} || * {{Eine Datenbank, lesend und schreibend\n{$statement}}} * read {{{$name}, nur lesend\n{$statement}}} * * {{{$name}, lesend und schreibend\n{$statement}}}',
  'database.rows-deleted': 'Die Zeilen von „{$node}“ sind hier nicht mehr gespeichert.',
  'database.rows-deleted.hint': 'Den Ablauf neu ausführen.',
  'database.more-rows': 'Die Abfrage liefert mehr als {$max :integer} Zeilen; der Rest wurde verworfen.',
  'database.more-rows.hint': 'Die Grenze erhöhen oder weniger Zeilen auswählen.',
  'secret.missing':
    '.input {$what :string} .match $what database {{Keine Datenbank ist gewählt.}} header {{Der Kopf für den Schlüssel hat keinen Namen.}} query {{Der Parameter für den Schlüssel hat keinen Namen.}} * {{Kein Schlüssel ist zum Anmelden gewählt.}}',
  'secret.missing.hint':
    '.input {$what :string} .match $what database {{Den Schlüssel auswählen, der die URL enthält.}} * {{Ausfüllen, oder ohne Schlüssel anmelden.}}',
  'secret.in-document': 'Der Kopf „{$header}“ steht im Dokument, wo ihn alle lesen können, die den Ablauf haben.',
  'secret.in-document.hint': 'Den Wert als Schlüssel speichern, und ihn unter „Anmelden“ auswählen.',
  'email.summary': '.input {$to :string} .match $to || {{Kein Empfänger\n{$subject}}} * {{An {$to}\n{$subject}}}',
  'email.missing':
    '.input {$what :string} .match $what secret {{Der Mailserver fehlt.}} from {{Der Absender fehlt.}} * {{Der Empfänger fehlt.}}',
  'email.missing.hint': 'Ausfüllen.',
  'email.address': '{$address} ist keine E-Mail-Adresse.',
  'email.address.hint': 'In der Form ada@example.com schreiben.',
  'email.too-large': 'Der Anhang ist größer als {$max :bytes}.',
  'email.too-large.hint': 'Stattdessen einen Link zur Datei senden.',
  'email.file-missing': 'Die Datei „{$file}“ gibt es hier nicht mehr.',
  'email.file-missing.hint': 'Dem Lauf dieselbe Datei noch einmal übergeben.',
  'file.stored-file-missing': 'Die Datei „{$file}“ gibt es hier nicht mehr.',
  'file.stored-file-missing.hint': 'Dem Lauf dieselbe Datei noch einmal übergeben.',
  'file.format':
    'Eine Tabelle lässt sich nicht als „{$path}“ schreiben: Die Endung muss {$formats :list type=or} sein.',
  'file.format.hint': 'Den Pfad mit .csv enden lassen.',
  'file.read': '{$path} gelesen ({$size :bytes}).',
  'file.written': '{$path} geschrieben ({$size :bytes}).',
  'file.write-summary': '.input {$overwrite :string} .match $overwrite yes {{{$path}, überschreibend}} * {{{$path}}}',
  'http.summary':
    '.input {$paging :string} .input {$type :string} .match $paging $type none json {{{$method} {$url}\nals JSON}} none text {{{$method} {$url}\nals Text}} none table {{{$method} {$url}\nals Tabelle}} none * {{{$method} {$url}\nals Datei}} * json {{{$method} {$url}\nSeite für Seite, als JSON}} * text {{{$method} {$url}\nSeite für Seite, als Text}} * table {{{$method} {$url}\nSeite für Seite, als Tabelle}} * * {{{$method} {$url}\nSeite für Seite, als Datei}}',
  'http.no-url': 'Keine URL angegeben.',
  'http.no-url.hint': 'Die URL des Dienstes eingeben, etwa https://api.example.com/items.',
  'http.page': 'Seite {$page :integer}',
  'http.more-pages': '{$url} hat mehr als {$max :integer} Seiten; der Rest wurde nicht angefragt.',
  'http.more-pages.hint': 'Die Grenze erhöhen, oder größere Seiten anfragen.',
  'http.response-deleted': 'Die Antwort „{$file}“ ist hier nicht mehr gespeichert.',
  'http.response-deleted.hint': 'Den Ablauf neu ausführen.',
  'http.paging':
    '.input {$type :string} .match $type head {{HEAD-Anfragen haben keinen Rumpf, also keine Seiten.}} * {{Seiten gibt es nur in JSON, die Antwort ist als {$type} eingestellt.}}',
  'http.paging.hint': 'Die Antwort auf JSON oder Tabelle setzen.',
  'http.page-other-origin': 'Die nächste Seite ist bei „{$next}“, diese aber bei „{$current}“.',
  'http.page-other-origin.hint': 'Für diesen Host einen eigenen Knoten benutzen.',
  'http.status':
    '.input {$detail :string} .match $detail || {{„{$node}“ hat von {$host} den Status {$status} bekommen.}} * {{„{$node}“ hat von {$host} den Status {$status} bekommen: {$detail}.}}',
  'http.status.hint':
    '.input {$kind :string} .match $kind transient {{Später noch einmal ausführen.}} denied {{Den Schlüssel prüfen, und wie er gesendet wird.}} * {{URL, Methode, Parameter und Rumpf prüfen.}}',
  'http.too-large': 'Die Antwort ist größer als {$max :bytes}, zu groß für das Laufprotokoll.',
  'http.too-large.hint': 'Die Antwort auf Datei oder Tabelle setzen, oder weniger auf einmal anfragen.',
  'http.not-json': 'Die Antwort von {$url} ist kein JSON: {$reason :message}',
  'http.not-json.hint': 'Die Antwort auf Text setzen, oder auf Tabelle, wenn sie eine Datei ist.',
  'http.unsafe-json':
    '.input {$why :string} .match $why deep {{Die Antwort von {$url} ist tiefer als {$max :integer} Ebenen geschachtelt.}} * {{Die Antwort von {$url} hat eine Eigenschaft „__proto__“.}}',
  'http.unsafe-json.hint': 'Die Antwort auf Text oder Datei setzen.',
  'http.body': '{$reason :message}',
  'http.body.hint': '{$next :message}',
  'http.body-too-many-rows': 'Als JSON gehen höchstens {$max :integer} Zeilen, die Tabelle hat {$rows :integer}.',
  'http.body-in-batches': 'CSV senden, oder in Stapeln mit einem Knoten „Für jedes“.',
  'http.body-not-json': 'Der Rumpf ist kein JSON: {$reason :message}',
  'http.body-write-json': 'JSON schreiben, oder eine andere Art von Rumpf wählen.',
  'http.body-form': 'Die Felder eines Formulars müssen ein JSON-Objekt sein: \\{"name": "value"\\}.',
  'http.body-not-sendable-as-json':
    '.input {$found :string} .match $found || {{Es gibt nichts als JSON zu senden.}} * {{Es gibt nichts als JSON zu senden: Der Eingang ist {$type :message}.}}',
  'http.body-connect-json': 'Den Rumpf schreiben, oder JSON mit dem Eingang verbinden.',
  'http.body-no-text': 'Der Eingang ist {$type :message}, was sich nicht als Text senden lässt.',
  'http.body-choose-kind': 'Als Art des Rumpfs „Datei“, „CSV“ oder „Zeilen“ wählen.',
  'http.body-no-file':
    '.input {$found :string} .match $found || {{Es gibt keine Datei zu senden.}} * {{Es gibt keine Datei zu senden: Der Eingang ist {$type :message}.}}',
  'http.body-connect-file': 'Einen Knoten verbinden, der eine Datei liefert.',
  'http.body-no-table':
    '.input {$found :string} .match $found || {{Es gibt keine Tabelle zu senden.}} * {{Es gibt keine Tabelle zu senden: Der Eingang ist {$type :message}.}}',
  'http.body-connect-table': 'Einen Knoten verbinden, der eine Tabelle liefert.',
  'http.body-file-missing': 'Die Datei „{$file}“ gibt es hier nicht mehr.',
  'http.body-same-file': 'Dem Lauf dieselbe Datei noch einmal übergeben.',
  'http.body-too-large': 'Der Rumpf ist größer als {$max :bytes}.',
  'http.body-send-less': 'Eine Datei senden, oder weniger auf einmal.',
  'http.maybe-sent': '{$reason :message}',
  'http.maybe-sent.hint': 'Im anderen System prüfen, ob die Anfrage ausgeführt wurde.',
  'notification.summary':
    '.input {$channel :string} .input {$to :string} .match $channel $to page * {{An die Zuschauer des Laufs\n{$title}}} webhook || {{An einen Dienst\n{$title}}} email || {{Kein Empfänger\n{$title}}} * * {{An {$to}\n{$title}}}',
  'notification.missing':
    '.input {$what :string} .match $what url {{Die URL des Dienstes fehlt.}} secret {{Der Schlüssel des Mailservers fehlt.}} from {{Der Absender fehlt.}} * {{Der Empfänger fehlt.}}',
  'notification.missing.hint': 'Ausfüllen.',
  'tool.schema': '{$reason :message}',
  'tool.schema.hint':
    'Ein JSON-Schema schreiben, etwa \\{"type": "object"\\}. Verweise müssen darin bleiben („#/$defs/…“).',
  'tool.schema-not-object': 'Ein JSON-Schema muss ein JSON-Objekt sein; \\{\\} erlaubt alles.',
  'tool.schema-pattern': 'Das Muster {$pattern} ist ungültig oder könnte unbegrenzt dauern.',
  'tool.schema-invalid': 'Das ist kein JSON-Schema: {$detail}',
  'tool.violation': '{$place}: {$detail}',
  'tool.violation-value': 'der Wert',
  'tool.arguments': '„{$tool}“ nimmt diese Argumente nicht: {$faults :list type=unit max=3}',
  'tool.arguments.hint': 'Die Argumente ändern, oder ihr Schema.',
  'tool.arguments.not-json': 'Ein Werkzeug braucht JSON, der Eingang ist aber {$type :message}.',
  'tool.arguments.not-json.hint': 'Die Argumente schreiben, oder JSON verbinden.',
  'tool.invalid-response': 'Die Antwort von „{$tool}“ entspricht nicht ihrem Schema: {$faults :list type=unit max=3}',
  'mcp-tool.failed': '„{$tool}“ scheitert: {$reason}',
  'mcp-tool.failed.hint': 'Die Argumente ändern.',
  'mcp-tool.no-rows': '„{$tool}“ liefert keine Liste.',
  'mcp-tool.no-rows.hint': 'Als JSON lesen.',
  'mcp-tool.none': 'Kein Werkzeug gewählt.',
  'mcp-tool.none.hint': 'Eines eingeben.',
  'tool.invalid-response.hint': 'Das Werkzeug oder das Schema ändern.',
  'trigger.summary':
    '.input {$sample :string} .match $sample none {{Manuell gestartet}} * {{Manuell gestartet, mit Beispiel}}',
  'trigger.needs-server': 'Von selbst startet er nur auf einem Server.',
  'trigger.needs-server.hint': 'Dort veröffentlichen und einschalten.',
  'trigger.setting': '{$reason :message}',
  'trigger.setting.hint':
    '.input {$setting :string} .match $setting cron {{Etwa 0 6 * * * schreiben (täglich um sechs).}} timeZone {{Als Europe/Berlin schreiben.}} * {{}}',
  'schedule.summary':
    '.input {$every :string} .match $every minute {{Jede Minute\n{$zone}}} minutes {{Alle {$step} min\n{$zone}}} hour {{Jede Stunde, Minute {$minute}\n{$zone}}} hours {{Alle {$step} h, Minute {$minute}\n{$zone}}} day {{Täglich, {$at :time timeZone=UTC}\n{$zone}}} weekday {{Mo–Fr, {$at :time timeZone=UTC}\n{$zone}}} week {{{$at :date fields=weekday timeZone=UTC}, {$at :time timeZone=UTC}\n{$zone}}} month {{Am {$day}., {$at :time timeZone=UTC}\n{$zone}}} * {{{$cron}\n{$zone}}}',
  'trigger.cron-fields': '{$cron} hat nicht fünf oder sechs Felder.',
  'trigger.cron-field': '„{$value}“ in {$cron} ist ungültig.',
  'trigger.cron-invalid': '{$cron} ist ungültig: {$detail}',
  'trigger.cron-never': 'Kein Datum passt zu {$cron}.',
  'trigger.time-zone': 'Die Zeitzone {$zone} gibt es nicht.',
  'event.summary': 'Bei {$name}',
  'publish-event.summary': 'Meldet {$name}',
  'webhook.summary':
    '.input {$method :string} .input {$answer :string} .match $method $answer any at-once {{Jede Anfrage\nAntwortet sofort}} any * {{Jede Anfrage\nDer Ablauf antwortet}} * at-once {{{$method}\nAntwortet sofort}} * * {{{$method}\nDer Ablauf antwortet}}',
  'nodes.not-loaded': 'Die Knotentypen von „{$module}“ ließen sich nicht laden: {$reason :message}',
  'nodes.not-loaded.hint': 'Modul und Importe prüfen; in einer Seite vom eigenen Ursprung.',
  'nodes.none': '„{$module}“ exportiert keine Knotentypen.',
  'nodes.none.hint': 'Eine Liste davon als default exportieren.',
  'nodes.invalid': '{$reason :message}',
  'nodes.invalid.hint': 'Mit defineNode erstellen, die Einstellungen mit zod 4.',
  'nodes.taken': '„{$module}“ definiert den Knotentyp {$name}, den es schon gibt.',
  'nodes.taken.hint': 'Umbenennen.',
  'nodes.missing-type': 'eine Kennung aus a–z, 0–9 und „_“',
  'nodes.missing-version': 'eine Version ab 1',
  'nodes.missing-ports': 'Listen der Ein- und Ausgänge',
  'nodes.missing-settings': 'Einstellungen als zod-Schema',
  'nodes.missing-functions': 'die Funktionen „describe“ und „run“',
  'approval.summary':
    '.input {$hours :number} .input {$after :string} .match $hours $after 0 * {{{$message}}} * approve {{{$message}\nGenehmigt nach {$hours} h}} * fail {{{$message}\nScheitert nach {$hours} h}} * * {{{$message}\nAbgelehnt nach {$hours} h}}',
  'approval.deadline': '„{$node}“ wurde nicht innerhalb von {$hours :number} h entschieden.',
  'approval.deadline.hint': 'Neu ausführen und rechtzeitig entscheiden.',
  'approval.edit-refused': '{$reason :message}',
  'approval.edit-refused.hint': 'Die Änderungen berichtigen und neu genehmigen.',
  'approval.edits-shape': 'Änderungen müssen eine Liste von höchstens 1.000 Objekten mit row, column und value sein.',
  'approval.no-column': 'Die Spalte `{$column}` gibt es nicht (hat {$columns :list quote=code max=12}).',
  'approval.no-row': 'Die Zeile {$row :integer} gibt es nicht (die Tabelle hat {$rows :integer} Zeilen).',
  'code.summary':
    '.input {$lines :integer} .input {$over :string} .match $lines $over one rows {{{$lines} Zeile über jede Tabellenzeile}} one * {{{$lines} Zeile über den Wert}} * rows {{{$lines} Zeilen über jede Tabellenzeile}} * * {{{$lines} Zeilen über den Wert}}',
  'code.no-sandbox': '„{$node}“ hat Code, der hier nicht ausgeführt werden kann.',
  'code.no-sandbox.hint': 'In der Seite oder mit aw run ausführen.',
  'code.too-many-rows': '„{$node}“ bekommt {$rows :integer} Zeilen als einen Wert; die Grenze ist {$max :integer}.',
  'code.too-many-rows.hint': 'Stattdessen jede Zeile verarbeiten.',
  'code.no-table': '„{$node}“ verarbeitet die Zeilen einer Tabelle, bekommt aber {$type :message}.',
  'code.no-table.hint': 'Eine Tabelle verbinden, oder den ganzen Wert verarbeiten.',
  'code.syntax': 'Der Code von „{$node}“ ist nicht gültig{$place :message}: {$detail :message}',
  'code.syntax.hint': 'Den Code berichtigen: Er ist der Rumpf einer Funktion.',
  'code.failed': 'Der Code von „{$node}“ ist fehlgeschlagen{$place :message}: {$detail :message}',
  'code.failed.hint': 'Den Code oder seine Eingabe berichtigen. console.log zeigt Werte im Protokoll.',
  'code.out-of-time': 'Der Code von „{$node}“ hat seine Zeitgrenze überschritten{$place :message}: {$detail :message}',
  'code.out-of-time.hint': 'Weniger verarbeiten, oder die Zeitgrenze erhöhen.',
  'code.out-of-memory':
    'Der Code von „{$node}“ hat seine Speichergrenze überschritten{$place :message}: {$detail :message}',
  'code.out-of-memory.hint': 'Weniger im Speicher halten, oder die Speichergrenze erhöhen.',
  'code.result-too-large': 'Der Code von „{$node}“ hat zu viel geliefert{$place :message}: {$detail :message}',
  'code.result-too-large.hint': 'Weniger liefern.',
  'code.too-deep': 'Der Code von „{$node}“ schachtelt Aufrufe zu tief{$place :message}: {$detail :message}',
  'code.too-deep.hint': 'Eine Schleife statt Rekursion benutzen.',
  'code.ended': 'Der Code von „{$node}“ wurde beendet{$place :message}: {$detail :message}',
  'code.ended.hint': 'Neu ausführen.',
  'code.detail.out-of-time': 'Er lief länger als {$limit :duration}.',
  'code.detail.stopped': 'Er lief länger als {$limit :duration} und wurde beendet.',
  'code.detail.out-of-memory': 'Er braucht mehr als {$megabytes :integer} MB Speicher.',
  'code.detail.result-too-large': 'Grenze: {$values :integer} Werte, {$characters :integer} Zeichen.',
  'code.detail.too-deep': 'Er überschreitet die größte Aufruftiefe.',
  'code.detail.values-too-deep': 'Seine Werte oder Aufrufe sind zu tief verschachtelt.',
  'code.detail.no-message': 'Er hat einen Fehler ohne Meldung ausgelöst.',
  'code.detail.closed-function': 'Er schließt die Funktion, die ihn enthält.',
  'code.detail.never-settles': 'Er wartet auf ein Promise, das nie endet.',
  'code.detail.sandbox-failed': 'Die Sandbox ist ausgefallen: {$reason :message}',
  'code.detail.sandbox-ended': 'Die Sandbox ist unerwartet beendet: {$reason :message}',
  'code.detail.sandbox-closed': 'Die Sandbox wurde geschlossen.',
  'code.detail.not-open': 'Er wurde vorher geschlossen.',
  'code.detail.script-not-loaded': 'ihr Skript konnte nicht geladen werden',
  'code.log-limit': 'Zu viele Protokollzeilen; weitere entfallen.',
  'code.line': '{| |}(Zeile {$line})',
  'code.line-column': '{| |}(Zeile {$line}, Spalte {$column})',
  'rows.bad-cell':
    '.input {$count :integer} .match $count one {{„{$node}“ hat {$count} Wert in `{$column}` geliefert, der nicht zum Typ {$type :columnType} passt{$example :message}.}} * {{„{$node}“ hat {$count} Werte in `{$column}` geliefert, die nicht zum Typ {$type :columnType} passen{$example :message}.}}',
  'rows.bad-cell.hint': 'Solche Werte liefern, oder für die Spalte den Typ „Text“ wählen.',
  'rows.bad-example': ', etwa {$value} in Zeile {$row :integer}',
  'rows.not-an-object': '„{$node}“ hat {$value} als Zeile {$row :integer} geliefert, was kein Objekt mit Spalten ist.',
  'rows.not-an-object.hint':
    'Ein Objekt wie \\{ ...row, total: 1 \\} liefern, eine Liste davon, oder nichts, um die Zeile wegzulassen.',
  'rows.value-too-large': '„{$node}“ bekommt {$bytes :bytes} Text (Grenze {$max :bytes}).',
  'rows.value-too-large.hint': 'Weniger liefern.',
  'rows.too-large': '„{$node}“ hat mehr als {$max :bytes} geliefert.',
  'rows.too-large.hint': 'Weniger liefern.',
  'rows.columns': '{$reason :message}',
  'rows.columns.hint': 'Jeder Spalte einen Namen geben, den keine andere Spalte hat, und einen Typ.',
  'rows.columns-line': 'Zeile {$line :integer} der Spalten, „{$text}“, ist kein Name mit Typ, etwa price DECIMAL(9,2).',
  'rows.duplicate-column': 'Die Spalte `{$column}` ist zweimal deklariert.',
  'condition.summary': 'Wenn {$expression}',
  'delay.summary':
    '.input {$seconds :number} .match $seconds one {{Wartet {$seconds} Sekunde}} * {{Wartet {$seconds} Sekunden}}',
  'delay.until-summary': 'Wartet bis {$time}',
  'delay.invalid-time': '„{$text}“ ist keine gültige Zeit.',
  'delay.invalid-time.hint': 'Als 2026-12-31T18:00:00Z schreiben.',
  'error-handler.summary':
    '.input {$takes :string} .match $takes input {{Behandelt den verbundenen Fehler}} * {{Wenn etwas fehlschlägt}}',
  'for-each.summary':
    '.input {$parallel :integer} .match $parallel 1 {{Für jedes: {$what :message}}} * {{Für jedes: {$what :message}, {$parallel} gleichzeitig}}',
  'for-each.what':
    '.input {$over :string} .match $over row {{Zeile}} batch {{Stapel von {$size :integer}}} * {{Eintrag}}',
  'for-each.too-many-rows':
    '„{$node}“ hätte {$rows :integer} Durchläufe, einen je Zeile; die Grenze ist {$max :integer}.',
  'for-each.too-many-rows.hint': 'Über Stapel gehen, oder einen Knoten benutzen, der die ganze Tabelle verarbeitet.',
  'for-each.not-a-list': '„{$node}“ geht über eine Liste oder die Zeilen einer Tabelle, bekommt aber {$type :message}.',
  'for-each.not-a-list.hint': 'Eine Tabelle oder eine Liste verbinden.',
  'for-each.json-not-a-list': 'JSON, das keine Liste ist',
  'merge.summary': '{$wait :message}\n{$how :message}',
  'merge.wait':
    '.input {$wait :string} .input {$count :integer} .match $wait $count any 0 {{Irgendeiner der Zweige}} all 0 {{Alle der Zweige}} first 0 {{Der erste der Zweige}} any * {{Irgendeiner von {$count} Zweigen}} all * {{Alle von {$count} Zweigen}} * * {{Der erste von {$count} Zweigen}}',
  'merge.how': '.input {$how :string} .match $how one {{Ein Wert}} list {{Eine Liste}} * {{Alle Zeilen}}',
  'merge.no-table':
    'Nur Tabellen lassen sich zeilenweise zusammenführen, ein Eingang von „{$node}“ ist aber {$type :message}.',
  'merge.no-table.hint': 'Als Liste zusammenführen.',
  'sub-workflow.summary':
    '.input {$count :integer} .match $count 0 {{Führt aus: {$workflow :message}}} * {{Führt aus: {$workflow :message} ({$count} Knoten)}}',
  'sub-workflow.none': 'noch kein Ablauf',
  'transform.no-table': '„{$node}“ verarbeitet die Zeilen einer Tabelle, bekommt aber {$type :message}.',
  'transform.no-table.hint': 'Eine Tabelle verbinden, oder den ganzen Wert verarbeiten.',
  'transform.too-many-rows':
    '„{$node}“ bekommt {$rows :integer} Zeilen als einen Wert; die Grenze ist {$max :integer}.',
  'transform.too-many-rows.hint': 'Stattdessen jede Zeile verarbeiten.',
  'variable.summary':
    '.input {$expression :string} .match $expression || {{{$name} = Eingang}} * {{{$name} = {$expression}}}',
  'wait-for-event.summary':
    '.input {$seconds :number} .match $seconds 0 {{Wartet auf „{$name}“}} * {{Wartet auf „{$name}“, höchstens {$seconds} s}}',
  'event.timeout': '„{$node}“ hat {$seconds :number} s auf das Ereignis „{$event}“ gewartet, das nicht kam.',
  'event.timeout.hint': 'Das Ereignis senden, oder die Zeitgrenze erhöhen.',
  'webhook-response.summary':
    '.input {$body :string} .match $body input {{{$status}, der Eingang}} * {{{$status}, ein Text}}',
  'response.header': '{$header} ist kein gültiger Kopf.',
  'response.header.hint': 'Für Namen Buchstaben, Ziffern und „-“, für Werte eine Zeile verwenden.',
  'while.summary': 'Solange {$condition}\nhöchstens {$max :integer} Durchläufe',
  'while.no-result':
    'Durchlauf {$iteration :integer} von „{$node}“ hat nichts zurückgegeben, also hat der nächste keinen Eingang.',
  'while.no-result.hint': 'Jeden Weg durch den Rumpf mit dem Eingang „result“ verbinden.',
  'while.too-many-iterations': '„{$node}“ hatte {$max :integer} Durchläufe, und {$condition} gilt noch immer.',
  'while.too-many-iterations.hint': 'Die Bedingung berichtigen, oder die Grenze erhöhen.',
  'summary.text': '{$text}',
  'aggregate.summary':
    '.input {$measures :integer} .input {$groups :integer} .match $measures $groups 0 0 {{Gruppen}} 0 * {{Gruppen je {$by :list type=unit}}} * 0 {{{$list :list type=unit}}} * * {{{$list :list type=unit} je {$by :list type=unit}}}',
  'measure.summary':
    '.input {$column :string} .input {$function :string} .match $column $function || * {{Zeilenzahl}} * count {{Anzahl von {$column}}} * |count distinct| {{Anzahl verschiedener Werte von {$column}}} * sum {{Summe von {$column}}} * mean {{Mittelwert von {$column}}} * min {{Minimum von {$column}}} * max {{Maximum von {$column}}} * median {{Median von {$column}}} * first {{erster Wert von {$column}}} * last {{letzter Wert von {$column}}} * stddev {{Standardabweichung von {$column}}} * list {{Liste von {$column}}} * join {{verketteter Text von {$column}}} * * {{{$function} von {$column}}}',
  'aggregate.nothing-selected': 'Weder eine Gruppenspalte noch ein Messwert ist gewählt.',
  'aggregate.nothing-selected.hint': 'Mindestens eines davon wählen.',
  'table.no-column-selected': 'Eine Spalte wählen.',
  'table.missing-column':
    '.input {$table :string} .match $table left {{Die Spalte `{$column}` ist nicht in der linken Tabelle (hat {$columns :list quote=code max=8}).}} right {{Die Spalte `{$column}` ist nicht in der rechten Tabelle (hat {$columns :list quote=code max=8}).}} links {{Die Spalte `{$column}` ist nicht in den Verbindungen (hat {$columns :list quote=code max=8}).}} points {{Die Spalte `{$column}` ist nicht in den Punkten (hat {$columns :list quote=code max=8}).}} * {{Die Spalte `{$column}` ist nicht in der Tabelle (hat {$columns :list quote=code max=8}).}}',
  'table.missing-column.hint':
    '.input {$nearest :string} .match $nearest || {{Eine andere Spalte wählen.}} * {{Ist `{$nearest}` gemeint?}}',
  'table.duplicate-name': 'Zwei Spalten hätten den Namen `{$column}` (`{$other}`).',
  'table.duplicate-name.hint': 'Eine davon umbenennen. Groß- und Kleinschreibung zählt nicht.',
  'deduplicate.summary':
    '.input {$keep :string} .input {$count :integer} .match $keep $count first 0 {{Behält die erste von gleichen Zeilen}} last 0 {{Behält die letzte von gleichen Zeilen}} first * {{Behält die erste Zeile je {$columns :list type=unit}}} * * {{Behält die letzte Zeile je {$columns :list type=unit}}}',
  'table.unnamed-column': 'Die berechnete Spalte hat keinen Namen.',
  'table.unnamed-column.hint': 'Einen Namen eingeben.',
  'derive.replaces': 'Die Spalte `{$column}` wird durch die berechneten Werte ersetzt.',
  'fill.summary': '{$columns :message}: {$how :message}{$within :message}',
  'summary.all-columns': 'Alle Spalten',
  'summary.columns': '{$columns :list type=unit}',
  'fill.how':
    '.input {$how :string} .match $how constant {{{$value :value}}} previous {{voriger Wert}} next {{nächster Wert}} mean {{Mittelwert}} median {{Median}} mode {{häufigster Wert}} interpolate {{interpoliert}} * {{{$how}}}',
  'fill.within': '{| |}innerhalb von {$columns :list type=unit}',
  'fill.widened':
    '.input {$count :integer} .match $count one {{{$columns :list quote=code} wird zur Dezimalzahl: Berechnete Werte können Nachkommastellen haben.}} * {{{$columns :list quote=code} werden zu Dezimalzahlen: Berechnete Werte können Nachkommastellen haben.}}',
  'fill.within-itself': 'Die Spalte `{$column}` ist zum Füllen und zum Gruppieren gewählt.',
  'fill.within-itself.hint': 'Sie aus einer der beiden Einstellungen entfernen.',
  'table.wrong-value':
    '.input {$use :string} .match $use constant {{Die Spalte `{$column}` ({$type :columnType}) kann {$value :message} nicht enthalten.}} * {{Die Spalte `{$column}` ({$type :columnType}) lässt sich nicht mit {$value :message} vergleichen.}}',
  'table.wrong-value.hint':
    '.input {$example :string} .match $example constant {{Einen Wert ihres Typs eingeben oder andere Spalten wählen.}} list {{Einen Wert eingeben oder „ist eines von“ wählen.}} number {{Eine Zahl eingeben, etwa 12.5.}} boolean {{true oder false eingeben.}} time {{Eine Uhrzeit eingeben, etwa 18:30.}} * {{Datum oder Zeitpunkt eingeben, etwa 2026-11-20 oder 2026-11-20 18:30.}}',
  'table.a-list': 'einer Liste',
  'column-type':
    '.input {$type :string} .match $type VARCHAR {{Text}} BIGINT {{ganze Zahl}} DOUBLE {{Dezimalzahl}} DECIMAL {{genaue Dezimalzahl}} BOOLEAN {{ja oder nein}} DATE {{Datum}} TIMESTAMP {{Datum mit Uhrzeit}} TIME {{Uhrzeit}} UUID {{Kennung}} INTERVAL {{Dauer}} LIST {{Liste}} STRUCT {{Objekt}} * {{{$type}}}',
  'table.not-a-number':
    'Die Spalte `{$column}` hat den Typ {$type :columnType} und keine Zahlen, die {$function} braucht.',
  'table.not-a-number.hint':
    '.input {$node :string} .match $node fill {{Mit dem vorigen oder nächsten Wert, dem häufigsten Wert oder einem festen Wert füllen.}} * {{Eine Zahlenspalte wählen, oder sie vorher mit „Spalten umwandeln“ ändern.}}',
  'filter.summary': 'Behält: {$conditions :message}',
  'condition.every-row': 'jede Zeile',
  'condition.all': '{$conditions :list}',
  'condition.any': '{$conditions :list type=or}',
  'condition.group': '({$conditions :message})',
  'condition.and': '{$conditions :message}, und {$expression}',
  'condition.value': '{$value :value}',
  'condition.one':
    '.input {$is :string} .match $is equals {{{$column} ist {$value :message}}} not-equals {{{$column} ist nicht {$value :message}}} less {{{$column} < {$value :message}}} at-most {{{$column} ≤ {$value :message}}} more {{{$column} > {$value :message}}} at-least {{{$column} ≥ {$value :message}}} contains {{{$column} enthält {$value :message}}} starts-with {{{$column} beginnt mit {$value :message}}} ends-with {{{$column} endet mit {$value :message}}} matches {{{$column} passt zu {$value :message}}} is-one-of {{{$column} ist eines von {$value :message}}} is-empty {{{$column} ist leer}} * {{{$column} ist nicht leer}}',
  'join.summary':
    '.input {$kind :string} .match $kind cross {{Jede linke Zeile mit jeder rechten}} inner {{Innerer Join über {$keys :message}}} left {{Linker Join über {$keys :message}}} right {{Rechter Join über {$keys :message}}} full {{Voller Join über {$keys :message}}} semi {{Semi-Join über {$keys :message}}} * {{Anti-Join über {$keys :message}}}',
  'join.equal-names': 'gleiche Namen',
  'join.empty-keys':
    '{$left :integer} linke und {$right :integer} rechte Zeilen haben einen leeren Schlüssel, der zu nichts passt.',
  'join.empty-keys.hint': 'Die Schlüsselspalten vorher füllen, wenn sie passen sollen.',
  'join.multiplied':
    'Aus {$left :integer} linken und {$right :integer} rechten Zeilen wurden {$rows :integer}: {$keys :integer} Schlüssel sind rechts mehrfach.',
  'join.multiplied.hint':
    'Duplikate der rechten Tabelle nach ihren Schlüsseln entfernen, oder einen Schlüssel hinzufügen.',
  'join.no-keys': 'Die Tabellen haben keine gleichnamige Spalte zum Verbinden.',
  'join.no-keys.hint': 'Aus jeder Tabelle eine Spalte wählen.',
  'join.too-large':
    '{$left :integer} mal {$right :integer} Zeilen ergäben {$rows :integer} Zeilen; die Grenze ist {$max :integer}.',
  'join.too-large.hint': 'Über Schlüssel verbinden, oder beide Tabellen vorher filtern.',
  'pivot.summary': '{$measure :message}: {$rows :message} nach {$column :message}',
  'pivot.one-row': 'eine Zeile',
  'summary.a-column': 'einer Spalte',
  'pivot.too-many': 'Die Spalte `{$column}` hat mehr als {$max :integer} Werte, und jeder würde eine Spalte.',
  'pivot.too-many.hint': 'Eine andere Spalte wählen, oder die gewünschten Werte angeben.',
  'pivot.no-values': 'Die Spalte `{$column}` hat keine Werte, die Spalten werden könnten.',
  'pivot.no-values.hint': 'Die Werte angeben, oder eine andere Spalte wählen.',
  'pivot.renamed':
    'Der Wert {$value} von `{$column}` wird zur Spalte `{$name}`: Sein eigener Name ist leer oder vergeben.',
  'cast.summary':
    '.input {$count :integer} .match $count 0 {{Noch keine Änderungen}} * {{{$changes :list type=unit max=4}}}',
  'cast.change':
    '.input {$name :string} .input {$type :string} .match $name $type || || {{{$column}}} || * {{{$column} als {$type :columnType}}} * || {{{$column} → {$name}}} * * {{{$column} → {$name} als {$type :columnType}}}',
  'cast.impossible':
    '.input {$format :string} .match $format || {{Die Spalte `{$column}` ({$from :columnType}) lässt sich nicht umwandeln. Gewählter Typ: {$to :columnType}.}} * {{Die Spalte `{$column}` ({$from :columnType}) lässt sich nicht mit einem Format umwandeln. Gewählter Typ: {$to :columnType}.}}',
  'cast.impossible.hint':
    '.input {$format :string} .match $format || {{Einen anderen Typ wählen, oder sie zuerst in Text umwandeln.}} * {{Formate lesen Text nur als Datum, Uhrzeit oder Datum mit Uhrzeit.}}',
  'cast.failed':
    '.input {$count :integer} .match $count one {{{$count} Zelle von `{$column}` ließ sich nicht umwandeln.}} * {{{$count} Zellen von `{$column}` ließen sich nicht umwandeln.}}',
  'cast.failed.hint': 'Einen anderen Typ oder ein anderes Format wählen, oder solche Zellen leeren oder behalten.',
  'sample.summary':
    '.input {$how :string} .match $how share {{{$share :percent maximumFractionDigits=4} der Zeilen}} rows {{{$rows :integer} zufällige Zeilen}} first {{Die ersten {$rows :integer} Zeilen}} * {{Die letzten {$rows :integer} Zeilen}}',
  'select.summary':
    '.input {$how :string} .match $how all {{Behält alle Spalten}} keep {{Behält {$columns :list type=unit}}} * {{Entfernt {$columns :list type=unit}}}',
  'select.no-columns': 'Alle {$count :integer} Spalten würden entfernt.',
  'select.no-columns.hint': 'Mindestens eine Spalte behalten.',
  'sort.summary':
    '.input {$count :integer} .match $count 0 {{Behält die Reihenfolge}} * {{Nach {$keys :list type=unit}}}',
  'sort.key': '.input {$direction :string} .match $direction descending {{{$column} absteigend}} * {{{$column}}}',
  'split.share-summary': '{$share :percent maximumFractionDigits=4} zufällig, und der Rest',
  'split.value-summary':
    '.input {$count :integer} .match $count 0 {{Nach {$column :message}: noch keine Werte, und der Rest}} * {{Nach {$column :message}: {$values :list type=unit}, und der Rest}}',
  'split.condition-summary': '{$conditions :message}, und der Rest',
  'sql.summary': 'Noch keine Anweisung',
  'sql.input-name':
    '.input {$why :string} .match $why twice {{Der Eingang `{$name}` ist zweimal genannt.}} taken {{Der Eingangsname `{$name}` ist vergeben.}} * {{Der Eingang `{$name}` ist kein einfacher Name.}}',
  'sql.input-name.hint': 'Buchstaben, Ziffern und „_“ verwenden, jeden Namen einmal.',
  'sql.parameter':
    '.input {$kind :string} .match $kind list {{Der Parameter `{$name}` ist eine Liste.}} * {{Der Parameter `{$name}` ist ein Objekt.}}',
  'sql.parameter.hint': 'Text, eine Zahl, true, false oder null verwenden. Listen als Tabelle übergeben.',
  'union.summary':
    '.input {$columns :string} .input {$by :string} .match $columns $by all name {{Zeilen von {$inputs :integer} Tabellen\nAlle Spalten nach Namen}} all * {{Zeilen von {$inputs :integer} Tabellen\nAlle Spalten nach Position}} * name {{Zeilen von {$inputs :integer} Tabellen\nGemeinsame Spalten nach Namen}} * * {{Zeilen von {$inputs :integer} Tabellen\nGemeinsame Spalten nach Position}}',
  'union.no-common-columns': 'Die Tabellen haben keine gemeinsame Spalte.',
  'union.no-common-columns.hint': 'Alle Spalten nehmen, oder nach Position zuordnen.',
  'fix.update-node': 'Den Knoten auf Version {$version} umstellen',
  'fix.replace': '`{$from}` → `{$to}`',
  'fix.use': '`{$column}` verwenden',
  'fix.convert': '`{$column}` umwandeln, sonst leer lassen',
  'fix.target': 'Ziel von `{$tool}` festlegen',
  'fix.target-copy': '`{$workflow}` mit festem Ziel kopieren',
  'fix.remove-rule': '`{$column}` nicht prüfen',
  'fix.connect': '„{$from}“ mit „{$to}“ verbinden',
  'fix.disconnect': '„{$from}“ von „{$to}“ trennen',
  'union.widened': 'Die Spalte `{$column}` hat die Typen {$types :list of=columnType}: Sie wird {$type :columnType}.',
  'unpivot.summary': '{$columns :message} nach {$name} und {$value}',
  'unpivot.columns':
    '.input {$column :string} .match $column || {{Keine Spalte bleibt übrig, um Zeilen zu werden.}} * {{Die Spalte `{$column}` ist zum Behalten und zum Umwandeln gewählt.}}',
  'unpivot.columns.hint': 'Andere Spalten wählen.',
  'unpivot.widened':
    'Die Spalten haben die Typen {$types :list of=columnType max=5}: `{$column}` wird {$type :columnType}.',
  'chart.summary': '{$mark :message}{$axes :message}{$facet :message}',
  'chart.mark':
    '.input {$mark :string} .match $mark auto {{Passendstes Diagramm}} bar {{Balkendiagramm}} line {{Liniendiagramm}} area {{Flächendiagramm}} scatter {{Streudiagramm}} histogram {{Histogramm}} box {{Boxplot}} * {{Heatmap}}',
  'chart.axes': '.input {$over :string} .match $over || {{{| |}von {$column}}} * {{{| |}von {$column} über {$over}}}',
  'chart.facet': ', nach {$column}',
  'chart.no-value':
    '.input {$rows :integer} .match $rows one {{{$rows} Zeile ohne Wert in {$columns :list type=or quote=code} wurde weggelassen.}} * {{{$rows} Zeilen ohne Wert in {$columns :list type=or quote=code} wurden weggelassen.}}',
  'chart.sample': 'Das Diagramm zeigt eine Stichprobe von etwa {$shown :integer} der {$rows :integer} Zeilen.',
  'chart.values-omitted':
    '.input {$count :integer} .input {$order :string} .match $count $order one rows {{{$count} weiterer Wert von `{$column}` fehlt; gezeigt werden die {$max :integer} mit den meisten Zeilen.}} one * {{{$count} weiterer Wert von `{$column}` fehlt; gezeigt werden die ersten {$max :integer}.}} * rows {{{$count} weitere Werte von `{$column}` fehlen; gezeigt werden die {$max :integer} mit den meisten Zeilen.}} * * {{{$count} weitere Werte von `{$column}` fehlen; gezeigt werden die ersten {$max :integer}.}}',
  'chart.no-column': '{$reason :message}',
  'chart.no-column.hint': 'Eine Spalte wählen.',
  'chart.needs-column':
    '.input {$axis :string} .match $axis x {{{$mark :message} braucht eine Spalte für die X-Achse.}} spread {{{$mark :message} braucht eine Zahlenspalte.}} * {{{$mark :message} braucht eine Spalte für die Y-Achse.}}',
  'chart.measure-needs-column': 'Der Messwert „{$measure}“ braucht eine Spalte.',
  'chart.unsupported-column-type':
    '.input {$needs :string} .match $needs numbers {{Die Spalte `{$column}` hat den Typ {$type :columnType}, {$mark :message} braucht dort aber Zahlen.}} * {{Die Spalte `{$column}` hat den Typ {$type :columnType}, {$mark :message} braucht dort aber Zahlen oder Zeiten.}}',
  'chart.unsupported-column-type.hint': 'Eine andere Spalte wählen, oder eine andere Art von Diagramm.',
  'view.too-many-matches': 'Mehr als {$max :integer} Zellen passen; gezeigt werden die ersten.',
  'view.invalid-value':
    '.input {$kind :string} .match $kind number {{„{$text}“ ist keine Zahl; die Spalte `{$column}` enthält Zahlen.}} time {{„{$text}“ ist keine Uhrzeit; die Spalte `{$column}` enthält Uhrzeiten.}} * {{„{$text}“ ist kein Datum; die Spalte `{$column}` enthält Daten.}}',
  'view.invalid-value.hint':
    '.input {$kind :string} .match $kind number {{Ziffern mit Punkt vor den Nachkommastellen eingeben, etwa 12.5.}} time {{Als 14:30 eingeben.}} * {{Als 2026-11-20 oder 2026-11-20 14:30 eingeben.}}',
  'export.no-storage': '„{$node}“ exportiert eine Datei, aber hier lassen sich keine Dateien speichern.',
  'export.no-storage.hint': 'Einen Knoten „Datei schreiben“ benutzen, oder das Ergebnis mit aw run --out holen.',
  'export.saved': '{$file} gespeichert ({$size :bytes}).',
  'graph.no-table': 'Es gibt keine Verbindungen oder Punkte zu zeichnen.',
  'graph.no-table.hint': 'Eine Tabelle der Verbindungen, der Punkte, oder beide verbinden.',
  'graph.summary':
    '.input {$links :string} .input {$points :string} .match $links $points no no {{Punkte und Verbindungen}} yes no {{Verbindungen von {$source} nach {$target}}} no * {{Punkte nach {$id}{$color :message}}} * * {{Verbindungen von {$source} nach {$target}, Punkte nach {$id}{$color :message}}}',
  'graph.color': ', gefärbt nach {$column}',
  'table-view.summary':
    '.input {$columns :integer} .input {$more :string} .match $columns $more 0 * {{Zeigt die Tabelle}} one yes {{Zeigt mindestens {$columns} Spalte}} one * {{Zeigt {$columns} Spalte}} * yes {{Zeigt mindestens {$columns} Spalten}} * * {{Zeigt {$columns} Spalten}}',
  'nodes.invalid-definition': '{$name} aus „{$module}“ ist kein Knotentyp: Es fehlt {$missing :list}.',
  'nodes.invalid-settings':
    'Die Einstellungen von {$name} aus „{$module}“ lassen sich nicht beschreiben: {$reason :message}',
}
