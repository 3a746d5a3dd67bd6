import { message, type Text } from '@aw-flow/messages'
import { join, name, sql, type Sql } from '@aw-flow/engine'
import { typeFamily, type Column, type ColumnRule, type RuleSeverity, type TableRef } from '@aw-flow/schema'
import { isWholeType } from '../profiling/column-measures.ts'

/** A compiled rule on one column. */
export interface CompiledRule {
  code: string
  column: string
  severity: RuleSeverity
  /** The requirement: "`price` is a number". */
  rule: Text
  /** SQL condition for failing rows, over the columns of the table. */
  fails: Sql
  /** SQL aggregate of the number of failing rows, if counting `fails` is slow or not correct. */
  count?: Sql
  /** A fast SQL aggregate that is 0 only if no row fails; otherwise `count` is computed. */
  shortcut?: Sql
  /** SQL of the text that is shown for a failing row; default: the value of the column. */
  shown?: Sql
  /** Describes the failure. */
  message(failing: number, rows: number): Text
}

type Family = NonNullable<ColumnRule['type']>

/** The SQL of a rule. */
interface RuleSql {
  fails: Sql
  count?: Sql
  shortcut?: Sql
}

/**
 * Compiles the rules of a schema for a column.
 *
 * @param relation - SQL of the table.
 */
