import type { Column } from '@aw-flow/schema'
import { isNumeric } from './format-cell.ts'
import { measureNumber } from './localize-number.ts'

export const minColumnWidth = 56
export const maxColumnWidth = 640
const maxEstimatedWidth = 340
/** Minimum width, in CSS pixels, to which a text column is narrowed so that it fits into a narrow table. */
const minSentenceWidth = 160
const characterWidth = 7.4
/** Width of a character in a column name, in CSS pixels. Column names are bold. */
const nameCharacterWidth = 8.6

/** Returns the left edge of each column, starting at 0, followed by the total width. */
export const computeLeftEdges = (widths: readonly number[]): number[] => {
  const edges = [0]
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width)
  return edges
}

/**
 * Returns the first and last column (inclusive) visible between two positions, or `[0, -1]` if there are no columns.
 */
export function findColumnsBetween(
  edges: readonly number[],
  left: number,
  right: number,
): [first: number, last: number] {
  const count = edges.length - 1
  if (count <= 0) return [0, -1]
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle + 1] ?? 0) <= left) low = middle + 1
    else high = middle
  }
  let last = low
  while (last < count - 1 && (edges[last + 1] ?? 0) < right) last++
  return [low, last]
}

/** Width of a digit or capital letter, as in phone numbers and codes. Both are wider than most letters. */
const codeCharacterWidth = 8.6
const maxCharacterWidth = 13

/** Estimates the width of a string in CSS pixels, up to the maximum initial column width. */
function estimateTextWidth(text: string): number {
  let width = 0
  for (let index = 0; index < text.length && width < maxEstimatedWidth; index++) {
    const character = text[index] ?? ''
    if (/[@%MWmw]/.test(character)) width += maxCharacterWidth
    else width += /[\dA-Z_]/.test(character) ? codeCharacterWidth : characterWidth
  }
  return width
}

/** Width of a menu button that is always visible. */
const menuWidth = 26
/** Width of the sort arrow and sort rank. */
const sortIndicatorWidth = 30

/**
 * Estimates a column's initial width in CSS pixels from its name and first formatted cells.
 *
 * @param options.scale - The ratio of the text size to the default text size.
 * @param options.hasMenu - Whether the menu button is always visible, as on touch screens.
 * @param options.isSorted - Whether the header shows a sort direction.
 * @param options.availableWidth - The visible width for columns. Columns of sentences are limited to it so that the
 * ends of cells are visible. Other columns are not, because a truncated code looks like a different code.
 */
export function estimateWidth(
  column: Column,
  samples: readonly (string | undefined)[],
  {
    scale = 1,
    hasMenu = false,
    isSorted = false,
    availableWidth = Infinity,
  }: { scale?: number; hasMenu?: boolean; isSorted?: boolean; availableWidth?: number } = {},
): number {
  const scaledCharacterWidth = characterWidth * scale
  const markWidth = (hasMenu ? menuWidth : 0) + (isSorted ? sortIndicatorWidth : 0)
  const headerWidth = (column.name.length * nameCharacterWidth + markWidth) * scale + 50
  const padding = 28
  if (isNumeric(column.type)) {
    // Numbers must not be truncated, because a truncated number looks like a different number.
    const maxTextWidth = samples.reduce((maximum, text) => Math.max(maximum, measureNumber(text ?? 'null', scale)), 0)
    const minWidth = 6 * scaledCharacterWidth + padding
    return Math.ceil(
      Math.min(
        maxColumnWidth * scale,
        Math.max(
          minColumnWidth * scale + 16,
          Math.min(headerWidth, maxEstimatedWidth * scale),
          minWidth,
          maxTextWidth + padding,
        ),
      ),
    )
  }
  const maximum = maxEstimatedWidth * scale
  const maxSentenceWidth = Math.min(maximum, Math.max(minSentenceWidth * scale, availableWidth))
  const maxTextWidth = samples.reduce(
    (current, text = 'null') => {
      const width = estimateTextWidth(text) * scale + padding
      return Math.max(current, text.includes(' ') ? Math.min(maxSentenceWidth, width) : width)
    },
    8 * scaledCharacterWidth + padding,
  )
  return Math.round(Math.min(maximum, Math.max(minColumnWidth * scale + 16, headerWidth, maxTextWidth)))
}
