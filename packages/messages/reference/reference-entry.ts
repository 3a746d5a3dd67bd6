import type { MessageParams } from '../message.ts'

/**
 * The entry of a problem code in the error reference, in addition to its message and hint, which the catalog
 * contains.
 */
export interface ReferenceEntry {
  /** When the problem occurs, and its consequences, in one or two sentences. */
  readonly meaning: string
  /** Parameters of the example that `sample-params.ts` has no suitable value for. */
  readonly params?: MessageParams
  /** The next step, in addition to the hint of the message or instead of it. */
  readonly solution?: string
}

/** The entries of one page of the reference. A string is the meaning of its entry. */
export type ReferenceEntries = Readonly<Record<string, string | ReferenceEntry>>
