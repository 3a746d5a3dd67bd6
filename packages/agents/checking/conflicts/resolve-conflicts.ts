import { defined } from '@aw-flow/schema'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { estimateReliability, type Claim, type Item } from './estimate-reliability.ts'
import { findSourcedEntities, type SourcedEntities } from './find-sources.ts'

/** A cell that contradicts the other rows of the same entity. */
export interface Contradiction {
  readonly row: number
  readonly column: number
  /** The estimated true value. */
  readonly value: string
  /** Log odds that the cell is wrong. */
  readonly logOdds: number
  readonly keyIndex: number
  readonly agreeingCount: number
  readonly claimCount: number
}

const maxLogOdds = 6
const minLogOdds = -0.5

export interface Resolution {
  readonly contradictions: readonly Contradiction[]
  /** The columns whose dependencies were evaluated: keys, sources and determined columns. */
  readonly evaluatedColumns: ReadonlySet<number>
}

/** Codes of cells' true values according to users' answers, keyed by `row * columnCount + columnIndex`. */
export type KnownValues = ReadonlyMap<number, number>

/**
 * Finds the cells that contradict other sources of the same entity, weighted by the reliability of the sources.
 *
 * @param knownValues - True values of cells. They take precedence for their entity and show which sources are reliable.
 */
export function resolveConflicts(table: EncodedTable, knownValues: KnownValues = new Map()): Resolution {
  const sortedCandidates = findSourcedEntities(table)
    .flatMap((entities) => entities.determinedColumns.map((determined) => ({ entities, ...determined })))
    .sort((a, b) => b.quality - a.quality)
  const resolvedColumns = new Set<number>()
  const columnsByEntities = new Map<SourcedEntities, number[]>()
  const keyIndexes = new Set<number>()
  for (const { entities: entityGrouping, column } of sortedCandidates) {
    // A determined column cannot also be a key.
    if (resolvedColumns.has(column) || resolvedColumns.has(entityGrouping.keyIndex) || keyIndexes.has(column)) continue
    resolvedColumns.add(column)
    keyIndexes.add(entityGrouping.keyIndex)
    columnsByEntities.set(entityGrouping, [...(columnsByEntities.get(entityGrouping) ?? []), column])
  }
  const sourceIndexes = [...columnsByEntities.keys()].map(({ sourceIndex }) => sourceIndex)
  return {
    contradictions: [...columnsByEntities].flatMap(([entityGrouping, columns]) =>
      findContradictions(table, entityGrouping, columns, knownValues),
    ),
    evaluatedColumns: new Set([...resolvedColumns, ...keyIndexes, ...sourceIndexes]),
  }
}

function findContradictions(
  { columns }: EncodedTable,
  { keyIndex, grouping, sourceIndex }: SourcedEntities,
  determinedColumns: readonly number[],
  knownValues: KnownValues,
): Contradiction[] {
  const sourceColumn = columns[sourceIndex] as EncodedColumn
  const items: (Item & { group: number })[] = []
  const getRows = (group: number): Int32Array =>
    grouping.order.subarray(grouping.starts[group], grouping.starts[group + 1])
  // A row with a wrong key belongs to another entity.
  const hasCorrectKey = (row: number): boolean => {
    const code = knownValues.get(row * columns.length + keyIndex)
    return code === undefined || code === columns[keyIndex]?.repairedCodes[row]
  }
  for (const columnIndex of determinedColumns) {
    const column = columns[columnIndex] as EncodedColumn
    for (let group = 0; group < grouping.groupCount; group++) {
      const claims: Claim[] = []
      for (const row of getRows(group)) {
        const value = column.repairedCodes[row] as number
        if (value !== 0) claims.push({ row, source: sourceColumn.repairedCodes[row] as number, value })
      }
      const knownCode =
        knownValues.size > 0
          ? findKnownCode(getRows(group).filter(hasCorrectKey), columnIndex, columns.length, knownValues)
          : undefined
      if (claims.length > 0) items.push(defined({ column: columnIndex, group, claims, knownValue: knownCode }))
    }
  }
  const { verdicts } = estimateReliability(items, sourceColumn.values.length)
  return items.flatMap(({ column: columnIndex, group }, index) => {
    const verdict = verdicts[index]
    const column = columns[columnIndex] as EncodedColumn
    if (!verdict || (!verdict.isKnown && verdict.agreeingCount < 2 && verdict.claimCount > 1)) return []
    const logOdds = Math.min(maxLogOdds, Math.log(verdict.probability / Math.max(1e-6, 1 - verdict.probability)))
    if (logOdds < minLogOdds) return []
    const value = column.values[verdict.value] as string
    return [...getRows(group)].flatMap((row): Contradiction[] =>
      column.repairedCodes[row] === verdict.value
        ? []
        : [
            {
              row,
              column: columnIndex,
              value,
              logOdds,
              keyIndex,
              agreeingCount: verdict.agreeingCount,
              claimCount: verdict.claimCount,
            },
          ],
    )
  })
}

/** Returns the most frequent code in the answers for an entity's column. */
function findKnownCode(
  rows: Iterable<number>,
  columnIndex: number,
  columnCount: number,
  knownValues: KnownValues,
): number | undefined {
  const counts = new Map<number, number>()
  for (const row of rows) {
    const code = knownValues.get(row * columnCount + columnIndex)
    if (code !== undefined && code !== 0) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  let best: number | undefined
  for (const [code, count] of counts) if (best === undefined || count > (counts.get(best) as number)) best = code
  return best
}
