import type { StoredRun } from '@aw-flow/client'
import { isEnded, type RunView } from '@aw-flow/schema'

/** Statistics of runs: the success rate of those that ended, and the median duration of the completed ones. */
export interface RunFigures {
  ended: number
  /** From 0 to 1; absent if none has ended. Canceled runs are not counted. */
  successRate?: number
  /** In ms. */
  medianMs?: number
}

/** Computes the statistics of ended runs. */
export function runFigures(runs: readonly StoredRun[]): RunFigures {
  const completed = runs.filter(({ state }) => state === 'completed')
  const failed = runs.filter(({ state }) => state === 'failed').length
  const ended = completed.length + failed
  if (ended === 0) return { ended }
  const times = completed
    .flatMap(({ startedAt, endedAt }) => (endedAt === undefined ? [] : [endedAt - startedAt]))
    .sort((a, b) => a - b)
  const medianMs = times[Math.floor((times.length - 1) / 2)]
  return { ended, successRate: completed.length / ended, ...(medianMs === undefined ? {} : { medianMs }) }
}

/** Percentage of nodes that are done. It never decreases, and is 100 only after the run has ended. */
export function percentDone({ nodes, state: runState }: Pick<RunView, 'nodes' | 'state'>): number {
  const all = Object.values(nodes)
  const done = all.filter(({ endedAt, state }) => endedAt !== undefined || state === 'skipped').length
  const percent = all.length === 0 ? 0 : Math.floor((100 * done) / all.length)
  return isEnded(runState) ? percent : Math.min(99, percent)
}
