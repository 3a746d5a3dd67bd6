import { message, type Text } from '@aw-flow/messages'
import {
  join,
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  TablesError,
  type Scalar,
  type Tables,
} from '@aw-flow/engine'
import {
  error,
  getHint,
  getProblemText,
  defined,
  type ColumnRule,
  type TableRef,
  type TableSchema,
  type ValidationReport,
} from '@aw-flow/schema'
import type { RuleResult } from '@aw-flow/schema/internal'
import { readWideRows } from '../read-wide-rows.ts'
import { compileRules, type CompiledRule } from './compile-rules.ts'
import type { NamedTables } from '../preparing/plans/compile-for-table.ts'
import { compileTableRules, type UnevaluatedRule } from './compile-table-rules.ts'

/**
 * Options for validating a table.
 *
 * @internal
 */
export interface ValidateTableOptions {
  tables: Tables
  table: TableRef
  schema: TableSchema
  /** Other tables that the schema refers to, keyed by name. */
  namedTables?: NamedTables
  signal?: AbortSignal
}

const maxSampleRows = 5
/** Maximum number of failing rules whose rows one statement reads. */
const maxSampledRules = 50
const rulesPerBatch = 60

/**
 * Validates a table against a schema. Counts each rule's failing rows exactly, and returns the first ones as a sample.
 * A rule for a missing column fails unless the column is optional. A reference to a table that is not connected also
 * fails. A table without rows is valid, with a message in the report, unless the schema requires rows.
 *
 * @throws A permanent `NodeError` if a regular expression is invalid.
 *
 * @example
 * const { valid, rules } = await validateTable({ tables, table, schema: { columns: [{ name: 'id', unique: true }] } })
 * @internal
 */
export async function validateTable(options: ValidateTableOptions): Promise<ValidationReport> {
  const { table, schema } = options
  const rules: RuleResult[] = [...checkTableRules(table, schema)]
  const compiledRules: CompiledRule[] = []
  const relation = quoteIdentifier(tableName(table.id))
  for (const rule of schema.columns as ColumnRule[]) {
    const column = table.columns.find((candidate) => candidate.name === rule.name)
    rules.push(checkPresence(rule, column !== undefined, table))
    if (column && table.rows > 0) compiledRules.push(...compileRules(rule, column, relation, table))
  }
  const tableWideRules = compileTableRules(schema, table, options.namedTables ?? {})
  if (table.rows > 0) compiledRules.push(...tableWideRules.rules)
  rules.push(...tableWideRules.uncounted.map((rule) => toUnevaluatedResult(rule, table.rows)))
  for (let start = 0; start < compiledRules.length; start += rulesPerBatch)
    rules.push(...(await evaluateRules(compiledRules.slice(start, start + rulesPerBatch), options)))
  return createReport(rules, table.rows)
}

/** Creates a report from rule results. The report is invalid if a rule with the severity `error` fails. */
export function createReport(rules: readonly RuleResult[], rows: number): ValidationReport {
  const valid = rules.every((rule) => rule.valid || (rule.severity ?? 'error') !== 'error')
  return { valid, rows, rules: rules.map((rule) => ({ ...rule, share: computeFailingFraction(rule) })) }
}

const computeFailingFraction = ({ failing, checked }: RuleResult): number =>
  checked === 0 ? 0 : Math.round((failing / checked) * 1_000_000) / 1_000_000

const toUnevaluatedResult = ({ code, rule, severity, problem }: UnevaluatedRule, rows: number): RuleResult => ({
  code,
  rule,
  severity,
  valid: false,
  failing: rows,
  checked: rows,
  sample: [],
  message: message('validate.uncounted', { reason: getProblemText(problem), hint: getHint(problem) }),
})

function checkTableRules({ rows, columns }: TableRef, schema: TableSchema): RuleResult[] {
  const results: RuleResult[] = []
  const addResult = (code: string, rule: Text, valid: boolean, result: Text): void => {
    results.push({ code, rule, valid, failing: valid ? 0 : 1, checked: rows, sample: [], message: result })
  }
  const { minRows, maxRows, strict } = schema
  if (minRows !== undefined)
    addResult(
      'minRows',
      message('validate.rule-min-rows', { min: minRows }),
      rows >= minRows,
      message('validate.row-count', { rows }),
    )
  else if (rows === 0) addResult('rows', message('validate.rule-rows', {}), true, message('validate.no-rows', {}))
  if (maxRows !== undefined)
    addResult(
      'maxRows',
      message('validate.rule-max-rows', { max: maxRows }),
      rows <= maxRows,
      message('validate.row-count', { rows }),
    )
  if (strict === true) {
    const expectedNames = new Set((schema.columns as ColumnRule[]).map((rule) => rule.name))
    const unexpectedColumnNames = columns
      .filter((column) => !expectedNames.has(column.name))
      .map((column) => column.name)
    addResult(
      'strict',
      message('validate.rule-strict', {}),
      unexpectedColumnNames.length === 0,
      unexpectedColumnNames.length === 0
        ? message('validate.no-other-columns', {})
        : message('validate.other-columns', { columns: unexpectedColumnNames }),
    )
  }
  return results
}

