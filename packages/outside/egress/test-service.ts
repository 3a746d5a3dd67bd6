import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { SocketPorts } from './open-socket.ts'

/** A service on the loopback address, the only service that tests contact. */
export interface TestService {
  port: number
  /** URL with the loopback address. */
  url: string
  close(): Promise<void>
}

export async function openTestService(listener: RequestListener): Promise<TestService> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Creates a resolver that knows only these names, and a connector that always connects to one local port. */
export function createFakeSockets(
  names: Readonly<Record<string, readonly (readonly string[])[]>>,
  port: number,
): SocketPorts & { resolved: string[]; dialed: string[] } {
  const resolvedNames: string[] = []
  const dialedAddresses: string[] = []
  return {
    resolved: resolvedNames,
    dialed: dialedAddresses,
    async resolve(name) {
      const addressLists = Object.hasOwn(names, name) ? names[name]! : []
      const callCount = resolvedNames.filter((resolvedName) => resolvedName === name).length
      resolvedNames.push(name)
      return addressLists[Math.min(callCount, addressLists.length - 1)] ?? []
    },
    connect: (address, requestedPort) =>
      new Promise((resolve, reject) => {
        dialedAddresses.push(`${address} ${requestedPort}`)
        const socket = connect({ host: '127.0.0.1', port })
        socket.once('connect', () => resolve(socket))
        socket.once('error', reject)
      }),
  }
}

/** Reads the complete body as text. */
export async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
