import type { RunEvent } from './run-event.ts'

/** The number of interruptions at the same point after which the run itself is assumed to cause them. @internal */
export const maxInterruptions = 3

/**
 * Returns whether a run was repeatedly interrupted and resumed without any node or effect ending in between. Resuming
 * it again might terminate the process again. An agent performs many effects in one node, so each of them counts as
 * progress.
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
