import type { Column, RunView, Value, Workflow, WorkflowDescription, WorkflowEdge } from '@aw-flow/schema'

/** The value of an edge in the last run or, without one, its expected columns. */
export interface EdgeValue {
  readonly edge: WorkflowEdge
  /** Titles of its two ends. */
  readonly from: string
  readonly to: string
  readonly value: Value | undefined
  readonly columns: readonly Column[] | undefined
}

interface EdgeSource {
  readonly document: { readonly current: Workflow; readonly description: WorkflowDescription | undefined }
  readonly runs: { readonly current: RunView | undefined }
}

/** Returns `undefined` if there is no such edge. */
export function edgeValue(session: EdgeSource, id: string): EdgeValue | undefined {
  const { current: document, description } = session.document
  const { current: run } = session.runs
  const edge = document.edges.find((one) => one.id === id)
  if (!edge) return undefined
  const titleOf = (node: string): string => document.nodes.find((one) => one.id === node)?.data.label || node
  const value = pick(run?.nodes[edge.source]?.outputs ?? {}, edge.sourceHandle)
  const described = pick(description?.nodes[edge.source]?.outputs ?? {}, edge.sourceHandle)
  const columns = value?.kind === 'table' ? value.table.columns : described?.columns
  return { edge, from: titleOf(edge.source), to: titleOf(edge.target), value, columns }
}

/** Picks the value of a port. An edge without a port uses the first one. */
const pick = <T>(values: Readonly<Record<string, T>>, port: string | null | undefined): T | undefined =>
  port ? (Object.hasOwn(values, port) ? values[port] : undefined) : Object.values(values)[0]
