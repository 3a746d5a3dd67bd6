import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { createComputedTally, estimateExceptionRate, createExceptionRateLookup, type Predictor } from './predictor.ts'

/** A column whose values are concatenated from other columns' values and constant text. */
export interface Composition {
  /** The index of the composed column. */
  targetIndex: number
  parts: readonly Part[]
  /** Fraction of rows whose value differs from the composed text. */
  mismatchShare: number
  /** Expected rate of legitimate exceptions. */
  exceptionRate: number
}

/**
 * Constant text, or a column's value in one of several formats: unchanged, in another letter case, only its initial, or
 * padded with zeros to a fixed length.
 */
export type Part = { text: string } | { column: number; format: Format; paddedLength: number }

type Format = 'same' | 'lower' | 'upper' | 'initial' | 'lower-initial' | 'upper-initial' | 'zeros'

const minFittingFraction = 0.85
const maxMismatchRate = 0.2
const maxParts = 8
const maxMeanLength = 80
const maxSampledRows = 4000

/**
 * Finds columns whose values are composed of other columns' values in almost all rows. For example, "al_scip-1" is
 * composed of "al" and "scip-1".
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 * @yields After each column.
 */
export function* findCompositions({ rows, columns }: EncodedTable, noise: number): Generator<undefined, Composition[]> {
  const step = Math.max(1, Math.floor(rows / maxSampledRows))
  const results: Composition[] = []
  for (const [targetIndex, column] of columns.entries()) {
    yield
    const sample: number[] = []
    for (let row = 0; row < rows; row += step) if (column.repairedCodes[row] !== 0) sample.push(row)
    if (sample.length < 20 || column.values.length - 1 < 3) continue
    const parts = findParts(columns, targetIndex, sample)
    if (!parts) continue
    const fittingCount = sample.filter(
      (row) => composeText(columns, parts, row) === getRepairedText(column, row),
    ).length
    const mismatchRate = 1 - fittingCount / sample.length
    if (mismatchRate <= maxMismatchRate && mismatchRate < 0.2 * (1 - measureModeFraction(column, rows)))
      results.push({
        targetIndex,
        parts,
        mismatchShare: mismatchRate,
        exceptionRate: estimateExceptionRate(mismatchRate, noise, 1 + parts.length),
      })
  }
  return results
}

/** Returns the fraction of rows that contain the most frequent value. Constant text alone would explain these rows. */
const measureModeFraction = ({ counts }: EncodedColumn, rowCount: number): number =>
  counts.reduce((max, count, code) => (code > 0 && count > max ? count : max), 0) / rowCount

const getRepairedText = (column: EncodedColumn, row: number): string =>
  column.values[column.repairedCodes[row] as number] as string

/**
 * Finds the parts of a column's values, from left to right. At each position, selects the column that fits best or, if
 * no column fits, a constant character.
 */
function findParts(
  columns: readonly EncodedColumn[],
  targetIndex: number,
  sample: readonly number[],
): Part[] | undefined {
  const column = columns[targetIndex] as EncodedColumn
  let cursors = sample.map((row) => ({ row, text: getRepairedText(column, row), offset: 0 }))
  if (cursors.reduce((sum, { text }) => sum + text.length, 0) > maxMeanLength * cursors.length) return undefined
  const minRows = minFittingFraction * cursors.length
  const parts: Part[] = []
  const usedColumns = new Set<number>()
  while (cursors.filter(({ text, offset }) => offset < text.length).length >= minRows) {
    if (parts.length >= maxParts) return undefined
    const extension = findColumnExtension(columns, targetIndex, cursors, usedColumns) ?? findTextExtension(cursors)
    if (!extension || extension.cursors.length < minRows) return undefined
    if ('column' in extension.part) usedColumns.add(extension.part.column)
    const last = parts.at(-1)
    if ('text' in extension.part && last && 'text' in last) last.text += extension.part.text
    else parts.push(extension.part)
    cursors = extension.cursors
  }
  if (cursors.filter(({ text, offset }) => offset === text.length).length < minRows) return undefined
  const columnParts = parts.filter((part) => 'column' in part)
  // A mere copy of another column is an ordinary dependency.
  return columnParts.length >= 2 || (columnParts.length === 1 && parts.length > 1) ? parts : undefined
}

/** A value and the position up to which the parts explain it. */
interface Cursor {
  row: number
  text: string
  offset: number
}

interface Extension {
  part: Part
  cursors: Cursor[]
}

