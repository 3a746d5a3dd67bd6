import type { Clock } from '@aw-flow/engine'
import { error, foldRun, type RunEvent } from '@aw-flow/schema'
import type { Mailer } from '../accounts/mailer.ts'
import { repeatBatches, type RepeatedWork } from '../operation/repeat-work.ts'
import { createNotificationMail } from './notification-mail.ts'
import type { ClaimedNotification, NotificationQueue } from './notification-queue.ts'

export interface NotificationSenderOptions {
  queue: NotificationQueue
  mailer: Pick<Mailer, 'deliver'>
  /** URL of the studio, without a trailing slash. */
  url: string | undefined
  clock: Pick<Clock, 'now' | 'elapsed'>
  /** Reads the record of a run. */
  readRun(workspace: string, run: string): Promise<readonly RunEvent[]>
  onFault(cause: unknown): void
}

/** Delays after failed attempts in seconds. After the last one, the notification has failed. */
const retrySeconds = [60, 600, 3_600, 14_400]
/** Maximum number of emails to a user per hour and workspace. */
export const maxMailsPerHour = 60
const hourMs = 3_600_000
const maxReasonLength = 300

/** Sends due notifications from now on. Several servers may do so for the same store. */
export function openNotificationSender(options: NotificationSenderOptions): RepeatedWork {
  const { queue, clock, onFault } = options
  return repeatBatches({
    clock,
    processBatch: () => sendDueNotifications(options),
    deleteOld: () => queue.removeOld(),
    onFault,
  })
}

/** Sends a batch of due notifications. Returns their number. */
export async function sendDueNotifications(options: NotificationSenderOptions): Promise<number> {
  const { queue } = options
  const dueNotifications = await queue.claimDue()
  // One after another, so that the hourly limit counts the emails that were sent before.
  for (const claimed of dueNotifications) await queue.record(claimed, await send(claimed, options))
  return dueNotifications.length
}

type Outcome = Parameters<NotificationQueue['record']>[1]

async function send(claimed: ClaimedNotification, options: NotificationSenderOptions): Promise<Outcome> {
  const { notification, workspace, person, attempts } = claimed
  const { queue, mailer, url, clock, readRun } = options
  const { event, runId } = notification
  if (event === 'approval.needed' && !isWaitingForApproval(await readRun(workspace, runId)))
    return { status: 'dropped' }
  if (notification.channel === 'browser') {
    const isAllowed = person === '' || (await queue.isMember(workspace, person))
    return { status: isAllowed ? 'sent' : 'dropped' }
  }
  const to = person === '' ? claimed.email : await queue.findAddress(workspace, person)
  if (to === undefined) return { status: 'dropped' }
  if ((await queue.countMails(workspace, person, clock.now() - hourMs)) >= maxMailsPerHour) {
    return { status: 'dropped', problem: error('notification.limit', { max: maxMailsPerHour }) }
  }
  try {
    await mailer.deliver(createNotificationMail(notification, to, url))
    return { status: 'sent' }
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).slice(0, maxReasonLength)
    const problem = error('notification.mail', { to, reason })
    const delay = retrySeconds[attempts]
    return delay === undefined
      ? { status: 'failed', problem }
      : { status: 'pending', problem, nextAt: clock.now() + delay * 1000 }
  }
}

/** Returns whether a run waits for an approval now. It may have been decided since the notification was added. */
const isWaitingForApproval = (record: readonly RunEvent[]): boolean =>
  Object.values(foldRun(record).waiting ?? {}).some(({ waitFor }) => waitFor.kind === 'approval')
