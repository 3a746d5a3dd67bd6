import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A service outside, which keeps a list of what it was asked to do. */
export interface EffectLedger {
  /** `127.0.0.1:PORT` */
  host: string
  /** How often each was done, by run and step. */
  done(run: string, step: string): number
  close(): Promise<void>
}

/** Answers `POST /RUN/STEP` after a moment of up to `mostMs`, so that who asks may be killed before, within and after. */
export async function openEffectLedger({ mostMs }: { mostMs: number }): Promise<EffectLedger> {
  const counts = new Map<string, number>()
  const server: Server = createServer((request, response) => {
    const key = request.url ?? ''
    request.resume()
    const moment = Math.random() * mostMs
    void (async () => {
      await sleep(moment / 2)
      counts.set(key, (counts.get(key) ?? 0) + 1)
      await sleep(moment / 2)
      response.setHeader('content-type', 'application/json').end('{"done":true}')
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    done: (run, step) => counts.get(`/${run}/${step}`) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
