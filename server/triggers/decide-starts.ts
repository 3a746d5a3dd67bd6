import type { OverlapPolicy } from './schedules/schedule-policies.ts'

export interface StartDecision<T> {
  starts: T[]
  skippedStarts: T[]
  /** Whether to cancel the active runs. */
  shouldCancelActive: boolean
}

/**
 * Decides which of a schedule's due starts to perform and which to skip. Any others remain due.
 *
 * @param due The due starts with the same overlap policy, earliest first.
 */
export function decideStarts<T>(policy: OverlapPolicy, due: readonly T[], hasActiveRuns: boolean): StartDecision<T> {
  switch (policy) {
    case 'allow':
      return { starts: [...due], skippedStarts: [], shouldCancelActive: false }
    case 'skip': {
      const starts = hasActiveRuns ? [] : due.slice(0, 1)
      return { starts, skippedStarts: due.slice(starts.length), shouldCancelActive: false }
    }
    case 'queue': {
      const starts = hasActiveRuns ? [] : due.slice(0, 1)
      // Keeps one more start due until the active run has ended.
      return { starts, skippedStarts: due.slice(starts.length + 1), shouldCancelActive: false }
    }
    case 'cancel': {
      const starts = hasActiveRuns ? [] : due.slice(-1)
      return { starts, skippedStarts: due.slice(0, -1), shouldCancelActive: hasActiveRuns && due.length > 0 }
    }
  }
}
