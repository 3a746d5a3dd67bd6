import type { Column } from '@aw-flow/schema'
import { isDateColumn, isMeasurable, isTimeColumn, isYearColumn, type ColumnPredicate } from './column-kinds.ts'
import type { QueryFilter } from './data-query.ts'
import { addFilter, consume, peek, type Choice, type Reading } from './reading.ts'

/** A reading after a choice, and the selected option. `option` is undefined while the choice is pending. */
export interface ChoiceResult {
  readonly reading: Reading
  readonly option: string | undefined
}

/**
 * A reading after a column was looked up. `column` is undefined if no column meets the condition or a choice is
 * pending.
 */
export interface ColumnResult {
  readonly reading: Reading
  readonly column: Column | undefined
}

/** Option that interprets a noun, such as "orders", as the rows of the table instead of a column. */
export const allRows = ''

/**
 * Returns the option that the user chose, or the only one unless it is `allRows`. Otherwise, adds a choice.
 *
 * @example
 * choose(reading, 'column', 'date', ['order_date', 'ship_date']) // adds the choice with the key "column date"
 */
export function choose(
  reading: Reading,
  kind: Choice['kind'],
  words: string,
  options: readonly string[],
): ChoiceResult {
  if (options.length === 1 && options[0] !== allRows) return { reading, option: options[0] }
  const key = `${kind} ${words.toLowerCase()}`
  const option = reading.chosenOptions[key]
  if (option !== undefined && options.includes(option)) return { reading, option }
  const isNew = options.length > 0 && !reading.choices.some((choice) => choice.key === key)
  const choices = isNew ? [...reading.choices, { key, kind, words, options: [...options] }] : reading.choices
  return { reading: { ...reading, choices }, option: undefined }
}

/** Returns the only candidate or the one that the user chose. Otherwise, adds a choice. */
export function chooseColumn(start: Reading, words: string, candidates: readonly Column[]): ColumnResult {
  const names = candidates.map(({ name }) => name)
  const { reading, option } = choose(start, 'column', words, names)
  return { reading, column: candidates.find(({ name }) => name === option) }
}

/** Returns whether the part at an index has no role yet and can refer to a column that meets a condition. */
export function canBeColumn(reading: Reading, index: number, predicate: ColumnPredicate): boolean {
  const part = peek(reading, index)
  return part?.kind === 'column' && part.columns.some(predicate)
}

/** Resolves the column of a part: the only one that meets the condition, or the one that the user chose. */
export function resolveColumn(reading: Reading, index: number, predicate: ColumnPredicate = () => true): ColumnResult {
  const part = peek(reading, index)
  const candidates = part?.kind === 'column' ? part.columns.filter(predicate) : []
  return part && candidates.length > 0 ? chooseColumn(reading, part.text, candidates) : { reading, column: undefined }
}

/** Resolves the column of a part and consumes the part. */
export function consumeColumn(start: Reading, index: number, predicate?: ColumnPredicate): ColumnResult {
  const { reading, column } = resolveColumn(start, index, predicate)
  return { reading: consume(reading, index), column }
}

/** Lists the numeric columns that an aggregate can use if the question does not name a column. */
export const listMeasurableColumns = ({ columns }: Reading): Column[] =>
  columns.filter((column) => isMeasurable(column) && !isYearColumn(column))

/**
 * Lists the columns that a period can refer to if the question does not name one: date columns or, if there are none,
 * year columns.
 */
export function listTimeColumns({ columns }: Reading): Column[] {
  const dateColumns = columns.filter(isDateColumn)
  return dateColumns.length > 0 ? dateColumns : columns.filter(isYearColumn)
}

export const hasTimeColumn = ({ columns }: Reading): boolean => columns.some(isTimeColumn)

/** Resolves the column of a period if the question does not name one. */
export const findTimeColumn = (reading: Reading, words: string): ColumnResult =>
  chooseColumn(reading, words, listTimeColumns(reading))

/**
 * Resolves the column of a period: the column named at an index or, if there is none, a date or year column of the
 * table.
 */
export function resolveTimeColumn(start: Reading, index: number, words: string): ColumnResult {
  if (!canBeColumn(start, index, isTimeColumn)) return findTimeColumn(start, words)
  const namedResult = consumeColumn(start, index, isTimeColumn)
  return namedResult.column ? namedResult : findTimeColumn(namedResult.reading, words)
}

/** Adds filters on the resolved column, if there is one. */
export const addResolvedFilters = (
  { reading, column }: ColumnResult,
  ...filters: readonly Omit<QueryFilter, 'column'>[]
): Reading => (column ? filters.reduce((next, filter) => addFilter(next, { column, ...filter }), reading) : reading)