export function compileRules(
  rule: ColumnRule,
  column: Column,
  relation: Sql,
  { columns, rows }: Pick<TableRef, 'columns' | 'rows'>,
): CompiledRule[] {
  const value = name(column.name)
  const of = { column: column.name }
  const compiled: CompiledRule[] = []
  const severity = rule.severity ?? 'error'
  const add = (
    code: string,
    ruleText: Text,
    { fails, count, shortcut }: RuleSql,
    describe: CompiledRule['message'],
  ): void => {
    compiled.push({
      code,
      column: column.name,
      severity,
      rule: ruleText,
      fails,
      ...(count ? { count } : {}),
      ...(shortcut ? { shortcut } : {}),
      message: describe,
    })
  }
  if (rule.type !== undefined && rule.type !== 'any') compiled.push(...typeRule(rule.type, column, value, severity))
  if (rule.nullable === false)
    add('nullable', message('validate.rule-nullable', of), { fails: sql`${value} IS NULL` }, (failing, all) =>
      message('validate.nullable', { ...of, failing, rows: all }),
    )
  if (rule.unique === true)
    add(
      'unique',
      message('validate.rule-unique', of),
      {
        fails: sql`${value} IS NOT NULL AND count(*) OVER (PARTITION BY ${value}) > 1`,
        count: sql`(SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM (SELECT count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value} HAVING count(*) > 1))`,
        shortcut: sql`count(${value}) - (SELECT count(*) FROM (SELECT ${value} FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value}))`,
      },
      (failing, all) => message('validate.unique', { ...of, failing, rows: all }),
    )
  const number = numberOf(column, value)
  // NaN is greater than every number in DuckDB, so a lower limit alone would accept it.
  const isInvalid = (test: Sql): Sql => sql`${value} IS NOT NULL AND coalesce(${test}, TRUE)`
  const isInvalidNumber = (test: Sql): Sql => isInvalid(sql`isnan(${number}) OR ${test}`)
  const { min, max, moreThan, lessThan } = rule
  if (min !== undefined)
    add(
      'min',
      message('validate.rule-min', { ...of, min }),
      { fails: isInvalidNumber(sql`${number} < ${min}`) },
      (failing, all) => message('validate.min', { ...of, min, failing, rows: all }),
    )
  if (max !== undefined)
    add(
      'max',
      message('validate.rule-max', { ...of, max }),
      { fails: isInvalidNumber(sql`${number} > ${max}`) },
      (failing, all) => message('validate.max', { ...of, max, failing, rows: all }),
    )
  if (moreThan !== undefined)
    add(
      'moreThan',
      message('validate.rule-more-than', { ...of, bound: moreThan }),
      { fails: isInvalidNumber(sql`${number} <= ${moreThan}`) },
      (failing, all) => message('validate.more-than', { ...of, bound: moreThan, failing, rows: all }),
    )
  if (lessThan !== undefined)
    add(
      'lessThan',
      message('validate.rule-less-than', { ...of, bound: lessThan }),
      { fails: isInvalidNumber(sql`${number} >= ${lessThan}`) },
      (failing, all) => message('validate.less-than', { ...of, bound: lessThan, failing, rows: all }),
    )
  const momentType = isTimeOfDay(column.type) ? sql`TIME` : sql`TIMESTAMP`
  const moment = sql`TRY_CAST(CAST(${value} AS VARCHAR) AS ${momentType})`
  const { earliest, latest } = rule
  if (earliest !== undefined)
    add(
      'earliest',
      message('validate.rule-earliest', { ...of, earliest }),
      { fails: isInvalid(sql`${moment} < TRY_CAST(${earliest} AS ${momentType})`) },
      (failing, all) => message('validate.earliest', { ...of, earliest, failing, rows: all }),
    )
  if (latest !== undefined)
    add(
      'latest',
      message('validate.rule-latest', { ...of, latest }),
      { fails: isInvalid(sql`${moment} > TRY_CAST(${latest} AS ${momentType})`) },
      (failing, all) => message('validate.latest', { ...of, latest, failing, rows: all }),
    )
  const text = sql`CAST(${value} AS VARCHAR)`
  const { minLength, maxLength, pattern } = rule
  if (minLength !== undefined)
    add(
      'minLength',
      message('validate.rule-min-length', { ...of, length: minLength }),
      { fails: sql`length(${text}) < ${minLength}` },
      (failing, all) => message('validate.min-length', { ...of, length: minLength, failing, rows: all }),
    )
  if (maxLength !== undefined)
    add(
      'maxLength',
      message('validate.rule-max-length', { ...of, length: maxLength }),
      { fails: sql`length(${text}) > ${maxLength}` },
      (failing, all) => message('validate.max-length', { ...of, length: maxLength, failing, rows: all }),
    )
  if (pattern !== undefined)
    add(
      'pattern',
      message('validate.rule-pattern', { ...of, pattern }),
      { fails: sql`${value} IS NOT NULL AND NOT regexp_full_match(${text}, ${pattern})` },
      (failing, all) => message('validate.no-match', { ...of, pattern, failing, rows: all }),
    )
  if (rule.enum !== undefined) {
    const values = rule.enum.map((allowed) => JSON.stringify(allowed))
    add(
      'enum',
      message('validate.rule-enum', { ...of, values }),
      { fails: sql`${value} IS NOT NULL AND NOT (${isOneOf(rule.enum, column, value)})` },
      (failing, all) => message('validate.enum', { ...of, values, failing, rows: all }),
    )
  }
  if (rule.finite === true)
    add(
      'finite',
      message('validate.rule-finite', of),
      { fails: isInvalid(sql`NOT isfinite(${number})`) },
      (failing, all) => message('validate.finite', { ...of, failing, rows: all }),
    )
  if (rule.sequence === true)
    add(
      'sequence',
      message('validate.rule-sequence', of),
      {
        fails: sql`NOT coalesce(${inSequence(number, rows)}, FALSE) OR count(*) OVER (PARTITION BY ${value}) > 1`,
        count: sql`${rows} - count(DISTINCT ${number}) FILTER (${inSequence(number, rows)})`,
        // Columns that equal the row number are the usual case.
        shortcut: sql`count(*) FILTER (${value} IS DISTINCT FROM rowid)`,
      },
      (failing, all) => message('validate.sequence', { ...of, last: rows - 1, failing, rows: all }),
    )
  if (rule.notConstant === true) {
    const isConstant = sql`min(${value}) IS NOT DISTINCT FROM max(${value})`
    add(
      'notConstant',
      message('validate.rule-not-constant', of),
      {
        fails: sql`${value} IS NOT NULL AND (SELECT ${isConstant} FROM ${relation})`,
        count: sql`CASE WHEN ${isConstant} THEN ${rows} ELSE 0 END`,
      },
      (failing, all) => message('validate.not-constant', { ...of, failing, rows: all }),
    )
  }
  if (rule.notCopyOf !== undefined) {
    const others = rule.notCopyOf
    const compared = columns.filter((other) => others.includes(other.name) && rows > 2)
    const differs = compared.map((other) => differsFrom(column, other))
    const any = (test: (differs: Sql) => Sql): Sql => join([sql`FALSE`, ...differs.map(test)], ' OR ')
    const isCopy = any((isDifferent) => sql`(count(${value}) > 0 AND count(*) FILTER (${isDifferent}) = 0)`)
    add(
      'notCopyOf',
      message('validate.rule-not-copy-of', { ...of, others }),
      {
        fails: sql`(SELECT ${isCopy} FROM ${relation})`,
        count: sql`CASE WHEN ${isCopy} THEN ${rows} ELSE 0 END`,
        // Columns that are not copies differ within the first rows.
        shortcut: sql`CASE WHEN ${any((isDifferent) => sql`NOT EXISTS (SELECT 1 FROM ${relation} WHERE rowid < 1000 AND ${isDifferent})`)} THEN 1 ELSE 0 END`,
      },
      (failing, all) => message('validate.not-copy-of', { ...of, others, failing, rows: all }),
    )
  }
  const { maxDistinct } = rule
  if (maxDistinct !== undefined)
    add(
      'maxDistinct',
      message('validate.rule-max-distinct', { ...of, max: maxDistinct }),
      {
        fails: sql`${value} IS NOT NULL AND (SELECT count(DISTINCT ${value}) FROM ${relation}) > ${maxDistinct}`,
        count: sql`CASE WHEN count(DISTINCT ${value}) > ${maxDistinct} THEN count(${value}) ELSE 0 END`,
      },
      (failing, all) => message('validate.max-distinct', { ...of, max: maxDistinct, failing, rows: all }),
    )
  return compiled
}

