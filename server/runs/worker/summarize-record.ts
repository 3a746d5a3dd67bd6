import { foldRun, isEnded, exceedsInterruptionLimit, type RunEvent } from '@aw-flow/schema'

/** Summary of a record, which determines how its run continues. */
export interface RecordSummary {
  /** Number of events. */
  length: number
  isEnded: boolean
  /** Whether all unfinished nodes wait, so that an interruption is not a failure of the run. */
  isWaiting: boolean
  exceedsInterruptionLimit: boolean
  /** Whether the run was resumed and interrupted again at the same point, so the run itself may be the cause. */
  isResumedWithoutProgress: boolean
}

export function summarizeRecord(record: readonly RunEvent[]): RecordSummary {
  const { state } = foldRun(record)
  return {
    length: record.length,
    isEnded: isEnded(state),
    isWaiting: state === 'waiting',
    exceedsInterruptionLimit: exceedsInterruptionLimit(record),
    isResumedWithoutProgress: isResumedWithoutProgress(record),
  }
}

function isResumedWithoutProgress(record: readonly RunEvent[]): boolean {
  const lastProgressIndex = record.findLastIndex(({ type }) => type.startsWith('node-') && type !== 'node-started')
  return record.slice(lastProgressIndex + 1).some(({ type }) => type === 'run-resumed')
}
