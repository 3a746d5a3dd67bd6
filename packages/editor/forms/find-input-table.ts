import type { WorkflowSession } from '@aw-flow/client'
import type { TableRef, Values } from '@aw-flow/schema'

/** The table at an input, or why it is unavailable. */
export type InputTable = { readonly table: TableRef; readonly isSample: boolean } | 'not-connected' | 'no-data'

/**
 * Finds the table at an input of a node. Returns the complete table of the last run or, if it is missing or out of
 * date, a sample from previewing the source node.
 */
export async function findInputTable(
  { assistant, document, runs }: WorkflowSession,
  nodeId: string,
  port: string,
  signal: AbortSignal,
): Promise<InputTable> {
  const edge = document.current.edges.find(
    ({ target, targetHandle }) => target === nodeId && (targetHandle ?? port) === port,
  )
  if (!edge) return 'not-connected'
  const findTable = (outputs: Values): TableRef | undefined => {
    const value = edge.sourceHandle ? outputs[edge.sourceHandle] : Object.values(outputs)[0]
    return value?.kind === 'table' ? value.table : undefined
  }
  const table = runs.stale.has(edge.source) ? undefined : findTable(runs.current?.nodes[edge.source]?.outputs ?? {})
  if (table) return { table, isSample: false }
  const hasErrors = document.description?.nodes[edge.source]?.problems.some(({ severity }) => severity === 'error')
  const preview = hasErrors ? undefined : await assistant?.previewNode(edge.source, { signal })
  if (!preview?.ok || preview.value.state !== 'completed') return 'no-data'
  const previewTable = findTable(preview.value.outputs)
  return previewTable ? { table: previewTable, isSample: preview.value.sample !== undefined } : 'no-data'
}
