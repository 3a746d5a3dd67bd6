import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, type Duplex } from 'node:stream'

export interface PolicyProxy {
  readonly url: string
  /** Returns the browser's violation reports since the last call, from documents and all kinds of workers. */
  takeReports(): string[]
  /** From now on, accepts only reports, so that the server appears offline to a page. */
  stopServing(): void
  /** Rejects if there are reports that the test has not read. */
  close(): Promise<void>
}

const reportPath = '/__csp'

/**
 * Starts a proxy in front of the real server. It repeats the server's policy in every response as report-only with a
 * report URL, because listeners in a page miss violations in workers, whereas reports do not. The proxy forwards
 * requests as if they came from the server's own origin.
 *
 * @param target The server, or a function that returns it, for a server that is given the URL of its proxy when it starts.
 * @param findChange Returns the function that replaces the text served for a path; `undefined` to keep the text.
 */
export async function startPolicyProxy(
  target: URL | (() => URL),
  findChange: (path: string) => ((text: string) => string | Promise<string>) | undefined = () => undefined,
): Promise<PolicyProxy> {
  let reports: string[] = []
  let isServing = true
  const getTarget = typeof target === 'function' ? target : () => target
  const server: Server = createServer((incoming, outgoing) => {
    if (incoming.url === reportPath) {
      void takeReport(incoming, outgoing)
      return
    }
    if (!isServing) {
      incoming.socket.destroy()
      return
    }
    const change = findChange(incoming.url ?? '/')
    const { host, origin } = getTarget()
    const headers: IncomingMessage['headers'] = { ...incoming.headers, host }
    if (change) {
      headers['accept-encoding'] = 'identity'
      // The browser has cached the unchanged text.
      delete headers['if-none-match']
      delete headers['if-modified-since']
    }
    if (incoming.headers.origin) headers.origin = origin
    // Use a new connection: on a busy machine, the server may be closing a keep-alive connection.
    const options = { method: incoming.method, path: incoming.url, headers, agent: false }
    const upstream = request(origin, options, (response) => {
      const policy = response.headers['content-security-policy']
      const reportHeaders = policy
        ? { 'content-security-policy-report-only': `${String(policy)}; report-uri ${reportPath}` }
        : {}
      if (change) {
        const { 'content-length': _length, etag: _tag, ...otherHeaders } = response.headers
        outgoing.writeHead(response.statusCode ?? 502, { ...otherHeaders, ...reportHeaders })
        void readBody(response)
          .then(change)
          .then((text) => outgoing.end(text))
        return
      }
      outgoing.writeHead(response.statusCode ?? 502, { ...response.headers, ...reportHeaders })
      // Aborts with the client.
      pipeline(response, outgoing, () => undefined)
    })
    upstream.on('error', (cause) => outgoing.writeHead(502).end(cause.message))
    incoming.pipe(upstream)
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => undefined)
    if (!isServing) return void client.destroy()
    upgraded.add(client)
    client.on('close', () => upgraded.delete(client))
    const { host, origin } = getTarget()
    const headers = { ...incoming.headers, host, origin }
    const upstream = request(origin, { path: incoming.url, headers, agent: false })
    upstream.on('error', () => client.destroy())
    upstream.on('response', ({ statusCode }) => client.end(`HTTP/1.1 ${statusCode} Rejected\r\n\r\n`))
    upstream.on('upgrade', ({ rawHeaders }, connection: Duplex, upstreamHead: Buffer) => {
      const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []))
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
      client.write(upstreamHead)
      connection.write(head)
      pipeline(connection, client, connection, () => undefined)
    })
    upstream.end()
  })
  async function takeReport(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    reports.push(await readBody(incoming))
    outgoing.writeHead(204).end()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const takeReports = (): string[] => {
    const current = reports
    reports = []
    return current
  }
  return {
    url: `http://localhost:${port}`,
    takeReports,
    stopServing() {
      isServing = false
      for (const socket of upgraded) socket.destroy()
      server.closeIdleConnections()
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
        for (const socket of upgraded) socket.destroy()
      })
      const unread = takeReports()
      if (unread.length > 0) throw new Error(`The policy has reported: ${unread.join('; ')}`)
    },
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
