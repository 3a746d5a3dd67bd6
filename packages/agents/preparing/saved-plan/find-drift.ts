import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type PreparationPlan, type TableRef } from '@aw-flow/schema'
import {
  isAppliedOperation,
  type ExpectedColumn,
  type Operation,
  type PreparationDrift,
} from '@aw-flow/schema/internal'
import { nameOneHotColumns } from '../operations/columns/encode.ts'
import { findReadColumns } from '../operations/operations.ts'
import type { MeasuredTable } from '../measure-columns.ts'
import { toExpectedValues, findValueDrift } from './value-drift.ts'

const maxReportedValues = 20

/**
 * Returns the properties of a table that a plan stores to detect drift: its columns, the values that operations list
 * and, if a profile is available, fractions of nulls and ranges of values.
 */
export function toExpectedColumns(
  { operations }: Pick<PreparationPlan, 'operations'>,
  table: TableRef,
  profile?: MeasuredTable,
): ExpectedColumn[] {
  return table.columns.map(({ name: column, type }) => {
    const values = findListedValues(operations, column)
    const columnProfile = profile?.columns.find((candidate) => candidate.name === column)
    return {
      name: column,
      type,
      ...defined({ values }),
      ...(columnProfile ? toExpectedValues(columnProfile, table.rows) : {}),
    }
  })
}

/** Returns the values of a column that an operation lists, if the operation requires the list to be complete. */
function findListedValues(operations: readonly Operation[], column: string): string[] | undefined {
  for (const operation of operations) {
    if (operation.op === 'encode' && operation.column === column) return operation.values
    if (operation.op === 'map-values' && operation.column === column && operation.others === 'empty')
      return operation.values.map(({ from }) => from)
    if (operation.op === 'pivot' && operation.column === column) return operation.values
  }
  return undefined
}

/**
 * Finds how a table differs from the one that a plan was made for. Reports columns that are missing, new or of a
 * different type, unknown values, values out of range, and additional nulls. If the plan does not have `expects`, only
 * missing columns are reported.
 *
 * @internal
 */
export async function findDrift(
  tables: Tables,
  plan: PreparationPlan,
  table: TableRef,
  signal?: AbortSignal,
): Promise<PreparationDrift> {
  const columnsByName = new Map(table.columns.map((column) => [column.name, column]))
  const expectedColumns = plan.expects ?? []
  const drift: PreparationDrift = { missing: [], added: [], types: [], values: [] }
  for (const [column, operations] of findNeededColumns(plan.operations))
    if (!columnsByName.has(column)) drift.missing.push({ column, operations })
  // Links are read from the same table, unless the plan specifies a separate one.
  const linkOperations = plan.links && plan.links.table === undefined ? plan.links.operations : []
  for (const column of findNeededColumns(linkOperations).keys())
    if (!columnsByName.has(column) && !drift.missing.some((candidate) => candidate.column === column))
      drift.missing.push({ column, operations: [] })
  for (const { name: column } of expectedColumns)
    if (!columnsByName.has(column) && !drift.missing.some((candidate) => candidate.column === column))
      drift.missing.push({ column, operations: [] })
  if (plan.expects) {
    const expectedNames = new Set(expectedColumns.map((column) => column.name))
    drift.added = table.columns.flatMap((column) => (expectedNames.has(column.name) ? [] : [column.name]))
  }
  for (const { name: column, type, values } of expectedColumns) {
    const currentColumn = columnsByName.get(column)
    if (!currentColumn) continue
    if (currentColumn.type !== type) drift.types.push({ column, expected: type, found: currentColumn.type })
    if (!values) continue
    const textExpression = sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`
    const unknownValues = await tables.rows(
      sql`SELECT ${textExpression} AS v, count(*) AS n, sum(count(*)) OVER () AS total FROM ${quoteIdentifier(tableName(table.id))} WHERE ${textExpression} IS NOT NULL AND ${textExpression} NOT IN (${values.map((candidate) => sql`${candidate}`)}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxReportedValues}`,
      defined({ signal }),
    )
    if (unknownValues.length > 0)
      drift.values.push({
        column,
        values: unknownValues.map(({ v }) => String(v)),
        rows: Number(unknownValues[0]?.total ?? 0),
      })
  }
  return { ...drift, ...(await findValueDrift(tables, plan, table, signal)) }
}

/**
 * Finds the columns that operations read from the original table. Returns the indexes of these operations, keyed by
 * column name.
 */
function findNeededColumns(operations: readonly Operation[]): Map<string, number[]> {
  const neededColumns = new Map<string, number[]>()
  const createdColumns = new Set<string>()
  operations.forEach((operation, index) => {
    if (!isAppliedOperation(operation)) return
    if (
      operation.op !== 'derive' &&
      operation.op !== 'flag' &&
      operation.op !== 'filter' &&
      operation.op !== 'drop-rows'
    )
      for (const column of findReadColumns(operation))
        if (!createdColumns.has(column)) neededColumns.set(column, [...(neededColumns.get(column) ?? []), index])
    for (const column of listCreatedColumns(operation)) createdColumns.add(column)
  })
  return neededColumns
}

function listCreatedColumns(operation: Operation): string[] {
  switch (operation.op) {
    case 'split':
      return operation.into
    case 'encode':
      return operation.how === 'ordinal' ? [operation.to] : nameOneHotColumns(operation.to, operation.values)
    case 'project':
      return [operation.x, operation.y]
    case 'pivot':
      return operation.values
    case 'unpivot':
      return [operation.nameColumn, operation.valueColumn]
    case 'geocode':
      return [operation.toLatitude, operation.toLongitude]
    case 'points-of-links':
      return [operation.to, operation.degree]
    case 'resolve-links':
      return [operation.toSource, operation.toTarget]
    case 'parse-currency':
      return operation.currency === undefined ? [] : [operation.currency]
    case 'join-tables':
      return operation.columns ?? []
    default:
      return 'to' in operation ? [operation.to] : []
  }
}

/**
 * Returns whether a plan was made for a different table. If so, its notes and reasons refer to that table.
 *
 * @internal
 */
export const isForDifferentTable = (
  { madeFor }: Pick<PreparationPlan, 'madeFor'>,
  { id }: Pick<TableRef, 'id'>,
): boolean => madeFor !== undefined && madeFor.table !== id

/** Returns whether none of the properties that the plan depends on has changed. */
export const isUnchanged = (drift: PreparationDrift): boolean =>
  [drift.missing, drift.types, drift.values, drift.ranges, drift.moments, drift.nulls, drift.spellings].every(
    (entries) => entries === undefined || entries.length === 0,
  )
