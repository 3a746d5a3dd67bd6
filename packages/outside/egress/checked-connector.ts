import { checkAddress, isRefused, NodeError } from '@aw-flow/engine'
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

/** Limit on a TLS handshake, in ms. */
const handshakeTimeoutMs = 10_000

/**
 * A connector for undici: connects to an address that was checked, with TLS for the host name where it is requested.
 */
export function checkedConnector({ allow, sockets, tls }: ConnectorOptions): buildConnector.connector {
  // A connection is to a host; allowed paths were checked with each URL.
  const hosts = allow.map((entry) => entry.replace(/\/.*$/, ''))
  const open = async (to: buildConnector.Options): Promise<Socket> => {
    const port = Number(to.port || (to.protocol === 'https:' ? 443 : 80))
    const host = to.hostname.replace(/^\[|\]$/g, '')
    const checked = checkAddress(`${to.protocol}//${host.includes(':') ? `[${host}]` : host}:${port}/`, hosts)
    if (isRefused(checked)) throw new NodeError('permanent', checked)
    const { signal } = new AbortController()
    const socket = await openSocket({ host, port, isNamed: checked.isNamed, signal }, sockets)
    if (to.protocol !== 'https:') return socket
    const isName = !/^[\d.]+$|:/.test(host)
    const secure = connectTls({
      ...tls,
      socket,
      host,
      ...(isName ? { servername: host } : {}),
      ALPNProtocols: ['http/1.1'],
    })
    const slow = setTimeout(
      () => secure.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
      handshakeTimeoutMs,
    )
    try {
      await new Promise<void>((fulfil, reject) => {
        secure.once('secureConnect', fulfil)
        secure.once('error', reject)
      })
    } finally {
      clearTimeout(slow)
    }
    return secure
  }
  const openLater = callbackify(open)
  return (to, callback) =>
    openLater(to, (cause: Error | null, socket) => (cause ? callback(cause, null) : callback(null, socket)))
}
