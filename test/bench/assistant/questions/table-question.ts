/** A question about a table, with a statement that computes the answer. */
export interface TableQuestion {
  /** A file of vega-datasets. */
  readonly table: string
  readonly question: string
  /** Computes the expected rows from `input`. `null`: the rules must not answer the question. */
  readonly sql: string | null
  /** The options that a user would choose if the question is ambiguous. */
  readonly choose?: readonly string[]
}
