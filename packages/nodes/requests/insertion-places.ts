import type { InsertionPlace } from '@aw-flow/engine'
import type { Config, Json } from '@aw-flow/schema'
import { findHeader } from './find-header.ts'

type FindPlace = (
  value: Json | undefined,
  config: Config,
) => InsertionPlace | Readonly<Record<string, InsertionPlace>> | undefined

/** Settings with their places, or with functions that return them. A function can also return places inside a setting. */
type SettingPlaces = Readonly<Record<string, InsertionPlace | FindPlace>>

interface NodePlaces {
  /** Settings without syntax, such as names and prompts. Their values are inserted unchanged. */
  text?: readonly string[]
  /** The places that version 1 of the node type escapes, and those that version 2 and version 3 escape, too. */
  1?: SettingPlaces
  2?: SettingPlaces
  3?: SettingPlaces
  /** Whether version 2 differs from version 1 even without placeholders. */
  differs?(config: Config): boolean
}

const model = ['model', 'fallbackModels']
const authentication = ['secret', 'secretField']

/** Returns the place of a text with the content type of the given headers, or `undefined` if it has no syntax. */
function findTextPlace(headers: unknown): InsertionPlace | undefined {
  const type = findHeader(headers, 'content-type')
  if (/[/+]json\b/.test(type)) return 'json'
  if (type.includes('x-www-form-urlencoded')) return 'form'
  if (type.includes('/csv')) return 'csv'
  return /[/+](?:html|xml|xhtml|svg)\b/.test(type) ? 'markup' : undefined
}

/** Whether the body of a request is JSON, or a form that is written as JSON. */
const isJsonKind = (kind: unknown): boolean => kind === 'json' || kind === 'form' || kind === 'multipart'

