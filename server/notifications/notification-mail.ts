import type { Mail } from '../accounts/mailer.ts'
import type { NotificationEvent, RunNotification } from './notification.ts'

const subjects: Record<NotificationEvent, string> = {
  'run.completed': 'Run completed',
  'run.failed': 'Run failed',
  'run.cancelled': 'Run canceled',
  'approval.needed': 'Approval needed',
}

const sentenceEndings: Record<NotificationEvent, string> = {
  'run.completed': 'was completed.',
  'run.failed': 'failed.',
  'run.cancelled': 'was canceled.',
  'approval.needed': 'waits for an approval.',
}

/**
 * Creates the email for a notification. It contains no data from the run, because mail servers may store it.
 *
 * @param url URL of the studio, without a trailing slash.
 */
export function createNotificationMail(
  { event, workflowName = '', runId, occurredAt }: RunNotification,
  to: string,
  url: string | undefined,
): Mail {
  // The subject is a header, which must be a single line.
  const name = workflowName.replaceAll(/\s+/g, ' ').trim()
  return {
    to,
    subject: `${subjects[event]}: ${name}`,
    text: [
      `A run of "${name}" ${sentenceEndings[event]}`,
      '',
      `Time: ${occurredAt}`,
      url === undefined ? `Run: ${runId}` : `Run: ${url}/runs/${encodeURIComponent(runId)}`,
      '',
      url === undefined
        ? 'You receive this mail because of a notification rule.'
        : `You receive this mail because of a notification rule: ${url}/notifications`,
    ].join('\n'),
  }
}
