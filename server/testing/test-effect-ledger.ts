import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** An external service that records its requests. */
export interface EffectLedger {
  /** `127.0.0.1:PORT` */
  host: string
  /** Number of requests, by run and step. */
  count(run: string, step: string): number
  close(): Promise<void>
}

/** Responds to `POST /RUN/STEP` after up to `maxDelayMs`, so that a caller may be killed before, during and after. */
export async function openEffectLedger({ maxDelayMs }: { maxDelayMs: number }): Promise<EffectLedger> {
  const counts = new Map<string, number>()
  const server: Server = createServer((request, response) => {
    const key = request.url ?? ''
    request.resume()
    const delay = Math.random() * maxDelayMs
    void (async () => {
      await sleep(delay / 2)
      counts.set(key, (counts.get(key) ?? 0) + 1)
      await sleep(delay / 2)
      response.setHeader('content-type', 'application/json').end('{"done":true}')
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (run, step) => counts.get(`/${run}/${step}`) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
