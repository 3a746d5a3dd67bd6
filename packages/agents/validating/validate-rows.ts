import { message, type Text } from '@aw-flow/messages'
import {
  CodeError,
  quoteIdentifier,
  RowExpressionError,
  compileRowExpression,
  sql,
  tableName,
  TablesError,
  type HostChecks,
  type Sandbox,
  type Scalar,
  type Tables,
} from '@aw-flow/engine'
import { getProblemText, type Json, type RuleSeverity, type TableRef } from '@aw-flow/schema'
import type { RuleResult } from '@aw-flow/schema/internal'
import { makeUniqueName, collectNames } from '../unique-name.ts'

/** The table to validate, and the resources that validators need. */
export interface RowsContext {
  tables: Tables
  table: TableRef
  signal: AbortSignal
  /** Runs validators that consist of code. If absent, such validators fail. */
  sandbox?: Sandbox | undefined
  /** The checks registered by the host. */
  checks?: HostChecks | undefined
}

interface RuleOptions {
  name?: string | undefined
  severity?: RuleSeverity | undefined
}

const maxSampleRows = 5
const rowsPerBatch = 10_000
const codeLimits = { ms: 60_000, memoryBytes: 128 * 2 ** 20 }

/** Counts the rows that do not satisfy a JSONata expression over the columns. */
export async function validateExpression(
  { tables, table, signal }: RowsContext,
  { expression, ...options }: RuleOptions & { expression: string },
): Promise<RuleResult> {
  try {
    const compiledExpression = compileRowExpression(expression, table.columns)
    return await countFailingRows(tables, table, signal, {
      code: 'expression',
      options,
      ruleText: expression,
      failingRows: sql`SELECT rowid AS row_index FROM ${quoteIdentifier(tableName(table.id))} WHERE NOT ${compiledExpression.condition}`,
      columnNames: compiledExpression.columnNames,
    })
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    const reason = message('validate.expression-failed', { reason: cause.message })
    return createUncheckedResult('expression', expression, options, table, reason)
  }
}

/**
 * Counts the rows that do not satisfy an SQL predicate. The same restrictions and limits apply to the predicate as to
 * queries by users.
 */
export async function validatePredicate(
  { tables, table, signal }: RowsContext,
  { sql: predicate, ...options }: RuleOptions & { sql: string },
): Promise<RuleResult> {
  const rowNumberColumn = makeUniqueName('row_number', collectNames(table.columns))
  const numberedTable = await tables.create(
    sql`SELECT *, CAST(rowid AS BIGINT) AS ${quoteIdentifier(rowNumberColumn)} FROM ${quoteIdentifier(tableName(table.id))}`,
    { id: `${table.id}-checked`, signal },
  )
  try {
    const { table: failingTable } = await tables.query(
      `SELECT "${rowNumberColumn}" AS row_index FROM input WHERE (${predicate}\n) IS NOT TRUE ORDER BY "${rowNumberColumn}"`,
      { id: `${table.id}-failing`, inputs: { input: numberedTable }, timeoutMs: 60_000, signal },
    )
    const result = await countFailingRows(tables, table, signal, {
      code: 'sql',
      options,
      ruleText: predicate,
      failingRows: sql`SELECT row_index FROM ${quoteIdentifier(tableName(failingTable.id))}`,
      columnNames: [],
    })
    await tables.drop(failingTable.id)
    return result
  } catch (cause) {
    if (!(cause instanceof TablesError)) throw cause
    const reason = message('validate.predicate-failed', { reason: getProblemText(cause.problem) })
    return createUncheckedResult('sql', predicate, options, table, reason)
  } finally {
    await tables.drop(numberedTable.id)
  }
}

/**
 * Counts the rows that code rejects. The code returns `true` for a valid row. For an invalid row, it returns `false` or
 * a string that explains the failure.
 */
export async function validateCode(
  context: RowsContext,
  { code, ...options }: RuleOptions & { code: string },
): Promise<RuleResult> {
  const { tables, table, signal, sandbox } = context
  const ruleText = options.name ?? code.replace(/\s+/g, ' ').trim().slice(0, 80)
  if (!sandbox) return createUncheckedResult('code', ruleText, options, table, message('validate.no-sandbox', {}))
  let failingCount = 0
  let firstExplanation: string | undefined
  const sample: RuleResult['sample'] = []
  try {
    const program = await sandbox.open({
      // The wrapper is on the same line as the start of the code, so that the line numbers of errors are correct.
      code: `const { rows, first } = input; return rows.map((row, offset) => { const verdict = (function (row, index) { ${code}\n})(row, first + offset); return verdict === true ? true : typeof verdict === 'string' ? verdict : false })`,
      over: 'value',
      now: 0,
      seed: 0,
      limits: codeLimits,
      signal,
      onLog: () => undefined,
    })
    try {
      for (let first = 0; first < table.rows; first += rowsPerBatch) {
        const rows = await readRows(tables, table, first, rowsPerBatch, signal)
        const verdicts = (await program.call({ rows, first })) as (true | false | string)[]
        verdicts.forEach((verdict, index) => {
          if (verdict === true) return
          failingCount++
          if (typeof verdict === 'string') firstExplanation ??= verdict
          if (sample.length < maxSampleRows)
            sample.push({ row: first + index + 1, value: typeof verdict === 'string' ? verdict : null })
        })
      }
    } finally {
      await program.close()
    }
  } catch (cause) {
    if (!(cause instanceof CodeError)) throw cause
    const params = { line: cause.line ?? '', reason: cause.detail }
    return createUncheckedResult('code', ruleText, options, table, message('validate.code-failed', params))
  }
  return toResult('code', ruleText, options, table, failingCount, sample, firstExplanation)
}

