import { message, type Text } from '@aw-flow/messages'
import {
  compileRowExpression,
  join,
  quoteIdentifier,
  RowExpressionError,
  sql,
  tableName,
  type Sql,
} from '@aw-flow/engine'
import { error, type Problem, type Reference, type RowRule, type TableRef, type TableSchema } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import type { NamedTables } from '../preparing/plans/compile-for-table.ts'
import { isIntegerType } from '../profiling/column-measures.ts'
import type { CompiledRule } from './compile-rules.ts'

/** A rule whose failing rows cannot be counted, for example because a column or table is missing. */
export interface UnevaluatedRule {
  code: string
  rule: Text
  severity: CompiledRule['severity']
  problem: Problem
}

/** Compiles the rules of a schema that involve several columns or other tables: keys, references and conditions. */
export function compileTableRules(
  { keys = [], references = [], conditions = [] }: TableSchema,
  table: TableRef,
  namedTables: NamedTables,
): { rules: CompiledRule[]; uncounted: UnevaluatedRule[] } {
  const rules: CompiledRule[] = []
  const unevaluatedRules: UnevaluatedRule[] = []
  const addRule = (compiledRule: CompiledRule | UnevaluatedRule): void => {
    if ('problem' in compiledRule) unevaluatedRules.push(compiledRule)
    else rules.push(compiledRule)
  }
  for (const columns of keys) addRule(compileKey(columns, table))
  for (const reference of references) addRule(compileReference(reference, table, namedTables))
  for (const condition of conditions) addRule(compileCondition(condition, table))
  return { rules, uncounted: unevaluatedRules }
}

function compileKey(columns: readonly string[], table: TableRef): CompiledRule | UnevaluatedRule {
  const rule = message('validate.rule-key', { columns })
  const problem = findMissingColumn(columns, table)
  if (problem) return { code: 'key', rule, severity: 'error', problem }
  const columnIdentifiers = columns.map((column) => quoteIdentifier(column))
  const nonNullCondition = join(
    columnIdentifiers.map((column) => sql`${column} IS NOT NULL`),
    ' AND ',
  )
  const tableIdentifier = quoteIdentifier(tableName(table.id))
  return {
    code: 'key',
    column: columns[0]!,
    severity: 'error',
    rule,
    displayValue: joinAsText(columnIdentifiers),
    failureCondition: sql`${nonNullCondition} AND count(*) OVER (PARTITION BY ${columnIdentifiers}) > 1`,
    count: sql`(SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM (SELECT count(*) AS n FROM ${tableIdentifier} WHERE ${nonNullCondition} GROUP BY ${columnIdentifiers} HAVING count(*) > 1))`,
    describeFailure: (failing, rows) => message('validate.key', { columns, failing, rows }),
  }
}

function compileReference(
  { columns, table: referencedName, to, severity = 'error' }: Reference,
  table: TableRef,
  namedTables: NamedTables,
): CompiledRule | UnevaluatedRule {
  const rule = message('validate.rule-reference', { columns, to, table: referencedName })
  const target = namedTables[referencedName]
  const problem =
    columns.length !== to.length
      ? error('schema.reference', { columns, to })
      : target === undefined
        ? error('schema.no-table', { table: referencedName, columns, names: Object.keys(namedTables).join(', ') })
        : (findMissingColumn(columns, table) ?? findMissingColumn(to, target))
  if (problem || !target) return { code: 'reference', rule, severity, problem: problem! }
  const toKey = (
    keyColumns: readonly string[],
    keyTable: TableRef,
    otherColumns: readonly string[],
    otherTable: TableRef,
  ): Sql =>
    sql`[${keyColumns.map((column, index) => toComparable(column, keyTable, otherColumns[index]!, otherTable))}]`
  const nonNullCondition = join(
    columns.map((column) => sql`${quoteIdentifier(column)} IS NOT NULL`),
    ' AND ',
  )
  const failureCondition = sql`${nonNullCondition} AND ${toKey(columns, table, to, target)} NOT IN (SELECT ${toKey(to, target, columns, table)} FROM ${quoteIdentifier(tableName(target.id))})`
  return {
    code: 'reference',
    column: columns[0]!,
    severity,
    rule,
    displayValue: joinAsText(columns.map((column) => quoteIdentifier(column))),
    failureCondition,
    count: sql`(SELECT count(*) FROM ${quoteIdentifier(tableName(table.id))} WHERE ${failureCondition})`,
    describeFailure: (failing, rows) =>
      message('validate.reference', { columns, table: referencedName, failing, rows }),
  }
}

/**
 * Returns SQL that converts a value for comparison with another column. Integers are compared exactly, other numbers as
 * DOUBLE (1 equals 1.0), and all other types as text.
 */
function toComparable(column: string, columnTable: TableRef, otherColumn: string, otherTable: TableRef): Sql {
  const [columnType = '', otherType = ''] = [findType(columnTable, column), findType(otherTable, otherColumn)]
  const isIntegerPair = isIntegerType(columnType) && isIntegerType(otherType)
  const isNumberPair = !isIntegerPair && getTypeFamily(columnType) === 'number' && getTypeFamily(otherType) === 'number'
  return sql`CAST(${isNumberPair ? sql`CAST(${quoteIdentifier(column)} AS DOUBLE)` : quoteIdentifier(column)} AS VARCHAR)`
}

const findType = ({ columns }: TableRef, columnName: string): string | undefined =>
  columns.find((candidate) => candidate.name === columnName)?.type

function compileCondition(
  { name: ruleName, when, holds, severity = 'error' }: RowRule,
  table: TableRef,
): CompiledRule | UnevaluatedRule {
  const rule = ruleName ?? (when === undefined ? holds : message('validate.rule-condition', { holds, when }))
  try {
    const condition = compileRowExpression(holds, table.columns)
    const precondition = when === undefined ? undefined : compileRowExpression(when, table.columns)
    const usedColumnNames = [...new Set([...condition.columnNames, ...(precondition?.columnNames ?? [])])]
    const [column = table.columns[0]?.name ?? ''] = usedColumnNames
    return {
      code: 'condition',
      column,
      severity,
      rule,
      ...(usedColumnNames.length > 1
        ? { displayValue: joinAsText(usedColumnNames.map((usedColumn) => quoteIdentifier(usedColumn))) }
        : {}),
      failureCondition: precondition
        ? sql`${precondition.condition} AND NOT ${condition.condition}`
        : sql`NOT ${condition.condition}`,
      describeFailure: (failing, rows) => message('validate.not-met', { failing, rows, rule }),
    }
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    const location = cause.column === undefined ? {} : { where: { column: cause.column } }
    const problem = error('schema.condition', { rule, reason: cause.message }, location)
    return { code: 'condition', rule, severity, problem }
  }
}

/** Returns SQL that joins several cells with commas. Null becomes `∅`. */
const joinAsText = (columns: readonly Sql[]): Sql =>
  sql`concat_ws(', ', ${columns.map((column) => sql`coalesce(CAST(${column} AS VARCHAR), '∅')`)})`

function findMissingColumn(columns: readonly string[], table: TableRef): Problem | undefined {
  const missingColumn = columns.find((column) => !table.columns.some((candidate) => candidate.name === column))
  if (missingColumn === undefined) return undefined
  const names = table.columns.map((column) => column.name)
  return error('schema.missing-column', { column: missingColumn, columns: names }, { where: { column: missingColumn } })
}
