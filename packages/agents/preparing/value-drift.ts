import { isNumber, name, sql, tableName, type Tables } from '@aw-flow/engine'
import type {
  ColumnProfile,
  ExpectedColumn,
  Operation,
  PreparationDrift,
  PreparationPlan,
  TableRef,
} from '@aw-flow/schema'
import { clusterSpellings } from '../profiling/cluster-spellings.ts'
import { columnBounds } from './column-bounds.ts'

const mostShown = 20
/** So many new values of a column are compared with the spellings that a plan knows. */
const mostCompared = 5_000

/** What is noted of a column so that more gaps, and values out of its range, can be told: counted over every row. */
export function expectedValues(
  operations: readonly Operation[],
  { name: column, nulls, numbers }: ColumnProfile,
  rows: number,
): Pick<ExpectedColumn, 'nulls' | 'range'> {
  const { min, max } = numbers ?? {}
  const isMeasured = isRangeUsed(operations, column) && min !== undefined && max !== undefined
  return { nulls: rows === 0 ? 0 : nulls / rows, ...(isMeasured ? { range: [min, max] as const } : {}) }
}

/** True where an operation places the numbers of a column within the range that they had. */
const isRangeUsed = (operations: readonly Operation[], column: string): boolean =>
  operations.some(
    (one) =>
      one.state !== 'rejected' &&
      ((one.op === 'scale' && one.column === column) ||
        (one.op === 'project' && one.terms.some((term) => term.column === column))),
  )

/**
 * How the values of a table differ from what a plan has noted: numbers out of the range that it scales by, clearly more
 * gaps (by one row in twenty, or by one in a hundred where there were less than half as many), and other spellings of
 * values that it merges.
 */
export async function valueDrift(
  tables: Tables,
  plan: PreparationPlan,
  table: TableRef,
  signal?: AbortSignal,
): Promise<Pick<PreparationDrift, 'ranges' | 'nulls' | 'spellings'>> {
  const settings = signal ? { signal } : {}
  const ranges: NonNullable<PreparationDrift['ranges']> = []
  const nulls: NonNullable<PreparationDrift['nulls']> = []
  const expects = new Map((plan.expects ?? []).map((column) => [column.name, column]))
  const known = expects.size > 0 ? await columnBounds(tables, table, settings) : []
  const counts = table.columns.flatMap(({ name: column, type }, index) => {
    const expected = expects.get(column)
    const bounds = known[index]
    const [least, most] = expected?.range ?? []
    const isWithin = bounds?.range && least !== undefined && bounds.range[0] >= least && bounds.range[1] <= most!
    const cell = name(column)
    return [
      ...(expected?.nulls === undefined || bounds?.isFull ? [] : [sql`count(${cell}) AS ${name(`n${index}`)}`]),
      ...(least === undefined || most === undefined || isWithin || !isNumber(type)
        ? []
        : [
            sql`count(*) FILTER (isfinite(CAST(${cell} AS DOUBLE)) AND (${cell} < ${least} OR ${cell} > ${most})) AS ${name(`o${index}`)}`,
            sql`CAST(min(${cell}) FILTER (isfinite(CAST(${cell} AS DOUBLE))) AS DOUBLE) AS ${name(`a${index}`)}`,
            sql`CAST(max(${cell}) FILTER (isfinite(CAST(${cell} AS DOUBLE))) AS DOUBLE) AS ${name(`z${index}`)}`,
          ]),
    ]
  })
  const [row = {}] =
    counts.length > 0 ? await tables.rows(sql`SELECT ${counts} FROM ${name(tableName(table.id))}`, settings) : []
  table.columns.forEach(({ name: column }, index) => {
    const { nulls: share = 0, range } = expects.get(column) ?? {}
    const filled = row[`n${index}`]
    const found = filled === undefined || table.rows === 0 ? 0 : 1 - Number(filled) / table.rows
    if (found - share >= 0.05 || (found - share >= 0.01 && found >= 2 * share))
      nulls.push({ column, expected: share, found })
    const rows = Number(row[`o${index}`] ?? 0)
    if (range && rows > 0)
      ranges.push({ column, expected: range, found: [Number(row[`a${index}`]), Number(row[`z${index}`])], rows })
  })
  const spellings = await newSpellings(tables, plan.operations, table, settings)
  return {
    ...(ranges.length > 0 ? { ranges } : {}),
    ...(nulls.length > 0 ? { nulls } : {}),
    ...(spellings.length > 0 ? { spellings } : {}),
  }
}

/** Values that are spellings of what a plan merges, and that it does not list. */
async function newSpellings(
  tables: Tables,
  operations: readonly Operation[],
  table: TableRef,
  settings: { signal?: AbortSignal },
): Promise<NonNullable<PreparationDrift['spellings']>> {
  const found: NonNullable<PreparationDrift['spellings']> = []
  for (const operation of operations) {
    if (operation.op !== 'merge-spellings' || operation.state === 'rejected') continue
    const { column, groups } = operation
    if (!table.columns.some(({ name: own }) => own === column)) continue
    const listed = new Map(groups.flatMap(({ to, from }) => [to, ...from].map((value) => [value, to] as const)))
    const text = sql`CAST(${name(column)} AS VARCHAR)`
    const news = await tables.rows(
      sql`SELECT ${text} AS v, count(*) AS n FROM ${name(tableName(table.id))} WHERE ${text} IS NOT NULL AND ${text} NOT IN (${[...listed.keys()].map((value) => sql`${value}`)}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostCompared}`,
      settings,
    )
    const others = news.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
    // By key only: what merely resembles a listed value may be another thing.
    const clusters = clusterSpellings([...others, ...[...listed.keys()].map((value) => ({ value, count: 1 }))], {
      by: ['fingerprint', 'n-gram'],
    })
    const unlisted = clusters.flatMap(({ values }) =>
      values.some(({ value }) => listed.has(value)) ? values.filter(({ value }) => !listed.has(value)) : [],
    )
    if (unlisted.length > 0)
      found.push({
        column,
        values: unlisted.slice(0, mostShown).map(({ value }) => value),
        rows: unlisted.reduce((sum, { count }) => sum + count, 0),
      })
  }
  return found
}
