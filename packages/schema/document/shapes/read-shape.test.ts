import { describe, expect, test } from 'vitest'
import { renderMessages } from '../../../../test/render-messages.ts'
import { readWorkflow } from '../read-workflow.ts'

const readValidShape = (source: unknown) => {
  const { workflow, problems, ignoredFields } = readWorkflow(source)
  const derivedFields = Object.hasOwn(source as object, 'last_node_id')
    ? ['last_node_id', 'nodes[].order', 'version']
    : []
  const lostFields = ignoredFields?.filter((field) => !derivedFields.includes(field)) ?? []
  expect(problems.map(({ code, params }) => [code, params?.fields])).toEqual(
    lostFields.length > 0 ? [['workflow.ignored-fields', lostFields]] : [],
  )
  return {
    ignoredFields,
    nodes: workflow!.nodes.map(({ id, type, data }) => [id, type, data.label, data.config]),
    edges: workflow!.edges.map(({ source: from, target }) => [from, target]),
    workflow: workflow!,
  }
}

describe('shapes of other systems', () => {
  test('[D3] reads a chain of steps with common settings', () => {
    const { nodes, edges, workflow } = readValidShape({
      name: 'Data Prep for Visualization',
      description: 'Load CSV and prepare for Cosmograph',
      steps: [
        { type: 'loading', config: { max_retries: 3 } },
        { type: 'preparing', config: { target: 'cosmo-ready', max_retries: 5 } },
        { type: 'validation', config: { max_retries: 1 } },
      ],
      global_config: { llm: 'gpt-4', max_retries: 3 },
    })
    expect(nodes).toEqual([
      ['step-1', 'loading', 'loading', { maxRetries: 3, model: '{{llm}}' }],
      ['step-2', 'preparing', 'preparing', { target: 'cosmo-ready', maxRetries: 5, model: '{{llm}}' }],
      ['step-3', 'validation', 'validation', { model: '{{llm}}' }],
    ])
    expect(edges).toEqual([
      ['step-1', 'step-2'],
      ['step-2', 'step-3'],
    ])
    expect(workflow).toMatchObject({
      name: 'Data Prep for Visualization',
      description: 'Load CSV and prepare for Cosmograph',
      settings: { retry: { count: 3 }, variables: { llm: 'gpt-4' } },
      nodes: [{}, {}, { retry: { count: 1 } }],
    })
    expect(new Set(workflow.nodes.map(({ position }) => position.x)).size).toBe(3)
  })

  test('passes the plan of a step to a step that checks what it promises', () => {
    const { edges, workflow } = readValidShape({
      name: 'Checked',
      steps: [{ type: 'loading' }, { type: 'preparing' }, { type: 'validation', config: { schema: 'plan' } }],
    })
    expect(edges).toEqual([
      ['step-1', 'step-2'],
      ['step-2', 'step-3'],
      ['step-2', 'step-3'],
    ])
    expect(workflow.edges.at(-1)).toMatchObject({ sourceHandle: 'plan', targetHandle: 'plan' })
  })

  test('selects the common model of a chain for the steps that can ask one and name none', () => {
    const steps = [
      { type: 'agent' },
      { type: 'agent', config: { model: 'own' } },
      { type: 'agent', config: { agent: 'Support' } },
      { type: 'classify_rows', config: { column: 'a', model: '' } },
      { type: 'loading', config: {} },
      { type: 'preparing', config: { modelAddress: 'https://models.example/v1' } },
      { type: 'filter', config: {} },
    ]
    expect(
      readValidShape({ name: 'Chain', steps, global_config: { llm: 'gpt-4' } }).nodes.map(([, , , config]) => config),
    ).toEqual([{ model: '{{llm}}' }, { model: 'own' }, { agent: 'Support' }, { column: 'a', model: '{{llm}}' }, { model: '{{llm}}' }, { modelAddress: 'https://models.example/v1' }, {}]) // oxfmt-ignore
    for (const config of [{ llm: '' }, { llm: 7 }, {}])
      expect(readValidShape({ name: 'Chain', steps: [steps[0]!], global_config: config }).nodes[0]![3]).toEqual({})
  })

  test('[D3] reads nodes and connections, with agents attached to nodes', () => {
    const { nodes, edges, workflow, ignoredFields } = readValidShape({
      id: '4f1c',
      name: 'Customer Support Agent',
      description: null,
      status: 'published',
      version: 7,
      nodes: [
        { id: 'start', type: 'trigger', position: { x: 1, y: 2 }, data: { label: 'Start', config: { on: 'event' } } },
        { id: 'ask', type: 'agent', name: 'Ask' },
        { id: 'tell', type: 'agent', config: { a: 1 }, agent: { model: 'small' } },
      ],
      connections: [
        { id: 'c1', source: 'start', target: 'ask', sourceHandle: 'out' },
        { from: 'ask', to: 'tell', target_port: 'in' },
      ],
      agents: [{ id: 'x', node_id: 'ask', user_id: 'u', system_prompt: 'Be kind.', model: 'large' }],
      settings: { max_retries: 2, timeout: 30 },
      tags: ['customer-support'],
      created_at: '2025-11-13T10:00:00Z',
    })
    expect(nodes).toEqual([
      ['start', 'trigger', 'Start', { on: 'event' }],
      ['ask', 'agent', 'Ask', { system: 'Be kind.', model: 'large' }],
      ['tell', 'agent', 'agent', { a: 1, model: 'small' }],
    ])
    expect(edges).toEqual([
      ['start', 'ask'],
      ['ask', 'tell'],
    ])
    expect(workflow).toMatchObject({
      version: 1,
      status: 'published',
      tags: ['customer-support'],
      settings: { retry: { count: 2 }, variables: { timeout: 30 } },
      nodes: [{ position: { x: 1, y: 2 } }, {}, {}],
      edges: [
        { id: 'c1', sourceHandle: 'out' },
        { id: 'connection-2', targetHandle: 'in' },
      ],
    })
    expect(ignoredFields).toEqual(['agents[].id', 'agents[].user_id', 'id', 'version', 'created_at'])
    expect(workflow).not.toHaveProperty('id')
  })

  test('reads steps with types and dependencies, whatever their order', () => {
    const steps = [
      { id: 'check', type: 'validation', depends_on: ['clean'] },
      { id: 'clean', type: 'preparing', depends_on: 'read', timeout_ms: 500, retry_config: { max_retries: 2 } },
      { id: 'read', type: 'loading', require_approval: true },
    ]
    const { nodes, edges, workflow } = readValidShape({ name: 'Reversed', steps })
    expect(nodes.map(([id, type]) => [id, type])).toEqual([
      ['check', 'validation'],
      ['clean', 'preparing'],
      ['read', 'loading'],
      ['read-approval', 'approval'],
    ])
    expect(edges).toEqual([
      ['clean', 'check'],
      ['read-approval', 'clean'],
      ['read', 'read-approval'],
    ])
    expect(workflow.nodes.map(({ position, retry }) => [position.x, retry])).toEqual([
      [840, undefined],
      [560, { count: 2, timeoutMs: 500 }],
      [0, undefined],
      [280, undefined],
    ])
    expect(workflow.edges[1]).toMatchObject({ sourceHandle: 'approved' })
  })

  test('adds an approval under another id if a step has this id', () => {
    const steps = [
      { id: 'read', type: 'loading', require_approval: true },
      { id: 'read-approval', type: 'filter' },
    ]
    const { nodes, edges } = readValidShape({ name: 'Both', steps })
    expect(nodes.map(([id, type]) => [id, type])).toEqual([
      ['read', 'loading'],
      ['read-approval-new', 'approval'],
      ['read-approval', 'filter'],
    ])
    expect(edges).toEqual([
      ['read-approval-new', 'read-approval'],
      ['read', 'read-approval-new'],
    ])
  })

  test('reads steps with agents and types in one list', () => {
    const steps = [
      { id: 1, agent: 'scorer' },
      { id: 2, type: 'filter', config: { conditions: [] }, depends_on: [1] },
    ]
    const { nodes, edges } = readValidShape({ name: 'Mixed', steps })
    expect(nodes.map(([id, type, , config]) => [id, type, config])).toEqual([
      ['1', 'remote_agent', { agent: 'scorer', input: {} }],
      ['2', 'filter', { conditions: [] }],
    ])
    expect(edges).toEqual([['1', '2']])
  })

  test('reads steps with their agents, as a list or by id', () => {
    const a = { id: 'a', name: 'First', agent: 'loading', input: { encoding: 'utf-8' } }
    const b = { agent_name: 'scorer', depends_on: ['a'], input: { top: 3 }, timeout_ms: 500 }
    const c = { agent: 'scorer', depends_on: 'a', retry_config: { max_retries: 2, delays_ms: [10, 20] } }
    const d = { agent: 'validate', depends_on: ['b', 'c'] }
    const list = readValidShape({ name: 'D', version: '1.2.0', steps: [a, { id: 'b', ...b, next_step: 'd' }, { id: 'c', ...c }, { id: 'd', ...d }] }) // oxfmt-ignore
    expect(list.nodes).toEqual([
      ['a', 'loading', 'First', { encoding: 'utf-8' }],
      ['b', 'remote_agent', 'b', { agent: 'scorer', input: { top: 3 } }],
      ['c', 'remote_agent', 'c', { agent: 'scorer', input: {} }],
      ['d', 'validation', 'd', {}],
    ])
    expect(list.edges).toEqual([
      ['a', 'b'],
      ['b', 'd'],
      ['a', 'c'],
      ['c', 'd'],
    ])
    expect(list.workflow.nodes.map(({ position, retry }) => [position, retry])).toEqual([
      [{ x: 0, y: 0 }, undefined],
      [{ x: 280, y: 0 }, { timeoutMs: 500 }],
      [
        { x: 280, y: 160 },
        { count: 2, delaysMs: [10, 20] },
      ],
      [{ x: 560, y: 0 }, undefined],
    ])
    const { id: _, ...first } = a
    const map = readValidShape({ name: 'D', version: '1.2.0', steps: { a: first, b, c, d } })
    expect(map.nodes).toEqual(list.nodes)
  })

  test.each([
    [{ name: 'x', steps: [{ id: 'a', agent: 'b', depends_on: ['none'] }] }, 'workflow.unknown-step', '"none"'],
    [{ name: 'x', steps: [{ type: 'b', depends_on: [{ id: 7 }] }] }, 'workflow.unknown-step', '{"id":7}'],
    [{ name: 'x', steps: [{ type: 'b', require_approval: 'yes' }] }, 'workflow.invalid', 'steps.0.require_approval'],
    [{ name: 'x', steps: [{ type: 'b', timeout_ms: '500' }] }, 'workflow.invalid', '"500"'],
    [{ name: 'x', steps: [{ type: 'b' }], global_config: 7 }, 'workflow.invalid', 'global_config'],
    [{ name: 'x', steps: [7] }, 'workflow.invalid', 'steps.0: expected an object, found 7'],
    [{ name: 'x', steps: 'load' }, 'workflow.unknown-shape', '"steps"'],
    [{ name: 'x', steps: { ['__proto__']: { agent: 'a' } } }, 'workflow.reserved-name', '__proto__'],
    [{ name: 'x', nodes: [3], connections: [4] }, 'workflow.invalid', 'nodes.0'],
  ])('refuses %j and reports the found value', (source, code, words) => {
    expect(renderMessages(readWorkflow(source).problems[0])).toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
  })

  test('reads steps in a cycle, with positions', () => {
    const steps = [
      { id: 'a', agent: 'x', depends_on: ['b'] },
      { id: 'b', agent: 'x', depends_on: ['a'] },
    ]
    expect(readValidShape({ name: 'Round', steps }).edges).toHaveLength(2)
  })
})

