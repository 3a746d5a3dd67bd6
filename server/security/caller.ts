import type { Problem } from '@aw-flow/schema'
import { defaultWorkspace } from './workspace.ts'

/**
 * The permissions that a caller can have in its workspace. `own` allows deleting the workspace, `operate` allows
 * reading the metrics of the whole server, and `account` allows signed-in users to change their own account.
 */
export type Permission = 'view' | 'comment' | 'edit' | 'execute' | 'administer' | 'own' | 'operate' | 'account'

/**
 * The authenticated sender of a request: the local owner, the holder of a token, a signed-in user, a user's API key, or
 * a user of the host application.
 */
export interface Caller {
  /** Identifies the caller within its workspace, for example in idempotency keys, uploads and logs. */
  id: string
  kind: 'local-owner' | 'token' | 'user' | 'api-key' | 'host-user' | 'link'
  /** Display name, shown as the author of decisions. */
  name: string
  /** The workspace that the caller's requests read and change. */
  workspace: string
  permissions: ReadonlySet<Permission>
  /** The session ID of a signed-in user. */
  session?: string
  /** The ID of the API key. */
  apiKey?: string
  /** When the token of a `host-user` expires, in ms since the Unix epoch. */
  expiresAt?: number
  /** The only workflow that a visitor with a link can access, and the credential. */
  link?: { workflow: string; credential: string }
  /** The reason why a `host-user` has no permissions. */
  problem?: Problem
}

const workspacePermissions: ReadonlySet<Permission> = new Set<Permission>([
  'view',
  'comment',
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
  // The local owner may call account routes, which then respond that the server has no accounts.
  permissions: new Set<Permission>([...allPermissions, 'account']),
}

/** Creates the caller for requests that are authenticated with a workspace's token. */
export const createTokenHolder = (workspace: string): Caller => ({
  id: 'token',
  kind: 'token',
  name: workspace,
  workspace,
  permissions: workspace === defaultWorkspace ? allPermissions : workspacePermissions,
})

/** Paths that do not require authentication: health checks, API documentation, OIDC sign-in and shared workflows. */
const publicPaths =
  /^\/(health(\/ready)?|docs(\/.*)?|openapi\.json|api\/v1\/(health|auth\/(settings|oidc\/(start|callback))|shared\/[^/]+(\/(link|runs\/[^/]+))?))$/

/** Path that starts a run of a shared workflow. The share link authorizes the request. */
const sharedRunPath = /^\/api\/v1\/shared\/[^/]+\/execute$/

/** Sign-in paths. They have their own rate limits. */
const signInPaths =
  /^\/api\/v1\/auth\/(request-otp|verify-otp|register|login|passkey-sign-in|passkey-sign-in\/options|refresh|session|reset-password|setup)$/

/** Paths for pull agents, which authenticate with their own tokens. */
const agentPaths = /^\/api\/v1\/agent-steps\//

/** Returns whether a request is allowed without a caller. Every other API route requires a `Permission`. */
export function isPublicRequest(method: string, path: string): boolean {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  if (method === 'POST' && (signInPaths.test(path) || sharedRunPath.test(path))) return true
  // Studio pages are static files without user data.
  return (isRead && publicPaths.test(path)) || agentPaths.test(path) || !/^\/(api|ws|metrics)(\/|$)/.test(path)
}
