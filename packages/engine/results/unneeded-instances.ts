import { instanceKey } from '../record/instance-key.ts'
import { instanceOf, scopesOf, status, statusOf, type ScopeState, type SchedulerState } from '../scheduler/run-state.ts'
import { slot } from '../scheduler/slots.ts'
import { tablesOf } from './results.ts'

const isSettled = (scope: ScopeState, index: number): boolean => statusOf(scope, index) >= status.completed

/** A node at an end that gives no table itself stands for the one that it was given. */
const shows = (scope: ScopeState, index: number): boolean =>
  scope.graph.edges[index]!.length === 0 && tablesOf(slot(scope.outputs, index) ?? {}).length === 0

/**
 * The node instances whose outputs nothing needs any more, by their keys: everything behind them has ended, and they are
 * no result. `scopes` are the beginnings of the keys of all instances within loops and sub-workflows that have ended.
 */
export function unneededInstances(state: SchedulerState): { instances: string[]; scopes: string[] } {
  const instances: string[] = []
  const scopes: string[] = []
  for (const scope of scopesOf(state)) {
    const kept = new Set(scope.graph.results.flatMap(({ from }) => (from.up === 0 ? [from.index] : [])))
    scope.graph.nodes.forEach((node, index) => {
      if (!isSettled(scope, index)) return
      const key = instanceKey(instanceOf(scope, index))
      if (node.loop || node.inside) scopes.push(`${key}#`)
      const targets = scope.graph.edges[index]!
      if (targets.length === 0 || kept.has(index)) return
      // What no completed node follows is a result.
      const isUsed = targets.some(({ target }) => statusOf(scope, target) === status.completed)
      const isOpen = targets.some(({ target }) => !isSettled(scope, target) || shows(scope, target))
      if (isUsed && !isOpen) instances.push(key)
    })
  }
  return { instances, scopes }
}
