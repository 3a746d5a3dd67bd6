import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { findRetentionDays, retentionKinds, type Retention, type RetentionDays } from './retention.ts'
import { jsonBody } from '../http/json-body.ts'
import { readBody } from '../http/read-json-body.ts'

const path = '/api/v1/retention'

const daysSchema = z.number().int().positive().nullable().default(null)
const setRetentionSchema = z
  .strictObject({
    runs: daysSchema.openapi({ description: 'Ended runs with their records and results.' }),
    results: daysSchema.openapi({ description: 'The tables of ended runs; the records remain.' }),
    deliveries: daysSchema.openapi({
      description: 'Requests to webhooks, deliveries to endpoints, and notifications.',
    }),
    audit_entries: daysSchema.openapi({ description: 'Audit log entries, which the activity list also shows.' }),
  })
  .openapi('SetRetention', { example: { runs: 90, results: 30, deliveries: 14, audit_entries: 365 } })

const retentionSchema = z
  .object({
    items: z.array(
      z.object({
        name: z.enum(retentionKinds),
        days: z
          .number()
          .nullable()
          .openapi({ description: 'Number of days for which the data is kept. Null: forever.' }),
        workspace_days: z.number().nullable().openapi({ description: 'Set by a workspace administrator.' }),
        min_days: z.number().openapi({ description: 'Minimum that the operator permits.' }),
        max_days: z.number().nullable().openapi({ description: 'Maximum that the operator permits. Null: no limit.' }),
      }),
    ),
  })
  .openapi('Retention')

/** Adds the route `/api/v1/retention`. */
export function addRetentionRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['config'] })

  routes.get('', {
    permission: 'view',
    summary: 'Get the workspace retention settings',
    responses: { 200: ['The retention settings.', retentionSchema] },
    handle: async ({ store: { retention } }) => toWire(retention, await retention.readSettings()),
  })

  routes.put('', {
    permission: 'administer',
    summary: 'Set the workspace retention; omitted types of data are kept as long as the operator permits',
    description: 'Older data is permanently removed within about an hour.',
    body: jsonBody('SetRetention', setRetentionSchema),
    responses: {
      200: ['The retention settings.', retentionSchema],
      422: 'Invalid numbers, or numbers outside the bounds set by the operator.',
    },
    handle: async ({ context, store: { retention } }) => {
      const settings = await readBody(context, createBodySchema(retention))
      await retention.writeSettings(settings)
      return toWire(retention, settings)
    },
  })
}

/** Creates the schema for the request body, with the operator's bounds. */
function createBodySchema({ bounds }: Retention): z.ZodType<RetentionDays> {
  const toSchema = ({ min, max }: { min: number; max: number | null }): z.ZodType<number | null> => {
    const days = z.number().int().min(min)
    return (max === null ? days.max(Number.MAX_SAFE_INTEGER) : days.max(max)).nullable().default(null)
  }
  return z.strictObject({
    runs: toSchema(bounds.runs),
    results: toSchema(bounds.results),
    deliveries: toSchema(bounds.deliveries),
    audit_entries: toSchema(bounds.audit_entries),
  })
}

const toWire = ({ bounds }: Retention, settings: RetentionDays): z.infer<typeof retentionSchema> => ({
  items: retentionKinds.map((name) => ({
    name,
    days: findRetentionDays(settings[name], bounds[name]),
    workspace_days: settings[name],
    min_days: bounds[name].min,
    max_days: bounds[name].max,
  })),
})
