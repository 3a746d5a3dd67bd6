import { isFinalRunState } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveServices, WorkspaceRunServices } from '../backend.ts'
import type { RunSummary } from '../store/runs/runs.ts'

/**
 * Waits until a run reaches a state, or until `timeoutMs` has passed. Returns the current state of the run.
 *
 * @param shouldStop Returns whether to stop waiting. Default: the run has ended.
 */
export async function waitForRun(
  { store, notifications }: Pick<WorkspaceRunServices, 'store'> & Pick<LiveServices, 'notifications'>,
  run: RunSummary,
  timeoutMs: number,
  shouldStop: (status: RunSummary['status']) => boolean = isFinalRunState,
): Promise<RunSummary> {
  const deadline = performance.now() + timeoutMs
  let wake: () => void = () => undefined
  const unlisten = notifications.listen({ onEvents: (id) => (id === run.id ? wake() : undefined) })
  try {
    for (;;) {
      const nextNotification = new Promise<void>((resolve) => (wake = resolve))
      const currentRun = (await store.runs.find(run.id)) ?? run
      const remainingMs = deadline - performance.now()
      if (shouldStop(currentRun.status) || remainingMs <= 0) return currentRun
      await Promise.race([nextNotification, sleep(Math.min(remainingMs, 500))])
    }
  } finally {
    unlisten()
  }
}