test('reads the default nodes of React Flow, which have no type', () => {
  const { workflow, ignoredFields } = readValidShape({
    nodes: [
      { id: '1', type: 'input', position: { x: 0, y: 0 }, data: { label: 'In' } },
      { id: '2', position: { x: 0, y: 100 }, data: { label: 'Next', amount: 3 } },
    ],
    edges: [{ id: 'e', source: '1', target: '2' }],
  })
  expect(workflow).toMatchObject({
    name: 'Untitled workflow',
    nodes: [{ type: 'input' }, { type: 'default', data: { label: 'Next', config: { amount: 3 } } }],
  })
  expect(ignoredFields ?? []).toEqual([])
})

test('reads a row of a database with nodes and edges, without its own fields', () => {
  const { nodes, edges, workflow } = readValidShape({
    _id: '507f1f77bcf86cd799439011',
    name: 'My Workflow',
    nodes: [
      { id: 'node-1', type: 'trigger', position: { x: 1, y: 2 }, data: { label: 'Manual Trigger', config: {} } },
      { id: 'node-2', type: 'http_request', data: { label: 'API Call', config: { method: 'GET' } } },
    ],
    edges: [{ id: 'edge-1', source: 'node-1', target: 'node-2' }],
    created_by: 'user-id',
    created_at: '2025-11-16T10:00:00Z',
    updated_at: '2025-11-16T10:00:00Z',
    version: 12,
    status: 'published',
  })
  expect(nodes.map(([id]) => id)).toEqual(['node-1', 'node-2'])
  expect(edges).toEqual([['node-1', 'node-2']])
  expect(workflow).toMatchObject({ version: 1, name: 'My Workflow', status: 'published' })
})

