import { workflowSchema } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestApp } from '../testing/test-app.ts'
import cases from './workflow-fields.cases.json' with { type: 'json' }
import { createWorkflow } from '../testing/test-requests.ts'

const { server } = openTestApp()
const path = '/api/v1/workflows'

type JsonObject = Record<string, unknown>
interface JsonSchema {
  $ref?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  type?: string
  pattern?: string
  minimum?: number
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema
}

let count = 0
/** Creates a value that has every field of a schema. Texts and numbers are unique where the schema allows it. */
function createValue(schema: JsonSchema): unknown {
  count++
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum.at(-1)
  if (schema.anyOf) return createValue(schema.anyOf.find(({ type }) => type === 'string') ?? schema.anyOf[0]!)
  if (schema.type === 'array') return schema.items ? [createValue(schema.items)] : []
  if (schema.type === 'number' || schema.type === 'integer') return Math.max(1, schema.minimum ?? 0) + (count % 17)
  if (schema.type === 'boolean') return true
  if (schema.type !== 'object') return `text-${count}`
  const entries = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, createValue(property)])
  return {
    ...Object.fromEntries(entries),
    ...(schema.additionalProperties ? { [`name${count}`]: createValue(schema.additionalProperties) } : {}),
  }
}

const native = createValue(z.toJSONSchema(workflowSchema, { io: 'input' }) as JsonSchema) as JsonObject & {
  nodes: JsonObject[]
  edges: JsonObject[]
}
const { version: _version, nodes, edges, ...metadata } = native
const versionless = { ...metadata, nodes, edges }

/** A document format, with a value for every field that it accepts and for some that it does not know. */
interface Shape {
  document: JsonObject
  /** Fields that the response contains elsewhere, by the path in the document. */
  moved?: Record<string, string>
  /** Fields that the response lists as ignored, with the reason. */
  ignored?: Record<string, string>
}

const unusedReferences = { references: 'No node refers to another workflow by name.' }
const setByServer = {
  id: 'The server assigns it.',
  created_by: 'The author is the caller.',
  created_at: 'The server sets it.',
  updated_at: 'The server sets it.',
  ready: 'Derived from the document.',
  problems: 'Derived from the document.',
  connections: 'Alias of `edges`.',
  number: 'The server counts the versions.',
  version_label: 'A label is sent as `version`.',
  parent_workflow_id: 'Only a duplicate has a parent.',
  unresolved_references: 'Derived from the document.',
  ignored_fields: 'A response to another request.',
}
const serverFields = Object.fromEntries(Object.keys(setByServer).map((name, index) => [name, `server-${index}`]))
const retry = { timeout_ms: 41, retry_config: { max_retries: 4, delays_ms: [42], jitter: 43 } }
const movedStep = (from: string, node: string): Record<string, string> => ({
  [`${from}.id`]: `${node}.id`,
  [`${from}.name`]: `${node}.data.label`,
  [`${from}.timeout_ms`]: `${node}.retry.timeoutMs`,
  [`${from}.retry_config.max_retries`]: `${node}.retry.count`,
  [`${from}.retry_config.delays_ms.0`]: `${node}.retry.delaysMs.0`,
})
const unknownStepFields = {
  'steps[].owner': 'A node has no owner.',
  'steps[].retry_config.jitter': 'A retry policy has no jitter.',
}
const commonSettings = { llm: 'gpt-4', max_retries: 6 }
const movedSettings = {
  'global_config.llm': 'settings.variables.llm',
  'global_config.max_retries': 'settings.retry.count',
}
const { settings: _settings, ...metadataWithoutSettings } = metadata

