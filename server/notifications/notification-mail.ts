import type { Mail } from '../accounts/mailer.ts'
import type { Language } from '../http/language.ts'
import type { RunNotification } from './notification.ts'
import { notificationTexts } from './notification-texts.ts'

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
): Mail {
  const texts = notificationTexts[language]
  // The subject is a header, so it must be a single line.
  const name = workflowName.replaceAll(/\s+/g, ' ').trim()
  return {
    to: email,
    subject: `${texts.subjects[event]}: ${name}`,
    text: [
      texts.describe(event, name),
      '',
      `${texts.time}: ${occurredAt}`,
      `${texts.run}: ${url === undefined ? runId : `${url}/runs/${encodeURIComponent(runId)}`}`,
      '',
      url === undefined ? `${texts.reason}.` : `${texts.reason}: ${url}/notifications`,
    ].join('\n'),
  }
}