function findColumnExtension(
  columns: readonly EncodedColumn[],
  targetIndex: number,
  cursors: readonly Cursor[],
  usedColumns: ReadonlySet<number>,
): Extension | undefined {
  let best: (Extension & { score: number }) | undefined
  const maxMisses = (1 - minFittingFraction) * cursors.length
  const candidateFormats = cursors.some(({ text, offset }) => text[offset] === '0')
    ? formats
    : formats.filter((format) => format !== 'zeros')
  columns.forEach((column, columnIndex) => {
    if (columnIndex === targetIndex || usedColumns.has(columnIndex)) return
    for (const format of candidateFormats) {
      const paddedLength =
        format === 'zeros' ? findCommonLength(cursors.map(({ row }) => getRepairedText(column, row).length)) : 0
      const extendedCursors: Cursor[] = []
      const distinctValues = new Set<string>()
      let length = 0
      let missCount = 0
      for (const cursor of cursors) {
        const value = applyFormat(getRepairedText(column, cursor.row), format, paddedLength)
        if (value === '' || !cursor.text.startsWith(value, cursor.offset)) {
          // Exits early for most columns, because a table may have hundreds of them.
          if (++missCount > maxMisses) break
          continue
        }
        extendedCursors.push({ ...cursor, offset: cursor.offset + value.length })
        distinctValues.add(value)
        length += value.length
      }
      if (extendedCursors.length < minFittingFraction * cursors.length || distinctValues.size < 2) continue
      // Longer parts are less likely to fit by chance.
      const score = extendedCursors.length / cursors.length + Math.min(0.5, length / extendedCursors.length / 20)
      if (!best || score > best.score + 1e-9)
        best = { part: { column: columnIndex, format, paddedLength }, cursors: extendedCursors, score }
    }
  })
  return best
}

/** Returns the 98th percentile of the lengths. */
function findCommonLength(lengths: number[]): number {
  return lengths.sort((a, b) => a - b)[Math.floor(0.98 * (lengths.length - 1))] ?? 0
}

const formats: readonly Format[] = ['same', 'lower', 'upper', 'initial', 'lower-initial', 'upper-initial', 'zeros']

function applyFormat(text: string, format: Format, paddedLength: number): string {
  if (format === 'lower') return text.toLowerCase()
  if (format === 'upper') return text.toUpperCase()
  if (format === 'initial') return text.slice(0, 1)
  if (format === 'lower-initial') return text.slice(0, 1).toLowerCase()
  if (format === 'upper-initial') return text.slice(0, 1).toUpperCase()
  if (format === 'zeros') return /^\d+$/.test(text) ? text.padStart(paddedLength, '0') : text
  return text
}

function findTextExtension(cursors: readonly Cursor[]): Extension | undefined {
  const counts = new Map<string, number>()
  for (const { text, offset } of cursors)
    if (offset < text.length) counts.set(text[offset] as string, (counts.get(text[offset] as string) ?? 0) + 1)
  const [modeEntry] = [...counts].sort((a, b) => b[1] - a[1])
  if (!modeEntry) return undefined
  const extendedCursors = cursors.flatMap((cursor) =>
    cursor.text[cursor.offset] === modeEntry[0] ? [{ ...cursor, offset: cursor.offset + 1 }] : [],
  )
  return { part: { text: modeEntry[0] }, cursors: extendedCursors }
}

/** Concatenates the parts for a row. Returns `undefined` if one of the columns is empty in this row. */
function composeText(
  columns: readonly EncodedColumn[],
  parts: readonly Part[],
  row: number,
  getText = getRepairedText,
): string | undefined {
  let text = ''
  for (const part of parts) {
    if ('text' in part) text += part.text
    else {
      const value = getText(columns[part.column] as EncodedColumn, row)
      if (value === '') return undefined
      text += applyFormat(value, part.format, part.paddedLength)
    }
  }
  return text
}

const getObservedText = (column: EncodedColumn, row: number): string =>
  column.values[column.observedCodes[row] as number] as string

/** Two columns of a composition, and the composition's parts with these columns swapped. */
interface Swap {
  readonly columns: readonly [number, number]
  readonly parts: readonly Part[]
}

/** Fraction of correct rows in which swapping two columns would also produce the composed text. */
const swapExceptionRate = 0.002

