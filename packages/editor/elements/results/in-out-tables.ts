import type { NodeTypeTranslator } from '../../language/node-type-translator.ts'
import type { RunView, TableRef, Value } from '@aw-flow/schema'

/** An input or output table, with a title for display. */
export interface NamedTable {
  readonly key: string
  readonly title: string
  readonly table: TableRef
}

/**
 * Returns a node's input tables: the output tables that are connected to it in the run's workflow.
 *
 * @param getLabel - Returns a node's label in the UI language.
 */
export function listInputTables(
  { workflow, nodes }: RunView,
  id: string,
  getLabel: NodeTypeTranslator['getLabel'] = ({ data }) => data.label,
): NamedTable[] {
  return (workflow?.edges ?? []).flatMap(({ id: key, source, sourceHandle, target }) => {
    const outputs = nodes[source]?.outputs ?? {}
    const value = target === id ? (sourceHandle ? outputs[sourceHandle] : Object.values(outputs)[0]) : undefined
    const node = workflow?.nodes.find((candidate) => candidate.id === source)
    return value?.kind === 'table' ? [{ key, title: (node && getLabel(node)) || source, table: value.table }] : []
  })
}

/**
 * Returns a node's output tables.
 *
 * @param findLabel - Returns the label of the output with a given name.
 */
export const listOutputTables = (
  { nodes }: RunView,
  id: string,
  findLabel: (output: string) => string = (output) => output,
): NamedTable[] =>
  Object.entries(nodes[id]?.outputs ?? {}).flatMap(([key, value]: [string, Value]) =>
    value.kind === 'table' ? [{ key, title: findLabel(key), table: value.table }] : [],
  )

/** Returns whether a node has both input and output tables in a run, so that they can be compared. */
export const hasInputAndOutput = (run: RunView | undefined, nodeId: string | undefined): boolean =>
  run !== undefined &&
  nodeId !== undefined &&
  listInputTables(run, nodeId).length > 0 &&
  listOutputTables(run, nodeId).length > 0
