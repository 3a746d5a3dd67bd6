import { toPlainText } from './plain-text.ts'

export interface TextColumn {
  title: string
  align?: 'left' | 'right'
}

/**
 * Formats rows as lines with aligned columns. Columns that do not fit into `width` characters are omitted and counted
 * on a final line. Cells longer than `maxCellLength` characters are truncated, and null cells are empty.
 */
export function formatTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly (string | null)[])[],
  width: number,
  maxCellLength = 40,
): string {
  const truncate = (text: string): string =>
    text.length > maxCellLength ? `${text.slice(0, maxCellLength - 1)}…` : text
  const cells = rows.map((row) => columns.map((_, index) => truncate(toPlainText(row[index] ?? ''))))
  const titles = columns.map(({ title }) => truncate(toPlainText(title)))
  const widths = titles.map((title, index) => Math.max(1, title.length, ...cells.map((row) => row[index]!.length)))
  let visibleCount = 0
  for (let usedWidth = 0; visibleCount < columns.length; visibleCount++) {
    usedWidth += widths[visibleCount]! + 2
    if (visibleCount > 0 && usedWidth > width) break
  }
  const formatLine = (row: readonly string[]): string =>
    columns
      .slice(0, visibleCount)
      .map(({ align }, index) => {
        const text = row[index]!
        return align === 'right' ? text.padStart(widths[index]!) : text.padEnd(widths[index]!)
      })
      .join('  ')
      .trimEnd()
  const separator = widths
    .slice(0, visibleCount)
    .map((length) => '─'.repeat(length))
    .join('  ')
  const hiddenCount = columns.length - visibleCount
  return [
    formatLine(titles),
    separator,
    ...cells.map(formatLine),
    ...(hiddenCount > 0 ? [`… and ${hiddenCount} more ${hiddenCount === 1 ? 'column' : 'columns'}`] : []),
  ].join('\n')
}
