import type { NodeTypeTexts } from '../../language/node-type-texts.ts'
import type { Column, RunView, Value, Workflow, WorkflowDescription, WorkflowEdge } from '@aw-flow/schema'

/** The value of an edge in the last run or, without one, its expected columns. */
export interface EdgeValue {
  readonly edge: WorkflowEdge
  /** The titles of the edge's source and target nodes. */
  readonly from: string
  readonly to: string
  readonly value: Value | undefined
  readonly columns: readonly Column[] | undefined
}

interface EdgeSource {
  readonly document: { readonly current: Workflow; readonly description: WorkflowDescription | undefined }
  readonly runs: { readonly current: RunView | undefined }
}

/**
 * Returns the value of an edge; `undefined` if the edge does not exist.
 *
 * @param getLabel Returns the label of a node in the language of the page.
 */
export function findEdgeValue(
  session: EdgeSource,
  id: string,
  getLabel: NodeTypeTexts['label'] = ({ data }) => data.label,
): EdgeValue | undefined {
  const { current: document, description } = session.document
  const { current: run } = session.runs
  const edge = document.edges.find((candidate) => candidate.id === id)
  if (!edge) return undefined
  const findTitle = (id: string): string => {
    const node = document.nodes.find((candidate) => candidate.id === id)
    return (node && getLabel(node)) || id
  }
  const value = pickPort(run?.nodes[edge.source]?.outputs ?? {}, edge.sourceHandle)
  const expected = pickPort(description?.nodes[edge.source]?.outputs ?? {}, edge.sourceHandle)
  const columns = value?.kind === 'table' ? value.table.columns : expected?.columns
  return { edge, from: findTitle(edge.source), to: findTitle(edge.target), value, columns }
}

/** Picks the value of a port. An edge without a port uses the first one. */
const pickPort = <T>(values: Readonly<Record<string, T>>, port: string | null | undefined): T | undefined =>
  port ? (Object.hasOwn(values, port) ? values[port] : undefined) : Object.values(values)[0]
