import { message, type Message } from '@aw-flow/messages'
import { isPublicAddress, parseIpAddress, NodeError, createPrivateAddressProblem } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { lookup } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'

/** Resolves a host name to its IP addresses, preferred ones first. @internal */
export type Resolve = (name: string) => Promise<readonly string[]>
/** Connects a socket to an IP address, never to a host name. @internal */
export type Connect = (address: string, port: number, signal: AbortSignal) => Promise<Socket>

/** @internal */
export interface SocketPorts {
  resolve: Resolve
  connect: Connect
}

export interface Target {
  /** A host name or an IP address, without brackets. */
  host: string
  port: number
  /** Whether an allowed host without a wildcard matches this host. If so, its address may be private. */
  isExplicitlyAllowed: boolean
  signal: AbortSignal
}

/**
 * Connects a socket to an address that has been checked. A name is resolved only once. If any of its addresses is
 * private and the allow list does not contain exactly this host, no connection is attempted.
 *
 * @throws {NodeError} With the code `egress.private-address`, `egress.unknown-host`, `egress.resolver-failed` or `egress.unreachable`.
 * @internal
 */
export async function openSocket(
  { host, port, isExplicitlyAllowed, signal }: Target,
  ports: SocketPorts,
): Promise<Socket> {
  const addresses = await resolveAddresses(host, ports.resolve)
  const privateIp = isExplicitlyAllowed ? undefined : addresses.find((address) => !isPublicAddress(address))
  if (privateIp !== undefined) throw new NodeError('permanent', createPrivateAddressProblem(host, privateIp))
  let cause: unknown
  for (const address of addresses) {
    try {
      return await ports.connect(address, port, signal)
    } catch (thrown) {
      signal.throwIfAborted()
      cause = thrown
    }
  }
  throw createUnreachableError(host, port, cause)
}

async function resolveAddresses(host: string, resolve: Resolve): Promise<readonly string[]> {
  const literal = parseIpAddress(host)
  if (literal !== undefined) return [literal]
  try {
    const addresses = await resolve(host)
    if (addresses.length > 0) return addresses
  } catch (cause) {
    const code = String((cause as { code?: unknown }).code)
    if (!unknownHostCodes.has(code))
      throw new NodeError('transient', error('egress.resolver-failed', { host, code }), { cause })
  }
  throw new NodeError('permanent', error('egress.unknown-host', { host }))
}

/** Codes of a resolver that has found no address. After other codes, such as `EAI_AGAIN`, it may find one later. */
const unknownHostCodes = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA'])

function createUnreachableError(host: string, port: number, cause: unknown): NodeError {
  return new NodeError(
    'transient',
    error('egress.unreachable', { host, port: String(port), reason: describeConnectionFailure(cause) }),
    {
      cause,
    },
  )
}

/** Returns why a connection failed, based on the error code of Node.js or undici. */
export const describeConnectionFailure = (cause: unknown): Message =>
  message(failureMessages[String((cause as { code?: unknown } | undefined)?.code)] ?? 'egress.no-response', {})

const failureMessages: Readonly<
  Record<
    string,
    | 'egress.connection-refused'
    | 'egress.connection-closed'
    | 'egress.no-route'
    | 'egress.connection-timed-out'
    | 'egress.tls'
  >
> = {
  ECONNREFUSED: 'egress.connection-refused',
  ECONNRESET: 'egress.connection-closed',
  UND_ERR_SOCKET: 'egress.connection-closed',
  EPIPE: 'egress.connection-closed',
  ENETUNREACH: 'egress.no-route',
  EHOSTUNREACH: 'egress.no-route',
  ETIMEDOUT: 'egress.connection-timed-out',
  EPROTO: 'egress.tls',
}

/** Resolves names with the operating system's resolver, IPv4 addresses first. */
export const systemResolve: Resolve = async (name) =>
  (await lookup(name, { all: true, order: 'ipv4first' })).map(({ address }) => address)

/** Timeout for connecting to one address, in ms. */
const connectTimeoutMs = 10_000

/** Connects an operating system socket. */
export const systemConnect: Connect = (address, port, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = connect({ host: address, port, noDelay: true })
    const fail = (cause: unknown): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      reject(cause)
    }
    const stop = (): void => fail(signal.reason)
    const timer = setTimeout(() => fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), connectTimeoutMs)
    signal.addEventListener('abort', stop, { once: true })
    socket.once('error', fail)
    socket.once('connect', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.off('error', fail)
      resolve(socket)
    })
  })

/** Name resolution and sockets of the operating system, for production use. @internal */
export const systemSockets: SocketPorts = { resolve: systemResolve, connect: systemConnect }
