import { splitAtRuns, splitAtStarts, type Dialect } from '@aw-flow/schema/internal'
import { findAlignedColumns, isSeparatorLine } from './find-aligned-columns.ts'
import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import type { ScoredDialect } from './prefer-dialect.ts'
import { scoreDialect } from './score-dialect.ts'

/**
 * Scores the dialects of text whose columns are aligned with spaces. Such text can be split at runs of spaces or at
 * fixed positions.
 */
export function scoreAlignedDialects(sample: string, newline: Dialect['newline']): ScoredDialect[] {
  const lines = sample.split('\n', 500).filter((line) => line.trim() !== '')
  const wideGapLineCount = lines.filter((line) => /\S {2,}\S/.test(line)).length
  const baseDialect = { delimiter: ' ', quote: '', escape: '', newline }
  if (lines.length < 3) return []
  if (wideGapLineCount < 0.5 * lines.length && !lines.some(isSeparatorLine)) {
    if (!hasEqualWordCounts(lines)) return []
    const dialect: Dialect = { ...baseDialect, repeated: true }
    return [{ dialect, ...scoreDialect(sample, dialect, 0.85), isWidelySpaced: false }]
  }
  const starts = findAlignedColumns(sample)
  // In few lines, fixed positions require wide gaps, so that a single space is part of a cell.
  const hasSpacesInCells =
    starts !== undefined &&
    lines.length <= maxFewLines &&
    lines.some((line) => splitAtStarts(line, starts).some((cell) => cell.includes(' ')))
  const dialects: Dialect[] = [
    ...(hasSpacesInCells ? [] : [{ ...baseDialect, repeated: true }]),
    ...(starts ? [{ ...baseDialect, columnStarts: starts }] : []),
  ]
  // If both dialects split the values in the same way, fixed positions handle column names with spaces better.
  const isWidelySpaced = wideGapLineCount >= 0.9 * lines.length && measureWideGapShare(lines) >= minWideGapShare
  const prior = lines.some(isSeparatorLine) ? 1 : starts === undefined ? 0.8 : estimatePrior(lines, starts)
  return dialects.map((dialect) => {
    return {
      dialect,
      ...scoreDialect(sample, dialect, dialect.repeated ? 0.85 : prior),
      isWidelySpaced,
    }
  })
}

/** Maximum number of lines whose columns must be separated by several spaces; see `findAlignedColumns`. */
const maxFewLines = 6

/** Minimum number of lines that must all have the same number of words. */
const minUniformLines = 8

/**
 * Returns whether all lines have the same number of words and some lines are padded, that is, they start or end with a
 * space or contain several spaces in a row.
 */
function hasEqualWordCounts(lines: readonly string[]): boolean {
  const wordCount = lines[0]?.trim().split(/ +/).length ?? 0
  return (
    wordCount > 1 &&
    lines.length >= minUniformLines &&
    lines.every((line) => !/["\t]/.test(line) && line.trim().split(/ +/).length === wordCount) &&
    lines.some((line) => / {2}|^ | $/.test(line))
  )
}

/**
 * If at least this share of the gaps between words is wider than one space, the text is widely spaced, and its words
 * are cells.
 */
const minWideGapShare = 0.8

/** Returns the share of gaps between words that are wider than one space. */
function measureWideGapShare(lines: readonly string[]): number {
  const gaps = lines.flatMap((line) => line.trim().match(/\s+/g) ?? [])
  return gaps.filter((gap) => gap.length > 1).length / Math.max(1, gaps.length)
}

/**
 * Estimates the prior weight of fixed column positions. The weight is high if runs of spaces yield the same values but
 * split the header above them into more words than there are columns. It is low if fixed positions would leave runs of
 * spaces within a header cell.
 */
function estimatePrior(lines: readonly string[], starts: readonly number[]): number {
  const splitLines = lines.map((line) => splitAtRuns(line, ' '))
  const hasTypedCells = (cells: readonly string[]): boolean =>
    cells.length === starts.length &&
    2 * cells.filter((cell) => hasDistinctiveFormat(classifyCell(cell))).length >= cells.length
  const firstTypedIndex = splitLines.findIndex(hasTypedCells)
  const matchingIndexes = splitLines.flatMap((cells, index) =>
    index >= firstTypedIndex && cells.length === starts.length ? [index] : [],
  )
  const isSplitIdentically = (index: number): boolean =>
    splitAtStarts(lines[index] as string, starts).join('\n') === splitLines[index]?.join('\n')
  if (firstTypedIndex < 0 || !matchingIndexes.every(isSplitIdentically)) return 0.8
  const lineAbove = lines[firstTypedIndex - 1] ?? ''
  if (splitAtStarts(lineAbove, starts).some((name) => / {2}/.test(name))) return 0.7
  return matchingIndexes.length >= 0.8 * lines.length && (splitLines[firstTypedIndex - 1]?.length ?? 0) > starts.length
    ? 0.95
    : 0.8
}
