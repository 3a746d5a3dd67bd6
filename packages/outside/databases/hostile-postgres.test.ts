import { NodeError, type DatabaseQuery, type Secret } from '@aw-flow/engine'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { systemSockets } from '../egress/open-socket.ts'
import { openDatabases } from './open-databases.ts'

/** A message of a server: its type, its length, and its content. */
const toMessage = (type: string, ...content: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const head = Buffer.alloc(5)
  head.write(type, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const toInt32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const accepted = Buffer.concat([toMessage('R', toInt32(0)), toMessage('Z', 'I')])
const completed = Buffer.concat([toMessage('C', 'SET\0'), toMessage('Z', 'I')])

let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
})

/** Starts a server that answers each message of a client, and asks it for a query. */
async function ask(
  onData: (socket: Socket, text: string) => void,
  query: Partial<DatabaseQuery> = {},
  resolve = systemSockets.resolve,
): Promise<NodeError> {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => onData(socket, data.toString('latin1')))
  })
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const host = resolve === systemSockets.resolve ? '127.0.0.1' : 'db.example'
  const secret: Secret = { name: 'db', value: `postgres://user:sesam-offen@${host}:${port}/x`, hosts: [host] }
  const databases = openDatabases({
    allow: [host === 'db.example' ? '*.example' : host],
    secrets: { find: async () => secret, list: async () => [] },
    sockets: { ...systemSockets, resolve },
  })
  const cause = await databases
    .query({
      secret: 'db',
      statement: 'SELECT 1',
      parameters: [],
      isReadOnly: true,
      maxRows: 10,
      timeoutMs: 200,
      signal: new AbortController().signal,
      ...query,
    })
    .catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  expect(JSON.stringify((cause as NodeError).problem)).not.toContain('sesam-offen')
  return cause as NodeError
}

describe('a database that attacks its client', () => {
  it('by never responding ends the query', async () => {
    expect((await ask(() => undefined)).problem.code).toBe('database.unreachable')
  })

  it('by never responding to a statement ends the query after its time limit', async () => {
    const { problem } = await ask((socket, text) => {
      if (text.includes('user\0')) socket.write(accepted)
      else if (!text.includes('SELECT 1')) socket.write(completed)
    })
    expect(problem).toMatchObject({ code: 'database.unreachable', params: { reason: 'timeout expired' } })
  })

  it('by a row without end ends the query before memory is full', async () => {
    const before = process.memoryUsage().rss
    const flood = Buffer.alloc(2 ** 20, 'x')
    const { problem } = await ask(
      (socket, text) => {
        if (text.includes('user\0')) return void socket.write(accepted)
        if (!text.includes('SELECT 1')) return void socket.write(completed)
        // A row of 2 GB with one value.
        const head = toMessage('D')
        head.writeInt32BE(2 ** 31 - 1, 1)
        socket.write(Buffer.concat([head, Buffer.from([0, 1]), toInt32(2 ** 31 - 16)]))
        const send = (): void => {
          while (!socket.destroyed && socket.write(flood));
        }
        socket.on('drain', send)
        send()
      },
      { timeoutMs: 60_000 },
    )
    expect(problem.params).toMatchObject({ reason: expect.stringContaining('exceeds 256 MB') as string })
    expect(process.memoryUsage().rss - before).toBeLessThan(2 * 2 ** 30)
  })

  it('by a huge number of rounds for the password is refused before they are computed', async () => {
    const { problem } = await ask((socket, text) => {
      const nonce = /r=([^,]+)$/.exec(text)?.[1]
      if (nonce === undefined) socket.write(toMessage('R', toInt32(10), 'SCRAM-SHA-256\0\0'))
      else socket.write(toMessage('R', toInt32(11), `r=${nonce}server,s=c2FsdA==,i=2000000000`))
    })
    expect(JSON.stringify(problem)).toContain('iteration count')
  })

  it('by a name that resolves to a private address is not connected', async () => {
    let isConnected = false
    const resolve = async (): Promise<string[]> => ['127.0.0.1']
    const cause = await ask(() => void (isConnected = true), {}, resolve)
    expect(cause.problem.code).toBe('egress.private-address')
    expect(isConnected).toBe(false)
  })
})
