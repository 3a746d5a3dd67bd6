import { resources } from '../resources/resources.ts'

/** Audit description of the change that a route makes. */
export interface ChangeDescription {
  action: string
  entityType: string
  /** Name of the path parameter that identifies the entity. `undefined` if the path does not identify one. */
  idParam: string | undefined
}

/** Entity types, keyed by path segment. */
const entityTypes: Readonly<Record<string, string>> = {
  agents: 'agent',
  audit: 'audit_log',
  'api-keys': 'api_key',
  config: 'configuration',
  data: 'dataset',
  evaluations: 'evaluation',
  'event-triggers': 'event_trigger',
  'event-types': 'event_type',
  events: 'event',
  executions: 'run',
  files: 'dataset',
  gallery: 'public_template',
  invitations: 'invitation',
  invite: 'invitation',
  jobs: 'run',
  members: 'member',
  quotas: 'quota',
  retention: 'retention',
  runs: 'run',
  secrets: 'secret',
  templates: 'template',
  uploads: 'dataset',
  workflows: 'workflow',
  workspaces: 'workspace',
  ...Object.fromEntries(resources.map(({ path, noun }) => [path.split('/').at(-1), noun])),
}

/**
 * Routes that are not audited, because they change nothing, change only the user's account, or receive part of a file.
 */
const unauditedPaths = [
  /^\/api\/v1\/ai\//,
  /^\/api\/v1\/auth\/(me|passkeys|password|sessions|logout)/,
  /^\/api\/v1\/(agents|agents\/\{id\}|schedules|webhooks\/\{id\}|workflows\/\{id\})\/(preview|test|validate)$/,
  /^\/api\/v1\/notifications\/read$/,
  /^\/api\/v1\/uploads\/\{id\}$/,
]

/** Actions for paths that end with a noun. */
const actions: Readonly<Record<string, string>> = {
  approvals: 'decide',
  signals: 'signal',
  token: 'rotate_token',
  versions: 'create_version',
}

/** Returns whether a GET request with this path reads data to be kept elsewhere. */
export const isExportPath = (path: string): boolean => path.endsWith('/export')

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'update', DELETE: 'delete' }

/**
 * Describes the change that a route makes, based on its method and path pattern, such as
 * `/api/v1/workflows/{id}/execute`. Returns `undefined` if the route is not audited.
 */
export function describeChange(method: string, path: string): ChangeDescription | undefined {
  if (method === 'GET' && path === '/api/v1/auth/me/export')
    return { action: 'export', entityType: 'account', idParam: undefined }
  const verb = method === 'GET' && isExportPath(path) ? 'export' : verbs[method]
  if (verb === undefined || unauditedPaths.some((pattern) => pattern.test(path))) return undefined
  let entityType: string | undefined
  let idParam: string | undefined
  /** Last path segment after the entity, such as `execute` or `access`. */
  let suffix = ''
  for (const segment of path.split('/').slice(3)) {
    const param = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (param !== undefined) {
      // An invitation's token is secret, and an approval's node ID does not identify its run.
      if (suffix === '' && param !== 'token') idParam = param
      continue
    }
    const type = entityTypes[segment]
    if (type === undefined) suffix = segment.replaceAll('-', '_')
    else {
      entityType = type
      idParam = undefined
      suffix = ''
    }
  }
  if (entityType === undefined) return undefined
  if (verb === 'export') return { action: verb, entityType, idParam }
  if (suffix === '' || suffix === 'upload' || suffix === 'import')
    return { action: entityType === 'run' && method === 'POST' ? 'execute' : verb, entityType, idParam }
  const action = method === 'POST' ? (actions[suffix] ?? suffix) : `${verb}_${suffix}`
  return { action, entityType, idParam }
}
