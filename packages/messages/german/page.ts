import type { German } from './german.ts'
import type { pageMessages as english } from '../english/page.ts'

export const pageMessages: German<typeof english> = {
  'engine.aborted': 'Die Anfrage wurde abgebrochen.',
  'engine.killed': 'Die Engine hat nicht rechtzeitig angehalten und wurde beendet.',
  'engine.killed.hint': 'Noch einmal ausführen. Die Engine wurde neu gestartet.',
  'embed.bad-src': '„{$src}“ ist keine Adresse.',
  'embed.bad-src.hint': 'In „src“ die Adresse einer Ablaufdatei angeben.',
  'embed.foreign-src': 'Der Ablauf unter {$url} liegt nicht auf demselben Server wie diese Seite.',
  'embed.foreign-src.hint':
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
    '.input {$what :string} .match $what workflow {{Er bleibt unverändert erhalten. Die Liste der Abläufe zeigt ihn als unlesbar und kann ihn als Datei speichern.}} * {{Der Eintrag bleibt unverändert erhalten, fehlt aber in den Listen. Wenn es eine neuere Version dieser Seite gibt, damit exportieren.}}',
  'storage.no-bytes': 'Der Inhalt fehlt.',
  'storage.incomplete-run': 'Der Eintrag ist unvollständig.',
  'storage.damaged-event': 'Ereignis {$event :integer} ist beschädigt. Die Ereignisse davor werden angezeigt.',
  'storage.set-aside': 'Eine andere Version dieser Seite hat den Ablauf beiseitegelegt; diese Version kann ihn lesen.',
  'storage.invalid-document': 'Der Ablauf „{$name}“ kann nicht gespeichert werden: {$reason :message}',
  'storage.invalid-document.hint':
    'Die gespeicherte Fassung ist unverändert. Die letzte Änderung rückgängig machen oder den Ablauf vor dem Verlassen exportieren.',
}
