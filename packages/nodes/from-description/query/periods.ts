import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { createPattern } from '../vocabulary.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'

/** A unit of time by which rows can be grouped. */
export interface Period {
  readonly name: string
  /** Nouns and adverbs that name the period. */
  readonly words: RegExp
  /** Adverbs that request groups without "by". */
  readonly adverb: RegExp
  /** Returns a JSONata expression for the period. `text` is an expression for a date such as "2024-03-01 08:00:00". */
  readonly toExpression: (text: string) => string
  /** Returns a SQL expression for the period of a quoted column. Present if JSONata cannot express it. */
  readonly toSqlExpression?: (cell: string) => string
}

const createExactPattern = (pattern: RegExp): RegExp => new RegExp(`^(?:${pattern.source})$`)

/** Also matches the first part of German compounds such as "Jahresdurchschnitt". */
const createCompoundPattern = ({ source }: RegExp, firstPart: string): RegExp =>
  new RegExp(String.raw`${source}|\b${firstPart}(?=durchschnitt|summe|mittel|werte?|umsatz|verlauf|zahl)`)

export const periods: readonly Period[] = [
  {
    name: 'month',
    words: createExactPattern(createPattern('month', 'monthly')),
    adverb: createCompoundPattern(createPattern('monthly'), 'monats'),
    toExpression: (text) => `$substring(${text}, 0, 7)`,
  },
  {
    name: 'quarter',
    words: createExactPattern(createPattern('quarter', 'quarterly')),
    adverb: createCompoundPattern(createPattern('quarterly'), 'quartals'),
    toExpression: (text) => `$substring(${text}, 0, 4) & "-Q" & $string($ceil($number($substring(${text}, 5, 2)) / 3))`,
  },
  {
    name: 'decade',
    words: /^(?:decades?|jahrzehnte?n?|dekaden?)$/,
    adverb: /\bjahrzehnteweise\b/,
    toExpression: (text) => `$floor($number($substring(${text}, 0, 4)) / 10) * 10`,
  },
  {
    name: 'year',
    words: createExactPattern(createPattern('year', 'yearly')),
    adverb: createCompoundPattern(createPattern('yearly'), 'jahres'),
    toExpression: (text) => `$substring(${text}, 0, 4)`,
  },
  {
    name: 'week',
    words: createExactPattern(createPattern('week', 'weekly')),
    adverb: createPattern('weekly'),
    toExpression: (text) => text,
    toSqlExpression: (cell) => `CAST(date_trunc('week', ${cell}) AS DATE)`,
  },
  {
    name: 'weekday',
    words: /^(?:weekdays?|wochentage?[ns]?)$/,
    adverb: /\bdays? of (?:the )?week\b/,
    toExpression: (text) => text,
    toSqlExpression: (cell) => `dayname(${cell})`,
  },
  {
    name: 'hour',
    words: /^(?:hours?|hourly|stunden?|uhrzeit\w*)$/,
    adverb: /\b(?:stundlich\w*)\b/,
    toExpression: (text) => `$number($substring(${text}, 11, 2))`,
  },
  {
    name: 'day',
    words: createExactPattern(createPattern('day', 'daily')),
    adverb: createCompoundPattern(createPattern('daily'), 'tages'),
    toExpression: (text) => `$substring(${text}, 0, 10)`,
  },
]

/** Returns the period that a token names. */
export const findPeriod = ({ folded, kind }: Token): Period | undefined =>
  kind === 'word' || kind === 'column' ? periods.find(({ words }) => words.test(folded)) : undefined

/** A column that contains a period. The table has it, or an expression derives it. */
export interface PeriodColumn {
  readonly name: string
  readonly type: string
  /** The expression that derives the column. Absent if the table already has it. */
  readonly expression?: string
  /** Whether the expression is SQL instead of JSONata. */
  readonly isSql?: boolean
}

export const isYearColumn = ({ name }: Pick<Column, 'name'>): boolean =>
  /(?:^|[^a-z])(?:year|jahr)(?:$|[^a-z])/i.test(name)

/**
 * Returns the column for a period. It is derived from the given date column or the only one, unless the table already
 * has a column for the period.
 *
 * @param isCalendar - Whether the same month in different years forms one group: "January to December".
 */
export function derivePeriod(
  { name, toExpression, toSqlExpression }: Pick<Period, 'name' | 'toExpression' | 'toSqlExpression'>,
  columns: readonly Column[],
  dateColumn: Column | undefined,
  isCalendar: boolean,
): PeriodColumn | undefined {
  const timeColumns = columns.filter(({ type }) => isTemporal(type))
  const timeColumn = dateColumn ?? (timeColumns.length === 1 ? timeColumns[0] : undefined)
  const existingColumn = columns.find((column) => column.name.toLowerCase() === name)
  if (existingColumn && (!isTemporal(existingColumn.type) || existingColumn.type === 'DATE'))
    return { name: existingColumn.name, type: existingColumn.type }
  if (!timeColumn) {
    const yearColumns = columns.filter((column) => isNumber(column.type) && isYearColumn(column))
    if (yearColumns.length !== 1) return undefined
    if (name === 'year') return { name: yearColumns[0]!.name, type: yearColumns[0]!.type }
    // Derives the decade from a column of years.
    return name === 'decade'
      ? { name, type: 'BIGINT', expression: `$floor(${quoteName(yearColumns[0]!.name)} / 10) * 10` }
      : undefined
  }
  // A column of dates already contains the day.
  if (name === 'day' && timeColumn.type === 'DATE') return { name: timeColumn.name, type: timeColumn.type }
  if (toSqlExpression)
    return {
      name,
      type: 'VARCHAR',
      expression: toSqlExpression(`"${timeColumn.name.replaceAll('"', '""')}"`),
      isSql: true,
    }
  const text = `$string(${quoteName(timeColumn.name)})`
  if (isCalendar && name === 'month') return { name, type: 'BIGINT', expression: `$number($substring(${text}, 5, 2))` }
  return { name, type: 'VARCHAR', expression: toExpression(text) }
}
