import { plainText } from './plain-text.ts'

export interface TextColumn {
  title: string
  align?: 'left' | 'right'
}

/**
 * Formats rows as lines with aligned columns. Columns that do not fit into `width` characters are left out and counted
 * in a last line. Cells longer than `maxCellLength` are truncated; null is empty.
 */
export function formatTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly (string | null)[])[],
  width: number,
  maxCellLength = 40,
): string {
  const cut = (text: string): string => (text.length > maxCellLength ? `${text.slice(0, maxCellLength - 1)}…` : text)
  const cells = rows.map((row) => columns.map((_, index) => cut(plainText(row[index] ?? ''))))
  const titles = columns.map(({ title }) => cut(plainText(title)))
  const widths = titles.map((title, index) => Math.max(1, title.length, ...cells.map((row) => row[index]!.length)))
  let shown = 0
  for (let used = 0; shown < columns.length; shown++) {
    used += widths[shown]! + 2
    if (shown > 0 && used > width) break
  }
  const line = (row: readonly string[]): string =>
    columns
      .slice(0, shown)
      .map(({ align }, index) => {
        const text = row[index]!
        return align === 'right' ? text.padStart(widths[index]!) : text.padEnd(widths[index]!)
      })
      .join('  ')
      .trimEnd()
  const rule = widths
    .slice(0, shown)
    .map((length) => '─'.repeat(length))
    .join('  ')
  const left = columns.length - shown
  return [line(titles), rule, ...cells.map(line), ...(left > 0 ? [`… and ${left} more columns`] : [])].join('\n')
}
