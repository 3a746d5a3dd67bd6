import { sql, type Kysely } from 'kysely'
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
 * Deletes an account, including its sessions, keys, memberships, notifications and invitations. Also deletes the key of
 * the user's personal data, so that names and addresses in audit entries and runs become unreadable. Workflows, data
 * and runs remain in their workspaces. An account that owns a workspace is not deleted.
 */
export async function deleteAccount(
  database: Kysely<Database>,
  { id: user, email }: { id: string; email: string },
  now: number,
): Promise<AccountDeletion> {
  return database.transaction().execute(async (transaction) => {
    // Lock the user, so that a concurrent transfer of a workspace to this user has to wait.
    await transaction.selectFrom('users').select('id').where('id', '=', user).forUpdate().execute()
    const memberships = await transaction
      .selectFrom('workspace_members')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'workspace_members.workspace_id')
      .select(['workspaces.workspace_id as id', 'workspaces.name', 'workspaces.deleted_at', 'role'])
      .where('user_id', '=', user)
      .orderBy('joined_at')
      .forUpdate('workspace_members')
      .execute()
    const activeMemberships = memberships.filter((membership) => membership.deleted_at === null)
    const ownedWorkspaces = activeMemberships.filter(({ role }) => role === 'owner')
    if (ownedWorkspaces.length > 0) return { ownedWorkspaces: ownedWorkspaces.map(({ id, name }) => ({ id, name })) }
    const apiKeys = await transaction.selectFrom('api_keys').select('id').where('user_id', '=', user).execute()
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
    await deletePersonKey(transaction, user, now)
    await eraseUnsealedTexts(transaction, user, email)
    await deleteAccountRows(transaction, { user, email })
    return { workspaces: activeMemberships.map(({ id }) => id), apiKeys: apiKeys.map(({ id }) => id) }
  })
}

/** Erases personal data that was stored before such data was encrypted. */
async function eraseUnsealedTexts(transaction: Kysely<Database>, user: string, email: string): Promise<void> {
  await sql`update audit_entries set ip_address = null, user_agent = null where user_id = ${user}
    and (ip_address not like ${sealedPattern} or user_agent not like ${sealedPattern})`.execute(transaction)
  await sql`update runs set triggered_by = null where started_by = ${user}
    and triggered_by not like ${sealedPattern}`.execute(transaction)
  // If the user canceled a run, the run contains the user's email address, or full name at the time.
  await sql`update runs set cancelled_by = null where cancelled_by = ${email}
    or cancelled_by = (select full_name from users where id = ${user})`.execute(transaction)
}

async function deleteAccountRows(
  transaction: Kysely<Database>,
  { user, email }: { user: string; email: string },
): Promise<void> {
  for (const table of ['notifications', 'notification_rules', 'push_subscriptions'] as const)
    await transaction.deleteFrom(table).where('person', '=', user).execute()
  // Stored responses may contain names.
  await transaction.deleteFrom('idempotency_keys').where('caller', '=', user).execute()
  await transaction
    .deleteFrom('invitations')
    .where(({ eb, or }) => or([eb('email', '=', email), eb('invited_by', '=', user)]))
    .execute()
  await transaction.deleteFrom('one_time_codes').where('email', '=', email).execute()
  // Sessions, API keys, passkeys, memberships and identities are deleted along with the user.
  await transaction.deleteFrom('users').where('id', '=', user).execute()
}
