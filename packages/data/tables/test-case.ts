import { TablesError, type SourceFile, type Tables } from '@aw-flow/engine'
import type { LoadPlan, PlannedColumn, Problem } from '@aw-flow/schema'
import type { DuckDbConnection } from './duckdb-connection.ts'

/** What a suite is given by the place in which it runs. */
export interface Place {
  /** Opened once for all cases. */
  tables(): Tables
  connection(): DuckDbConnection
  file(content: string | Uint8Array, name?: string): Promise<SourceFile>
}

export interface TestApi {
  describe(title: string, cases: () => void): void
  /** `timeout` in milliseconds, for what takes long at its largest size. */
  it(title: string, run: () => Promise<void>, timeout?: number): void
}

/** Throws when two values differ; numbers, bigints and texts are never the same. */
export function equal(actual: unknown, expected: unknown, about = ''): void {
  const [shownActual, shownExpected] = [show(actual), show(expected)]
  if (shownActual === shownExpected) return
  throw new Error(`${about && `${about}: `}expected\n${shownExpected}\nand found\n${shownActual}`)
}

function show(value: unknown, indent = ''): string {
  const deeper = `${indent}  `
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (ArrayBuffer.isView(value)) return `bytes ${Array.from(value as Uint8Array).join(' ')}`
  if (Array.isArray(value)) return `[${value.map((one) => `\n${deeper}${show(one, deeper)}`).join('')}\n${indent}]`
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, one]) => `\n${deeper}${JSON.stringify(key)}: ${show(one, deeper)}`).join('')}\n${indent}}`
}

/** The problem that a promise is rejected with. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const cause = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(cause instanceof TablesError)) throw new Error(`A TablesError was expected, not ${String(cause)}.`)
  return cause.problem
}

/** `name TYPE`, with more where it matters. */
export const column = (text: string, more: Partial<PlannedColumn> = {}): PlannedColumn => {
  const [name = '', type = 'VARCHAR'] = text.split(' ')
  return { name, type, nulls: [], ...more }
}

export const csvPlan = (columns: (string | PlannedColumn)[], more: Partial<LoadPlan> = {}): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 0,
  columns: columns.map((one) => (typeof one === 'string' ? column(one) : one)),
  evidence: [],
  ...more,
})

export const jsonPlan = (columns: (string | PlannedColumn)[], more: Partial<LoadPlan> = {}): LoadPlan => ({
  ...csvPlan(columns),
  format: 'json',
  ...more,
})

let made = 0
/** An id that no table has. */
export const newId = (): string => `case${++made}`
