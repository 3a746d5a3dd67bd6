import {
  checkAddress,
  isRefused,
  NodeError,
  redactor,
  secretFor,
  unknownSecret,
  type Mail,
  type MailMessage,
  type Secrets,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createTransport } from 'nodemailer'
import type { Socket } from 'node:net'
import { openSocket, systemSockets, type SocketPorts } from '../egress/open-socket.ts'

export interface MailOptions {
  allow: readonly string[]
  secrets: Secrets
  sockets?: SocketPorts
}

/** Limit on each step of the SMTP dialog, in ms. */
const timeoutMs = 30_000

/** Sends mail by SMTP; the server is named by a secret. Connections to other hosts are encrypted. */
export function openMail({ allow, secrets, sockets = systemSockets }: MailOptions): Mail {
  return {
    async send(message) {
      const server = await serverOf(message.secret, secrets)
      const host = server.hostname
      const isSecure = server.protocol === 'smtps:'
      const port = Number(server.port || (isSecure ? 465 : 587))
      const checked = checkAddress(`https://${host}:${port}/`, allow)
      if (isRefused(checked)) throw new NodeError('permanent', checked)
      const { signal } = message
      const bare = host.replace(/^\[|\]$/g, '')
      const socket = await openSocket({ host: bare, port, isNamed: checked.isNamed, signal }, sockets)
      const stop = (): void => void socket.destroy()
      signal.addEventListener('abort', stop, { once: true })
      try {
        return await sendOver(socket, message, {
          server,
          host,
          port,
          isSecure,
          isLocal: /^(localhost|127\.|\[?::1)/.test(host),
        })
      } catch (cause) {
        signal.throwIfAborted()
        throw failure(
          cause,
          redactor([server.href, server.password, decodeURIComponent(server.password)].filter(Boolean)),
          host,
        )
      } finally {
        signal.removeEventListener('abort', stop)
        socket.destroy()
      }
    },
  }
}

interface Server {
  server: URL
  host: string
  port: number
  isSecure: boolean
  isLocal: boolean
}

async function sendOver(socket: Socket, message: MailMessage, { server, host, port, isSecure, isLocal }: Server) {
  const { username, password } = server
  const transport = createTransport({
    host,
    port,
    secure: isSecure,
    requireTLS: !isLocal,
    // The socket is already connected to the address that was checked.
    connection: socket,
    tls: { servername: host },
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const { from, to, cc, bcc, subject, text, html, attachments, messageId } = message
  const sent = await transport.sendMail({
    from,
    to: [...to],
    cc: [...cc],
    bcc: [...bcc],
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    messageId,
    attachments: attachments.map(({ name, content }) => ({ filename: name, content: Buffer.from(content) })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const texts = (addresses: unknown): string[] =>
    Array.isArray(addresses)
      ? addresses.map((item) => (typeof item === 'string' ? item : String((item as { address?: unknown }).address)))
      : []
  return { accepted: texts(sent.accepted), rejected: texts(sent.rejected) }
}

async function serverOf(name: string, secrets: Secrets): Promise<URL> {
  const secret = await secrets.find(name)
  if (!secret) throw new NodeError('permanent', unknownSecret(name))
  const server = URL.canParse(secret.value) ? new URL(secret.value) : undefined
  if (server && /^smtps?:$/.test(server.protocol) && server.hostname !== '') {
    const port = server.port || (server.protocol === 'smtps:' ? 465 : 587)
    await secretFor(new URL(`https://${server.hostname}:${port}/`), name, secrets)
    return server
  }
  throw new NodeError('permanent', error('mail.server', { secret: name }))
}

function failure(cause: unknown, redact: (text: string) => string, host: string): unknown {
  if (cause instanceof NodeError) return cause
  const { message, responseCode, code } = cause as { message?: string; responseCode?: number; code?: string }
  const reason = redact(String(message ?? cause))
  const isTransient =
    responseCode === undefined ? code !== 'EAUTH' && code !== 'EENVELOPE' && code !== 'ETLS' : responseCode < 500
  const next = code === 'EAUTH' ? 'credentials' : isTransient ? 'retry' : 'addresses'
  return new NodeError(isTransient ? 'transient' : 'permanent', error('mail.refused', { host, reason, next }))
}
