import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Finds a port that stays free while its service is down, below the range of ephemeral ports. An ephemeral port can be
 * assigned in the meantime, even by a client that retries the connection, which then connects to itself.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
