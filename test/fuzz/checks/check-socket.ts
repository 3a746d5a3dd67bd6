import { encodeText, joinBytes } from '../targets/damage-bytes.ts'
import { openLiveServer } from './live-server.ts'
import type { Check } from './open-check.ts'

/** Sends an input as frames of a WebSocket that follows a run. The server closes it properly and stays responsive. */
export async function openSocketCheck(): Promise<Check> {
  const server = await openLiveServer()
  const handshake = encodeText(
    [
      `GET /ws/jobs/${server.ids.run} HTTP/1.1`,
      `Host: localhost:${server.port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n',
    ].join('\r\n'),
  )
  return async (bytes) => {
    const output = await server.exchange(joinBytes([handshake, bytes]))
    const violations = server.takeFaults().map((fault) => `A fault was logged: ${fault}`)
    if (!output.startsWith('HTTP/1.1 101')) violations.push(`The handshake failed: ${output.slice(0, 200)}`)
    if (!(await server.isResponsive())) violations.push('The server does not respond to another client.')
    return { outcome: describeEnd(output), violations }
  }
}

/** The last close code, or how the exchange ended without one. */
function describeEnd(output: string): string {
  const close = /\x88.([^])([^])/.exec(output)
  return close ? `closed ${close[1]!.charCodeAt(0) * 256 + close[2]!.charCodeAt(0)}` : 'open'
}
