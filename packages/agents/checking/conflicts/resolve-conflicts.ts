import { defined } from '@aw-flow/schema'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { estimateReliability, type Claim, type Item } from './estimate-reliability.ts'
import { findEntities, type EntityGrouping } from './find-entities.ts'

/** A cell that contradicts the other rows of the same entity. */
export interface Contradiction {
  readonly row: number
  readonly column: number
  /** The estimated true value. */
  readonly value: string
  /** Log odds that the cell is wrong. */
  readonly logOdds: number
  readonly keyIndex: number
  readonly sourceIndex: number | undefined
  readonly agreeingCount: number
  readonly claimCount: number
}

const maxLogOdds = 6
const minLogOdds = -0.5
const minColumns = 3
/** If at least this fraction of a row's determined columns contradicts its group, the row's key is considered wrong. */
const minWrongKeyFraction = 0.7

export interface Resolution {
  readonly contradictions: readonly Contradiction[]
  /** The columns whose dependencies were evaluated: keys, sources and determined columns. */
  readonly evaluatedColumns: ReadonlySet<number>
}

/** Codes of cells' true values according to users' answers, keyed by `row * columnCount + columnIndex`. */
export type KnownValues = ReadonlyMap<number, number>

/**
 * Finds the cells that contradict other rows of the same entity. Rows are weighted by the reliability of their sources.
 *
 * @param knownValues - True values of cells. They take precedence for their entity and show which sources are reliable.
 */
export function resolveConflicts(table: EncodedTable, knownValues: KnownValues = new Map()): Resolution {
  const entityGroupings = findEntities(table)
  // If a key determines a column almost without exceptions, conflicts between the column and another key are errors in
  // that other key.
  const isDeterminedByOtherKey = (column: number, { keyIndex }: EntityGrouping): boolean =>
    entityGroupings.some((other) => other.keyIndex !== keyIndex && other.pureColumns.includes(column))
  const sortedCandidates = entityGroupings
    .flatMap((candidate) =>
      candidate.determinedColumns
        .filter(({ column }) => !isDeterminedByOtherKey(column, candidate))
        .map((determinedColumn) => ({ entities: candidate, ...determinedColumn })),
    )
    .sort(
      (a, b) =>
        Number(b.entities.sourceIndex !== undefined) - Number(a.entities.sourceIndex !== undefined) ||
        b.quality - a.quality ||
        b.entities.strength - a.entities.strength,
    )
  const resolvedColumns = new Set<number>()
  const columnsByEntities = new Map<EntityGrouping, number[]>()
  const keyIndexes = new Set<number>()
  for (const { entities: entityGrouping, column } of sortedCandidates) {
    // A determined column cannot also be a key.
    if (resolvedColumns.has(column) || resolvedColumns.has(entityGrouping.keyIndex) || keyIndexes.has(column)) continue
    resolvedColumns.add(column)
    keyIndexes.add(entityGrouping.keyIndex)
    columnsByEntities.set(entityGrouping, [...(columnsByEntities.get(entityGrouping) ?? []), column])
  }
  const sourceIndexes = [...columnsByEntities.keys()].flatMap(({ sourceIndex }) =>
    sourceIndex === undefined ? [] : [sourceIndex],
  )
  return {
    contradictions: [...columnsByEntities].flatMap(([entityGrouping, columns]) =>
      findContradictions(table, entityGrouping, columns, knownValues),
    ),
    evaluatedColumns: new Set([...resolvedColumns, ...keyIndexes, ...sourceIndexes]),
  }
}

function findContradictions(
  { columns }: EncodedTable,
  { keyIndex, grouping, sourceIndex }: EntityGrouping,
  determinedColumns: readonly number[],
  knownValues: KnownValues,
): Contradiction[] {
  const sourceColumn = sourceIndex === undefined ? undefined : (columns[sourceIndex] as EncodedColumn)
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
        if (value !== 0) claims.push({ row, source: sourceColumn?.repairedCodes[row] ?? 0, value })
      }
      const knownCode =
        knownValues.size > 0
          ? findKnownCode(getRows(group).filter(hasCorrectKey), columnIndex, columns.length, knownValues)
          : undefined
      if (claims.length > 0) items.push(defined({ column: columnIndex, group, claims, knownValue: knownCode }))
    }
  }
  const { verdicts } = estimateReliability(items, sourceColumn?.values.length ?? 1)
  const contradictions = items.flatMap(({ column: columnIndex, group }, index) => {
    const verdict = verdicts[index]
    const column = columns[columnIndex] as EncodedColumn
    if (
      !verdict ||
      (!verdict.isKnown && verdict.agreeingCount < 2 && (sourceColumn === undefined || verdict.claimCount > 1))
    )
      return []
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
              sourceIndex,
              agreeingCount: verdict.agreeingCount,
              claimCount: verdict.claimCount,
            },
          ],
    )
  })
  return sourceIndex === undefined ? excludeRowsWithWrongKeys(contradictions, determinedColumns.length) : contradictions
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

/**
 * Removes the contradictions of rows that disagree with their group in most columns. In these rows, the key is wrong
 * rather than the other values.
 */
function excludeRowsWithWrongKeys(contradictions: readonly Contradiction[], columnCount: number): Contradiction[] {
  if (columnCount < minColumns) return [...contradictions]
  const countsByRow = new Map<number, number>()
  for (const { row } of contradictions) countsByRow.set(row, (countsByRow.get(row) ?? 0) + 1)
  return contradictions.filter(({ row }) => (countsByRow.get(row) as number) < minWrongKeyFraction * columnCount)
}
