import type { Problem } from '@aw-flow/schema'
import { defaultWorkspace } from './workspace.ts'

/**
 * The permissions of a caller in its workspace. `own`: delete the workspace. `operate`: read metrics of the whole
 * server. `account`: change the user's own account; only signed-in users have it.
 */
export type Permission = 'view' | 'edit' | 'execute' | 'administer' | 'own' | 'operate' | 'account'

/**
 * A caller: the local owner, a holder of a token, a signed-in user, an API key of a user, or a user of the host
 * application.
 */
export interface Caller {
  /** Identifies the caller within its workspace, in idempotency keys, uploads and logs. */
  id: string
  kind: 'local-owner' | 'token' | 'user' | 'api-key' | 'host-user'
  /** Shown as the author of decisions. */
  name: string
  /** The workspace that its requests read and change. */
  workspace: string
  permissions: ReadonlySet<Permission>
  /** The session id of a signed-in user. */
  session?: string
  /** The id of an API key. */
  apiKey?: string
  /** When the token of a `host-user` expires, in ms since the Unix epoch. */
  expiresAt?: number
  /** Why a `host-user` has no permissions. */
  problem?: Problem
}

const workspacePermissions: ReadonlySet<Permission> = new Set<Permission>([
  'view',
  'edit',
  'execute',
  'administer',
  'own',
])
const allPermissions: ReadonlySet<Permission> = new Set<Permission>([...workspacePermissions, 'operate'])

export const localOwner: Caller = {
  id: 'local-owner',
  kind: 'local-owner',
  name: 'local-owner',
  workspace: defaultWorkspace,
  // The local owner may call account routes, which respond that the server has no accounts.
  permissions: new Set<Permission>([...allPermissions, 'account']),
}

/** Returns the holder of a workspace's token. */
export const createTokenHolder = (workspace: string): Caller => ({
  id: 'token',
  kind: 'token',
  name: workspace,
  workspace,
  permissions: workspace === defaultWorkspace ? allPermissions : workspacePermissions,
})

/** Paths without authentication: health, documentation, and shared workflows. */
const publicPaths =
  /^\/(health(\/ready)?|docs(\/.*)?|openapi\.json|api\/v1\/(health|auth\/(settings|oidc\/(start|callback))|shared\/[^/]+(\/(link|runs\/[^/]+))?))$/

/** Runs of shared workflows, which links allow. */
const sharedRunPath = /^\/api\/v1\/shared\/[^/]+\/execute$/

/** Paths of requests for signing in, which have their own limits. */
const signInPaths =
  /^\/api\/v1\/auth\/(request-otp|verify-otp|register|login|passkey-sign-in|passkey-sign-in\/options|refresh|session|reset-password|setup)$/

/** Paths for pull agents, which use their own tokens. */
const agentPaths = /^\/api\/v1\/agent-steps\//

/** Returns whether a request needs no caller. Every other route of the API requires a permission (`Access`). */
export function isPublicRequest(method: string, path: string): boolean {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  if (method === 'POST' && (signInPaths.test(path) || sharedRunPath.test(path))) return true
  // Pages of the studio are static files without user data.
  return (isRead && publicPaths.test(path)) || agentPaths.test(path) || !/^\/(api|ws|metrics)(\/|$)/.test(path)
}
