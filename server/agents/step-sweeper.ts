import { repeatWork, type RecurringTask } from '../operation/repeat-work.ts'
import type { RunNotifications } from '../runs/run-notifications.ts'
import type { AgentSteps } from './agent-steps.ts'

/** Interval between sweeps, in ms. */
const sweepIntervalMs = 2_000

/**
 * Starts a background task that fails agent steps that cannot finish and wakes runs whose steps have an outcome.
 * Several processes can sweep the same store.
 */
export function openStepSweeper({
  agentSteps,
  notifications,
  onError,
}: {
  agentSteps: AgentSteps
  notifications: RunNotifications
  onError(cause: unknown): void
}): RecurringTask {
  return repeatWork(
    async () => {
      for (const runId of await agentSteps.sweep()) notifications.notifyCommand(runId)
      return sweepIntervalMs
    },
    { retryMs: sweepIntervalMs, onError },
  )
}
