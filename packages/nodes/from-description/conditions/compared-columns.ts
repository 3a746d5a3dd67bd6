import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Scalar } from './condition.ts'

export const isIdentifier = ({ name }: Column): boolean =>
  /(^|[^a-z])(id|nr|no|key|code)$/i.test(name) || /[a-z](?:I[dD]|Nr|No|Key|Code)$/.test(name)

/** Returns whether 0 in a column means "none", such as no rain or no discount. */
export const usesZeroForNone = ({ name }: Column): boolean =>
  /precip|rain|snow|discount|rebate|tax|fee|delay|count|number|amount|death|killed|injur|quantity|stock|votes|rabatt|menge|anzahl|niederschlag|^[a-z]{4,}s$/i.test(
    name,
  )

/** Returns whether a value starts with an ISO date. */
export const isDate = (value: Scalar | undefined): boolean => /^\d{4}-\d{2}-\d{2}/.test(String(value))

export const isYear = (value: string | number | undefined): boolean => Number(value) >= 1900 && Number(value) < 2100

export const isYearColumn = ({ name }: Column): boolean => /(?:^|[^a-z])(?:year|jahr)/i.test(name)

export const isYearValue = (value: Scalar | undefined): boolean => typeof value === 'number' && isYear(value)

/** Returns the first day of a year (2014) or month ("2014-05"), and the first day after the period. */
export function toPeriod(value: Scalar): { readonly start: string; readonly end: string } | undefined {
  if (isYearValue(value)) return { start: `${value}-01-01`, end: `${Number(value) + 1}-01-01` }
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(String(value)) ?? []
  if (year === undefined) return undefined
  const next = Number(month) === 12 ? `${Number(year) + 1}-01` : `${year}-${String(Number(month) + 1).padStart(2, '0')}`
  return { start: `${value}-01`, end: `${next}-01` }
}

/** Returns the first date or time column, which is usually the main one: an order date comes before a ship date. */
export const findTimeColumn = (columns: readonly Column[]): Column | undefined =>
  columns.find(({ type }) => isTemporal(type))

/** Returns the only numeric column that is not an identifier, or `undefined` if there are none or several. */
export function findNumericColumn(columns: readonly Column[]): Column | undefined {
  const numericColumns = columns.filter((column) => isNumber(column.type) && !isIdentifier(column))
  return numericColumns.length === 1 ? numericColumns[0] : undefined
}

/**
 * Returns the column to compare with a value if the description does not name one. Years and dates are compared with a
 * year, date or time column; other values with the only numeric column.
 */
export function findComparedColumn(columns: readonly Column[], value: Scalar | undefined): Column | undefined {
  if (isDate(value) || /^\d{4}-\d{2}$/.test(String(value))) return findTimeColumn(columns)
  if (!isYearValue(value)) return findNumericColumn(columns)
  const yearColumns = columns.filter(({ name }) => /(?:^|[^a-z])(?:year|jahr)(?:$|[^a-z])/i.test(name))
  return yearColumns[0] ?? findTimeColumn(columns) ?? findNumericColumn(columns)
}
