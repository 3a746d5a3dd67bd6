import { join, name, sql, type Sql } from '@aw-flow/engine'
import { typeFamily, type Column, type ColumnRule, type RuleSeverity, type TableRef } from '@aw-flow/schema'

/** A rule on one column, ready to be counted. */
export interface CompiledRule {
  code: string
  column: string
  severity: RuleSeverity
  /** What is asked, in words: "`price` is a number". */
  rule: string
  /** True for a row that fails; over the table's own columns, `n` rows. */
  fails: Sql
  /** An expression that counts the failing rows, where counting `fails` would not be right or not be fast. */
  count?: Sql
  /** An expression that is 0 only where no row fails, and costs a fraction of `count`, which is asked where it is not. */
  quick?: Sql
  /** What is shown of a failing row; the column's value where it is not said. */
  shown?: Sql
  /** Says what is wrong, given how many rows fail. */
  message(failing: number, rows: number): string
}

type Family = NonNullable<ColumnRule['type']>

/** The rules that a schema puts on a column that is there. `relation` is the table to count in, with its columns and rows. */
export function compileRules(
  rule: ColumnRule,
  column: Column,
  relation: Sql,
  { columns, rows }: Pick<TableRef, 'columns' | 'rows'>,
): CompiledRule[] {
  const value = name(column.name)
  const quoted = `\`${column.name}\``
  const compiled: CompiledRule[] = []
  const severity = rule.severity ?? 'error'
  const add = (code: string, words: string, fails: Sql, what: string, count?: Sql, quick?: Sql): void => {
    compiled.push({
      code,
      column: column.name,
      severity,
      rule: `${quoted} ${words}`,
      fails,
      ...(count ? { count } : {}),
      ...(quick ? { quick } : {}),
      message: (failing, of) => `${failing} of ${of} rows fail: ${quoted} ${what}.`,
    })
  }
  if (rule.type !== undefined && rule.type !== 'any')
    compiled.push(...typeRule(rule.type, column, value, quoted, severity))
  if (rule.nullable === false) add('nullable', 'has a value in every row', sql`${value} IS NULL`, 'has no value')
  if (rule.unique === true)
    add(
      'unique',
      'has no value twice',
      sql`${value} IS NOT NULL AND count(*) OVER (PARTITION BY ${value}) > 1`,
      'holds a value that occurs again',
      sql`(SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM (SELECT count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value} HAVING count(*) > 1))`,
      sql`count(${value}) - (SELECT count(*) FROM (SELECT ${value} FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value}))`,
    )
  const number = numberOf(column, value)
  // NaN is greater than every number here, so a lower bound alone would let it pass.
  const isOff = (test: Sql): Sql => sql`${value} IS NOT NULL AND coalesce(${test}, TRUE)`
  const isNumberOff = (test: Sql): Sql => isOff(sql`isnan(${number}) OR ${test}`)
  if (rule.min !== undefined)
    add(
      'min',
      `is at least ${rule.min}`,
      isNumberOff(sql`${number} < ${rule.min}`),
      `is less than ${rule.min} or no number`,
    )
  if (rule.max !== undefined)
    add(
      'max',
      `is at most ${rule.max}`,
      isNumberOff(sql`${number} > ${rule.max}`),
      `is more than ${rule.max} or no number`,
    )
  if (rule.moreThan !== undefined)
    add(
      'moreThan',
      `is more than ${rule.moreThan}`,
      isNumberOff(sql`${number} <= ${rule.moreThan}`),
      `is not more than ${rule.moreThan} or no number`,
    )
  if (rule.lessThan !== undefined)
    add(
      'lessThan',
      `is less than ${rule.lessThan}`,
      isNumberOff(sql`${number} >= ${rule.lessThan}`),
      `is not less than ${rule.lessThan} or no number`,
    )
  const momentType = isTimeOfDay(column.type) ? sql`TIME` : sql`TIMESTAMP`
  const moment = sql`TRY_CAST(CAST(${value} AS VARCHAR) AS ${momentType})`
  if (rule.earliest !== undefined)
    add(
      'earliest',
      `is not before ${rule.earliest}`,
      isOff(sql`${moment} < TRY_CAST(${rule.earliest} AS ${momentType})`),
      `is before ${rule.earliest}, or no date`,
    )
  if (rule.latest !== undefined)
    add(
      'latest',
      `is not after ${rule.latest}`,
      isOff(sql`${moment} > TRY_CAST(${rule.latest} AS ${momentType})`),
      `is after ${rule.latest}, or no date`,
    )
  const text = sql`CAST(${value} AS VARCHAR)`
  if (rule.minLength !== undefined)
    add(
      'minLength',
      `has at least ${rule.minLength} characters`,
      sql`length(${text}) < ${rule.minLength}`,
      `is shorter than ${rule.minLength} characters`,
    )
  if (rule.maxLength !== undefined)
    add(
      'maxLength',
      `has at most ${rule.maxLength} characters`,
      sql`length(${text}) > ${rule.maxLength}`,
      `is longer than ${rule.maxLength} characters`,
    )
  if (rule.pattern !== undefined)
    add(
      'pattern',
      `matches ${rule.pattern}`,
      sql`${value} IS NOT NULL AND NOT regexp_full_match(${text}, ${rule.pattern})`,
      `does not match ${rule.pattern}`,
    )
  if (rule.enum !== undefined) {
    const listed =
      rule.enum
        .slice(0, 8)
        .map((one) => JSON.stringify(one))
        .join(', ') + (rule.enum.length > 8 ? ', …' : '')
    add(
      'enum',
      `is one of ${listed}`,
      sql`${value} IS NOT NULL AND NOT (${isOneOf(rule.enum, column, value)})`,
      `is none of ${listed}`,
    )
  }
  if (rule.finite === true) add('finite', 'is finite', isOff(sql`NOT isfinite(${number})`), 'is infinite or no number')
  if (rule.sequence === true)
    add(
      'sequence',
      `counts 0 to n-1, each number once`,
      sql`NOT coalesce(${inSequence(number, rows)}, FALSE) OR count(*) OVER (PARTITION BY ${value}) > 1`,
      `is not 0 to ${rows - 1}, each once`,
      sql`${rows} - count(DISTINCT ${number}) FILTER (${inSequence(number, rows)})`,
      // Rows that are numbered as they stand: no two are the same.
      sql`count(*) FILTER (${value} IS DISTINCT FROM rowid)`,
    )
  if (rule.notConstant === true) {
    const isConstant = sql`min(${value}) IS NOT DISTINCT FROM max(${value})`
    add(
      'notConstant',
      'has more than one value',
      sql`${value} IS NOT NULL AND (SELECT ${isConstant} FROM ${relation})`,
      'is the same in all of them',
      sql`CASE WHEN ${isConstant} THEN ${rows} ELSE 0 END`,
    )
  }
  if (rule.notCopyOf !== undefined) {
    const listed = rule.notCopyOf.map((other) => `\`${other}\``).join(' and ')
    const others = columns.filter((other) => rule.notCopyOf?.includes(other.name) && rows > 2)
    const differs = others.map((other) => differsFrom(column, other))
    const all = (isCopy: (differs: Sql) => Sql): Sql => join([sql`FALSE`, ...differs.map(isCopy)], ' OR ')
    const isCopy = all((one) => sql`(count(${value}) > 0 AND count(*) FILTER (${one}) = 0)`)
    add(
      'notCopyOf',
      `is another column than ${listed}`,
      sql`(SELECT ${isCopy} FROM ${relation})`,
      `is in every row the same as one of ${listed}`,
      sql`CASE WHEN ${isCopy} THEN ${rows} ELSE 0 END`,
      // Columns that are no copies differ soon.
      sql`CASE WHEN ${all((one) => sql`NOT EXISTS (SELECT 1 FROM ${relation} WHERE rowid < 1000 AND ${one})`)} THEN 1 ELSE 0 END`,
    )
  }
  if (rule.maxDistinct !== undefined)
    add(
      'maxDistinct',
      `has at most ${rule.maxDistinct} different values`,
      sql`${value} IS NOT NULL AND (SELECT count(DISTINCT ${value}) FROM ${relation}) > ${rule.maxDistinct}`,
      `has more than ${rule.maxDistinct} different values`,
      sql`CASE WHEN count(DISTINCT ${value}) > ${rule.maxDistinct} THEN count(${value}) ELSE 0 END`,
    )
  return compiled
}

