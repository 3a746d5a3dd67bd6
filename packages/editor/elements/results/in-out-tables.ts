import type { RunView, TableRef, Value } from '@aw-flow/schema'

/** A table with its label. */
export interface NamedTable {
  readonly key: string
  readonly title: string
  readonly table: TableRef
}

/** The input tables of a node: outputs of the nodes before it, along the edges of the run. */
export function inputTables({ workflow, nodes }: RunView, id: string): NamedTable[] {
  return (workflow?.edges ?? []).flatMap(({ id: key, source, sourceHandle, target }) => {
    const outputs = nodes[source]?.outputs ?? {}
    const value = target === id ? (sourceHandle ? outputs[sourceHandle] : Object.values(outputs)[0]) : undefined
    const title = workflow?.nodes.find((node) => node.id === source)?.data.label || source
    return value?.kind === 'table' ? [{ key, title, table: value.table }] : []
  })
}

/** The output tables of a node. `labelOf`: the label of an output, by its name. */
export const outputTables = (
  { nodes }: RunView,
  id: string,
  labelOf: (output: string) => string = (output) => output,
): NamedTable[] =>
  Object.entries(nodes[id]?.outputs ?? {}).flatMap(([key, value]: [string, Value]) =>
    value.kind === 'table' ? [{ key, title: labelOf(key), table: value.table }] : [],
  )

/** Whether a run has tables on both sides of a node, so that there is something to compare. */
export const hasBothSides = (run: RunView | undefined, node: string | undefined): boolean =>
  run !== undefined && node !== undefined && inputTables(run, node).length > 0 && outputTables(run, node).length > 0
