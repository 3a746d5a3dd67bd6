import type { Column } from '@aw-flow/schema'
import { isNumeric } from '../../format-cell.ts'
import { joinCells } from './copy-cells.ts'

/** A text format for copying cells. `tsv` has no header; the other formats include the column names. */
export type CopyFormat = 'tsv' | 'csv' | 'markdown' | 'json'
export const copyFormats: readonly CopyFormat[] = ['tsv', 'csv', 'markdown', 'json']

type Cell = string | undefined

/** Formats rows of cells as text. Cells are formatted by `formatCell`, and `undefined` represents null. */
export function formatRange(
  format: CopyFormat,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string {
  const names = columns.map(({ name }) => name)
  switch (format) {
    case 'tsv':
      return joinCells(rows, '\t')
    case 'csv':
      return joinCells([names, ...rows], ',')
    case 'markdown':
      return [
        toMarkdownRow(names),
        toMarkdownRow(columns.map(({ type }) => (isNumeric(type) ? '---:' : '---'))),
        ...rows.map(toMarkdownRow),
      ].join('\n')
    case 'json': {
      const keys = names.map((name) => JSON.stringify(name))
      const objects = rows.map(
        (row) =>
          `  {${row.map((cell, index) => `${keys[index]}: ${toJson(cell, columns[index]?.type ?? '')}`).join(', ')}}`,
      )
      return objects.length === 0 ? '[]' : `[\n${objects.join(',\n')}\n]`
    }
  }
}

const toMarkdownRow = (cells: readonly Cell[]): string => `| ${cells.map(toMarkdownCell).join(' | ')} |`

/**
 * Matches characters that could start Markdown or HTML syntax in a cell, end the cell, or form a character reference.
 * Cell values are untrusted data and must remain text, so that a page that renders the table receives no elements,
 * links or images from them. Underscores within words cannot start emphasis and are not escaped, so that column names
 * remain readable.
 */
const markdownCharacter = /[\\`*[\]<>|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu

const toMarkdownCell = (text: Cell): string =>
  (text ?? '').replace(markdownCharacter, String.raw`\$&`).replace(/\r\n|\r|\n/g, '<br>')

/**
 * Converts a cell to JSON. Numbers keep all digits. Infinities and NaN, which JSON does not support, become strings.
 */
function toJson(text: Cell, type: string): string {
  if (text === undefined) return 'null'
  const isLiteral = type === 'BOOLEAN' || (isNumeric(type) && Number.isFinite(Number(text)))
  return isLiteral ? text : JSON.stringify(text)
}
