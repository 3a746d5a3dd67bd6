import type { DeclaredTable } from './declared-table.ts'

/**
 * Reads the header of a well log in LAS 2.0 (Log ASCII Standard). Sections start with a tilde, the lines of section
 * `~C` name the columns, and the records follow `~A`. Returns `undefined` for other files. Wrapped records are not
 * supported.
 */
export function readLasTable(text: string): DeclaredTable | undefined {
  if (!/^\s*(?:#[^\n]*\n\s*)*~V/i.test(text)) return undefined
  const lines = text.split('\n')
  const dataIndex = lines.findIndex((line) => /^~A/i.test(line))
  const curvesIndex = lines.findIndex((line) => /^~C/i.test(line))
  if (dataIndex < 0 || curvesIndex < 0 || curvesIndex > dataIndex) return undefined
  const headerSection = lines.slice(0, dataIndex)
  if (headerSection.some((line) => /^\s*WRAP\s*\.\s*YES\b/i.test(line))) return undefined
  const curvesEnd = headerSection.findIndex((line, index) => index > curvesIndex && line.startsWith('~'))
  const names = headerSection
    .slice(curvesIndex + 1, curvesEnd < 0 ? dataIndex : curvesEnd)
    .flatMap((line) => /^\s*([^#.\s][^.]*)\./.exec(line)?.[1]?.trimEnd() ?? [])
  const nullValue = headerSection.flatMap((line) => /^\s*NULL\s*\.\s*(\S+)\s*:/i.exec(line)?.[1] ?? [])[0]
  const firstRecord = lines.slice(dataIndex + 1).find((line) => line.trim() !== '' && !line.startsWith('#'))
  if (names.length < 2 || firstRecord?.trim().split(/\s+/).length !== names.length) return undefined
  // The `~A` line may also name the columns.
  const isHeader = (lines[dataIndex] as string).trim().split(/\s+/).length === names.length + 1
  return {
    dialect: { delimiter: ' ', quote: '', escape: '', repeated: true, comment: '#' },
    skippedLines: isHeader ? dataIndex : dataIndex + 1,
    headerLines: isHeader ? 1 : 0,
    names,
    nulls: names.map(() => nullValue),
  }
}
