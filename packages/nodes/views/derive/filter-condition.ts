import { join, quoteIdentifier, sql, TablesError, unsafeSql, type Sql } from '@aw-flow/engine'
import { error, type Column } from '@aw-flow/schema'
import { getTypeFamily, type TableFilter } from '@aw-flow/schema/internal'

const numberLiteral = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const timeLiteral = {
  day: /^\d{4,6}-\d{2}-\d{2}$/,
  dateTime: /^\d{4,6}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/,
  timeOfDay: /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?$/,
}

/**
 * Compiles a filter to SQL that is true or false, but never NULL. Numbers and times are compared by value; everything
 * else is compared as text, ignoring case.
 *
 * @throws {TablesError} `view.invalid-value` if a value does not fit the column.
 */
export function compileFilter(
  { test, value = '', upTo = '', values = [] }: TableFilter,
  { name: columnName, type }: Column,
): Sql {
  const cell = quoteIdentifier(columnName)
  if (test === 'one-of') return compileOneOf(values, cell)
  if (test === 'empty') return getTypeFamily(type) === 'text' ? sql`coalesce(${cell} = '', TRUE)` : sql`${cell} IS NULL`
  if (test === 'filled')
    return sql`NOT ${compileFilter({ column: columnName, test: 'empty' }, { name: columnName, type })}`
  const text = sql`lower(CAST(${cell} AS VARCHAR))`
  const lowercaseValue = sql`lower(${value})`
  const compileIsTrue = (condition: Sql): Sql => sql`coalesce(${condition}, FALSE)`
  const compileIsNotTrue = (condition: Sql): Sql => sql`coalesce(NOT (${condition}), TRUE)`
  const createOperand = (): { cell: Sql; parseOperand: (text: string) => Sql } =>
    createComparison({ name: columnName, type })
  switch (test) {
    case 'contains':
      return compileIsTrue(sql`contains(${text}, ${lowercaseValue})`)
    case 'lacks':
      return compileIsNotTrue(sql`contains(${text}, ${lowercaseValue})`)
    case 'starts':
      return compileIsTrue(sql`starts_with(${text}, ${lowercaseValue})`)
    case 'ends':
      return compileIsTrue(sql`ends_with(${text}, ${lowercaseValue})`)
    case 'equals':
    case 'differs': {
      const { cell: operand, parseOperand } = createOperand()
      return test === 'equals'
        ? compileIsTrue(sql`${operand} = ${parseOperand(value)}`)
        : compileIsNotTrue(sql`${operand} = ${parseOperand(value)}`)
    }
    case 'below': {
      const { cell: operand, parseOperand } = createOperand()
      return compileIsTrue(sql`${operand} < ${parseOperand(value)}`)
    }
    case 'above': {
      const { cell: operand, parseOperand } = createOperand()
      return compileIsTrue(sql`${operand} > ${parseOperand(value)}`)
    }
    case 'between': {
      const { cell: operand, parseOperand } = createOperand()
      const bounds = [
        value === '' ? [] : sql`${operand} >= ${parseOperand(value)}`,
        upTo === '' ? [] : sql`${operand} <= ${parseOperand(upTo)}`,
      ]
      const conditions = bounds.flat()
      return conditions.length === 0 ? sql`TRUE` : compileIsTrue(sql`(${join(conditions, ' AND ')})`)
    }
  }
}

/** Compiles a comparison with a list of exact strings, such as those that `values` queries return. */
function compileOneOf(values: readonly (string | null)[], cell: Sql): Sql {
  const strings = values.filter((text) => text !== null)
  const conditions = [
    ...(strings.length === 0
      ? []
      : [sql`coalesce(CAST(${cell} AS VARCHAR) IN (${strings.map((text) => sql`${text}`)}), FALSE)`]),
    ...(strings.length < values.length ? [sql`${cell} IS NULL`] : []),
  ]
  return conditions.length === 0 ? sql`FALSE` : sql`(${join(conditions, ' OR ')})`
}

/** Creates the operands for comparing the cells of a column with text that a user entered. */
function createComparison({ name: columnName, type }: Column): { cell: Sql; parseOperand: (text: string) => Sql } {
  const reject = (text: string, kind: 'number' | 'time' | 'date'): never => {
    throw new TablesError(
      error('view.invalid-value', { text, column: columnName, kind }, { where: { column: columnName } }),
    )
  }
  const family = getTypeFamily(type)
  if (family === 'number') {
    const parseOperand = (text: string): Sql => {
      const normalizedText = text.trim().replaceAll(/[\s_']/g, '')
      // The literal consists only of a sign, digits, a point, and an exponent, and DuckDB parses it exactly.
      if (numberLiteral.test(normalizedText)) return unsafeSql(`(${normalizedText})`)
      return reject(text, 'number')
    }
    return { cell: quoteIdentifier(columnName), parseOperand }
  }
  if (family === 'time' && type !== 'INTERVAL') {
    const isTimeOfDay = /^TIME(?!STAMP)/.test(type)
    const pattern = isTimeOfDay ? timeLiteral.timeOfDay : timeLiteral.dateTime
    const parseOperand = (text: string): Sql => {
      const trimmedText = text.trim()
      if (!pattern.test(trimmedText) || !isCalendarTime(trimmedText)) {
        return reject(text, isTimeOfDay ? 'time' : 'date')
      }
      const timeWithSeconds =
        /:\d{2}$/.test(trimmedText) && !/:\d{2}:/.test(trimmedText) ? `${trimmedText}:00` : trimmedText
      return isTimeOfDay
        ? sql`CAST(${timeWithSeconds} AS TIME)`
        : sql`CAST(${timeWithSeconds.replace('T', ' ')} AS TIMESTAMP)`
    }
    const hasTimeZone = type.includes('WITH TIME ZONE')
    return {
      cell: hasTimeZone ? sql`make_timestamp(epoch_us(${quoteIdentifier(columnName)}))` : quoteIdentifier(columnName),
      parseOperand,
    }
  }
  return {
    cell: sql`lower(CAST(${quoteIdentifier(columnName)} AS VARCHAR))`,
    parseOperand: (text) => sql`lower(${text})`,
  }
}

/** Returns whether a date or time exists. For example, February 30 and 25:00 do not. */
function isCalendarTime(text: string): boolean {
  const [day, clock = '00:00'] = text.includes('-') ? text.split(/[ T]/) : ['2000-01-01', text]
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  if (hours > 23 || minutes > 59 || seconds >= 60) return false
  const [year = 0, month = 0, date = 0] = (day ?? '').split('-').map(Number)
  const calendarDate = new Date(Date.UTC(2000, month - 1, date))
  calendarDate.setUTCFullYear(year, month - 1, date)
  return year > 0 && calendarDate.getUTCMonth() === month - 1 && calendarDate.getUTCDate() === date
}
