import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  openModelServer,
  type Reply,
  type RequestBody,
} from '../../packages/agents/language-model/test-model-server.ts'
import { findAddedText } from './chat-events.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'

let reply: (body: RequestBody) => Reply

const models = openForTests(() => openModelServer('first', (body) => reply(body)))
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: ['*', new URL(models.address).host],
}))
beforeAll(async () => {
  const model = { id: 'small', address: models.address, prices: { input: 1, output: 2 } }
  await server.send('PUT', '/api/v1/config', { llm_models: [model], default_llm: 'small' })
})
beforeEach(() => {
  reply = () => ({ says: 'Hello.' })
  models.requests.length = 0
})

const register = async (body: object): Promise<string> => {
  const response = await server.send('POST', '/api/v1/agents', { type: 'agent', ...body })
  expect(response.status, await response.clone().text()).toBe(201)
  return ((await response.json()) as { id: string }).id
}
interface ChatEvent {
  type: string
  data: Record<string, unknown>
}
/** Sends a message, and yields the events of the stream. */
async function* chat(id: string, body: object): AsyncGenerator<ChatEvent> {
  const response = await server.send('POST', `/api/v1/agents/${id}/chat`, body)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end)
      text = text.slice(end + 2)
      const type = /^event: (.*)$/m.exec(block)?.[1]
      if (type) yield { type, data: JSON.parse(/^data: (.*)$/m.exec(block)![1]!) as Record<string, unknown> }
    }
  }
}
const collect = async (events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> => {
  const collected: ChatEvent[] = []
  for await (const event of events) collected.push(event)
  return collected
}
const find = (events: readonly ChatEvent[], type: string) => events.find((event) => event.type === type)!.data

describe('a chat with a model agent', () => {
  test('streams the answer with its usage, and each message is a recorded run', async () => {
    const id = await register({ name: 'Greeter', system_prompt: 'Greet.' })
    const events = await collect(chat(id, { message: 'Hi' }))
    expect(events.map(({ type }) => type).filter((type) => type !== 'text')).toEqual([
      'start',
      'model',
      'result',
      'end',
    ])
    const { run_id: run, version } = find(events, 'start')
    expect(version).toBe(1)
    expect(find(events, 'model')).toMatchObject({ text: 'Hello.', usage: { inputTokens: 200, outputTokens: 40 } })
    expect(find(events, 'result')).toMatchObject({
      status: 'completed',
      answer: 'Hello.',
      usage: { total: { requests: 1, cost: expect.closeTo(0.00028, 9) } },
    })
    expect(await server.json(`/api/v1/runs/${String(run)}`)).toMatchObject({
      status: 'completed',
      workflow_id: `agent-${id}`,
    })
  })

  test('continues a conversation, which no other conversation sees', async () => {
    const id = await register({ name: 'Memory' })
    const { conversation } = find(await collect(chat(id, { message: 'My name is Ann.' })), 'start')
    await collect(chat(id, { message: 'Who am I?', conversation }))
    await collect(chat(id, { message: 'Who am I?' }))
    const contents = models.requests.map(({ messages }) => JSON.stringify(messages))
    expect(contents[1]).toContain('My name is Ann.')
    expect(contents[2]).not.toContain('Ann')
  })

  test('shows tool calls, and asks for approval before a call that has an effect', async () => {
    const tool = { name: 'note', kind: 'node', use: 'variable', config: { expression: '"noted"' }, approval: 'ask' }
    const id = await register({ name: 'Conservative', tools: [tool] })
    reply = ({ messages }) =>
      messages.length > 1 && messages.at(-1)!.role === 'tool'
        ? { says: 'Done.' }
        : { calls: [{ name: 'note', arguments: '{"text":"x"}' }] }
    const events: ChatEvent[] = []
    for await (const event of chat(id, { message: 'Note it' })) {
      events.push(event)
      if (event.type !== 'approval') continue
      expect(events.some(({ type }) => type === 'tool-call')).toBe(false)
      const { digest } = event.data
      const { run_id: run } = find(events, 'start')
      const decided = await server.send('POST', `/api/v1/runs/${String(run)}/approvals/agent`, {
        decision: 'approve',
        digest,
      })
      expect(decided.status, await decided.clone().text()).toBe(202)
    }
    expect(find(events, 'approval')).toMatchObject({
      node: 'agent',
      shown: { tool: 'note', value: { json: { text: 'x' } } },
    })
    expect(find(events, 'tool-call')).toMatchObject({ tool: 'note', arguments: { text: 'x' } })
    expect(find(events, 'tool-result')).toMatchObject({ tool: 'note', is_error: false })
    expect(find(events, 'result')).toMatchObject({ status: 'completed', answer: 'Done.' })
  })

  test('rejects a tool call that nobody approves before the deadline of the agent', async () => {
    const tool = { name: 'note', kind: 'node', use: 'variable', config: { expression: '"noted"' }, approval: 'ask' }
    const limits = { approval_hours: 0.000_1 }
    const id = await register({ name: 'Impatient', tools: [tool], limits })
    expect(await server.json(`/api/v1/agents/${id}`)).toMatchObject({ limits })
    reply = ({ messages }) =>
      messages.at(-1)!.role === 'tool' ? { says: 'Nobody decided.' } : { calls: [{ name: 'note', arguments: '{}' }] }
    const events = await collect(chat(id, { message: 'Note it' }))
    expect(find(events, 'result')).toMatchObject({ status: 'completed', answer: 'Nobody decided.' })
    expect(events.some(({ type }) => type === 'tool-call')).toBe(false)
    expect(models.requests[1]!.messages.at(-1)!.content).toContain('Nobody decided before the deadline.')
  })

  test('asks at a limit of the agent, and reports a failure', async () => {
    const id = await register({ name: 'Limited', limits: { output_tokens: 10 }, max_tokens: 100 })
    const answer = (await (
      await server.send('POST', `/api/v1/agents/${id}/chat`, { message: 'Hi', stream: false })
    ).json()) as object
    expect(answer).toMatchObject({ status: 'waiting', answer: null })
    expect(models.requests).toEqual([])
    reply = () => ({ status: 400, body: { error: { message: 'no' } } })
    const events = await collect(chat(await register({ name: 'Failing' }), { message: 'Hi' }))
    expect(find(events, 'problem')).toMatchObject({ node: 'agent' })
    expect(find(events, 'result')).toMatchObject({ status: 'failed', answer: null })
  })

  test('uses an earlier version if requested, and answers as JSON without stream', async () => {
    const id = await register({ name: 'Versions', system_prompt: 'Old.' })
    await server.send('PUT', `/api/v1/agents/${id}`, { name: 'Versions', system_prompt: 'New.' })
    const response = await server.send('POST', `/api/v1/agents/${id}/chat`, {
      message: 'Hi',
      version: 1,
      stream: false,
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ status: 'completed', version: 1, answer: 'Hello.' })
    expect(models.requests[0]!.messages[0]).toEqual({ role: 'system', content: 'Old.' })
    expect((await server.send('POST', `/api/v1/agents/${id}/chat`, { message: 'Hi', version: 9 })).status).toBe(404)
    expect(
      (await server.send('POST', `/api/v1/agents/${id}/chat`, { message: 'Hi', conversation: '{{x}}' })).status,
    ).toBe(422)
  })
})

test.each([
  ['', 'Hel', 'Hel'],
  ['Hel', 'Hello', 'lo'],
  ['abcdef', 'defgh', 'gh'],
  ['abc', 'abc', ''],
  ['abc', 'xyz', 'xyz'],
])('after %j, %j adds %j', (known, tail, added) => expect(findAddedText(known, tail)).toBe(added))
