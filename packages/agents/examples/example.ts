import type { TextRow } from './text-expression.ts'

/** A row's cells, and the output expected for them. @internal */
export interface Example {
  readonly row: TextRow
  readonly output: string
}

/** A set of examples, represented as a bit mask of their indexes. */
export type ExampleSet = number

export const maxExamples = 20

export const countExamples = (set: ExampleSet): number => {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Returns whether the first set contains the second. */
export const includesExamples = (set: ExampleSet, subset: ExampleSet): boolean => (set & subset) === subset
