import type { StoredRun } from '@aw-flow/client'

/** What many runs come to: how many of those that ended were completed, and how long the middle one of these took. */
export interface RunFigures {
  ended: number
  /** 0 to 1; absent while none has ended. What a person has cancelled counts for neither side. */
  successRate?: number
  /** In ms. */
  medianMs?: number
}

/** The figures of runs that have ended. */
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
