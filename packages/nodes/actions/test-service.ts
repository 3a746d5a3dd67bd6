import { createEgress, systemSockets } from '@aw-flow/outside/egress'
import type { Files, ExternalServices, Secret, SourceFile } from '@aw-flow/engine'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that the service received. */
export interface ReceivedRequest {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

export interface TestService {
  url: string
  host: string
  receivedRequests: ReceivedRequest[]
  services: ExternalServices
  close(): Promise<void>
}

/**
 * Starts a service on the loopback address, and creates an `Egress` that allows it and `otherHosts`. `respond` writes the response to
 * each request.
 */
export async function openTestService(
  respond: (request: ReceivedRequest, response: ServerResponse) => void,
  secrets: readonly Secret[] = [],
  otherHosts: readonly string[] = [],
): Promise<TestService> {
  const receivedRequests: ReceivedRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request: ReceivedRequest = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      receivedRequests.push(request)
      respond(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const egress = createEgress({
    allow: [host, ...otherHosts],
    secrets: {
      find: async (name) => secrets.find((secret) => secret.name === name),
      list: async () => secrets.map(({ name, hosts }) => ({ name, hosts })),
    },
    sockets: systemSockets,
  })
  return {
    url: `http://${host}`,
    host,
    receivedRequests,
    services: { egress },
    async close() {
      await egress.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Responds with JSON. */
export const sendJson = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Creates a `Files` object that stores added files in memory. */
export function createMemoryFiles(...files: SourceFile[]): Files & { stored: SourceFile[] } {
  const storedFiles = [...files]
  return {
    stored: storedFiles,
    open: async (dataset) => storedFiles.find((file) => file.dataset === dataset),
    async add(name, chunks) {
      const receivedChunks: Uint8Array[] = []
      for await (const chunk of chunks) receivedChunks.push(chunk)
      const bytes = new Uint8Array(Buffer.concat(receivedChunks))
      const file: SourceFile = {
        dataset: createHash('sha256').update(bytes).digest('hex'),
        name,
        size: bytes.length,
        read: async (start, end) => bytes.subarray(start, Math.min(end, bytes.length)),
      }
      storedFiles.push(file)
      return file
    },
  }
}
