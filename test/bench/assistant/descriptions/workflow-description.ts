import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A workflow described in words, along with checks of its result. */
export interface DescribedWorkflow {
  /** Files of vega-datasets that the Load nodes load, in this order. */
  readonly files: readonly string[]
  readonly text: string
  /** Computes the expected rows of the last table from `input` and, for the second file, `other`. */
  readonly sql?: string
  /** Whether the rows must be in the order of the statement. */
  readonly isOrdered?: boolean
  /** Nodes that the workflow must contain, each with some of its settings, such as the format of an export. */
  readonly nodes?: readonly { readonly type: string; readonly config?: Readonly<Record<string, unknown>> }[]
}

/**
 * The sets of descriptions. The author of an earlier reader wrote the first two; four people who had not seen its rules
 * wrote the others.
 */
export const workflowSets = [
  'first-half',
  'untouched-half',
  'independent-first-half',
  'independent-untouched-half',
  'second-first-half',
  'second-untouched-half',
  'third-set',
  'fifth-set',
] as const

export const readDescribedWorkflows = (set: (typeof workflowSets)[number]): DescribedWorkflow[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${set}.json`), 'utf8')) as DescribedWorkflow[]
