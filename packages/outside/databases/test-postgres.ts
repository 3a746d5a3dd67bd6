import { PGlite } from '@electric-sql/pglite'
import { createServer, type AddressInfo } from 'node:net'

/** A PostgreSQL on the loopback address, in memory: PGlite behind its wire protocol, one connection at a time. */
export interface TestPostgres {
  port: number
  /** Text of all statements that were sent, as bytes on the wire. */
  sent: string[]
  database: PGlite
  close(): Promise<void>
}

const sslRequest = 80877103

export async function openTestPostgres(): Promise<TestPostgres> {
  const database = await PGlite.create()
  const sent: string[] = []
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer((socket) => {
    let begun = false
    let rest = Buffer.alloc(0)
    const take = (): Buffer[] => {
      const messages: Buffer[] = []
      for (;;) {
        const head = begun ? 1 : 0
        if (rest.length < head + 4) return messages
        const size = head + rest.readInt32BE(head)
        if (rest.length < size) return messages
        const message = rest.subarray(0, size)
        rest = rest.subarray(size)
        if (!begun && message.readInt32BE(4) === sslRequest) socket.write('N')
        else {
          begun = true
          messages.push(message)
        }
      }
    }
    socket.on('data', (piece: Buffer) => {
      rest = Buffer.concat([rest, piece])
      for (const message of take()) {
        sent.push(message.toString('latin1'))
        // PGlite ends with its database, not with a connection.
        if (message[0] === 0x58) continue
        turn = turn.then(async () => {
          const answer = await database.execProtocolRaw(new Uint8Array(message))
          return socket.destroyed || socket.write(answer)
        })
      }
    })
    socket.on('error', () => undefined)
    // What a connection that broke off has left open is taken back.
    socket.on('close', () => void (turn = turn.then(() => database.exec('ROLLBACK')).catch(() => undefined)))
  })
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil))
  return {
    port: (server.address() as AddressInfo).port,
    sent,
    database,
    async close() {
      await new Promise((fulfil) => server.close(fulfil))
      await turn
      await database.close()
    },
  }
}
