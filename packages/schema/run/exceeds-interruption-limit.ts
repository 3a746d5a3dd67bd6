import type { RunEvent } from './run-event.ts'

/** The number of interruptions at the same point after which the run itself is considered their cause. @internal */
export const maxInterruptions = 3

/**
 * Returns whether a run was interrupted and resumed repeatedly without any node or effect ending since; resuming it
 * again might end the process again. An agent performs many effects in one node, so each of them is progress.
 *
 * @internal
 */
export function exceedsInterruptionLimit(record: readonly RunEvent[]): boolean {
  const last = record.findLastIndex(
    (event) =>
      event.type === 'node-completed' ||
      event.type === 'node-failed' ||
      event.type === 'node-waiting' ||
      (event.type === 'effect-ended' && event.unknown !== true),
  )
  return record.slice(last + 1).filter(({ type }) => type === 'run-resumed').length >= maxInterruptions
}