describe('nodes of the workflow generator', () => {
  test('may have the definition of an agent as a setting', () => {
    const agent = {
      name: 'Support',
      type: 'agent',
      system_prompt: 'Be kind.',
      model: 'large',
      temperature: '0.70',
      max_tokens: 4096,
      tools: [],
      permissions: {},
      sub_agents: ['Billing'],
    }
    const nodes = [{ id: 'a', type: 'agent', data: { label: 'A', config: { prompt: 'Answer.', agent } } }]
    const [[, , , config]] = readValidShape({ name: 'N', nodes, edges: [] }).nodes as [[string, string, string, object]]
    expect(config).toEqual({
      system: 'Be kind.',
      model: 'large',
      temperature: 0.7,
      maxTokens: 4096,
      sub_agents: ['Billing'],
      prompt: 'Answer.',
    })
    const named = [{ id: 'a', type: 'agent', data: { label: 'A', config: { agent: 'Support' } } }]
    expect(readValidShape({ name: 'N', nodes: named, edges: [] }).nodes[0]![3]).toEqual({ agent: 'Support' })
  })

  test('may have an object as the body of a request, and the kind of a trigger as a setting', () => {
    const node = (id: string, type: string, config: object): object => {
      return { id, type, position: { x: 0, y: 0 }, data: { label: id, config } }
    }
    const nodes = [
      node('post', 'http_request', { method: 'POST', body: { a: [1, '{{input.value}}'] } }),
      node('list', 'http_request', { bodyKind: 'text', body: [1] }),
      node('text', 'http_request', { body: '{}' }),
      node('hook', 'trigger', { trigger_type: 'webhook', method: 'GET', path: '/x' }),
      node('cron', 'trigger', { type: 'schedule', schedule: '0 6 * * *', timezone: 'Europe/Berlin' }),
      node('event', 'trigger', { kind: 'event', event: 'order.created' }),
      node('manual', 'trigger', { trigger_type: 'manual' }),
      node('other', 'trigger', { trigger_type: 'telepathy' }),
    ]
    const expected = [
      [
        'post',
        'http_request',
        { bodyKind: 'json', method: 'POST', body: '{\n  "a": [\n    1,\n    "{{input.value}}"\n  ]\n}' },
      ],
      ['list', 'http_request', { bodyKind: 'text', body: '[\n  1\n]' }],
      ['text', 'http_request', { body: '{}' }],
      ['hook', 'webhook', { method: 'GET', path: '/x' }],
      ['cron', 'schedule', { cron: '0 6 * * *', timeZone: 'Europe/Berlin' }],
      ['event', 'event', { name: 'order.created' }],
      ['manual', 'trigger', {}],
      ['other', 'trigger', { trigger_type: 'telepathy' }],
    ]
    for (const version of [{}, { version: 1, status: 'draft', tags: [], settings: {} }]) {
      const read = readValidShape({ name: 'N', ...version, nodes, edges: [] })
      expect(read.nodes.map(([id, type, , config]) => [id, type, config])).toEqual(expected)
    }
  })
})
