import type { MessageParams } from '../message.ts'

/** What the error reference says about a problem code beside its message and hint, which come from the catalog. */
export interface ReferenceEntry {
  /** When the problem occurs and what follows from it, in one or two sentences. */
  readonly meaning: string
  /** Parameters of the example for which `sample-params.ts` has no fitting value. */
  readonly params?: MessageParams
  /** What to do beside the hint of the message, or instead of one. */
  readonly solution?: string
}

/** The entries of one page of the reference; a plain text is a meaning. */
export type AreaReference = Readonly<Record<string, string | ReferenceEntry>>
