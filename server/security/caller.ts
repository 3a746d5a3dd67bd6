import { defaultWorkspace } from './workspace.ts'

/** The permissions of a caller in its workspace. `operate`: read metrics of the whole server. */
export type Permission = 'view' | 'edit' | 'execute' | 'administer' | 'operate'

/** A caller: the local owner, or a holder of a token. */
export interface Caller {
  /** Identifies the caller within its workspace, in idempotency keys, uploads and logs. */
  id: string
  kind: 'local-owner' | 'token'
  /** Shown to people as the author of decisions. */
  name: string
  /** The workspace that its requests read and change. */
  workspace: string
  permissions: ReadonlySet<Permission>
}

const workspacePermissions: ReadonlySet<Permission> = new Set<Permission>(['view', 'edit', 'execute', 'administer'])
const allPermissions: ReadonlySet<Permission> = new Set<Permission>([...workspacePermissions, 'operate'])

export const localOwner: Caller = {
  id: 'local-owner',
  kind: 'local-owner',
  name: 'local-owner',
  workspace: defaultWorkspace,
  permissions: allPermissions,
}

/** Returns the holder of the token of a workspace. */
export const createTokenHolder = (workspace: string): Caller => ({
  id: 'token',
  kind: 'token',
  name: workspace,
  workspace,
  permissions: workspace === defaultWorkspace ? allPermissions : workspacePermissions,
})

/** Paths without authentication: health, documentation, and shared workflows. */
const publicPaths = /^\/(health(\/ready)?|docs(\/.*)?|openapi\.json|api\/v1\/(health|shared\/[^/]+))$/

/** Paths of agents that pull their work, which have tokens of their own. */
const agentPaths = /^\/api\/v1\/agent-steps\//

/** Returns whether a request needs no caller. Every other route of the API asks for a permission (`Access`). */
export function isPublicRequest(method: string, path: string): boolean {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  // Pages of the studio are static files without user data.
  return (isRead && publicPaths.test(path)) || agentPaths.test(path) || !/^\/(api|ws|metrics)(\/|$)/.test(path)
}
