import type { Column } from '@aw-flow/schema'
import type { DataAnswer } from '@aw-flow/schema/internal'
import type { DataQuery, QueryFilter, QueryGroup, QueryMeasure } from './data-query.ts'
import type { QuestionPart } from './read-question.ts'

export type Choice = DataAnswer['choices'][number]
export type PartKind = QuestionPart['kind']
export type ColumnPart = QuestionPart & { kind: 'column' }
type NumberPart = QuestionPart & { kind: 'number' }

/** A question and the parts of its query that are known so far. A reading is immutable: each step returns a new one. */
export interface Reading {
  readonly parts: readonly QuestionPart[]
  readonly columns: readonly Column[]
  /** The options that the user chose, keyed by choice key. */
  readonly chosenOptions: Readonly<Record<string, string>>
  /** Returns whether all values of a column are distinct. */
  readonly isUnique: (column: Column) => boolean
  /** Returns whether a column contains nulls. */
  readonly hasNulls: (column: Column) => boolean
  /** Indexes of the parts that already have a role in the query. */
  readonly consumedIndexes: ReadonlySet<number>
  /** Choices that the user must make about ambiguous words. */
  readonly choices: readonly Choice[]
  /** Words to which no role in the query could be assigned. */
  readonly unknownWords: readonly string[]
  /** Stem of the noun that refers to the rows of the table, such as "order". */
  readonly subject: string | undefined
  readonly measures: readonly QueryMeasure[]
  readonly groups: readonly QueryGroup[]
  readonly filters: readonly QueryFilter[]
  /** Result columns, if the query returns rows of the table. */
  readonly resultColumns: readonly Column[]
  readonly order: DataQuery['order']
  readonly limit: number | undefined
}

/** The properties of a reading that the caller provides. */
export type QuestionContext = Pick<Reading, 'parts' | 'columns' | 'chosenOptions' | 'isUnique' | 'hasNulls'>

export const createReading = (context: QuestionContext): Reading => ({
  ...context,
  consumedIndexes: new Set(),
  choices: [],
  unknownWords: [],
  subject: undefined,
  measures: [],
  groups: [],
  filters: [],
  resultColumns: [],
  order: undefined,
  limit: undefined,
})

/** Returns the part at an index, or `undefined` if it already has a role. */
export const peek = ({ parts, consumedIndexes }: Reading, index: number): QuestionPart | undefined =>
  consumedIndexes.has(index) ? undefined : parts[index]

/** Returns whether the part at an index has no role yet and is of one of the given kinds. */
export function isKindAt(reading: Reading, index: number, ...kinds: readonly PartKind[]): boolean {
  const part = peek(reading, index)
  return part !== undefined && kinds.includes(part.kind)
}

/** Returns whether the question has a part of one of the given kinds, with or without a role. */
export const hasKind = ({ parts }: Reading, ...kinds: readonly PartKind[]): boolean =>
  parts.some(({ kind }) => kinds.includes(kind))

/** Returns the index of the first part that has no role yet and meets a condition, or -1 if there is none. */
export const findPartIndex = (reading: Reading, test: (part: QuestionPart, index: number) => boolean): number =>
  reading.parts.findIndex((part, index) => !reading.consumedIndexes.has(index) && test(part, index))

/** Returns the number at an index. The part must be a number. */
export const getNumberAt = ({ parts }: Reading, index: number): number => (parts[index] as NumberPart).number

/** Marks parts as having a role in the query. */
export const consume = (reading: Reading, ...indexes: readonly number[]): Reading => ({
  ...reading,
  consumedIndexes: new Set([...reading.consumedIndexes, ...indexes]),
})

/**
 * Applies a step to each part in the order of the question. Skips parts that already have a role when they are reached.
 */
export const applyToParts = (
  start: Reading,
  step: (reading: Reading, part: QuestionPart, index: number) => Reading,
): Reading =>
  start.parts.reduce(
    (reading, part, index) => (reading.consumedIndexes.has(index) ? reading : step(reading, part, index)),
    start,
  )

export const addUnknownWords = (reading: Reading, ...words: readonly string[]): Reading => ({
  ...reading,
  unknownWords: [...reading.unknownWords, ...words],
})

/** Reports words as unknown, unless the user can still clarify them by making a choice. */
export const addUnknownWordsUnlessChoice = (reading: Reading, words: string): Reading =>
  reading.choices.length === 0 ? addUnknownWords(reading, words) : reading

export const addMeasure = (reading: Reading, ...measures: readonly QueryMeasure[]): Reading => ({
  ...reading,
  measures: [...reading.measures, ...measures],
})

export const addGroup = (reading: Reading, group: QueryGroup): Reading => ({
  ...reading,
  groups: [...reading.groups, group],
})

/**
 * Adds a filter. A second value of the same column becomes an alternative, as in "of R movies and PG movies". A second
 * period, as in "in 2012 or in 2015", is reported as unknown, because no row can be in both.
 */
export function addFilter(reading: Reading, filter: QueryFilter): Reading {
  const isList = ({ operator, isPeriod }: QueryFilter): boolean => operator === 'one-of' && !isPeriod
  const existingFilter = isList(filter)
    ? reading.filters.find((candidate) => isList(candidate) && candidate.column.name === filter.column.name)
    : undefined
  if (existingFilter) {
    const values = [...new Set([...existingFilter.values, ...filter.values])]
    return {
      ...reading,
      filters: reading.filters.map((candidate) =>
        candidate === existingFilter ? { ...existingFilter, values } : candidate,
      ),
    }
  }
  const isSecondPeriod =
    filter.isPeriod &&
    reading.filters.some(
      ({ column, isPeriod, operator }) => isPeriod && column === filter.column && operator === filter.operator,
    )
  const next = isSecondPeriod ? addUnknownWords(reading, filter.values.join(', ')) : reading
  return { ...next, filters: [...next.filters, filter] }
}
