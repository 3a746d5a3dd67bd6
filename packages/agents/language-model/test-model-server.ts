import { withTimeout, type Egress } from '@aw-flow/engine'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A scripted reply of the test server, which ignores the contents of requests. */
export type Reply =
  | { says: string; ended?: string }
  | { calls: readonly { name: string; arguments: string }[]; says?: string }
  | { refuses: string }
  | { status: number; body: unknown; headers?: Record<string, string> }
  /** Sends text and closes the connection. */
  | { cutAfter: string }
  /** Sends text and leaves the connection open. */
  | { stallsAfter: string }
  | { silent: true }

/**
 * The protocol variant of a server. `first`: server-sent events as OpenAI sends them, with token counts at the end.
 * `second`: complete responses instead of streams, a different order of fields, different error shapes, no JSON Schema.
 * `third`: streams with comments, CR LF and no space after `data:`, without token counts or an end marker.
 */
export type Dialect = 'first' | 'second' | 'third'

export interface RequestBody {
  model: string
  messages: {
    role: string
    content: string
    tool_call_id?: string
    tool_calls?: { id: string; function: { name: string; arguments: string } }[]
  }[]
  tools?: { type: string; function: { name: string; parameters: object } }[]
  temperature?: number
  max_tokens?: number
  stream?: boolean
  response_format?: { type: string }
  stream_options?: { include_usage?: boolean }
}

export interface ModelServer {
  address: string
  requests: RequestBody[]
  /** The authorization header of each request. */
  authorizationHeaders: (string | undefined)[]
  egress: Egress
  close(): Promise<void>
}

/**
 * Opens a model server on the loopback address that replies to chat completion requests from a script: replies in
 * order, or a function of the request.
 *
 * @param options.knowsTools Whether the server accepts tools. Default: `true`.
 * @param options.path Path before `/chat/completions`. Default: `/v1`.
 * @param options.query Query that every request must have: `?api-version=1`. Default: none.
 */
