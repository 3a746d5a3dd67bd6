import type { RunEvent } from './run-event.ts'

/** How often a run may be interrupted at the same place before it is taken for the reason. */
export const maxInterruptions = 3

/**
 * Whether a run has been gone on with and interrupted again and again, and no node has ended since: to go on once more
 * might end the process once more.
 */
export function interruptedTooOften(record: readonly RunEvent[]): boolean {
  const last = record.findLastIndex(
    ({ type }) => type === 'node-completed' || type === 'node-failed' || type === 'node-waiting',
  )
  return record.slice(last + 1).filter(({ type }) => type === 'run-resumed').length >= maxInterruptions
}
