/** A request of a seed document, which is sent unchanged, and the parts of the response that the seed shows. */
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
  /** The run that must end before the request, by its name in the context. */
  after?: string
  /** One of these statuses. */
  status: readonly number[]
  /** Fields of the response. */
  has?: readonly string[]
  /** Fields of the response whose values the seed shows. */
  equals?: Readonly<Record<string, unknown>>
  /** Stores fields of the response in the context for later samples. */
  keep?: Readonly<Record<string, string>>
  /** The issue that makes the sample pass, if it does not yet. */
  open?: 28 | 29 | 30
}
