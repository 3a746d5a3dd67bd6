import { NodeError, type Egress, type Models } from '@aw-flow/engine'
import { afterEach, describe, expect, it } from 'vitest'
import { createAnthropicModel } from './anthropic-model.ts'
import { createFallbackModel } from './fallback-model.ts'
import { createHostModel } from './host-model.ts'
import type { LanguageModel, ModelRequest } from './language-model.ts'
import { addUsage, computeCost, estimateUsage, findPrices, measureUsage, zeroUsage } from './model-usage.ts'
import { openGrantedModels } from './open-model.ts'
import { createOpenAiModel } from './openai-model.ts'
import { openAnthropicServer, type AnthropicReply } from './test-anthropic-server.ts'
import { fetchEgress, openModelServer, type Dialect, type Reply } from './test-model-server.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function openServer(dialect: Dialect, script: readonly Reply[], options: { knowsTools?: boolean } = {}) {
  const server = await openModelServer(dialect, script, options)
  closers.push(() => server.close())
  const settings = { address: server.address, model: 'small', idleTimeoutMs: 300, maxRetries: 0 }
  return { ...server, model: createOpenAiModel(settings, server.egress) }
}

async function openAnthropic(script: readonly AnthropicReply[], maxRetries = 2) {
  const server = await openAnthropicServer(script)
  closers.push(() => server.close())
  const waits: number[] = []
  const sleep = async (ms: number): Promise<void> => void waits.push(ms)
  const settings = { address: `${server.address}/v1`, model: 'claude', maxRetries, idleTimeoutMs: 300 }
  return { ...server, waits, model: createAnthropicModel(settings, fetchEgress, sleep) }
}

const tools = ['weather', 'mail'].map((name) => ({
  name,
  description: `Does ${name}.`,
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
}))
const question: ModelRequest = { messages: [{ role: 'user', content: 'Weather?' }], tools }
const twoCalls: Reply = {
  says: 'Looking.',
  calls: [
    { name: 'weather', arguments: '{"city":"Zürich"}' },
    { name: 'mail', arguments: '' },
  ],
}

const getError = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(cause instanceof NodeError)) throw new Error('It did not fail with a NodeError.')
  return cause
}

describe('chat completions with tools', () => {
  it('[1, 2] gives the same reply for streamed fragments and complete responses, in all dialects', async () => {
    const replies = []
    for (const dialect of ['first', 'second', 'third'] as const) {
      const { model, requests } = await openServer(dialect, [twoCalls])
      const { tokens: _, ended, ...reply } = await model.ask(question)
      // The third dialect sends no end marker.
      expect(ended).toBe(dialect === 'third' ? 'unknown' : 'tools')
      expect(requests[0]!.tools!.map((tool) => tool.function.name)).toEqual(['weather', 'mail'])
      replies.push(reply)
    }
    expect(replies[0]).toEqual({
      text: 'Looking.',
      toolCalls: [
        { id: 'call_1', name: 'weather', arguments: '{"city":"Zürich"}' },
        { id: 'call_2', name: 'mail', arguments: '{}' },
      ],
    })
    expect(replies[1]).toEqual(replies[0])
    expect(replies[2]).toEqual(replies[0])
  })

  it('[2] reports a server that does not support tools', async () => {
    for (const dialect of ['first', 'second', 'third'] as const) {
      const { model } = await openServer(dialect, [], { knowsTools: false })
      const { kind, problem } = await getError(model.ask(question))
      expect([kind, problem.code]).toEqual(['permanent', 'model.no-tools'])
    }
  })

  it('sends the query of an address with each request, and the key of an Azure deployment as a header', async () => {
    const options = { path: '/openai/deployments/small', query: '?api-version=2024-10-21' }
    const server = await openModelServer('first', [{ says: 'Sunny.' }], options)
    closers.push(() => server.close())
    const uses: unknown[] = []
    const egress: Egress = {
      fetch: (request) => {
        uses.push(request.secrets)
        return server.egress.fetch(request)
      },
    }
    const model = createOpenAiModel({ address: server.address, model: 'small', secret: 'azure' }, egress)
    expect((await model.ask(question)).text).toBe('Sunny.')
    expect(uses).toEqual([[{ name: 'azure', as: 'header', field: 'api-key' }]])
  })

  it('sends the conversation with calls and results, and passes text on while it arrives', async () => {
    const { model, requests } = await openServer('first', [{ says: 'It is sunny in Zürich.' }])
    const parts: string[] = []
    const { text } = await model.ask({
      ...question,
      maxTokens: 100,
      temperature: 0.3,
      onText: (part) => parts.push(part),
      messages: [
        ...question.messages,
        { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'weather', arguments: '{}' }] },
        { role: 'tool', call: 'a', content: 'sunny' },
      ],
    })
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.join('')).toBe(text)
    expect(requests[0]).toMatchObject({ temperature: 0.3, max_tokens: 100 })
    expect(requests[0]!.messages.slice(1)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'weather', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'a', content: 'sunny' },
    ])
  })

  it('uses the field for the length of the answer that the service accepts', async () => {
    const message = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
    const { model, requests } = await openServer('first', [
      { status: 400, body: { error: { message } } },
      { says: 'ok' },
    ])
    await model.ask({ messages: question.messages, maxTokens: 7 })
    expect(requests[1]).toMatchObject({ max_completion_tokens: 7 })
    expect(requests[1]).not.toHaveProperty('max_tokens')
  })
})

