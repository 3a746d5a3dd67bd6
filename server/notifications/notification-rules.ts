import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import { toLanguage } from '../http/language.ts'
import type { Database } from '../store/database/database.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type {
  NotificationChannel,
  NotificationEvent,
  NotificationRule,
  NotificationRuleDefinition,
} from './notification.ts'

/** Maximum number of rules per user and workspace. */
export const maxRules = 50

/**
 * Stores the notification rules of a workspace's users. The user ID is empty on servers without accounts.
 */
export interface NotificationRules {
  /** Lists a user's rules, oldest first. */
  list(userId: string): Promise<NotificationRule[]>
  find(userId: string, id: string): Promise<NotificationRule | undefined>
  /** Adds a rule. Resolves with `undefined` if the user already has the maximum number of rules. */
  add(userId: string, definition: NotificationRuleDefinition): Promise<NotificationRule | undefined>
  /** Changes a rule. Resolves with `undefined` if the ID is unknown. */
  change(userId: string, id: string, change: Partial<NotificationRuleDefinition>): Promise<NotificationRule | undefined>
  /** Removes a rule. Resolves with `false` if the ID is unknown. */
  remove(userId: string, id: string): Promise<boolean>
}

export function createNotificationRules(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
): NotificationRules {
  const select = (userId: string) =>
    database
      .selectFrom('notification_rules')
      .selectAll()
      .where('workspace_id', '=', workspace)
      .where('person', '=', userId)
  const find: NotificationRules['find'] = async (userId, id) => {
    if (!isValidId(id)) return undefined
    const row = await select(userId).where('id', '=', id).executeTakeFirst()
    return row && toRule(row)
  }
  return {
    find,
    async list(userId) {
      return (await select(userId).orderBy('created_at').orderBy('id').execute()).map(toRule)
    },
    async add(userId, definition) {
      const id = randomUUID()
      const time = new Date(now())
      const { workflow_id: workflowId, events, channel, email, language, enabled } = toColumns(definition)
      // The statement also checks the limit. Concurrent requests can still exceed it slightly.
      await sql`insert into notification_rules (id, workspace_id, person, workflow_id, events, channel, email, language,
          enabled, created_at, updated_at)
        select ${id}, ${workspace}, ${userId}, ${workflowId}, ${events}::text[], ${channel}, ${email}, ${language},
          ${enabled}::boolean, ${time}::timestamptz, ${time}::timestamptz
        where (select count(*) from notification_rules where workspace_id = ${workspace} and person = ${userId})
          < ${maxRules}::int`.execute(database)
      return find(userId, id)
    },
    async change(userId, id, change) {
      const currentRule = await find(userId, id)
      if (!currentRule) return undefined
      await database
        .updateTable('notification_rules')
        .set({ ...toColumns({ ...currentRule, ...change }), updated_at: new Date(now()) })
        .where('id', '=', id)
        .execute()
      return find(userId, id)
    },
    async remove(userId, id) {
      if (!isValidId(id)) return false
      const { numDeletedRows } = await database
        .deleteFrom('notification_rules')
        .where('workspace_id', '=', workspace)
        .where('person', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const toColumns = ({ workflowId, events, channel, email, language, enabled }: NotificationRuleDefinition) => ({
  workflow_id: workflowId ?? null,
  events: [...events],
  channel,
  email: email ?? null,
  language: language ?? null,
  enabled,
})

const toRule = (row: Selectable<Database['notification_rules']>): NotificationRule => ({
  id: row.id,
  ...(row.workflow_id === null ? {} : { workflowId: row.workflow_id }),
  events: row.events as NotificationEvent[],
  channel: row.channel as NotificationChannel,
  ...(row.email === null ? {} : { email: row.email }),
  ...(row.language === null ? {} : { language: toLanguage(row.language) }),
  enabled: row.enabled,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
