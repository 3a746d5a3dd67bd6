import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  openModelServer,
  type Reply,
  type RequestBody,
} from '../../packages/agents/language-model/test-model-server.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'
import { createCall } from '../testing/test-requests.ts'

let reply: (body: RequestBody) => Reply

const models = openForTests(() => openModelServer('first', (body) => reply(body)))
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: ['*', new URL(models.address).host],
}))
beforeAll(async () => {
  const model = { id: 'small', address: models.address, prices: { input: 1, output: 2 } }
  const response = await server.send('PUT', '/api/v1/config', { llm_models: [model], default_llm: 'small' })
  expect(response.status).toBe(200)
})
beforeEach(() => {
  reply = () => ({ says: 'Hello.' })
  models.requests.length = 0
})

type Body = Record<string, unknown> & { id: string; items: Body[]; error: { code: string; message: string } }
const call = createCall<Body>(server)
const register = async (body: object): Promise<string> => {
  const response = await call('POST', '/api/v1/agents', { type: 'agent', ...body })
  expect(response.status, JSON.stringify(response.body)).toBe(201)
  return response.body.id
}
/** Returns the messages of a request to the model. */
const readMessages = (index = 0) =>
  models.requests[index]!.messages as unknown as readonly { role: string; content: string }[]

describe('the registry of model agents', () => {
  test('stores every field of an agent, lists it by kind, and deletes it', async () => {
    const fields = {
      name: 'Customer support',
      description: 'Answers customers.',
      type: 'action',
      system_prompt: 'You are a support agent.',
      model: 'small',
      temperature: 0.2,
      max_tokens: 100,
      tools: [{ name: 'query', kind: 'sql' }],
      memory_config: { type: 'conversation', max_tokens: 500 },
      limits: { steps: 3 },
      permissions: { read: true },
      metadata: { team: 'blue' },
      workflow_id: 'w',
      node_id: 'n',
      tests: [{ name: 'Greets', input: 'Hi', expected: 'Hello', compare: 'contains' }],
    }
    const id = await register(fields)
    const { body } = await call('GET', `/api/v1/agents/${id}`)
    expect(body).toMatchObject({ ...fields, kind: 'model', status: 'active', version: 1, user_id: 'local-owner' })
    expect((await call('GET', '/api/v1/agents?kind=model')).body).toMatchObject({ total: 1, items: [{ id }] })
    expect((await call('GET', '/api/v1/agents?kind=remote')).body).toMatchObject({ total: 0 })
    expect((await call('GET', '/api/v1/agents?name=Customer support')).body).toMatchObject({ total: 1 })
    const taken = await call('POST', '/api/v1/agents', { name: 'Customer support', url: 'https://example.com/' })
    expect(taken.status).toBe(422)
    expect((await call('POST', '/api/v1/agents', fields)).body.error.code).toBe('agent.name-taken')
    expect((await call('DELETE', `/api/v1/agents/${id}`)).status).toBe(204)
    expect((await call('GET', `/api/v1/agents/${id}`)).status).toBe(404)
  })

  test.each([
    [{ name: 'a@1' }, 'name'],
    [{ name: 'loading' }, 'name'],
    [{ type: 'robot' }, 'type'],
    [{ temperature: 2.5 }, 'temperature'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ memory_config: { type: 'eternal' } }, 'memory_config.type'],
    [{ tools: [{ name: 'a', kind: 'magic' }] }, 'tools'],
    [{ tools: [{ name: 'a', kind: 'node', use: 'no_such_node' }] }, 'no_such_node'],
    [{ sub_agents: ['Nobody'] }, 'Nobody'],
    [{ limits: { steps: -1 } }, 'limits.steps'],
    [{ secret: 'x' }, 'secret'],
  ])('rejects %j and says why', async (wrong, reason) => {
    const { status, body } = await call('POST', '/api/v1/agents', { name: 'Wrong', system_prompt: '', ...wrong })
    expect([status, body.error.message]).toEqual([422, expect.stringContaining(reason)])
  })

  test('rejects agents that call each other in a circle', async () => {
    const first = await register({ name: 'First' })
    await register({ name: 'Second', sub_agents: ['First'] })
    const { status, body } = await call('PUT', `/api/v1/agents/${first}`, { name: 'First', sub_agents: ['Second'] })
    expect([status, body.error.code]).toEqual([422, 'agent.sub-agents'])
  })

  test('keeps a version of each changed prompt, compares and restores them', async () => {
    const id = await register({ name: 'Versioned', system_prompt: 'One.' })
    await call('PUT', `/api/v1/agents/${id}`, { name: 'Renamed', system_prompt: 'One.' })
    const changed = await call('PUT', `/api/v1/agents/${id}`, {
      name: 'Renamed',
      system_prompt: 'Two.',
      temperature: 0,
    })
    expect(changed.body).toMatchObject({ version: 2, name: 'Renamed', system_prompt: 'Two.' })
    const { body: list } = await call('GET', `/api/v1/agents/${id}/versions`)
    expect(list.items).toMatchObject([
      { number: 2, system_prompt: 'Two.', created_by: 'local-owner' },
      { number: 1, system_prompt: 'One.' },
    ])
    expect((await call('GET', `/api/v1/agents/${id}/versions/1/diff`)).body).toEqual({
      from: 1,
      to: 2,
      changes: [
        { field: 'system_prompt', before: 'One.', after: 'Two.' },
        { field: 'temperature', before: 0.7, after: 0 },
      ],
    })
    const restored = await call('POST', `/api/v1/agents/${id}/versions/1/restore`)
    expect(restored.body).toMatchObject({ version: 3, name: 'Renamed', system_prompt: 'One.', temperature: 0.7 })
    expect((await call('GET', `/api/v1/agents/${id}/versions/9`)).body.error.code).toBe('agent.no-version')
    expect((await call('GET', `/api/v1/agents/none/versions`)).status).toBe(404)
  })

  test('numbers concurrent changes differently', async () => {
    const id = await register({ name: 'Busy', system_prompt: '0' })
    const prompts = ['1', '2', '3', '4', '5']
    await Promise.all(
      prompts.map((prompt) => call('PUT', `/api/v1/agents/${id}`, { name: 'Busy', system_prompt: prompt })),
    )
    const { body } = await call('GET', `/api/v1/agents/${id}/versions`)
    expect(body.items.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1])
    expect(new Set(body.items.map(({ system_prompt: prompt }) => prompt)).size).toBe(6)
  })
})

