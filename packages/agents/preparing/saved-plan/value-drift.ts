import { isNumber, isTemporal, quoteIdentifier, sql, tableName, compileType, type Tables } from '@aw-flow/engine'
import { defined, type PreparationPlan, type TableRef } from '@aw-flow/schema'
import {
  isAppliedOperation,
  type ColumnProfile,
  type ExpectedColumn,
  type Operation,
  type PreparationDrift,
} from '@aw-flow/schema/internal'
import { clusterSpellings } from '../../profiling/cluster-spellings.ts'
import { readWideRows } from '../../read-wide-rows.ts'
import type { MeasuredColumn } from '../measure-columns.ts'
import { readColumnBounds } from './column-bounds.ts'

const maxReportedValues = 20
/** Maximum number of a column's new values that are compared with the plan's spellings. */
const maxComparedValues = 5_000

/** Returns the properties of a column that a plan stores to detect additional nulls and out-of-range values. */
export function toExpectedValues(
  {
    type,
    nulls,
    numbers,
    min: first,
    max: last,
    distinctIs,
  }: MeasuredColumn & Partial<Pick<ColumnProfile, 'distinctIs'>>,
  rowCount: number,
): Pick<ExpectedColumn, 'nulls' | 'range' | 'moments'> {
  const { min, max } = numbers ?? {}
  // A sample may lack the earliest and latest times in the table.
  const isExact = distinctIs !== 'approximate'
  return {
    nulls: rowCount === 0 ? 0 : nulls / rowCount,
    ...(min !== undefined && max !== undefined ? { range: [min, max] as const } : {}),
    ...(isExact && isTimestamp(type) && first !== undefined && last !== undefined
      ? { moments: [first, last] as const }
      : {}),
  }
}

const isTimestamp = (type: string): boolean => isTemporal(type) && type !== 'TIME'

/** Finds the original names of columns whose range an operation depends on. */
function findRangeDependentColumns(operations: readonly Operation[]): Set<string> {
  const origins = new Map<string, string>()
  const findOrigin = (column: string): string => origins.get(column) ?? column
  const rangeDependentNames = new Set<string>()
  for (const operation of operations) {
    if (!isAppliedOperation(operation)) continue
    if (operation.op === 'copy' || operation.op === 'rename') origins.set(operation.to, findOrigin(operation.column))
    else if (operation.op === 'scale' || operation.op === 'bucket')
      rangeDependentNames.add(findOrigin(operation.column))
    else if (operation.op === 'project')
      for (const { column } of operation.terms) rangeDependentNames.add(findOrigin(column))
  }
  return rangeDependentNames
}

/**
 * Finds how the values in a table differ from those that a plan recorded. Reports numbers and times outside a range
 * that the plan uses for scaling or bucketing, a considerably higher fraction of nulls (higher by at least 5 percentage
 * points, or by at least 1 if it has at least doubled), and new spellings of values that the plan merges.
 */
