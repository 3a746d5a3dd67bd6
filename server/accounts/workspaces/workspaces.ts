import { defined } from '@aw-flow/schema'
import type { Kysely, UpdateObject } from 'kysely'
import { isRole, type Role } from '../../security/roles.ts'
import { defaultWorkspace } from '../../security/workspace.ts'
import { canOwnAnother } from './memberships.ts'
import type { Database } from '../../store/database/database.ts'
import { toRecord } from '../../store/database/row-record.ts'
import { openWorkspaceRows, type RowOf } from '../../store/database/workspace-rows.ts'
import { toStorableText } from '../../store/database/storable-text.ts'
import type { WorkspaceSettings } from './workspace-settings.ts'

/** A workspace. `settings` are those that the server does not use. */
export type WorkspaceRecord = ReturnType<typeof toWorkspace>

export type MemberRecord = ReturnType<typeof toMember>

/**
 * Outcome of a membership change. `owner`: nothing changed, because the owner's role can only be transferred. `limit`: nothing changed, because the member owns too many workspaces.
 */
export type MemberChangeOutcome = 'changed' | 'owner' | 'missing' | 'limit'

export function createWorkspaces(
  database: Kysely<Database>,
  now: () => number,
  maxWorkspaces: number,
  onUserChanged: (userId: string) => Promise<void>,
) {
  const members = createWorkspaceMembers(database, maxWorkspaces, onUserChanged)
  const selectWorkspaces = () =>
    database
      .selectFrom('workspaces')
      .leftJoin('workspace_members as owners', (join) =>
        join.onRef('owners.workspace_id', '=', 'workspaces.workspace_id').on('owners.role', '=', 'owner'),
      )
      .selectAll('workspaces')
      .select('owners.user_id as owner')
      .where('workspaces.deleted_at', 'is', null)
  const updateWorkspace = async (id: string, columns: UpdateObject<Database, 'workspaces'>): Promise<boolean> => {
    const query = database.updateTable('workspaces').set(columns)
    const updatedRow = await query
      .where('workspace_id', '=', id)
      .where('deleted_at', 'is', null)
      .returning('workspace_id')
      .executeTakeFirst()
    return updatedRow !== undefined
  }
  return {
    ...members,
    async find(id: string): Promise<WorkspaceRecord | undefined> {
      const row = await selectWorkspaces().where('workspaces.workspace_id', '=', id).executeTakeFirst()
      return row && toWorkspace(row)
    },
    /** Lists a user's workspaces, sorted by the time when the user joined them. */
    async list(userId: string): Promise<{ workspace: WorkspaceRecord; role: Role }[]> {
      const rows = await selectWorkspaces()
        .innerJoin('workspace_members as members', 'members.workspace_id', 'workspaces.workspace_id')
        .select('members.role as role')
        .where('members.user_id', '=', userId)
        .orderBy('members.joined_at')
        .orderBy('workspaces.workspace_id')
        .execute()
      return rows.flatMap(({ role, ...row }) => (isRole(role) ? [{ workspace: toWorkspace(row), role }] : []))
    },
    update: (
      id: string,
      {
        settings,
        ...columns
      }: { name?: string | undefined; description?: string | undefined; settings?: WorkspaceSettings | undefined },
    ): Promise<boolean> =>
      updateWorkspace(id, {
        ...defined({ ...columns, settings: settings && toStorableText(JSON.stringify(settings)) }),
        updated_at: new Date(now()),
      }),
    /** Marks a workspace as deleted. Its members, API keys and invitations lose access. */
    async remove(id: string): Promise<'removed' | 'default' | 'missing'> {
      if (id === defaultWorkspace) return 'default'
      const isRemoved = await updateWorkspace(id, { deleted_at: new Date(now()) })
      await database.deleteFrom('invitations').where('workspace_id', '=', id).execute()
      for (const { user } of await members.listMembers(id)) await onUserChanged(user)
      return isRemoved ? 'removed' : 'missing'
    },
  }
}

