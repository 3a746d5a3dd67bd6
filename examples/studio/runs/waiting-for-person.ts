import type { RunView, WaitingNode } from '@aw-flow/schema'

/** The first node of a run that waits for approval. */
export const waitingForPerson = (run: RunView | undefined): WaitingNode | undefined =>
  Object.values(run?.waiting ?? {}).find(({ waitFor }) => waitFor.kind === 'approval')
