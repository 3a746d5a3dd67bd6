import { z } from '@hono/zod-openapi'
import { unlimitedUploads } from '../api/upload-allowance.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { isWorkspaceName } from '../security/workspace.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { OperatorLimits } from './quotas.ts'
import { jsonBody } from '../http/json-body.ts'

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

/**
 * Adds the route `/api/v1/server/quotas/{workspace}`, which lets the operator set limits for individual workspaces.
 */
export function addOperatorQuotaRoutes({
  createRoutes,
  backend,
  uploadLimits = unlimitedUploads,
}: RouteDependencies): void {
  const routes = createRoutes({ path, tags: ['config'] })
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

  routes.get('', {
    permission: 'operate',
    summary: 'Get the server limits for a workspace',
    params,
    responses: { 200: ['The limits.', limitsSchema], 422: 'Invalid workspace.' },
    handle: async ({ params }) => {
      const { store } = await backend()
      return await toWire(store.forWorkspace(params.workspace))
    },
  })

  routes.put('', {
    permission: 'operate',
    summary: 'Set the server limits for a workspace; omitted limits come from the environment variables',
    description: 'Administrators of the workspace can set lower limits. Runs that have started are not stopped.',
    params,
    body: jsonBody('SetServerQuotas', setLimitsSchema),
    responses: { 200: ['The limits.', limitsSchema], 422: 'Invalid workspace or limits.' },
    handle: async ({ params, body }) => {
      const store = (await backend()).store.forWorkspace(params.workspace)
      const limits: OperatorLimits = {
        storageBytes: body.storage_bytes,
        concurrentRuns: body.concurrent_runs,
        runMinutes: body.run_minutes,
      }
      await store.quotas.writeOperatorLimits(limits)
      return await toWire(store)
    },
  })
}
