import { message, type Text } from '@aw-flow/messages'
import { compileRowExpression, join, name, RowExpressionError, sql, tableName, type Sql } from '@aw-flow/engine'
import {
  error,
  typeFamily,
  type Problem,
  type Reference,
  type RowRule,
  type TableRef,
  type TableSchema,
} from '@aw-flow/schema'
import { isWholeType, type CompiledRule } from './compile-rules.ts'

/** Tables that a schema may refer to, by the names that it has for them. */
export type GivenTables = Readonly<Record<string, TableRef>>

/** A rule that cannot be counted, since what it names is not there. */
export interface UncountedRule {
  code: string
  rule: Text
  severity: CompiledRule['severity']
  problem: Problem
}

/** The rules of a schema that look at several columns or at another table: keys, references, conditions. */
export function compileTableRules(
  { keys = [], references = [], conditions = [] }: TableSchema,
  table: TableRef,
  given: GivenTables,
): { rules: CompiledRule[]; uncounted: UncountedRule[] } {
  const rules: CompiledRule[] = []
  const uncounted: UncountedRule[] = []
  const put = (one: CompiledRule | UncountedRule): void => {
    if ('problem' in one) uncounted.push(one)
    else rules.push(one)
  }
  for (const columns of keys) put(compileKey(columns, table))
  for (const reference of references) put(compileReference(reference, table, given))
  for (const condition of conditions) put(compileCondition(condition, table))
  return { rules, uncounted }
}

function compileKey(columns: readonly string[], table: TableRef): CompiledRule | UncountedRule {
  const rule = message('validate.rule-key', { columns })
  const problem = missing(columns, table)
  if (problem) return { code: 'key', rule, severity: 'error', problem }
  const names = columns.map((column) => name(column))
  const isWhole = join(
    names.map((column) => sql`${column} IS NOT NULL`),
    ' AND ',
  )
  const from = name(tableName(table.id))
  return {
    code: 'key',
    column: columns[0]!,
    severity: 'error',
    rule,
    shown: asText(names),
    fails: sql`${isWhole} AND count(*) OVER (PARTITION BY ${names}) > 1`,
    count: sql`(SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM (SELECT count(*) AS n FROM ${from} WHERE ${isWhole} GROUP BY ${names} HAVING count(*) > 1))`,
    message: (failing, rows) => message('validate.key', { columns, failing, rows }),
  }
}

function compileReference(
  { columns, table: other, to, severity = 'error' }: Reference,
  table: TableRef,
  given: GivenTables,
): CompiledRule | UncountedRule {
  const rule = message('validate.rule-reference', { columns, to, table: other })
  const target = given[other]
  const problem =
    columns.length !== to.length
      ? error('schema.reference', { columns, to })
      : target === undefined
        ? error('schema.no-table', { table: other, columns, names: Object.keys(given).join(', ') })
        : (missing(columns, table) ?? missing(to, target))
  if (problem || !target) return { code: 'reference', rule, severity, problem: problem! }
  const key = (refs: readonly string[], of: TableRef, with_: readonly string[], facing: TableRef): Sql =>
    sql`[${refs.map((column, index) => comparable(column, of, with_[index]!, facing))}]`
  const isWhole = join(
    columns.map((column) => sql`${name(column)} IS NOT NULL`),
    ' AND ',
  )
  const fails = sql`${isWhole} AND ${key(columns, table, to, target)} NOT IN (SELECT ${key(to, target, columns, table)} FROM ${name(tableName(target.id))})`
  return {
    code: 'reference',
    column: columns[0]!,
    severity,
    rule,
    shown: asText(columns.map((column) => name(column))),
    fails,
    count: sql`(SELECT count(*) FROM ${name(tableName(table.id))} WHERE ${fails})`,
    message: (failing, rows) => message('validate.reference', { columns, table: other, failing, rows }),
  }
}

/** Numbers are compared as numbers, so that 1 is 1.0, whole ones digit by digit; everything else as it is written. */
function comparable(column: string, of: TableRef, facing: string, other: TableRef): Sql {
  const [own = '', others = ''] = [typeOf(of, column), typeOf(other, facing)]
  const areWhole = isWholeType(own) && isWholeType(others)
  const both = !areWhole && typeFamily(own) === 'number' && typeFamily(others) === 'number'
  return sql`CAST(${both ? sql`CAST(${name(column)} AS DOUBLE)` : name(column)} AS VARCHAR)`
}

const typeOf = ({ columns }: TableRef, wanted: string): string | undefined =>
  columns.find((one) => one.name === wanted)?.type

function compileCondition(
  { name: words, when, holds, severity = 'error' }: RowRule,
  table: TableRef,
): CompiledRule | UncountedRule {
  const rule = words ?? (when === undefined ? holds : message('validate.rule-condition', { holds, when }))
  try {
    const wanted = compileRowExpression(holds, table.columns)
    const where = when === undefined ? undefined : compileRowExpression(when, table.columns)
    const reads = [...new Set([...wanted.reads, ...(where?.reads ?? [])])]
    const [column = table.columns[0]?.name ?? ''] = reads
    return {
      code: 'condition',
      column,
      severity,
      rule,
      ...(reads.length > 1 ? { shown: asText(reads.map((one) => name(one))) } : {}),
      fails: where ? sql`${where.isTrue} AND NOT ${wanted.isTrue}` : sql`NOT ${wanted.isTrue}`,
      message: (failing, rows) => message('validate.not-met', { failing, rows, rule }),
    }
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    const where = cause.column === undefined ? {} : { where: { column: cause.column } }
    const problem = error('schema.condition', { rule, reason: cause.message }, where)
    return { code: 'condition', rule, severity, problem }
  }
}

/** Several cells as one text: `a, b`. */
const asText = (names: readonly Sql[]): Sql =>
  sql`concat_ws(', ', ${names.map((column) => sql`coalesce(CAST(${column} AS VARCHAR), '∅')`)})`

function missing(columns: readonly string[], table: TableRef): Problem | undefined {
  const gone = columns.find((column) => !table.columns.some((one) => one.name === column))
  if (gone === undefined) return undefined
  const names = table.columns.map((column) => column.name)
  return error('schema.missing-column', { column: gone, columns: names }, { where: { column: gone } })
}
