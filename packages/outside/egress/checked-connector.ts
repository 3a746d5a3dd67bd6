import { checkUrl, NodeError } from '@aw-flow/engine'
import type { Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { callbackify } from 'node:util'
import type { buildConnector } from './undici.ts'
import { openSocket, type SocketPorts } from './open-socket.ts'

export interface ConnectorOptions {
  allow: readonly string[]
  sockets: SocketPorts
  tls: Pick<ConnectionOptions, 'ca'>
}

/** Timeout of a TLS handshake, in ms. */
const handshakeTimeoutMs = 10_000

/** Creates an undici connector that only connects to checked addresses. For HTTPS, it uses TLS with the host name. */
export function createCheckedConnector({ allow, sockets, tls }: ConnectorOptions): buildConnector.connector {
  // Connections are opened per host; `createEgress` checks the paths in `allow` for each URL.
  const hosts = allow.map((entry) => entry.replace(/\/[^]*/, ''))
  const connectToCheckedUrl = async (target: buildConnector.Options): Promise<Socket> => {
    const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80))
    const host = target.hostname.replace(/^\[|\]$/g, '')
    const checkedUrl = checkUrl(`${target.protocol}//${host.includes(':') ? `[${host}]` : host}:${port}/`, hosts)
    if (!checkedUrl.ok) throw new NodeError('permanent', checkedUrl.problem)
    const { signal } = new AbortController()
    const socket = await openSocket(
      { host, port, isExplicitlyAllowed: checkedUrl.value.isExplicitlyAllowed, signal },
      sockets,
    )
    if (target.protocol !== 'https:') return socket
    const isHostName = !/^[\d.]+$|:/.test(host)
    const tlsSocket = connectTls({
      ...tls,
      socket,
      host,
      ...(isHostName ? { servername: host } : {}),
      ALPNProtocols: ['http/1.1'],
    })
    const timer = setTimeout(
      () => tlsSocket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
      handshakeTimeoutMs,
    )
    try {
      await new Promise<void>((resolve, reject) => {
        tlsSocket.once('secureConnect', resolve)
        tlsSocket.once('error', reject)
      })
    } finally {
      clearTimeout(timer)
    }
    return tlsSocket
  }
  const openWithCallback = callbackify(connectToCheckedUrl)
  return (target, callback) =>
    openWithCallback(target, (cause: Error | null, socket) => (cause ? callback(cause, null) : callback(null, socket)))
}
