import type { MessageParams } from '../message.ts'

/**
 * The entry for a problem code in the error reference, in addition to its message and hint, which the catalog
 * contains.
 */
export interface ReferenceEntry {
  /** Explains when the problem occurs and what its consequences are, in one or two sentences. */
  readonly meaning: string
  /** Parameters for the example if `sample-params.ts` has no suitable values. */
  readonly params?: MessageParams
  /** The next step, in addition to the hint of the message or instead of it. */
  readonly solution?: string
}

/** The entries of one page of the reference. A string is the meaning of its entry. */
export type ReferenceEntries = Readonly<Record<string, string | ReferenceEntry>>
