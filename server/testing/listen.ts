import { createCatalog } from '@aw-flow/engine'
import { createAdaptorServer } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { createLiveSockets } from '../live/live-sockets.ts'
import { createMetrics } from '../operation/metrics.ts'
import { createAuthenticator, type WorkspaceToken } from '../security/authenticate.ts'
import { createHostRules } from '../security/host-rules.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { DocumentChecks } from '../validation/document-checks.ts'
import { testNodes } from './test-nodes.ts'
import { toTokens, type TestServer } from './open-test-server.ts'

/** A test server that listens on a real socket, for tests of WebSockets and event streams. */
export interface ListeningServer {
  port: number
  /** Collects the messages of a WebSocket until it closes, and its close code. Unlike in a page, any header can be set. */
  follow(path: string, options?: FollowOptions): Promise<{ code: number; messages: Record<string, unknown>[] }>
  connect(path: string, options?: FollowOptions): WebSocket
  close(): Promise<void>
}

export interface FollowOptions {
  headers?: Record<string, string>
  protocols?: string[]
  send?: string[]
  /** Closes after this number of messages. */
  maxMessages?: number
}

export async function listen(
  { backend, faults, authentication }: TestServer,
  token?: string | readonly WorkspaceToken[],
  /** Maximum number of sockets per hour and caller; unlimited by default. */
  maxRequests = 0,
): Promise<ListeningServer> {
  let port = 0
  const sockets = createLiveSockets({
    backend: async () => backend,
    hostRules: createHostRules({ port: () => port, hosts: [], origins: ['https://friend.example'] }),
    authentication: token === undefined ? authentication : createAuthenticator(toTokens(token)),
    rateLimit: createRateLimiter(maxRequests),
    trustedProxies: [],
    metrics: createMetrics({ includeProcessMetrics: false }),
    documents: new DocumentChecks({ catalog: createCatalog(testNodes), nodes: [] }),
    onError: (cause) => faults.push(cause),
    renewalMs: 50,
  })
  const server = createAdaptorServer({ fetch: () => new Response('none', { status: 404 }) }) as Server
  server.on('upgrade', sockets.upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  const connect: ListeningServer['connect'] = (path, { headers = {}, protocols = [] } = {}) =>
    new WebSocket(`ws://localhost:${port}${path}`, protocols, { headers })
  return {
    port,
    connect,
    follow: (path, options = {}) =>
      new Promise((resolve) => {
        const socket = connect(path, options)
        const messages: Record<string, unknown>[] = []
        let rejectedStatus = 0
        socket.on('open', () => {
          for (const text of options.send ?? []) socket.send(text)
        })
        socket.on('message', (data) => {
          messages.push(JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>)
          if (messages.length === options.maxMessages) socket.close()
        })
        socket.on('unexpected-response', (_request, answer) => {
          rejectedStatus = answer.statusCode ?? 0
          answer.resume()
          socket.terminate()
        })
        socket.on('error', () => undefined)
        socket.on('close', (code) => resolve({ code: rejectedStatus || code, messages }))
      }),
    async close() {
      await sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
