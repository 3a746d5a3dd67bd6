/** What a caller may do. */
export type Right = 'view' | 'edit' | 'execute' | 'administer'

/** A caller: currently the local owner, or a holder of the server token. */
export interface Caller {
  /** Identifies the caller in idempotency keys, rate limits and logs. */
  id: string
  kind: 'local-owner' | 'token'
  rights: ReadonlySet<Right>
}

const everything: ReadonlySet<Right> = new Set<Right>(['view', 'edit', 'execute', 'administer'])

export const localOwner: Caller = { id: 'local-owner', kind: 'local-owner', rights: everything }
export const tokenHolder: Caller = { id: 'token', kind: 'token', rights: everything }

/** Paths without authentication: health, documentation, and shared workflows. */
const open = /^\/(health(\/ready)?|docs(\/.*)?|openapi\.json|api\/v1\/(health|shared\/[^/]+))$/

/**
 * The right that a request needs; `undefined` for public paths. Unknown routes need the highest right, so a new route is
 * closed until it is listed here.
 */
export function neededRight(method: string, path: string): Right | undefined {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  if (isRead && open.test(path)) return undefined
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
  'agents',
  'nodes',
  'templates',
])
