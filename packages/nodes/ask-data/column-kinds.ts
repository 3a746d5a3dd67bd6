import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { splitColumnName, stem } from '../from-description/stem.ts'

/** A condition that a column must meet for its role in a query. */
export type FitsRole = (column: Column) => boolean

export const isNumeric: FitsRole = ({ type }) => isNumber(type)

/** A date or timestamp column. */
export const isDateColumn: FitsRole = ({ type }) => isTime(type)

/** A numeric column that holds years, such as `release_year`. */
export const isYearColumn: FitsRole = ({ name, type }) => isNumber(type) && splitColumnName(name).includes(stem('year'))

/** A column that rows of a period can be selected by. */
export const isTimeColumn: FitsRole = (column) => isDateColumn(column) || isYearColumn(column)

const isId: FitsRole = ({ name }) => /(^|[^a-z])(id|nr|no|key|code)$/i.test(name)

/** A numeric column whose values can be added or averaged, unlike identifiers. */
export const isMeasurable: FitsRole = (column) => isNumeric(column) && !isId(column)

/** Whether a number in a question can be a year. */
export const isYear = (number: number): boolean => Number.isInteger(number) && number >= 1500 && number < 2200