describe("Anthropic's messages API", () => {
  const blocks = [
    { type: 'text' as const, text: 'Looking.' },
    { type: 'tool_use' as const, id: 'toolu_1', name: 'weather', input: { city: 'Zürich' } },
    { type: 'tool_use' as const, id: 'toolu_2', name: 'mail', input: {} },
  ]

  it('[1] gives the same reply for a stream and a complete response', async () => {
    const { model } = await openAnthropic([
      { blocks, stop: 'tool_use' },
      { blocks, stop: 'tool_use', isComplete: true },
    ])
    const streamed = await model.ask(question)
    expect(streamed).toEqual({
      text: 'Looking.',
      ended: 'tools',
      toolCalls: [
        { id: 'toolu_1', name: 'weather', arguments: '{"city":"Zürich"}' },
        { id: 'toolu_2', name: 'mail', arguments: '{}' },
      ],
      tokens: { input: 150, cachedInput: 50, output: 20 },
    })
    expect(await model.ask(question)).toEqual(streamed)
  })

  it('sends system prompt, calls and results in its form', async () => {
    const { model, requests, headers } = await openAnthropic([
      { blocks: [{ type: 'text', text: 'Sunny.' }], stop: 'end_turn' },
    ])
    const reply = await model.ask({
      ...question,
      messages: [
        { role: 'system', content: 'Be brief.' },
        ...question.messages,
        {
          role: 'assistant',
          content: '',
          toolCalls: [
            { id: 'a', name: 'weather', arguments: '{"city":"Bern"}' },
            { id: 'b', name: 'mail', arguments: 'not JSON' },
          ],
        },
        { role: 'tool', call: 'a', content: 'sunny' },
        { role: 'tool', call: 'b', content: 'The arguments are not JSON.', isError: true },
      ],
    })
    expect(reply).toMatchObject({ text: 'Sunny.', ended: 'stop' })
    expect(headers[0]!['anthropic-version']).toBe('2023-06-01')
    expect(requests[0]).toMatchObject({ system: 'Be brief.', max_tokens: 4096 })
    expect(requests[0]!.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(requests[0]!.messages[2]!.content).toEqual([
      { type: 'tool_result', tool_use_id: 'a', content: 'sunny' },
      { type: 'tool_result', tool_use_id: 'b', content: 'The arguments are not JSON.', is_error: true },
    ])
  })

  it('answers with a schema by a tool that the model must call', async () => {
    const { model, requests } = await openAnthropic([
      { blocks: [{ type: 'tool_use', id: 't', name: 'answer', input: { n: 1 } }], stop: 'tool_use' },
    ])
    const answer = { name: 'answer', schema: { type: 'object' } }
    const reply = await model.ask({ messages: question.messages, answer })
    expect(reply).toMatchObject({ text: '{"n":1}', ended: 'stop' })
    expect(reply).not.toHaveProperty('toolCalls')
    expect(requests[0]!.tool_choice).toEqual({ type: 'tool', name: 'answer' })
  })

  it('retries at rate limits after the delay that the service requests', async () => {
    const busy = { type: 'rate_limit_error', message: 'slow down' }
    const { model, waits, requests } = await openAnthropic([
      { status: 429, error: busy, headers: { 'retry-after': '7' } },
      { failsWith: { type: 'overloaded_error', message: 'overloaded' } },
      { blocks: [{ type: 'text', text: 'Done.' }], stop: 'end_turn' },
    ])
    expect((await model.ask(question)).text).toBe('Done.')
    expect(waits).toEqual([7000, 2000])
    expect(requests).toHaveLength(3)
  })

  it('sends no temperature again to a model that rejects it', async () => {
    const error = { type: 'invalid_request_error', message: '`temperature` is deprecated for this model.' }
    const done: AnthropicReply = { blocks: [{ type: 'text', text: 'Done.' }], stop: 'end_turn' }
    const { model, requests } = await openAnthropic([{ status: 400, error }, done, done], 0)
    await model.ask(question)
    await model.ask(question)
    expect(requests.map((request) => 'temperature' in request)).toEqual([true, false, false])
  })

  it('does not retry a rejected key, and names the reason', async () => {
    const { model, requests } = await openAnthropic([
      { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } },
    ])
    const { kind, problem } = await getError(model.ask(question))
    expect([kind, problem.code, problem.params?.said]).toEqual([
      'permanent',
      'model.access-denied',
      'invalid x-api-key',
    ])
    expect(requests).toHaveLength(1)
  })
})

