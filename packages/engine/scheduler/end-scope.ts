import { message } from '@aw-flow/messages'
import { error, type RunError, type RunEventBody, type Values, textOf, withSentence } from '@aw-flow/schema'
import { emit, failuresOf, instanceOf, nodeOf, readScope, valueAt, type Draft, type ScopeState } from './run-state.ts'

/** Ends a graph after all of its nodes have settled: the run, an iteration of a loop, or a sub-workflow. */
export function endScope(draft: Draft, scope: ScopeState): void {
  if (!scope.parent) return endRun(draft, scope)
  const { index, iteration } = scope.parent
  const around = readScope(draft, scope.parent.scope)
  const place = instanceOf(around, index)
  const { inside, onError } = nodeOf(around, index)
  const how = draft.phase === 'cancelling' ? 'cancelled' : scope.failures.length > 0 ? 'failed' : 'completed'
  if (!inside) {
    return emit(draft, { type: 'iteration-ended', ...place, iteration, state: how, values: resultsOf(draft, scope) })
  }
  if (how === 'cancelled') return emit(draft, { type: 'node-cancelled', ...place })
  if (how === 'completed') {
    return emit(draft, { type: 'node-completed', ...place, outputs: resultsOf(draft, scope), ms: 0, problems: [] })
  }
  const { kind, problem } = failuresOf(scope)[0]!.error
  const sentence = message('sub-workflow.inside', { node: place.node, reason: textOf(problem) })
  const where = { ...problem.where, node: place.node }
  const error = { kind, problem: { ...withSentence(problem, sentence), where } }
  emit(draft, { type: 'node-failed', ...place, error, ms: 0, ...handled(onError) })
}

export const handled = (onError: string | undefined): { handled?: true } =>
  onError === undefined || onError === 'stop' ? {} : { handled: true }

/** Returns the results for the loop or sub-workflow node. Ports without a value are omitted. */
function resultsOf(draft: Draft, scope: ScopeState): Values {
  const values: Values = {}
  for (const { port, from } of scope.graph.results) {
    const value = valueAt(draft, scope, from)
    if (value !== undefined) values[port] = value
  }
  return values
}

function endRun(draft: Draft, scope: ScopeState): void {
  if (draft.phase === 'running' && scope.failures.length > 0 && draft.undoable) {
    draft.phase = 'compensating'
    return undoNext(draft, scope)
  }
  emit(draft, endOf(draft, scope))
}

const endOf = ({ phase }: Draft, root: ScopeState): RunEventBody =>
  phase === 'cancelling'
    ? { type: 'run-cancelled' }
    : root.failures.length > 0
      ? { type: 'run-failed', failed: failuresOf(root).map(({ node }) => node) }
      : { type: 'run-completed' }

/**
 * Compensates the next node in reverse order of completion; after the last one, the run has failed. If the run was
 * canceled meanwhile, the remaining nodes are recorded as not undone.
 */
export function undoNext(draft: Draft, root: ScopeState): void {
  const next = draft.undoable?.item
  if (!next) return emit(draft, endOf(draft, root))
  const place = { node: next.node, ...(next.scope ? { scope: next.scope } : {}) }
  if (draft.phase === 'compensating') return emit(draft, { type: 'compensation-started', ...place })
  emit(draft, { type: 'compensation-ended', ...place, error: notUndone(next.node, 'before') })
}

/** The error of a compensation that the cancellation of the run prevented or interrupted. */
export const notUndone = (node: string, when: 'before' | 'midway'): RunError => ({
  kind: 'permanent',
  problem: error('compensation.cancelled', { node, when }, { where: { node } }),
})
