import { loadFile } from '@aw-flow/agents'
import { createBrowserFile, openDuckDb, type FormatWasmUrls } from '@aw-flow/data/browser'
import { hashBytes } from '../../../packages/client/worker/hash-bytes.ts'
import type { Tables } from '@aw-flow/engine'
import type { LoadOutcome } from './load-contender.ts'

/**
 * A request from the page: open DuckDB, or load a file. `hash` determines whether hashing is part of the measurement.
 */
export type LoadRequest = { wasmUrl: string; formatWasmUrls?: FormatWasmUrls } | { file: File; hash: boolean }
export type LoadResponse = { ok: true; outcome: Omit<LoadOutcome, 'ms'> } | { ok: false; message: string }

let tables: Tables | undefined

async function perform(request: LoadRequest): Promise<Omit<LoadOutcome, 'ms'>> {
  if ('wasmUrl' in request) {
    tables = await openDuckDb(request)
    return { rows: 0, columns: 0 }
  }
  const { file, hash } = request
  const source = createBrowserFile(file, hash ? await hashBytes(file) : '0'.repeat(64))
  const { table, report } = await loadFile(source, { tables: tables!, id: 'bench', maxRetries: 3 })
  if (report.rejects > 0) throw new Error(`${file.name}: ${report.rejects} records were rejected.`)
  await tables!.drop(table.id)
  return { rows: table.rows, columns: report.columns.length }
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<LoadRequest>) => {
  perform(data).then(
    (outcome) => port!.postMessage({ ok: true, outcome } satisfies LoadResponse, []),
    (cause: unknown) => port!.postMessage({ ok: false, message: String(cause) } satisfies LoadResponse, []),
  )
})
