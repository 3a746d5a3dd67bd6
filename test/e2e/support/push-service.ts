import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A push service on loopback that records the bodies of the messages that it receives. */
export interface PushService {
  readonly host: string
  readonly url: string
  /** The bodies of the received messages. Clear them with `splice`. */
  readonly received: Buffer[]
  close(): Promise<unknown>
}

/** Starts a push service that accepts every message. */
export async function startPushService(): Promise<PushService> {
  const received: Buffer[] = []
  const service = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(Buffer.concat(chunks))
      response.writeHead(201).end()
    })
  })
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(service.address() as AddressInfo).port}`
  return { host, url: `http://${host}`, received, close: () => new Promise((done) => service.close(done)) }
}
