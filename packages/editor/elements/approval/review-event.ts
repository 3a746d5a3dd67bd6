import type { RunView, WaitingNode } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/** Fired when the user opens a pending approval in order to approve or reject it. @public */
export class ReviewEvent extends defineEvent<{
  /** The id of the waiting node. */
  readonly node: string
}>('aw-review') {}

declare global {
  interface HTMLElementEventMap {
    'aw-review': ReviewEvent
  }
}

/** Returns the first node waiting for approval. With `nodeId`, only that node and the nodes inside it are considered. */
export const findPendingApproval = (run: RunView | undefined, nodeId?: string): WaitingNode | undefined =>
  Object.values(run?.waiting ?? {}).find(
    (waiting) =>
      waiting.waitFor.kind === 'approval' &&
      (nodeId === undefined ||
        waiting.node === nodeId ||
        waiting.scope?.some((outer) => outer.replace(/#\d+$/, '') === nodeId)),
  )
