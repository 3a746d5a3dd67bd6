import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A received request. */
export interface Asked {
  /** `GET /api/v1/runs`, without the query. */
  route: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
}

/** Answers a request. A response that it does not end stays open. */
export type Reply = (response: ServerResponse, asked: Asked) => void

/** An HTTP server on the loopback address whose answers a test scripts. */
export interface ScriptedServer {
  address: string
  asked: Asked[]
  /** Sets the answers of a route, in order; the last one repeats. Other routes answer 404. */
  on(route: string, ...replies: Reply[]): void
  /** The requested routes, without the first `after` ones. */
  routes(after?: number): string[]
  close(): Promise<void>
}

export async function openScriptedServer(): Promise<ScriptedServer> {
  const asked: Asked[] = []
  const scripts = new Map<string, Reply[]>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const one: Asked = {
        route: `${request.method} ${url.pathname}`,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      }
      asked.push(one)
      const replies = scripts.get(one.route) ?? []
      const reply = replies.length > 1 ? replies.shift() : replies[0]
      ;(reply ?? refusing(404, 'not-found'))(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    on: (route, ...replies) => void scripts.set(route, replies),
    routes: (after = 0) => asked.slice(after).map(({ route }) => route),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))

/** An error in the shape of the server's API. */
export const refusing = (status: number, code: string, details?: unknown): Reply =>
  json({ error: { code, message: `It is ${code}.`, details, correlation_id: 'c' } }, status)

/** Closes the connection without an answer. */
export const hangUp: Reply = (response) => void response.destroy()

/** Sends server-sent events; then the stream ends, breaks, or stays open. */
export const telling =
  (pieces: readonly (string | Uint8Array)[], then: 'end' | 'cut' | 'stay' = 'end'): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const next = (at: number): void => {
      if (at < pieces.length) response.write(pieces[at]!, () => setImmediate(next, at + 1))
      else if (then === 'end') response.end()
      else if (then === 'cut') response.destroy()
    }
    next(0)
  }
