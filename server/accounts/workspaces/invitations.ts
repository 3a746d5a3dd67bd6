import { sql, type Kysely, type RawBuilder } from 'kysely'
import { randomUUID } from 'node:crypto'
import { isRole, type Role } from '../../security/roles.ts'
import type { Database } from '../../store/database/database.ts'
import { isUnexpired } from '../../store/database/is-due.ts'
import { toRecord } from '../../store/database/row-record.ts'
import { openWorkspaceRows, type RowOf } from '../../store/database/workspace-rows.ts'
import { createRandomId } from '../account-tokens.ts'
import { hashSecret } from '../api-keys.ts'

/** An invitation to a workspace. */
export type InvitationRecord = ReturnType<typeof toInvitation>

/** Role that can be assigned by an invitation or a role change. Ownership can only be transferred. */
export type InvitedRole = Exclude<Role, 'owner'>

const invitationLifetimeSeconds = 7 * 24 * 60 * 60

/** Returns the condition that an invitation has not expired. */
export const isOpenInvitation = (now: number): RawBuilder<boolean> =>
  isUnexpired(sql.ref('invitations.expires_at'), now, invitationLifetimeSeconds * 1000)

export function createInvitations(
  database: Kysely<Database>,
  now: () => number,
  onUserChanged: (userId: string) => Promise<void>,
) {
  const selectValidInvitations = () =>
    database
      .selectFrom('invitations')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'invitations.workspace_id')
      .leftJoin('users', 'users.id', 'invitations.invited_by')
      .selectAll('invitations')
      .select(['workspaces.name as workspace_name', 'users.full_name as inviter_name', 'users.email as inviter_email'])
      .where('workspaces.deleted_at', 'is', null)
      .where(isOpenInvitation(now()))
      .orderBy('invitations.created_at')
  return {
    /**
     * Creates an invitation, replacing any earlier one to the same workspace and address. `token` is sent by email; only
     * its hash is stored.
     */
    async add({
      workspace,
      email,
      role,
      invitedBy,
    }: {
      workspace: string
      email: string
      role: InvitedRole
      invitedBy: string
    }): Promise<{ record: InvitationRecord; token: string }> {
      const token = createRandomId()
      const row = {
        role,
        token_hash: hashSecret(token),
        invited_by: invitedBy,
        expires_at: new Date(now() + invitationLifetimeSeconds * 1000),
        created_at: new Date(now()),
      }
      const { id } = await database
        .insertInto('invitations')
        .values({ id: randomUUID(), workspace_id: workspace, email, ...row })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'email']).doUpdateSet(row))
        .returning('id')
        .executeTakeFirstOrThrow()
      const storedRow = await selectValidInvitations().where('invitations.id', '=', id).executeTakeFirstOrThrow()
      return { record: toInvitation(storedRow), token }
    },
    /** Lists the valid invitations to a workspace, or to an email address. */
    async list(filter: { workspace: string } | { email: string }): Promise<InvitationRecord[]> {
      const rows = await selectValidInvitations()
        .$if('workspace' in filter, (query) =>
          query.where('invitations.workspace_id', '=', (filter as { workspace: string }).workspace),
        )
        .$if('email' in filter, (query) => query.where('invitations.email', '=', (filter as { email: string }).email))
        .execute()
      return rows.map(toInvitation)
    },
    remove: (workspace: string, id: string): Promise<boolean> =>
      openWorkspaceRows(database, workspace, 'invitations').remove(id),
    /**
     * Accepts an invitation and adds the user to its workspace. Returns the workspace ID, or `undefined` if the address
     * has no valid invitation with this token.
     *
     * @param user The user's ID and verified email address.
     */
    async accept(token: string, user: { id: string; email: string }): Promise<string | undefined> {
      const workspaceId = await database.transaction().execute(async (transaction) => {
        const invitation = await transaction
          .deleteFrom('invitations')
          .where('token_hash', '=', hashSecret(token))
          .where('email', '=', user.email)
          .where(isOpenInvitation(now()))
          .where('workspace_id', 'in', (query) =>
            query.selectFrom('workspaces').select('workspace_id').where('deleted_at', 'is', null),
          )
          .returningAll()
          .executeTakeFirst()
        if (!invitation) return undefined
        // If the user is already a member, their current role is kept.
        const { workspace_id: workspace, role, invited_by: invitedBy } = invitation
        const members = openWorkspaceRows(transaction, workspace, 'workspace_members')
        await members.insert({ user_id: user.id, role, invited_by: invitedBy, joined_at: new Date(now()) })
        return workspace
      })
      await onUserChanged(user.id)
      return workspaceId
    },
  }
}

type InvitationRow = RowOf<'invitations'> & {
  workspace_name: string
  inviter_name: string | null
  inviter_email: string | null
}

const toInvitation = (row: InvitationRow) =>
  toRecord(row, ['id', 'workspace_name', 'email', 'invited_by', 'expires_at', 'created_at'], {
    workspace: row.workspace_id,
    role: isRole(row.role) ? row.role : 'viewer',
    invitedByName: row.inviter_name ?? row.inviter_email ?? row.invited_by,
  })
