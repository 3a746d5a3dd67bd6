import { isPublicAddress, literalAddress, NodeError, privateAddress } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { lookup } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'

/** The addresses of a name, best first. */
export type Resolve = (name: string) => Promise<readonly string[]>
/** A connected socket to an address, which is no name. */
export type Connect = (address: string, port: number, signal: AbortSignal) => Promise<Socket>

export interface SocketPorts {
  resolve: Resolve
  connect: Connect
}

export interface Target {
  /** A name or an address, without brackets. */
  host: string
  port: number
  /** Its address may be private: the person has named this very host. */
  isNamed: boolean
  signal: AbortSignal
}

/**
 * A socket to a host, connected to the very address that was checked: a name is resolved once, and where one of its
 * addresses is of one's own network none is tried. Rejects with a `NodeError`.
 */
export async function openSocket({ host, port, isNamed, signal }: Target, ports: SocketPorts): Promise<Socket> {
  const addresses = await addressesOf(host, ports.resolve)
  const inside = isNamed ? undefined : addresses.find((address) => !isPublicAddress(address))
  if (inside !== undefined) throw new NodeError('permanent', privateAddress(host, inside))
  let cause: unknown
  for (const address of addresses) {
    try {
      return await ports.connect(address, port, signal)
    } catch (thrown) {
      signal.throwIfAborted()
      cause = thrown
    }
  }
  throw unreachable(host, port, cause)
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  const own = literalAddress(host)
  if (own !== undefined) return [own]
  try {
    const addresses = await resolve(host)
    if (addresses.length > 0) return addresses
  } catch {
    // Told below: nobody but the resolver knows more.
  }
  const hint = 'Check how the host is written, and whether this computer is online.'
  throw new NodeError('transient', error('egress.unknown-host', `No address is known of "${host}".`, { hint }))
}

function unreachable(host: string, port: number, cause: unknown): NodeError {
  const message = `"${host}", port ${port}, could not be reached: ${reasonOf(cause)}.`
  const hint = 'Check address and port, and whether the service is up.'
  return new NodeError('transient', error('egress.unreachable', message, { hint }), { cause })
}

/** Why a connection ended, in words. */
export const reasonOf = (cause: unknown): string =>
  reasons[String((cause as { code?: unknown } | undefined)?.code)] ?? 'it did not answer'

const reasons: Record<string, string> = {
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it hung up',
  UND_ERR_SOCKET: 'it hung up',
  EPIPE: 'it hung up',
  ENETUNREACH: 'no network leads there',
  EHOSTUNREACH: 'no network leads there',
  ETIMEDOUT: 'it did not answer in time',
  EPROTO: 'it does not speak TLS as it should',
}

/** The computer's own resolver. */
export const systemResolve: Resolve = async (name) =>
  (await lookup(name, { all: true, order: 'ipv4first' })).map(({ address }) => address)

/** So long may an address take to be connected to, in ms. */
const connectPatience = 10_000

/** Sockets of this computer. */
export const systemConnect: Connect = (address, port, signal) =>
  new Promise((fulfil, reject) => {
    signal.throwIfAborted()
    const socket = connect({ host: address, port, noDelay: true })
    const end = (cause: unknown): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      reject(cause)
    }
    const stop = (): void => end(signal.reason)
    const timer = setTimeout(() => end(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), connectPatience)
    signal.addEventListener('abort', stop, { once: true })
    socket.once('error', end)
    socket.once('connect', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.off('error', end)
      fulfil(socket)
    })
  })

/** What a host uses. */
export const systemSockets: SocketPorts = { resolve: systemResolve, connect: systemConnect }
