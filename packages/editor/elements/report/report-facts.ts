import { formatBytes, formatCount } from '@aw-flow/messages'
import type { ReportStrings } from './report-strings.ts'

/** A fact of a report: a term and its value. */
export type ReportFact = readonly [term: string, value: string]

/**
 * A report without a schema as facts; `undefined` if it holds more than numbers, texts and booleans. Values of several
 * tables (`rowsIn: {left: 3, right: 5}`) are one fact each.
 */
export function reportFacts(report: unknown, strings: ReportStrings): ReportFact[] | undefined {
  if (!isRecord(report)) return undefined
  const facts: ReportFact[] = []
  for (const [key, value] of Object.entries(report)) {
    const reported =
      ofTables.has(key) && isRecord(value) ? factsByPort(key, value, strings) : factOf(key, value, strings)
    if (!reported) return undefined
    facts.push(...reported)
  }
  return facts.length === 0 ? undefined : facts
}

/** Values that are reported by port of a table. */
const ofTables: ReadonlySet<string> = new Set(['rowsIn', 'rowsOut'])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function factsByPort(
  key: string,
  values: Readonly<Record<string, unknown>>,
  strings: ReportStrings,
): ReportFact[] | undefined {
  const facts: ReportFact[] = []
  const entries = Object.entries(values)
  for (const [port, value] of entries) {
    if (typeof value !== 'number') return undefined
    const term = termOf(key, strings)
    facts.push([entries.length === 1 ? term : strings.ofPort(term, port), numberOf(value, strings.language)])
  }
  return facts
}

function factOf(key: string, value: unknown, strings: ReportStrings): ReportFact[] | undefined {
  const term = termOf(key, strings)
  switch (typeof value) {
    case 'number':
      return [[term, key === 'bytes' ? formatBytes(value, strings.language) : numberOf(value, strings.language)]]
    case 'boolean':
      return [[term, value ? strings.yes : strings.no]]
    case 'string':
      return [[term, value || strings.nothing]]
    default:
      return undefined
  }
}

/** Counts of a column are reported as `empty price` and `failed price`. */
function termOf(key: string, { terms, emptyIn, failedIn }: ReportStrings): string {
  if (Object.hasOwn(terms, key)) return terms[key] ?? key
  const [, what, column] = /^(empty|failed) (.+)$/s.exec(key) ?? []
  return column === undefined ? key : (what === 'empty' ? emptyIn : failedIn)(column)
}

/** A number with all digits. */
const numberOf = (value: number, language: string): string =>
  Number.isInteger(value)
    ? formatCount(value, language)
    : value.toLocaleString(language, { maximumSignificantDigits: 15 })
