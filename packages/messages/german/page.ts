import type { German } from './german.ts'
import type { pageMessages as english } from '../english/page.ts'

export const pageMessages: German<typeof english> = {
  'engine.aborted': 'Die Anfrage wurde abgebrochen.',
  'engine.killed': 'Die Engine hat nicht rechtzeitig angehalten und wurde beendet.',
  'engine.killed.hint': 'Noch einmal ausführen. Die Engine wurde neu gestartet.',
}
