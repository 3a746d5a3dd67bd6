import type { WorkflowSession } from '@aw-flow/client'
import type { TableRef } from '@aw-flow/schema'

/** Returns the table that a node received at an input in the last run, or `undefined` if it received none. */
export function findInputTable({ runs }: WorkflowSession, nodeId: string, input = 'table'): TableRef | undefined {
  const run = runs.current
  const edge = run?.workflow?.edges.find(
    ({ target, targetHandle }) => target === nodeId && (targetHandle ?? 'table') === input,
  )
  const outputs = edge ? run?.nodes[edge.source]?.outputs : undefined
  const value =
    outputs?.[edge?.sourceHandle ?? 'table'] ?? Object.values(outputs ?? {}).find(({ kind }) => kind === 'table')
  return value?.kind === 'table' ? value.table : undefined
}
