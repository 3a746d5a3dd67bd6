/** A question about a table, along with the statement that computes the answer. */
export interface TableQuestion {
  /** The name of a file in vega-datasets. */
  readonly table: string
  readonly question: string
  /** Computes the expected rows from `input`. `null` if the rules must not answer the question. */
  readonly sql: string | null
  /** The options that a user would choose to resolve ambiguities. */
  readonly choose?: readonly string[]
}
