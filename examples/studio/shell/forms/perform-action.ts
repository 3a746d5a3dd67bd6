import { ProblemError, type Problem } from '@aw-flow/schema'

/** An element that disables its controls during an action and shows the problem of the last one. */
interface ActionHost {
  isBusy: boolean
  problem: Problem | undefined
}

/** Performs an action of an element. Its problem becomes the problem of the element; other errors are thrown. */
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
