import {
  checkUrl,
  NodeError,
  createRedactor,
  redactStrings,
  findSecret,
  createUnknownSecretProblem,
  type Mail,
  type MailMessage,
  type Secrets,
} from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import { createTransport } from 'nodemailer'
import type { Socket } from 'node:net'
import { openSocket, systemSockets, type SocketPorts } from '../egress/open-socket.ts'

export interface MailOptions {
  allow: readonly string[]
  secrets: Secrets
  sockets?: SocketPorts
}

/** Timeout for each step of the SMTP dialog, in ms. */
const timeoutMs = 30_000

/**
 * Opens a mail service that sends messages through the SMTP server whose URL is stored in a secret. Connections to
 * hosts other than localhost must be encrypted.
 */
export function openMail({ allow, secrets, sockets = systemSockets }: MailOptions): Mail {
  return {
    async send(message) {
      const url = await readServerUrl(message.secret, secrets)
      const values = [url.href, url.password, decodeURIComponent(url.password)]
      const { redact } = createRedactor([{ name: message.secret, values }])
      const host = url.hostname
      const isSecure = url.protocol === 'smtps:'
      const port = Number(url.port || (isSecure ? 465 : 587))
      const checkedUrl = checkUrl(`https://${host}:${port}/`, allow)
      if (!checkedUrl.ok) throw new NodeError('permanent', checkedUrl.problem)
      const { signal } = message
      const hostname = host.replace(/^\[|\]$/g, '')
      const socket = await openSocket(
        { host: hostname, port, isExplicitlyAllowed: checkedUrl.value.isExplicitlyAllowed, signal },
        sockets,
      )
      const stop = (): void => void socket.destroy()
      signal.addEventListener('abort', stop, { once: true })
      try {
        const isLocal = /^(localhost|127\.|\[?::1)/.test(host)
        return redactStrings(await sendMessage(socket, message, { url, host, port, isSecure, isLocal }), redact)
      } catch (cause) {
        signal.throwIfAborted()
        throw toNodeError(cause, redact, host)
      } finally {
        signal.removeEventListener('abort', stop)
        socket.destroy()
      }
    },
  }
}

interface Server {
  url: URL
  host: string
  port: number
  isSecure: boolean
  isLocal: boolean
}

async function sendMessage(socket: Socket, message: MailMessage, { url, host, port, isSecure, isLocal }: Server) {
  const { username, password } = url
  const transport = createTransport({
    host,
    port,
    secure: isSecure,
    requireTLS: !isLocal,
    // The socket is already connected to the checked address.
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
  const result = await transport.sendMail(
    defined({
      from,
      to: [...to],
      cc: [...cc],
      bcc: [...bcc],
      subject,
      text,
      html,
      messageId,
      attachments: attachments.map(({ name, content }) => ({ filename: name, content: Buffer.from(content) })),
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  )
  const toAddresses = (addresses: unknown): string[] =>
    Array.isArray(addresses)
      ? addresses.map((item) => (typeof item === 'string' ? item : String((item as { address?: unknown }).address)))
      : []
  return { accepted: toAddresses(result.accepted), rejected: toAddresses(result.rejected) }
}

async function readServerUrl(name: string, secrets: Secrets): Promise<URL> {
  const secret = await secrets.find(name)
  if (!secret) throw new NodeError('permanent', createUnknownSecretProblem(name))
  const url = URL.canParse(secret.value) ? new URL(secret.value) : undefined
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== '') {
    const port = url.port || (url.protocol === 'smtps:' ? 465 : 587)
    await findSecret(new URL(`https://${url.hostname}:${port}/`), name, secrets)
    return url
  }
  throw new NodeError('permanent', error('mail.server', { secret: name }))
}

function toNodeError(cause: unknown, redact: (text: string) => string, host: string): unknown {
  if (cause instanceof NodeError) return cause
  const { message, responseCode, code } = cause as { message?: string; responseCode?: number; code?: string }
  const reason = redact(String(message ?? cause))
  const isTransient =
    responseCode === undefined ? code !== 'EAUTH' && code !== 'EENVELOPE' && code !== 'ETLS' : responseCode < 500
  const next = code === 'EAUTH' ? 'credentials' : isTransient ? 'retry' : 'addresses'
  return new NodeError(isTransient ? 'transient' : 'permanent', error('mail.refused', { host, reason, next }))
}