describe('a model agent', () => {
  const createDocument = (agent: string, config: object = {}) => ({
    name: 'Ask',
    nodes: [
      { id: 'question', type: 'variable', data: { label: 'Question', config: { expression: '"Who?"' } } },
      { id: 'ask', type: 'agent', data: { label: 'Ask', config: { agent, ...config } } },
    ],
    edges: [{ id: 'e', source: 'question', sourceHandle: 'value', target: 'ask', targetHandle: 'value' }],
  })
  const run = async (document: object): Promise<Record<string, unknown>> => {
    const { body: stored } = await call('POST', '/api/v1/workflows', document)
    expect(stored, JSON.stringify(stored)).toMatchObject({ ready: true })
    const { status, body } = await call('POST', `/api/v1/workflows/${stored.id}/execute`, {})
    expect(status, JSON.stringify(body)).toBeLessThan(300)
    return server.waitForEnd(body.id)
  }

  test('is used by a node that names it, in its current version or in a named one', async () => {
    const id = await register({ name: 'Guide', system_prompt: 'Old rules.', max_tokens: 77 })
    await call('PUT', `/api/v1/agents/${id}`, { name: 'Guide', system_prompt: 'New rules.', max_tokens: 77 })
    expect(await run(createDocument('Guide'))).toMatchObject({ status: 'completed' })
    expect(await run(createDocument('Guide@1', { prompt: 'Own task.' }))).toMatchObject({ status: 'completed' })
    expect(await run(createDocument(id))).toMatchObject({ status: 'completed' })
    expect(readMessages()[0]).toEqual({ role: 'system', content: 'New rules.' })
    expect(models.requests[0]).toMatchObject({ max_tokens: 77 })
    expect(readMessages(1)[0]).toEqual({ role: 'system', content: 'Old rules.' })
    expect(readMessages(1)[1]!.content).toContain('Own task.')
    expect(readMessages(2)[0]).toEqual({ role: 'system', content: 'New rules.' })
  })

  test('is used by a workflow that another one runs by name or contains', async () => {
    await register({ name: 'Inner', system_prompt: 'Inner rules.' })
    const { body: inner } = await call('POST', '/api/v1/workflows', {
      ...createDocument('Inner'),
      name: 'Inner workflow',
    })
    expect(inner).toMatchObject({ ready: true })
    const runInner = (config: object) =>
      run({ name: 'Outer', nodes: [{ id: 'sub', type: 'sub_workflow', data: { label: 'Sub', config } }], edges: [] })
    expect(await runInner({ workflow: 'Inner workflow' })).toMatchObject({ status: 'completed' })
    const [question, ask] = createDocument('Inner').nodes
    const position = { x: 0, y: 0 }
    const nodes = [question, ask].map((node) => ({ ...node, position }))
    const document = { version: 1, ...createDocument('Inner'), status: 'draft', tags: [], settings: {}, nodes }
    expect(await runInner({ document })).toMatchObject({ status: 'completed' })
    expect(models.requests).toHaveLength(2)
    for (const index of [0, 1]) expect(readMessages(index)[0]).toEqual({ role: 'system', content: 'Inner rules.' })
  })

  test('is checked when a workflow is saved and run', async () => {
    const id = await register({ name: 'Paused' })
    const { body: stored } = await call('POST', '/api/v1/workflows', createDocument('Paused'))
    expect(stored).toMatchObject({ ready: true })
    await call('PUT', `/api/v1/agents/${id}`, { name: 'Paused', status: 'inactive' })
    expect((await call('GET', `/api/v1/workflows/${stored.id}`)).body).toMatchObject({
      ready: false,
      problems: [{ code: 'remote-agent.inactive', where: { node: 'ask', setting: 'agent' } }],
    })
    const started = await call('POST', `/api/v1/workflows/${stored.id}/execute`, {})
    expect([started.status, started.body.error.code]).toEqual([422, 'remote-agent.inactive'])
    const { body: unknown } = await call('POST', '/api/v1/workflows', createDocument('Nobody'))
    expect(unknown).toMatchObject({ ready: false, problems: [{ code: 'remote-agent.unknown' }] })
    expect(models.requests).toEqual([])
  })

  test('answers a text or an object, and a dataset as its table', async () => {
    const id = await register({ name: 'Direct', system_prompt: 'Be brief.', tools: [{ name: 'query', kind: 'sql' }] })
    const withText = await call('POST', `/api/v1/agents/${id}/execute`, { input: '{{1+1}} Hi' })
    expect(withText.status).toBe(422)
    const { id: dataset } = await server.upload('id,name\n1,Ann\n', 'people.csv')
    const { status, body } = await call('POST', `/api/v1/agents/${id}/execute`, {
      input: '{{1+1}} Hi',
      data_id: dataset,
    })
    expect([status, body], JSON.stringify(body)).toMatchObject([
      200,
      { status: 'completed', answer: 'Hello.', usage: { total: { requests: 1 } } },
    ])
    // The input of a caller is data: it is not evaluated.
    expect(readMessages()[1]!.content).toContain('{{1+1}} Hi')
    expect(readMessages()[1]!.content).toContain('Ann')
  })

  test('is tried with an input', async () => {
    const id = await register({ name: 'Tried' })
    const { body } = await call('POST', `/api/v1/agents/${id}/test`, { input: { amount: 1 } })
    expect(body).toMatchObject({ success: true, result: 'Hello.', run_id: expect.any(String) })
    expect(readMessages().at(-1)!.content).toContain('"amount":1')
    reply = () => ({ status: 400, body: {} })
    expect((await call('POST', `/api/v1/agents/${id}/test`, {})).body).toMatchObject({ success: false, result: null })
  })

  test('calls its sub-agents as tools', async () => {
    await register({ name: 'Expert one', system_prompt: 'You know numbers.', description: 'Knows numbers.' })
    const id = await register({ name: 'Lead', system_prompt: 'You lead.', sub_agents: ['Expert one'] })
    reply = ({ messages }) => {
      const [{ content }] = messages as unknown as [{ content: string }]
      if (content === 'You know numbers.') return { says: 'Seven.' }
      return messages.length > 2
        ? { says: 'It is seven.' }
        : { calls: [{ name: 'Expert_one', arguments: '{"task": "Which number?"}' }] }
    }
    const { body } = await call('POST', `/api/v1/agents/${id}/execute`, { input: 'Which?' })
    expect(body, JSON.stringify(body)).toMatchObject({ answer: 'It is seven.', usage: { total: { requests: 3 } } })
    expect(JSON.stringify(models.requests[1])).toContain('Which number?')
    expect(JSON.stringify(models.requests[2])).toContain('Seven.')
    const { body: executed } = await call('GET', `/api/v1/executions/${String(body.run_id)}/nodes`)
    expect(executed).toMatchObject({ items: [{ agent_id: id }] })
    // The agent pays for its sub-agents.
    const { body: costs } = await call('GET', '/api/v1/analytics/costs')
    const counts = { executions: 1, completed: 1, api_calls: 3 }
    expect(costs.agents).toContainEqual(expect.objectContaining({ id, name: 'Lead', ...counts }))
  })
})
