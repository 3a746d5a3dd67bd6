import type { Egress } from '@aw-flow/engine'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server of a test answers next; it knows the protocol and this script, and nothing of what is asked. */
export type Turn =
  | { says: string; ended?: string }
  | { refuses: string }
  | { status: number; body: unknown; headers?: Record<string, string> }
  /** Says so much and breaks the connection. */
  | { cutAfter: string }
  /** Says so much, and nothing more, and does not end. */
  | { stallsAfter: string }
  | { silent: true }

/**
 * How a server speaks. `first`: server-sent events as OpenAI writes them, token counts at the end. `second`: another
 * order of fields, whole answers without a stream, other shapes of errors, no JSON Schema. `third`: streams with
 * comments, CR LF and no blank behind `data:`, without counts or an end.
 */
export type Dialect = 'first' | 'second' | 'third'

interface Asked {
  model: string
  messages: { role: string; content: string }[]
  stream?: boolean
  response_format?: { type: string }
  stream_options?: { include_usage?: boolean }
}

export interface ModelServer {
  address: string
  asked: Asked[]
  /** What came as authorization, a question each. */
  keys: (string | undefined)[]
  egress: Egress
  close(): Promise<void>
}

/** A server of models on the loopback address that speaks chat completions and answers by a script. */
export async function openModelServer(dialect: Dialect, script: readonly Turn[]): Promise<ModelServer> {
  const turns = [...script]
  const asked: Asked[] = []
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (piece: string) => (text += piece))
    request.on('end', () => {
      const wrong = wrongRequest(request.method, request.url, request.headers['content-type'], text)
      if (wrong) return answerJson(response, wrong.status, errorShape(dialect, wrong.message))
      const body = JSON.parse(text) as Asked
      if (dialect === 'second' && body.response_format?.type === 'json_schema')
        return answerJson(response, 422, {
          detail: [{ loc: ['body', 'response_format'], msg: 'json_schema is not supported' }],
        })
      asked.push(body)
      keys.push(request.headers.authorization)
      const turn = turns.shift()
      if (!turn) return answerJson(response, 500, errorShape(dialect, 'the script has ended'))
      if ('silent' in turn) return
      if ('status' in turn) return answerJson(response, turn.status, turn.body, turn.headers)
      if (dialect === 'second') return answerWhole(response, body.model, turn)
      return answerStream(response, body, turn, dialect)
    })
  })
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    keys,
    egress: fetchEgress,
    async close() {
      server.closeAllConnections()
      await new Promise((fulfil) => server.close(fulfil))
    },
  }
}

function wrongRequest(
  method: string | undefined,
  url: string | undefined,
  type: string | undefined,
  text: string,
): { status: number; message: string } | undefined {
  if (method !== 'POST' || url !== '/v1/chat/completions') return { status: 404, message: `no route ${method} ${url}` }
  if (!(type ?? '').startsWith('application/json')) return { status: 415, message: `not JSON: ${type}` }
  const body = JSON.parse(text) as Partial<Asked>
  const isMessage = (one: unknown): boolean =>
    typeof one === 'object' && one !== null && 'role' in one && 'content' in one && typeof one.content === 'string'
  if (typeof body.model !== 'string') return { status: 400, message: 'model is required' }
  if (!Array.isArray(body.messages) || body.messages.length === 0 || !body.messages.every(isMessage))
    return { status: 400, message: 'messages is a list of role and content' }
  return undefined
}

/** How each kind of server says what is wrong. */
export const errorShape = (dialect: Dialect, message: string): unknown =>
  dialect === 'first'
    ? { error: { message, type: 'invalid_request_error', param: null, code: null } }
    : dialect === 'second'
      ? { object: 'error', message, code: 40301 }
      : { error: message }

function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

type Spoken = Extract<Turn, { says: string } | { refuses: string } | { cutAfter: string } | { stallsAfter: string }>

const textOf = (turn: Spoken): string =>
  'says' in turn ? turn.says : 'cutAfter' in turn ? turn.cutAfter : 'stallsAfter' in turn ? turn.stallsAfter : ''

function answerWhole(response: ServerResponse, model: string, turn: Spoken): void {
  const text = 'refuses' in turn ? null : textOf(turn)
  const whole = JSON.stringify({
    usage: { completion_tokens: 30, total_tokens: 130, prompt_tokens: 100 },
    choices: [
      {
        finish_reason: 'says' in turn ? (turn.ended ?? 'stop') : 'stop',
        message: { ...('refuses' in turn ? { refusal: turn.refuses } : {}), content: text, role: 'assistant' },
        index: 0,
      },
    ],
    model,
    created: 1,
    object: 'chat.completion',
    id: 'second-1',
  })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(whole)) })
  if ('cutAfter' in turn) return void response.write(whole.slice(0, whole.length / 2), () => response.destroy())
  if ('stallsAfter' in turn) return void response.write(whole.slice(0, whole.length / 2))
  response.end(whole)
}

function answerStream(response: ServerResponse, body: Asked, turn: Spoken, dialect: Dialect): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const first = dialect === 'first'
  const send = (piece: unknown): void =>
    void response.write(
      first ? `data: ${JSON.stringify(piece)}\n\n` : `: still here\r\ndata:${JSON.stringify(piece)}\r\n\r\n`,
    )
  const chunk = (delta: object, reason: string | null = null): object => ({
    id: 'c-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: body.model,
    choices: [{ index: 0, delta, finish_reason: reason }],
  })
  const text = textOf(turn)
  send(chunk({ role: 'assistant', content: '' }))
  for (let at = 0; at < text.length; at += 7) send(chunk({ content: text.slice(at, at + 7) }))
  if ('refuses' in turn) send(chunk({ refusal: turn.refuses }))
  if ('cutAfter' in turn) return void response.write('data: {"id":"c-1","choi', () => response.destroy())
  if ('stallsAfter' in turn) return
  if (!first) return void response.end()
  send(chunk({}, 'says' in turn ? (turn.ended ?? 'stop') : 'stop'))
  if (body.stream_options?.include_usage)
    send({ ...chunk({}), choices: [], usage: { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 } })
  response.end('data: [DONE]\n\n')
}

/** The port on the platform's `fetch`, for servers of tests. */
const fetchEgress: Egress = {
  async fetch({ url, method = 'GET', headers = {}, body, limits, signal }) {
    const patience = AbortSignal.timeout(limits?.idleMs ?? 10_000)
    const answer = await fetch(url, {
      method,
      headers,
      ...(body instanceof Uint8Array ? { body: body as Uint8Array<ArrayBuffer> } : {}),
      signal: AbortSignal.any([signal, patience]),
    })
    return {
      status: answer.status,
      url: answer.url,
      headers: Object.fromEntries(answer.headers),
      body: answer.body as unknown as AsyncIterable<Uint8Array>,
      redact: (text) => text,
      async close() {
        if (answer.body && !answer.body.locked) await answer.body.cancel()
      },
    }
  },
}
