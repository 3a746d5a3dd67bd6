import type { NodeTypeTexts } from '../../language/node-type-texts.ts'
import type { RunView, TableRef, Value } from '@aw-flow/schema'

/** A table with its label. */
export interface NamedTable {
  readonly key: string
  readonly title: string
  readonly table: TableRef
}

/**
 * Returns the input tables of a node: the outputs that edges of the run's workflow connect to it.
 *
 * @param getLabel - Returns the label of a node in the language of the page.
 */
export function listInputTables(
  { workflow, nodes }: RunView,
  id: string,
  getLabel: NodeTypeTexts['label'] = ({ data }) => data.label,
): NamedTable[] {
  return (workflow?.edges ?? []).flatMap(({ id: key, source, sourceHandle, target }) => {
    const outputs = nodes[source]?.outputs ?? {}
    const value = target === id ? (sourceHandle ? outputs[sourceHandle] : Object.values(outputs)[0]) : undefined
    const node = workflow?.nodes.find((candidate) => candidate.id === source)
    return value?.kind === 'table' ? [{ key, title: (node && getLabel(node)) || source, table: value.table }] : []
  })
}

/**
 * Returns the output tables of a node.
 *
 * @param findLabel - Returns the label of an output by its name.
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
export const hasInputAndOutput = (run: RunView | undefined, node: string | undefined): boolean =>
  run !== undefined &&
  node !== undefined &&
  listInputTables(run, node).length > 0 &&
  listOutputTables(run, node).length > 0
