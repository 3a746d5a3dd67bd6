import { message, type Text, type Message } from '@aw-flow/messages'
import {
  isNumber,
  isTemporal,
  join,
  quoteIdentifier,
  sql,
  unsafeSql,
  type RowExpression,
  type Sql,
} from '@aw-flow/engine'
import { error, type Column, type Problem, failed, ok, type Result } from '@aw-flow/schema'
import { z } from 'zod'
import { createMissingColumnProblem } from './column-names.ts'
import { toRowExpression } from './row-expression.ts'

/** Labels of the comparisons in forms. */
const comparisonLabels = {
  equals: 'equals',
  'not-equals': 'does not equal',
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
type Comparison = keyof typeof comparisonLabels

const valueSchema = z.union([z.string(), z.number(), z.boolean()])

export const conditionSchema = z.strictObject({
  column: z.string().meta({ title: 'Column', description: 'Column to compare.', format: 'column' }),
  is: z
    .enum(Object.keys(comparisonLabels) as [Comparison, ...Comparison[]])
    // Optional, so that the union of conditions and groups also accepts a condition without `is`.
    .optional()
    .default('equals')
    .meta({ title: 'Comparison', description: 'How to compare a cell with the value.', labels: comparisonLabels }),
  value: z
    .union([valueSchema, z.array(valueSchema).max(1000)])
    .default('')
    .meta({
      title: 'Value',
      description: 'Value to compare with. For "is one of": a list, or values separated by commas.',
      format: 'text',
      when: { is: Object.keys(comparisonLabels).filter((is) => is !== 'is-empty' && is !== 'is-not-empty') },
    }),
})
type Condition = z.infer<typeof conditionSchema>

/** A group of conditions, which acts like parentheses. A group without conditions is ignored. */
export interface ConditionGroup {
  is: 'group'
  match: 'all' | 'any'
  conditions: ConditionItem[]
}
type ConditionItem = Condition | ConditionGroup

export interface ConditionGroupInput {
  is: 'group'
  match?: 'all' | 'any' | undefined
  conditions?: ConditionItemInput[] | undefined
}
type ConditionItemInput = z.input<typeof conditionSchema> | ConditionGroupInput

const matchSchema = z.enum(['all', 'any'])
const matchLabels = { all: 'All conditions', any: 'Any condition' }

const groupSchema = z.strictObject({
  is: z.literal('group'),
  match: matchSchema.default('any'),
  conditions: z.lazy((): z.ZodType<ConditionItem[], ConditionItemInput[]> => createItemListSchema()).default([]),
})
/**
 * Creates the schema for a list of conditions. It is a function so that the JSON Schema contains the outer list in full
 * and uses references only for the inner lists.
 */
const createItemListSchema = (): z.ZodType<ConditionItem[], ConditionItemInput[]> =>
  z.array(z.discriminatedUnion('is', [conditionSchema, groupSchema])).max(100)

/** Settings that select rows by conditions. */
export const conditionSettings = {
  match: matchSchema.default('all').meta({
    title: 'Match',
    description: 'All: a row must match every condition. Any: a row must match at least one.',
    labels: matchLabels,
  }),
  conditions: createItemListSchema()
    .default([])
    .meta({
      title: 'Conditions',
      description:
        'Each condition compares one column. An empty cell matches only "is empty" and "does not equal". Without conditions or an expression, every row matches.',
      format: 'conditions',
      examples: [
        '[{"column": "price", "is": "more", "value": 100}]',
        '[{"is": "group", "match": "any", "conditions": [{"column": "city", "value": "Bonn"}, {"column": "city", "is": "is-empty"}]}]',
      ],
    }),
  expression: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Expression',
      description: 'Optional JSONata expression over the columns that must also be true.',
      format: 'row-expression',
      examples: ['price * amount > 1000', '$contains(name, /^A/i) and $not($exists(closed))'],
    }),
}
export interface ConditionSettings {
  conditions: readonly ConditionItem[]
  match: 'all' | 'any'
  expression: string
}

