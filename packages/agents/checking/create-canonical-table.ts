import type { FindingKind, FindingRule } from '@aw-flow/schema'
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
  readonly kind: FindingKind
  readonly params: FindingParams
  /** Set if the value may follow a convention of the table. */
  readonly isConvention?: true
}

/** A table in its canonical form. Cells are identified by `row * columns + column`. */
export interface CanonicalTable {
  readonly table: EncodedTable
  /** The cells that deviate, keyed by cell. */
  readonly deviations: ReadonlyMap<number, Deviation>
  /** The cells whose value was determined from other rows of the same entity. */
  readonly resolvedCells: ReadonlySet<number>
  /** The columns whose dependencies conflict resolution has evaluated. */
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
  const width = columns.length
  const deviations = new Map<number, Deviation>()
  const rewritten: EncodedColumn[] = []
  for (const [columnIndex, column] of columns.entries()) {
    rewritten.push(toCanonicalForm(column, columnIndex, table, deviations))
    yield columnIndex / width
  }
  demoteExportedNulls(table, deviations)
  const canonical = { rows, columns: rewritten }
  const changeCell = (row: number, columnIndex: number, to: string, deviation: Deviation): void => {
    const column = canonical.columns[columnIndex] as EncodedColumn
    const existing = deviations.get(row * width + columnIndex)
    deviations.set(row * width + columnIndex, existing ? { ...existing, ...deviation } : deviation)
    rewrite(column, row, to)
  }
  for (const { from, to, rows: spilled } of findSpilledValues(canonical)) {
    const params = { from: (columns[from] as EncodedColumn).name, to: (columns[to] as EncodedColumn).name }
    for (const [row, [remaining, moved]] of spilled) {
      const shared = { logOdds: 4, kind: 'spilled-value', params } as const
      changeCell(row, from, remaining, { ...shared, value: remaining, rule: 'format' })
      changeCell(row, to, moved, { ...shared, value: moved, rule: 'missing' })
    }
  }
  for (const step = findRuleViolations(canonical); ;) {
    const { done, value: violations } = step.next()
    yield 1
    if (!done) continue
    for (const { row, column: columnIndex, value, ...violation } of violations) {
      const known = deviations.get(row * width + columnIndex)
      if (value === undefined) deviations.set(row * width + columnIndex, { ...violation, ...known })
      else changeCell(row, columnIndex, value, { ...violation, value })
    }
    break
  }
  const resolvedCells = new Set<number>()
  const { contradictions, columns: evaluatedColumns } = resolveConflicts(canonical)
  for (const { row, column: columnIndex, value, logOdds, key, agreeing, total } of contradictions) {
    const params = { key: (columns[key] as EncodedColumn).name, agreeing, total, value }
    changeCell(row, columnIndex, value, { value, logOdds, rule: 'dependency', kind: 'contradiction', params })
    resolvedCells.add(row * width + columnIndex)
  }
  // Later steps may restore a cell's original value; such a cell does not deviate.
  for (const [key, { value }] of deviations) {
    const column = columns[key % width] as EncodedColumn
    if (value === column.values[column.observed[Math.floor(key / width)] as number]) deviations.delete(key)
  }
  return { table: canonical, deviations, resolvedCells, evaluatedColumns }
}

/** Null words that databases and statistics programs write when they export data. */
const exportedNull = /^(?:\\N|NA|NaN|nan|<NA>|NULL|null|None|#N\/A)$/
/**
 * Log odds of null words that an export uses by convention. They are low enough that only thorough checks report them.
 */
const exportedNullLogOdds = -0.5
const minExportedColumns = 2

/** Lowers the log odds of null words if several columns use the same word for all missing values, as exports do. */
function demoteExportedNulls({ columns }: EncodedTable, deviations: Map<number, Deviation>): void {
  const width = columns.length
  const wordsByColumn = new Map<number, Set<string>>()
  for (const [key, { kind }] of deviations) {
    if (kind !== 'null-word') continue
    const { values, observed } = columns[key % width] as EncodedColumn
    const words = wordsByColumn.get(key % width) ?? new Set()
    wordsByColumn.set(key % width, words.add(values[observed[Math.floor(key / width)] as number] as string))
  }
  const columnsByWord = new Map<string, number[]>()
  for (const [columnIndex, [word = '', ...others]] of [...wordsByColumn].map(
    ([index, words]) => [index, [...words]] as const,
  ))
    if (others.length === 0 && exportedNull.test(word) && columns[columnIndex]?.observedCounts[0] === 0)
      columnsByWord.set(word, [...(columnsByWord.get(word) ?? []), columnIndex])
  const exportedColumns = new Set(
    [...columnsByWord.values()].filter((columnIndexes) => columnIndexes.length >= minExportedColumns).flat(),
  )
  for (const [key, deviation] of deviations)
    if (deviation.kind === 'null-word' && exportedColumns.has(key % width))
      deviations.set(key, { ...deviation, logOdds: exportedNullLogOdds })
}

function toCanonicalForm(
  column: EncodedColumn,
  columnIndex: number,
  { rows, columns }: EncodedTable,
  deviations: Map<number, Deviation>,
): EncodedColumn {
  const texts = column.values.flatMap((text, code) => {
    const cells = column.observedCounts[code] as number
    return code > 0 && cells > 0 ? [{ text, cells }] : []
  })
  const { rewritten } = findInconsistencies(texts, rows)
  const copy = createColumn(column.name, rows)
  const deviationByCode = new Map<number, Deviation>()
  for (const [text, { to, logOdds, isConvention, inconsistency }] of rewritten)
    deviationByCode.set(column.codes.get(text) as number, {
      ...(to === undefined ? {} : { value: to }),
      ...(isConvention ? { isConvention } : {}),
      logOdds,
      rule: inconsistency.kind === 'null-word' ? 'missing' : 'format',
      kind: inconsistency.kind,
      params: inconsistency.params,
    })
  // Caches the copy's codes, indexed by the column's codes, because a table has many more cells than distinct strings.
  const copyCodes = new Int32Array(column.values.length).fill(-1)
  for (let row = 0; row < rows; row++) {
    const code = column.observed[row] as number
    const deviation = deviationByCode.get(code)
    if (deviation) deviations.set(row * columns.length + columnIndex, deviation)
    if (copyCodes[code] === -1) copyCodes[code] = encodeText(copy, deviation?.value ?? (column.values[code] as string))
    writeCode(copy, row, copyCodes[code] as number)
  }
  return copy
}

/** Replaces a cell's observed and repaired values. */
function rewrite(column: EncodedColumn, row: number, text: string): void {
  const code = encodeText(column, text)
  const previousCode = column.observed[row] as number
  column.observedCounts[previousCode] = (column.observedCounts[previousCode] as number) - 1
  column.counts[previousCode] = (column.counts[previousCode] as number) - 1
  column.observedCounts[code] = (column.observedCounts[code] as number) + 1
  column.counts[code] = (column.counts[code] as number) + 1
  column.observed[row] = code
  column.repaired[row] = code
}
