/** A workflow described in words, with a check of its result. */
export interface DescribedWorkflow {
  /** Files of vega-datasets: those that the Load nodes load, in this order. */
  readonly files: readonly string[]
  readonly text: string
  /** Computes the expected rows of the last table from `input` (and `other`, the second file). */
  readonly sql?: string
  /** Whether the rows must have the order of the statement. */
  readonly isOrdered?: boolean
  /** Nodes that the workflow must have, with some of their settings, such as the format of an export. */
  readonly nodes?: readonly { readonly type: string; readonly config?: Readonly<Record<string, unknown>> }[]
}
