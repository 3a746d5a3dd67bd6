import type { German } from './german.ts'
import type { runMessages as english } from '../english/run.ts'

export const runMessages: German<typeof english> = {
  'run.compensating': 'Die Wirkungen dieses Knotens werden rückgängig gemacht, weil der Lauf fehlgeschlagen ist.',
  'run.approved': '.input {$by :string} .match $by || {{Genehmigt}} * {{Genehmigt von {$by}}}',
  'run.rejected': '.input {$by :string} .match $by || {{Abgelehnt}} * {{Abgelehnt von {$by}}}',
  'run.marked-done':
    '.input {$by :string} .match $by || {{Als erledigt markiert}} * {{Als erledigt markiert von {$by}}}',
  'run.retry-approved':
    '.input {$by :string} .match $by || {{Wiederholung genehmigt}} * {{Wiederholung genehmigt von {$by}}}',
  'run.retry-rejected':
    '.input {$by :string} .match $by || {{Wiederholung abgelehnt}} * {{Wiederholung abgelehnt von {$by}}}',
  'run.effect-unknown': 'Ob „{$effect}“ vor der Unterbrechung ausgeführt wurde, ist nicht bekannt.',
  'run.migrated': 'Der Lauf wurde mit anderen Versionen von Knotentypen fortgesetzt: {$types :list}.',
  'run.type-version': '„{$type}“ {$version}',
  'run.resumed': 'Der Lauf wurde nach einer Unterbrechung fortgesetzt.',
  'run.never-reached': 'Nicht ausgeführt: Kein Zweig führte zu diesem Knoten.',
  'run.damaged-event':
    'Ereignis {$index :integer} des Laufprotokolls ({$type}) lässt sich nicht lesen: {$reason :message}.',
  'run.damaged-event.hint': 'Gezeigt werden nur die Ereignisse davor. Den Ablauf exportieren und neu ausführen.',
  'run.invalid-record': '{$reason :message}',
  'run.invalid-record.hint': 'Gezeigt werden nur die Ereignisse davor. Den Ablauf exportieren und neu ausführen.',
  'run.wrong-event':
    'Das Laufprotokoll hat Ereignis {$found :integer} an der Stelle von Ereignis {$expected :integer}.',
  'run.no-first-event': 'Das Laufprotokoll enthält den Beginn des Laufs nicht.',
  'run.second-start': 'Ereignis {$index :integer} beginnt einen anderen Lauf.',
  'sub-workflow.inside': 'In „{$node}“: {$reason :message}',
  'run.iteration-failed': 'Durchlauf {$iteration :integer} von „{$loop}“ ist fehlgeschlagen: {$reason :message}',
  'sub-workflow.no-port':
    '.input {$side :string} .match $side input {{Der Eingang „{$name}“ führt zum Anschluss „{$port}“ von „{$node}“, den es nicht gibt.}} * {{Der Ausgang „{$name}“ führt zum Anschluss „{$port}“ von „{$node}“, den es nicht gibt.}}',
  'sub-workflow.no-port.hint': 'Mit einem vorhandenen Anschluss verbinden.',
  'workflow.cycle': '{$reason :message}',
  'workflow.cycle.hint': 'Eine Verbindung entfernen oder eine Schleife benutzen.',
  'node.unknown-type.summary': 'Unbekannter Typ „{$type}“',
  'node.describe-failed': '„{$node}“ kann seine Ausgänge nicht beschreiben: {$reason :message}',
  'node.describe-failed.hint': 'Das ist ein Fehler des Knotentyps, nicht des Ablaufs. Dem Autor des Typs melden.',
  'edge.invalid': '{$reason :message}',
  'edge.invalid.hint': 'Einen anderen Anschluss verbinden, oder einen Knoten einfügen, der den Wert umwandelt.',
  'edge.wrong-type': '„{$node}“ nimmt bei „{$port}“ {$expected :message} und bekommt {$found :message}.',
  'edge.type-mismatch': '„{$source}“ liefert {$found :message}; „{$node}“ nimmt bei „{$port}“ {$expected :message}.',
  'edge.no-node': 'Die Verbindung „{$edge}“ führt zu Knoten „{$node}“, den es nicht gibt.',
  'edge.port-taken': 'Der Eingang „{$port}“ von „{$node}“ hat mehr als eine Verbindung.',
  'edge.no-port':
    '.input {$side :string} .match $side input {{„{$node}“ hat keinen Eingang „{$port}“ (hat {$ports :list quote=text}).}} * {{„{$node}“ hat keinen Ausgang „{$port}“ (hat {$ports :list quote=text}).}}',
  'edge.no-ports':
    '.input {$side :string} .match $side input {{„{$node}“ hat keine Eingänge.}} * {{„{$node}“ hat keine Ausgänge.}}',
  'value-type':
    '.input {$type :string} .match $type table {{eine Tabelle}} file {{eine Datei}} text {{Text}} control {{ein Startsignal}} json {{JSON}} any {{jeden Wert}} * {{{$type}}}',
  'run.no-trigger': '„{$workflow}“ hat keinen Start, der Daten annimmt.',
  'run.no-trigger.hint': 'Einen Knoten „Manueller Start“ hinzufügen, oder den Lauf ohne Daten starten.',
  'run.no-file-input': '{$reason :message}',
  'run.no-file-input.hint':
    '.input {$count :integer} .match $count 0 {{Einen Laden-Knoten hinzufügen.}} * {{Diese Knoten lesen eine Datei: {$readers :list}.}}',
  'run.no-file': '„{$node}“ hat keine Datei: Im Knoten ist keine gewählt, und dem Lauf wurde keine übergeben.',
  'run.no-file.hint':
    '.input {$host :string} .match $host command-line {{Eine Datei übergeben: --input FILE.}} * {{Im Knoten einen Datensatz wählen, oder dem Lauf eine Datei übergeben.}}',
  'loop.wrong-return-port':
    'Der Rumpf von „{$loop}“ führt in die Schleife zurück, aber nicht bei {$ports :list type=or quote=text}.',
  'loop.wrong-return-port.hint': 'Mit dem Eingang {$ports :list type=or quote=text} verbinden.',
  'loop.overlap':
    '„{$node}“ ist in den Rümpfen von „{$one}“ und „{$other}“, und keine der Schleifen ist in der anderen.',
  'loop.overlap.hint': 'Zuerst die Ergebnisse von „{$one}“ sammeln, dann im Rumpf von „{$other}“ verwenden.',
  'loop.source-outside-body':
    '„{$node}“ ist bei {$inputs :list type=or quote=text} mit der Schleife „{$loop}“ verbunden, aber nicht in ihr.',
  'loop.source-outside-body.hint':
    'Der Rumpf beginnt am Ausgang {$outputs :list type=or quote=text}. Eine innere Schleife liefert am Schleifenknoten selbst.',
  'node.disabled': 'Nicht ausgeführt: Der Knoten ist deaktiviert.',
  'node.bypassed': 'Umgangen: Eingänge werden durchgereicht.',
  'node.not-triggered': 'Nicht ausgeführt: Der Ablauf beginnt bei seinen Auslösern.',
  'node.version-not-installed':
    'Dieser Lauf begann mit Version {$version} von „{$type}“; installiert ist Version {$installed}.',
  'node.version-not-installed.hint':
    'Version {$version} installieren, einen neuen Lauf starten, oder diesen abbrechen.',
  'node.unknown-type': 'Den Knotentyp „{$type}“ gibt es nicht.',
  'node.unknown-type.hint':
    'Den Knoten ersetzen, oder seinen Typ installieren. Ähnliche Typen: {$types :list quote=text}.',
  'node.newer-version':
    'Dieser Knoten wurde mit Version {$version} von „{$type}“ erstellt; installiert ist Version {$installed}.',
  'node.newer-version.hint': 'Das Programm aktualisieren.',
  'node.migration-failed':
    'Die Einstellungen von „{$node}“ (Version {$version}) lassen sich nicht auf Version {$installed} umstellen: {$reason :message}',
  'node.migration-failed.hint': 'Den Knoten neu einrichten.',
  'node.migrated':
    'Eine Einstellung von „{$node}“ stammt aus Version {$version}: „{$before}“. Sie gilt weiter und wird als „{$after}“ gelesen.',
  'node.migrated.hint': 'Den Knoten auf Version {$installed} umstellen, in der die neue Form steht.',
  'node.invalid-setting':
    '.input {$setting :string} .input {$expressions :string} .match $setting $expressions || filled {{Einstellungen von „{$node}“, nach Auswertung der Ausdrücke: {$reason :message}.}} || * {{Einstellungen von „{$node}“: {$reason :message}.}} * filled {{Einstellung „{$setting}“ von „{$node}“, nach Auswertung der Ausdrücke: {$reason :message}.}} * * {{Einstellung „{$setting}“ von „{$node}“: {$reason :message}.}}',
  'node.invalid-setting.hint':
    '.input {$expressions :string} .match $expressions filled {{Die Werte der Ausdrücke \\{\\{…\\}\\} prüfen.}} * {{Den Knoten auswählen und die Einstellung berichtigen.}}',
  'workflow.duplicate-id': 'Zwei Knoten haben die Kennung „{$id}“.',
  'workflow.duplicate-id.hint': 'Eine der Kennungen ändern.',
  'sub-workflow.recursive': '„{$node}“ führt den Ablauf „{$workflow}“ aus, in dem er selbst ist.',
  'sub-workflow.recursive.hint': 'Einen anderen Ablauf wählen, oder eine Schleife benutzen.',
  'sub-workflow.missing': '„{$node}“ führt den Ablauf „{$workflow}“ aus, den es hier nicht gibt.',
  'sub-workflow.missing.hint':
    '.input {$host :string} .match $host command-line {{Ihn als NAME.json daneben speichern oder --workflows FOLDER angeben.}} * {{Einen anderen Ablauf wählen oder ihn importieren.}}',
  'sub-workflow.ambiguous': 'Mehrere Abläufe heißen „{$workflow}“.',
  'sub-workflow.ambiguous.hint': 'Einen umbenennen.',
  'sub-workflow.too-many-nodes': 'Mit „{$node}“ liefen mehr als {$max :integer} Knoten in Unterabläufen.',
  'sub-workflow.too-many-nodes.hint': 'Einen in einer Schleife benutzen.',
  'node.missing-input': 'Den Eingang „{$port}“ von „{$node}“ verbinden.',
  'node.missing-input.hint': 'Er braucht {$type :message}.',
  'run.too-large': 'Der Lauf von „{$workflow}“ hat zu viel aufgezeichnet (Grenze {$max :integer}).',
  'run.too-large.hint': 'Weniger aufzeichnen.',
  'run.too-long':
    '.input {$workflow :string} .match $workflow || {{Der Lauf hat die Zeitgrenze von {$limit :duration} überschritten und wurde angehalten.}} * {{Der Lauf von „{$workflow}“ hat die Zeitgrenze von {$limit :duration} überschritten und wurde angehalten.}}',
  'run.too-long.hint':
    '.input {$workflow :string} .match $workflow || {{AW_RUN_SECONDS erhöhen, oder weniger Daten verarbeiten.}} * {{Die Zeitgrenze erhöhen, oder weniger Daten verarbeiten.}}',
  'fork.no-record': 'Es gibt kein Laufprotokoll zum Abzweigen.',
  'fork.no-record.hint': 'Den Ablauf noch einmal starten.',
  'fork.no-event': 'Das Protokoll des Laufs „{$run}“ hat kein Ereignis {$event} (hat 0 bis {$last}).',
  'fork.no-event.hint': 'Eine dieser Nummern verwenden.',
  'fork.no-node': 'Der Lauf „{$run}“ hat keinen Knoten „{$node}“.',
  'fork.several-outputs': 'Nur ein Ergebnis ist auf einmal änderbar; „{$node}“ folgt dem ersten.',
  'fork.several-outputs.hint': 'Für die nächste Änderung vom neuen Lauf abzweigen.',
  'fork.no-output': 'Der Knoten „{$node}“ hatte bis Ereignis {$event} kein Ergebnis.',
  'fork.no-output.hint': 'Nach dem Ereignis abzweigen, bei dem er fertig wurde.',
  'effect.not-recorded': 'Das Laufprotokoll enthält das Ergebnis von „{$effect}“ des Knotens „{$node}“ nicht.',
  'effect.not-recorded.hint': 'Den Ablauf neu ausführen.',
  'mcp.ask-input':
    '.input {$mode :string} .match $mode url {{Das Tool „{$tool}“ des MCP-Servers „{$server}“ bittet darum, die Adresse unten zu öffnen: {$said}\n\nGenehmigen, wenn dort alles erledigt ist; ablehnen, um nicht zu antworten.}} * {{Das Tool „{$tool}“ des MCP-Servers „{$server}“ bittet um eine Eingabe: {$said}\n\nGenehmigen, um sie an den Server zu senden; ablehnen, um nicht zu antworten.}}',
  'effect.ask':
    'Der Lauf wurde während „{$effect}“ unterbrochen. Im anderen System prüfen, ob es geschah, dann entscheiden.',
  'effect.refused': '„{$effect}“ wurde unterbrochen und nicht wiederholt: Es wurde abgelehnt.',
  'effect.refused.hint': 'Von hier aus ausführen, wenn es wiederholt werden darf.',
  'effect.not-json':
    '.input {$what :string} .match $what request {{Die Anfrage von „{$effect}“ lässt sich nicht speichern: {$place :message} ist {$reason :message}, was kein JSON ist.}} * {{Das Ergebnis von „{$effect}“ lässt sich nicht speichern: {$place :message} ist {$reason :message}, was kein JSON ist.}}',
  'effect.not-json.hint': 'null, Wahrheitswerte, endliche Zahlen, Texte, Listen und einfache Objekte zurückgeben.',
  'effect.unknown': 'Der Lauf wurde während „{$effect}“ unterbrochen. Ob es ausgeführt wurde, ist nicht bekannt.',
  'effect.unknown.hint':
    'Im anderen System prüfen. Dann von hier aus ausführen, oder den Lauf mit dem Ergebnis abzweigen.',
  'effect.waiting': 'Der Knoten „{$node}“ wartet auf eine Entscheidung.',
  'effect.waiting.hint': 'Im Lauf entscheiden.',
  'effect.cannot-ask': '„{$node}“ kann hier nicht auf eine Entscheidung warten.',
  'effect.cannot-ask.hint': 'Nicht beim Rückgängigmachen eines Laufs verwenden.',
  'nested.not-completed': 'Der Ablauf im Knoten wurde nicht fertig: {$state :message}.',
  'nested.not-completed.hint': 'Einen Ablauf verwenden, der auf kein Ereignis wartet.',
  'nested.waiting': 'er wartet auf ein Ereignis',
  'json.the-value': 'es',
  'json.value-to-review': 'der Wert zur Genehmigung',
  'json.output': 'der Ausgang „{$port}“',
  'json.the-report': 'der Bericht',
  'json.at': '{$what :message} bei {$path}',
  'json.a-kind': 'ein {$kind}',
  'json.circular-reference': 'ein Zirkelbezug',
  'json.nested-too-deep': 'zu tief geschachtelt',
  'json.not-a-plain-object': 'kein einfaches Objekt',
  'node.not-json':
    '„{$node}“ hat einen Wert zurückgegeben, der kein JSON ist: {$place :message} ist {$reason :message}.',
  'node.not-json.hint':
    'null, Wahrheitswerte, endliche Zahlen, Texte, Listen und einfache Objekte zurückgeben, anderes als Text.',
  'record.mismatch':
    'Ereignis {$index} ({$type}) des Laufprotokolls folgt nicht aus den Ereignissen davor: {$reason :message}',
  'record.mismatch.hint':
    'Ereignisse fehlen oder passen nicht zum Lauf. Eine vollständige Kopie fortsetzen oder neu starten.',
  'run.type-version-not-installed':
    '.input {$installed :integer} .match $installed 0 {{Dieser Lauf begann mit Version {$version} des Knotentyps „{$type}“, der nicht installiert ist.}} * {{Dieser Lauf begann mit Version {$version} des Knotentyps „{$type}“; installiert ist Version {$installed}.}}',
  'run.type-version-not-installed.hint':
    '.input {$installed :integer} .match $installed 0 {{Version {$version} des Typs installieren und fortsetzen, oder den Lauf abbrechen.}} * {{Version {$version} installieren und fortsetzen, den Lauf auf Version {$installed} umstellen, oder ihn abbrechen.}}',
  'record.newer':
    '.input {$name :string} .match $name || {{Das Laufprotokoll stammt von einer neueren Programmversion (Format {$format}; bekannt: {$supported}).}} * {{{$name} stammt von einer neueren Programmversion (Format {$format}; bekannt: {$supported}).}}',
  'record.newer.hint': 'Das Programm aktualisieren. Die {$lines :integer} Zeilen des Protokolls sind unverändert.',
  'record.torn':
    '.input {$name :string} .match $name || {{Das Laufprotokoll: Das letzte Ereignis ist nach einem Absturz unvollständig und wurde verworfen; {$kept :integer} davor sind vollständig.}} * {{{$name}: Das letzte Ereignis ist nach einem Absturz unvollständig und wurde verworfen; {$kept :integer} davor sind vollständig.}}',
  'record.torn.hint': 'Den Lauf fortsetzen: Verlorene Arbeit wird wiederholt oder geprüft.',
  'record.damaged':
    '.input {$name :string} .match $name || {{Das Laufprotokoll: Zeile {$line} lässt sich nicht lesen: {$reason :message} Diese und die folgenden Zeilen (zusammen {$lost :integer}) wurden verworfen.}} * {{{$name}: Zeile {$line} lässt sich nicht lesen: {$reason :message} Diese und die folgenden Zeilen (zusammen {$lost :integer}) wurden verworfen.}}',
  'record.damaged.hint': 'Den Lauf ab den Ereignissen davor fortsetzen.',
  'record.no-event': 'es ist kein Ereignis.',
  'record.invalid-event': 'das Ereignis ist nicht gültig: {$reason :message}.',
  'record.wrong-number': 'es ist Ereignis {$found :integer}, erwartet wird {$expected :integer}.',
  'table.missing':
    '.input {$node :string} .match $node || {{Eine Tabelle mit {$rows :integer} Zeilen ({$table}) gibt es nicht mehr, und sie lässt sich nicht neu berechnen.}} * {{Eine Tabelle mit {$rows :integer} Zeilen ({$table}) gibt es nicht mehr, und „{$node}“ kann sie nicht neu berechnen.}}',
  'table.missing.hint': 'Den Knoten ausführen, der sie berechnet hat. Ist sie angeheftet, zuerst lösen.',
  'record.empty': 'Der Lauf lässt sich nicht fortsetzen: Sein Protokoll enthält den Beginn nicht.',
  'record.empty.hint': 'Den Ablauf neu starten.',
  'run.cannot-migrate': 'Der Lauf lässt sich nicht umstellen: {$reason :message}',
  'run.no-node': 'Es gibt keinen Knoten „{$node}“ zum Ausführen.',
  'run.no-node.hint': 'Einen von diesen verwenden: {$nodes :list}.',
  'run.outside-part':
    '.input {$part :string} .match $part to {{Nicht ausgeführt: Dieser Lauf endet bei {$node :list quote=text max=5}.}} from {{Nicht ausgeführt: Dieser Lauf beginnt bei {$node :list quote=text max=5}.}} * {{Nicht ausgeführt: Dieser Lauf umfasst nur {$node :list quote=text max=5}.}}',
  'pin.table-missing': 'Eine bei „{$node}“ angeheftete Tabelle gibt es nicht mehr.',
  'pin.table-missing.hint': 'Die Anheftung lösen, den Knoten ausführen, und neu anheften.',
  'run.stale-input': '„{$node}“ verwendet Ergebnisse, die „{$source}“ vor der Änderung hatte.',
  'run.stale-input.hint': 'Bis „{$node}“ ausführen, um aktuelle Ergebnisse zu bekommen.',
  'run.no-input':
    '„{$node}“ kann nicht allein laufen: „{$source}“, der seinen Eingang liefert, hat noch keine Ergebnisse.',
  'run.no-input.hint': 'Stattdessen bis „{$node}“ ausführen.',
  'run.too-much-memory':
    '.input {$node :string} .match $node || {{Der Lauf hat mehr als {$limit :bytes} Speicher gebraucht und wurde angehalten.}} * {{„{$node}“ kann nicht beginnen: Die Tabellen des Laufs belegen etwa {$used :bytes}; die Grenze ist {$limit :bytes}.}}',
  'run.too-much-memory.hint':
    '.input {$node :string} .match $node || {{Weniger Zeilen oder Spalten auf einmal verarbeiten, oder AW_RUN_MEMORY erhöhen.}} * {{Früher filtern oder zusammenfassen, oder die Speichergrenze des Laufs erhöhen.}}',
  'node.out-of-time': '„{$node}“ hat die Zeitgrenze von {$limit :duration} für alle Versuche zusammen überschritten.',
  'node.out-of-time.hint':
    'Die Zeitgrenze in den Einstellungen des Ablaufs erhöhen, oder dem Knoten weniger Arbeit geben.',
  'node.timeout': '„{$node}“ hat die Zeitgrenze von {$limit :duration} überschritten.',
  'node.timeout.hint': 'Die Zeitgrenze in den Einstellungen des Ablaufs erhöhen, oder dem Knoten weniger Arbeit geben.',
  'compensation.cancelled':
    '.input {$when :string} .match $when midway {{Der Lauf wurde abgebrochen, während Wirkungen von „{$node}“ rückgängig gemacht wurden. Wie viele es sind, ist nicht bekannt.}} * {{Die Wirkungen von „{$node}“ wurden nicht rückgängig gemacht: Der Lauf wurde abgebrochen.}}',
  'compensation.cancelled.hint': 'Sie prüfen, und wo nötig von Hand rückgängig machen.',
  'run.not-active': 'Der Lauf „{$run}“ ist hier nicht mehr aktiv.',
  'run.not-active.hint': 'Ihn fortsetzen, dann entscheiden.',
  'node.internal':
    '.input {$reason :string} .match $reason || {{Der Knoten ist ohne Fehlermeldung fehlgeschlagen.}} * {{{$reason}}}',
  'node.internal.hint': 'Das ist ein Fehler des Knotens. Neu ausführen, sonst mit dem Laufprotokoll melden.',
  'approval.not-waiting':
    '.input {$node :string} .match $node || {{Im Lauf „{$run}“ steht keine Genehmigung an.}} * {{„{$node}“ wartet nicht auf eine Genehmigung: Sie ist schon entschieden oder noch nicht angefragt.}}',
  'approval.not-waiting.hint': 'Den aktuellen Stand des Laufs ansehen.',
  'approval.too-late': 'Die Frist für die Entscheidung bei „{$node}“ endete am {$deadline :moment}.',
  'approval.too-late.hint': 'Die voreingestellte Entscheidung gilt.',
  'approval.stale':
    'Der Wert von „{$node}“ hat sich geändert: Die Entscheidung betrifft {$decided}, aktuell ist {$shown}.',
  'approval.stale.hint': 'Den aktuellen Wert prüfen und neu entscheiden.',
  'approval.no-effect': '„{$node}“ wartet auf eine Genehmigung und hat keine Wirkung, die erledigt sein kann.',
  'approval.no-effect.hint': 'Genehmigen oder ablehnen.',
  'approval.outcome':
    '.input {$outcome :string} .match $outcome unexpected {{Für die Wirkung von „{$node}“ wurde ein Ergebnis übergeben, ohne sie als erledigt zu markieren.}} * {{Die Wirkung von „{$node}“ wurde ohne ihr Ergebnis als erledigt markiert.}}',
  'approval.outcome.hint':
    'Mit dem Ergebnis als JSON als erledigt markieren, oder ohne Ergebnis genehmigen oder ablehnen.',
  'node.not-run-after':
    '.input {$state :string} .match $state failed {{Nicht ausgeführt: „{$node}“ ist fehlgeschlagen.}} skipped {{Nicht ausgeführt: „{$node}“ wurde übersprungen.}} no-error {{Nicht ausgeführt: „{$node}“ ist nicht fehlgeschlagen.}} cancelled {{Nicht ausgeführt: „{$node}“ wurde abgebrochen.}} * {{Nicht ausgeführt: „{$node}“ hatte kein Ergebnis bei „{$port}“.}}',
  'node.not-run-ended': 'Nicht ausgeführt: Der Lauf endete vorher.',
  'node.nothing-failed': 'Nicht ausgeführt: Nichts ist fehlgeschlagen.',
  'run.reads-no-file': 'Der Knoten „{$node}“ liest keine Datei von außerhalb des Ablaufs.',
  'run.no-such-reader': 'Es gibt keinen Knoten „{$node}“, dem eine Datei übergeben werden kann.',
  'run.no-reader': 'Kein Knoten von „{$workflow}“ liest eine Datei von außerhalb.',
  'workflow.cycle-path': 'Diese Knoten hängen voneinander ab: {$path}.',
  'workflow.cycle-loop-end': '„{$node}“ ist im Rumpf von „{$loop}“ und verwendet das Endergebnis der Schleife.',
}
