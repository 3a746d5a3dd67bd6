import type { RunServices } from '../backend.ts'
import type { AccountAuthenticator } from '../security/authenticate.ts'
import { rolePermissions } from '../security/roles.ts'
import type { Caller, Permission } from '../security/caller.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import { matchesHash, parseApiKey } from './api-keys.ts'
import type { AccountDirectory, UserState } from './account-directory.ts'
import type { Accounts } from './accounts.ts'

/** Creates account-based authentication. Requests wait until the backend has opened. */
export const createAccountAuthentication = (
  getBackend: () => Promise<Pick<RunServices, 'accounts'>>,
  now: () => number = Date.now,
): AccountAuthenticator => ({
  async identify(token, workspace) {
    const { accounts } = await getBackend()
    return accounts && identifyAccount(accounts, token, workspace, now)
  },
  async renew(caller) {
    const { accounts } = await getBackend()
    return accounts && renewAccount(accounts, caller, now)
  },
})

/**
 * Identifies the caller of a request by its access token or API key.
 *
 * @param workspaceId The requested workspace. Default: the first workspace that the user joined. If the user is not a
 *   member of the workspace, or it does not exist, the caller has no permissions.
 */
async function identifyAccount(
  { tokens, directory }: Pick<Accounts, 'tokens' | 'directory'>,
  token: string,
  workspaceId: string | undefined,
  now: () => number,
): Promise<Caller | undefined> {
  const apiKey = parseApiKey(token)
  if (apiKey) {
    const state = await directory.findApiKey(apiKey.id)
    if (!state || !matchesHash(apiKey.secret, state.hash) || state.expiresAt <= now()) return undefined
    const user = await directory.findUser(state.user)
    if (!user) return undefined
    const isOtherWorkspace = workspaceId !== undefined && workspaceId !== state.workspace
    const permissions = isOtherWorkspace ? [] : listPermissions(user, state.workspace)
    return {
      id: state.user,
      kind: 'api-key',
      name: user.name,
      workspace: state.workspace,
      permissions: new Set(permissions.filter((permission) => state.scopes.includes(permission))),
      apiKey: apiKey.id,
    }
  }
  const claims = await tokens.verifyAccessToken(token)
  return claims && createUserCaller(directory, claims, workspaceId)
}

/**
 * Updates a caller's permissions to the current ones. Returns `undefined` if the session or API key is no longer valid.
 */
async function renewAccount(
  { directory }: Pick<Accounts, 'directory'>,
  caller: Caller,
  now: () => number,
): Promise<Caller | undefined> {
  if (caller.session !== undefined)
    return createUserCaller(directory, { user: caller.id, session: caller.session }, caller.workspace)
  if (caller.apiKey === undefined) return caller
  const state = await directory.findApiKey(caller.apiKey)
  const user = state && state.expiresAt > now() ? await directory.findUser(state.user) : undefined
  if (!user || !state) return undefined
  const permissions = listPermissions(user, state.workspace).filter((permission) => caller.permissions.has(permission))
  return { ...caller, permissions: new Set(permissions) }
}

async function createUserCaller(
  directory: AccountDirectory,
  { user: id, session }: { user: string; session: string },
  requestedWorkspaceId: string | undefined,
): Promise<Caller | undefined> {
  const user = await directory.findUser(id)
  if (!user?.sessions.has(session)) return undefined
  const workspace = requestedWorkspaceId ?? user.roles.keys().next().value ?? ''
  const permissions = new Set<Permission>(['account', ...listPermissions(user, workspace)])
  return { id, kind: 'user', name: user.name, workspace, permissions, session }
}

/** Lists a user's permissions in a workspace. The owner of the default workspace is the server's operator. */
function listPermissions({ roles }: UserState, workspaceId: string): Permission[] {
  const role = roles.get(workspaceId)
  if (role === undefined) return []
  const isOperator = workspaceId === defaultWorkspace && role === 'owner'
  return [...rolePermissions[role], ...(isOperator ? (['operate'] as const) : [])]
}
