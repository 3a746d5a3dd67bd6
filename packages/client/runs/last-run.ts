import type { RunView } from '@aw-flow/schema'
import type { RunRequest } from '../engine/run-request.ts'

/** The parts of the last run that a partial run needs. */
export const lastRun = ({ workflow, workflows, inputs, types }: Partial<RunView> = {}): NonNullable<
  RunRequest['lastRun']
> => ({
  ...(workflow ? { workflow } : {}),
  ...(workflows ? { workflows } : {}),
  ...(inputs ? { inputs } : {}),
  ...(types ? { types } : {}),
})

/** The outputs of the last run from which a partial run starts. */
export function lastOutcomes(view: RunView | undefined): NonNullable<RunRequest['last']> {
  const outcomes: NonNullable<RunRequest['last']> = {}
  for (const { node, state, key, outputs } of Object.values(view?.nodes ?? {})) {
    if (state === 'completed' || state === 'cached') {
      outcomes[node] = { state, outputs, ...(key === undefined ? {} : { key }) }
    }
  }
  return outcomes
}