const shapes: Record<string, Shape> = {
  'the current format': { document: native, moved: { version: 'format_version' }, ignored: unusedReferences },
  'nodes and edges without a version, with common settings': {
    document: { ...metadataWithoutSettings, nodes, edges, global_config: commonSettings },
    moved: movedSettings,
    ignored: unusedReferences,
  },
  'a response of this server, and exported versions': {
    moved: { format_version: 'format_version' },
    document: {
      ...native,
      ...serverFields,
      format_version: native.version,
      version: 7,
      is_public: true,
      steps: [{ type: 'loading' }],
      exported: [{ name: 'old' }],
    },
    ignored: {
      ...unusedReferences,
      ...setByServer,
      version: 'The server counts the versions; `format_version` is that of the format.',
      steps: 'The document has nodes.',
      exported: 'The studio imports versions.',
    },
  },
  'a row of a database': {
    document: { ...versionless, _id: 'row-1', user_id: 'row-2', owner_id: 'row-3', workspace_id: 'row-4', version: 12 },
    ignored: {
      ...unusedReferences,
      _id: 'The key of the row.',
      user_id: 'The author is the caller.',
      owner_id: 'The author is the caller.',
      workspace_id: 'The workspace is that of the request.',
      version: 'A counter of another system; a version label is a text.',
    },
  },
  'steps with types': {
    document: {
      ...metadataWithoutSettings,
      steps: [
        {
          id: 'one',
          name: 'First',
          type: 'loading',
          config: { delimiter: ';', max_retries: 2 },
          ...retry,
          require_approval: true,
          owner: 'x',
        },
        { id: 'two', type: 'filter', input: { conditions: [] }, next_step: 'three', config: { max_retries: 5 } },
        { id: 'three', type: 'agent', agent: 'Support', config: { prompt: 'Go' }, depends_on: ['one'] },
      ],
      global_config: commonSettings,
    },
    moved: {
      ...movedStep('steps.0', 'nodes.0'),
      ...movedSettings,
      'steps.0.type': 'nodes.0.type',
      'steps.0.config.delimiter': 'nodes.0.data.config.delimiter',
      'steps.0.config.max_retries': 'nodes.0.data.config.maxRetries',
      // An Approval node.
      'steps.0.require_approval': 'edges.1.source=one-approval',
      'steps.1.id': 'nodes.2.id',
      'steps.1.type': 'nodes.2.type',
      'steps.1.input.conditions': 'nodes.2.data.config.conditions',
      'steps.1.config.max_retries': 'nodes.2.retry.count',
      'steps.1.next_step': 'edges.0.target',
      'steps.2.id': 'nodes.3.id',
      'steps.2.type': 'nodes.3.type',
      'steps.2.agent': 'nodes.3.data.config.agent',
      'steps.2.config.prompt': 'nodes.3.data.config.prompt',
      'steps.2.depends_on.0': 'edges.2.source',
    },
    ignored: { ...unusedReferences, ...unknownStepFields },
  },
  'steps with agents': {
    document: {
      ...metadata,
      steps: {
        one: { agent: 'preparing', input: { target: 'generic' }, ...retry, name: 'First', owner: 'x' },
        two: { agent_name: 'scorer', input: { top: 3 }, depends_on: 'one', require_approval: true },
        three: { agent: 'scorer', input: { top: 4 }, depends_on: ['two'] },
      },
    },
    moved: {
      ...movedStep('steps.one', 'nodes.0'),
      'steps.one.agent': 'nodes.0.type',
      'steps.one.input.target': 'nodes.0.data.config.target',
      'steps.two.agent_name': 'nodes.1.data.config.agent',
      'steps.two.input.top': 'nodes.1.data.config.input.top',
      'steps.two.depends_on': 'edges.0.source',
      'steps.two.require_approval': 'edges.1.source=two-approval',
      'steps.three.agent': 'nodes.3.data.config.agent',
      'steps.three.input.top': 'nodes.3.data.config.input.top',
      'steps.three.depends_on.0': 'edges.2.source',
    },
    ignored: { ...unusedReferences, ...unknownStepFields },
  },
  'nodes and connections': {
    document: {
      ...metadataWithoutSettings,
      settings: { max_retries: 5, timeout: 30 },
      nodes: [
        { ...nodes[0], selected: true, data: { ...(nodes[0]!.data as object), color: 'red' } },
        {
          id: 'b',
          type: 'agent',
          label: 'B',
          settings: { prompt: 'Go' },
          agent: { model: 'small', name: 'Bo', type: 'x' },
        },
        { id: 'c', type: 'agent', name: 'C', config: { prompt: 'Stay' } },
      ],
      connections: [
        { ...edges[0], color: 'red' },
        { source_id: 'b', target_id: 'c', source_port: 'out', target_port: 'in' },
        { from: 'c', to: 'b', source_handle: 'up', target_handle: 'down' },
      ],
      agents: [
        { id: 'agent-1', node_id: 'c', system_prompt: 'Be kind.' },
        { node_id: 'nowhere', model: 'unused' },
      ],
      owner: 'x',
    },
    moved: {
      'settings.max_retries': 'settings.retry.count',
      'settings.timeout': 'settings.variables.timeout',
      'nodes.1.label': 'nodes.1.data.label',
      'nodes.1.settings.prompt': 'nodes.1.data.config.prompt',
      'nodes.1.agent.model': 'nodes.1.data.config.model',
      'nodes.2.name': 'nodes.2.data.label',
      'nodes.2.config.prompt': 'nodes.2.data.config.prompt',
      'connections.0.*': 'edges.0.*',
      'connections.1.source_id': 'edges.1.source',
      'connections.1.target_id': 'edges.1.target',
      'connections.1.source_port': 'edges.1.sourceHandle',
      'connections.1.target_port': 'edges.1.targetHandle',
      'connections.2.from': 'edges.2.source',
      'connections.2.to': 'edges.2.target',
      'connections.2.source_handle': 'edges.2.sourceHandle',
      'connections.2.target_handle': 'edges.2.targetHandle',
      'agents.0.node_id': 'nodes.2.id',
      'agents.0.system_prompt': 'nodes.2.data.config.system',
    },
    ignored: {
      ...unusedReferences,
      owner: 'The author is the caller.',
      'nodes[].selected': 'A state of the view.',
      'nodes[].data.color': 'A node has no color.',
      'agent.name': 'The node has a label.',
      'agent.type': 'The node has a type.',
      'connections[].color': 'An edge has no color.',
      'agents[].id': 'The key of the row.',
      'agents[]': 'The second agent belongs to no node.',
    },
  },
  ...cases.shapes,
}