/** Whether the body of a webhook response is JSON without a content type. */
const isUntypedJson = ({ headers, body }: Config): boolean =>
  findHeader(headers, 'content-type') === '' && /^\s*(?:\{(?!\{)|\[)/.test(String(body))

const inChannel =
  (name: string, place: InsertionPlace): FindPlace =>
  (_, { channel }) =>
    channel === name ? place : undefined

/** Returns the places of the values in conditions and in groups of conditions, by path. */
const findConditionPlaces = (conditions: Json | undefined, path = 'conditions'): Record<string, InsertionPlace> =>
  Array.isArray(conditions)
    ? Object.assign(
        {},
        ...conditions.map((condition, index) => {
          const { is, conditions: inner } = (condition ?? {}) as Config
          if (is === 'matches') return { [`${path}.${index}.value`]: 'pattern' }
          if (is === 'is-one-of') return { [`${path}.${index}.value`]: 'commas' }
          return findConditionPlaces(inner, `${path}.${index}.conditions`)
        }),
      )
    : {}

const conditions: SettingPlaces = {
  conditions: (value) => findConditionPlaces(value),
  expression: 'expression',
}

/**
 * The places of all settings of the built-in node types in which `{{…}}` is evaluated. A setting inside another one has
 * the place of the outer one.
 */
export const insertionPlaces: Readonly<Record<string, NodePlaces>> = {
  // No value comes before a trigger, so that only the author and the run determine what is inserted.
  trigger: { text: ['sample'] },
  schedule: { text: ['cron', 'timeZone', 'sample'] },
  webhook: { text: ['sample', 'sampleRequest'] },
  event: { text: ['name', 'sample'] },

  loading: {
    text: ['dataset', 'encoding', 'delimiter', 'entry', 'part', 'records', 'plan', ...model],
    2: { address: 'url' },
  },
  preparing: {
    text: ['label', ...model, 'modelSecret'],
    3: { schema: 'document', plan: 'document', modelAddress: 'url' },
  },
  validation: {
    text: ['hostCheck', ...model],
    2: { schema: 'document', facts: 'expression', expression: 'expression' },
  },

  sql: { text: ['inputs', 'parameters'] },
  select: { text: ['columns'] },
  filter: { 2: conditions },
  sort: { text: ['by'] },
  join: { text: ['keys', 'suffix'] },
  union: { text: ['source'] },
  aggregate: { text: ['groupBy', 'measures'] },
  pivot: { text: ['rows', 'column', 'value', 'values', 'prefix'] },
  unpivot: { text: ['columns', 'keep', 'nameColumn', 'valueColumn'] },
  deduplicate: { text: ['columns'] },
  split: { text: ['column', 'values'], 2: conditions },
  fill: { text: ['columns', 'value', 'within'] },
  derive_column: { text: ['column'], 2: { expression: 'expression' } },
  rename_and_cast: { text: ['columns'] },

  agent: { text: ['agent', 'system', 'prompt', 'conversation', ...model] },
  remote_agent: { text: ['agent', 'input'] },
  classify_rows: { text: ['column', 'instructions', 'output', ...model], 2: { labels: 'lines' } },
  extract_rows: { text: ['column', 'instructions', ...model], 2: { fields: 'lines' } },
  summarize_rows: { text: ['column', 'instructions', 'output', ...model] },
  translate_rows: { text: ['column', 'instructions', 'language', 'output', ...model] },

  chart: { text: ['x', 'y', 'color', 'facet', 'facetRow'] },
  graph: { text: ['source', 'target', 'width', 'id', 'label', 'color', 'size', 'x', 'y'] },
  export: { 2: { name: 'path' } },

  switch: { 2: { cases: 'lines' } },
  variable: { text: ['name'] },
  transform: { 3: { columns: 'lines' } },
  code: { 3: { columns: 'lines' } },
  delay: { text: ['until'] },
  wait_for_event: { text: ['name'] },
  approval: { text: ['message'] },
  webhook_response: {
    1: {
      headers: 'header',
      body: (_, { headers }) => (findTextPlace(headers) === 'json' ? 'json-if-needed' : undefined),
    },
    2: {
      body: (_, config) => (isUntypedJson(config) ? 'json' : findTextPlace(config.headers)),
    },
    // Version 1 also sends the name of a file, and JSON in the body without a type as text.
    differs: () => true,
  },

  http_request: {
    // The parameters of the query are encoded when the request is created, and the other settings have no quotes.
    text: ['query', 'itemsPath', 'nextPath', 'pageParameter', 'retryOn', 'idempotencyHeader', ...authentication],
    1: { headers: 'header', body: (_, { bodyKind }) => (isJsonKind(bodyKind) ? 'json-if-needed' : undefined) },
    2: {
      url: 'url',
      body: (_, { bodyKind, headers }) => {
        const place = isJsonKind(bodyKind) ? 'json' : findTextPlace(headers)
        return place === 'markup' || place === 'csv' ? undefined : place
      },
    },
    3: {
      body: (_, { bodyKind, headers }) => {
        const place = isJsonKind(bodyKind) ? undefined : findTextPlace(headers)
        return place === 'markup' || place === 'csv' ? place : undefined
      },
    },
    // Version 1 sends lists in forms as JSON.
    differs: ({ bodyKind }) => bodyKind === 'form' || bodyKind === 'multipart',
  },
  database_query: { text: ['secret', 'parameters'], 2: { statement: 'sql' } },
  read_file: { 2: { path: 'path' } },
  write_file: { 2: { path: 'path' } },
  email: {
    text: ['secret', 'text'],
    2: { html: 'markup' },
    3: { from: 'addresses', to: 'addresses', cc: 'addresses', bcc: 'addresses', subject: 'header' },
  },
  notification: {
    text: ['message', ...authentication],
    2: { url: inChannel('webhook', 'url') },
    3: {
      from: inChannel('email', 'addresses'),
      to: inChannel('email', 'addresses'),
      title: inChannel('email', 'header'),
    },
  },
  publish_event: { text: ['name', 'subject'] },
  custom_tool: {
    text: ['name', 'arguments', ...authentication],
    2: { url: 'url', inputSchema: 'document', outputSchema: 'document' },
    // Version 1 sends a list in a query as JSON.
    differs: ({ method }) => method === 'GET',
  },
  mcp_tool: { text: ['server', 'tool', 'arguments'] },
  web_search: { text: ['query'] },
  web_read: { 2: { url: 'url' } },
  image: { text: ['prompt'] },
}

/** Returns the places that a version of a node type was the first to escape, by path. */
export function findPlaces(type: string, version: 1 | 2 | 3, config: Config): Record<string, InsertionPlace> {
  const places: Record<string, InsertionPlace> = {}
  for (const [setting, declared] of Object.entries(insertionPlaces[type]?.[version] ?? {})) {
    const place = typeof declared === 'function' ? declared(config[setting], config) : declared
    if (typeof place === 'object') Object.assign(places, place)
    else if (place) places[setting] = place
  }
  return places
}