/** Describes the conditions for the summary of a node. */
export function describeConditions({ conditions, match, expression }: ConditionSettings): Message {
  const text = expression.trim()
  const joinedConditions = describeItems(conditions, match)
  if (!joinedConditions) return text === '' ? message('condition.every-row', {}) : message('summary.text', { text })
  return text === '' ? joinedConditions : message('condition.and', { conditions: joinedConditions, expression: text })
}

/** Joins the descriptions of conditions. Returns `undefined` if there are none. */
function describeItems(items: readonly ConditionItem[], match: 'all' | 'any'): Message | undefined {
  const parts = items.flatMap((item) => {
    // A condition without a column is reported separately.
    if (item.is !== 'group') return item.column === '' ? [] : [describeCondition(item)]
    const innerConditions = describeItems(item.conditions, item.match)
    if (!innerConditions) return []
    return [
      item.conditions.length === 1 ? innerConditions : message('condition.group', { conditions: innerConditions }),
    ]
  })
  if (parts.length === 0) return undefined
  return message(match === 'all' ? 'condition.all' : 'condition.any', { conditions: parts })
}

const isOrderComparison = (is: Comparison): boolean => ['less', 'at-most', 'more', 'at-least'].includes(is)

function describeCondition({ column, is, value: expected }: Condition): Message {
  // A list with a single value is described like that value.
  const hasSingleValue = Array.isArray(expected) && expected.length === 1
  const value = hasSingleValue ? expected[0]! : expected
  // Digits in a string that is compared for equality may be a code, which is displayed without thousands separators.
  const isAmount = typeof value === 'number' || (typeof value === 'string' && isOrderComparison(is))
  return message('condition.one', {
    column,
    is: is === 'is-one-of' && hasSingleValue ? 'equals' : is,
    value: isAmount ? message('condition.value', { value }) : Array.isArray(value) ? value.join(', ') : String(value),
  })
}

/**
 * Compiles the conditions for a table to SQL.
 *
 * @returns `matches`: SQL that is true for a matching row, and otherwise false or NULL. `matchesAll`: whether every row
 *   matches because no condition is set. `problems`: settings that do not fit the columns.
 */
export function compileConditions(
  { conditions, match, expression }: ConditionSettings,
  columns: readonly Column[],
): { matches: Sql; matchesAll: boolean; problems: Problem[] } {
  const problems: Problem[] = []
  const compileItem = (item: ConditionItem): Sql[] => {
    if (item.is === 'group') return compileItems(item.conditions, item.match)
    const column = columns.find(({ name }) => name === item.column)
    const compiledCondition = column
      ? compileCondition(item, column)
      : failed(createMissingColumnProblem(item.column, columns, 'conditions'))
    if (compiledCondition.ok) return [compiledCondition.value]
    problems.push(compiledCondition.problem)
    return []
  }
  const compileItems = (items: readonly ConditionItem[], matchMode: 'all' | 'any'): Sql[] => {
    const tests = items.flatMap(compileItem)
    return tests.length === 0 ? [] : [sql`(${join(tests, matchMode === 'all' ? ' AND ' : ' OR ')})`]
  }
  const parts = compileItems(conditions, match)
  if (expression.trim() !== '') {
    const compiledExpression = toRowExpression(expression, columns, 'expression')
    problems.push(...compiledExpression.problems)
    if (compiledExpression.expression) parts.push(toBooleanSql(compiledExpression.expression))
  }
  return { matches: parts.length === 0 ? sql`TRUE` : join(parts, ' AND '), matchesAll: parts.length === 0, problems }
}

/**
 * Returns SQL for a row expression as a condition. A BOOLEAN expression is used unchanged, so that DuckDB can skip row
 * groups based on their statistics.
 */
const toBooleanSql = ({ value, condition, type }: RowExpression): Sql =>
  type === 'BOOLEAN' ? sql`(${value})` : condition

