import type { StoredRun } from '@aw-flow/client'
import { isEnded, type RunView } from '@aw-flow/schema'

/** Statistics of runs. Canceled runs are not counted. */
export interface RunStatistics {
  /** Number of completed and failed runs. */
  ended: number
  /** Share of completed runs, from 0 to 1; absent without ended runs. */
  successRate?: number
  /** Median duration of the completed runs, in ms; absent without completed runs. */
  medianMs?: number
}

/** Computes statistics of finished runs. */
export function computeRunStatistics(runs: readonly StoredRun[]): RunStatistics {
  const completed = runs.filter(({ state }) => state === 'completed')
  const failed = runs.filter(({ state }) => state === 'failed').length
  const ended = completed.length + failed
  if (ended === 0) return { ended }
  const durations = completed
    .flatMap(({ startedAt, endedAt }) => (endedAt === undefined ? [] : [endedAt - startedAt]))
    .sort((a, b) => a - b)
  const medianMs = durations[Math.floor((durations.length - 1) / 2)]
  return { ended, successRate: completed.length / ended, ...(medianMs === undefined ? {} : { medianMs }) }
}

/** Returns the percentage of finished nodes. It never decreases, and is 100 only after the run has ended. */
export function computePercentDone({ nodes, state: runState }: Pick<RunView, 'nodes' | 'state'>): number {
  const nodeRuns = Object.values(nodes)
  const done = nodeRuns.filter(({ endedAt, state }) => endedAt !== undefined || state === 'skipped').length
  const percent = nodeRuns.length === 0 ? 0 : Math.floor((100 * done) / nodeRuns.length)
  return isEnded(runState) ? percent : Math.min(99, percent)
}
