import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { sendTexts } from '../http/send-stream.ts'
import { authorNameSchema, readAuthorNames } from '../wire/author-names.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import { parsePosition } from './audit-anchors.ts'
import type { AuditEntry } from './audit-log.ts'
import type { AuditFilter } from './audit-rows.ts'
import { entryToWire, exportEntries, exportFormats } from './export-entries.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

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
    user_name: authorNameSchema,
    api_key_id: z.string().nullable(),
    action: z.string(),
    entity_type: z.string(),
    entity_id: z.string().nullable(),
    changes: z.record(z.string(), z.unknown()).openapi({
      description: 'Names of changed fields, some values, and some values before and after the change.',
    }),
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

/** Actions that only administrators see, in the audit log. */
const privateActions = ['sign_in', 'sign_in_failed', 'sign_out', 'use']

/** Adds the routes for a workspace's activity feed and audit log. */
export function addAuditRoutes({ createRoutes, backend }: RouteDependencies): void {
  const routes = createRoutes({ path: '/api/v1', tags: ['audit'] })
  routes.get('/activity', {
    permission: 'view',
    summary: 'List the changes in the workspace, newest first',
    query: listQuerySchema,
    responses: { 200: ['The changes.', createPageSchema(activitySchema)] },
    handle: async ({ caller: { workspace }, query }) => {
      const { accounts, audit } = await backend()
      const entries = await audit.list(workspace, { excludedActions: privateActions }, toPageRequest(query))
      const getName = await readAuthorNames(
        accounts,
        entries.items.map(({ user }) => user),
      )
      return toListResponse(entries, (entry) => activityToWire(entry, getName(entry.user)))
    },
  })

  routes.get('/audit', {
    permission: 'administer',
    summary: 'List the entries of the audit log, newest first',
    query: listQuerySchema.extend(filterSchema.shape),
    responses: { 200: ['The entries.', createPageSchema(entrySchema)] },
    handle: async ({ caller: { workspace }, query }) => {
      const { accounts, audit } = await backend()
      const page = await audit.list(workspace, toFilter(query), toPageRequest(query))
      const getName = await readAuthorNames(
        accounts,
        page.items.map(({ user }) => user),
      )
      return toListResponse(page, (entry) => ({ ...entryToWire(entry), user_name: getName(entry.user) }))
    },
  })

  routes.get('/audit/export', {
    permission: 'administer',
    summary: 'Export the audit log as JSON Lines or CSV, oldest first',
    query: filterSchema.extend({ format: z.enum(exportFormats).default('jsonl') }),
    responses: {
      200: {
        description: 'The entries.',
        content: {
          'application/x-ndjson': { schema: z.string() },
          'text/csv': { schema: z.string() },
        },
      },
    },
    handle: async ({ context, caller: { workspace }, query: { format, ...query } }) => {
      const { audit } = await backend()
      const lines = exportEntries(audit.read(workspace, toFilter(query)), format)
      const head = await audit.readSignedHead(workspace)
      return sendTexts(context, lines, {
        'X-Audit-Head': `${head.sequence} ${head.hash} ${head.proof}`,
        'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
        'Content-Disposition': formatContentDisposition(`audit-${workspace}.${format}`),
      })
    },
  })

  routes.get('/audit/check', {
    permission: 'administer',
    summary: 'Verify that no audit log entry was changed or removed',
    query: z.object({
      head: z
        .string()
        .max(300)
        .regex(/^\d{1,15}\s+[\w-]{40,64}/)
        .optional()
        .openapi({
          description:
            'End of the log at some time, which the log must contain: `audit_head` of the log of the server, `X-Audit-Head` of an export, or `sequence` and `hash` of its last line.',
        }),
    }),
    responses: {
      200: [
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
            head_file: z.enum(['intact', 'missing', 'damaged', 'different']).openapi({
              description: 'The end of the log in the data folder of the server. `missing` if the folder is new.',
            }),
          })
          .openapi('AuditCheck', {
            example: { valid: true, entries: 120, removed: 0, first_invalid: null, head_file: 'intact' },
          }),
      ],
    },
    handle: async ({ caller: { workspace }, query: { head } }) => {
      const { audit } = await backend()
      const { headFile, ...result } = await audit.check(workspace, head === undefined ? undefined : parsePosition(head))
      return 'entries' in result
        ? { valid: true, entries: result.entries, removed: result.removed, first_invalid: null, head_file: headFile }
        : {
            valid: false,
            entries: null,
            removed: null,
            first_invalid: result.firstInvalid ?? null,
            head_file: headFile,
          }
    },
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
const activityToWire = (entry: AuditEntry, name: string | null): z.infer<typeof activitySchema> =>
  recordToWire(activitySchema, entry, {
    workspace_id: entry.workspace,
    user_id: entry.user,
    user_name: name,
    resource_type: entry.entityType,
    resource_id: entry.entityId,
    details: entry.changes,
  })
