import type { Formats } from './formats.ts'

/** Texts of the events page. */
export const englishEvents = ({ pluralize }: Formats) => ({
  events: {
    title: 'Events',
    help: 'See which runs were started by events, turn Event nodes on, and define schemas for the data of events.',
    needsServer: 'Events start workflows on a server, even when this page is closed. Connect a server to use them.',
    connect: 'Connect a server',
    triggers: 'Event nodes',
    triggersHint:
      'An Event node starts the published version of its workflow when its event is published. It is off until you turn it on.',
    noTriggers: 'Add an Event node to a workflow and publish it.',
    on: 'On',
    off: 'Off',
    turnOn: (name: string, workflow: string): string => `Event node “${name}” of ${workflow}`,
    watches: 'Watched folders and buckets',
    watchesHint: 'Each new file publishes an event. Administrators add watches with the API (POST /api/v1/watches).',
    watchOn: (name: string): string => `Watch “${name}”`,
    noWatches: 'No watches',
    latest: 'Latest events',
    noLatest: 'Events from the last 30 days appear here. Programs publish them with POST /api/v1/events.',
    startedOf: (workflow: string): string => `Run of “${workflow}”`,
    notStarted: (workflow: string): string => `“${workflow}” was not started:`,
    nothing: 'No runs started',
    woken: (runs: number): string => `${pluralize(runs, 'waiting run', 'waiting runs')} resumed`,
    types: 'Event types',
    typesHint: 'Data that does not match the schema of its type is rejected. Events without a type can have any data.',
    noTypes: 'No event types',
    anyData: 'Any data',
    withSchema: 'JSON Schema',
    typeName: 'Event',
    typeExample: 'order.paid',
    description: 'Description',
    schema: 'JSON Schema of the data (empty: any data)',
    notSchema: 'Enter a JSON object, such as {"type": "object", "required": ["amount"]}.',
    saveType: 'Save event type',
    savedType: (name: string): string => `Event type “${name}” saved.`,
    edit: (name: string): string => `Edit event type ${name}`,
    remove: (name: string): string => `Delete event type ${name}`,
  },
})

export type EnglishEvents = ReturnType<typeof englishEvents>
