import type { Egress, NodeError } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { createAnthropicModel } from './anthropic-model.ts'
import type { LanguageModel, ModelReply, ModelRequest } from './language-model.ts'
import { createOpenAiModel } from './openai-model.ts'

interface Answer {
  body: string | object | readonly (string | object)[]
  status?: number
  headers?: Record<string, string>
}

/** Opens a model whose service gives these answers in order. A list is a stream of events. */
function openModel(
  protocol: 'openai' | 'anthropic',
  answers: readonly Answer[],
  address = 'https://models.example/v1',
) {
  const urls: string[] = []
  const requests: Record<string, unknown>[] = []
  const toText = (part: string | object): string => (typeof part === 'string' ? part : JSON.stringify(part))
  const egress: Egress = {
    async fetch({ url, body }) {
      const answer = answers[requests.length]!
      urls.push(url)
      requests.push(JSON.parse(new TextDecoder().decode(body as Uint8Array)) as Record<string, unknown>)
      const isStream = Array.isArray(answer.body)
      const text = isStream
        ? (answer.body as readonly (string | object)[]).map((event) => `data: ${toText(event)}\n\n`).join('')
        : toText(answer.body as string)
      return {
        status: answer.status ?? 200,
        url,
        headers: { 'content-type': isStream ? 'text/event-stream' : 'application/json', ...answer.headers },
        body: (async function* () {
          yield new TextEncoder().encode(text)
        })(),
        redact: (redactedText) => redactedText,
        rejectSecrets: async () => undefined,
        close: async () => undefined,
      }
    },
  }
  const settings = { address, model: 'm' }
  const model: LanguageModel =
    protocol === 'openai'
      ? createOpenAiModel(settings, egress)
      : createAnthropicModel(settings, egress, async () => undefined)
  return {
    requests,
    urls,
    ask: (request: Partial<ModelRequest> = {}) => model.ask({ messages: [{ role: 'user', content: 'x' }], ...request }),
  }
}

const fail = async (work: Promise<ModelReply>): Promise<unknown> => {
  const { kind, problem, retryAfterMs } = await work.then(
    (reply) => Promise.reject(new Error(JSON.stringify(reply))),
    (cause: unknown) => cause as NodeError,
  )
  return [problem.code, kind, ...(retryAfterMs === undefined ? [] : [retryAfterMs])]
}

const delta = (content: string): object => ({ choices: [{ delta: { content } }] })

