import { error, type RunEventBody, type WaitCondition, defined, failed, ok, type Result } from '@aw-flow/schema'
import { createInstanceKey, type NodeInstance } from '../record/instance-key.ts'
import {
  getInstance,
  findScopeState,
  toScopeKey,
  listScopes,
  status,
  getStatus,
  type SchedulerState,
} from './run-state.ts'
import type { Instance } from './effects.ts'
import { listMapEntries } from './shared-map.ts'

/** A reviewer's decision on an approval request. `digest` identifies the value that the reviewer saw. @public */
export interface Decision extends NodeInstance {
  digest: string
  /**
   * For an interrupted effect, `approve` repeats it, `reject` fails it, and `done` completes it with the result in
   * `edited`.
   */
  decision: 'approve' | 'reject' | 'done'
  /** The value that the reviewer provides instead of the one shown. */
  edited?: unknown
  by?: string
  comment?: string
}

/** Returns the waiting node instances, each with the condition that it is waiting for. @internal */
export function listWaitingNodes(state: SchedulerState): (Instance & { waitFor: WaitCondition })[] {
  const waitingNodes: (Instance & { waitFor: WaitCondition })[] = []
  for (const scope of listScopes(state)) {
    for (const [index, { waitFor }] of listMapEntries(scope.retained))
      if (waitFor) waitingNodes.push({ ...getInstance(scope, index), waitFor })
  }
  return waitingNodes
}

/** Returns whether a node instance is waiting. False if the node or its run was canceled, or if its graph has ended. */
export function isWaiting(state: SchedulerState, { node, scope: path }: NodeInstance): boolean {
  if (state.phase !== 'running') return false
  const scope = findScopeState(state, toScopeKey(path))
  const index = scope?.graph.indexById.get(node)
  return scope !== undefined && index !== undefined && getStatus(scope, index) === status.waiting
}

/**
 * Returns the event for a decision. Returns a problem if the decision is not accepted: no node is waiting for it, it
 * refers to an outdated value, or its deadline has passed. Call this right before recording the event, so that the
 * first of two decisions wins.
 *
 * @internal
 */
export function decideApproval(state: SchedulerState, decision: Decision, now: number): Result<RunEventBody> {
  const where = { node: decision.node }
  const waitingNode = listWaitingNodes(state).find(
    (candidate) => createInstanceKey(candidate) === createInstanceKey(decision),
  )
  if (waitingNode?.waitFor.kind !== 'approval') {
    return failed(error('approval.not-waiting', { node: decision.node, run: '' }, { where }))
  }
  const { digest, deadline, effect } = waitingNode.waitFor
  if (deadline !== undefined && now >= deadline) {
    return failed(error('approval.too-late', { node: decision.node, deadline }, { where }))
  }
  if (digest !== decision.digest) {
    const params = { node: decision.node, decided: decision.digest.slice(0, 12), shown: digest.slice(0, 12) }
    return failed(error('approval.stale', params, { where }))
  }
  const { node, scope, edited, by, comment } = decision
  if (decision.decision === 'done' && !effect) {
    return failed(error('approval.no-effect', { node }, { where }))
  }
  if (effect && !effect.question && (decision.decision === 'done') !== (edited !== undefined)) {
    const outcome = decision.decision === 'done' ? 'missing' : 'unexpected'
    return failed(error('approval.outcome', { node, outcome }, { where }))
  }
  return ok({
    type: 'approval-given',
    node,
    ...(scope?.length ? { scope: [...scope] } : {}),
    digest,
    decision: decision.decision,
    ...defined({ edited, by, comment }),
  })
}
