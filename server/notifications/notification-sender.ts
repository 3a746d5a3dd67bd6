import type { Clock } from '@aw-flow/engine'
import { error, foldRun, type Problem, type RunEvent } from '@aw-flow/schema'
import type { Mailer } from '../accounts/mailer.ts'
import { isHostUser } from '../security/host-tokens.ts'
import { repeatBatches, type RecurringTask } from '../operation/repeat-work.ts'
import { createNotificationMail } from './notification-mail.ts'
import type { ClaimedNotification, NotificationQueue } from './notification-queue.ts'
import { sendPush, type PushOptions } from './push-sender.ts'

export interface NotificationSenderOptions {
  queue: NotificationQueue
  mailer: Pick<Mailer, 'deliver'>
  push: PushOptions
  /** The studio's URL, without a trailing slash. */
  url: string | undefined
  clock: Pick<Clock, 'now' | 'elapsed'>
  /** Reads the events of a run. */
  readRunEvents(workspace: string, runId: string): Promise<readonly RunEvent[]>
  onError(cause: unknown): void
}

/** Delay before each retry, in seconds. An email is marked as failed after the last retry. */
const retryDelaysSeconds = [60, 600, 3_600, 14_400]
/** Maximum number of emails per hour to a user in a workspace. */
export const maxMailsPerHour = 60
const hourMs = 3_600_000
const maxReasonLength = 300

/** Starts sending due notifications. Several servers can do this for the same store. */
export function openNotificationSender(options: NotificationSenderOptions): RecurringTask {
  const { clock, onError } = options
  return repeatBatches({
    clock,
    processBatch: () => sendDueNotifications(options),
    onError,
  })
}

/** Sends a batch of due notifications. Returns the number of notifications in the batch. */
export async function sendDueNotifications(options: NotificationSenderOptions): Promise<number> {
  const { queue } = options
  const dueNotifications = await queue.claimDue()
  const sendEach = async (claimedNotifications: readonly ClaimedNotification[]): Promise<void> => {
    for (const claimedNotification of claimedNotifications) {
      const outcome = await send(claimedNotification, options)
      if (outcome === 'obsolete') await queue.remove(claimedNotification.notification.id)
      else await queue.record(claimedNotification, outcome)
    }
  }
  const isMail = ({ notification }: ClaimedNotification): boolean => notification.channel === 'mail'
  await Promise.all([
    // Emails are sent one after another, so that the hourly limit includes those sent earlier in the batch.
    sendEach(dueNotifications.filter(isMail)),
    // Browser notifications are sent concurrently, so that a slow push service delays only its own notification.
    ...dueNotifications
      .filter((claimedNotification) => !isMail(claimedNotification))
      .map((claimedNotification) => sendEach([claimedNotification])),
  ])
  return dueNotifications.length
}

/** `obsolete`: the approval was decided, or the run ended, in the meantime. */
type Outcome = Parameters<NotificationQueue['record']>[1] | 'obsolete'

async function send(claimedNotification: ClaimedNotification, options: NotificationSenderOptions): Promise<Outcome> {
  const { notification, workspace, person: userId, attempts } = claimedNotification
  const { queue, mailer, url, clock, readRunEvents } = options
  const { event, runId } = notification
  if (event === 'approval.needed' && !isWaitingForApproval(await readRunEvents(workspace, runId))) return 'obsolete'
  if (notification.channel === 'browser') {
    const isAllowed = userId === '' || isHostUser(userId) || (await queue.isMember(workspace, userId))
    return isAllowed ? sendToBrowsers(claimedNotification, options) : { status: 'dropped' }
  }
  const recipient = await queue.findRecipient(claimedNotification)
  if (recipient === undefined) return { status: 'dropped' }
  if ((await queue.countEmails(workspace, userId, clock.now() - hourMs, clock.now() + hourMs)) >= maxMailsPerHour) {
    return { status: 'dropped', problem: error('notification.limit', { max: maxMailsPerHour }) }
  }
  try {
    await mailer.deliver(createNotificationMail(notification, recipient, url))
    return { status: 'sent' }
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).slice(0, maxReasonLength)
    const problem = error('notification.mail', { to: recipient.email, reason })
    return planRetry(attempts, problem, clock) ?? { status: 'failed', problem }
  }
}

/** Returns the outcome that schedules a retry, or `undefined` after the last attempt. */
function planRetry(attempts: number, problem: Problem, { now }: Pick<Clock, 'now'>): Outcome | undefined {
  const delaySeconds = retryDelaysSeconds[attempts]
  return delaySeconds === undefined ? undefined : { status: 'pending', problem, nextAt: now() + delaySeconds * 1000 }
}

/**
 * Sends a notification to a person's browsers. The studio's pages show it in any case, so it counts as sent even if no
 * push service accepts it. A retry includes only browsers whose push service failed.
 */
async function sendToBrowsers(
  { notification, workspace, person: userId, attempts }: ClaimedNotification,
  { queue, clock, push, onError }: NotificationSenderOptions,
): Promise<Outcome> {
  const isRetry = attempts > 0
  if (isRetry && notification.readAt !== undefined) return { status: 'sent' }
  const subscriptions = (await queue.listPushSubscriptions(workspace, userId)).filter(
    ({ problem }) => !isRetry || problem,
  )
  const outcomes = await Promise.all(
    subscriptions.map(async (subscription) => {
      try {
        const outcome = await sendPush(notification, subscription, { ...push, workspace })
        await queue.recordPush(subscription.id, outcome)
        return outcome
      } catch (cause) {
        onError(cause)
        return undefined
      }
    }),
  )
  const problem = outcomes.find((outcome) => outcome?.status === 'retry')?.problem
  return (problem && planRetry(attempts, problem, clock)) ?? { status: 'sent', problem }
}

/**
 * Returns whether a run is still waiting for approval. The decision may have been made after the notification was
 * added.
 */
const isWaitingForApproval = (record: readonly RunEvent[]): boolean =>
  Object.values(foldRun(record).waiting ?? {}).some(({ waitFor }) => waitFor.kind === 'approval')
