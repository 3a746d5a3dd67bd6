import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import { defaultWorkspace } from '../../security/workspace.ts'
import type { Database } from '../../store/database/database.ts'
import { openRows, openWorkspaceRows } from '../../store/database/workspace-rows.ts'
import { isOpenInvitation } from './invitations.ts'

/** Creates workspaces with their owners, and looks up owners and invitations. */
export type Memberships = ReturnType<typeof createMemberships>

export function createMemberships(
  database: Kysely<Database>,
  now: () => number,
  maxWorkspaces: number,
  onUserChanged: (userId: string) => Promise<void>,
) {
  const addOwner = async (executor: Kysely<Database>, workspaceId: string, userId: string): Promise<boolean> => {
    const members = openWorkspaceRows(executor, workspaceId, 'workspace_members')
    return (await members.insert({ user_id: userId, role: 'owner', joined_at: new Date(now()) })) !== undefined
  }
  return {
    /** Creates a workspace owned by the user. Returns its ID, or `undefined` if the user owns too many. */
    async createWorkspace(
      user: string,
      { name, description }: { name: string; description: string },
    ): Promise<string | undefined> {
      const id = randomUUID()
      const time = new Date(now())
      const isCreated = await database.transaction().execute(async (transaction) => {
        if (!(await canOwnAnother(transaction, user, maxWorkspaces))) return false
        await insertWorkspace(transaction, { id, name, description, time })
        return addOwner(transaction, id, user)
      })
      if (!isCreated) return undefined
      await onUserChanged(user)
      return id
    },
    /** Makes a user the owner of the default workspace. Returns `false` if the workspace already has an owner. */
    async claimDefaultWorkspace(user: string): Promise<boolean> {
      const time = new Date(now())
      const isClaimed = await database.transaction().execute(async (transaction) => {
        await insertWorkspace(transaction, { id: defaultWorkspace, name: 'Default', description: '', time })
        return addOwner(transaction, defaultWorkspace, user)
      })
      await onUserChanged(user)
      return isClaimed
    },
    hasDefaultOwner: async (): Promise<boolean> =>
      (await openWorkspaceRows(database, defaultWorkspace, 'workspace_members').find({ role: 'owner' })) !== undefined,
    /** Returns whether an email address has a valid invitation. */
    async isInvited(email: string): Promise<boolean> {
      const invitations = openRows(database, 'invitations').select({ email })
      return (await invitations.where(isOpenInvitation(now())).executeTakeFirst()) !== undefined
    },
  }
}

/** Returns whether a user owns fewer workspaces than allowed, and locks the user until the transaction ends. */
export async function canOwnAnother(
  transaction: Kysely<Database>,
  user: string,
  maxWorkspaces: number,
): Promise<boolean> {
  if (maxWorkspaces === 0) return true
  await transaction.selectFrom('users').select('id').where('id', '=', user).forUpdate().execute()
  const owned = await transaction
    .selectFrom('workspace_members')
    .innerJoin('workspaces', 'workspaces.workspace_id', 'workspace_members.workspace_id')
    .select('workspaces.workspace_id')
    .where('workspace_members.user_id', '=', user)
    .where('workspace_members.role', '=', 'owner')
    .where('workspaces.deleted_at', 'is', null)
    .execute()
  return owned.length < maxWorkspaces
}

/** Inserts a workspace unless one with the same ID exists. */
const insertWorkspace = (
  transaction: Kysely<Database>,
  { id, name, description, time }: { id: string; name: string; description: string; time: Date },
): Promise<unknown> =>
  openWorkspaceRows(transaction, id, 'workspaces').insert({
    name,
    description,
    settings: '{}',
    created_at: time,
    updated_at: time,
  })
