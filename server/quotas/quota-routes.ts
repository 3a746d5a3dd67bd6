import { readConfiguration, writeConfiguration } from '../api/configuration.ts'
import { unlimitedUploads } from '../api/upload-allowance.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { quotasSchema, readQuotas, setQuotasSchema, toModelLimits, toWorkspaceLimits } from './quota-wire.ts'
import { jsonBody } from '../http/json-body.ts'

const path = '/api/v1/quotas'

/** Adds the route `/api/v1/quotas`. Monthly model limits are stored in the configuration (`/api/v1/config`). */
export function addQuotaRoutes({ createWorkspaceRoutes, uploadLimits = unlimitedUploads }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['config'] })

  routes.get('', {
    permission: 'view',
    summary: 'Get the workspace quotas and their usage',
    responses: { 200: ['The quotas.', quotasSchema] },
    handle: async ({ store }) => await readQuotas(store, await readConfiguration(store.state), uploadLimits),
  })

  routes.put('', {
    permission: 'administer',
    summary: 'Replace the workspace quotas; omitted quotas are removed',
    description: 'The server limits also apply. Runs that have started are not stopped.',
    body: jsonBody('SetQuotas', setQuotasSchema),
    responses: { 200: ['The quotas.', quotasSchema], 422: 'Invalid quotas.' },
    handle: async ({ store, body }) => {
      const { llm_month_limits: _, ...configuration } = await readConfiguration(store.state)
      const modelLimits = toModelLimits(body)
      const newConfiguration =
        Object.keys(modelLimits).length === 0 ? configuration : { ...configuration, llm_month_limits: modelLimits }
      await store.quotas.writeLimits(toWorkspaceLimits(body))
      await writeConfiguration(store.state, newConfiguration)
      return await readQuotas(store, newConfiguration, uploadLimits)
    },
  })
}