/** True for a row in which two columns differ. */
const differsFrom = (column: Column, other: Column): Sql =>
  isNumeric(column)
    ? sql`${numberOf(column, name(column.name))} IS DISTINCT FROM ${numberOf(other, name(other.name))}`
    : sql`CAST(${name(column.name)} AS VARCHAR) IS DISTINCT FROM CAST(${name(other.name)} AS VARCHAR)`

const inSequence = (number: Sql, rows: number): Sql =>
  sql`${number} >= 0 AND ${number} < ${rows} AND ${number} = floor(${number})`

const isNumeric = (column: Column): boolean => typeFamily(column.type) === 'number'

const numberOf = (column: Column, value: Sql): Sql =>
  isNumeric(column) ? sql`CAST(${value} AS DOUBLE)` : sql`TRY_CAST(CAST(${value} AS VARCHAR) AS DOUBLE)`

function isOneOf(values: readonly (string | number | boolean)[], column: Column, value: Sql): Sql {
  if (values.length === 0) return sql`FALSE`
  const numbers = values.filter((one) => typeof one === 'number')
  const tests = [sql`CAST(${value} AS VARCHAR) IN (${values.map((one) => sql`${String(one)}`)})`]
  if (isNumeric(column) && numbers.length > 0)
    tests.push(sql`CAST(${value} AS DOUBLE) IN (${numbers.map((one) => sql`${one}`)})`)
  return join(tests, ' OR ')
}

