import { emptyQueue } from './queue.ts'
import { sharedEntries } from './shared-map.ts'
import { emit, instanceOf, scopeDraft, setStatus, status, statusOf, type Draft } from './run-state.ts'

/** Aborts running nodes, cancels pending and waiting ones in all graphs, and starts no more. */
export function cancelAll(draft: Draft): void {
  draft.phase = 'cancelling'
  draft.ready = emptyQueue
  draft.effects.push({ type: 'abort-nodes' })
  for (const key of ['', ...sharedEntries(draft.inner).map(([key]) => key)]) {
    const scope = scopeDraft(draft, key)
    scope.graph.nodes.forEach((_, index) => {
      const currentStatus = statusOf(scope, index)
      if (currentStatus !== status.pending && currentStatus !== status.ready && currentStatus !== status.waiting) return
      if (currentStatus === status.pending) scope.live++
      if (currentStatus !== status.waiting) setStatus(scope, index, status.skipping)
      emit(draft, { type: 'node-cancelled', ...instanceOf(scope, index) })
    })
  }
}

/** Aborts the current compensation and starts no more. */
export function cancelCompensation(draft: Draft): void {
  draft.phase = 'cancelling'
  draft.effects.push({ type: 'abort-nodes' })
}
