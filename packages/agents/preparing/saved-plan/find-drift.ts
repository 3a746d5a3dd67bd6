import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type {
  ExpectedColumn,
  Operation,
  PreparationDrift,
  PreparationPlan,
  TableProfile,
  TableRef,
} from '@aw-flow/schema'
import { columnsRead } from '../operations/operations.ts'
import { expectedValues, valueDrift } from './value-drift.ts'

const maxShown = 20

/**
 * What a plan must remember of the table that it was made for: its columns, the values that it knows by name, and with a
 * profile its gaps and ranges.
 */
export function expectedColumns(
  { operations }: Pick<PreparationPlan, 'operations'>,
  table: TableRef,
  profile?: TableProfile,
): ExpectedColumn[] {
  return table.columns.map(({ name: column, type }) => {
    const values = knownValues(operations, column)
    const profiled = profile?.columns.find((one) => one.name === column)
    return {
      name: column,
      type,
      ...(values ? { values } : {}),
      ...(profiled ? expectedValues(profiled, table.rows) : {}),
    }
  })
}

/** The values of a column that operations name one by one and need to know all of. */
function knownValues(operations: readonly Operation[], column: string): string[] | undefined {
  for (const operation of operations) {
    if (operation.op === 'encode' && operation.column === column) return operation.values
    if (operation.op === 'map-values' && operation.column === column && operation.others === 'empty')
      return operation.values.map(({ from }) => from)
    if (operation.op === 'pivot' && operation.column === column) return operation.values
  }
  return undefined
}

/**
 * How a table differs from the one that a plan was made for, where that matters to the plan: columns that are missing or
 * of another type, new ones, values that were never seen or are out of range, more gaps. Without `expects` only missing columns are found.
 */
export async function findDrift(
  tables: Tables,
  plan: PreparationPlan,
  table: TableRef,
  signal?: AbortSignal,
): Promise<PreparationDrift> {
  const there = new Map(table.columns.map((column) => [column.name, column]))
  const expects = plan.expects ?? []
  const drift: PreparationDrift = { missing: [], added: [], types: [], values: [] }
  for (const [column, operations] of columnsNeeded(plan.operations))
    if (!there.has(column)) drift.missing.push({ column, operations })
  // Links are made of the same table, unless they have one of their own.
  const ofLinks = plan.links && plan.links.table === undefined ? plan.links.operations : []
  for (const column of columnsNeeded(ofLinks).keys())
    if (!there.has(column) && !drift.missing.some((one) => one.column === column))
      drift.missing.push({ column, operations: [] })
  for (const { name: column } of expects)
    if (!there.has(column) && !drift.missing.some((one) => one.column === column))
      drift.missing.push({ column, operations: [] })
  if (plan.expects) {
    const known = new Set(expects.map((column) => column.name))
    drift.added = table.columns.flatMap((column) => (known.has(column.name) ? [] : [column.name]))
  }
  for (const { name: column, type, values } of expects) {
    const found = there.get(column)
    if (!found) continue
    if (found.type !== type) drift.types.push({ column, expected: type, found: found.type })
    if (!values) continue
    const text = sql`CAST(${name(column)} AS VARCHAR)`
    const news = await tables.rows(
      sql`SELECT ${text} AS v, count(*) AS n, sum(count(*)) OVER () AS total FROM ${name(tableName(table.id))} WHERE ${text} IS NOT NULL AND ${text} NOT IN (${values.map((one) => sql`${one}`)}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxShown}`,
      signal ? { signal } : {},
    )
    if (news.length > 0)
      drift.values.push({ column, values: news.map(({ v }) => String(v)), rows: Number(news[0]?.total ?? 0) })
  }
  return { ...drift, ...(await valueDrift(tables, plan, table, signal)) }
}

/** The columns of the first table that operations read, with the operations' places; what operations make is not needed. */
function columnsNeeded(operations: readonly Operation[]): Map<string, number[]> {
  const needed = new Map<string, number[]>()
  const made = new Set<string>()
  operations.forEach((operation, index) => {
    if (operation.state === 'rejected') return
    if (
      operation.op !== 'derive' &&
      operation.op !== 'flag' &&
      operation.op !== 'filter' &&
      operation.op !== 'drop-rows'
    )
      for (const column of columnsRead(operation))
        if (!made.has(column)) needed.set(column, [...(needed.get(column) ?? []), index])
    for (const column of columnsMade(operation)) made.add(column)
  })
  return needed
}

function columnsMade(operation: Operation): string[] {
  switch (operation.op) {
    case 'split':
      return operation.into
    case 'encode':
      return operation.how === 'ordinal' ? [operation.to] : operation.values.map((value) => `${operation.to}=${value}`)
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

/** True for a plan that was made for another table: numbers in its notes and reasons speak of that one. */
export const isOfAnother = ({ madeFor }: Pick<PreparationPlan, 'madeFor'>, { id }: Pick<TableRef, 'id'>): boolean =>
  madeFor !== undefined && madeFor.table !== id

/** True where nothing that the plan depends on is another. */
export const isSameShape = (drift: PreparationDrift): boolean =>
  [drift.missing, drift.types, drift.values, drift.ranges, drift.moments, drift.nulls, drift.spellings].every(
    (found) => found === undefined || found.length === 0,
  )
