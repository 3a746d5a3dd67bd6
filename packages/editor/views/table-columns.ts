import type { Column } from '@aw-flow/schema'
import { isNumeric } from './format-cell.ts'
import { numberWidth } from './written-number.ts'

export const minColumnWidth = 56
export const maxColumnWidth = 640
const guessedMost = 340
const characterWidth = 7.4
/** Names are bold and have an icon. */
const nameCharacterWidth = 8.6

/** The left edges of columns from 0, and the total width as the last. */
export const leftEdges = (widths: readonly number[]): number[] => {
  const edges = [0]
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width)
  return edges
}

/** The first and last column (inclusive) between two edges; `[0, -1]` for none. */
export function columnsBetween(edges: readonly number[], left: number, right: number): [first: number, last: number] {
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

/** Digits and capitals are wider than the average letter, and a phone number or an e-mail address has little else. */
const codeCharacterWidth = 8.6
const widestCharacterWidth = 13

/** The width of the start of a text in CSS pixels, as wide as a column can become without being resized. */
function textWidth(text: string): number {
  let width = 0
  for (let index = 0; index < text.length && width < guessedMost; index++) {
    const character = text[index] ?? ''
    if (/[@%MWmw]/.test(character)) width += widestCharacterWidth
    else width += /[\dA-Z_]/.test(character) ? codeCharacterWidth : characterWidth
  }
  return width
}

/** Width of the menu button if it is always shown. */
const menuWidth = 26

/**
 * The initial width of a column by its name and its first cells as they are shown; `scale`: the ratio of the text size
 * to the default;
 * `hasMenu`: the menu button is always shown, for example on touch screens.
 */
export function guessWidth(
  column: Column,
  samples: readonly (string | undefined)[],
  { scale = 1, hasMenu = false }: { scale?: number; hasMenu?: boolean } = {},
): number {
  const character = characterWidth * scale
  const header = (column.name.length * nameCharacterWidth + (hasMenu ? menuWidth : 0)) * scale + 50
  const padding = 28
  if (isNumeric(column.type)) {
    // A number that is cut looks like another number.
    const widest = samples.reduce((maximum, text) => Math.max(maximum, numberWidth(text ?? 'null', scale)), 0)
    const minWidth = 6 * character + padding
    return Math.ceil(
      Math.min(
        maxColumnWidth * scale,
        Math.max(minColumnWidth * scale + 16, Math.min(header, guessedMost * scale), minWidth, widest + padding),
      ),
    )
  }
  const widest = samples.reduce((maximum, text) => Math.max(maximum, textWidth(text ?? 'null')), 8 * characterWidth)
  const maximum = guessedMost * scale
  return Math.round(Math.min(maximum, Math.max(minColumnWidth * scale + 16, header, widest * scale + padding)))
}
