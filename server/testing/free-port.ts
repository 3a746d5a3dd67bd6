import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A port that stays free while its service is down for a while: one below those that systems give to whoever connects.
 * One of those may be taken meanwhile, also by who asks again and again whether the service is back, which then reaches
 * itself.
 */
export async function freePort(): Promise<number> {
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
