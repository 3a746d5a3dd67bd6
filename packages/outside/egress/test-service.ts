import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { SocketPorts } from './open-socket.ts'

/** A service on the loopback address; tests reach no other. */
export interface TestService {
  port: number
  /** By its loopback address. */
  url: string
  close(): Promise<void>
}

export async function openTestService(listener: RequestListener): Promise<TestService> {
  const server: Server = createServer(listener)
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((fulfil) => {
        server.closeAllConnections()
        server.close(() => fulfil())
      }),
  }
}

/** A resolver that knows these names only, and a connector that reaches one port of this computer, whatever it is asked. */
export function standIns(
  names: Readonly<Record<string, readonly (readonly string[])[]>>,
  port: number,
): SocketPorts & { asked: string[]; dialled: string[] } {
  const asked: string[] = []
  const dialled: string[] = []
  return {
    asked,
    dialled,
    async resolve(name) {
      const answers = Object.hasOwn(names, name) ? names[name]! : []
      const turn = asked.filter((one) => one === name).length
      asked.push(name)
      return answers[Math.min(turn, answers.length - 1)] ?? []
    },
    connect: (address, toPort) =>
      new Promise((fulfil, reject) => {
        dialled.push(`${address} ${toPort}`)
        const socket = connect({ host: '127.0.0.1', port })
        socket.once('connect', () => fulfil(socket))
        socket.once('error', reject)
      }),
  }
}

/** All of a body as text. */
export async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all).toString('utf8')
}
