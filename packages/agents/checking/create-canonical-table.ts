import { defined } from '@aw-flow/schema'
import type { Message } from '@aw-flow/messages'
import type { FindingKind, FindingRule } from '@aw-flow/schema/internal'
import type { FindingParams } from './describe-finding.ts'
import { encodeText, createColumn, writeCode, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { resolveConflicts } from './conflicts/resolve-conflicts.ts'
import { findInconsistencies } from './inconsistencies/find-inconsistencies.ts'
import { findRuleViolations } from './rules/find-rule-violations.ts'
import { findSpilledValues } from './inconsistencies/find-spilled-values.ts'

/** A cell that deviates from its column's canonical form, violates a rule or contradicts other rows. */
export interface Deviation {
  /** The repaired value; an empty string if the cell should be empty. Absent if the correct value is unknown. */
  readonly value?: string
  /** Log odds that the cell is wrong. */
  readonly logOdds: number
  readonly rule: FindingRule
  /** The kind of deviation. Absent if `reason` explains it. */
  readonly kind?: FindingKind | undefined
  readonly params: FindingParams
  /** The reason, if it does not follow from the kind. */
  readonly reason?: Message | undefined
  /** Set if the value may follow a convention of the table. */
  readonly mayBeConvention?: true
}

/** A table in its canonical form. The key of a cell is `row * columnCount + columnIndex`. */
export interface CanonicalTable {
  readonly table: EncodedTable
  /** The deviations, keyed by cell. */
  readonly deviations: ReadonlyMap<number, Deviation>
  /** The cells whose value was determined from other rows of the same entity. */
  readonly resolvedCells: ReadonlySet<number>
  /** The columns whose dependencies were evaluated when conflicts were resolved. */
  readonly evaluatedColumns: ReadonlySet<number>
}

/**
 * Creates the canonical form of a table. Rewrites values with deviating formats, moves spilled values back to their
 * column, applies rules and resolves contradictions, in this order.
 *
 * @yields Progress from 0 to 1.
 */
export function* createCanonicalTable(table: EncodedTable): Generator<number, CanonicalTable> {
  const { rows, columns } = table
  const columnCount = columns.length
  const deviations = new Map<number, Deviation>()
  const rewrittenColumns: EncodedColumn[] = []
  for (const [columnIndex, column] of columns.entries()) {
    rewrittenColumns.push(toCanonicalForm(column, columnIndex, table, deviations))
    yield columnIndex / columnCount
  }
  demoteExportedNulls(table, deviations)
  const canonicalTable = { rows, columns: rewrittenColumns }
  const changeCell = (row: number, columnIndex: number, replacement: string, deviation: Deviation): void => {
    const column = canonicalTable.columns[columnIndex] as EncodedColumn
    const existingDeviation = deviations.get(row * columnCount + columnIndex)
    deviations.set(
      row * columnCount + columnIndex,
      existingDeviation ? { ...existingDeviation, ...deviation } : deviation,
    )
    replaceValue(column, row, replacement)
  }
  for (const { sourceIndex, targetIndex, valuesByRow } of findSpilledValues(canonicalTable)) {
    const params = {
      from: (columns[sourceIndex] as EncodedColumn).name,
      to: (columns[targetIndex] as EncodedColumn).name,
    }
    for (const [row, [remainingText, movedText]] of valuesByRow) {
      const sharedFields = { logOdds: 4, kind: 'spilled-value', params } as const
      changeCell(row, sourceIndex, remainingText, { ...sharedFields, value: remainingText, rule: 'format' })
      changeCell(row, targetIndex, movedText, { ...sharedFields, value: movedText, rule: 'missing' })
    }
  }
  for (const violationSearch = findRuleViolations(canonicalTable); ;) {
    const { done, value: violations } = violationSearch.next()
    yield 1
    if (!done) continue
    for (const { row, column: columnIndex, replacement: value, ...violation } of violations) {
      const existingDeviation = deviations.get(row * columnCount + columnIndex)
      if (value === undefined) deviations.set(row * columnCount + columnIndex, { ...violation, ...existingDeviation })
      else changeCell(row, columnIndex, value, { ...violation, value })
    }
    break
  }
  const resolvedCells = new Set<number>()
  const { contradictions, evaluatedColumns } = resolveConflicts(canonicalTable)
  for (const { row, column: columnIndex, value, logOdds, keyIndex, agreeingCount, claimCount } of contradictions) {
    const params = { key: (columns[keyIndex] as EncodedColumn).name, agreeing: agreeingCount, total: claimCount, value }
    changeCell(row, columnIndex, value, { value, logOdds, rule: 'dependency', kind: 'contradiction', params })
    resolvedCells.add(row * columnCount + columnIndex)
  }
  // Later steps may restore a cell's original value; such a cell does not deviate.
  for (const [key, { value }] of deviations) {
    const column = columns[key % columnCount] as EncodedColumn
    if (value === column.values[column.observedCodes[Math.floor(key / columnCount)] as number]) deviations.delete(key)
  }
  return { table: canonicalTable, deviations, resolvedCells, evaluatedColumns }
}

/** Null markers that databases and statistics programs write when they export data. */
const exportedNullPattern = /^(?:\\N|NA|NaN|nan|<NA>|NULL|null|None|#N\/A)$/
/**
 * Log odds of null markers that an export uses by convention. They are so low that only thorough checks report the
 * cells.
 */
const exportedNullLogOdds = -0.5
const minColumnsWithExportedNulls = 2

/** Lowers the log odds of null markers if several columns use the same one for all missing values, as exports do. */
function demoteExportedNulls({ columns }: EncodedTable, deviations: Map<number, Deviation>): void {
  const columnCount = columns.length
  const wordsByColumn = new Map<number, Set<string>>()
  for (const [key, { kind }] of deviations) {
    if (kind !== 'missing-word') continue
    const { values, observedCodes } = columns[key % columnCount] as EncodedColumn
    const words = wordsByColumn.get(key % columnCount) ?? new Set()
    wordsByColumn.set(
      key % columnCount,
      words.add(values[observedCodes[Math.floor(key / columnCount)] as number] as string),
    )
  }
  const columnsByWord = new Map<string, number[]>()
  for (const [columnIndex, [word = '', ...otherWords]] of [...wordsByColumn].map(
    ([index, words]) => [index, [...words]] as const,
  ))
    if (otherWords.length === 0 && exportedNullPattern.test(word) && columns[columnIndex]?.observedCounts[0] === 0)
      columnsByWord.set(word, [...(columnsByWord.get(word) ?? []), columnIndex])
  const columnsWithExportedNulls = new Set(
    [...columnsByWord.values()].filter((columnIndexes) => columnIndexes.length >= minColumnsWithExportedNulls).flat(),
  )
  for (const [key, deviation] of deviations)
    if (deviation.kind === 'missing-word' && columnsWithExportedNulls.has(key % columnCount))
      deviations.set(key, { ...deviation, logOdds: exportedNullLogOdds })
}

function toCanonicalForm(
  column: EncodedColumn,
  columnIndex: number,
  { rows, columns }: EncodedTable,
  deviations: Map<number, Deviation>,
): EncodedColumn {
  const valueCounts = column.values.flatMap((text, code) => {
    const cellCount = column.observedCounts[code] as number
    return code > 0 && cellCount > 0 ? [{ text, cellCount }] : []
  })
  const { rewrites } = findInconsistencies(valueCounts, rows)
  const copy = createColumn(column.name, rows)
  const deviationByCode = new Map<number, Deviation>()
  for (const [text, { replacement, logOdds, mayBeConvention, reason, inconsistency }] of rewrites)
    deviationByCode.set(column.codes.get(text) as number, {
      ...defined({ value: replacement }),
      ...(mayBeConvention ? { mayBeConvention } : {}),
      logOdds,
      rule: inconsistency.rule ?? (inconsistency.kind === 'missing-word' ? 'missing' : 'format'),
      kind: inconsistency.kind,
      reason,
      params: inconsistency.params,
    })
  // Caches the copy's codes, indexed by the column's codes, because a table has many more cells than distinct strings.
  const copyCodes = new Int32Array(column.values.length).fill(-1)
  for (let row = 0; row < rows; row++) {
    const code = column.observedCodes[row] as number
    const deviation = deviationByCode.get(code)
    if (deviation) deviations.set(row * columns.length + columnIndex, deviation)
    if (copyCodes[code] === -1) copyCodes[code] = encodeText(copy, deviation?.value ?? (column.values[code] as string))
    writeCode(copy, row, copyCodes[code] as number)
  }
  return copy
}

/** Replaces a cell's observed and repaired values. */
function replaceValue(column: EncodedColumn, row: number, text: string): void {
  const code = encodeText(column, text)
  const previousCode = column.observedCodes[row] as number
  column.observedCounts[previousCode] = (column.observedCounts[previousCode] as number) - 1
  column.counts[previousCode] = (column.counts[previousCode] as number) - 1
  column.observedCounts[code] = (column.observedCounts[code] as number) + 1
  column.counts[code] = (column.counts[code] as number) + 1
  column.observedCodes[row] = code
  column.repairedCodes[row] = code
  column.revision++
}
