import type { Email } from '../accounts/mailer.ts'
import type { Language } from '@aw-flow/messages'
import type { RunNotification } from './notifications.ts'
import { notificationStrings } from './notification-strings.ts'

/** Recipient of an email. */
export interface MailRecipient {
  email: string
  language: Language
}

/**
 * Creates the email for a notification. It does not include data from the run, because mail servers may store emails.
 *
 * @param url The studio's URL, without a trailing slash. If `undefined`, the email contains no links.
 */
export function createNotificationMail(
  { event, workflowName = '', runId, occurredAt }: RunNotification,
  { email, language }: MailRecipient,
  url: string | undefined,
): Email {
  const strings = notificationStrings[language]
  // The subject is a header, so it must be a single line.
  const name = workflowName.replaceAll(/\s+/g, ' ').trim()
  return {
    to: email,
    subject: `${strings.subjects[event]}: ${name}`,
    text: [
      strings.describe(event, name),
      '',
      `${strings.time}: ${occurredAt}`,
      `${strings.run}: ${url === undefined ? runId : `${url}/runs/${encodeURIComponent(runId)}`}`,
      '',
      url === undefined ? `${strings.reason}.` : `${strings.reason}: ${url}/notifications`,
    ].join('\n'),
  }
}
