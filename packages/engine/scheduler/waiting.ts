import type { RunEventBody, WaitFor } from '@aw-flow/schema'
import {
  instanceOf,
  resolveInputs,
  emit,
  findHeld,
  setHeld,
  setStatus,
  status,
  statusOf,
  type Draft,
  type ScopeDraft,
} from './run-state.ts'

/** Suspends a node, which then does not count as a parallel node. */
export function beginWaiting(draft: Draft, scope: ScopeDraft, index: number, waitFor: WaitFor): void {
  if (draft.phase !== 'running') return emit(draft, { type: 'node-cancelled', ...instanceOf(scope, index) })
  const effect = waitFor.kind === 'approval' ? waitFor.effect : undefined
  // A node with an interrupted effect starts again after the decision.
  const held = findHeld(scope, index) ?? (effect && { attempt: effect.attempt, key: '', filled: undefined })
  if (!held) throw new Error(`The record says that "${scope.graph.nodes[index]!.id}" waits, but its type cannot wait.`)
  const { resumed: _, ...rest } = held
  setHeld(scope, index, { ...rest, waitFor })
  setStatus(scope, index, status.waiting)
  draft.started--
  const wakeTime = waitFor.kind === 'time' ? waitFor.until : waitFor.deadline
  if (wakeTime === undefined) return
  const reason = waitFor.kind === 'time' ? 'time' : 'deadline'
  draft.effects.push({ type: 'wake-at', ...instanceOf(scope, index), at: wakeTime, reason })
}

/** Ends the wait of a node. Other events, such as a second decision, are ignored. */
export function endWaiting(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  event: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>,
): void {
  const held = findHeld(scope, index)
  if (draft.phase !== 'running' || statusOf(scope, index) !== status.waiting || !held?.waitFor) return
  const { waitFor, ...rest } = held
  if (!endsWait(waitFor, event)) return
  if (waitFor.kind === 'approval' && waitFor.effect) {
    setHeld(scope, index, undefined)
    setStatus(scope, index, status.running)
    draft.started++
    const { attempt } = waitFor.effect
    const inputs = resolveInputs(draft, scope, index)
    draft.effects.push({ type: 'start-node', ...instanceOf(scope, index), attempt, inputs })
    return
  }
  const resumed = {
    kind: 'resumed' as const,
    by: event,
    shown: waitFor.kind === 'approval' ? waitFor.shown : undefined,
  }
  setHeld(scope, index, { ...rest, resumed })
  setStatus(scope, index, status.running)
  draft.started++
  resumeNode(draft, scope, index)
}

/** Resumes a node after its wait. `again` is set for a retry. */
export function resumeNode(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  again?: { tries: number; delayMs: number },
): void {
  const { attempt, key, filled, resumed } = findHeld(scope, index)!
  if (draft.phase !== 'running') return emit(draft, { type: 'node-cancelled', ...instanceOf(scope, index) })
  draft.effects.push({
    type: 'run-node',
    ...instanceOf(scope, index),
    attempt,
    key,
    inputs: resolveInputs(draft, scope, index),
    ...(filled ? { filled } : {}),
    continuation: resumed!,
    ...(again ? { again } : {}),
  })
}

function endsWait(waitFor: WaitFor, event: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>): boolean {
  if (event.type === 'approval-given') return waitFor.kind === 'approval' && waitFor.digest === event.digest
  if (event.reason === 'time') return waitFor.kind === 'time'
  if (event.reason === 'event') return waitFor.kind === 'event'
  return waitFor.kind !== 'time' && waitFor.deadline !== undefined
}
