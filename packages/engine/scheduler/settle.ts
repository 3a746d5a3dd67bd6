import { message, type Text } from '@aw-flow/messages'
import type { RunError, Values } from '@aw-flow/schema'
import { isComposite } from './graph.ts'
import { withSlot, slot } from './slots.ts'
import {
  emit,
  findHeld,
  resolveInputs,
  instanceOf,
  nodeOf,
  setHeld,
  setStatus,
  scopeKey,
  status,
  statusOf,
  toFailureValue,
  type Draft,
  type ScopeDraft,
} from './run-state.ts'
import { dequeue, enqueue, isEmpty } from './queue.ts'
import { readScope, scopeDraft } from './run-state.ts'
import { endScope } from './end-scope.ts'

/** The end of a node, as its successors see it. */
interface NodeEnd {
  /** Whether edges from this port have a value. */
  hasValue(port: string): boolean
  readonly state: 'completed' | 'failed' | 'skipped' | 'cancelled'
}

/** Completes a node; edges from inactive ports have no value. */
export function complete(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  outputs: Values,
  taken?: readonly string[],
): void {
  scope.outputs = withSlot(scope.outputs, index, outputs)
  end(draft, scope, index, status.completed, {
    hasValue: (port) => (taken ? taken.includes(port) : port !== 'error' || nodeOf(scope, index).onError !== 'branch'),
    state: 'completed',
  })
}

/** Fails a node; unless it handles errors, the nodes after it are skipped. */
export function fail(draft: Draft, scope: ScopeDraft, index: number, error: RunError): void {
  const { id, onError } = nodeOf(scope, index)
  if (onError === undefined || onError === 'stop') {
    scope.failures = [...scope.failures, { node: id, error }]
    return end(draft, scope, index, status.failed, { hasValue: () => false, state: 'failed' })
  }
  scope.outputs = withSlot(scope.outputs, index, { error: { kind: 'json', json: toFailureValue({ node: id, error }) } })
  end(draft, scope, index, status.failed, {
    hasValue: (port) => port === 'error' || onError === 'continue',
    state: 'failed',
  })
}

/** Settles a skipped or canceled node. */
export function drop(draft: Draft, scope: ScopeDraft, index: number, outcome: 'skipped' | 'cancelled'): void {
  end(draft, scope, index, status[outcome], { hasValue: () => false, state: outcome })
}

function end(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  outcome: (typeof status)['completed' | 'failed' | 'skipped' | 'cancelled'],
  nodeEnd: NodeEnd,
): void {
  const previousStatus = statusOf(scope, index)
  // A composite node does not count as a parallel node; those inside it do.
  if (
    (previousStatus === status.running && !(isComposite(nodeOf(scope, index)) && findHeld(scope, index))) ||
    previousStatus === status.retrying
  )
    draft.started--
  if (previousStatus !== status.pending) scope.live--
  if (findHeld(scope, index)) setHeld(scope, index, undefined)
  setStatus(scope, index, outcome)
  scope.open--
  if (draft.phase === 'running') settleEdges(draft, scope, index, nodeEnd)
  if (scope.open === 0) endScope(draft, scope)
  else if (scope.live === 0 && draft.phase === 'running') releaseHandlers(draft, scope)
}

/** Settles the outgoing edges of a node. Their targets are released or skipped, depending on their joins. */
function settleEdges(draft: Draft, scope: ScopeDraft, index: number, { hasValue, state }: NodeEnd): void {
  const { id } = nodeOf(scope, index)
  for (const { target, port } of scope.graph.edges[index]!) {
    if (statusOf(scope, target) !== status.pending) continue
    const isActive = hasValue(port)
    const packed = slot(scope.waiting, target)!
    const remaining = (packed >> 1) - 1
    const hasAnyValue = isActive || (packed & 1) === 1
    scope.waiting = withSlot(scope.waiting, target, remaining * 2 + (hasAnyValue ? 1 : 0))
    const join = nodeOf(scope, target).join ?? 'all'
    const isBlocked = join === 'all' ? !isActive : remaining === 0 && !hasAnyValue
    const isReady = join === 'first' ? isActive : remaining === 0 && hasAnyValue
    if (isBlocked)
      skip(
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
    else if (isReady) release(draft, scope, target)
  }
}

/** Skips a node; the nodes after it follow when the event is recorded. */
export function skip(draft: Draft, scope: ScopeDraft, index: number, reason: Text, because: string[]): void {
  setStatus(scope, index, status.skipping)
  scope.live++
  emit(draft, { type: 'node-skipped', ...instanceOf(scope, index), reason, because })
}

/** Starts a node, or queues it if the limit of parallel nodes is reached. */
export function release(draft: Draft, scope: ScopeDraft, index: number): void {
  scope.live++
  if (draft.started < draft.parallel && isEmpty(draft.ready)) return start(draft, scope, index)
  setStatus(scope, index, status.ready)
  draft.ready = enqueue(draft.ready, { scope: scopeKey(scope.path), index })
}

function start(draft: Draft, scope: ScopeDraft, index: number): void {
  setStatus(scope, index, status.running)
  draft.started++
  draft.effects.push({
    type: 'start-node',
    attempt: 1,
    inputs: resolveInputs(draft, scope, index),
    ...instanceOf(scope, index),
  })
}

/** Starts the nodes of a graph that wait for nothing, and skips disabled ones. An empty graph ends immediately. */
export function beginScope(draft: Draft, scope: ScopeDraft): void {
  scope.graph.nodes.forEach(({ off, handler }, index) => {
    if (off !== undefined) skip(draft, scope, index, off, [])
    else if (scope.graph.waitsFor[index] === 0 && !handler) release(draft, scope, index)
  })
  if (scope.open === 0) endScope(draft, scope)
  else if (scope.live === 0) releaseHandlers(draft, scope)
}

/** Starts error handlers after all other nodes have ended, or skips them if nothing failed. */
function releaseHandlers(draft: Draft, scope: ScopeDraft): void {
  scope.graph.nodes.forEach(({ handler }, index) => {
    if (!handler || statusOf(scope, index) !== status.pending) return
    if (scope.failures.length > 0) release(draft, scope, index)
    else skip(draft, scope, index, message('node.nothing-failed', {}), [])
  })
}

/** Starts queued nodes up to the limit of parallel nodes. */
export function startReady(draft: Draft): void {
  while (draft.phase === 'running' && draft.started < draft.parallel) {
    const next = dequeue(draft.ready)
    if (!next) return
    draft.ready = next.rest
    const { index } = next.item
    if (statusOf(readScope(draft, next.item.scope), index) !== status.ready) continue
    start(draft, scopeDraft(draft, next.item.scope), index)
  }
}
