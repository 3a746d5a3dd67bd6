import type { RunEventBody, WaitCondition } from '@aw-flow/schema'
import {
  getInstance,
  resolveInputs,
  emitEvent,
  findRetainedNode,
  setRetainedNode,
  setStatus,
  status,
  getStatus,
  type Draft,
  type ScopeDraft,
} from './run-state.ts'

/** Suspends a node. A suspended node does not count toward the limit of parallel nodes. */
export function beginWaiting(draft: Draft, scope: ScopeDraft, index: number, waitFor: WaitCondition): void {
  if (draft.phase !== 'running') return emitEvent(draft, { type: 'node-cancelled', ...getInstance(scope, index) })
  const interruptedEffect = waitFor.kind === 'approval' ? waitFor.effect : undefined
  // A node with an interrupted effect starts again after the decision.
  const retainedNode =
    findRetainedNode(scope, index) ??
    (interruptedEffect && { attempt: interruptedEffect.attempt, key: '', filled: undefined })
  if (!retainedNode)
    throw new Error(
      `According to the record, node "${scope.graph.nodes[index]!.id}" is waiting, but nodes of its type cannot wait.`,
    )
  const { resumed: _, ...rest } = retainedNode
  setRetainedNode(scope, index, { ...rest, waitFor })
  setStatus(scope, index, status.waiting)
  draft.runningCount--
  const wakeTime = waitFor.kind === 'time' ? waitFor.until : waitFor.deadline
  if (wakeTime === undefined) return
  const reason = waitFor.kind === 'time' ? 'time' : 'deadline'
  draft.effects.push({ type: 'wake-at', ...getInstance(scope, index), time: wakeTime, reason })
}

/** Ends a node's wait. Ignores events that do not end it, such as a second decision. */
export function endWaiting(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  event: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>,
): void {
  const retainedNode = findRetainedNode(scope, index)
  if (draft.phase !== 'running' || getStatus(scope, index) !== status.waiting || !retainedNode?.waitFor) return
  const { waitFor, ...rest } = retainedNode
  if (!endsWait(waitFor, event)) return
  if (waitFor.kind === 'approval' && waitFor.effect) {
    setRetainedNode(scope, index, undefined)
    setStatus(scope, index, status.running)
    draft.runningCount++
    const { attempt } = waitFor.effect
    const inputs = resolveInputs(draft, scope, index)
    draft.effects.push({ type: 'start-node', ...getInstance(scope, index), attempt, inputs })
    return
  }
  const resumption = {
    kind: 'resumed' as const,
    by: event,
    shown: waitFor.kind === 'approval' ? waitFor.shown : undefined,
  }
  setRetainedNode(scope, index, { ...rest, resumed: resumption })
  setStatus(scope, index, status.running)
  draft.runningCount++
  resumeNode(draft, scope, index)
}

/** Resumes a node after its wait. For a retry, `retry` contains the attempt number and the delay. */
export function resumeNode(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  retry?: { attempt: number; delayMs: number },
): void {
  const { attempt, key, filled, resumed } = findRetainedNode(scope, index)!
  if (draft.phase !== 'running') return emitEvent(draft, { type: 'node-cancelled', ...getInstance(scope, index) })
  draft.effects.push({
    type: 'run-node',
    ...getInstance(scope, index),
    attempt,
    key,
    inputs: resolveInputs(draft, scope, index),
    ...(filled ? { filled } : {}),
    continuation: resumed!,
    ...(retry ? { retry } : {}),
  })
}

function endsWait(
  waitFor: WaitCondition,
  event: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>,
): boolean {
  if (event.type === 'approval-given') return waitFor.kind === 'approval' && waitFor.digest === event.digest
  if (event.reason === 'time') return waitFor.kind === 'time'
  if (event.reason === 'event') return waitFor.kind === 'event'
  return waitFor.kind !== 'time' && waitFor.deadline !== undefined
}
