import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import type { CheckResponse, CheckOutcome, CheckRequest } from './check-worker.ts'

declare global {
  interface Window {
    /** Opens DuckDB and loads a table with this many rows. */
    openChecked?: (rows: number) => Promise<void>
    /** Checks the table. With `cancelAt`, cancels the check at that percentage. */
    checkLarge?: (cancelAt?: number) => Promise<CheckOutcome>
  }
}

const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })

async function ask(request: CheckRequest): Promise<CheckOutcome> {
  const { port1, port2 } = new MessageChannel()
  const nextResponse = new Promise<CheckResponse>((resolve, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    port1.addEventListener('message', ({ data }: MessageEvent<CheckResponse>) => resolve(data), { once: true })
    port1.start()
  })
  worker.postMessage(request, [port2])
  const response = await nextResponse
  if ('failure' in response) throw new Error(response.failure)
  return response
}

window.openChecked = async (rows) => {
  await ask({ wasmUrl: new URL(wasmUrl, location.href).href, rows })
}
window.checkLarge = (cancelAt) => ask(cancelAt === undefined ? {} : { cancelAt })
