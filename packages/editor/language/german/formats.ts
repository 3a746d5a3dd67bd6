import { formatBytes, formatCount, formatDuration, formatPercent } from '@aw-flow/messages'
import { pluralize } from '../pluralize.ts'

/** Formatters for numbers, counted nouns and lists in a German locale (`de`, `de-AT` or `de-CH`). */
export interface GermanFormats {
  readonly language: string
  count(count: number): string
  /** `1 Zeile`, `1.234 Zeilen`. */
  pluralize(count: number, one: string, other: string): string
  /** `a, b und c`. */
  list(items: readonly string[]): string
  /** Formats a fraction as a percentage: `12,5 %`. */
  share(share: number): string
  duration(ms: number): string
  bytes(bytes: number): string
}

/** German names of column types, keyed by DuckDB type name. */
export const germanColumnTypes: Record<string, string> = {
  VARCHAR: 'Text',
  BIGINT: 'ganze Zahl',
  DOUBLE: 'Dezimalzahl',
  DECIMAL: 'genaue Dezimalzahl',
  BOOLEAN: 'ja oder nein',
  DATE: 'Datum',
  TIMESTAMP: 'Datum mit Uhrzeit',
  TIME: 'Uhrzeit',
  UUID: 'Kennung',
  INTERVAL: 'Dauer',
  LIST: 'Liste',
  STRUCT: 'Objekt',
}

export function createGermanFormats(language: string): GermanFormats {
  const lists = new Intl.ListFormat(language, { type: 'conjunction' })
  return {
    language,
    count: (count) => formatCount(count, language),
    pluralize: (count, one, other) => pluralize(count, { one, other }, language),
    list: (items) => lists.format(items),
    share: (share) => formatPercent(share, language, 1),
    duration: (ms) => formatDuration(ms, language),
    bytes: (bytes) => formatBytes(bytes, language),
  }
}
