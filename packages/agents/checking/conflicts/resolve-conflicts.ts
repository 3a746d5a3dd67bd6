import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { estimateReliability, type Claim, type Item } from './estimate-reliability.ts'
import { findEntities, type Entities } from './find-entities.ts'

/** A cell that disagrees with what other rows say of the same thing. */
export interface Contradiction {
  readonly row: number
  readonly column: number
  /** What is believed instead. */
  readonly value: string
  /** Log of the odds that the cell is wrong. */
  readonly odds: number
  readonly key: number
  readonly source: number | undefined
  readonly agreeing: number
  readonly total: number
}

const maxOdds = 6
const minOdds = -0.5
const minColumns = 3
const wrongKeyShare = 0.7

export interface Resolution {
  readonly contradictions: readonly Contradiction[]
  /** The columns whose dependencies have been judged: keys, sources and what the keys settle. */
  readonly columns: ReadonlySet<number>
}

/** The cells that contradict the other rows of the same thing, each weighted by how reliable its source is. */
export function resolveConflicts(table: EncodedTable): Resolution {
  const entities = findEntities(table)
  // Where one key settles a column without exceptions, it is another key that is wrong and not the column.
  const isRight = (column: number, { key }: Entities): boolean =>
    entities.some((one) => one.key !== key && one.pure.includes(column))
  const byQuality = entities
    .flatMap((one) =>
      one.settled.filter(({ column }) => !isRight(column, one)).map((settled) => ({ entities: one, ...settled })),
    )
    .sort(
      (a, b) =>
        Number(b.entities.source !== undefined) - Number(a.entities.source !== undefined) ||
        b.entities.strength - a.entities.strength ||
        b.quality - a.quality,
    )
  const taken = new Set<number>()
  const columnsOf = new Map<Entities, number[]>()
  const keys = new Set<number>()
  for (const { entities: one, column } of byQuality) {
    // What is settled by something is not also what settles.
    if (taken.has(column) || taken.has(one.key) || keys.has(column)) continue
    taken.add(column)
    keys.add(one.key)
    columnsOf.set(one, [...(columnsOf.get(one) ?? []), column])
  }
  const sources = [...columnsOf.keys()].flatMap(({ source }) => (source === undefined ? [] : [source]))
  return {
    contradictions: [...columnsOf].flatMap(([one, columns]) => contradictionsOf(table, one, columns)),
    columns: new Set([...taken, ...keys, ...sources]),
  }
}

function contradictionsOf(
  { columns }: EncodedTable,
  { key, grouping, source }: Entities,
  settled: readonly number[],
): Contradiction[] {
  const sourceColumn = source === undefined ? undefined : (columns[source] as EncodedColumn)
  const items: (Item & { group: number })[] = []
  const rowsOf = (group: number): Int32Array =>
    grouping.order.subarray(grouping.starts[group], grouping.starts[group + 1])
  for (const at of settled) {
    const column = columns[at] as EncodedColumn
    for (let group = 0; group < grouping.groups; group++) {
      const claims: Claim[] = []
      for (const row of rowsOf(group)) {
        const value = column.believed[row] as number
        if (value !== 0) claims.push({ row, source: sourceColumn?.believed[row] ?? 0, value })
      }
      if (claims.length > 0) items.push({ column: at, group, claims })
    }
  }
  const { verdicts } = estimateReliability(items, sourceColumn?.values.length ?? 1)
  const found = items.flatMap(({ column: at, group }, index) => {
    const verdict = verdicts[index]
    const column = columns[at] as EncodedColumn
    if (!verdict || (verdict.agreeing < 2 && (sourceColumn === undefined || verdict.total > 1))) return []
    const odds = Math.min(maxOdds, Math.log(verdict.probability / Math.max(1e-6, 1 - verdict.probability)))
    if (odds < minOdds) return []
    const value = column.values[verdict.value] as string
    return [...rowsOf(group)].flatMap((row): Contradiction[] =>
      column.believed[row] === verdict.value
        ? []
        : [{ row, column: at, value, odds, key, source, agreeing: verdict.agreeing, total: verdict.total }],
    )
  })
  return source === undefined ? withoutWrongKeys(found, settled.length) : found
}

/** A row that disagrees with its group in most columns has a wrong key, not wrong values. */
function withoutWrongKeys(found: readonly Contradiction[], columns: number): Contradiction[] {
  if (columns < minColumns) return [...found]
  const byRow = new Map<number, number>()
  for (const { row } of found) byRow.set(row, (byRow.get(row) ?? 0) + 1)
  return found.filter(({ row }) => (byRow.get(row) as number) < wrongKeyShare * columns)
}
