import { defined } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { isRole, type Role } from '../security/roles.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import { canOwnAnother } from './memberships.ts'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { WorkspaceSettings } from './workspace-settings.ts'

/** A workspace. Times are in ISO 8601 format, UTC. */
export interface WorkspaceRecord {
  id: string
  name: string
  description: string
  owner: string | null
  /** Settings that the server does not use. */
  settings: WorkspaceSettings
  createdAt: string
  updatedAt: string
}

export interface MemberRecord {
  user: string
  email: string
  fullName: string | null
  role: Role
  invitedBy: string | null
  joinedAt: string
}

/**
 * Outcome of a membership change. `owner`: nothing changed, because the owner's role can only be transferred. `limit`: nothing changed, because the member owns too many workspaces.
 */
export type MemberChangeOutcome = 'changed' | 'owner' | 'missing' | 'limit'

/** Stores workspaces and their members. Does not check permissions; callers must. */
export type Workspaces = ReturnType<typeof createWorkspaces>

export function createWorkspaces(
  database: Kysely<Database>,
  now: () => number,
  maxWorkspaces: number,
  onUserChanged: (userId: string) => Promise<void>,
) {
  const selectWorkspaces = () =>
    database
      .selectFrom('workspaces')
      .leftJoin('workspace_members as owners', (join) =>
        join.onRef('owners.workspace_id', '=', 'workspaces.workspace_id').on('owners.role', '=', 'owner'),
      )
      .selectAll('workspaces')
      .select('owners.user_id as owner')
      .where('workspaces.deleted_at', 'is', null)
  const findRole = async (executor: Kysely<Database>, id: string, userId: string): Promise<string | undefined> => {
    const member = await executor
      .selectFrom('workspace_members')
      .select('role')
      .where('workspace_id', '=', id)
      .where('user_id', '=', userId)
      .forUpdate()
      .executeTakeFirst()
    return member?.role
  }
  const setRole = (executor: Kysely<Database>, id: string, userId: string, role: Role): Promise<unknown> =>
    executor
      .updateTable('workspace_members')
      .set({ role })
      .where('workspace_id', '=', id)
      .where('user_id', '=', userId)
      .execute()
  /** Withdraws the invitations sent by a member who may no longer have permission to invite. */
  const withdrawInvitations = (executor: Kysely<Database>, id: string, userId: string): Promise<unknown> =>
    executor.deleteFrom('invitations').where('workspace_id', '=', id).where('invited_by', '=', userId).execute()
  /** Changes a member other than the owner, in a single transaction. */
  const changeMember = async (
    id: string,
    userId: string,
    change: (transaction: Kysely<Database>) => Promise<unknown>,
  ): Promise<MemberChangeOutcome> => {
    const outcome = await database.transaction().execute(async (transaction): Promise<MemberChangeOutcome> => {
      const role = await findRole(transaction, id, userId)
      if (role === undefined) return 'missing'
      if (role === 'owner') return 'owner'
      await change(transaction)
      await withdrawInvitations(transaction, id, userId)
      return 'changed'
    })
    await onUserChanged(userId)
    return outcome
  }
  return {
    async find(id: string): Promise<WorkspaceRecord | undefined> {
      const row = await selectWorkspaces().where('workspaces.workspace_id', '=', id).executeTakeFirst()
      return row && toRecord(row)
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
      return rows.flatMap(({ role, ...row }) => (isRole(role) ? [{ workspace: toRecord(row), role }] : []))
    },
    async update(
      id: string,
      {
        name,
        description,
        settings,
      }: {
        name?: string | undefined
        description?: string | undefined
        settings?: WorkspaceSettings | undefined
      },
    ): Promise<boolean> {
      const updatedRow = await database
        .updateTable('workspaces')
        .set(
          defined({
            updated_at: new Date(now()),
            name,
            description,
            settings: settings === undefined ? undefined : toStorableText(JSON.stringify(settings)),
          }),
        )
        .where('workspace_id', '=', id)
        .where('deleted_at', 'is', null)
        .returning('workspace_id')
        .executeTakeFirst()
      return updatedRow !== undefined
    },
    /** Marks a workspace as deleted. Its members, API keys and invitations lose access. */
    async remove(id: string): Promise<'removed' | 'default' | 'missing'> {
      if (id === defaultWorkspace) return 'default'
      const removedRow = await database
        .updateTable('workspaces')
        .set({ deleted_at: new Date(now()) })
        .where('workspace_id', '=', id)
        .where('deleted_at', 'is', null)
        .returning('workspace_id')
        .executeTakeFirst()
      await database.deleteFrom('invitations').where('workspace_id', '=', id).execute()
      for (const { user } of await this.listMembers(id)) await onUserChanged(user)
      return removedRow ? 'removed' : 'missing'
    },
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
      return rows.flatMap((row) =>
        isRole(row.role)
          ? [
              {
                user: row.user_id,
                email: row.email,
                fullName: row.full_name,
                role: row.role,
                invitedBy: row.invited_by,
                joinedAt: row.joined_at.toISOString(),
              },
            ]
          : [],
      )
    },
    /** Changes the role of any member except the owner, and withdraws the invitations that the member sent. */
    changeRole: (id: string, userId: string, role: Exclude<Role, 'owner'>): Promise<MemberChangeOutcome> =>
      changeMember(id, userId, (transaction) => setRole(transaction, id, userId, role)),
    removeMember: (id: string, userId: string): Promise<MemberChangeOutcome> =>
      changeMember(id, userId, (transaction) =>
        transaction
          .deleteFrom('workspace_members')
          .where('workspace_id', '=', id)
          .where('user_id', '=', userId)
          .execute(),
      ),
    /** Makes a member the owner of the workspace. The previous owner becomes an administrator. */
    async transferOwnership(id: string, userId: string): Promise<MemberChangeOutcome> {
      const ownerId = (await this.find(id))?.owner
      const outcome = await database.transaction().execute(async (transaction): Promise<MemberChangeOutcome> => {
        const role = await findRole(transaction, id, userId)
        if (role === undefined) return 'missing'
        if (role === 'owner') return 'owner'
        if (!(await canOwnAnother(transaction, userId, maxWorkspaces))) return 'limit'
        // A unique index allows only one owner, so concurrent transfers fail instead of creating two owners.
        if (ownerId) await setRole(transaction, id, ownerId, 'administrator')
        await setRole(transaction, id, userId, 'owner')
        return 'changed'
      })
      await Promise.all([userId, ...(ownerId ? [ownerId] : [])].map(onUserChanged))
      return outcome
    },
  }
}

const toRecord = (row: Selectable<Database['workspaces']> & { owner: string | null }): WorkspaceRecord => ({
  id: row.workspace_id,
  name: row.name,
  description: row.description,
  owner: row.owner,
  settings: JSON.parse(row.settings) as WorkspaceSettings,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
