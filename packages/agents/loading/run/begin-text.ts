import type { SourceFile } from '@aw-flow/engine'
import type { Dialect, LoadPlan, SourceLine } from '@aw-flow/schema'
import { decodeText } from '../detect/detect-encoding.ts'
import { parseJsonPrefix, serializeJson } from '../detect/parse-json-prefix.ts'
import { readRecords, type SourceRecord } from '../detect/read-records.ts'

/** The beginning of a file as a file of its own, with the plan that loads it, and its lines as a person reads them. */
export interface Beginning {
  file: SourceFile
  plan: LoadPlan
  lines: SourceLine[]
  /** True where the beginning is all of it. */
  whole: boolean
}

/** What is looked at of a text, in bytes. */
const looked = 128 * 1024
const shownLines = 300
const shownCharacters = 500
/** A cell with more lines than these is taken for a stray quote, here as everywhere. */
const mostCutLines = 300

/** The first records of a text that a plan reads (no archive, no sheet), as UTF-8. `cut`: the file goes on behind its end. */
export async function beginText(file: SourceFile, plan: LoadPlan, cut: boolean): Promise<Beginning> {
  const { unpack: _, part: __, otherTables, ...rest } = plan
  const whole = file.size <= looked && !cut
  const decoded = decodeText(await file.read(0, looked), plan.encoding)
  const text = whole ? decoded : wholeRecords(decoded, plan)
  const begun: LoadPlan = { ...rest, encoding: 'utf-8' }
  if (otherTables && whole) begun.otherTables = otherTables
  if (!whole) {
    delete begun.trailingLines
    const last = text.split(/\r\n|\n|\r/).length
    if (begun.mends) begun.mends = begun.mends.filter(({ line, lines }) => line + lines <= last)
  }
  return { file: memoryText(file, text), plan: begun, lines: linesOf(decoded), whole }
}

function wholeRecords(text: string, { format, dialect, skippedLines, headerLines }: LoadPlan): string {
  if (format === 'json') return serializeJson(parseJsonPrefix(text).value ?? null)
  const lines = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
  if (format !== 'csv' || !dialect) return lines
  const normal = dialect.newline === '\r' ? lines.replaceAll('\r', '\n') : lines
  const body = readRecords(normal, dialect).filter(({ line }) => line > skippedLines + headerLines)
  return lines.slice(0, cutRecord(normal, body, dialect)?.start)
}

/** The record whose quoted cell the sample's end cuts, so that its lines look like records of their own. */
function cutRecord(text: string, records: readonly SourceRecord[], dialect: Dialect): SourceRecord | undefined {
  if (dialect.quote === '') return undefined
  return records.slice(-mostCutLines).find(({ start, strayQuotes }) => {
    if (strayQuotes === 0) return false
    const closed = readRecords(text.slice(start) + dialect.quote, dialect, { records: 2, maxLines: Infinity })
    return closed.length === 1 && closed[0]?.strayQuotes === 0
  })
}

const linesOf = (text: string): SourceLine[] =>
  text.split(/\r\n|\n|\r/, shownLines).map((line, index) => ({
    line: index + 1,
    text: line.slice(0, shownCharacters),
    cut: line.length > shownCharacters,
  }))

function memoryText({ name, dataset }: SourceFile, text: string): SourceFile {
  const bytes = new TextEncoder().encode(text)
  return { name, dataset, size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) }
}
