import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { unlimitedUploads } from '../api/upload-allowance.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { isWorkspaceName } from '../security/workspace.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { OperatorLimits } from './quotas.ts'

const tags = ['config']
const path = '/api/v1/server/quotas/{workspace}'
const params = z.object({
  workspace: z
    .string()
    .max(100)
    .refine(isWorkspaceName, 'Expected a workspace ID')
    .openapi({ param: { name: 'workspace', in: 'path' }, example: 'sales' }),
})

const limitSchema = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).nullable().default(null)
const setLimitsSchema = z
  .strictObject({
    storage_bytes: limitSchema.openapi({ description: '0: no limit. Null: AW_DATA_QUOTA.' }),
    concurrent_runs: limitSchema.openapi({ description: '0: no limit. Null: AW_RUNS_QUOTA.' }),
    run_minutes: limitSchema.openapi({ description: '0: no limit. Null: AW_MINUTES_QUOTA.' }),
  })
  .openapi('SetServerQuotas', { example: { storage_bytes: 107_374_182_400, concurrent_runs: 100, run_minutes: null } })

const limitsSchema = z
  .object({
    workspace_id: z.string(),
    storage_bytes: z.number().nullable(),
    concurrent_runs: z.number().nullable(),
    run_minutes: z.number().nullable(),
    applied: z
      .object({ storage_bytes: z.number(), concurrent_runs: z.number(), run_minutes: z.number() })
      .openapi({ description: 'The server limits that apply to the workspace. 0: no limit.' }),
  })
  .openapi('ServerQuotas')

const read = createRoute({
  'x-permission': 'operate',
  method: 'get',
  path,
  tags,
  summary: 'Get the server limits for a workspace',
  request: { params },
  responses: {
    200: describeJsonResponse('The limits.', limitsSchema),
    ...describeErrorResponses({ 422: 'Invalid workspace.' }),
  },
})

const replace = createRoute({
  'x-permission': 'operate',
  method: 'put',
  path,
  tags,
  summary: 'Set the server limits for a workspace; omitted limits come from the environment variables',
  description: 'Administrators of the workspace can set lower limits. Runs that have started are not stopped.',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SetServerQuotas' } } },
    },
  },
  responses: {
    200: describeJsonResponse('The limits.', limitsSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      422: 'Invalid workspace or limits.',
    }),
  },
})

/**
 * Adds the route `/api/v1/server/quotas/{workspace}`, which lets the operator set limits for individual workspaces.
 */
export function addOperatorQuotaRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission, uploadLimits = unlimitedUploads }: RouteDependencies,
): void {
  app.openAPIRegistry.register('SetServerQuotas', setLimitsSchema)
  const toWire = async ({ workspace, quotas }: WorkspaceStore): Promise<z.infer<typeof limitsSchema>> => {
    const [limits, serverLimits] = await Promise.all([quotas.readOperatorLimits(), quotas.readServerLimits()])
    return {
      workspace_id: workspace,
      storage_bytes: limits.storageBytes,
      concurrent_runs: limits.concurrentRuns,
      run_minutes: limits.runMinutes,
      applied: {
        storage_bytes: serverLimits.storageBytes ?? uploadLimits.totalBytes,
        concurrent_runs: serverLimits.concurrentRuns,
        run_minutes: serverLimits.runMinutes,
      },
    }
  }

  app.openapi(read, async (context) => {
    requirePermission(context, 'operate')
    const { store } = await backend()
    return context.json(await toWire(store.forWorkspace(context.req.valid('param').workspace)), 200)
  })

  app.openapi(replace, async (context) => {
    requirePermission(context, 'operate')
    const store = (await backend()).store.forWorkspace(context.req.valid('param').workspace)
    const { body, rejection } = await readBody(context, setLimitsSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const limits: OperatorLimits = {
      storageBytes: body.storage_bytes,
      concurrentRuns: body.concurrent_runs,
      runMinutes: body.run_minutes,
    }
    await store.quotas.writeOperatorLimits(limits)
    return context.json(await toWire(store), 200)
  })
}
