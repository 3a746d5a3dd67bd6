import type { RunNotifications } from '../runs/run-notifications.ts'
import type { AgentSteps } from '../store/agent-steps.ts'

/** Time between two checks in ms. */
const intervalMs = 2_000

/**
 * Fails steps that no agent can finish and wakes runs whose steps have an outcome. Any number of processes may have one
 * for the same store.
 */
export function openStepSweeper({
  agentSteps,
  notifications,
  onFault,
}: {
  agentSteps: AgentSteps
  notifications: RunNotifications
  onFault(cause: unknown): void
}): { close(): Promise<void> } {
  let current: Promise<void> = Promise.resolve()
  let isBusy = false
  let isFaulty = false
  const sweep = async (): Promise<void> => {
    try {
      for (const run of await agentSteps.sweep()) notifications.notifyCommand(run)
      isFaulty = false
    } catch (cause) {
      // A database that does not respond is reported once.
      if (!isFaulty) onFault(cause)
      isFaulty = true
    } finally {
      isBusy = false
    }
  }
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    current = sweep()
  }, intervalMs)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await current
    },
  }
}