const familyWords: Record<Family, string> = {
  number: 'a number',
  integer: 'a whole number',
  text: 'a text',
  boolean: 'true or false',
  date: 'a date',
  time: 'a time',
  any: 'anything',
}

const wholeNumber = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/

/** True for DuckDB's types of whole numbers. */
export const isWholeType = (type: string): boolean => wholeNumber.test(type)

/**
 * The rule on a column's type. Of a column of another type the rows fail whose cells do not convert; where all convert
 * (numbers kept as texts), all of them fail, since the column's type is what is asked for.
 */
function typeRule(family: Family, column: Column, value: Sql, quoted: string, severity: RuleSeverity): CompiledRule[] {
  const has = typeFamily(column.type)
  const rule = `${quoted} is ${familyWords[family]}`
  const common = { code: 'type', column: column.name, severity, rule }
  const ofType = `\`${column.name}\` has the type ${column.type}`
  if (isOfFamily(family, column.type)) return [{ ...common, fails: sql`FALSE`, message: () => '' }]
  if (family === 'integer' && has === 'number')
    return [
      {
        ...common,
        fails: sql`${value} IS NOT NULL AND NOT (isfinite(CAST(${value} AS DOUBLE)) AND CAST(${value} AS DOUBLE) = floor(CAST(${value} AS DOUBLE)))`,
        message: (failing, rows) => `${failing} of ${rows} rows fail: ${quoted} is no whole number.`,
      },
    ]
  const converts = family === 'text' ? undefined : convertsTo(family, value)
  return [
    {
      ...common,
      fails: converts
        ? sql`${value} IS NOT NULL AND (NOT ${converts} OR count(*) FILTER (${value} IS NOT NULL AND NOT ${converts}) OVER () = 0)`
        : sql`${value} IS NOT NULL`,
      ...(converts
        ? {
            count: sql`CASE WHEN count(*) FILTER (${value} IS NOT NULL AND NOT ${converts}) > 0 THEN count(*) FILTER (${value} IS NOT NULL AND NOT ${converts}) ELSE count(${value}) END`,
          }
        : {}),
      message: (failing, rows) => `${failing} of ${rows} rows fail: ${ofType}, not ${familyWords[family]}.`,
    },
  ]
}

const isTimeOfDay = (type: string): boolean => type.startsWith('TIME') && !type.startsWith('TIMESTAMP')

function isOfFamily(family: Family, type: string): boolean {
  switch (family) {
    case 'number':
      return typeFamily(type) === 'number'
    case 'integer':
      return isWholeType(type)
    case 'text':
      return type === 'VARCHAR'
    case 'boolean':
      return type === 'BOOLEAN'
    case 'date':
      return type === 'DATE' || type.startsWith('TIMESTAMP')
    case 'time':
      return isTimeOfDay(type)
    case 'any':
      return true
  }
}

function convertsTo(family: Exclude<Family, 'text' | 'any'> | Family, value: Sql): Sql {
  const text = sql`CAST(${value} AS VARCHAR)`
  switch (family) {
    case 'number':
      return sql`(TRY_CAST(${text} AS DOUBLE) IS NOT NULL)`
    case 'integer':
      return sql`regexp_full_match(trim(${text}), '[+-]?[0-9]+')`
    case 'boolean':
      return sql`(TRY_CAST(${text} AS BOOLEAN) IS NOT NULL)`
    case 'date':
      return sql`(TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL)`
    default:
      return sql`(TRY_CAST(${text} AS TIME) IS NOT NULL)`
  }
}
