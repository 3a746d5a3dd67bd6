import type { EnglishQueue } from '../english/queue.ts'
import type { Formats } from '../formats.ts'

/** German strings of the queue page. */
export const createGermanQueue = ({ pluralize }: Formats): EnglishQueue => ({
  queue: {
    title: 'Warteschlange',
    needsServer: 'Ein Server führt Abläufe nach ihrer Priorität aus. Dafür einen Server verbinden.',
    summary: (active, queued) => `${pluralize(active, 'Lauf', 'Läufe')} in Arbeit, ${queued} wartend`,
    active: 'In Arbeit',
    noActiveRuns: 'Keine Läufe in Arbeit',
    queued: 'Wartend',
    noQueuedRuns: 'Keine wartenden Läufe',
    more: (others) => `${pluralize(others, 'weiterer Lauf wartet', 'weitere Läufe warten')}`,
    priority: 'Priorität',
    priorities: { high: 'Hoch', default: 'Normal', low: 'Niedrig' },
    key: (key) => `Schlüssel: ${key}`,
    emptyKey: 'Schlüssel: (leer)',
    blocked: 'Wartet auf einen anderen Lauf mit diesem Schlüssel',
    cancel: 'Lauf abbrechen',
    cancelLabel: (name) => `Lauf von „${name}“ abbrechen`,
    settings: 'Priorität und Gleichzeitigkeit',
    settingsHint:
      'Läufe mit hoher Priorität starten zuerst. Läufe eines Ablaufs mit gleichem Schlüssel warten aufeinander: Mit {{customer.id}} hat jeder Kunde nur einen Lauf zur gleichen Zeit.',
    workflow: 'Ablauf',
    selectWorkflow: 'Ablauf wählen',
    keyLabel: 'Schlüssel (leer: keine Grenze)',
    keyExample: '{{customer.id}}',
    limit: 'Gleichzeitige Läufe je Schlüssel',
    save: 'Speichern',
    saved: (name) => `Einstellungen von „${name}“ gespeichert.`,
  },
})
