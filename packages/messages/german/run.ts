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
}
