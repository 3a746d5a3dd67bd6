import { message, type Message } from '@aw-flow/messages'
import type { DuplicateRow } from '@aw-flow/schema/internal'
import { toAlphanumericKey } from './scoring/error-rates.ts'
import { countDistinct, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { findTypo } from './repairs/typo.ts'

/** Minimum share of distinct values in a key column. Duplicates may differ in their key. */
const minKeyShare = 0.98
/** Duplicate rows must agree in at least this many informative columns, whose total entropy is at least `minBits`. */
const minColumns = 2
const minBits = 10
/** Maximum share of repeated rows. If the share is larger, rows are assumed to repeat by design. */
const maxRepeatedShare = 0.2
const maxComparedGroups = 200_000

/**
 * Finds duplicate rows. Two rows are duplicates if their repaired values are equal in all columns except keys, or if
 * they differ only by a typo or a missing value. Rows that carry little information may be equal by chance, in which
 * case they are not duplicates. The probability of chance equality is estimated from the number of pairs that differ in
 * exactly one column.
 *
 * @param getReportedRow - Converts a row index to the row index used in the report. Both start at 0.
 */
export function findDuplicateRows(
  { rows: rowCount, columns }: EncodedTable,
  getReportedRow: (row: number) => number = (row) => row,
): DuplicateRow[] {
  if (rowCount < 2 || columns.length === 0) return []
  const informativeColumns = columns.filter((column) => countDistinct(column) > 1)
  const keys = informativeColumns.filter((column) => isKey(column, rowCount))
  const otherColumns = informativeColumns.filter((column) => !keys.includes(column))
  const rowHashes = hashRows(rowCount, otherColumns)
  const duplicates = new Map<number, DuplicateRow>()
  const bits = otherColumns.reduce((sum, column) => sum + computeEntropy(column, rowCount), 0)
  if (otherColumns.length >= minColumns && bits >= minBits) {
    const equalPairs = findEqualPairs(rowHashes.hashes)
    const nearPairs = otherColumns.map((column, columnIndex) => findNearPairs(rowHashes, columnIndex, column))
    const nearPairCount = nearPairs.reduce((sum, { count }) => sum + count, 0)
    if (equalPairs.pairs.length <= maxRepeatedShare * rowCount && equalPairs.count > 0) {
      const chanceProbability = nearPairCount / (nearPairCount + 2 * equalPairs.count)
      for (const [row, otherRow] of equalPairs.pairs) {
        const hasSameKey = keys.every((column) => column.repairedCodes[row] === column.repairedCodes[otherRow])
        const confidence = hasSameKey && keys.length > 0 ? 0.99 : Math.max(0, 0.95 - chanceProbability)
        if (confidence < 0.5) continue
        duplicates.set(row, {
          row: getReportedRow(row) + 1,
          like: getReportedRow(otherRow) + 1,
          differ: keys
            .filter((column) => column.repairedCodes[row] !== column.repairedCodes[otherRow])
            .map(({ name }) => name),
          confidence: Math.round(confidence * 1000) / 1000,
          reason: describeReason(row, otherRow, getReportedRow(otherRow) + 1, columns, keys),
        })
      }
    }
    nearPairs.forEach(({ typos, count }, columnIndex) => {
      // If few of the differences are typos, or many rows differ in this way, the values are probably correct and
      // merely similar.
      if (typos.length === 0 || typos.length < 0.5 * count || typos.length > 0.02 * rowCount) return
      const column = otherColumns[columnIndex] as EncodedColumn
      for (const [row, otherRow] of typos) {
        if (duplicates.has(row)) continue
        const [value, otherValue] = [row, otherRow].map(
          (pairRow) => column.values[column.repairedCodes[pairRow] as number] as string,
        ) as [string, string]
        duplicates.set(row, {
          row: getReportedRow(row) + 1,
          like: getReportedRow(otherRow) + 1,
          differ: [
            column.name,
            ...keys.filter((key) => key.repairedCodes[row] !== key.repairedCodes[otherRow]).map(({ name }) => name),
          ],
          confidence: 0.6,
          reason:
            value === '' || otherValue === ''
              ? message('finding.similar-row-empty', { like: getReportedRow(otherRow) + 1, column: column.name })
              : message('finding.similar-row', {
                  like: getReportedRow(otherRow) + 1,
                  column: column.name,
                  value,
                  other: otherValue,
                }),
        })
      }
    })
  } else if (keys.length > 0 && otherColumns.length + keys.length >= minColumns) {
    for (const [row, otherRow] of findEqualPairs(hashRows(rowCount, informativeColumns, 'observedCodes').hashes).pairs)
      duplicates.set(row, {
        row: getReportedRow(row) + 1,
        like: getReportedRow(otherRow) + 1,
        differ: [],
        confidence: 0.99,
        reason: message('finding.duplicate-row', { like: getReportedRow(otherRow) + 1, repaired: false }),
      })
  }
  return [...duplicates.values()].sort((a, b) => a.row - b.row)
}

const isKey = (column: EncodedColumn, rowCount: number): boolean => {
  const nonEmptyCount = rowCount - (column.counts[0] as number)
  return nonEmptyCount >= 0.9 * rowCount && countDistinct(column) >= minKeyShare * nonEmptyCount
}

/** Computes the Shannon entropy of a column, in bits. */
function computeEntropy({ counts }: EncodedColumn, rowCount: number): number {
  return counts.reduce((sum, count) => (count > 0 ? sum - (count / rowCount) * Math.log2(count / rowCount) : sum), 0)
}

type RowHashes = ReturnType<typeof hashRows>

const modulus = 2 ** 52

/** Hashes rows additively, so that the hash of a single cell can be subtracted again. */
function hashRows(
  rowCount: number,
  columns: readonly EncodedColumn[],
  source: 'repairedCodes' | 'observedCodes' = 'repairedCodes',
) {
  const computeCellHash = (columnIndex: number, code: number): number =>
    (mixBits(code * 0x9e3779b1 + columnIndex * 0x85ebca6b + 1) & 0xfffff) * 2 ** 32 +
    mixBits(code + columnIndex * 0xc2b2ae35 + 7)
  const hashes = new Float64Array(rowCount)
  columns.forEach((column, columnIndex) => {
    const cellHashes = column.values.map((_, code) => computeCellHash(columnIndex, code))
    for (let row = 0; row < rowCount; row++)
      hashes[row] = ((hashes[row] as number) + (cellHashes[column[source][row] as number] as number)) % modulus
  })
  return {
    /** The hash of each row: the sum of the hashes of its cells. */
    hashes,
    /** Computes the hash of a cell, given its column and code. */
    computeCellHash,
    columns,
  }
}

/** Applies the 32-bit finalizer of MurmurHash3 (A. Appleby). */
function mixBits(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/**
 * Returns each row whose hash equals that of an earlier row, together with the first such row. Also returns the number
 * of pairs with equal hashes.
 */
function findEqualPairs(hashes: Float64Array): { pairs: [row: number, otherRow: number][]; count: number } {
  const firstRows = new Map<number, [row: number, count: number]>()
  const pairs: [number, number][] = []
  let count = 0
  hashes.forEach((hash, row) => {
    const existing = firstRows.get(hash)
    if (!existing) {
      firstRows.set(hash, [row, 1])
      return
    }
    pairs.push([row, existing[0]])
    count += existing[1]
    existing[1]++
  })
  return { pairs, count }
}

/**
 * Returns the number of pairs of rows that differ only in one column. Also returns the pairs in which the difference is
 * a typo or a missing value.
 */
function findNearPairs(
  { hashes, computeCellHash }: RowHashes,
  columnIndex: number,
  column: EncodedColumn,
): { count: number; typos: [row: number, otherRow: number][] } {
  const groups = new Map<number, number[]>()
  hashes.forEach((hash, row) => {
    const remainingHash = (hash - computeCellHash(columnIndex, column.repairedCodes[row] as number) + modulus) % modulus
    const members = groups.get(remainingHash)
    if (members) members.push(row)
    else groups.set(remainingHash, [row])
  })
  const typos: [number, number][] = []
  let count = 0
  let comparedGroupCount = 0
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const countByCode = new Map<number, number>()
    for (const row of group)
      countByCode.set(
        column.repairedCodes[row] as number,
        (countByCode.get(column.repairedCodes[row] as number) ?? 0) + 1,
      )
    let equalPairCount = 0
    for (const occurrences of countByCode.values()) equalPairCount += (occurrences * (occurrences - 1)) / 2
    count += (group.length * (group.length - 1)) / 2 - equalPairCount
    if (countByCode.size < 2 || group.length > 3 || comparedGroupCount++ > maxComparedGroups) continue
    const [first, ...rest] = group as [number, ...number[]]
    for (const row of rest) if (isTypoOrMissing(column, row, first)) typos.push([row, first])
  }
  return { count, typos }
}

function isTypoOrMissing({ values, repairedCodes }: EncodedColumn, row: number, otherRow: number): boolean {
  const [a, b] = [values[repairedCodes[row] as number] as string, values[repairedCodes[otherRow] as number] as string]
  if (a === b) return false
  if (a === '' || b === '') return true
  return (
    (toAlphanumericKey(a) === toAlphanumericKey(b) && toAlphanumericKey(a) !== '') ||
    (!/\d/.test(a + b) && findTypo(a, b) !== undefined)
  )
}

function describeReason(
  row: number,
  otherRow: number,
  otherRowNumber: number,
  columns: readonly EncodedColumn[],
  keys: readonly EncodedColumn[],
): Message {
  const differingColumns = keys
    .filter((column) => column.repairedCodes[row] !== column.repairedCodes[otherRow])
    .map(({ name }) => name)
  const isRepaired = columns.some(
    ({ repairedCodes, observedCodes }) =>
      repairedCodes[row] !== observedCodes[row] || repairedCodes[otherRow] !== observedCodes[otherRow],
  )
  return differingColumns.length === 0
    ? message('finding.duplicate-row', { like: otherRowNumber, repaired: isRepaired })
    : message('finding.duplicate-row-except-key', {
        like: otherRowNumber,
        columns: differingColumns,
        repaired: isRepaired,
      })
}
