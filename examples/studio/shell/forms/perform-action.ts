import { ProblemError, type Problem } from '@aw-flow/schema'

/** An element that disables its controls while an action runs and shows the problem reported by the latest action. */
interface ActionHost {
  isBusy: boolean
  problem: Problem | undefined
}

/** Performs an action and stores its problem in the host. Rethrows any other error. */
export async function performAction(host: ActionHost, action: () => Promise<void>): Promise<void> {
  host.isBusy = true
  host.problem = undefined
  try {
    await action()
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    host.problem = cause.problem
  } finally {
    host.isBusy = false
  }
}
