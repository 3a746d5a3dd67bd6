import { message, type Text } from '@aw-flow/messages'
import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { defined, type Column, type ColumnRule, type RuleSeverity, type TableRef } from '@aw-flow/schema'
import { getTypeFamily, type ColumnReading } from '@aw-flow/schema/internal'
import { isIntegerType } from '../profiling/column-measures.ts'

/** A rule compiled to SQL. */
export interface CompiledRule {
  code: string
  column: string
  severity: RuleSeverity
  /** The requirement as displayed to the user, such as "`price` is a number". */
  rule: Text
  /** SQL condition over the table's columns that is true for failing rows. */
  failureCondition: Sql
  /**
   * SQL aggregate for the number of failing rows. Absent if counting the rows that satisfy `failureCondition` is
   * correct and fast.
   */
  count?: Sql
  /** Fast SQL aggregate that is 0 only if no row fails. If it is not 0, `count` is computed. */
  precheck?: Sql
  /** SQL for the text displayed for a failing row. Default: the column's value. */
  displayValue?: Sql
  /** Returns the message for the given number of failing rows. */
  describeFailure(failing: number, rowCount: number): Text
}

type Family = NonNullable<ColumnRule['type']>

/** SQL fragments of a rule; see `CompiledRule`. */
interface RuleSql {
  failureCondition: Sql
  count?: Sql
  precheck?: Sql
}

/** Adds a compiled rule of the column. */
type AddRule = (
  code: string,
  ruleText: Text,
  ruleSql: RuleSql,
  describeFailure: CompiledRule['describeFailure'],
) => void

/** The rules of a column, its table, and the SQL for its value. */
interface RuleContext {
  columnRule: ColumnRule
  column: Column
  table: Pick<TableRef, 'columns' | 'rows'>
  relation: Sql
  value: Sql
  number: Sql
  params: { column: string }
}

/**
 * Compiles a column's rules to SQL.
 *
 * @param columnRule The rules for the column.
 * @param relation SQL for the table.
 */
export function compileRules(
  columnRule: ColumnRule,
  column: Column,
  relation: Sql,
  table: Pick<TableRef, 'columns' | 'rows'>,
): CompiledRule[] {
  const cell = quoteIdentifier(column.name)
  const { reading = {}, severity = 'error', type } = columnRule
  const value =
    column.type === 'VARCHAR' && reading.nulls?.length
      ? sql`CASE WHEN trim(${cell}) NOT IN (${reading.nulls.map((text) => sql`${text.trim()}`)}) THEN ${cell} END`
      : cell
  const number = castToDouble(column, value, reading)
  const context = { columnRule, column, table, relation, value, number, params: { column: column.name } }
  const compiledRules: CompiledRule[] = []
  const addRule: AddRule = (code, rule, { failureCondition, count, precheck }, describeFailure) =>
    compiledRules.push(
      defined({ code, column: column.name, severity, rule, failureCondition, count, precheck, describeFailure }),
    )
  if (type !== undefined && type !== 'any')
    compiledRules.push(...compileTypeRule(type, column, value, severity, reading))
  addPresenceRules(context, addRule)
  addNumberLimits(context, addRule)
  addTimeLimits(context, addRule)
  addTextRules(context, addRule)
  addDistributionRules(context, addRule)
  addCopyRule(context, addRule)
  addDistinctRule(context, addRule)
  return compiledRules
}

/** Returns the condition that a value is present and fails a test, or that the test has no result for it. */
const compileInvalidCondition = (value: Sql, test: Sql): Sql => sql`${value} IS NOT NULL AND coalesce(${test}, TRUE)`

function addPresenceRules({ columnRule, relation, value, params }: RuleContext, addRule: AddRule): void {
  if (columnRule.nullable === false)
    addRule(
      'nullable',
      message('validate.rule-nullable', params),
      { failureCondition: sql`${value} IS NULL` },
      (failing, rowCount) => message('validate.nullable', { ...params, failing, rows: rowCount }),
    )
  if (columnRule.unique === true)
    addRule(
      'unique',
      message('validate.rule-unique', params),
      {
        failureCondition: sql`${value} IS NOT NULL AND count(*) OVER (PARTITION BY ${value}) > 1`,
        count: sql`(SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM (SELECT count(*) AS n FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value} HAVING count(*) > 1))`,
        precheck: sql`count(${value}) - (SELECT count(*) FROM (SELECT ${value} FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ${value}))`,
      },
      (failing, rowCount) => message('validate.unique', { ...params, failing, rows: rowCount }),
    )
}

