import { foldRun, isFinalRunState, type RunEvent } from '@aw-flow/schema'
import { exceedsInterruptionLimit } from '@aw-flow/schema/internal'

/** The properties of a run's record that determine how the worker continues the run. */
export interface RecordSummary {
  /** Number of events in the record. */
  length: number
  isEnded: boolean
  /** Whether all unfinished nodes are waiting. If so, an interruption does not count against the run. */
  isWaiting: boolean
  exceedsInterruptionLimit: boolean
  /**
   * Whether the run was resumed and has not completed a node since. If so, the run itself may have caused the
   * interruption.
   */
  isResumedWithoutProgress: boolean
}

export function summarizeRecord(record: readonly RunEvent[]): RecordSummary {
  const { state } = foldRun(record)
  return {
    length: record.length,
    isEnded: isFinalRunState(state),
    isWaiting: state === 'waiting',
    exceedsInterruptionLimit: exceedsInterruptionLimit(record),
    isResumedWithoutProgress: isResumedWithoutProgress(record),
  }
}

function isResumedWithoutProgress(record: readonly RunEvent[]): boolean {
  const lastProgressIndex = record.findLastIndex(({ type }) => type.startsWith('node-') && type !== 'node-started')
  return record.slice(lastProgressIndex + 1).some(({ type }) => type === 'run-resumed')
}