const listSwaps = (parts: readonly Part[]): Swap[] =>
  parts.flatMap((first, index) =>
    parts.slice(index + 1).flatMap((second): Swap[] => {
      if (!('column' in first) || !('column' in second) || first.format !== 'same' || second.format !== 'same')
        return []
      const swappedParts = parts.map((part) =>
        part === first
          ? { ...first, column: second.column }
          : part === second
            ? { ...second, column: first.column }
            : part,
      )
      return [{ columns: [first.column, second.column], parts: swappedParts }]
    }),
  )

/**
 * Creates the predictors for compositions. They predict the composed value from its parts, and each part from the
 * composed value and the other parts.
 */
export function createCompositionPredictors(
  { rows, columns }: EncodedTable,
  compositions: readonly Composition[],
): Predictor[] {
  return compositions.flatMap(({ targetIndex, parts, mismatchShare: mismatchRate, exceptionRate }) => {
    const composedColumn = columns[targetIndex] as EncodedColumn
    const sourceIndexes = parts.flatMap((part) => ('column' in part ? [part.column] : []))
    const sharedProperties = {
      exceptionRate,
      unanimousExceptionRate: exceptionRate,
      disagreement: Math.min(0.1, mismatchRate),
      weight: 1,
    }
    const getExceptionRate = createExceptionRateLookup(rows, (row) => composeText(columns, parts, row))
    const swaps = listSwaps(parts)
    /**
     * Finds two columns whose values appear to be swapped in a row: the composed text is correct only if they are
     * exchanged.
     */
    const findSwap = (row: number): Swap | undefined => {
      const text = getObservedText(composedColumn, row)
      if (text === '' || composeText(columns, parts, row, getObservedText) === text) return undefined
      return swaps.find((swap) => composeText(columns, swap.parts, row, getObservedText) === text)
    }
    const wholePredictor: Predictor = {
      ...sharedProperties,
      kind: 'whole',
      targetIndex,
      sourceIndexes,
      tally(row) {
        if (findSwap(row) !== undefined) return undefined
        const observedText = composedColumn.values[composedColumn.observedCodes[row] as number] as string
        return toTally(composedColumn, row, composeText(columns, parts, row), getExceptionRate(observedText))
      },
    }
    const swapPredictors = swaps.flatMap(({ columns: swappedColumns }) =>
      swappedColumns.map((partColumnIndex, index): Predictor => ({
        ...sharedProperties,
        exceptionRate: swapExceptionRate,
        unanimousExceptionRate: swapExceptionRate,
        kind: 'part',
        targetIndex: partColumnIndex,
        sourceIndexes: [targetIndex],
        tally(row) {
          const swap = findSwap(row)
          if (swap?.columns !== swappedColumns) return undefined
          const [column, otherColumn] = [partColumnIndex, swappedColumns[1 - index] as number].map(
            (columnIndex) => columns[columnIndex] as EncodedColumn,
          )
          return toTally(
            column as EncodedColumn,
            row,
            (otherColumn as EncodedColumn).values[(otherColumn as EncodedColumn).observedCodes[row] as number],
          )
        },
      })),
    )
    const partPredictors = parts.flatMap((part, index): Predictor[] => {
      if (!('column' in part) || (part.format !== 'same' && part.format !== 'zeros')) return []
      const column = columns[part.column] as EncodedColumn
      return [
        {
          ...sharedProperties,
          kind: 'part',
          targetIndex: part.column,
          sourceIndexes: [targetIndex, ...sourceIndexes.filter((column) => column !== part.column)],
          tally(row) {
            const prefix = composeText(columns, parts.slice(0, index), row)
            const suffix = composeText(columns, parts.slice(index + 1), row)
            const text = getRepairedText(composedColumn, row)
            if (prefix === undefined || suffix === undefined || text.length <= prefix.length + suffix.length)
              return undefined
            if (!text.startsWith(prefix) || !text.endsWith(suffix)) return undefined
            const partText = text.slice(prefix.length, text.length - suffix.length)
            const value = part.format === 'zeros' ? partText.replace(/^0+(?=\d)/, '') : partText
            // If the value does not occur in the column, the composed text itself may be wrong.
            return (column.counts[column.codes.get(value) ?? -1] ?? 0) > 0 ? toTally(column, row, value) : undefined
          },
        },
      ]
    })
    return [wholePredictor, ...partPredictors, ...swapPredictors]
  })
}

function toTally(
  column: EncodedColumn,
  row: number,
  value: string | undefined,
  exceptionRate?: number,
): ReturnType<Predictor['tally']> {
  if (value === undefined || value === '') return undefined
  const cellCode = column.repairedCodes[row] as number
  const code = encodeText(column, value)
  return createComputedTally(code, cellCode, exceptionRate)
}
