import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnvironment } from '../app-environment.ts'
import type { RunServices } from '../backend.ts'
import { describeChange, type ChangeDescription } from './describe-change.ts'

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

/**
 * Creates the middleware that adds members' changes to the audit log, after the change but before the response is sent.
 * Rejected requests and replayed responses are not recorded, because they do not change anything. If the server stops
 * between a change and its entry, the entry is missing.
 */
export function createAuditMiddleware(
  backend: () => Promise<Pick<RunServices, 'accounts'>>,
  onError: (cause: unknown, context: Context<AppEnvironment>) => void,
): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    await next()
    const { req, res } = context
    const caller = context.get('caller')
    if (!caller || !res.ok || res.headers.has('idempotency-replayed')) return
    const change = describeChange(req.method, routePath(context, -1).replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}'))
    if (!change) return
    const { accounts } = await backend()
    if (!accounts) return
    try {
      const response = await readResponse(context)
      await accounts.audit.add({
        workspace: findWorkspaceId(change, response) ?? caller.workspace,
        user: caller.id,
        apiKey: caller.apiKey,
        action: change.action,
        entityType: change.entityType,
        entityId: findEntityId(context, change, response),
        changes: await readChanges(context),
        address: context.get('clientAddress'),
        userAgent: req.header('user-agent'),
      })
    } catch (cause) {
      // The change itself succeeded, so the request must not fail.
      onError(cause, context)
    }
  }
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
  const fields = Object.keys(values)
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
