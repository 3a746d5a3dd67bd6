import { message } from '@aw-flow/messages'
import { error, type RunError, type RunEventBody, type Values, getProblemText } from '@aw-flow/schema'
import { replaceSentence } from '@aw-flow/schema/internal'
import {
  emitEvent,
  listFailures,
  getInstance,
  getNode,
  readScope,
  readSource,
  type Draft,
  type ScopeState,
} from './run-state.ts'

/** Ends a graph whose nodes have all settled: the run, a loop iteration or a sub-workflow. */
export function endScope(draft: Draft, scope: ScopeState): void {
  if (!scope.parent) return endRun(draft, scope)
  const { index, iteration } = scope.parent
  const outer = readScope(draft, scope.parent.scope)
  const instance = getInstance(outer, index)
  const { innerGraph, onError } = getNode(outer, index)
  const outcome = draft.phase === 'cancelling' ? 'cancelled' : scope.failures.length > 0 ? 'failed' : 'completed'
  if (!innerGraph) {
    return emitEvent(draft, {
      type: 'iteration-ended',
      ...instance,
      iteration,
      state: outcome,
      values: collectResults(draft, scope),
    })
  }
  if (outcome === 'cancelled') return emitEvent(draft, { type: 'node-cancelled', ...instance })
  if (outcome === 'completed') {
    return emitEvent(draft, {
      type: 'node-completed',
      ...instance,
      outputs: collectResults(draft, scope),
      ms: 0,
      problems: [],
    })
  }
  const { kind, problem } = listFailures(scope)[0]!.error
  const sentence = message('sub-workflow.inside', { node: instance.node, reason: getProblemText(problem) })
  const where = { ...problem.where, node: instance.node }
  const error = { kind, problem: { ...replaceSentence(problem, sentence), where } }
  emitEvent(draft, { type: 'node-failed', ...instance, error, ms: 0, ...toHandledField(onError) })
}

export const toHandledField = (onError: string | undefined): { handled?: true } =>
  onError === undefined || onError === 'stop' ? {} : { handled: true }

/** Returns the results to pass to the loop or sub-workflow node. Ports without a value are omitted. */
function collectResults(draft: Draft, scope: ScopeState): Values {
  const values: Values = {}
  for (const { port, from } of scope.graph.results) {
    const value = readSource(draft, scope, from)
    if (value !== undefined) values[port] = value
  }
  return values
}

function endRun(draft: Draft, scope: ScopeState): void {
  if (draft.phase === 'running' && scope.failures.length > 0 && draft.undoable) {
    draft.phase = 'compensating'
    return compensateNext(draft, scope)
  }
  emitEvent(draft, createEndEvent(draft, scope))
}

const createEndEvent = ({ phase }: Draft, root: ScopeState): RunEventBody =>
  phase === 'cancelling'
    ? { type: 'run-cancelled' }
    : root.failures.length > 0
      ? { type: 'run-failed', failed: listFailures(root).map(({ node }) => node) }
      : { type: 'run-completed' }

/**
 * Compensates the next node, in reverse order of completion. After the last node, ends the run as failed. If the run
 * was canceled in the meantime, records the remaining nodes as not compensated.
 */
export function compensateNext(draft: Draft, root: ScopeState): void {
  const next = draft.undoable?.item
  if (!next) return emitEvent(draft, createEndEvent(draft, root))
  const instance = { node: next.node, ...(next.scope ? { scope: next.scope } : {}) }
  if (draft.phase === 'compensating') return emitEvent(draft, { type: 'compensation-started', ...instance })
  emitEvent(draft, { type: 'compensation-ended', ...instance, error: createNotCompensatedError(next.node, 'before') })
}

/** Creates the error for a compensation that did not finish because the run was canceled. */
export const createNotCompensatedError = (node: string, phase: 'before' | 'midway'): RunError => ({
  kind: 'permanent',
  problem: error('compensation.cancelled', { node, when: phase }, { where: { node } }),
})
