import type { DeclaredTable } from './declared-table.ts'

/**
 * Reads the header of a well log in LAS 2.0 (Log ASCII Standard): sections start with a tilde, the lines of `~C` name the
 * columns, and the records follow `~A`. Wrapped records are not supported.
 */
export function readLasTable(text: string): DeclaredTable | undefined {
  if (!/^\s*(?:#[^\n]*\n\s*)*~V/i.test(text)) return undefined
  const lines = text.split('\n')
  const data = lines.findIndex((line) => /^~A/i.test(line))
  const curves = lines.findIndex((line) => /^~C/i.test(line))
  if (data < 0 || curves < 0 || curves > data) return undefined
  const head = lines.slice(0, data)
  if (head.some((line) => /^\s*WRAP\s*\.\s*YES\b/i.test(line))) return undefined
  const end = head.findIndex((line, index) => index > curves && line.startsWith('~'))
  const names = head
    .slice(curves + 1, end < 0 ? data : end)
    .flatMap((line) => /^\s*([^#.\s][^.]*)\./.exec(line)?.[1]?.trimEnd() ?? [])
  const nullValue = head.flatMap((line) => /^\s*NULL\s*\.\s*(\S+)\s*:/i.exec(line)?.[1] ?? [])[0]
  const first = lines.slice(data + 1).find((line) => line.trim() !== '' && !line.startsWith('#'))
  if (names.length < 2 || first?.trim().split(/\s+/).length !== names.length) return undefined
  // The line of the section may also name the columns.
  const isHeader = (lines[data] as string).trim().split(/\s+/).length === names.length + 1
  return {
    dialect: { delimiter: ' ', quote: '', escape: '', repeated: true, comment: '#' },
    skippedLines: isHeader ? data : data + 1,
    headerLines: isHeader ? 1 : 0,
    names,
    nulls: names.map(() => nullValue),
  }
}
