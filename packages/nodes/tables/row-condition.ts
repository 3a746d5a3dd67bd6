import { message, type Text, type Message } from '@aw-flow/messages'
import { isNumber, isTime, join, name, sql, unsafeSql, type RowExpression, type Sql } from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { missingColumn } from './column-names.ts'
import { rowExpression } from './row-expression.ts'

const comparisons = {
  equals: 'is',
  'not-equals': 'is not',
  less: '<',
  'at-most': '≤',
  more: '>',
  'at-least': '≥',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  matches: 'matches',
  'is-one-of': 'is one of',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
} as const
type Comparison = keyof typeof comparisons

const value = z.union([z.string(), z.number(), z.boolean()])

export const conditionSchema = z.strictObject({
  column: z.string().meta({ title: 'Column', description: 'The column whose cells are looked at.', format: 'column' }),
  is: z
    .enum(Object.keys(comparisons) as [Comparison, ...Comparison[]])
    .default('equals')
    .meta({ title: 'Is', description: 'How a cell is compared.' }),
  value: z
    .union([value, z.array(value).max(1000)])
    .default('')
    .meta({
      title: 'Value',
      description: 'What it is compared with; for is-one-of a list, or texts with commas between.',
      format: 'text',
    }),
})
type Condition = z.infer<typeof conditionSchema>

/** The settings by which rows are told apart. */
export const conditionSettings = {
  conditions: z
    .array(conditionSchema)
    .max(100)
    .default([])
    .meta({
      title: 'Conditions',
      description:
        'Each looks at the cells of one column. An empty cell meets only is-empty and not-equals; without conditions and expression every row is meant.',
      format: 'conditions',
      examples: ['[{"column": "price", "is": "more", "value": 100}]'],
    }),
  match: z.enum(['all', 'any']).default('all').meta({
    title: 'Match',
    description: 'all: a row meets every condition. any: one is enough.',
  }),
  expression: z
    .string()
    .default('')
    .meta({
      title: 'Expression',
      description: 'A JSONata expression over the columns that must be true beside the conditions; empty for none.',
      format: 'row-expression',
      examples: ['price * amount > 1000', '$contains(name, /^A/i) and not $exists(closed)'],
    }),
}
export interface ConditionSettings {
  conditions: readonly Condition[]
  match: 'all' | 'any'
  expression: string
}

/** The conditions as a message. */
export function describeConditions({ conditions, match, expression }: ConditionSettings): Message {
  const all = conditions.map(({ column, is, value: wanted }) =>
    message('condition.one', { column, is, value: Array.isArray(wanted) ? wanted.join(', ') : String(wanted) }),
  )
  const text = expression.trim()
  if (all.length === 0) return text === '' ? message('condition.every-row', {}) : message('summary.text', { text })
  const joined = message(match === 'all' ? 'condition.all' : 'condition.any', { conditions: all })
  return text === '' ? joined : message('condition.and', { conditions: joined, expression: text })
}

/** The rows that are meant as SQL, NULL or false for the others, and what is wrong with the settings over these columns. */
export function compileConditions(
  { conditions, match, expression }: ConditionSettings,
  columns: readonly Column[],
): { isMeant: Sql; isEvery: boolean; problems: Problem[] } {
  const problems: Problem[] = []
  const pieces: Sql[] = []
  for (const condition of conditions) {
    const column = columns.find((one) => one.name === condition.column)
    const compiled = column
      ? compileCondition(condition, column)
      : missingColumn(condition.column, columns, 'conditions')
    if ('code' in compiled) problems.push(compiled)
    else pieces.push(compiled)
  }
  const both = pieces.length === 0 ? [] : [sql`(${join(pieces, match === 'all' ? ' AND ' : ' OR ')})`]
  if (expression.trim() !== '') {
    const compiled = rowExpression(expression, columns, 'expression')
    problems.push(...compiled.problems)
    if (compiled.expression) both.push(meaning(compiled.expression))
  }
  return { isMeant: both.length === 0 ? sql`TRUE` : join(both, ' AND '), isEvery: both.length === 0, problems }
}

/** Left bare where it can be: DuckDB then skips whole blocks of rows by what it knows of them. */
const meaning = ({ value, isTrue, type }: RowExpression): Sql => (type === 'BOOLEAN' ? sql`(${value})` : isTrue)

