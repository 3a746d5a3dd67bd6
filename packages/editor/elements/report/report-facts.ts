import { formatBytes, formatCount } from '@aw-flow/messages'
import type { ReportStrings } from './report-strings.ts'

/** An entry of a report: a term and its formatted value. */
export type ReportEntry = readonly [term: string, value: string]

/**
 * Converts a report without a schema to a list of entries. Values of several tables, such as
 * `rowsIn: {left: 3, right: 5}`, become one entry per table. Returns `undefined` if the report is empty or contains
 * anything other than numbers, strings and booleans.
 */
export function toReportEntries(report: unknown, strings: ReportStrings): ReportEntry[] | undefined {
  if (!isRecord(report)) return undefined
  const entries: ReportEntry[] = []
  for (const [key, value] of Object.entries(report)) {
    const newEntries =
      perPortKeys.has(key) && isRecord(value) ? toEntriesByPort(key, value, strings) : toEntries(key, value, strings)
    if (!newEntries) return undefined
    entries.push(...newEntries)
  }
  return entries.length === 0 ? undefined : entries
}

/** Keys whose values can be objects with a number per table port. */
const perPortKeys: ReadonlySet<string> = new Set(['rowsIn', 'rowsOut'])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toEntriesByPort(
  key: string,
  values: Readonly<Record<string, unknown>>,
  strings: ReportStrings,
): ReportEntry[] | undefined {
  const entries: ReportEntry[] = []
  const portValues = Object.entries(values)
  for (const [port, value] of portValues) {
    if (typeof value !== 'number') return undefined
    const term = findTerm(key, strings)
    entries.push([
      portValues.length === 1 ? term : strings.termForPort(term, port),
      formatNumber(value, strings.language),
    ])
  }
  return entries
}

function toEntries(key: string, value: unknown, strings: ReportStrings): ReportEntry[] | undefined {
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

/** Returns the display term for a key. Counts per column have keys such as `empty price` and `failed price`. */
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