function addNumberLimits({ columnRule, value, number, params }: RuleContext, addRule: AddRule): void {
  // In DuckDB, NaN is greater than every number, so a lower limit alone would accept it.
  const toInvalidNumberCondition = (test: Sql): Sql => compileInvalidCondition(value, sql`isnan(${number}) OR ${test}`)
  const { min, max, moreThan, lessThan } = columnRule
  if (min !== undefined)
    addRule(
      'min',
      message('validate.rule-min', { ...params, min }),
      { failureCondition: toInvalidNumberCondition(sql`${number} < ${min}`) },
      (failing, rowCount) => message('validate.min', { ...params, min, failing, rows: rowCount }),
    )
  if (max !== undefined)
    addRule(
      'max',
      message('validate.rule-max', { ...params, max }),
      { failureCondition: toInvalidNumberCondition(sql`${number} > ${max}`) },
      (failing, rowCount) => message('validate.max', { ...params, max, failing, rows: rowCount }),
    )
  if (moreThan !== undefined)
    addRule(
      'moreThan',
      message('validate.rule-more-than', { ...params, bound: moreThan }),
      { failureCondition: toInvalidNumberCondition(sql`${number} <= ${moreThan}`) },
      (failing, rowCount) => message('validate.more-than', { ...params, bound: moreThan, failing, rows: rowCount }),
    )
  if (lessThan !== undefined)
    addRule(
      'lessThan',
      message('validate.rule-less-than', { ...params, bound: lessThan }),
      { failureCondition: toInvalidNumberCondition(sql`${number} >= ${lessThan}`) },
      (failing, rowCount) => message('validate.less-than', { ...params, bound: lessThan, failing, rows: rowCount }),
    )
}

function addTimeLimits({ columnRule, column, value, params }: RuleContext, addRule: AddRule): void {
  const timeType = isTimeOfDay(column.type) ? sql`TIME` : sql`TIMESTAMP`
  const timestamp = sql`TRY_CAST(CAST(${value} AS VARCHAR) AS ${timeType})`
  const { earliest, latest } = columnRule
  if (earliest !== undefined)
    addRule(
      'earliest',
      message('validate.rule-earliest', { ...params, earliest }),
      { failureCondition: compileInvalidCondition(value, sql`${timestamp} < TRY_CAST(${earliest} AS ${timeType})`) },
      (failing, rowCount) => message('validate.earliest', { ...params, earliest, failing, rows: rowCount }),
    )
  if (latest !== undefined)
    addRule(
      'latest',
      message('validate.rule-latest', { ...params, latest }),
      { failureCondition: compileInvalidCondition(value, sql`${timestamp} > TRY_CAST(${latest} AS ${timeType})`) },
      (failing, rowCount) => message('validate.latest', { ...params, latest, failing, rows: rowCount }),
    )
}

function addTextRules({ columnRule, column, value, params }: RuleContext, addRule: AddRule): void {
  const text = sql`CAST(${value} AS VARCHAR)`
  const { minLength, maxLength, pattern } = columnRule
  if (minLength !== undefined)
    addRule(
      'minLength',
      message('validate.rule-min-length', { ...params, length: minLength }),
      { failureCondition: sql`length(${text}) < ${minLength}` },
      (failing, rowCount) => message('validate.min-length', { ...params, length: minLength, failing, rows: rowCount }),
    )
  if (maxLength !== undefined)
    addRule(
      'maxLength',
      message('validate.rule-max-length', { ...params, length: maxLength }),
      { failureCondition: sql`length(${text}) > ${maxLength}` },
      (failing, rowCount) => message('validate.max-length', { ...params, length: maxLength, failing, rows: rowCount }),
    )
  if (pattern !== undefined)
    addRule(
      'pattern',
      message('validate.rule-pattern', { ...params, pattern }),
      { failureCondition: sql`${value} IS NOT NULL AND NOT regexp_full_match(${text}, ${pattern})` },
      (failing, rowCount) => message('validate.no-match', { ...params, pattern, failing, rows: rowCount }),
    )
  if (columnRule.enum !== undefined) {
    const values = columnRule.enum.map((allowed) => JSON.stringify(allowed))
    addRule(
      'enum',
      message('validate.rule-enum', { ...params, values }),
      {
        failureCondition: sql`${value} IS NOT NULL AND NOT (${compileAllowedCondition(columnRule.enum, column, value)})`,
      },
      (failing, rowCount) => message('validate.enum', { ...params, values, failing, rows: rowCount }),
    )
  }
}