/** Validates the rows with a check that the host has registered. */
export async function validateWithHost(
  { tables, table, signal, checks }: RowsContext,
  { host, ...options }: RuleOptions & { host: string },
): Promise<RuleResult> {
  const ruleText = options.name ?? host
  const checkNames = checks?.listNames() ?? []
  if (!checks || !checkNames.includes(host))
    return createUncheckedResult(
      'host',
      ruleText,
      options,
      table,
      checkNames.length === 0
        ? message('validate.no-host-check.none', { name: host })
        : message('validate.no-host-check', { name: host, names: checkNames }),
    )
  const verdict = await checks.run(
    host,
    {
      columns: table.columns,
      rows: table.rows,
      read: (offset, limit) => readRows(tables, table, offset, Math.min(limit, rowsPerBatch), signal),
    },
    signal,
  )
  const failingRowIndexes = verdict.rows ?? []
  const failingCount = verdict.valid ? 0 : failingRowIndexes.length || table.rows
  const sample = failingRowIndexes.slice(0, maxSampleRows).map((row) => ({ row: row + 1, value: null }))
  const result = toResult('host', ruleText, options, table, failingCount, sample, verdict.message)
  if (verdict.valid) return result
  return {
    ...result,
    valid: false,
    ...(failingCount === 0 ? { message: verdict.message ?? message('validate.host-failed', { name: ruleText }) } : {}),
  }
}

/** A rule whose failing rows are counted with SQL. */
interface SqlRule {
  code: string
  options: RuleOptions
  ruleText: string
  /** SELECT statement that returns the row numbers (starting at 0) of the failing rows as `row_index`. */
  failingRows: ReturnType<typeof sql>
  columnNames: readonly string[]
}

async function countFailingRows(
  tables: Tables,
  table: TableRef,
  signal: AbortSignal,
  { code, options, ruleText, failingRows, columnNames: displayedNames }: SqlRule,
): Promise<RuleResult> {
  const relation = quoteIdentifier(tableName(table.id))
  const [row] = await tables.rows(sql`SELECT count(*) AS n FROM (${failingRows})`, { signal })
  const count = Number(row?.['n'] ?? 0)
  const displayExpression =
    displayedNames.length === 0
      ? sql`NULL`
      : sql`concat_ws(', ', ${displayedNames.map((column) => sql`coalesce(CAST(${quoteIdentifier(column)} AS VARCHAR), '∅')`)})`
  const records =
    count === 0
      ? []
      : await tables.rows(
          sql`SELECT rowid AS row_index, ${displayExpression} AS value FROM ${relation} WHERE rowid IN (SELECT row_index FROM (${failingRows}) ORDER BY row_index LIMIT ${maxSampleRows}) ORDER BY row_index`,
          { signal },
        )
  const sample = records.map(({ row_index: rowIndex, value }) => ({
    row: Number(rowIndex) + 1,
    value: toTextOrNull(value),
  }))
  return toResult(code, options.name ?? ruleText, options, table, count, sample)
}

function toResult(
  code: string,
  rule: string,
  { severity = 'error' }: RuleOptions,
  { rows }: TableRef,
  failingCount: number,
  sample: RuleResult['sample'],
  firstExplanation?: Text,
): RuleResult {
  return {
    code,
    rule,
    severity,
    valid: failingCount === 0,
    failing: failingCount,
    checked: rows,
    sample,
    message:
      failingCount === 0
        ? message('validate.passed', { rows })
        : firstExplanation === undefined
          ? message('validate.not-met', { failing: failingCount, rows, rule })
          : message('validate.rows-failed', { failing: failingCount, rows, said: firstExplanation }),
  }
}

const createUncheckedResult = (
  code: string,
  rule: string,
  options: RuleOptions,
  { rows }: TableRef,
  reason: Text,
): RuleResult => ({
  code,
  rule: options.name ?? rule,
  severity: options.severity ?? 'error',
  valid: false,
  failing: rows,
  checked: rows,
  sample: [],
  message: reason,
})

async function readRows(
  tables: Tables,
  table: TableRef,
  offset: number,
  limit: number,
  signal: AbortSignal,
): Promise<Record<string, Json>[]> {
  const records = await tables.rows(
    sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid >= ${offset} AND rowid < ${offset + limit} ORDER BY rowid`,
    { signal },
  )
  return records.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, toJsonCell(cell)])),
  )
}

/** Converts large integers, infinite numbers and NaN to text, because JSON cannot represent them. */
const toJsonCell = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell

const toTextOrNull = (value: Scalar | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
