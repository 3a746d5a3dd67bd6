import type { Email } from '../accounts/mailer.ts'
import type { Language } from '@aw-flow/messages'
import type { RunNotification } from './notifications.ts'
import { notificationStrings } from './notification-strings.ts'

/** Recipient of an email. */
export interface MailRecipient {
  email: string
  language: Language
}

const maxNameLength = 200

/**
 * Returns the name of a workflow for an email or a push message: a single line without characters that change the direction
 * of text. Within what looks like an address, a word joiner keeps email programs from making it a link, because every editor
 * can name a workflow, and the message comes from the server.
 */
export const toNotificationName = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
    .trim()
    .slice(0, maxNameLength)
    .replace(/[\ud800-\udbff]$/, '')
    .replaceAll(/[.:/@](?=\S)/g, '$&\u2060')

/**
 * Creates the email for a notification. It does not include data from the run, because mail servers may store emails.
 *
 * @param url The studio's URL, without a trailing slash. If `undefined`, the email contains no links.
 */
export function createNotificationMail(
  notification: RunNotification,
  { email, language }: MailRecipient,
  url: string | undefined,
): Email {
  const { event, workflowName = '', runId, workflowId = '', occurredAt } = notification
  const strings = notificationStrings[language]
  const isMention = event === 'comment.mention'
  const name = toNotificationName(workflowName)
  return {
    to: email,
    subject: `${strings.subjects[event]}: ${name}`,
    text: [
      strings.describe(event, name),
      '',
      `${strings.time}: ${occurredAt}`,
      `${isMention ? strings.workflow : strings.run}: ${
        url === undefined ? (isMention ? workflowId : runId) : `${url}${getNotificationPath(notification)}`
      }`,
      '',
      isMention
        ? `${strings.mentionReason}.`
        : url === undefined
          ? `${strings.reason}.`
          : `${strings.reason}: ${url}/notifications`,
    ].join('\n'),
  }
}

/** Returns the path of the studio's page about a notification: the run, or the workflow with the comment. */
export const getNotificationPath = ({ runId, workflowId = '', commentId }: RunNotification): string =>
  commentId === undefined
    ? `/runs/${encodeURIComponent(runId)}`
    : `/workflows/${encodeURIComponent(workflowId)}?comment=${encodeURIComponent(commentId)}`