describe('fallback models', () => {
  const replyOf = (text: string): Reply => ({ says: text })
  const failures: [string, Reply][] = [
    ['429', { status: 429, body: { error: 'busy' } }],
    ['500', { status: 500, body: { error: 'broken' } }],
    ['silence', { silent: true }],
    ['refusal', { refuses: 'No.' }],
  ]

  it.each(failures)('[12] asks the second model once, with the entire conversation, after %s', async (_, reply) => {
    const first = await openServer('first', [reply])
    const second = await openServer('second', [replyOf('Second.')])
    const answer = await createFallbackModel([first.model, second.model]).ask(question)
    expect(answer).toMatchObject({ text: 'Second.', answeredBy: { model: 'small', host: second.model.host } })
    expect(second.requests).toHaveLength(1)
    expect(second.requests[0]!.messages).toEqual(first.requests[0]!.messages)
    expect(second.requests[0]!.tools).toEqual(first.requests[0]!.tools)
  })

  it('reports the failure of the first choice, or its refusal', async () => {
    const first = await openServer('first', [{ status: 500, body: { error: 'one' } }, { refuses: 'No.' }])
    const second = await openServer('first', [{ status: 404, body: { error: 'two' } }, { refuses: 'Neither.' }])
    const model = createFallbackModel([first.model, second.model])
    expect((await getError(model.ask(question))).problem.params).toMatchObject({ said: 'one' })
    expect(await model.ask(question)).toMatchObject({ ended: 'refused', refusal: 'No.' })
  })
})

