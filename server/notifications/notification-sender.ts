import type { Clock } from '@aw-flow/engine'
import { error, foldRun, type RunEvent } from '@aw-flow/schema'
import type { Mailer } from '../accounts/mailer.ts'
import { runWithTrace } from '../operation/current-trace.ts'
import { createNotificationMail } from './notification-mail.ts'
import type { ClaimedNotification, NotificationQueue } from './notification-queue.ts'

/** Sends the notifications of people. Any number of servers may have one for the same store. */
export interface NotificationSender {
  /** Waits for the notifications that are being sent. */
  close(): Promise<void>
}

export interface NotificationSenderOptions {
  queue: NotificationQueue
  mailer: Pick<Mailer, 'deliver'>
  /** Address of the studio, without a slash at the end. */
  url: string | undefined
  clock: Pick<Clock, 'now' | 'elapsed'>
  /** Reads the record of a run. */
  readRun(workspace: string, run: string): Promise<readonly RunEvent[]>
  onFault(cause: unknown): void
}

/** Delays after failed attempts in seconds. After the last one, the notification has failed. */
const retrySeconds = [60, 600, 3_600, 14_400]
/** Maximum number of mails to a person per hour and workspace. */
export const maxMailsPerHour = 60
const hourMs = 3_600_000
const pollMs = 1_000
const maxReasonLength = 300

/** Opens a sender that looks for due notifications from now on. */
export function openNotificationSender(options: NotificationSenderOptions): NotificationSender {
  const { queue, clock, onFault } = options
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let isFaulty = false
  /** On the monotonic clock, in ms. */
  let nextCleanup = 0
  let current: Promise<void> | undefined

  const check = async (): Promise<void> => {
    let count = 0
    try {
      count = await sendDueNotifications(options)
      if (clock.elapsed() >= nextCleanup) {
        await queue.removeOld()
        nextCleanup = clock.elapsed() + hourMs
      }
      isFaulty = false
    } catch (cause) {
      // While the database is down, only the first failure is reported.
      if (!isFaulty && !isClosed) onFault(cause)
      isFaulty = true
    }
    if (isClosed) return
    timer = setTimeout(run, count > 0 ? 0 : pollMs)
    timer.unref()
  }
  const run = (): void => {
    if (isClosed) return
    current = runWithTrace(undefined, check).finally(() => (current = undefined))
  }
  run()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await current
    },
  }
}

/** Sends a batch of due notifications. Returns their number. */
export async function sendDueNotifications(options: NotificationSenderOptions): Promise<number> {
  const { queue } = options
  const due = await queue.claimDue()
  // One after another, so that the limit of mails counts those before.
  for (const claimed of due) await queue.record(claimed, await send(claimed, options))
  return due.length
}

type Outcome = Parameters<NotificationQueue['record']>[1]

async function send(claimed: ClaimedNotification, options: NotificationSenderOptions): Promise<Outcome> {
  const { notification, workspace, person, attempts } = claimed
  const { queue, mailer, url, clock, readRun } = options
  const { event, runId } = notification
  if (event === 'approval.needed' && !waitsForApproval(await readRun(workspace, runId))) return { status: 'dropped' }
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

/** Returns whether a run waits for an approval now. The approval may have been decided before the notification. */
const waitsForApproval = (record: readonly RunEvent[]): boolean =>
  Object.values(foldRun(record).waiting ?? {}).some(({ waitFor }) => waitFor.kind === 'approval')
