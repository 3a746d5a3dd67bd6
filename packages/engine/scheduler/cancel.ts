import { emptyQueue } from './queue.ts'
import { listMapEntries } from './shared-map.ts'
import { emitEvent, getInstance, openScopeDraft, setStatus, status, getStatus, type Draft } from './run-state.ts'

/** Aborts running nodes and cancels pending and waiting nodes in all graphs. No further node starts. */
export function cancelAll(draft: Draft): void {
  draft.phase = 'cancelling'
  draft.ready = emptyQueue
  draft.effects.push({ type: 'abort-nodes' })
  for (const key of ['', ...listMapEntries(draft.inner).map(([key]) => key)]) {
    const scope = openScopeDraft(draft, key)
    scope.graph.nodes.forEach((_, index) => {
      const currentStatus = getStatus(scope, index)
      if (currentStatus !== status.pending && currentStatus !== status.ready && currentStatus !== status.waiting) return
      if (currentStatus === status.pending) scope.activeCount++
      if (currentStatus !== status.waiting) setStatus(scope, index, status.skipping)
      emitEvent(draft, { type: 'node-cancelled', ...getInstance(scope, index) })
    })
  }
}

/** Aborts the current compensation. No further compensation starts. */
export function cancelCompensation(draft: Draft): void {
  draft.phase = 'cancelling'
  draft.effects.push({ type: 'abort-nodes' })
}
