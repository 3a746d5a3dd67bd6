import { describe, expect, it } from 'vitest'
import { readWorkflow } from '../read-workflow.ts'
import { edgeSchema, groupSchema, nodeSchema, noteSchema, workflowSchema, type Workflow } from '../workflow.ts'

/** A document with every field of the current format. */
const complete: Workflow = {
  version: 1,
  name: 'Complete',
  description: 'All fields.',
  status: 'published',
  tags: ['a'],
  settings: { retry: { count: 2, delaysMs: [5], timeoutMs: 10, totalMs: 20 }, variables: { x: { constructor: 1 } } },
  nodes: [
    {
      id: 'a',
      type: 'loading',
      typeVersion: 1,
      position: { x: 1, y: 2 },
      data: { label: 'A', config: { deep: [{ prototype: null }] } },
      mode: 'bypassed',
      join: 'any',
      onError: 'branch',
      retry: { count: 1, delaysMs: [7], timeoutMs: 8, totalMs: 9 },
      answers: {},
      look: { collapsed: true, width: 200 },
    },
    { id: 'b', type: 'table', position: { x: 3, y: 4 }, data: { label: 'B', config: {} } },
  ],
  edges: [
    { id: 'e', source: 'a', target: 'b', sourceHandle: 'table', targetHandle: 'table', points: [{ x: 1, y: 1 }] },
  ],
  groups: [{ id: 'g', label: 'G', nodes: ['a'], mode: 'disabled' }],
  ports: {
    inputs: [{ name: 'in', type: 'table', label: 'In', required: true, to: [{ node: 'b', port: 'table' }] }],
    outputs: [{ name: 'out', type: 'table', label: 'Out', from: { node: 'a', port: 'table' } }],
  },
  notes: [{ id: 'n', text: 'N', position: { x: 0, y: 0 }, size: { width: 90, height: 90 }, tone: 'good', frame: true }],
  references: { other: 'o' },
}

type Fields = Record<string, unknown>

/** Adds the field `extra` to each object except for those whose fields are free, and lists the places. */
function addFields(value: unknown, isFree: (place: string) => boolean, place = '', places: string[] = []) {
  const visit = (inner: unknown, innerPlace: string): unknown => {
    if (Array.isArray(inner)) return inner.map((item) => visit(item, `${innerPlace}[]`))
    if (typeof inner !== 'object' || inner === null || isFree(innerPlace)) return inner
    places.push(innerPlace === '' ? 'extra' : `${innerPlace}.extra`)
    const entries = Object.entries(inner).map(([name, item]) => [
      name,
      visit(item, innerPlace === '' ? name : `${innerPlace}.${name}`),
    ])
    return { ...(Object.fromEntries(entries) as Fields), extra: 1 }
  }
  return { document: visit(value, place), places: [...new Set(places)].sort() }
}

describe('every field', () => {
  it('of the current format is kept', () => {
    const [node, edge, group, note] = [
      complete.nodes[0]!,
      complete.edges[0]!,
      complete.groups![0]!,
      complete.notes![0]!,
    ]
    for (const [schema, sample] of [
      [workflowSchema, complete],
      [nodeSchema, node],
      [edgeSchema, edge],
      [groupSchema, group],
      [noteSchema, note],
    ] as const)
      expect(Object.keys(sample).sort()).toEqual(Object.keys(schema.shape).sort())
    expect(readWorkflow(JSON.stringify(complete))).toEqual({ workflow: complete, problems: [] })
  })

  it.each<[string, Fields, RegExp]>([
    [
      'nodes and connections',
      {
        name: 'N',
        settings: { max_retries: 1 },
        nodes: [{ id: 'a', type: 'agent', label: 'A', position: { x: 0, y: 0 }, data: { label: 'A', config: {} } }],
        connections: [{ id: 'c', source: 'a', target: 'a', sourceHandle: 'x', targetHandle: 'y' }],
      },
      /^settings$|position$|config$/,
    ],
    [
      'steps with a type',
      { name: 'S', steps: [{ id: 'a', type: 'loading', config: {}, retry_config: { max_retries: 1 }, timeout_ms: 5 }] },
      /config$/,
    ],
    ['steps with an agent', { name: 'S', steps: [{ id: 'a', agent: 'scorer', input: {} }] }, /input$/],
    [
      'a row of a database',
      {
        _id: 'r',
        name: 'R',
        nodes: [{ id: 'a', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'A', config: {} } }],
        edges: [{ id: 'e', source: 'a', target: 'a' }],
        created_at: 'now',
      },
      /^$|nodes\[\]$|edges\[\]$|position$|config$/,
    ],
  ])('of %s is kept or listed', (_, source, free) => {
    const { document, places } = addFields(source, (place) => free.test(place))
    const { workflow, problems, ignoredFields = [] } = readWorkflow(document)
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(workflow).toBeDefined()
    expect(ignoredFields.filter((field) => field.endsWith('extra')).sort()).toEqual(places)
  })
})

