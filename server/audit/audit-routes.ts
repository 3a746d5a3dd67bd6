import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { describeErrorResponses } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import { sendAccountsDisabled } from '../accounts/account-wire.ts'
import type { AuditEntry, AuditFilter } from './audit-log.ts'
import { entryToWire, exportEntries, exportFormats } from './export-entries.ts'

const tags = ['audit']

const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional()
const filterSchema = z.object({
  user_id: z.string().max(200).optional(),
  action: z.string().max(100).optional().openapi({ example: 'update' }),
  entity_type: z.string().max(100).optional().openapi({ example: 'workflow' }),
  entity_id: z.string().max(200).optional(),
  from: timeSchema.openapi({ example: '2026-11-01' }),
  to: timeSchema.openapi({ description: 'End of the period, exclusive. A date without a time includes that day.' }),
})

const entrySchema = z
  .object({
    sequence: z.number().int().openapi({ description: 'Number of the entry in the workspace, from 1, without gaps.' }),
    id: z.string(),
    workspace_id: z.string(),
    timestamp: z.string(),
    user_id: z.string(),
    api_key_id: z.string().nullable(),
    action: z.string(),
    entity_type: z.string(),
    entity_id: z.string().nullable(),
    changes: z.record(z.string(), z.unknown()).openapi({ description: 'Names of changed fields, and some values.' }),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    hash: z.string().openapi({ description: 'HMAC of the entry and the hash of the previous entry.' }),
  })
  .openapi('AuditEntry')

const activitySchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    user_id: z.string(),
    user_name: z.string().nullable().openapi({
      description: 'Null if the account was deleted, or for `system`, which starts triggered runs.',
    }),
    action: z.string(),
    resource_type: z.string(),
    resource_id: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    created_at: z.string(),
  })
  .openapi('Activity')

const queryErrorResponses = describeErrorResponses({
  404: 'Accounts are turned off on this server.',
  422: 'Invalid query.',
})

const listActivity = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/activity',
  tags,
  summary: 'List the changes in the workspace, newest first',
  description: 'A server without accounts does not record changes.',
  request: { query: listQuerySchema },
  responses: {
    200: describeJsonResponse('The changes.', createPageSchema(activitySchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})
const list = createRoute({
  'x-permission': 'administer',
  method: 'get',
  path: '/api/v1/audit',
  tags,
  summary: 'List the entries of the audit log, newest first',
  request: { query: listQuerySchema.extend(filterSchema.shape) },
  responses: { 200: describeJsonResponse('The entries.', createPageSchema(entrySchema)), ...queryErrorResponses },
})
const exportLog = createRoute({
  'x-permission': 'administer',
  method: 'get',
  path: '/api/v1/audit/export',
  tags,
  summary: 'Export the audit log as JSON Lines or CSV, oldest first',
  request: { query: filterSchema.extend({ format: z.enum(exportFormats).default('jsonl') }) },
  responses: {
    200: {
      description: 'The entries.',
      content: {
        'application/x-ndjson': { schema: z.string() },
        'text/csv': { schema: z.string() },
      },
    },
    ...queryErrorResponses,
  },
})
const check = createRoute({
  'x-permission': 'administer',
  method: 'get',
  path: '/api/v1/audit/check',
  tags,
  summary: 'Verify that no audit log entry was changed or removed',
  responses: {
    200: describeJsonResponse(
      'The result.',
      z
        .object({
          valid: z.boolean(),
          entries: z.number().int().nullable(),
          removed: z
            .number()
            .int()
            .nullable()
            .openapi({ description: 'Number of entries removed after the retention period.' }),
          first_invalid: z.number().int().nullable().openapi({ description: 'Number of the first invalid entry.' }),
        })
        .openapi('AuditCheck', { example: { valid: true, entries: 120, removed: 0, first_invalid: null } }),
    ),
    ...describeErrorResponses({ 404: 'Accounts are turned off on this server.' }),
  },
})

/** Adds the routes for a workspace's activity feed and audit log. */
export function addAuditRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission }: RouteDependencies,
): void {
  app.openapi(listActivity, async (context) => {
    const { workspace } = requirePermission(context, 'view')
    const { accounts } = await backend()
    const pageRequest = toPageRequest(context.req.valid('query'))
    if (!accounts) return context.json({ items: [], total: 0, ...pageRequest }, 200)
    const entries = await accounts.audit.list(workspace, {}, pageRequest)
    const names = await accounts.users.findNames(entries.items.map(({ user }) => user))
    return context.json(
      toListResponse(entries, (entry) => activityToWire(entry, names)),
      200,
    )
  })

  app.openapi(list, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const query = context.req.valid('query')
    const page = await accounts.audit.list(workspace, toFilter(query), toPageRequest(query))
    return context.json(toListResponse(page, entryToWire), 200)
  })

  app.openapi(exportLog, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { format, ...query } = context.req.valid('query')
    const lines = exportEntries(accounts.audit.read(workspace, toFilter(query)), format)
    const bytes = (Readable.toWeb(Readable.from(lines)) as ReadableStream<string>).pipeThrough(new TextEncoderStream())
    return context.body(bytes, 200, {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
      'Content-Disposition': formatContentDisposition(`audit-${workspace}.${format}`),
    }) as never
  })

  app.openapi(check, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const result = await accounts.audit.check(workspace)
    return context.json(
      'entries' in result
        ? { valid: true, entries: result.entries, removed: result.removed, first_invalid: null }
        : { valid: false, entries: null, removed: null, first_invalid: result.firstInvalid },
      200,
    )
  })
}

const dayMs = 86_400_000

const toFilter = (query: z.infer<typeof filterSchema>): AuditFilter => ({
  user: query.user_id,
  action: query.action,
  entityType: query.entity_type,
  entityId: query.entity_id,
  from: query.from,
  until: query.to?.length === 10 ? new Date(Date.parse(query.to) + dayMs).toISOString() : query.to,
})

/** Converts an entry for the activity feed. Omits the IP address and user agent, which only administrators can see. */
const activityToWire = (entry: AuditEntry, names: ReadonlyMap<string, string>): z.infer<typeof activitySchema> => ({
  id: entry.id,
  workspace_id: entry.workspace,
  user_id: entry.user,
  user_name: names.get(entry.user) ?? null,
  action: entry.action,
  resource_type: entry.entityType,
  resource_id: entry.entityId,
  details: entry.changes,
  created_at: entry.createdAt,
})
