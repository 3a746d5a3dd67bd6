import { TablesError, type SourceFile, type Tables } from '@aw-flow/engine'
import type { LoadPlan, Problem } from '@aw-flow/schema'
import type { PlannedColumn } from '@aw-flow/schema/internal'
import type { DuckDbConnection } from './duckdb-connection.ts'

/** The objects that a platform provides to the suites. */
export interface TestPlatform {
  /** Opened once and shared by all cases. */
  tables(): Tables
  connection(): DuckDbConnection
  file(content: string | Uint8Array, name?: string): Promise<SourceFile>
}

export interface TestApi {
  describe(title: string, cases: () => void): void
  /** `timeout` in milliseconds, for slow cases. */
  it(title: string, run: () => Promise<void>, timeout?: number): void
}

/** Throws if two values differ. Numbers, bigints and strings are always different. */
export function assertEqual(actual: unknown, expected: unknown, label = ''): void {
  const [actualText, expectedText] = [formatValue(actual), formatValue(expected)]
  if (actualText === expectedText) return
  throw new Error(`${label && `${label}: `}expected\n${expectedText}\nbut found\n${actualText}`)
}

function formatValue(value: unknown, indent = ''): string {
  const childIndent = `${indent}  `
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (ArrayBuffer.isView(value)) return `bytes ${Array.from(value as Uint8Array).join(' ')}`
  if (Array.isArray(value))
    return `[${value.map((item) => `\n${childIndent}${formatValue(item, childIndent)}`).join('')}\n${indent}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `\n${childIndent}${JSON.stringify(key)}: ${formatValue(item, childIndent)}`).join('')}\n${indent}}`
}

/** Awaits a promise that must reject, and returns its problem. */
export async function catchProblem(promise: Promise<unknown>): Promise<Problem> {
  const cause = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(cause instanceof TablesError)) throw new Error(`A TablesError was expected, not ${String(cause)}.`)
  return cause.problem
}

/** Creates a planned column from a string such as `price DOUBLE` and optional overrides. */
export const createColumn = (text: string, overrides: Partial<PlannedColumn> = {}): PlannedColumn => {
  const [name = '', type = 'VARCHAR'] = text.split(' ')
  return { name, type, nulls: [], ...overrides }
}

export const createCsvPlan = (columns: (string | PlannedColumn)[], overrides: Partial<LoadPlan> = {}): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 0,
  columns: columns.map((item) => (typeof item === 'string' ? createColumn(item) : item)),
  evidence: [],
  ...overrides,
})

export const createJsonPlan = (columns: (string | PlannedColumn)[], overrides: Partial<LoadPlan> = {}): LoadPlan => ({
  ...createCsvPlan(columns),
  format: 'json',
  ...overrides,
})

let idCount = 0
/** Returns an unused table id. */
export const createTableId = (): string => `case${++idCount}`
