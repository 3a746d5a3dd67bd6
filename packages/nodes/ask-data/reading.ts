import type { Column, DataAnswer } from '@aw-flow/schema'
import type { DataQuery, QueryFilter, QueryGroup, QueryMeasure } from './data-query.ts'
import type { QuestionPart } from './read-question.ts'

export type Choice = DataAnswer['choices'][number]
export type PartKind = QuestionPart['kind']
export type ColumnPart = QuestionPart & { kind: 'column' }
type NumberPart = QuestionPart & { kind: 'number' }

/** A question, and the parts of its query that are known so far. It is immutable: each step returns a new reading. */
export interface Reading {
  readonly parts: readonly QuestionPart[]
  readonly columns: readonly Column[]
  /** The chosen options, by the keys of the choices. */
  readonly chosen: Readonly<Record<string, string>>
  /** Returns whether the values of a column are all different. */
  readonly isUnique: (column: Column) => boolean
  /** Returns whether a column has rows without a value. */
  readonly hasNulls: (column: Column) => boolean
  /** The indexes of the parts that already have a role in the query. */
  readonly consumed: ReadonlySet<number>
  /** The choices that ambiguous words need. */
  readonly choices: readonly Choice[]
  /** The words that have no role in the query. */
  readonly unknown: readonly string[]
  /** The stem of the noun that names the rows of the table, such as "order". */
  readonly subject: string | undefined
  readonly measures: readonly QueryMeasure[]
  readonly groups: readonly QueryGroup[]
  readonly filters: readonly QueryFilter[]
  /** The columns of the result, if it consists of rows of the table. */
  readonly shown: readonly Column[]
  readonly order: DataQuery['order']
  readonly limit: number | undefined
}

/** The part of a reading that the caller provides. */
export type QuestionContext = Pick<Reading, 'parts' | 'columns' | 'chosen' | 'isUnique' | 'hasNulls'>

export const startReading = (context: QuestionContext): Reading => ({
  ...context,
  consumed: new Set(),
  choices: [],
  unknown: [],
  subject: undefined,
  measures: [],
  groups: [],
  filters: [],
  shown: [],
  order: undefined,
  limit: undefined,
})

/** Returns a part that has no role yet. */
export const peek = ({ parts, consumed }: Reading, index: number): QuestionPart | undefined =>
  consumed.has(index) ? undefined : parts[index]

/** Returns whether a part has no role yet and is of one of the given kinds. */
export function isKind(reading: Reading, index: number, ...kinds: readonly PartKind[]): boolean {
  const part = peek(reading, index)
  return part !== undefined && kinds.includes(part.kind)
}

/** Returns whether the question has a part of one of the given kinds, with or without a role. */
export const hasKind = ({ parts }: Reading, ...kinds: readonly PartKind[]): boolean =>
  parts.some(({ kind }) => kinds.includes(kind))

/** Returns the index of the first part without a role that meets a condition, or -1. */
export const findIndex = (reading: Reading, test: (part: QuestionPart, index: number) => boolean): number =>
  reading.parts.findIndex((part, index) => !reading.consumed.has(index) && test(part, index))

/** Returns the number of a part that is known to be a number. */
export const getNumberAt = ({ parts }: Reading, index: number): number => (parts[index] as NumberPart).number

/** Marks parts as having a role. */
export const consume = (reading: Reading, ...indexes: readonly number[]): Reading => ({
  ...reading,
  consumed: new Set([...reading.consumed, ...indexes]),
})

/** Applies a step to each part that has no role when its turn comes, in the order of the question. */
export const readEach = (
  start: Reading,
  step: (reading: Reading, part: QuestionPart, index: number) => Reading,
): Reading =>
  start.parts.reduce(
    (reading, part, index) => (reading.consumed.has(index) ? reading : step(reading, part, index)),
    start,
  )

export const addUnknown = (reading: Reading, ...words: readonly string[]): Reading => ({
  ...reading,
  unknown: [...reading.unknown, ...words],
})

/** Adds words as unknown, unless a choice can still give them a meaning. */
export const addUnknownUnlessChoice = (reading: Reading, words: string): Reading =>
  reading.choices.length === 0 ? addUnknown(reading, words) : reading

export const addMeasure = (reading: Reading, ...measures: readonly QueryMeasure[]): Reading => ({
  ...reading,
  measures: [...reading.measures, ...measures],
})

export const addGroup = (reading: Reading, group: QueryGroup): Reading => ({
  ...reading,
  groups: [...reading.groups, group],
})

/**
 * Adds a filter. Further values of the same column are alternatives: "of R movies and PG movies". A second period, as
 * in "in 2012 or in 2015", is added as unknown words, because no row can be in both.
 */
export function addFilter(reading: Reading, filter: QueryFilter): Reading {
  const isList = ({ is, isPeriod }: QueryFilter): boolean => is === 'one-of' && !isPeriod
  const other = isList(filter)
    ? reading.filters.find((each) => isList(each) && each.column.name === filter.column.name)
    : undefined
  if (other) {
    const values = [...new Set([...other.values, ...filter.values])]
    return { ...reading, filters: reading.filters.map((each) => (each === other ? { ...other, values } : each)) }
  }
  const isSecondPeriod =
    filter.isPeriod &&
    reading.filters.some(({ column, isPeriod, is }) => isPeriod && column === filter.column && is === filter.is)
  const next = isSecondPeriod ? addUnknown(reading, filter.values.join(', ')) : reading
  return { ...next, filters: [...next.filters, filter] }
}