function checkPresence(
  { name: columnName, severity, optional = false }: ColumnRule,
  isPresent: boolean,
  { columns, rows }: TableRef,
): RuleResult {
  return {
    code: 'column',
    column: columnName,
    rule: optional
      ? message('validate.rule-optional-column', { column: columnName })
      : message('validate.rule-column', { column: columnName }),
    ...(severity ? { severity } : {}),
    valid: isPresent || optional,
    failing: isPresent || optional ? 0 : rows,
    checked: rows,
    sample: [],
    message: isPresent
      ? message('validate.column-present', { column: columnName })
      : optional
        ? message('validate.column-optional', { column: columnName })
        : message('validate.column-missing', { column: columnName, columns: columns.map((column) => column.name) }),
  }
}

async function evaluateRules(rules: readonly CompiledRule[], options: ValidateTableOptions): Promise<RuleResult[]> {
  const { tables, table, signal } = options
  const relation = quoteIdentifier(tableName(table.id))
  const abortOptions = defined({ signal })
  const countFailingRows = async (indexes: readonly number[], usesPrechecks: boolean): Promise<Map<number, number>> => {
    if (indexes.length === 0) return new Map()
    const counts = indexes.map((index) => {
      const { failureCondition, count, precheck } = rules[index] as CompiledRule
      return sql`${(usesPrechecks ? precheck : undefined) ?? count ?? sql`count(*) FILTER (${failureCondition})`} AS ${quoteIdentifier(`f${index}`)}`
    })
    const [row = {}] = await reportPatternErrors(rules, () => readWideRows(tables, counts, relation, abortOptions))
    return new Map(indexes.map((index) => [index, Number(row[`f${index}`] ?? 0)]))
  }
  const firstCounts = await countFailingRows([...rules.keys()], true)
  const uncertainIndexes = [...rules.keys()].filter((index) => rules[index]?.precheck && firstCounts.get(index) !== 0)
  const failingCounts = [...new Map([...firstCounts, ...(await countFailingRows(uncertainIndexes, false))]).values()]
  const samples = await sampleFailingRows(rules, failingCounts, options)
  return rules.map((rule, index) => ({
    code: rule.code,
    column: rule.column,
    severity: rule.severity,
    rule: rule.rule,
    valid: failingCounts[index] === 0,
    failing: failingCounts[index] as number,
    checked: table.rows,
    sample: samples.get(index) ?? [],
    message:
      failingCounts[index] === 0
        ? message('validate.passed', { rows: table.rows })
        : rule.describeFailure(failingCounts[index] as number, table.rows),
  }))
}

/** Reads the first failing rows of each failing rule. */
async function sampleFailingRows(
  rules: readonly CompiledRule[],
  failingCounts: readonly number[],
  options: ValidateTableOptions,
) {
  const { tables, table, signal } = options
  const relation = quoteIdentifier(tableName(table.id))
  const failingRules = rules.flatMap((rule, index) => (failingCounts[index] === 0 ? [] : [{ rule, index }]))
  const samples = new Map<number, RuleResult['sample']>()
  if (failingRules.length === 0) return samples
  for (let start = 0; start < failingRules.length; start += maxSampledRules) {
    const selects = failingRules.slice(start, start + maxSampledRules).map(({ rule, index }) => {
      const value = rule.displayValue ?? sql`CAST(${quoteIdentifier(rule.column)} AS VARCHAR)`
      const from = sql`SELECT rowid AS row_index, ${value} AS v, ${rule.failureCondition} AS fails FROM ${relation}`
      return sql`SELECT * FROM (SELECT ${index} AS r, row_index, v FROM (${from}) WHERE fails ORDER BY row_index LIMIT ${maxSampleRows})`
    })
    const rows = await tables.rows(sql`${join(selects, ' UNION ALL ')} ORDER BY r, row_index`, defined({ signal }))
    for (const { r, row_index: rowIndex, v } of rows) {
      const index = Number(r)
      const sample = samples.get(index) ?? []
      sample.push({ row: Number(rowIndex) + 1, value: toTextOrNull(v) })
      samples.set(index, sample)
    }
  }
  return samples
}

const toTextOrNull = (value: Scalar | undefined): string | null =>
  value === null || value === undefined ? null : String(value)

async function reportPatternErrors<T>(rules: readonly CompiledRule[], runQuery: () => Promise<T>): Promise<T> {
  try {
    return await runQuery()
  } catch (cause) {
    const pattern = rules.find(({ code }) => code === 'pattern')
    if (!(cause instanceof TablesError) || !pattern) throw cause
    throw new NodeError(
      'permanent',
      error(
        'validate.pattern',
        { rule: pattern.rule, reason: getProblemText(cause.problem) },
        { where: { column: pattern.column, setting: 'schema' } },
      ),
      { cause },
    )
  }
}
