import type { RunEventBody, WaitFor } from '@aw-flow/schema'
import {
  instanceOf,
  inputsOf,
  emit,
  heldAt,
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
  const held = heldAt(scope, index) ?? (effect && { attempt: effect.attempt, key: '', filled: undefined })
  if (!held) throw new Error(`The record says that "${scope.graph.nodes[index]!.id}" waits, which its type does not.`)
  const { resumed: _, ...rest } = held
  setHeld(scope, index, { ...rest, waitFor })
  setStatus(scope, index, status.waiting)
  draft.started--
  const at = waitFor.kind === 'time' ? waitFor.until : waitFor.deadline
  if (at === undefined) return
  const reason = waitFor.kind === 'time' ? 'time' : 'deadline'
  draft.effects.push({ type: 'wake-at', ...instanceOf(scope, index), at, reason })
}

/** Ends the wait of a node. Other events, such as a second decision, are ignored. */
export function endWaiting(
  draft: Draft,
  scope: ScopeDraft,
  index: number,
  by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>,
): void {
  const held = heldAt(scope, index)
  if (draft.phase !== 'running' || statusOf(scope, index) !== status.waiting || !held?.waitFor) return
  const { waitFor, ...rest } = held
  if (!ends(waitFor, by)) return
  if (waitFor.kind === 'approval' && waitFor.effect) {
    setHeld(scope, index, undefined)
    setStatus(scope, index, status.running)
    draft.started++
    const { attempt } = waitFor.effect
    const inputs = inputsOf(draft, scope, index)
    draft.effects.push({ type: 'start-node', ...instanceOf(scope, index), attempt, inputs })
    return
  }
  const resumed = { kind: 'resumed' as const, by, shown: waitFor.kind === 'approval' ? waitFor.shown : undefined }
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
  const { attempt, key, filled, resumed } = heldAt(scope, index)!
  if (draft.phase !== 'running') return emit(draft, { type: 'node-cancelled', ...instanceOf(scope, index) })
  draft.effects.push({
    type: 'run-node',
    ...instanceOf(scope, index),
    attempt,
    key,
    inputs: inputsOf(draft, scope, index),
    ...(filled ? { filled } : {}),
    continuation: resumed!,
    ...(again ? { again } : {}),
  })
}

function ends(waitFor: WaitFor, by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>): boolean {
  if (by.type === 'approval-given') return waitFor.kind === 'approval' && waitFor.digest === by.digest
  if (by.reason === 'time') return waitFor.kind === 'time'
  if (by.reason === 'event') return waitFor.kind === 'event'
  return waitFor.kind !== 'time' && waitFor.deadline !== undefined
}
