import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { splitColumnName, stem } from '../from-description/stem.ts'

/** A test of a column, for its role in a query. */
export type ColumnPredicate = (column: Column) => boolean

export const isNumeric: ColumnPredicate = ({ type }) => isNumber(type)

/** A date or timestamp column. */
export const isDateColumn: ColumnPredicate = ({ type }) => isTime(type)

/** A numeric column that holds years, such as `release_year`. */
export const isYearColumn: ColumnPredicate = ({ name, type }) =>
  isNumber(type) && splitColumnName(name).includes(stem('year'))

/** A column that can be filtered by a period: a date, a timestamp or a year. */
export const isTimeColumn: ColumnPredicate = (column) => isDateColumn(column) || isYearColumn(column)

const isId: ColumnPredicate = ({ name }) => /(^|[^a-z])(id|nr|no|key|code)$/i.test(name)

/** A numeric column whose values can be added or averaged, unlike identifiers. */
export const isMeasurable: ColumnPredicate = (column) => isNumeric(column) && !isId(column)

/** Whether a number in a question can be a year. */
export const isYear = (number: number): boolean => Number.isInteger(number) && number >= 1500 && number < 2200
