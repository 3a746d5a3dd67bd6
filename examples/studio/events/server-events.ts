import type { ServerApi } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'

/** An Event node in a workflow, which starts the workflow when the event is published. */
export interface EventTrigger {
  id: string
  workflow_id: string
  workflow_name: string
  name: string
  event: string
  enabled: boolean
}

/** The run that a published event started, or the problem that prevented it. */
export interface RunStartResult {
  workflow_name: string
  run_id: string | null
  problem?: Problem | undefined
}

export interface PublishedEvent {
  id: string
  type: string
  subject: string | null
  source: string
  received_at: string
  /** Number of waiting runs that the event resumed. */
  woken: number
  starts: readonly RunStartResult[]
}

/** An event type. `schema` is a JSON Schema for the event's data; if absent, any data is valid. */
export interface EventType {
  name: string
  description: string
  schema?: unknown
}

/** A watched folder or S3 prefix. New files in it publish events. */
export interface Watch {
  id: string
  name: string
  event: string
  source:
    | { kind: 'folder'; path: string; recursive?: boolean }
    | { kind: 's3'; url: string; prefix: string; region: string; secret: string }
  pattern: string
  interval_seconds: number
  enabled: boolean
  problem?: Problem | undefined
}

export interface EventLists {
  triggers: readonly EventTrigger[]
  types: readonly EventType[]
  watches: readonly Watch[]
  events: readonly PublishedEvent[]
}

const maxTriggers = 500
const maxEvents = 30

export async function readEventLists(api: ServerApi): Promise<EventLists> {
  const [triggers, types, watches, events] = await Promise.all([
    api.call('GET /api/v1/event-triggers', { query: { limit: maxTriggers } }),
    api.call('GET /api/v1/event-types', {}),
    api.call('GET /api/v1/watches', {}),
    api.call('GET /api/v1/events', { query: { limit: maxEvents } }),
  ])
  return {
    triggers: triggers.value.items,
    types: types.value.items,
    watches: watches.value.items.map(omitNullProblem),
    events: events.value.items.map(({ starts, ...event }) => ({ ...event, starts: starts.map(omitNullProblem) })),
  }
}

/** Returns the watched location as a path or URL. */
export const describeSource = ({ source }: Pick<Watch, 'source'>): string =>
  source.kind === 's3'
    ? `${source.url}/${source.prefix}`
    : `/${[source.path, ...(source.recursive ? ['**'] : [])].filter(Boolean).join('/')}`

const omitNullProblem = <T extends { problem?: unknown }>({ problem, ...item }: T) => ({
  ...item,
  problem: (problem ?? undefined) as Problem | undefined,
})

/**
 * Parses the JSON Schema entered in the form. Returns a `null` schema if the text is empty, or `undefined` if it is not
 * a JSON object.
 */
export function parseSchema(text: string): { schema: Record<string, unknown> | null } | undefined {
  if (text.trim() === '') return { schema: null }
  try {
    const schema: unknown = JSON.parse(text)
    const isObject = typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    return isObject ? { schema: schema as Record<string, unknown> } : undefined
  } catch {
    return undefined
  }
}
