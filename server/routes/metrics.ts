import { defined } from '@aw-flow/schema'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { ScrapedState } from '../operation/metrics.ts'
import { readDailyStatistics, readRunStatistics } from '../store/runs/run-statistics.ts'

/**
 * Adds the route `GET /metrics`. Process metrics are always included; metrics that come from the store are omitted
 * while it does not respond.
 */
export function addMetricsRoute({ createRoutes, backend, metrics, isReady }: RouteDependencies): void {
  const routes = createRoutes({ tags: ['system'] })
  const readState = async (): Promise<ScrapedState | undefined> => {
    if (!isReady()) return undefined
    try {
      const { store } = await backend()
      const { database } = store.openedDatabase
      const { byStatus, durations } = await readRunStatistics(database)
      const dailyStatistics = await readDailyStatistics(database)
      const connections = store.openedDatabase.getConnectionUsage()
      const queueLength = byStatus.queued ?? 0
      return { runs: byStatus, durations, queueLength, ...dailyStatistics, ...defined({ connections }) }
    } catch {
      return undefined
    }
  }
  routes.get('/metrics', {
    permission: 'operate',
    summary: 'Get metrics for all workspaces in Prometheus format; only the server operator can do this',
    responses: {
      200: {
        description: 'Metrics in the Prometheus text format.',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    },
    handle: async ({ context }) => {
      const { text, type } = await metrics.scrape(await readState())
      return context.body(text, 200, { 'Content-Type': type }) as never
    },
  })
}
