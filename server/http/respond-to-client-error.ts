import { formatProblem } from '@aw-flow/messages/catalogs'
import { error, defined, type Problem } from '@aw-flow/schema'
import { RequestError } from '@hono/node-server'
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Timeout for receiving a request, in ms. Equals Node's default. */
const requestTimeoutMs = 300_000

const statuses: Readonly<Record<string, readonly [status: number, text: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
}

/**
 * Responds in the API's error format to a request that Node rejected, because it is not valid HTTP or took too long.
 */
export function respondToClientError(cause: NodeJS.ErrnoException, socket: Duplex): void {
  const { _httpMessage: response } = socket as Duplex & { _httpMessage?: ServerResponse }
  if (cause.code === 'ECONNRESET' || !socket.writable || response?.headersSent) {
    socket.destroy()
    return
  }
  const [status, statusText] = statuses[cause.code ?? ''] ?? [400, 'Bad Request']
  const body = formatError(
    status === 408 ? error('request.timeout', { limit: requestTimeoutMs }) : error('request.malformed', { reason: '' }),
  )
  const head = [
    `HTTP/1.1 ${status} ${statusText}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * Responds in the API's error format to a request without a usable URL, for example because its `Host` header is
 * invalid.
 */
export function respondToRequestError(cause: unknown): Response {
  // Errors in routes are handled by the app itself.
  if (!(cause instanceof RequestError)) return new Response(null, { status: 500 })
  const headers = { 'Content-Type': 'application/json' }
  return new Response(formatError(error('request.malformed', { reason: cause.message })), { status: 400, headers })
}

const formatError = (problem: Problem): string =>
  JSON.stringify({
    error: defined({
      code: problem.code,
      message: formatProblem(problem),
      params: problem.params,
      correlation_id: randomUUID(),
    }),
  })
