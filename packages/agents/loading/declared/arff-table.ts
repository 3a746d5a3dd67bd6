import type { DeclaredTable } from './declared-table.ts'

const attributeLine = /^\s*@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))\s+\S/i
const dataLine = /^\s*@data\s*$/i
/** Lines above the records: blank, a comment, the relation or an attribute. */
const headLine = /^\s*(?:$|%|@relation\b|@attribute\b)/i

/**
 * Reads the header of an ARFF file (Weka): `@attribute` lines name the columns, and the records follow `@data`. Sparse
 * records (`{1 x, 3 y}`) are not supported.
 */
export function readArffTable(text: string): DeclaredTable | undefined {
  if (!/^\s*(?:%[^\n]*\n\s*)*@relation\b/i.test(text)) return undefined
  const lines = text.split('\n')
  const data = lines.findIndex((line) => dataLine.test(line))
  const head = lines.slice(0, data)
  if (data < 0 || !head.every((line) => headLine.test(line))) return undefined
  const names = head.flatMap((line) => {
    const match = attributeLine.exec(line)
    return match ? [(match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1')] : []
  })
  const records = lines.slice(data + 1).filter((line) => line.trim() !== '' && !/^\s*%/.test(line))
  const first = records[0]?.trim() ?? ''
  if (names.length === 0 || first.startsWith('{')) return undefined
  const delimiter = !first.includes(',') && first.includes('\t') ? '\t' : ','
  const quote = records.some((line) => /(?:^|[,\t])[^\S\t]*'/.test(line)) ? "'" : '"'
  return {
    dialect: { delimiter, quote, escape: '\\', padded: true, comment: '%' },
    skippedLines: data + 1,
    headerLines: 0,
    names,
    nulls: names.map(() => '?'),
  }
}
