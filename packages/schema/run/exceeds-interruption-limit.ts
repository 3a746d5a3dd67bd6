import type { RunEvent } from './run-event.ts'

/** The number of interruptions at the same point after which the run itself is considered their cause. @internal */
export const maxInterruptions = 3

/**
 * Returns whether a run was interrupted and resumed repeatedly without any node ending since; resuming it again might
 * end the process again.
 *
 * @internal
 */
export function exceedsInterruptionLimit(record: readonly RunEvent[]): boolean {
  const last = record.findLastIndex(
    ({ type }) => type === 'node-completed' || type === 'node-failed' || type === 'node-waiting',
  )
  return record.slice(last + 1).filter(({ type }) => type === 'run-resumed').length >= maxInterruptions
}
