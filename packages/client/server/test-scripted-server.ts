import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A received request. */
export interface ReceivedRequest {
  /** The method and path, such as `GET /api/v1/runs`. */
  route: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
}

/** Responds to a request. The response stays open until the reply ends it. */
export type Reply = (response: ServerResponse, request: ReceivedRequest) => void

/** An HTTP server on the loopback address whose responses are scripted by a test. */
export interface ScriptedServer {
  address: string
  requests: ReceivedRequest[]
  /** Sets the responses for a route, in order; the last one repeats. Other routes respond with 404. */
  on(route: string, ...replies: Reply[]): void
  /** Returns the routes of the received requests, optionally without the first ones. */
  listRoutes(skipCount?: number): string[]
  close(): Promise<void>
}

export async function openScriptedServer(): Promise<ScriptedServer> {
  const receivedRequests: ReceivedRequest[] = []
  const scripts = new Map<string, Reply[]>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const entry: ReceivedRequest = {
        route: `${request.method} ${url.pathname}`,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      receivedRequests.push(entry)
      const replies = scripts.get(entry.route) ?? []
      const reply = replies.length > 1 ? replies.shift() : replies[0]
      ;(reply ?? replyError(404, 'not-found'))(response, entry)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: receivedRequests,
    on: (route, ...replies) => void scripts.set(route, replies),
    listRoutes: (skipCount = 0) => receivedRequests.slice(skipCount).map(({ route }) => route),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const replyJson =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))

/** Responds with an error in the format of the server's API. */
export const replyError = (status: number, code: string, details?: unknown): Reply =>
  replyJson({ error: { code, message: `It is ${code}.`, details, correlation_id: 'c' } }, status)

/** Closes the connection without a response. */
export const hangUp: Reply = (response) => void response.destroy()

/** Sends server-sent events, and then ends the stream, drops the connection, or leaves the stream open. */
export const replyEvents =
  (chunks: readonly (string | Uint8Array)[], ending: 'end' | 'cut' | 'stay' = 'end'): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const writeChunk = (index: number): void => {
      if (index < chunks.length) response.write(chunks[index]!, () => setImmediate(writeChunk, index + 1))
      else if (ending === 'end') response.end()
      else if (ending === 'cut') response.destroy()
    }
    writeChunk(0)
  }
