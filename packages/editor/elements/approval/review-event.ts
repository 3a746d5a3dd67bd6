import type { RunView, WaitingNode } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/** The user opens a pending approval, to approve or reject it. @public */
export class ReviewEvent extends defineEvent<{
  /** The id of the waiting node. */
  readonly node: string
}>('aw-review') {}

declare global {
  interface HTMLElementEventMap {
    'aw-review': ReviewEvent
  }
}

/** Returns the first node that waits for approval; with `node`, only that node or one inside it. */
export const findPendingApproval = (run: RunView | undefined, node?: string): WaitingNode | undefined =>
  Object.values(run?.waiting ?? {}).find(
    (waiting) =>
      waiting.waitFor.kind === 'approval' &&
      (node === undefined ||
        waiting.node === node ||
        waiting.scope?.some((outer) => outer.replace(/#\d+$/, '') === node)),
  )
