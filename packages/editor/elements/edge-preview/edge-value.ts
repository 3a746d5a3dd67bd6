import type { NodeTypeTranslator } from '../../language/node-type-translator.ts'
import type { Column, RunView, Value, Workflow, WorkflowDescription, WorkflowEdge } from '@aw-flow/schema'

/** The value that an edge carried in the last run, and the columns that it has or is expected to have. */
export interface EdgeValue {
  readonly edge: WorkflowEdge
  /** Title of the source node. */
  readonly sourceTitle: string
  /** Title of the target node. */
  readonly targetTitle: string
  /** The value from the last run; `undefined` if the source node has not produced it. */
  readonly value: Value | undefined
  /** The columns of the value if it is a table, otherwise the expected columns, if they are known. */
  readonly columns: readonly Column[] | undefined
}

interface EdgeSource {
  readonly document: { readonly current: Workflow; readonly description: WorkflowDescription | undefined }
  readonly runs: { readonly current: RunView | undefined }
}

/**
 * Finds the value that an edge carries. Returns `undefined` if the edge does not exist.
 *
 * @param getLabel - Returns a node's label in the UI language.
 */
export function findEdgeValue(
  session: EdgeSource,
  id: string,
  getLabel: NodeTypeTranslator['getLabel'] = ({ data }) => data.label,
): EdgeValue | undefined {
  const { current: document, description } = session.document
  const { current: run } = session.runs
  const edge = document.edges.find((candidate) => candidate.id === id)
  if (!edge) return undefined
  const findTitle = (id: string): string => {
    const node = document.nodes.find((candidate) => candidate.id === id)
    return (node && getLabel(node)) || id
  }
  const value = getPortValue(run?.nodes[edge.source]?.outputs ?? {}, edge.sourceHandle)
  const expectedOutput = getPortValue(description?.nodes[edge.source]?.outputs ?? {}, edge.sourceHandle)
  const columns = value?.kind === 'table' ? value.table.columns : expectedOutput?.columns
  return { edge, sourceTitle: findTitle(edge.source), targetTitle: findTitle(edge.target), value, columns }
}

/** Returns the value at a port, or at the first port if the edge does not name one. */
const getPortValue = <T>(values: Readonly<Record<string, T>>, port: string | null | undefined): T | undefined =>
  port ? (Object.hasOwn(values, port) ? values[port] : undefined) : Object.values(values)[0]