function compileCondition(
  { column: wanted, is, value: given }: Condition,
  { name: column, type }: Column,
): Sql | Problem {
  const cell = name(column)
  if (is === 'is-empty') return sql`(${cell} IS NULL)`
  if (is === 'is-not-empty') return sql`(${cell} IS NOT NULL)`
  const refused = (shown: Text, example: string): Problem =>
    error(
      'table.wrong-value',
      { column: wanted, type, value: shown, use: 'comparison', example },
      { where: { setting: 'conditions', column: wanted } },
    )
  const values = Array.isArray(given) ? given : is === 'is-one-of' ? listed(given) : [given]
  if (is !== 'is-one-of' && Array.isArray(given)) return refused(message('table.a-list', {}), 'list')
  if (['contains', 'starts-with', 'ends-with', 'matches'].includes(is)) {
    const text = type === 'VARCHAR' ? cell : sql`CAST(${cell} AS VARCHAR)`
    const part = String(given)
    if (is === 'contains') return sql`contains(${text}, ${part})`
    if (is === 'starts-with') return sql`starts_with(${text}, ${part})`
    if (is === 'ends-with') return sql`ends_with(${text}, ${part})`
    // The expression's own reader of patterns tells what is wrong with one.
    const read = rowExpression(
      `$contains(cell, /${part.replaceAll('/', '\\/')}/)`,
      [{ name: 'cell', type: 'VARCHAR' }],
      'conditions',
    )
    return read.problems[0] ?? sql`regexp_matches(${text}, ${part})`
  }
  const literals: Sql[] = []
  for (const one of values) {
    const literal = literalOf(one, type)
    if (!literal) return refused(JSON.stringify(one), exampleOf(type))
    literals.push(literal)
  }
  const compared =
    isNumber(type) || isTime(type) || type === 'BOOLEAN' || type === 'VARCHAR' ? cell : sql`CAST(${cell} AS VARCHAR)`
  const [literal = sql`NULL`] = literals
  switch (is) {
    case 'equals':
      return sql`(${compared} = ${literal})`
    case 'not-equals':
      return sql`(${compared} IS DISTINCT FROM ${literal})`
    case 'less':
      return sql`(${compared} < ${literal})`
    case 'at-most':
      return sql`(${compared} <= ${literal})`
    case 'more':
      return sql`(${compared} > ${literal})`
    case 'at-least':
      return sql`(${compared} >= ${literal})`
    default:
      return literals.length === 0 ? sql`FALSE` : sql`(${compared} IN (${literals}))`
  }
}

/** A value of a setting as a literal of a column's type; nothing where it is none of that type. */
export function literalOf(value: string | number | boolean, type: string): Sql | undefined {
  const text = String(value).trim()
  if (isNumber(type)) return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? unsafeSql(text) : undefined
  if (type === 'BOOLEAN') return /^(true|false)$/i.test(text) ? unsafeSql(text.toUpperCase()) : undefined
  if (type === 'TIME')
    return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(text)
      ? sql`CAST(${withSeconds(text)} AS TIME)`
      : undefined
  if (isTime(type)) return isMoment(text) ? sql`CAST(${text} AS TIMESTAMP)` : undefined
  return sql`${String(value)}`
}

/** `a, b` as a list; a number or a truth value stands for itself. */
const listed = (given: string | number | boolean): (string | number | boolean)[] =>
  typeof given === 'string' ? given.split(',').map((one) => one.trim()) : [given]

const withSeconds = (text: string): string => (/^\d\d:\d\d$/.test(text) ? `${text}:00` : text)

/** A day that is in the calendar, alone or with a time of day. */
function isMoment(text: string): boolean {
  const [, day, rest = ''] = /^(\d{4}-\d\d-\d\d)([ T].*)?$/.exec(text) ?? []
  if (day === undefined) return false
  const date = new Date(`${day}T00:00:00Z`)
  const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
  return isDay && (rest === '' || /^[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(rest))
}

function exampleOf(type: string): string {
  if (isNumber(type)) return 'number'
  if (type === 'BOOLEAN') return 'boolean'
  return type === 'TIME' ? 'time' : 'moment'
}
