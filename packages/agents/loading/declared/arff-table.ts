import type { DeclaredTable } from './declared-table.ts'

const attributeLinePattern = /^\s*@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))\s+\S/i
const dataLinePattern = /^\s*@data\s*$/i
/** Matches lines above the records: blank lines, comments, the relation and attributes. */
const headerLinePattern = /^\s*(?:$|%|@relation\b|@attribute\b)/i

/**
 * Reads the header of an ARFF file (Weka). `@attribute` lines name the columns, and the records follow `@data`. Returns
 * `undefined` for other files. Sparse records (`{1 x, 3 y}`) are not supported; see `findTextFormat`.
 */
export function readArffTable(text: string): DeclaredTable | undefined {
  if (!/^\s*(?:%[^\n]*\n\s*)*@relation\b/i.test(text)) return undefined
  const lines = text.split('\n')
  const dataIndex = lines.findIndex((line) => dataLinePattern.test(line))
  const headerSection = lines.slice(0, dataIndex)
  if (dataIndex < 0 || !headerSection.every((line) => headerLinePattern.test(line))) return undefined
  const names = headerSection.flatMap((line) => {
    const match = attributeLinePattern.exec(line)
    return match ? [(match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1')] : []
  })
  const records = lines.slice(dataIndex + 1).filter((line) => line.trim() !== '' && !/^\s*%/.test(line))
  const firstRecord = records[0]?.trim() ?? ''
  if (names.length === 0 || firstRecord.startsWith('{')) return undefined
  const delimiter = [',', '\t', ' '].find((character) => firstRecord.includes(character)) ?? ','
  const quote = records.some((line) => /(?:^|[,\s])'/.test(line)) ? "'" : '"'
  // Runs of spaces are one delimiter, but a reader of runs does not know quotes.
  const isAligned = delimiter === ' ' && records.some((line) => /\S {2,}\S/.test(line))
  const quoting = isAligned ? { quote: '', escape: '', repeated: true } : { quote, escape: '\\' }
  return {
    dialect: { delimiter, ...quoting, ...(delimiter === ' ' ? {} : { padded: true }), comment: '%' },
    skippedLines: dataIndex + 1,
    headerLines: 0,
    names,
    nulls: names.map(() => '?'),
  }
}
