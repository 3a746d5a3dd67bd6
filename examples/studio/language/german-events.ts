import type { EnglishEvents } from './english-events.ts'
import type { Formats } from './formats.ts'

/** German texts of the events page. */
export const germanEvents = ({ pluralize }: Formats): EnglishEvents => ({
  events: {
    title: 'Ereignisse',
    help: 'Sehen, was Ereignisse gestartet haben, Ereignis-Knoten einschalten und Daten von Ereignissen beschreiben.',
    needsServer:
      'Ereignisse starten Abläufe auf einem Server, auch wenn diese Seite geschlossen ist. Dafür einen Server verbinden.',
    connect: 'Server verbinden',
    triggers: 'Ereignis-Knoten',
    triggersHint:
      'Ein Ereignis-Knoten startet die veröffentlichte Version seines Ablaufs bei seinem Ereignis. Er ist aus, bis ihn jemand einschaltet.',
    noTriggers: 'Einen Ereignis-Knoten zu einem Ablauf hinzufügen und den Ablauf veröffentlichen.',
    on: 'Ein',
    off: 'Aus',
    turnOn: (name, workflow) => `Ereignis-Knoten „${name}“ von ${workflow}`,
    watches: 'Überwachte Ordner und Buckets',
    watchesHint:
      'Jede neue Datei ist ein Ereignis. Die Administration legt Überwachungen mit der API an (POST /api/v1/watches).',
    watchOn: (name) => `Überwachung „${name}“`,
    noWatches: 'Keine Überwachungen',
    latest: 'Letzte Ereignisse',
    noLatest: 'Hier erscheinen Ereignisse der letzten 30 Tage. Programme veröffentlichen sie mit POST /api/v1/events.',
    startedOf: (workflow) => `Lauf von „${workflow}“`,
    notStarted: (workflow) => `„${workflow}“ wurde nicht gestartet:`,
    nothing: 'Kein Lauf gestartet',
    woken: (runs) => `${pluralize(runs, 'wartender Lauf', 'wartende Läufe')} fortgesetzt`,
    types: 'Ereignistypen',
    typesHint: 'Daten, die nicht zum Schema ihres Typs passen, werden abgelehnt. Ohne Typ sind die Daten beliebig.',
    noTypes: 'Keine Ereignistypen',
    anyData: 'Beliebige Daten',
    withSchema: 'JSON Schema',
    typeName: 'Ereignis',
    typeExample: 'order.paid',
    description: 'Beschreibung',
    schema: 'JSON Schema der Daten (leer: beliebig)',
    notSchema: 'Ein JSON-Objekt eingeben, etwa {"type": "object", "required": ["amount"]}.',
    saveType: 'Ereignistyp speichern',
    savedType: (name) => `Ereignistyp „${name}“ gespeichert.`,
    edit: (name) => `Ereignistyp ${name} bearbeiten`,
    remove: (name) => `Ereignistyp ${name} löschen`,
  },
})
