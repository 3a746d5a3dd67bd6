import type { RunEvent } from './run-event.ts'

/** If a run is interrupted this many times at the same point, the run is assumed to be the cause. @internal */
export const maxInterruptions = 3

/**
 * Returns whether a run was repeatedly interrupted and resumed without any node or effect ending in between. Resuming
 * it again might terminate the process again. An agent performs many effects in one node, so each effect counts as
 * progress.
 *
 * @internal
 */
export function exceedsInterruptionLimit(record: readonly RunEvent[]): boolean {
  const lastProgressIndex = record.findLastIndex(
    (event) =>
      event.type === 'node-completed' ||
      event.type === 'node-failed' ||
      event.type === 'node-waiting' ||
      (event.type === 'effect-ended' && event.unknown !== true),
  )
  return record.slice(lastProgressIndex + 1).filter(({ type }) => type === 'run-resumed').length >= maxInterruptions
}
