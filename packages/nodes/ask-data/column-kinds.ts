import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { stemColumnName, stem } from './stem.ts'

/** Tests whether a column can have a certain role in a query. */
export type ColumnPredicate = (column: Column) => boolean

export const isNumeric: ColumnPredicate = ({ type }) => isNumber(type)

/** Returns whether a column contains dates or timestamps. */
export const isDateColumn: ColumnPredicate = ({ type }) => isTemporal(type)

/** Returns whether a column contains years: a numeric column with "year" in its name, such as `release_year`. */
export const isYearColumn: ColumnPredicate = ({ name, type }) =>
  isNumber(type) && stemColumnName(name).includes(stem('year'))

/** Returns whether a column can be filtered by a period, because it contains dates, timestamps, or years. */
export const isTimeColumn: ColumnPredicate = (column) => isDateColumn(column) || isYearColumn(column)

/** Returns whether a column contains identifiers, such as `order_id`. */
export const isId: ColumnPredicate = ({ name }) => /(^|[^a-z])(id|nr|no|key|code)$/i.test(name)

/** Returns whether a word is the general part of an identifier's name. */
export const isIdWord = (word: string): boolean => /^(id|nr|no|key|code)s?$/i.test(word)

/** Returns whether the values of a column can be added or averaged. Excludes identifiers. */
export const isMeasurable: ColumnPredicate = (column) => isNumeric(column) && !isId(column)

/** Returns whether a number in a question can be a year. */
export const isYear = (number: number): boolean => Number.isInteger(number) && number >= 1500 && number < 2200
