import { message, type Text } from '@aw-flow/messages'
import type { RunError, Values } from '@aw-flow/schema'
import { isComposite } from './graph.ts'
import { withSlot, getSlot } from './slots.ts'
import {
  emitEvent,
  findRetainedNode,
  resolveInputs,
  getInstance,
  getNode,
  setRetainedNode,
  setStatus,
  toScopeKey,
  status,
  getStatus,
  toFailureValue,
  type Draft,
  type ScopeDraft,
} from './run-state.ts'
import { dequeue, enqueue, isEmpty } from './queue.ts'
import { readScope, openScopeDraft } from './run-state.ts'
import { endScope } from './end-scope.ts'

/** Describes how a node ended, as seen by its successors. */
interface NodeEnd {
  /** Returns whether edges from an output port have a value. */
  hasValue(port: string): boolean
  readonly state: 'completed' | 'failed' | 'skipped' | 'cancelled'
}

/** Marks a node as completed. Edges from ports that are not in `activePorts` have no value. */
export function completeNode(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  outputs: Values,
  activePorts?: readonly string[],
): void {
  scope.outputs = withSlot(scope.outputs, index, outputs)
  endNode(draft, scope, index, status.completed, {
    hasValue: (port) =>
      activePorts ? activePorts.includes(port) : port !== 'error' || getNode(scope, index).onError !== 'branch',
    state: 'completed',
  })
}

/** Marks a node as failed. Unless its error is handled, its successors are skipped. */
export function failNode(draft: Draft, scope: ScopeDraft, index: number, error: RunError): void {
  const { id, onError } = getNode(scope, index)
  if (onError === undefined || onError === 'stop') {
    scope.failures = [...scope.failures, { node: id, error }]
    return endNode(draft, scope, index, status.failed, { hasValue: () => false, state: 'failed' })
  }
  scope.outputs = withSlot(scope.outputs, index, { error: { kind: 'json', json: toFailureValue({ node: id, error }) } })
  endNode(draft, scope, index, status.failed, {
    hasValue: (port) => port === 'error' || onError === 'continue',
    state: 'failed',
  })
}

/** Marks a node as skipped or canceled. */
export function dropNode(draft: Draft, scope: ScopeDraft, index: number, outcome: 'skipped' | 'cancelled'): void {
  endNode(draft, scope, index, status[outcome], { hasValue: () => false, state: outcome })
}

function endNode(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  outcome: (typeof status)['completed' | 'failed' | 'skipped' | 'cancelled'],
  nodeEnd: NodeEnd,
): void {
  const previousStatus = getStatus(scope, index)
  // A composite node does not count as a parallel node; the nodes inside it do.
  if (
    (previousStatus === status.running && !(isComposite(getNode(scope, index)) && findRetainedNode(scope, index))) ||
    previousStatus === status.retrying
  )
    draft.runningCount--
  if (previousStatus !== status.pending) scope.activeCount--
  if (findRetainedNode(scope, index)) setRetainedNode(scope, index, undefined)
  setStatus(scope, index, outcome)
  scope.unsettledCount--
  if (draft.phase === 'running') settleEdges(draft, scope, index, nodeEnd)
  if (scope.unsettledCount === 0) endScope(draft, scope)
  else if (scope.activeCount === 0 && draft.phase === 'running') releaseErrorHandlers(draft, scope)
}

/** Settles a node's outgoing edges. Depending on its join, each target is released, skipped or left pending. */
function settleEdges(draft: Draft, scope: ScopeDraft, index: number, { hasValue, state }: NodeEnd): void {
  const { id } = getNode(scope, index)
  for (const { target, port } of scope.graph.edges[index]!) {
    if (getStatus(scope, target) !== status.pending) continue
    const isActive = hasValue(port)
    const packedCount = getSlot(scope.packedEdgeCounts, target)!
    const remainingCount = (packedCount >> 1) - 1
    const hasAnyValue = isActive || (packedCount & 1) === 1
    scope.packedEdgeCounts = withSlot(scope.packedEdgeCounts, target, remainingCount * 2 + (hasAnyValue ? 1 : 0))
    const join = getNode(scope, target).join ?? 'all'
    const isBlocked = join === 'all' ? !isActive : remainingCount === 0 && !hasAnyValue
    const isReady = join === 'first' ? isActive : remainingCount === 0 && hasAnyValue
    if (isBlocked)
      skipNode(
        draft,
        scope,
        target,
        message('node.not-run-after', {
          node: id,
          state: port === 'error' && state === 'completed' ? 'no-error' : state,
          port,
        }),
        [id],
      )
    else if (isReady) releaseNode(draft, scope, target)
  }
}

/** Skips a node. Its successors are skipped once the event is recorded. */
export function skipNode(draft: Draft, scope: ScopeDraft, index: number, reason: Text, causes: string[]): void {
  setStatus(scope, index, status.skipping)
  scope.activeCount++
  emitEvent(draft, { type: 'node-skipped', ...getInstance(scope, index), reason, because: causes })
}

/** Starts a node, or queues it if the limit of parallel nodes is reached. */
export function releaseNode(draft: Draft, scope: ScopeDraft, index: number): void {
  scope.activeCount++
  if (draft.runningCount < draft.parallel && isEmpty(draft.ready)) return startNode(draft, scope, index)
  setStatus(scope, index, status.ready)
  draft.ready = enqueue(draft.ready, { scope: toScopeKey(scope.path), index })
}

function startNode(draft: Draft, scope: ScopeDraft, index: number): void {
  setStatus(scope, index, status.running)
  draft.runningCount++
  draft.effects.push({
    type: 'start-node',
    attempt: 1,
    inputs: resolveInputs(draft, scope, index),
    ...getInstance(scope, index),
  })
}

/**
 * Starts the nodes of a graph that do not wait for other nodes, and skips disabled nodes. An empty graph ends
 * immediately.
 */
export function beginScope(draft: Draft, scope: ScopeDraft): void {
  scope.graph.nodes.forEach(({ skipReason, handlesErrors }, index) => {
    if (skipReason !== undefined) skipNode(draft, scope, index, skipReason, [])
    else if (scope.graph.incomingCounts[index] === 0 && !handlesErrors) releaseNode(draft, scope, index)
  })
  if (scope.unsettledCount === 0) endScope(draft, scope)
  else if (scope.activeCount === 0) releaseErrorHandlers(draft, scope)
}

/** Starts error handlers after all other nodes have ended, or skips the handlers if nothing failed. */
function releaseErrorHandlers(draft: Draft, scope: ScopeDraft): void {
  scope.graph.nodes.forEach(({ handlesErrors }, index) => {
    if (!handlesErrors || getStatus(scope, index) !== status.pending) return
    if (scope.failures.length > 0) releaseNode(draft, scope, index)
    else skipNode(draft, scope, index, message('node.nothing-failed', {}), [])
  })
}

/** Starts queued nodes up to the limit of parallel nodes. */
export function startReadyNodes(draft: Draft): void {
  while (draft.phase === 'running' && draft.runningCount < draft.parallel) {
    const next = dequeue(draft.ready)
    if (!next) return
    draft.ready = next.rest
    const { index } = next.item
    if (getStatus(readScope(draft, next.item.scope), index) !== status.ready) continue
    startNode(draft, openScopeDraft(draft, next.item.scope), index)
  }
}