/** Adds the rules about finite, consecutive and different values. */
function addDistributionRules(
  { columnRule, table, relation, value, number, params }: RuleContext,
  addRule: AddRule,
): void {
  if (columnRule.finite === true)
    addRule(
      'finite',
      message('validate.rule-finite', params),
      { failureCondition: compileInvalidCondition(value, sql`NOT isfinite(${number})`) },
      (failing, rowCount) => message('validate.finite', { ...params, failing, rows: rowCount }),
    )
  if (columnRule.sequence === true)
    addRule(
      'sequence',
      message('validate.rule-sequence', params),
      {
        failureCondition: sql`NOT coalesce(${compileSequenceCondition(number, table.rows)}, FALSE) OR count(*) OVER (PARTITION BY ${value}) > 1`,
        count: sql`${table.rows} - count(DISTINCT ${number}) FILTER (${compileSequenceCondition(number, table.rows)})`,
        // Usually the column equals the row number.
        precheck: sql`count(*) FILTER (${value} IS DISTINCT FROM rowid)`,
      },
      (failing, rowCount) => message('validate.sequence', { ...params, last: table.rows - 1, failing, rows: rowCount }),
    )
  if (columnRule.notConstant === true) {
    const constantCondition = sql`min(${value}) IS NOT DISTINCT FROM max(${value})`
    addRule(
      'notConstant',
      message('validate.rule-not-constant', params),
      {
        failureCondition: sql`${value} IS NOT NULL AND (SELECT ${constantCondition} FROM ${relation})`,
        count: sql`CASE WHEN ${constantCondition} THEN ${table.rows} ELSE 0 END`,
      },
      (failing, rowCount) => message('validate.not-constant', { ...params, failing, rows: rowCount }),
    )
  }
}

function addCopyRule({ columnRule, column, table, relation, value, params }: RuleContext, addRule: AddRule): void {
  const comparedNames = columnRule.notCopyOf
  if (comparedNames === undefined) return
  const comparedColumns = table.columns.filter(
    (comparedColumn) => comparedNames.includes(comparedColumn.name) && table.rows > 2,
  )
  const differences = comparedColumns.map((comparedColumn) => compileDifference(column, comparedColumn))
  const joinTests = (test: (differences: Sql) => Sql): Sql => join([sql`FALSE`, ...differences.map(test)], ' OR ')
  const copyCondition = joinTests((isDifferent) => sql`(count(${value}) > 0 AND count(*) FILTER (${isDifferent}) = 0)`)
  addRule(
    'notCopyOf',
    message('validate.rule-not-copy-of', { ...params, others: comparedNames }),
    {
      failureCondition: sql`(SELECT ${copyCondition} FROM ${relation})`,
      count: sql`CASE WHEN ${copyCondition} THEN ${table.rows} ELSE 0 END`,
      // Columns that are not copies usually differ within the first rows.
      precheck: sql`CASE WHEN ${joinTests((isDifferent) => sql`NOT EXISTS (SELECT 1 FROM ${relation} WHERE rowid < 1000 AND ${isDifferent})`)} THEN 1 ELSE 0 END`,
    },
    (failing, rowCount) =>
      message('validate.not-copy-of', { ...params, others: comparedNames, failing, rows: rowCount }),
  )
}

function addDistinctRule({ columnRule, relation, value, params }: RuleContext, addRule: AddRule): void {
  const { maxDistinct } = columnRule
  if (maxDistinct === undefined) return
  addRule(
    'maxDistinct',
    message('validate.rule-max-distinct', { ...params, max: maxDistinct }),
    {
      failureCondition: sql`${value} IS NOT NULL AND (SELECT count(DISTINCT ${value}) FROM ${relation}) > ${maxDistinct}`,
      count: sql`CASE WHEN count(DISTINCT ${value}) > ${maxDistinct} THEN count(${value}) ELSE 0 END`,
    },
    (failing, rowCount) => message('validate.max-distinct', { ...params, max: maxDistinct, failing, rows: rowCount }),
  )
}

