import { defined, type RunView } from '@aw-flow/schema'
import type { RunRequest } from '../engine/run-request.ts'

/** Returns the parts of the last run that a partial run requires. */
export const toLastRun = ({ workflow, workflows, inputs, types }: Partial<RunView> = {}): NonNullable<
  RunRequest['lastRun']
> => defined({ workflow, workflows, inputs, types })

/** Returns the outputs of the last run that a partial run can reuse, keyed by node id. */
export function findReusableOutputs(view: RunView | undefined): NonNullable<RunRequest['lastOutputs']> {
  const reusableOutputs: NonNullable<RunRequest['lastOutputs']> = {}
  for (const { node, state, key, outputs } of Object.values(view?.nodes ?? {})) {
    if (state === 'completed' || state === 'cached') {
      reusableOutputs[node] = defined({ state, outputs, key })
    }
  }
  return reusableOutputs
}
