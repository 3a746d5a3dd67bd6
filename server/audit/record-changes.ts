import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnvironment } from '../app-environment.ts'
import type { RunServices } from '../backend.ts'
import { isRecent } from '../store/database/is-due.ts'
import { describeChange, isExportPath, type ChangeDescription } from './describe-change.ts'

/** Body fields whose values are recorded. They are neither secret nor personal. */
const recordedFieldNames = [
  'role',
  'status',
  'enabled',
  'decision',
  'scopes',
  'name',
  'user_id',
  'workflow_id',
] as const
/** Maximum size of a request body whose fields are recorded, in bytes. */
const maxBodyBytes = 200_000

/** Fields whose values before and after a change are recorded. They are neither secret nor personal. */
const comparedFieldNames = [
  ...recordedFieldNames,
  'cron',
  'default_llm',
  'is_public',
  'max_tokens',
  'model',
  'number',
  'priority',
  'temperature',
  'time_zone',
  'timeout_ms',
  'version',
] as const
/** Period in which the use of an API key is recorded once, in ms. */
const keyUsePeriodMs = 3_600_000
const maxKnownKeys = 10_000

/** States what a request changes, so that the audit log contains values before and after. */
export function noteChange(
  context: Context<AppEnvironment>,
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
): void {
  context.set('change', { before: before ?? {}, after: after ?? {} })
}

/**
 * Creates the middleware that adds callers' changes and exports, and the use of API keys, to the audit log, after the change but before the response is sent.
 * Rejected requests and replayed responses are not recorded, because they do not change anything. If the server stops
 * between a change and its entry, the entry is missing.
 */
export function createAuditMiddleware(
  backend: () => Promise<Pick<RunServices, 'audit'>>,
  onError: (cause: unknown, context: Context<AppEnvironment>) => void,
  now: () => number = Date.now,
): MiddlewareHandler<AppEnvironment> {
  const keyUses = new Map<string, number>()
  const isFirstUse = (key: string): boolean => {
    const time = now()
    if (isRecent(keyUses.get(key) ?? -Infinity, keyUsePeriodMs, time)) return false
    keyUses.delete(key)
    keyUses.set(key, time)
    if (keyUses.size > maxKnownKeys) keyUses.delete(keyUses.keys().next().value!)
    return true
  }
  return async (context, next) => {
    await next()
    const { req, res } = context
    const caller = context.get('caller')
    const canChange = req.method !== 'GET' && req.method !== 'HEAD'
    if (!caller || !res.ok || !(canChange || caller.apiKey !== undefined || isExportPath(req.path))) return
    try {
      const { audit } = await backend()
      const { id: user, workspace, apiKey } = caller
      const client = { address: context.get('clientAddress'), userAgent: req.header('user-agent') }
      if (apiKey !== undefined && isFirstUse(apiKey)) {
        const use = { action: 'use', entityType: 'api_key', entityId: apiKey, changes: {} }
        await audit.add({ workspace, user, apiKey, ...use, ...client })
      }
      if (res.headers.has('idempotency-replayed')) return
      const change = describeChange(req.method, routePath(context, -1).replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}'))
      if (!change) return
      const response = await readResponse(context)
      await audit.add({
        workspace: findWorkspaceId(change, response) ?? workspace,
        user,
        apiKey,
        action: change.action,
        entityType: change.entityType,
        entityId: findEntityId(context, change, response),
        changes: { ...(canChange ? await readChanges(context) : {}), ...compareValues(context.get('change')) },
        ...client,
      })
    } catch (cause) {
      // The change itself succeeded, so the request must not fail.
      onError(cause, context)
    }
  }
}

/** Returns the values of recorded fields that differ, before and after a change. */
function compareValues(change: AppEnvironment['Variables']['change']): Record<string, unknown> {
  if (!change) return {}
  const isRecorded = (value: unknown): boolean =>
    value === null || ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value)
  const changedNames = comparedFieldNames.filter((name) => {
    if (change.after[name] === undefined) return false
    const [before, after] = [change.before[name] ?? null, change.after[name] ?? null]
    return isRecorded(before) && isRecorded(after) && JSON.stringify(before) !== JSON.stringify(after)
  })
  const pick = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      changedNames.map((name) => {
        const value = values[name] ?? null
        return [name, typeof value === 'string' ? value.slice(0, 200) : value]
      }),
    )
  return changedNames.length === 0 ? {} : { before: pick(change.before), after: pick(change.after) }
}

/** Reads the response of a POST request, which includes the ID of the created entity. */
async function readResponse({ req, res }: Context<AppEnvironment>): Promise<Record<string, unknown>> {
  const isJson = (res.headers.get('content-type') ?? '').startsWith('application/json')
  if (req.method !== 'POST' || !isJson) return {}
  const body: unknown = await res.clone().json()
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}

/** Returns the workspace that the request created or, by accepting an invitation, joined. */
function findWorkspaceId(
  { action, entityType }: ChangeDescription,
  response: Record<string, unknown>,
): string | undefined {
  if (entityType === 'workspace' && action === 'create') return toText(response.id)
  return entityType === 'invitation' && action === 'accept' ? toText(response.workspace_id) : undefined
}

function findEntityId(
  { req }: Context<AppEnvironment>,
  { idParam }: ChangeDescription,
  response: Record<string, unknown>,
): string | undefined {
  return (idParam === undefined ? toText(response.id) : req.param(idParam as never))?.slice(0, 200)
}

const toText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

async function readChanges({ req }: Context<AppEnvironment>): Promise<Record<string, unknown>> {
  const isJson = (req.header('content-type') ?? '').startsWith('application/json')
  if (!isJson || Number(req.header('content-length') ?? 0) > maxBodyBytes) return {}
  const body: unknown = await req.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {}
  const values = body as Record<string, unknown>
  // Settings of a workspace are fields of its configuration, whose names its own route records.
  const settingNames = Object.keys(Object(values.settings ?? {}) as object).map((name) => `settings.${name}`)
  const fields = [...Object.keys(values), ...settingNames]
    .slice(0, 50)
    .map((name) => name.slice(0, 100))
    .sort()
  const recordedEntries = recordedFieldNames.flatMap((name) => {
    const value = values[name]
    const isShort = typeof value === 'boolean' || (typeof value === 'string' && value.length <= 200)
    const isList = name === 'scopes' && Array.isArray(value)
    return isShort || isList ? [[name, value]] : []
  })
  return fields.length === 0 ? {} : { fields, ...(Object.fromEntries(recordedEntries) as Record<string, unknown>) }
}