/** Returns an SQL condition that is true for rows in which two columns differ. */
const compileDifference = (column: Column, comparedColumn: Column): Sql =>
  isNumeric(column)
    ? sql`${castToDouble(column, quoteIdentifier(column.name))} IS DISTINCT FROM ${castToDouble(comparedColumn, quoteIdentifier(comparedColumn.name))}`
    : sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR) IS DISTINCT FROM CAST(${quoteIdentifier(comparedColumn.name)} AS VARCHAR)`

const compileSequenceCondition = (number: Sql, rowCount: number): Sql =>
  sql`${number} >= 0 AND ${number} < ${rowCount} AND ${number} = floor(${number})`

const isNumeric = (column: Column): boolean => getTypeFamily(column.type) === 'number'

const castToDouble = (column: Column, value: Sql, reading: ColumnReading = {}): Sql =>
  isNumeric(column) ? sql`CAST(${value} AS DOUBLE)` : sql`TRY_CAST(${compileNumberText(value, reading)} AS DOUBLE)`

/** Returns the SQL for the text of a number with a period and without thousands separators. */
function compileNumberText(value: Sql, { decimal, thousands }: ColumnReading): Sql {
  const text = sql`CAST(${value} AS VARCHAR)`
  const ungrouped = thousands ? sql`replace(${text}, ${thousands}, '')` : text
  return decimal === ',' ? sql`translate(${ungrouped}, ',.', '.,')` : ungrouped
}

function compileAllowedCondition(values: readonly (string | number | boolean)[], column: Column, value: Sql): Sql {
  if (values.length === 0) return sql`FALSE`
  const numbers = values.filter((allowed) => typeof allowed === 'number')
  const tests = [sql`CAST(${value} AS VARCHAR) IN (${values.map((allowed) => sql`${String(allowed)}`)})`]
  if (isNumeric(column) && numbers.length > 0)
    tests.push(sql`CAST(${value} AS DOUBLE) IN (${numbers.map((allowed) => sql`${allowed}`)})`)
  return join(tests, ' OR ')
}

/**
 * Compiles the rule for a column's type. If the column has a different type, the cells that cannot be converted fail.
 * If all cells can be converted (such as numbers stored as text), all cells fail, because the column's type is wrong.
 */
function compileTypeRule(
  family: Family,
  column: Column,
  value: Sql,
  severity: RuleSeverity,
  reading: ColumnReading,
): CompiledRule[] {
  const actualFamily = getTypeFamily(column.type)
  const requiredFamily = message('validate.family', { family })
  const ruleText = message('validate.rule-type', { column: column.name, family: requiredFamily })
  const commonFields = { code: 'type', column: column.name, severity, rule: ruleText }
  if (matchesFamily(family, column.type))
    return [{ ...commonFields, failureCondition: sql`FALSE`, describeFailure: () => '' }]
  if (family === 'integer' && actualFamily === 'number')
    return [
      {
        ...commonFields,
        failureCondition: sql`${value} IS NOT NULL AND NOT (isfinite(CAST(${value} AS DOUBLE)) AND CAST(${value} AS DOUBLE) = floor(CAST(${value} AS DOUBLE)))`,
        describeFailure: (failing, rows) => message('validate.not-integer', { column: column.name, failing, rows }),
      },
    ]
  const convertibleCondition = family === 'text' ? undefined : compileConvertibleCondition(family, value, reading)
  return [
    {
      ...commonFields,
      failureCondition: convertibleCondition
        ? sql`${value} IS NOT NULL AND (NOT ${convertibleCondition} OR count(*) FILTER (${value} IS NOT NULL AND NOT ${convertibleCondition}) OVER () = 0)`
        : sql`${value} IS NOT NULL`,
      ...(convertibleCondition
        ? {
            count: sql`CASE WHEN count(*) FILTER (${value} IS NOT NULL AND NOT ${convertibleCondition}) > 0 THEN count(*) FILTER (${value} IS NOT NULL AND NOT ${convertibleCondition}) ELSE count(${value}) END`,
          }
        : {}),
      describeFailure: (failing, rows) =>
        message('validate.type', {
          column: column.name,
          type: describeType(column.type),
          family: requiredFamily,
          failing,
          rows,
        }),
    },
  ]
}

const isTimeOfDay = (type: string): boolean => type.startsWith('TIME') && !type.startsWith('TIMESTAMP')

/**
 * Returns a message for a type's family, such as number or date. Types without a family are described by their name.
 */
function describeType(type: string): Text {
  const families = ['text', 'number', 'boolean', 'date', 'time'] as const
  const family = families.find((candidate) => matchesFamily(candidate, type))
  if (family) return message('validate.family', { family })
  return getTypeFamily(type) === 'nested' ? message('validate.family', { family: 'nested' }) : type
}

function matchesFamily(family: Family, type: string): boolean {
  switch (family) {
    case 'number':
      return getTypeFamily(type) === 'number'
    case 'integer':
      return isIntegerType(type)
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

function compileConvertibleCondition(family: Family, value: Sql, reading: ColumnReading): Sql {
  const text = sql`CAST(${value} AS VARCHAR)`
  const { trueValues = [], falseValues = [], format } = reading
  const words = [...trueValues, ...falseValues].map((word) => sql`${word.toLowerCase()}`)
  switch (family) {
    case 'number':
      return sql`(TRY_CAST(${compileNumberText(value, reading)} AS DOUBLE) IS NOT NULL)`
    case 'integer':
      return sql`regexp_full_match(trim(${compileNumberText(value, reading)}), '[+-]?[0-9]+')`
    case 'boolean':
      return words.length > 0
        ? sql`(lower(trim(${text})) IN (${words}))`
        : sql`(TRY_CAST(${text} AS BOOLEAN) IS NOT NULL)`
    case 'date':
    case 'time':
      if (format !== undefined) return sql`(try_strptime(trim(${text}), ${format}) IS NOT NULL)`
      return family === 'date'
        ? sql`(TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL)`
        : sql`(TRY_CAST(${text} AS TIME) IS NOT NULL)`
    default:
      return sql`TRUE`
  }
}
