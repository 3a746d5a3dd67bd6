import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A scripted reply: content blocks, or an error. */
export type AnthropicReply =
  | { blocks: readonly Block[]; stop: string; isComplete?: boolean }
  | { status: number; error: { type: string; message: string }; headers?: Record<string, string> }
  /** An error event in a stream that has begun. */
  | { failsWith: { type: string; message: string } }

type Block = { type: 'text'; text: string } | { type: 'tool_use'; id: string; name: string; input: unknown }

export interface AnthropicRequest {
  model: string
  max_tokens: number
  system?: string
  messages: { role: string; content: { type: string; [key: string]: unknown }[] }[]
  tools?: { name: string; input_schema: object }[]
  tool_choice?: { type: string; name?: string }
  stream?: boolean
}

export interface AnthropicServer {
  address: string
  requests: AnthropicRequest[]
  headers: Record<string, string | string[] | undefined>[]
  close(): Promise<void>
}

/** Opens a server on the loopback address that implements Anthropic's Messages API and replies from a script. */
export async function openAnthropicServer(script: readonly AnthropicReply[]): Promise<AnthropicServer> {
  const replies = [...script]
  const requests: AnthropicRequest[] = []
  const headers: AnthropicServer['headers'] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      headers.push(request.headers)
      const body = JSON.parse(text) as AnthropicRequest
      const requestError = findRequestError(request.url, request.headers['anthropic-version'], body)
      if (requestError) return sendError(response, 400, { type: 'invalid_request_error', message: requestError })
      requests.push(body)
      const reply = replies.shift()
      if (!reply) return sendError(response, 500, { type: 'api_error', message: 'the script has ended' })
      if ('status' in reply) return sendError(response, reply.status, reply.error, reply.headers)
      if ('failsWith' in reply) {
        startStream(response)
        return void response.end(`event: error\ndata: ${JSON.stringify({ type: 'error', error: reply.failsWith })}\n\n`)
      }
      if (reply.isComplete) sendComplete(response, body.model, reply)
      else sendStream(response, body.model, reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    headers,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Returns the reason that the API rejects a request. */
function findRequestError(
  url: string | undefined,
  version: string | string[] | undefined,
  { max_tokens: maxTokens, messages }: AnthropicRequest,
): string | undefined {
  if (url !== '/v1/messages') return `no route ${url}`
  if (version === undefined) return 'anthropic-version: header is required'
  if (typeof maxTokens !== 'number') return 'max_tokens: field required'
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role'
  const hasRepeatedRole = messages.some(({ role }, index) => messages[index + 1]?.role === role)
  if (hasRepeatedRole) return 'messages: roles must alternate'
  for (const [index, { content }] of messages.entries()) {
    const callIds = content.filter(({ type }) => type === 'tool_use').map(({ id }) => id)
    const answeredIds = new Set(messages[index + 1]?.content.map(({ tool_use_id: id }) => id))
    if (callIds.some((id) => !answeredIds.has(id))) return '`tool_use` ids were found without `tool_result` blocks'
  }
  return undefined
}

const sendError = (
  response: ServerResponse,
  status: number,
  error: object,
  headers: Record<string, string> = {},
): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ type: 'error', error }))

const usage = { input_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 50, output_tokens: 1 }

function sendComplete(
  response: ServerResponse,
  model: string,
  { blocks, stop }: Extract<AnthropicReply, { blocks: unknown }>,
): void {
  const body = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: blocks,
    stop_reason: stop,
    usage: { ...usage, output_tokens: 20 },
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const startStream = (response: ServerResponse): void =>
  void response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })

function sendStream(
  response: ServerResponse,
  model: string,
  { blocks, stop }: Extract<AnthropicReply, { blocks: unknown }>,
): void {
  startStream(response)
  const send = (type: string, event: object): void =>
    void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...event })}\n\n`)
  send('message_start', {
    message: { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, usage },
  })
  send('ping', {})
  for (const [index, block] of blocks.entries()) {
    const start = block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} }
    send('content_block_start', { index, content_block: start })
    const text = block.type === 'text' ? block.text : JSON.stringify(block.input)
    for (let position = 0; position < text.length; position += 4) {
      const part = text.slice(position, position + 4)
      const delta =
        block.type === 'text' ? { type: 'text_delta', text: part } : { type: 'input_json_delta', partial_json: part }
      send('content_block_delta', { index, delta })
    }
    send('content_block_stop', { index })
  }
  send('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 20 } })
  send('message_stop', {})
  response.end()
}
