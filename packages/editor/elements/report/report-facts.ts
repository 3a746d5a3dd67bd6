import { formatBytes, formatCount } from '@aw-flow/messages'
import type { ReportStrings } from './report-strings.ts'

/** A fact of a report: a term and its value. */
export type ReportFact = readonly [term: string, value: string]

/**
 * Converts a report without a schema to facts. Returns `undefined` if it contains anything but numbers, strings and
 * booleans. Values of several tables (`rowsIn: {left: 3, right: 5}`) become one fact each.
 */
export function toReportFacts(report: unknown, strings: ReportStrings): ReportFact[] | undefined {
  if (!isRecord(report)) return undefined
  const facts: ReportFact[] = []
  for (const [key, value] of Object.entries(report)) {
    const newFacts =
      keysByPort.has(key) && isRecord(value) ? toFactsByPort(key, value, strings) : toFacts(key, value, strings)
    if (!newFacts) return undefined
    facts.push(...newFacts)
  }
  return facts.length === 0 ? undefined : facts
}

/** Keys whose values are reported per table port. */
const keysByPort: ReadonlySet<string> = new Set(['rowsIn', 'rowsOut'])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toFactsByPort(
  key: string,
  values: Readonly<Record<string, unknown>>,
  strings: ReportStrings,
): ReportFact[] | undefined {
  const facts: ReportFact[] = []
  const entries = Object.entries(values)
  for (const [port, value] of entries) {
    if (typeof value !== 'number') return undefined
    const term = findTerm(key, strings)
    facts.push([entries.length === 1 ? term : strings.termForPort(term, port), formatNumber(value, strings.language)])
  }
  return facts
}

function toFacts(key: string, value: unknown, strings: ReportStrings): ReportFact[] | undefined {
  const term = findTerm(key, strings)
  switch (typeof value) {
    case 'number':
      return [[term, key === 'bytes' ? formatBytes(value, strings.language) : formatNumber(value, strings.language)]]
    case 'boolean':
      return [[term, value ? strings.yes : strings.no]]
    case 'string':
      return [[term, value || strings.none]]
    default:
      return undefined
  }
}

/** Returns the term for a key. Counts of a column have keys such as `empty price` and `failed price`. */
function findTerm(key: string, { terms, nullsIn, notConvertedIn }: ReportStrings): string {
  if (Object.hasOwn(terms, key)) return terms[key] ?? key
  const [, kind, column] = /^(empty|failed) (.+)$/s.exec(key) ?? []
  return column === undefined ? key : (kind === 'empty' ? nullsIn : notConvertedIn)(column)
}

/** Formats a number without rounding it. */
const formatNumber = (value: number, language: string): string =>
  Number.isInteger(value)
    ? formatCount(value, language)
    : value.toLocaleString(language, { maximumSignificantDigits: 15 })
