import type { Problem } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { isOpenSession } from '../accounts/sign-in/sessions.ts'
import type { Database } from '../store/database/database.ts'
import { isDue } from '../store/database/is-due.ts'
import { findOwner } from '../store/runs/run-conditions.ts'
import { toLanguage } from '../http/language.ts'
import type { MailRecipient } from './notification-mail.ts'
import { toNotification, type RunNotification } from './notifications.ts'
import type { PushOutcome } from './push-sender.ts'
import { toPushSubscription, type PushSubscription } from './push-subscriptions.ts'

/** A notification that a sender has claimed for a limited time. */
export interface ClaimedNotification {
  notification: RunNotification
  workspace: string
  /** ID of the user. Empty on servers without accounts. */
  person: string
  /** Recipient specified in the rule, on servers without accounts. */
  email?: string
  /** Number of previous attempts. */
  attempts: number
}

/** Queue of all workspaces' notifications, used by senders. */
export type NotificationQueue = ReturnType<typeof createNotificationQueue>

/** Duration of a claim, in ms. After that, other senders can claim the notification. */
const claimDurationMs = 60_000
const maxClaimedNotifications = 20

export const createNotificationQueue = (database: Kysely<Database>, now: () => number) => ({
  ...createRecipients(database, now),
  ...createClaims(database, now),
})

/** The users, and their browsers, that notifications are sent to. */
function createRecipients(database: Kysely<Database>, now: () => number) {
  const findMember = (workspace: string, userId: string) =>
    database
      .selectFrom('users')
      .innerJoin('workspace_members', 'workspace_members.user_id', 'users.id')
      .select(['users.email', 'users.language'])
      .where('workspace_members.workspace_id', '=', workspace)
      .where('users.id', '=', userId)
      .where('users.is_active', '=', true)
      .executeTakeFirst()
  return {
    /**
     * Determines the recipient of an email. On servers with accounts, this is the user, who must be a member of the
     * workspace; on servers without accounts, it is the recipient in the rule. Returns `undefined` if there is none.
     */
    async findRecipient({
      notification,
      workspace,
      person: userId,
      email,
    }: ClaimedNotification): Promise<MailRecipient | undefined> {
      if (userId !== '') {
        const member = await findMember(workspace, userId)
        return member && { email: member.email, language: toLanguage(member.language) }
      }
      if (email === undefined) return undefined
      const rule = await database
        .selectFrom('notification_rules')
        .select('language')
        .where('id', '=', notification.ruleId)
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
      return { email, language: toLanguage(rule?.language) }
    },
    /** Returns whether a user is a member of the workspace. */
    isMember: async (workspace: string, userId: string): Promise<boolean> =>
      (await findMember(workspace, userId)) !== undefined,
    /** Lists the subscriptions of a user's browsers in a workspace, except those whose session has ended. */
    async listPushSubscriptions(workspace: string, userId: string): Promise<PushSubscription[]> {
      const rows = await database
        .selectFrom('push_subscriptions')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('person', '=', userId)
        .where(({ or, eb, exists }) =>
          or([
            eb('session_id', 'is', null),
            exists(
              database
                .selectFrom('sessions')
                .select('sessions.id')
                .where('sessions.id', '=', sql.ref<string>('push_subscriptions.session_id'))
                .where('sessions.revoked_at', 'is', null)
                .where(isOpenSession(now())),
            ),
          ]),
        )
        .execute()
      return rows.map(toPushSubscription)
    },
    /** Stores the outcome of a push message to a browser. If its status is `gone`, removes the subscription. */
    async recordPush(id: string, { status, problem }: PushOutcome): Promise<void> {
      if (status === 'gone') {
        await database.deleteFrom('push_subscriptions').where('id', '=', id).execute()
        return
      }
      const serializedProblem = problem === undefined ? null : JSON.stringify(problem)
      await database
        .updateTable('push_subscriptions')
        .set({ problem: serializedProblem })
        .where('id', '=', id)
        .execute()
    },
  }
}

const createClaims = (database: Kysely<Database>, now: () => number) => ({
  /** Claims due notifications. Concurrent callers never receive the same notification. */
  async claimDue(): Promise<ClaimedNotification[]> {
    const isDueNow = isDue(sql`next_at`, now())
    // Owners take turns, so that one with many notifications does not delay the others.
    const { rows } = await sql<Selectable<Database['notifications']>>`
        update notifications set next_at = ${new Date(now() + claimDurationMs)}
        where id in (select id from notifications
          where status = 'pending' and ${isDueNow} and id in (
            select id from (
              select id, next_at, row_number() over (
                partition by ${findOwner(sql`notifications.workspace_id`)} order by next_at, id) as place
              from notifications where status = 'pending' and ${isDueNow}) due
            order by place, next_at limit ${maxClaimedNotifications})
          for update skip locked)
        returning *`.execute(database)
    return rows
      .toSorted((a, b) => a.occurred_at.getTime() - b.occurred_at.getTime())
      .map((row) => ({
        notification: toNotification(row),
        workspace: row.workspace_id,
        person: row.person,
        ...(row.email === null ? {} : { email: row.email }),
        attempts: row.attempts,
      }))
  },
  /** Stores the outcome of an attempt. `nextAt` is the time of the next attempt, in ms since the Unix epoch. */
  async record(
    { notification, attempts }: ClaimedNotification,
    {
      status,
      problem,
      nextAt,
    }: { status: RunNotification['status']; problem?: Problem | undefined; nextAt?: number | undefined },
  ): Promise<void> {
    await database
      .updateTable('notifications')
      .set({
        status,
        attempts: attempts + 1,
        next_at: nextAt === undefined ? null : new Date(nextAt),
        problem: problem === undefined ? null : JSON.stringify(problem),
      })
      .where('id', '=', notification.id)
      .execute()
  },
  /** Removes a notification that is no longer needed. */
  async remove(id: string): Promise<void> {
    await database.deleteFrom('notifications').where('id', '=', id).execute()
  },
  /**
   * Counts the emails that a workspace has sent to a user between two times, in ms since the Unix epoch. Later ones were
   * sent while the clock was ahead.
   */
  async countEmails(workspace: string, userId: string, since: number, until: number): Promise<number> {
    const { total } = await database
      .selectFrom('notifications')
      .select(({ fn }) => fn.countAll<number | string>().as('total'))
      .where('workspace_id', '=', workspace)
      .where('person', '=', userId)
      .where('channel', '=', 'mail')
      .where('status', '=', 'sent')
      .where('occurred_at', '>', new Date(since))
      .where('occurred_at', '<=', new Date(until))
      .executeTakeFirstOrThrow()
    return Number(total)
  },
})
