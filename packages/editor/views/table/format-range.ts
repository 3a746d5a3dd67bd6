import type { Column } from '@aw-flow/schema'
import { isNumeric } from '../format-cell.ts'
import { joinCells } from './copy-cells.ts'

/** A text format of copied cells: tab-separated without a header, or with the column names. */
export type CopyFormat = 'tsv' | 'csv' | 'markdown' | 'json'
export const copyFormats: readonly CopyFormat[] = ['tsv', 'csv', 'markdown', 'json']

type Cell = string | undefined

/** Formats rows of cells as text. Cells are in the form of `formatCell`; `undefined` is null. */
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
 * Characters that begin Markdown or HTML in a cell, at the end of a cell or a character reference. Cells come from
 * data, so they must remain text: a page that renders the table must not receive elements, links or images from them.
 * Underscores inside words do not mark emphasis, so that column names remain readable.
 */
const markdownCharacter = /[\\`*[\]<>|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu

const toMarkdownCell = (text: Cell): string =>
  (text ?? '').replace(markdownCharacter, String.raw`\$&`).replace(/\r\n|\r|\n/g, '<br>')

/** Numbers keep every digit; infinities and NaN, which JSON lacks, are text. */
function toJson(text: Cell, type: string): string {
  if (text === undefined) return 'null'
  const isLiteral = type === 'BOOLEAN' || (isNumeric(type) && Number.isFinite(Number(text)))
  return isLiteral ? text : JSON.stringify(text)
}