export async function findValueDrift(
  tables: Tables,
  plan: PreparationPlan,
  table: TableRef,
  signal?: AbortSignal,
): Promise<Pick<PreparationDrift, 'ranges' | 'moments' | 'nulls' | 'spellings'>> {
  const abortOptions = defined({ signal })
  const ranges: NonNullable<PreparationDrift['ranges']> = []
  const moments: NonNullable<PreparationDrift['moments']> = []
  const nulls: NonNullable<PreparationDrift['nulls']> = []
  const rangeDependentColumns = findRangeDependentColumns(plan.operations)
  const expectedColumns = new Map((plan.expects ?? []).map((column) => [column.name, column]))
  const allBounds = expectedColumns.size > 0 ? await readColumnBounds(tables, table, abortOptions) : []
  const aggregateExpressions = table.columns.flatMap(({ name: column, type }, index) => {
    const expected = expectedColumns.get(column)
    const bounds = allBounds[index]
    const isRangeDependent = rangeDependentColumns.has(column)
    const [min, max] = isRangeDependent ? (expected?.range ?? []) : []
    const isInRange = bounds?.range && min !== undefined && bounds.range[0] >= min && bounds.range[1] <= max!
    const quotedColumn = quoteIdentifier(column)
    const [first, last] = isRangeDependent && isTimestamp(type) ? (expected?.moments ?? []) : []
    return [
      ...(expected?.nulls === undefined || bounds?.hasNoNulls
        ? []
        : [sql`count(${quotedColumn}) AS ${quoteIdentifier(`n${index}`)}`]),
      ...(min === undefined || max === undefined || isInRange || !isNumber(type)
        ? []
        : [
            sql`count(*) FILTER (isfinite(CAST(${quotedColumn} AS DOUBLE)) AND (${quotedColumn} < ${min} OR ${quotedColumn} > ${max})) AS ${quoteIdentifier(`o${index}`)}`,
            sql`CAST(min(${quotedColumn}) FILTER (isfinite(CAST(${quotedColumn} AS DOUBLE))) AS DOUBLE) AS ${quoteIdentifier(`a${index}`)}`,
            sql`CAST(max(${quotedColumn}) FILTER (isfinite(CAST(${quotedColumn} AS DOUBLE))) AS DOUBLE) AS ${quoteIdentifier(`z${index}`)}`,
          ]),
      ...(first === undefined || last === undefined
        ? []
        : [
            sql`count(*) FILTER (${quotedColumn} < TRY_CAST(${first} AS ${compileType(type)}) OR ${quotedColumn} > TRY_CAST(${last} AS ${compileType(type)})) AS ${quoteIdentifier(`o${index}`)}`,
            sql`CAST(min(${quotedColumn}) AS VARCHAR) AS ${quoteIdentifier(`a${index}`)}`,
            sql`CAST(max(${quotedColumn}) AS VARCHAR) AS ${quoteIdentifier(`z${index}`)}`,
          ]),
    ]
  })
  const [row = {}] = await readWideRows(
    tables,
    aggregateExpressions,
    quoteIdentifier(tableName(table.id)),
    abortOptions,
  )
  table.columns.forEach(({ name: column }, index) => {
    const { nulls: expectedFraction = 0, range, moments: expectedMoments } = expectedColumns.get(column) ?? {}
    const nonNullCount = row[`n${index}`]
    const foundFraction = nonNullCount === undefined || table.rows === 0 ? 0 : 1 - Number(nonNullCount) / table.rows
    if (
      foundFraction - expectedFraction >= 0.05 ||
      (foundFraction - expectedFraction >= 0.01 && foundFraction >= 2 * expectedFraction)
    )
      nulls.push({ column, expected: expectedFraction, found: foundFraction })
    const outOfRangeCount = Number(row[`o${index}`] ?? 0)
    if (expectedMoments && outOfRangeCount > 0)
      moments.push({
        column,
        expected: expectedMoments,
        found: [String(row[`a${index}`]), String(row[`z${index}`])],
        rows: outOfRangeCount,
      })
    if (range && outOfRangeCount > 0)
      ranges.push({
        column,
        expected: range,
        found: [Number(row[`a${index}`]), Number(row[`z${index}`])],
        rows: outOfRangeCount,
      })
  })
  const spellings = await findNewSpellings(tables, plan.operations, table, abortOptions)
  return {
    ...(ranges.length > 0 ? { ranges } : {}),
    ...(moments.length > 0 ? { moments } : {}),
    ...(nulls.length > 0 ? { nulls } : {}),
    ...(spellings.length > 0 ? { spellings } : {}),
  }
}

/** Finds new spellings of the values that a plan merges. */
async function findNewSpellings(
  tables: Tables,
  operations: readonly Operation[],
  table: TableRef,
  abortOptions: { signal?: AbortSignal },
): Promise<NonNullable<PreparationDrift['spellings']>> {
  const results: NonNullable<PreparationDrift['spellings']> = []
  for (const operation of operations) {
    if (operation.op !== 'merge-spellings' || !isAppliedOperation(operation)) continue
    const { column, groups } = operation
    if (!table.columns.some(({ name: columnName }) => columnName === column)) continue
    const listedSpellings = new Map(
      groups.flatMap(({ to, from }) => [to, ...from].map((value) => [value, to] as const)),
    )
    const text = sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`
    const newValues = await tables.rows(
      sql`SELECT ${text} AS v, count(*) AS n FROM ${quoteIdentifier(tableName(table.id))} WHERE ${text} IS NOT NULL AND ${text} NOT IN (${[...listedSpellings.keys()].map((value) => sql`${value}`)}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxComparedValues}`,
      abortOptions,
    )
    const unlistedValues = newValues.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
    // Spellings are matched by key only, because values that are merely similar can have different meanings.
    const clusters = clusterSpellings(
      [...unlistedValues, ...[...listedSpellings.keys()].map((value) => ({ value, count: 1 }))],
      {
        methods: ['fingerprint', 'n-gram'],
      },
    )
    const newSpellings = clusters.flatMap(({ values }) =>
      values.some(({ value }) => listedSpellings.has(value))
        ? values.filter(({ value }) => !listedSpellings.has(value))
        : [],
    )
    if (newSpellings.length > 0)
      results.push({
        column,
        values: newSpellings.slice(0, maxReportedValues).map(({ value }) => value),
        rows: newSpellings.reduce((sum, { count }) => sum + count, 0),
      })
  }
  return results
}
