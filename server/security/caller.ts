/** What a caller may do. */
export type Right = 'view' | 'edit' | 'execute' | 'administer'

/** Who asks: until there are users, the owner of this computer, or whoever holds the server's token. */
export interface Caller {
  /** Stands beside what the caller does: keys of idempotency, limits, lists of who did what. */
  id: string
  kind: 'local-owner' | 'token'
  rights: ReadonlySet<Right>
}

const everything: ReadonlySet<Right> = new Set<Right>(['view', 'edit', 'execute', 'administer'])

export const localOwner: Caller = { id: 'local-owner', kind: 'local-owner', rights: everything }
export const tokenHolder: Caller = { id: 'token', kind: 'token', rights: everything }

/** Addresses that anyone may ask: whether the server is well, how it is used, its pages, and what is shared by a link. */
const open = /^\/(health(\/ready)?|docs(\/.*)?|openapi\.json|api\/v1\/(health|shared\/[^/]+))$/

/**
 * The right that a request needs; none for what anyone may ask. What no line names needs the highest: a route that is
 * added without one is closed.
 */
export function neededRight(method: string, path: string): Right | undefined {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  if (isRead && open.test(path)) return undefined
  if (path === '/metrics') return 'view'
  // Pages of the studio: files that hold nothing of anyone's.
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