function compileCondition(
  { column: columnName, is, value: operand }: Condition,
  { name: column, type }: Column,
): Result<Sql> {
  const cell = quoteIdentifier(column)
  if (is === 'is-empty') return ok(sql`(${cell} IS NULL)`)
  if (is === 'is-not-empty') return ok(sql`(${cell} IS NOT NULL)`)
  const rejectValue = (displayedValue: Text, example: string): Result<Sql> =>
    failed(
      error(
        'table.wrong-value',
        { column: columnName, type, value: displayedValue, use: 'comparison', example },
        { where: { setting: 'conditions', column: columnName } },
      ),
    )
  const values = Array.isArray(operand) ? operand : is === 'is-one-of' ? splitList(operand) : [operand]
  if (is !== 'is-one-of' && Array.isArray(operand)) return rejectValue(message('table.a-list', {}), 'list')
  if (['contains', 'starts-with', 'ends-with', 'matches'].includes(is)) {
    const text = type === 'VARCHAR' ? cell : sql`CAST(${cell} AS VARCHAR)`
    const pattern = String(operand)
    if (is === 'contains') return ok(sql`contains(${text}, ${pattern})`)
    if (is === 'starts-with') return ok(sql`starts_with(${text}, ${pattern})`)
    if (is === 'ends-with') return ok(sql`ends_with(${text}, ${pattern})`)
    // The row expression compiler reports an invalid pattern.
    const check = toRowExpression(
      `$contains(cell, /${pattern.replaceAll('/', '\\/')}/)`,
      [{ name: 'cell', type: 'VARCHAR' }],
      'conditions',
    )
    const [problem] = check.problems
    return problem ? failed(problem) : ok(sql`regexp_matches(${text}, ${pattern})`)
  }
  const literals: Sql[] = []
  for (const item of values) {
    const literal = toLiteral(item, type)
    if (!literal) return rejectValue(JSON.stringify(item), findExample(type))
    literals.push(literal)
  }
  const comparedCell =
    isNumber(type) || isTemporal(type) || type === 'BOOLEAN' || type === 'VARCHAR'
      ? cell
      : sql`CAST(${cell} AS VARCHAR)`
  const [literal = sql`NULL`] = literals
  switch (is) {
    case 'equals':
      return ok(sql`(${comparedCell} = ${literal})`)
    case 'not-equals':
      return ok(sql`(${comparedCell} IS DISTINCT FROM ${literal})`)
    case 'less':
      return ok(sql`(${comparedCell} < ${literal})`)
    case 'at-most':
      return ok(sql`(${comparedCell} <= ${literal})`)
    case 'more':
      return ok(sql`(${comparedCell} > ${literal})`)
    case 'at-least':
      return ok(sql`(${comparedCell} >= ${literal})`)
    default:
      return ok(literals.length === 0 ? sql`FALSE` : sql`(${comparedCell} IN (${literals}))`)
  }
}

/** Converts a setting value to a literal of a column type. Returns `undefined` if the value does not fit the type. */
export function toLiteral(value: string | number | boolean, type: string): Sql | undefined {
  const text = String(value).trim()
  if (isNumber(type)) return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? unsafeSql(text) : undefined
  if (type === 'BOOLEAN') return /^(true|false)$/i.test(text) ? unsafeSql(text.toUpperCase()) : undefined
  if (type === 'TIME')
    return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(text)
      ? sql`CAST(${addSeconds(text)} AS TIME)`
      : undefined
  if (isTemporal(type)) return isDateOrTimestamp(text) ? sql`CAST(${text} AS TIMESTAMP)` : undefined
  return sql`${String(value)}`
}

/** Splits text such as `a, b` into a list. A number or boolean becomes a list with one item. */
const splitList = (operand: string | number | boolean): (string | number | boolean)[] =>
  typeof operand === 'string' ? operand.split(',').map((item) => item.trim()) : [operand]

const addSeconds = (text: string): string => (/^\d\d:\d\d$/.test(text) ? `${text}:00` : text)

/** Returns whether a string is a valid calendar date, optionally with a time of day. */
function isDateOrTimestamp(text: string): boolean {
  const [, day, timeText = ''] = /^(\d{4}-\d\d-\d\d)([ T].*)?$/.exec(text) ?? []
  if (day === undefined) return false
  const date = new Date(`${day}T00:00:00Z`)
  const isValidDate = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
  return isValidDate && (timeText === '' || /^[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(timeText))
}

function findExample(type: string): string {
  if (isNumber(type)) return 'number'
  if (type === 'BOOLEAN') return 'boolean'
  return type === 'TIME' ? 'time' : 'moment'
}
