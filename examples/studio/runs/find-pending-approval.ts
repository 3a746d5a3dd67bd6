import type { RunView, WaitingNode } from '@aw-flow/schema'

/** Returns the first node of a run that is waiting for approval. */
export const findPendingApproval = (run: RunView | undefined): WaitingNode | undefined =>
  Object.values(run?.waiting ?? {}).find(({ waitFor }) => waitFor.kind === 'approval')