describe("React Flow's documents", () => {
  const nodes = [
    {
      id: '1',
      position: { x: 5, y: 6 },
      data: { label: 'One', url: 'u' },
      measured: { width: 150, height: 40 },
      selected: true,
    },
    {
      id: '2',
      type: 'table',
      position: { x: 7, y: 8 },
      data: { label: 'Two', config: { a: 1 } },
      dragging: false,
      hidden: true,
    },
    { id: '3', type: 'table', position: { x: 9, y: 9 }, data: {}, width: 150, height: 40 },
  ]
  const edges = [
    { id: 'edge-2', source: '1', target: '2', sourceHandle: null, targetHandle: null, animated: true },
    { source: '2', target: '3', sourceHandle: 'table', label: 'rows', style: {} },
  ]

  it('are read as exported from its state, and list what they lose', () => {
    const { workflow, problems, ignoredFields } = readWorkflow({ nodes, edges, viewport: { x: 0, y: 0, zoom: 1 } })
    expect(workflow).toEqual({
      version: 1,
      name: 'Untitled workflow',
      status: 'draft',
      tags: [],
      settings: {},
      nodes: [
        { id: '1', type: 'default', position: { x: 5, y: 6 }, data: { label: 'One', config: { url: 'u' } } },
        { id: '2', type: 'table', position: { x: 7, y: 8 }, data: { label: 'Two', config: { a: 1 } } },
        { id: '3', type: 'table', position: { x: 9, y: 9 }, data: { label: '', config: {} } },
      ],
      edges: [
        { id: 'edge-2', source: '1', target: '2' },
        { id: 'edge-2-new', source: '2', target: '3', sourceHandle: 'table' },
      ],
    })
    const lost = ['nodes[].hidden', 'edges[].label']
    expect(problems).toMatchObject([
      { code: 'workflow.ignored-fields', params: { fields: ['nodes[].hidden', 'edges[].label'] } },
    ])
    expect(ignoredFields).toEqual(
      expect.arrayContaining([...lost, 'viewport', 'nodes[].measured', 'nodes[].selected', 'edges[].animated']),
    )
  })

  it('have no other unknown fields', () => {
    const source = { name: 'R', viewport: { x: 0, y: 0, zoom: 1 }, nodes: [{ ...nodes[0], retries: 3 }], edges: [] }
    expect(readWorkflow(source).problems).toMatchObject([{ code: 'workflow.invalid' }])
    expect(readWorkflow({ ...source, nodes: [], owner: 'x' }).problems).toMatchObject([{ code: 'workflow.invalid' }])
  })
})

it('data without a version has only a label and settings; other fields are listed', () => {
  const nodes = [{ id: 'a', type: 'table', data: { label: 'A', config: {}, color: 'red' } }]
  expect(readWorkflow({ name: 'N', nodes, edges: [] }).ignoredFields).toEqual(['nodes[].data.color'])
})

it('edges can lack an id, and null ports are absent, in documents without a view', () => {
  const nodes = [{ id: 'a', type: 'table' }]
  const edges = [{ source: 'a', target: 'a', sourceHandle: null }]
  expect(readWorkflow({ name: 'N', nodes, edges }).workflow!.edges).toEqual([
    { id: 'edge-1', source: 'a', target: 'a' },
  ])
})
