import { sql, type Kysely } from 'kysely'
import { resources } from '../resources/resources.ts'
import type { Database } from '../store/database/database.ts'
import { deletePersonKey, sealedPattern } from './personal-texts.ts'

/**
 * Outcome of deleting an account: the affected workspaces and API keys, or the owned workspaces that prevent the
 * deletion.
 */
export type AccountDeletion =
  | { workspaces: readonly string[]; apiKeys: readonly string[]; ownedWorkspaces?: undefined }
  | { ownedWorkspaces: readonly { id: string; name: string }[] }

/**
 * Deletes an account, including its sessions, keys, memberships, notifications and invitations. Also deletes the key
 * that encrypts the user's personal data, so that names and addresses in audit entries and runs become unreadable.
 * Workflows, data and runs remain in their workspaces. An account that owns a workspace is not deleted.
 */
export async function deleteAccount(
  database: Kysely<Database>,
  { id: userId, email }: { id: string; email: string },
  now: number,
): Promise<AccountDeletion> {
  return database.transaction().execute(async (transaction) => {
    // Lock the user, so that a concurrent transfer of a workspace to this user has to wait.
    await transaction.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
    const memberships = await transaction
      .selectFrom('workspace_members')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'workspace_members.workspace_id')
      .select(['workspaces.workspace_id as id', 'workspaces.name', 'workspaces.deleted_at', 'role'])
      .where('user_id', '=', userId)
      .orderBy('joined_at')
      .forUpdate('workspace_members')
      .execute()
    const activeMemberships = memberships.filter((membership) => membership.deleted_at === null)
    const ownedWorkspaces = activeMemberships.filter(({ role }) => role === 'owner')
    if (ownedWorkspaces.length > 0) return { ownedWorkspaces: ownedWorkspaces.map(({ id, name }) => ({ id, name })) }
    const apiKeys = await transaction.selectFrom('api_keys').select('id').where('user_id', '=', userId).execute()
    // The names of deleted workspaces are erased, because many workspaces are named after their owner.
    const deletedWorkspaces = memberships.filter(
      (membership) => membership.deleted_at !== null && membership.role === 'owner',
    )
    if (deletedWorkspaces.length > 0)
      await transaction
        .updateTable('workspaces')
        .set({ name: '', description: '', updated_at: new Date(now) })
        .where(
          'workspace_id',
          'in',
          deletedWorkspaces.map(({ id }) => id),
        )
        .execute()
    await deletePersonKey(transaction, userId, now)
    await eraseUnsealedData(transaction, userId, email)
    await deleteAccountRows(transaction, { userId, email })
    return { workspaces: activeMemberships.map(({ id }) => id), apiKeys: apiKeys.map(({ id }) => id) }
  })
}

/** Erases personal data that was stored before such data was encrypted. */
async function eraseUnsealedData(transaction: Kysely<Database>, userId: string, email: string): Promise<void> {
  await sql`update audit_entries set ip_address = null, user_agent = null where user_id = ${userId}
    and (ip_address not like ${sealedPattern} or user_agent not like ${sealedPattern})`.execute(transaction)
  await sql`update runs set triggered_by = null where started_by = ${userId}
    and triggered_by not like ${sealedPattern}`.execute(transaction)
  // If the user canceled a run, the run contains the user's email address or full name.
  await sql`update runs set cancelled_by = null where cancelled_by = ${email}
    or cancelled_by = (select full_name from users where id = ${userId})`.execute(transaction)
}

async function deleteAccountRows(
  transaction: Kysely<Database>,
  { userId, email }: { userId: string; email: string },
): Promise<void> {
  const personalTables = resources.flatMap(({ table, getPerson }) => (getPerson ? [table] : []))
  for (const table of ['notifications', 'push_subscriptions', ...personalTables])
    await sql`delete from ${sql.table(table)} where person = ${userId}`.execute(transaction)
  // Stored responses may contain names.
  await transaction.deleteFrom('idempotency_keys').where('caller', '=', userId).execute()
  await transaction
    .deleteFrom('invitations')
    .where(({ eb, or }) => or([eb('email', '=', email), eb('invited_by', '=', userId)]))
    .execute()
  await transaction.deleteFrom('one_time_codes').where('email', '=', email).execute()
  // Sessions, API keys, passkeys, memberships and identities are deleted along with the user.
  await transaction.deleteFrom('users').where('id', '=', userId).execute()
}
