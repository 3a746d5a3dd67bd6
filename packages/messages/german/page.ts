import type { German } from './german.ts'
import type { pageMessages as english } from '../english/page.ts'

export const pageMessages: German<typeof english> = {
  'engine.aborted': 'Die Anfrage wurde abgebrochen.',
  'engine.terminated': 'Der Rechenkern hat nicht geantwortet und wurde beendet.',
  'engine.terminated.hint': 'Noch einmal ausführen. Der Rechenkern wurde neu gestartet.',
  'embed.invalid-src': '„{$src}“ ist keine Adresse.',
  'embed.invalid-src.hint': 'In „src“ die Adresse einer Ablaufdatei angeben.',
  'embed.cross-origin-src': 'Der Ablauf unter {$url} liegt nicht auf demselben Server wie diese Seite.',
  'embed.cross-origin-src.hint':
    'Den Ablauf vom Server dieser Seite laden oder die Sitzung („session“) des Elements setzen.',
  'embed.src-missing': 'Die Anfrage nach dem Ablauf unter {$path} wurde mit Status {$status} beantwortet.',
  'embed.src-missing.hint': 'Die Adresse in „src“ prüfen.',
  'embed.src-unreachable': 'Der Ablauf unter {$path} konnte nicht abgerufen werden: {$reason}.',
  'embed.src-unreachable.hint': 'Die Verbindung und die Adresse in „src“ prüfen und die Seite neu laden.',
  'embed.src-unreadable': 'Der Ablauf unter {$path} kann nicht gelesen werden: {$reason :message}',
  'embed.src-unreadable.hint': 'Die Datei prüfen.',
  'storage.unreadable':
    '.input {$what :string} .match $what dataset {{Der gespeicherte Datensatz „{$key}“ kann nicht gelesen werden: {$reason :message}}} file {{Die gespeicherte Datei „{$key}“ kann nicht gelesen werden: {$reason :message}}} run {{Der gespeicherte Lauf „{$key}“ kann nicht gelesen werden: {$reason :message}}} version {{Die gespeicherte Version „{$key}“ kann nicht gelesen werden: {$reason :message}}} * {{Der gespeicherte Ablauf „{$key}“ kann nicht gelesen werden: {$reason :message}}}',
  'storage.unreadable.hint':
    '.input {$what :string} .match $what workflow {{Er bleibt unverändert. Die Liste der Abläufe kann ihn als Datei speichern.}} * {{Der Eintrag bleibt unverändert, fehlt aber in den Listen. Mit einer neueren Version dieser Seite exportieren.}}',
  'storage.no-bytes': 'Der Inhalt fehlt.',
  'storage.incomplete-run': 'Der Eintrag ist unvollständig.',
  'storage.damaged-event': 'Ereignis {$event :integer} ist beschädigt. Die Ereignisse davor werden angezeigt.',
  'storage.readable-again':
    'Eine andere Version dieser Seite hat den Ablauf beiseitegelegt; diese Version kann ihn lesen.',
  'storage.invalid-document': 'Der Ablauf „{$name}“ kann nicht gespeichert werden: {$reason :message}',
  'storage.invalid-document.hint':
    'Die gespeicherte Fassung ist unverändert. Die letzte Änderung rückgängig machen oder den Ablauf exportieren.',
  'engine.closed': 'Der Rechenkern wurde geschlossen.',
  'engine.stopped': 'Der Rechenkern hat angehalten: {$reason}',
  'engine.stopped.hint': 'Noch einmal ausführen. Der Rechenkern wurde neu gestartet.',
  'engine.stopped.not-loaded': 'Der Rechenkern konnte nicht von {$url} geladen werden.',
  'engine.stopped.not-loaded.hint':
    'Prüfen, ob diese Adresse erreichbar und in worker-src erlaubt ist, und die Seite neu laden.',
  'engine.stopped.unreadable': 'Die Seite kann eine Antwort des Rechenkerns nicht lesen.',
  'engine.stopped.unreadable.hint': 'Die Seite neu laden.',
  'engine.failed': 'Der Rechenkern ist gescheitert: {$reason}',
  'engine.failed.hint': 'Die Seite neu laden.',
  'engine.failed.start': 'Der Rechenkern konnte nicht gestartet werden: {$reason}',
  'engine.failed.start.hint': 'Die Seite neu laden.',
  'engine.failed.cross-origin-worker': 'Der Worker {$url} liegt nicht unter der Herkunft dieser Seite ({$origin}).',
  'engine.failed.cross-origin-worker.hint':
    'Den Worker vom Server dieser Seite ausliefern und seine Adresse mit configureAssets setzen.',
  'engine.host-runner': 'Die eigene Ausführung dieser Seite ist gescheitert: {$reason}',
  'engine.host-runner.hint': 'Noch einmal ausführen oder den Betreiber fragen.',
  'engine.no-outcome': 'Der Rechenkern hat angehalten, ohne zu melden, wie der Lauf endete.',
  'engine.no-outcome.hint': 'Noch einmal ausführen.',
  'run.interrupted.page':
    '.input {$repeated :string} .match $repeated yes {{Die Seite wurde während dieses Laufs mehrmals geschlossen.}} * {{Die Seite wurde während dieses Laufs geschlossen.}}',
  'run.interrupted.page.hint': 'Noch einmal ausführen.',
  'run.readonly': 'Diese Ansicht des Laufs lässt sich nicht ändern.',
  'run.readonly.hint': 'Zum Ändern den Ablauf öffnen.',
  'workflow.inside': 'In einem Unterablauf kann keine Ablaufdatei geöffnet werden.',
  'workflow.inside.hint': 'Den Unterablauf verlassen und dann die Datei öffnen.',
  'document.merged':
    '.input {$conflicts :integer} .match $conflicts 0 {{Dieser Ablauf wurde auch in einem anderen Tab geändert. Beide Änderungen sind enthalten.}} one {{Dieser Ablauf wurde auch in einem anderen Tab geändert. Beide Änderungen sind enthalten, bis auf {$conflicts} Konflikt.}} * {{Dieser Ablauf wurde auch in einem anderen Tab geändert. Beide Änderungen sind enthalten, bis auf {$conflicts} Konflikte.}}',
  'document.merged.hint':
    '.input {$conflicts :integer} .match $conflicts 0 {{}} * {{Zum Auflösen die Versionen öffnen.}}',
  'document.saved-both': 'Dieser Ablauf wurde auch in einem anderen Tab geändert. Jene Fassung heißt jetzt „{$name}“.',
  'document.saved-both.hint': 'Sie steht in der Liste der Abläufe.',
  'dataset.duplicate': '„{$name}“ wurde nicht hinzugefügt: „{$known}“ hat denselben Inhalt.',
  'dataset.duplicate.hint': '„{$known}“ verwenden.',
  'dataset.unreadable': '„{$name}“ konnte nicht hinzugefügt werden: {$reason :message}',
  'dataset.unreadable.hint': '{$next :message}',
  'file.unreadable':
    '.input {$name :string} .match $name || {{Die Datei ist nicht lesbar: vielleicht verschoben, geändert oder ein Ordner.}} * {{„{$name}“ ist nicht lesbar: vielleicht verschoben, geändert oder ein Ordner.}}',
  'file.unreadable.hint': 'Die Datei noch einmal wählen. Bei einem Ordner die Dateien darin wählen.',
  'file.not-imported': '„{$name}“ wurde nicht importiert. {$reason :message}',
  'file.not-stored': '„{$name}“ konnte in dieser Seite nicht gespeichert werden.',
  'file.not-stored.hint': 'Nicht mehr benötigte Dateien löschen und noch einmal ausführen.',
  'egress.header': 'Browser lassen Seiten die Kopfzeile „{$name}“ nicht senden.',
  'egress.header.hint': 'Die Kopfzeile weglassen oder den Ablauf auf einem Server ausführen.',
  'egress.offline': 'Die Anfrage an „{$host}“ wurde nicht gesendet: Dieses Gerät ist offline.',
  'egress.offline.hint': 'Mit Netzverbindung noch einmal versuchen.',
  'egress.page-request-failed':
    'Die Anfrage an „{$host}“ ist gescheitert: keine Antwort, eine Weiterleitung, CORS oder die Regeln dieser Seite.',
  'egress.page-request-failed.hint':
    'Den Ablauf auf einem Server oder mit aw run ausführen oder die Daten als Datei bereitstellen.',
  'outside.host': '„{$host}“ ist kein gültiger Host.',
  'outside.host.hint': 'Einen Host wie api.example.com, *.example.com, localhost:8080 oder example.com/v1/ angeben.',
  'secret.invalid.no-value': 'Das Geheimnis „{$name}“ hat keinen Wert.',
  'secret.invalid.no-value.hint': 'Den Wert und die Hosts angeben, an die es gesendet werden darf.',
  'secret.invalid.no-hosts': 'Das Geheimnis „{$name}“ hat keine Hosts.',
  'secret.invalid.no-hosts.hint': 'Den Wert und die Hosts angeben, an die es gesendet werden darf.',
  'secret.plain-server':
    'Der Schlüssel wurde nicht an den Server {$address} gesendet: Die Verbindung ist nicht verschlüsselt.',
  'secret.plain-server.hint': 'Den Server über HTTPS verbinden oder das Geheimnis auf dem Server setzen.',
  'server.unreachable':
    '.input {$address :string} .match $address || {{Der Server dieser Seite antwortet nicht.}} * {{Der Server {$address} antwortet nicht.}}',
  'server.unreachable.hint': 'Prüfen, ob er läuft und Anfragen dieser Seite erlaubt. ({$reason})',
  'server.refused': 'Der Server hat mit Status {$status} geantwortet.',
  'server.not-saved': '„{$name}“ wurde in diesem Browser gespeichert, aber nicht auf dem Server: {$reason :message}',
  'server.not-saved.hint': 'Es wird mit der nächsten Änderung gesendet. Prüfen, ob der Server antwortet.',
  'server.no-run': 'Dieser Lauf begann in der Seite und kann nicht auf dem Server weitergehen.',
  'server.no-run.hint': 'Noch einmal ausführen.',
  'server.no-table': 'Kein bekannter Lauf des Servers hat diese Tabelle.',
  'server.no-table.hint': 'Den Ablauf noch einmal ausführen.',
  'server.table-not-stored': 'Der Lauf endete, bevor der Server diese Tabelle gespeichert hat.',
  'server.table-not-stored.hint': 'Den Ablauf noch einmal ausführen.',
  'server.intermediate-table':
    'Diese Tabelle wird nicht gezeigt, weil der Server nur die Ergebnisse eines Laufs behält.',
  'server.intermediate-table.hint':
    'Um sie zu sehen, den Knoten auswählen und „Bis hier“ wählen: Er läuft dann in dieser Seite.',
  'storage.item':
    '.input {$what :string} .match $what workflows {{die Liste der Abläufe}} workflow {{Ablauf „{$name}“}} workflow-removal {{das Löschen von Ablauf „{$name}“}} unreadable-workflows {{die Liste der unlesbaren Abläufe}} versions {{die Liste der Versionen}} version {{Version {$name}}} new-version {{eine Version von „{$name}“}} version-name {{der Name einer Version}} version-removal {{das Löschen einer Version}} datasets {{die Liste der Dateien}} dataset {{Datei „{$name}“}} dataset-removal {{das Löschen einer Datei}} preview {{die Vorschau einer Datei}} runs {{die Liste der Läufe}} run {{Lauf „{$name}“}} run-record {{die Aufzeichnung eines Laufs von „{$name}“}} run-removal {{das Löschen eines Laufs}} trash-entry {{„{$name}“ im Papierkorb}} * {{das Löschen aus dem Papierkorb}}',
  'storage.full.page': 'Der Speicher des Browsers ist voll. Nicht gespeichert: {$item :message}.',
  'storage.full.page.hint':
    'Es bleibt, bis dieser Tab geschlossen wird. Nicht benötigte Dateien löschen oder Platz schaffen.',
  'storage.closed':
    'Der Speicher wurde vom Browser oder von einer neueren Version dieser Seite geschlossen. Nicht gespeichert: {$item :message}.',
  'storage.closed.hint': 'Es bleibt, bis dieser Tab geschlossen wird. Benötigtes exportieren und die Seite neu laden.',
  'storage.failed': 'Der Browser konnte nicht speichern ({$item :message}): {$reason}.',
  'storage.failed.hint': 'Es bleibt, bis dieser Tab geschlossen wird. Benötigtes exportieren und die Seite neu laden.',
  'storage.failed.reading': 'Der Browser konnte nicht lesen ({$item :message}): {$reason}.',
  'storage.failed.reading.hint': 'Die Seite neu laden.',
  'storage.host-failed': '„{$name}“ wurde nicht gespeichert: {$reason}',
  'storage.host-failed.hint':
    'Es bleibt, bis dieser Tab geschlossen wird. Etwas ändern, um es noch einmal zu versuchen.',
  'storage.newer':
    'Der Speicher stammt von einer neueren Version dieser Seite. Alles bleibt nur, bis dieser Tab geschlossen wird.',
  'storage.newer.hint': 'Die Seite neu laden, um die neuere Version zu erhalten.',
  'storage.unavailable.blocked':
    'Ein anderer Tab verwendet eine ältere Version des Speichers. Alles bleibt nur, bis dieser Tab geschlossen wird.',
  'storage.unavailable.blocked.hint': 'Die anderen Tabs dieser Seite schließen und sie neu laden.',
  'storage.results-full': 'Der Speicher des Browsers ist voll. Ergebnisse von Läufen werden nicht gespeichert.',
  'storage.results-full.hint':
    'Sie bleiben, bis dieser Tab geschlossen wird, und lassen sich neu berechnen. Nicht mehr benötigte Dateien löschen.',
  'storage.results-refused': 'Der Browser speichert keine Ergebnisse von Läufen: {$reason}.',
  'storage.results-refused.hint': 'Sie bleiben, bis dieser Tab geschlossen wird, und lassen sich neu berechnen.',
  'storage.unavailable.page':
    'Der Browser speichert nichts für diese Seite ({$reason}). Alles bleibt nur, bis dieser Tab geschlossen wird.',
  'storage.unavailable.page.hint': 'Das private Fenster verlassen oder dieser Website erlauben, Daten zu speichern.',
}
