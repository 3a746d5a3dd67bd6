import type { Transporter } from 'nodemailer'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as afterResponse, setTimeout as sleep } from 'node:timers/promises'

export interface Email {
  to: string
  subject: string
  text: string
}

/** Sends emails in the background, so that the response time does not reveal whether an email was sent. */
export type Mailer = ReturnType<typeof createMailer>

export interface MailerOptions {
  /**
   * SMTP server URL (`smtp://` or `smtps://`), including user and password. If absent, emails are stored in `outbox`.
   */
  smtpUrl: string | undefined
  from: string
  /** Folder that stores emails if no SMTP server is configured. */
  outbox: string
  /** Called with the path of each stored email. */
  onStored(path: string): void
  onError(cause: unknown): void
}

/** Delays before each retry, in ms. */
const retryDelaysMs = [1_000, 10_000]
/** Maximum number of emails being sent at the same time. Further emails are dropped. */
const maxPendingEmails = 1_000

export function createMailer({ smtpUrl, from, outbox, onStored, onError }: MailerOptions) {
  let transportPromise: Promise<Transporter> | undefined
  // Loaded with the first email, because loading it delays the start of the server.
  const openTransport = (url: string): Promise<Transporter> =>
    (transportPromise ??= import('nodemailer').then(({ createTransport }) => createTransport(url, { from })))
  const closeController = new AbortController()
  const pendingDeliveries = new Set<Promise<void>>()
  const deliver = async (email: Email): Promise<void> => {
    if (smtpUrl !== undefined) return void (await (await openTransport(smtpUrl)).sendMail(email))
    const path = join(outbox, `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.txt`)
    await mkdir(outbox, { recursive: true, mode: 0o700 })
    await writeFile(path, `To: ${email.to}\nSubject: ${email.subject}\n\n${email.text}\n`, { mode: 0o600 })
    onStored(path)
  }
  const deliverWithRetries = async (email: Email): Promise<void> => {
    await afterResponse()
    for (let attempt = 0; ; attempt++) {
      try {
        return await deliver(email)
      } catch (cause) {
        const delayMs = retryDelaysMs[attempt]
        if (delayMs === undefined || closeController.signal.aborted) throw cause
        await sleep(delayMs, undefined, { signal: closeController.signal }).catch(() => undefined)
      }
    }
  }
  return {
    /** Sends an email without retrying. Rejects if the mail server does not accept it. */
    deliver,
    send(email: Email): void {
      if (pendingDeliveries.size >= maxPendingEmails)
        return onError(new Error('Too many emails are queued; an email was dropped.'))
      const delivery = deliverWithRetries(email)
        .catch(onError)
        .finally(() => pendingDeliveries.delete(delivery))
      pendingDeliveries.add(delivery)
    },
    /** Waits for emails in progress, skipping the delays before retries. */
    async close(): Promise<void> {
      closeController.abort()
      await Promise.all(pendingDeliveries)
      ;(await transportPromise?.catch(() => undefined))?.close()
    },
  }
}
