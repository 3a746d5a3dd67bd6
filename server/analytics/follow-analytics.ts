import type { WorkspaceRunServices } from '../backend.ts'
import { repeatWork } from '../operation/repeat-work.ts'
import { readCurrentCounts, readOverview } from './analytics-reports.ts'
import { rangeQuerySchema, toReportRange } from './analytics-wire.ts'

const pollMs = 2_000

/** Sends the overview of the last 30 days, and sends it again whenever more runs have ended. */
export function followAnalytics(
  services: WorkspaceRunServices,
  send: (message: object) => void,
  onError: (cause: unknown) => void,
): { onDrain(): void; close(): void } {
  const { analytics } = services.store
  let sentVersion: number | undefined
  const pollingTask = repeatWork(
    async () => {
      const version = await analytics.refresh()
      if (version === sentVersion) return pollMs
      const range = toReportRange(rangeQuerySchema.parse({}), Date.now())!
      const report = await analytics.getCachedReport(JSON.stringify(['overview', range]), () =>
        readOverview(services, range),
      )
      const counts = await readCurrentCounts(services)
      send({ type: 'analytics', timestamp: new Date().toISOString(), overview: { ...report, ...counts } })
      sentVersion = version
      return pollMs
    },
    { retryMs: pollMs, onError },
  )
  return { onDrain: () => undefined, close: () => void pollingTask.close() }
}
