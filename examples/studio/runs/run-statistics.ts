import type { StoredRun } from '@aw-flow/client'
import { isFinalRunState, defined, type RunView } from '@aw-flow/schema'

/** Run statistics. Canceled runs are excluded. */
export interface RunStatistics {
  /** Number of runs that completed or failed. */
  endedCount: number
  /** Fraction of completed runs, from 0 to 1. Absent if no run has ended. */
  successRate?: number
  /** Median duration of completed runs, in ms. Absent if no run has completed. */
  medianMs?: number
}

/** Computes statistics for the runs that completed or failed. */
export function computeRunStatistics(runs: readonly StoredRun[]): RunStatistics {
  const completed = runs.filter(({ state }) => state === 'completed')
  const failedCount = runs.filter(({ state }) => state === 'failed').length
  const endedCount = completed.length + failedCount
  if (endedCount === 0) return { endedCount }
  const durations = completed
    .flatMap(({ startedAt, endedAt }) => (endedAt === undefined ? [] : [endedAt - startedAt]))
    .sort((a, b) => a - b)
  const medianMs = durations[Math.floor((durations.length - 1) / 2)]
  return defined({ endedCount, successRate: completed.length / endedCount, medianMs })
}

/** Returns the percentage of finished nodes. It never decreases, and reaches 100 only after the run has ended. */
export function computePercentDone({ nodes, state: runState }: Pick<RunView, 'nodes' | 'state'>): number {
  const nodeRuns = Object.values(nodes)
  const finishedCount = nodeRuns.filter(({ endedAt, state }) => endedAt !== undefined || state === 'skipped').length
  const percent = nodeRuns.length === 0 ? 0 : Math.floor((100 * finishedCount) / nodeRuns.length)
  return isFinalRunState(runState) ? percent : Math.min(99, percent)
}
