import { PGlite } from '@electric-sql/pglite'
import { createServer, type AddressInfo } from 'node:net'

/** An in-memory PostgreSQL on the loopback address: PGlite behind its wire protocol, one connection at a time. */
export interface TestPostgres {
  port: number
  /** All messages received, as latin1 text. */
  receivedMessages: string[]
  database: PGlite
  close(): Promise<void>
}

const sslRequest = 80877103

export async function openTestPostgres(): Promise<TestPostgres> {
  const database = await PGlite.create()
  const receivedMessages: string[] = []
  let queue: Promise<unknown> = Promise.resolve()
  const server = createServer((socket) => {
    let hasStarted = false
    let rest = Buffer.alloc(0)
    const readMessages = (): Buffer[] => {
      const messages: Buffer[] = []
      for (;;) {
        const typeBytes = hasStarted ? 1 : 0
        if (rest.length < typeBytes + 4) return messages
        const size = typeBytes + rest.readInt32BE(typeBytes)
        if (rest.length < size) return messages
        const message = rest.subarray(0, size)
        rest = rest.subarray(size)
        if (!hasStarted && message.readInt32BE(4) === sslRequest) socket.write('N')
        else {
          hasStarted = true
          messages.push(message)
        }
      }
    }
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (const message of readMessages()) {
        receivedMessages.push(message.toString('latin1'))
        // Terminate messages would close PGlite's database.
        if (message[0] === 0x58) continue
        queue = queue.then(async () => {
          const response = await database.execProtocolRaw(new Uint8Array(message))
          return socket.destroyed || socket.write(response)
        })
      }
    })
    socket.on('error', () => undefined)
    // Roll back the open transaction of a dropped connection.
    socket.on('close', () => void (queue = queue.then(() => database.exec('ROLLBACK')).catch(() => undefined)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    receivedMessages,
    database,
    async close() {
      await new Promise((resolve) => server.close(resolve))
      await queue
      await database.close()
    },
  }
}
