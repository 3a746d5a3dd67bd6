/** A request of a seed document, sent unchanged, and what the seed shows of the answer. */
export interface Sample {
  /** The place in the seed document. */
  title: string
  /**
   * The route with the names of the context in braces: `PUT /api/v1/workflows/{workflow}`. A query is part of it.
   */
  route: string
  body?: unknown
  /** A form with one file, instead of JSON. */
  file?: { field: string; name: string; content: string }
  type?: string
  /** The run, by its name in the context, that has to end before. */
  after?: string
  /** One of these statuses. */
  status: readonly number[]
  /** Fields that the answer has, and their values if the seed shows a certain one. */
  has?: readonly string[]
  equals?: Readonly<Record<string, unknown>>
  /** Stores a field of the answer in the context for later samples. */
  keep?: Readonly<Record<string, string>>
  /** The issue that makes the sample pass, if it does not yet. */
  open?: 28 | 29 | 30
}
