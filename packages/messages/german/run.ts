import type { German } from './german.ts'
import type { runMessages as english } from '../english/run.ts'

export const runMessages: German<typeof english> = {
  'run.compensating': 'Die Wirkungen dieses Knotens werden rückgängig gemacht, weil der Lauf fehlgeschlagen ist.',
  'run.approved': '.input {$by :string} .match $by || {{Freigegeben}} * {{Freigegeben von {$by}}}',
  'run.rejected': '.input {$by :string} .match $by || {{Abgelehnt}} * {{Abgelehnt von {$by}}}',
  'run.marked-done':
    '.input {$by :string} .match $by || {{Als erledigt markiert}} * {{Als erledigt markiert von {$by}}}',
  'run.retry-approved':
    '.input {$by :string} .match $by || {{Wiederholung freigegeben}} * {{Wiederholung freigegeben von {$by}}}',
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
  'run.broken-record': '{$reason :message}',
  'run.broken-record.hint': 'Gezeigt werden nur die Ereignisse davor. Den Ablauf exportieren und neu ausführen.',
  'run.wrong-event':
    'Das Laufprotokoll hat Ereignis {$found :integer} an der Stelle von Ereignis {$expected :integer}.',
  'run.no-first-event': 'Das Laufprotokoll enthält den Beginn des Laufs nicht.',
  'run.second-start': 'Ereignis {$index :integer} beginnt einen anderen Lauf.',
}
