import type { MessageParams } from '../message.ts'

/** The files of English entries. */
export type Area =
  | 'agents'
  | 'checking'
  | 'commandLine'
  | 'document'
  | 'expressions'
  | 'httpApi'
  | 'loading'
  | 'nodes'
  | 'outside'
  | 'page'
  | 'preparing'
  | 'run'
  | 'server'
  | 'serverProcess'
  | 'tables'

/** The part of an English entry that only the error reference shows. */
export interface ReferenceEntry {
  /** Explains when the problem occurs and what its consequences are, in one or two sentences. */
  readonly meaning: string
  /** The next step, in addition to the hint of the message or instead of it. */
  readonly solution?: string
  /** Parameters for the example if `sample-params.ts` has no suitable values. */
  readonly sample?: MessageParams
}
