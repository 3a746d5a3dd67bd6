import { repeatWork, type RepeatedWork } from '../operation/repeat-work.ts'
import type { RunNotifications } from '../runs/run-notifications.ts'
import type { AgentSteps } from '../store/agent-steps.ts'

/** Time between two checks in ms. */
const intervalMs = 2_000

/**
 * Fails steps that no agent can finish and wakes runs whose steps have an outcome. Several processes may
 * sweep the same store.
 */
export function openStepSweeper({
  agentSteps,
  notifications,
  onError,
}: {
  agentSteps: AgentSteps
  notifications: RunNotifications
  onError(cause: unknown): void
}): RepeatedWork {
  return repeatWork(
    async () => {
      for (const run of await agentSteps.sweep()) notifications.notifyCommand(run)
      return intervalMs
    },
    { retryMs: intervalMs, onError },
  )
}