describe.each(['openai', 'anthropic'] as const)('a service of the protocol %s', (protocol) => {
  it.each([
    ['max_tokens: 4096 > 2048, which is the maximum allowed number of output tokens for model-3-20240229', 2048],
    ['max_tokens is too large: 4096. This model supports at most 1,024 completion tokens, but you gave 4096.', 1024],
    ['Unsupported: maxOutputTokens value of 4096, but the supported range is from 1 (inclusive) to 2049 (exclusive).', 2048], // oxfmt-ignore
  ])('is asked for fewer tokens, now and later, if it says: %s', async (said, limit) => {
    const done = { body: protocol === 'openai' ? [delta('ok'), '[DONE]'] : { content: 'ok', stop_reason: 'end_turn' } }
    const rejected = { status: 400, body: { error: { type: 'invalid_request_error', message: said } } }
    const { ask, requests } = openModel(protocol, [rejected, done, done])
    for (const _ of [1, 2]) expect(await ask({ maxTokens: 4096 })).toMatchObject({ text: 'ok' })
    expect(requests.map((request) => request.max_tokens)).toEqual([4096, limit, limit])
  })

  it('is reported if the conversation is too long, whatever numbers it names', async () => {
    const message =
      "This model's maximum context length is 2048 tokens. You requested 6144 (2048 in the messages, 4096 as max_tokens)."
    const { ask, requests } = openModel(protocol, [{ status: 400, body: { error: { message } } }])
    expect([await fail(ask({ maxTokens: 4096 }) as never), requests.length]).toEqual([['model.failed', 'permanent'], 1])
  })

  it('is reported if it responds with a page', async () => {
    const body = '<!doctype html>\n<title>Sign in</title>'
    const { ask, requests } = openModel(protocol, [{ body, headers: { 'content-type': 'text/html' } }])
    const problem = await ask().catch((cause: NodeError) => cause.problem)
    const params = { status: '200', type: 'text/html', start: '<!doctype html> <title>Sign in</title>' }
    expect([problem, requests.length]).toMatchObject([{ code: 'model.not-json', params }, 1])
  })

  it('is reported with its type and its first characters if it responds to a request with the page of an error', async () => {
    const body = '<title>Blocked</title>\n'
    const { ask } = openModel(protocol, [{ status: 403, body, headers: { 'content-type': 'text/html' } }])
    const problem = await ask().catch((cause: NodeError) => cause.problem)
    const params = { status: 403, said: 'text/html: <title>Blocked</title>' }
    expect(problem).toMatchObject({ code: 'model.access-denied', params })
  })

  it('is not asked again if its error is permanent by its code, whatever its status', async () => {
    for (const [type, code] of [
      ['insufficient_quota', 'model.failed'],
      ['authentication_error', 'model.access-denied'],
      ['not_found_error', 'model.not-found'],
    ]) {
      const { ask, requests } = openModel(protocol, [{ status: 429, body: { error: { type, message: 'No.' } } }])
      expect([await fail(ask()), requests.length]).toEqual([[code, 'permanent'], 1])
    }
  })

  it('is asked again later than it can be awaited, if it says so by a date', async () => {
    const retryAfter = new Date(Date.now() + 600_000).toUTCString()
    const answers = Array.from({ length: 3 }, () => ({
      status: 429,
      body: {},
      headers: { 'retry-after': retryAfter, date: new Date(Date.now()).toUTCString() },
    }))
    expect(await fail(openModel(protocol, answers).ask())).toEqual(['model.rate-limited', 'transient', 600_000])
  })

  it('may send a stream with another type, and without a line end', async () => {
    const events =
      protocol === 'openai'
        ? [delta('One.'), { choices: [{ delta: {}, finish_reason: 'stop' }] }]
        : [
            { type: 'content_block_start', content_block: { type: 'text', text: 'One.' } },
            { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
          ]
    const body = events.map((event) => `data: ${JSON.stringify(event)}`).join('\n\n')
    for (const type of ['text/plain', 'application/json', 'text/event-stream']) {
      const { ask } = openModel(protocol, [{ body, headers: { 'content-type': type } }])
      expect(await ask()).toEqual({ text: 'One.', ended: 'stop' })
    }
  })

  it('may send a complete answer without a reason why it ended, but not another object', async () => {
    const body = protocol === 'openai' ? { choices: [{ message: { content: 'One.' } }] } : { content: 'One.' }
    expect(await openModel(protocol, [{ body }]).ask()).toEqual({ text: 'One.', ended: 'stop' })
    const other = protocol === 'openai' ? { content: 'One.' } : { choices: [{ message: { content: 'One.' } }] }
    for (const odd of [other, { base_resp: { status_code: 1004 } }, '[]', '"One."'])
      expect(await fail(openModel(protocol, [{ body: odd }]).ask())).toEqual(['model.not-json', 'permanent'])
  })

  it('can be addressed by the URL of its requests', async () => {
    const path = protocol === 'openai' ? 'chat/completions' : 'messages'
    const body = protocol === 'openai' ? { choices: [] } : { content: '' }
    for (const end of ['', '/', `/${path}`, `/${path}/`]) {
      const { ask, urls } = openModel(protocol, [{ body }], `https://models.example/v1${end}`)
      await ask()
      expect(urls).toEqual([`https://models.example/v1/${path}`])
    }
  })

  it('is asked again with basic schemas of tools, if it rejects other keywords, and for another call', async () => {
    const reject = (error: object): Answer => ({ status: 400, body: { error } })
    const answers = [
      reject({ message: 'Unknown name "oneOf" at \'tools[0].function_declarations[0].parameters\'' }),
      reject({ message: 'Failed to call a function.', code: 'tool_use_failed' }),
      { body: protocol === 'openai' ? { choices: [{ message: { content: 'One.' } }] } : { content: 'One.' } },
    ]
    const { ask, requests } = openModel(protocol, answers)
    const parameters = { type: 'object', oneOf: [{ required: ['a'] }] }
    await ask({ tools: [{ name: 'f', description: 'F.', parameters }] })
    expect(requests.map(({ tools }) => /"oneOf":/.test(JSON.stringify(tools)))).toEqual([true, false, false])
  })

  it('may send no content', async () => {
    const body = protocol === 'openai' ? { choices: [null] } : { content: null }
    expect(await openModel(protocol, [{ body }]).ask()).toMatchObject({ text: '', ended: 'unknown' })
  })

  it('refuses content by the code of an error', async () => {
    const error = { code: 'content_filter', message: 'Filtered.' }
    const { ask, requests } = openModel(protocol, [{ status: 400, body: { error } }])
    expect([await ask(), requests.length]).toEqual([{ text: '', refusal: 'Filtered.', ended: 'refused' }, 1])
  })
})

describe('chat completions', () => {
  it('are requested without a stream, and with instructions of the user, if the service rejects others', async () => {
    const reject = (param: string): Answer => ({
      status: 400,
      body: { error: { message: 'No.', param, code: 'unsupported_value' } },
    })
    const answer = { choices: [{ message: { content: 'One.' }, finish_reason: 'stop' }] }
    const { ask, requests } = openModel('openai', [
      reject('stream'),
      reject('messages[0].role'),
      { body: answer },
      { body: answer },
    ])
    const messages = [{ role: 'system', content: 'Count.' }] as const
    expect(await ask({ messages })).toEqual({ text: 'One.', ended: 'stop' })
    await ask({ messages })
    expect(requests.map(({ stream, messages: sent }) => [stream, (sent as { role: string }[])[0]!.role])).toEqual([
      [true, 'system'],
      [false, 'system'],
      [false, 'user'],
      [false, 'user'],
    ])
  })

  it('report the failure of a service behind a router', async () => {
    const choice = { error: { code: 502, message: 'Upstream failed.' }, finish_reason: 'error', delta: { content: '' } }
    expect(await fail(openModel('openai', [{ body: [delta('One'), { choices: [choice] }] }]).ask())).toEqual([
      'model.failed',
      'transient',
    ])
  })

  it('are complete with an end marker instead of a finish reason, and not without', async () => {
    const { ask } = openModel('openai', [
      { body: [delta('One.'), '[DONE]'] },
      { body: [delta('One')] },
      { body: ['[DONE]'] },
      { body: [delta('One'), '{"choices": [{"delta"'] },
    ])
    const replies = [await ask(), await ask(), await ask(), await ask()]
    expect(replies.map(({ text, ended }) => [text, ended])).toEqual([
      ['One.', 'stop'],
      ['One', 'unknown'],
      ['', 'unknown'],
      ['One', 'unknown'],
    ])
  })

  it('read on after a word that is no part of an answer', async () => {
    const { ask } = openModel('openai', [{ body: ['ping', delta('a'), '', '[DONE]'] }])
    expect(await ask()).toMatchObject({ text: 'a', ended: 'stop' })
  })

  it('report errors within a stream by their code', async () => {
    const stream = (error: object): Answer => ({ body: [delta('One'), { error }] })
    const { ask } = openModel('openai', [
      stream({ message: 'Slow down.', code: 'rate_limit_exceeded' }),
      stream({ message: 'Busy.', code: 503 }),
      stream({ message: 'Too long.', code: 'context_length_exceeded' }),
      stream({ message: 'Filtered.', code: 'content_filter' }),
      { body: { error: { message: 'Too long.', code: 400 } } },
    ])
    expect([await fail(ask()), await fail(ask()), await fail(ask())]).toEqual([
      ['model.rate-limited', 'transient'],
      ['model.failed', 'transient'],
      ['model.failed', 'permanent'],
    ])
    expect(await ask()).toMatchObject({ refusal: 'Filtered.', ended: 'refused' })
    expect(await fail(ask())).toEqual(['model.failed', 'permanent'])
  })

  it('keep the digits of arguments that are an object, and read finish reasons of other APIs', async () => {
    const call =
      '{"choices":[{"finish_reason":"STOP","message":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{"id":2512292042121000001}}}]}}]}'
    const { toolCalls, ended } = await openModel('openai', [{ body: call }]).ask()
    expect([toolCalls![0]!.arguments, ended]).toEqual(['{"id":"2512292042121000001"}', 'tools'])
    const safety = { choices: [{ finish_reason: 'SAFETY', message: { content: '' } }] }
    expect(await openModel('openai', [{ body: safety }]).ask()).toMatchObject({ ended: 'refused' })
  })
})

describe("Anthropic's messages", () => {
  const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' } }
  const start = (content_block: object, index = 0): object => ({ type: 'content_block_start', index, content_block })

  it('have no reasoning in the text, as a list, a text or a stream', async () => {
    const text = '<think>Hm.</think>\nNoon.'
    const thinking = { type: 'thinking', thinking: 'Hm.' }
    const { ask } = openModel('anthropic', [
      { body: { content: [thinking, { type: 'text', text }], stop_reason: 'end_turn' } },
      { body: { content: text, stop_reason: 'end_turn' } },
      {
        body: [
          start(thinking),
          start({ type: 'text', text: '' }, 1),
          { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text } },
          end,
        ],
      },
    ])
    for (let count = 0; count < 3; count++) expect(await ask()).toEqual({ text: 'Noon.', ended: 'stop' })
  })

  it('have arguments in fragments or in the first event, with their digits', async () => {
    const call = start({ type: 'tool_use', id: 'a', name: 'f', input: { id: 1 } })
    const whole =
      '{"content":[{"type":"tool_use","id":"a","name":"f","input":{"id":2512292042121000001}}],"stop_reason":"tool_use"}'
    const fragment = {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: '{"id":2}' },
    }
    const { ask } = openModel('anthropic', [{ body: [call, end] }, { body: [call, fragment, end] }, { body: whole }])
    const texts = [await ask(), await ask(), await ask()].map(({ toolCalls }) => toolCalls![0]!.arguments)
    expect(texts).toEqual(['{"id":1}', '{"id":2}', '{"id":"2512292042121000001"}'])
  })

  it('are complete with an end marker instead of a stop reason', async () => {
    const { ask } = openModel('anthropic', [
      { body: [start({ type: 'text', text: 'One.' }), { type: 'message_stop' }] },
      { body: [start({ type: 'text', text: 'One' })] },
      {
        body: [
          start({ type: 'text', text: 'One' }),
          { type: 'message_delta', delta: { stop_reason: 'pause_turn' } },
          { type: 'message_stop' },
        ],
      },
    ])
    expect([await ask(), await ask(), await ask()].map(({ ended }) => ended)).toEqual(['stop', 'unknown', 'unknown'])
  })

  it('are requested without a choice of tool if the model rejects it', async () => {
    const message = 'tool_choice forces tool use is not supported with thinking.'
    const { ask, requests } = openModel('anthropic', [
      { status: 400, body: { error: { type: 'invalid_request_error', message } } },
      { body: { content: '{}', stop_reason: 'end_turn' } },
    ])
    expect(await ask({ answer: { name: 'a', schema: { type: 'object' } } })).toMatchObject({ text: '{}' })
    expect(requests.map((request) => 'tool_choice' in request)).toEqual([true, false])
  })

  it('report errors within a stream with the status of the response', async () => {
    const body = [
      { type: 'message_start', message: {} },
      { type: 'error', error: { type: 'overloaded_error' } },
    ]
    const cause: unknown = await openModel('anthropic', [{ body }, { body }, { body }])
      .ask()
      .catch((thrown: unknown) => thrown)
    expect(cause).toMatchObject({ kind: 'transient', problem: { code: 'model.failed', params: { status: 200 } } })
  })
})