describe('granted models', () => {
  const grant = { id: 'fast', protocol: 'openai' as const, address: 'http://127.0.0.1:9/v1', model: 'm' }
  const host = { id: 'own', protocol: 'host' as const, address: '', model: 'own' }

  it('opens only granted models, and the default one', async () => {
    const models: Models = { read: async () => ({ models: [grant, host], defaultModel: 'own' }) }
    const open = (names: string[]) => openGrantedModels({ models, egress: fetchEgress }, names)
    expect((await open([''])).granted).toEqual([host])
    expect((await open(['fast', 'own'])).granted.map(({ id }) => id)).toEqual(['fast', 'own'])
    expect((await getError(open(['gpt']))).problem).toMatchObject({
      code: 'model.not-granted',
      params: { model: 'gpt', available: ['fast', 'own'] },
    })
    expect((await getError(openGrantedModels({}, ['gpt']))).problem.code).toBe('model.not-granted.none')
    expect((await getError(openGrantedModels({}, ['']))).problem.code).toBe('model.no-default')
  })

  it('asks a model of the host, and checks its reply', async () => {
    const asked: unknown[] = []
    const replies: unknown[] = [{ text: 'Hi.', ended: 'stop' }, { answer: 'Hi.' }]
    const models: Models = {
      read: async () => ({ models: [host] }),
      ask: async (id, asking) => {
        asked.push([id, asking])
        return replies.shift() as never
      },
    }
    const model: LanguageModel = createHostModel('own', 'own', models)
    expect(await model.ask({ messages: question.messages })).toEqual({ text: 'Hi.', ended: 'stop' })
    expect(asked).toEqual([['own', { messages: question.messages }]])
    expect((await getError(model.ask(question))).problem.code).toBe('model.invalid-reply')
  })
})

describe('usage', () => {
  const service = {
    id: 'x',
    protocol: 'openai' as const,
    address: 'https://api.openai.com/v1',
    model: 'gpt-4o-2024-11-20',
  }

  it('[11] finds prices by host and model, without the date of the model', async () => {
    expect(await findPrices(service)).toEqual({ input: 2.5, output: 10, cachedInput: 1.25 })
    expect(await findPrices({ ...service, address: 'http://localhost:11434/v1' })).toBeUndefined()
    expect(await findPrices({ ...service, model: 'nobody-knows' })).toBeUndefined()
    expect(await findPrices({ ...service, model: 'toString' })).toBeUndefined()
    expect(await findPrices({ ...service, prices: { input: 1, output: 2 } })).toEqual({ input: 1, output: 2 })
  })

  it('[11] charges cached tokens at their price, and shows an unknown price as unknown', () => {
    const tokens = { input: 1_000_000, cachedInput: 400_000, output: 100_000 }
    expect(computeCost(tokens, { input: 2.5, cachedInput: 1.25, output: 10 })).toBeCloseTo(3)
    expect(computeCost(tokens, { input: 1, output: 1 })).toBeCloseTo(1.1)
    expect(computeCost(tokens, undefined)).toBeUndefined()
    const usage = measureUsage(question, { text: 'x', tokens }, undefined)
    expect(usage).toMatchObject({ cost: null, unpriced: 1, uncounted: 0, inputTokens: 1_000_000 })
    expect(addUsage(zeroUsage, usage)).toMatchObject({ cost: null, unpriced: 1 })
    expect(addUsage(usage, { ...usage, cost: 3, unpriced: 0 })).toMatchObject({ cost: 3, unpriced: 1 })
    // Earlier versions recorded 0.
    expect(addUsage(zeroUsage, { ...usage, cost: 0 })).toMatchObject({ cost: null, unpriced: 1 })
  })

  it('estimates at least what a service counts, and charges the estimate if it counts nothing', () => {
    const estimate = estimateUsage({ ...question, maxTokens: 500 }, [{ input: 1, output: 1 }])
    expect(estimate.inputTokens).toBeGreaterThan(JSON.stringify(question).length / 4)
    expect(estimate.outputTokens).toBe(500)
    expect(estimate.cost).toBeCloseTo((estimate.inputTokens + 500) / 1e6)
    const usage = measureUsage(question, { text: 'x'.repeat(30) }, undefined)
    expect(usage).toMatchObject({ inputTokens: estimate.inputTokens, uncounted: 1 })
    // Each model of a list may answer and be charged.
    const listEstimate = estimateUsage({ ...question, maxTokens: 500 }, [{ input: 1, output: 1 }, undefined])
    expect(listEstimate).toMatchObject({ inputTokens: 2 * estimate.inputTokens, outputTokens: 1000 })
    expect(listEstimate.cost).toBe(estimate.cost)
  })
})
