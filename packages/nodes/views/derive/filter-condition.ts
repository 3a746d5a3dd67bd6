import { join, name, sql, TablesError, unsafeSql, type Sql } from '@aw-flow/engine'
import { error, typeFamily, type Column, type TableFilter } from '@aw-flow/schema'

const numberLiteral = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const timeLiteral = {
  day: /^\d{4,6}-\d{2}-\d{2}$/,
  moment: /^\d{4,6}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/,
  clock: /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?$/,
}

/**
 * The rows that pass a filter, as SQL that is true, false, never NULL. Numbers and times are compared as such where the
 * test orders or equals, all else as text without regard to case.
 *
 * @throws {TablesError} `view.no-value` for a value that is none of the column's.
 */
export function filterCondition({ test, value = '', upTo = '' }: TableFilter, { name: of, type }: Column): Sql {
  const cell = name(of)
  if (test === 'empty') return typeFamily(type) === 'text' ? sql`coalesce(${cell} = '', TRUE)` : sql`${cell} IS NULL`
  if (test === 'filled') return sql`NOT ${filterCondition({ column: of, test: 'empty' }, { name: of, type })}`
  const text = sql`lower(CAST(${cell} AS VARCHAR))`
  const wanted = sql`lower(${value})`
  const isTrue = (condition: Sql): Sql => sql`coalesce(${condition}, FALSE)`
  const isNotTrue = (condition: Sql): Sql => sql`coalesce(NOT (${condition}), TRUE)`
  const compared = (): { cell: Sql; read: (text: string) => Sql } => comparedAs({ name: of, type })
  switch (test) {
    case 'contains':
      return isTrue(sql`contains(${text}, ${wanted})`)
    case 'lacks':
      return isNotTrue(sql`contains(${text}, ${wanted})`)
    case 'starts':
      return isTrue(sql`starts_with(${text}, ${wanted})`)
    case 'ends':
      return isTrue(sql`ends_with(${text}, ${wanted})`)
    case 'equals':
    case 'differs': {
      const { cell: one, read } = compared()
      return test === 'equals' ? isTrue(sql`${one} = ${read(value)}`) : isNotTrue(sql`${one} = ${read(value)}`)
    }
    case 'below': {
      const { cell: one, read } = compared()
      return isTrue(sql`${one} < ${read(value)}`)
    }
    case 'above': {
      const { cell: one, read } = compared()
      return isTrue(sql`${one} > ${read(value)}`)
    }
    case 'between': {
      const { cell: one, read } = compared()
      const ends = [value === '' ? [] : sql`${one} >= ${read(value)}`, upTo === '' ? [] : sql`${one} <= ${read(upTo)}`]
      const conditions = ends.flat()
      return conditions.length === 0 ? sql`TRUE` : isTrue(sql`(${join(conditions, ' AND ')})`)
    }
  }
}

/** How a column's cells and a person's text are brought together. */
function comparedAs({ name: of, type }: Column): { cell: Sql; read: (text: string) => Sql } {
  const refuse = (text: string, kind: 'number' | 'time' | 'date'): never => {
    throw new TablesError(error('view.no-value', { text, column: of, kind }, { where: { column: of } }))
  }
  const family = typeFamily(type)
  if (family === 'number') {
    const read = (text: string): Sql => {
      const plain = text.trim().replaceAll(/[\s_']/g, '')
      // Digits, point and exponent only: a literal that DuckDB reads exactly.
      if (numberLiteral.test(plain)) return unsafeSql(`(${plain})`)
      return refuse(text, 'number')
    }
    return { cell: name(of), read }
  }
  if (family === 'time' && type !== 'INTERVAL') {
    const isClock = /^TIME(?!STAMP)/.test(type)
    const pattern = isClock ? timeLiteral.clock : timeLiteral.moment
    const read = (text: string): Sql => {
      const plain = text.trim()
      if (!pattern.test(plain) || !isThere(plain)) {
        return refuse(text, isClock ? 'time' : 'date')
      }
      const whole = /:\d{2}$/.test(plain) && !/:\d{2}:/.test(plain) ? `${plain}:00` : plain
      return isClock ? sql`CAST(${whole} AS TIME)` : sql`CAST(${whole.replace('T', ' ')} AS TIMESTAMP)`
    }
    const withZone = type.includes('WITH TIME ZONE')
    return { cell: withZone ? sql`make_timestamp(epoch_us(${name(of)}))` : name(of), read }
  }
  return { cell: sql`lower(CAST(${name(of)} AS VARCHAR))`, read: (text) => sql`lower(${text})` }
}

/** Whether a day or a clock is one of the calendar's: no 30 February, no 25 o'clock. */
function isThere(text: string): boolean {
  const [day, clock = '00:00'] = text.includes('-') ? text.split(/[ T]/) : ['2000-01-01', text]
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  if (hours > 23 || minutes > 59 || seconds >= 60) return false
  const [year = 0, month = 0, date = 0] = (day ?? '').split('-').map(Number)
  const made = new Date(Date.UTC(2000, month - 1, date))
  made.setUTCFullYear(year, month - 1, date)
  return year > 0 && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
}