export async function openModelServer(
  dialect: Dialect,
  script: readonly Reply[] | ((body: RequestBody) => Reply | Promise<Reply>),
  { knowsTools: supportsTools = true, path = '/v1', query = '' } = {},
): Promise<ModelServer> {
  const replies = typeof script === 'function' ? [] : [...script]
  const requests: RequestBody[] = []
  const authorizationHeaders: (string | undefined)[] = []
  const server = createServer((request, response) => {
    // Pages on other origins may send requests, as with local model servers.
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    if (request.method === 'OPTIONS') return void response.writeHead(204).end()
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    const respond = async (): Promise<void> => {
      const isKnownRoute = request.method === 'POST' && request.url === `${path}/chat/completions${query}`
      const requestError = isKnownRoute
        ? validateRequest(request.headers['content-type'], text)
        : { status: 404, message: `no route ${request.method} ${request.url}` }
      if (requestError) return sendJson(response, requestError.status, createErrorBody(dialect, requestError.message))
      const body = JSON.parse(text) as RequestBody
      if (dialect === 'second' && body.response_format?.type === 'json_schema')
        return sendJson(response, 422, {
          detail: [{ loc: ['body', 'response_format'], msg: 'json_schema is not supported' }],
        })
      if (!supportsTools && body.tools)
        return sendJson(response, 400, createErrorBody(dialect, `${body.model} does not support tools`))
      requests.push(body)
      authorizationHeaders.push(request.headers.authorization)
      const reply = typeof script === 'function' ? await script(body) : replies.shift()
      if (!reply) return sendJson(response, 500, createErrorBody(dialect, 'the script has ended'))
      if ('silent' in reply) return
      if ('status' in reply) return sendJson(response, reply.status, reply.body, reply.headers)
      if (dialect === 'second') return sendComplete(response, body.model, reply)
      return sendStream(response, body, reply, dialect)
    }
    request.on('end', () => void respond())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}${query}`,
    requests,
    authorizationHeaders,
    egress: fetchEgress,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function validateRequest(type: string | undefined, text: string): { status: number; message: string } | undefined {
  if (!(type ?? '').startsWith('application/json')) return { status: 415, message: `not JSON: ${type}` }
  const body = JSON.parse(text) as Partial<RequestBody>
  const isMessage = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    'role' in value &&
    'content' in value &&
    (typeof value.content === 'string' || (value.content === null && 'tool_calls' in value))
  if (typeof body.model !== 'string') return { status: 400, message: 'model is required' }
  if (!Array.isArray(body.messages) || body.messages.length === 0 || !body.messages.every(isMessage))
    return { status: 400, message: 'messages must be a list of objects with role and content' }
  return undefined
}

/** Creates the error body of each protocol variant. */
export const createErrorBody = (dialect: Dialect, message: string): unknown =>
  dialect === 'first'
    ? { error: { message, type: 'invalid_request_error', param: null, code: null } }
    : dialect === 'second'
      ? { object: 'error', message, code: 40301 }
      : { error: message }

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

type TextReply = Extract<
  Reply,
  { says: string } | { calls: unknown } | { refuses: string } | { cutAfter: string } | { stallsAfter: string }
>

const toReplyText = (reply: TextReply): string =>
  'calls' in reply
    ? (reply.says ?? '')
    : 'says' in reply
      ? reply.says
      : 'cutAfter' in reply
        ? reply.cutAfter
        : 'stallsAfter' in reply
          ? reply.stallsAfter
          : ''

const toFinishReason = (reply: TextReply): string =>
  'calls' in reply ? 'tool_calls' : 'says' in reply ? (reply.ended ?? 'stop') : 'stop'

const toToolCalls = (calls: readonly { name: string; arguments: string }[]) =>
  calls.map((call, index) => ({
    id: `call_${index + 1}`,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }))

function sendComplete(response: ServerResponse, model: string, reply: TextReply): void {
  const text = 'refuses' in reply ? null : toReplyText(reply)
  const completion = JSON.stringify({
    usage: { completion_tokens: 30, total_tokens: 130, prompt_tokens: 100 },
    choices: [
      {
        finish_reason: toFinishReason(reply),
        message: {
          ...('refuses' in reply ? { refusal: reply.refuses } : {}),
          ...('calls' in reply ? { tool_calls: toToolCalls(reply.calls) } : {}),
          content: text,
          role: 'assistant',
        },
        index: 0,
      },
    ],
    model,
    created: 1,
    object: 'chat.completion',
    id: 'second-1',
  })
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(completion)),
  })
  if ('cutAfter' in reply)
    return void response.write(completion.slice(0, completion.length / 2), () => response.destroy())
  if ('stallsAfter' in reply) return void response.write(completion.slice(0, completion.length / 2))
  response.end(completion)
}

/**
 * Splits a string into fragments of `length` characters, or into twelve fragments if it is long. Otherwise, reading
 * events would take most of the time of tests with long strings.
 */
function splitText(text: string, length: number): string[] {
  const step = Math.max(length, Math.ceil(text.length / 12))
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) =>
    text.slice(index * step, (index + 1) * step),
  )
}

function sendStream(response: ServerResponse, body: RequestBody, reply: TextReply, dialect: Dialect): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const isFirstDialect = dialect === 'first'
  const send = (event: unknown): void =>
    void response.write(
      isFirstDialect ? `data: ${JSON.stringify(event)}\n\n` : `: still here\r\ndata:${JSON.stringify(event)}\r\n\r\n`,
    )
  const createChunk = (delta: object, reason: string | null = null): object => ({
    id: 'c-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: body.model,
    choices: [{ index: 0, delta, finish_reason: reason }],
  })
  const text = toReplyText(reply)
  send(createChunk({ role: 'assistant', content: '' }))
  for (const content of splitText(text, 7)) send(createChunk({ content }))
  if ('calls' in reply) sendToolCalls(reply.calls, (delta) => send(createChunk(delta)), isFirstDialect)
  if ('refuses' in reply) send(createChunk({ refusal: reply.refuses }))
  if ('cutAfter' in reply) return void response.write('data: {"id":"c-1","choi', () => response.destroy())
  if ('stallsAfter' in reply) return
  if (!isFirstDialect) return void response.end()
  send(createChunk({}, toFinishReason(reply)))
  if (body.stream_options?.include_usage)
    send({ ...createChunk({}), choices: [], usage: { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 } })
  response.end('data: [DONE]\n\n')
}

/**
 * Sends tool calls. Like OpenAI, sends fragments with an index, the first of which contains the ID and the name. In the
 * third dialect, sends each call as a whole, without an index.
 */
function sendToolCalls(
  calls: readonly { name: string; arguments: string }[],
  send: (delta: object) => void,
  isFirstDialect: boolean,
): void {
  for (const [index, { name, arguments: text }] of calls.entries()) {
    const id = `call_${index + 1}`
    if (!isFirstDialect) {
      send({ tool_calls: [{ id, type: 'function', function: { name, arguments: text } }] })
      continue
    }
    send({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] })
    for (const part of splitText(text, 3)) send({ tool_calls: [{ index, function: { arguments: part } }] })
  }
}

/** An implementation of the egress port with the platform's `fetch`, for test servers. */
export const fetchEgress: Egress = {
  async fetch({ url, method = 'GET', headers = {}, body, limits, signal }) {
    const response = await fetch(url, {
      method,
      headers,
      ...(body instanceof Uint8Array ? { body: body as Uint8Array<ArrayBuffer> } : {}),
      signal: withTimeout(signal, limits?.idleMs ?? 10_000),
    })
    return {
      status: response.status,
      url: response.url,
      headers: Object.fromEntries(response.headers),
      body: response.body as unknown as AsyncIterable<Uint8Array>,
      redact: (text) => text,
      rejectSecrets: async () => undefined,
      async close() {
        if (response.body && !response.body.locked) await response.body.cancel()
      },
    }
  },
}
