import type { SourceFile } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import type { Dialect, SourceLine } from '@aw-flow/schema/internal'
import { decodeText } from '../encoding/detect-encoding.ts'
import { parseJsonPrefix, serializeJson } from '../format/parse-json-prefix.ts'
import { readRecords, type SourceRecord } from '../records/read-records.ts'

/** The start of a file as a separate file, with a plan for loading it and its lines for display. */
export interface Excerpt {
  file: SourceFile
  plan: LoadPlan
  lines: SourceLine[]
  /** Whether the excerpt is the entire file. */
  isComplete: boolean
}

/** Maximum size of the excerpt in bytes. */
const maxBytes = 128 * 1024
const maxLines = 300
const maxLineLength = 500
/** Maximum number of lines in a quoted cell; see `readRecords`. */
const maxCellLines = 300

/**
 * Reads the first records of a text file and converts them to UTF-8.
 *
 * @param plan Plan for the text itself. Its archive and sheet settings are ignored.
 * @param isTruncated Whether the file is only the start of a longer file.
 */
export async function readExcerpt(file: SourceFile, plan: LoadPlan, isTruncated: boolean): Promise<Excerpt> {
  const { unpack: _, part: __, otherTables, ...rest } = plan
  const isComplete = file.size <= maxBytes && !isTruncated
  const decodedText = decodeText(await file.read(0, maxBytes), plan.encoding)
  const text = isComplete ? decodedText : trimIncompleteRecord(decodedText, plan)
  const excerptPlan: LoadPlan = { ...rest, encoding: 'utf-8' }
  if (otherTables && isComplete) excerptPlan.otherTables = otherTables
  if (!isComplete) {
    delete excerptPlan.trailingLines
    const lastLine = text.split(/\r\n|\n|\r/).length
    if (excerptPlan.mends) excerptPlan.mends = excerptPlan.mends.filter(({ line, lines }) => line + lines <= lastLine)
  }
  return { file: createMemoryFile(file, text), plan: excerptPlan, lines: toSourceLines(decodedText), isComplete }
}

function trimIncompleteRecord(text: string, { format, dialect, skippedLines, headerLines }: LoadPlan): string {
  if (format === 'json') return serializeJson(parseJsonPrefix(text).value ?? null)
  const lines = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
  if (format !== 'csv' || !dialect) return lines
  const normalizedLines = dialect.newline === '\r' ? lines.replaceAll('\r', '\n') : lines
  const body = readRecords(normalizedLines, dialect).filter(({ line }) => line > skippedLines + headerLines)
  return lines.slice(0, findIncompleteRecord(normalizedLines, body, dialect)?.start)
}

/**
 * Finds a record whose quoted cell is truncated by the end of the text. The lines of such a record look like separate
 * records.
 */
function findIncompleteRecord(
  text: string,
  records: readonly SourceRecord[],
  dialect: Dialect,
): SourceRecord | undefined {
  if (dialect.quote === '') return undefined
  return records.slice(-maxCellLines).find(({ start, strayQuotes }) => {
    if (strayQuotes === 0) return false
    const closedRecords = readRecords(text.slice(start) + dialect.quote, dialect, { maxRecords: 2, maxLines: Infinity })
    return closedRecords.length === 1 && closedRecords[0]?.strayQuotes === 0
  })
}

const toSourceLines = (text: string): SourceLine[] =>
  text.split(/\r\n|\n|\r/, maxLines).map((line, index) => ({
    line: index + 1,
    text: line.slice(0, maxLineLength),
    cut: line.length > maxLineLength,
  }))

function createMemoryFile({ name, dataset }: SourceFile, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text)
  return { name, dataset, size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) }
}
