import type { ServerApi } from '@aw-flow/client'
import type { RouteItem } from '../shell/server-data/route-items.ts'

/** An Event node in a workflow, which starts the workflow when the event is published. */
export type EventTrigger = RouteItem<'GET /api/v1/event-triggers'>
export type PublishedEvent = RouteItem<'GET /api/v1/events'>
/** An event type. `schema` is a JSON Schema for the event's data; if absent, any data is valid. */
export type EventType = RouteItem<'GET /api/v1/event-types'>
/** A watched folder or S3 prefix. New files in it publish events. */
export type Watch = RouteItem<'GET /api/v1/watches'>

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
    watches: watches.value.items,
    events: events.value.items,
  }
}

/** Returns the watched location as a path or URL. */
export const describeSource = ({ source }: Pick<Watch, 'source'>): string =>
  source.kind === 's3'
    ? `${source.url}/${source.prefix}`
    : `/${[source.path, ...(source.recursive ? ['**'] : [])].filter(Boolean).join('/')}`