function createWorkspaceMembers(
  database: Kysely<Database>,
  maxWorkspaces: number,
  onUserChanged: (userId: string) => Promise<void>,
) {
  const openMembers = (executor: Kysely<Database>, id: string) => openWorkspaceRows(executor, id, 'workspace_members')
  /** Changes a member other than the owner, in a single transaction. */
  const changeMember = async (
    id: string,
    userId: string,
    change: (transaction: Kysely<Database>) => Promise<MemberChangeOutcome>,
  ): Promise<MemberChangeOutcome> => {
    const outcome = await database.transaction().execute(async (transaction): Promise<MemberChangeOutcome> => {
      const member = await openMembers(transaction, id).select({ user_id: userId }).forUpdate().executeTakeFirst()
      if (!member) return 'missing'
      return member.role === 'owner' ? 'owner' : change(transaction)
    })
    await onUserChanged(userId)
    return outcome
  }
  /** Withdraws the invitations sent by a member who may no longer have permission to invite. */
  const withdrawInvitations = async (
    executor: Kysely<Database>,
    id: string,
    userId: string,
  ): Promise<MemberChangeOutcome> => {
    await executor.deleteFrom('invitations').where('workspace_id', '=', id).where('invited_by', '=', userId).execute()
    return 'changed'
  }
  return {
    async listMembers(id: string): Promise<MemberRecord[]> {
      const rows = await database
        .selectFrom('workspace_members')
        .innerJoin('users', 'users.id', 'workspace_members.user_id')
        .selectAll('workspace_members')
        .select(['users.email as email', 'users.full_name as full_name'])
        .where('workspace_members.workspace_id', '=', id)
        .orderBy('joined_at')
        .orderBy('user_id')
        .execute()
      return rows.flatMap((row) => (isRole(row.role) ? [toMember({ ...row, role: row.role })] : []))
    },
    /** Changes the role of any member except the owner, and withdraws the invitations that the member sent. */
    changeRole: (id: string, userId: string, role: Exclude<Role, 'owner'>): Promise<MemberChangeOutcome> =>
      changeMember(id, userId, async (transaction) => {
        await openMembers(transaction, id).update({ user_id: userId }, { role })
        return withdrawInvitations(transaction, id, userId)
      }),
    removeMember: (id: string, userId: string): Promise<MemberChangeOutcome> =>
      changeMember(id, userId, async (transaction) => {
        await openMembers(transaction, id).remove({ user_id: userId })
        return withdrawInvitations(transaction, id, userId)
      }),
    /** Makes a member the owner of the workspace. The previous owner becomes an administrator. */
    async transferOwnership(id: string, userId: string): Promise<MemberChangeOutcome> {
      const owner = await openMembers(database, id).find({ role: 'owner' })
      const outcome = await changeMember(id, userId, async (transaction) => {
        if (!(await canOwnAnother(transaction, userId, maxWorkspaces))) return 'limit'
        const members = openMembers(transaction, id)
        // A unique index allows only one owner, so concurrent transfers fail instead of creating two owners.
        await members.update({ role: 'owner' }, { role: 'administrator' })
        await members.update({ user_id: userId }, { role: 'owner' })
        return 'changed'
      })
      if (owner) await onUserChanged(owner.user_id)
      return outcome
    },
  }
}

const toWorkspace = (row: RowOf<'workspaces'> & { owner: string | null }) => ({
  ...toRecord(row, ['name', 'description', 'created_at', 'updated_at']),
  id: row.workspace_id,
  owner: row.owner,
  settings: JSON.parse(row.settings) as WorkspaceSettings,
})

const toMember = (row: RowOf<'workspace_members'> & { email: string; full_name: string | null; role: Role }) => ({
  ...toRecord(row, ['email', 'role', 'joined_at']),
  user: row.user_id,
  fullName: row.full_name,
  invitedBy: row.invited_by,
})