/** Lists the paths and values of all scalars and empty objects in a value. */
const listLeaves = (value: unknown, place = ''): [place: string, value: unknown][] =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0
    ? [[place, value]]
    : Object.entries(value).flatMap(([name, item]) => listLeaves(item, place === '' ? name : `${place}.${name}`))

const findValue = (value: unknown, place: string): unknown =>
  place.split('.').reduce<unknown>((inner, name) => (inner as JsonObject | undefined)?.[name], value)

/** Returns the place of a moved field: a path, or a path and the text there (`path=text`, empty if absent). */
function findMovedPlace(moved: Record<string, string>, place: string): string | undefined {
  if (moved[place] !== undefined) return moved[place]
  const prefix = Object.keys(moved).find((name) => name.endsWith('.*') && place.startsWith(name.slice(0, -1)))
  return prefix === undefined ? undefined : moved[prefix]!.replace('*', place.slice(prefix.length - 1))
}

/** Returns the fields that the response neither contains nor names. */
function listLostFields({ document, moved = {}, ignored = {} }: Shape, answer: JsonObject): string[] {
  const isIgnored = (place: string): boolean => {
    const parts = place.split('.')
    return parts.some((_, index) => {
      const prefix = parts.slice(0, index + 1).join('.')
      const inLists = prefix.replaceAll(/\.\d+(?=\.|$)/g, '[]').replace(/^(steps)\.\w+/, '$1[]')
      const lastItem = prefix.replace(/\.(\d+)$/, '[$1]')
      // An agent can be in a node, in its data or settings, or in a list.
      const inAgent = parts.slice(-2).join('.')
      return [prefix, inLists, lastItem, inAgent, prefix.replace(/^\d+/, '*')].some((name) =>
        Object.hasOwn(ignored, name),
      )
    })
  }
  return listLeaves(document)
    .filter(([place, value]) => {
      const [movedPlace = place, text] = findMovedPlace(moved, place)?.split('=') ?? []
      const found = findValue(answer, movedPlace)
      if (text === undefined ? JSON.stringify(found) === JSON.stringify(value) : (found ?? '') === text) return false
      return !isIgnored(place)
    })
    .map(([place]) => place)
}

describe.each(Object.entries(shapes))('%s', (_, shape) => {
  const { document, ignored = {} } = shape

  const expectAllFields = async (answer: Response, importIgnores: readonly string[] = []): Promise<void> => {
    const body = (await answer.json()) as JsonObject
    expect(answer.status, JSON.stringify(body)).toBeLessThan(300)
    const ignoredNames = [...Object.keys(ignored), ...importIgnores]
    expect([...((body.ignored_fields as string[] | undefined) ?? [])].sort()).toEqual(ignoredNames.sort())
    const stored = (await server.json(`${path}/${String(body.id)}`)) as JsonObject
    const shapeOfRoute = { ...shape, ignored: Object.fromEntries(ignoredNames.map((name) => [name, ''])) }
    expect(listLostFields(shapeOfRoute, stored)).toEqual([])
  }

  test('POST keeps or names every field', async () => {
    await expectAllFields(await server.send('POST', path, document))
  })

  test('PUT keeps or names every field, and keeps what it does not contain', async () => {
    const id = await createWorkflow(server, { ...versionless, name: 'Before' })
    const answer = await server.send('PUT', `${path}/${id}`, document)
    if (document.name === undefined) {
      // A prompt has only nodes, keyed by id, which cannot be told from fields to change.
      expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining('"1" and "2"') } })
      return
    }
    await expectAllFields(answer)
    if (typeof document.version === 'number' || document.notes !== undefined) return
    expect(await server.json(`${path}/${id}`)).toMatchObject({ description: expect.anything(), ports: native.ports })
  })

  test('an import keeps or names every field', async () => {
    const answer = await server.send('POST', `${path}/import`, document)
    if (document.name === undefined) {
      // A prompt is imported as an export of ComfyUI, whose nodes keep their original settings.
      const { id, import_report: report } = (await answer.json()) as { id: string; import_report: JsonObject }
      expect(report.tool).toBe('comfyui')
      const values = new Set(listLeaves(await server.json(`${path}/${id}`)).map(([, value]) => value))
      // Its links become edges between nodes with new ids.
      const isLink = (place: string): boolean => place.includes('.inputs.model.')
      const lost = listLeaves(document).filter(([place, value]) => !isLink(place) && !values.has(value))
      expect(lost).toEqual([])
      return
    }
    // An imported workflow is a private draft.
    const names = ['status', 'is_public'].filter((name) => name in document)
    await expectAllFields(answer, names)
  })
})
