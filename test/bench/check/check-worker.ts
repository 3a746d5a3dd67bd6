import { checkTable, loadFile } from '@aw-flow/agents'
import { createBrowserFile, openDuckDb } from '@aw-flow/data/browser'
import type { Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { createLargeTable } from './large-table.ts'

/**
 * A request to open DuckDB and load a table, or to check the table and cancel at the first progress of at least
 * `cancelAt` percent.
 */
export type CheckRequest = { wasmUrl: string; rows: number } | { cancelAt?: number }
/** `ms` is the duration of the check or, if it was canceled, the time from the abort to its end. */
export type CheckOutcome = { ms: number; findings: number; progress: number[] }
export type CheckResponse = CheckOutcome | { failure: string }

let loaded: { tables: Tables; table: TableRef } | undefined

async function open(wasmUrl: string, rowCount: number): Promise<CheckOutcome> {
  const tables = await openDuckDb({ wasmUrl })
  const { header, rows } = createLargeTable(rowCount)
  const file = new File([[header, ...rows].map((cells) => cells.join(',')).join('\n')], 'large.csv')
  const { table } = await loadFile(createBrowserFile(file, '0'.repeat(64)), { tables, id: 'large', maxRetries: 0 })
  if (table.rows !== rowCount) throw new Error(`${table.rows} instead of ${rowCount} rows were loaded.`)
  loaded = { tables, table }
  return { ms: 0, findings: 0, progress: [] }
}

async function check(cancelAt: number | undefined): Promise<CheckOutcome> {
  const abort = new AbortController()
  const progress: number[] = []
  let abortedAt: number | undefined
  const onProgress = (percent: number): void => {
    if (percent !== progress.at(-1)) progress.push(percent)
    if (cancelAt === undefined || percent < cancelAt || abort.signal.aborted) return
    abortedAt = performance.now()
    abort.abort()
  }
  const start = performance.now()
  try {
    const { findings } = await checkTable({ ...loaded!, signal: abort.signal, onProgress })
    return { ms: performance.now() - start, findings: findings.length, progress }
  } catch (cause) {
    if (abortedAt === undefined || cause !== abort.signal.reason) throw cause
    return { ms: performance.now() - abortedAt, findings: 0, progress }
  }
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<CheckRequest>) => {
  const outcome = 'wasmUrl' in data ? open(data.wasmUrl, data.rows) : check(data.cancelAt)
  outcome.then(
    (response: CheckResponse) => port!.postMessage(response, []),
    (cause: unknown) => port!.postMessage({ failure: String(cause) } satisfies CheckResponse, []),
  )
})