/** SQL condition for rows in which two columns differ. */
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
  const numbers = values.filter((allowed) => typeof allowed === 'number')
  const tests = [sql`CAST(${value} AS VARCHAR) IN (${values.map((allowed) => sql`${String(allowed)}`)})`]
  if (isNumeric(column) && numbers.length > 0)
    tests.push(sql`CAST(${value} AS DOUBLE) IN (${numbers.map((allowed) => sql`${allowed}`)})`)
  return join(tests, ' OR ')
}

/**
 * Compiles the rule on the type of a column. In a column of a different type, the cells that cannot be converted fail.
 * If all cells can be converted (numbers as texts), all fail, because the type of the column is wrong.
 */
function typeRule(family: Family, column: Column, value: Sql, severity: RuleSeverity): CompiledRule[] {
  const has = typeFamily(column.type)
  const required = message('validate.family', { family })
  const rule = message('validate.rule-type', { column: column.name, family: required })
  const common = { code: 'type', column: column.name, severity, rule }
  if (isOfFamily(family, column.type)) return [{ ...common, fails: sql`FALSE`, message: () => '' }]
  if (family === 'integer' && has === 'number')
    return [
      {
        ...common,
        fails: sql`${value} IS NOT NULL AND NOT (isfinite(CAST(${value} AS DOUBLE)) AND CAST(${value} AS DOUBLE) = floor(CAST(${value} AS DOUBLE)))`,
        message: (failing, rows) => message('validate.not-integer', { column: column.name, failing, rows }),
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
      message: (failing, rows) =>
        message('validate.type', { column: column.name, type: column.type, family: required, failing, rows }),
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
