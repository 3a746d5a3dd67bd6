/** What a caller is allowed to do. */
export type Permission = 'view' | 'edit' | 'execute' | 'administer'

/** A caller: currently the local owner, or a holder of the server token. */
export interface Caller {
  /** Identifies the caller in idempotency keys, rate limits and logs. */
  id: string
  kind: 'local-owner' | 'token'
  permissions: ReadonlySet<Permission>
}

const allPermissions: ReadonlySet<Permission> = new Set<Permission>(['view', 'edit', 'execute', 'administer'])

export const localOwner: Caller = { id: 'local-owner', kind: 'local-owner', permissions: allPermissions }
export const tokenHolder: Caller = { id: 'token', kind: 'token', permissions: allPermissions }

/** Paths without authentication: health, documentation, and shared workflows. */
const publicPaths = /^\/(health(\/ready)?|docs(\/.*)?|openapi\.json|api\/v1\/(health|shared\/[^/]+))$/

/**
 * Returns the permission that a request needs; `undefined` for public paths. Unknown routes need the highest
 * permission, so a new route is closed until it is listed here.
 */
export function findRequiredPermission(method: string, path: string): Permission | undefined {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  if (isRead && publicPaths.test(path)) return undefined
  if (path === '/metrics') return 'view'
  // Pages of the studio: static files without user data.
  if (!/^\/(api|ws)(\/|$)/.test(path)) return undefined
  const group = /^\/(?:ws|api\/v1(?:\/ws)?)\/([^/]+)/.exec(path)?.[1] ?? ''
  if (group === 'config' || group === 'secrets') return isRead ? 'view' : 'administer'
  if (!groups.has(group)) return 'administer'
  if (isRead) return 'view'
  if (method === 'DELETE' || path.endsWith('/restore')) return 'edit'
  if (/^\/api\/v1\/(runs|jobs|executions|agents)(\/|$)/.test(path) || path.endsWith('/execute')) return 'execute'
  return 'edit'
}

const groups = new Set([
  'health',
  'workflows',
  'runs',
  'jobs',
  'executions',
  'data',
  'tools',
  'uploads',
  'agents',
  'nodes',
  'templates',
])
