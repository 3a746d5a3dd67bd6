import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import type { ProfiledTable, ProfileTask } from './profile-tables.ts'
import type { ProfileResponse, ProfileRequest } from './profile-worker.ts'

declare global {
  interface Window {
    /** Opens DuckDB and creates the tables. */
    openProfiled?: () => Promise<void>
    /** Runs a task and returns the milliseconds from the request to the response. */
    profileTask?: (task: ProfileTask, table: ProfiledTable) => Promise<{ ms: number; found: number }>
  }
}

const worker = new Worker(new URL('./profile-worker.ts', import.meta.url), { type: 'module' })

async function ask(request: ProfileRequest): Promise<{ ms: number; found: number }> {
  const { port1, port2 } = new MessageChannel()
  const nextResponse = new Promise<ProfileResponse>((resolve, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    port1.addEventListener('message', ({ data }: MessageEvent<ProfileResponse>) => resolve(data), { once: true })
    port1.start()
  })
  worker.postMessage(request, [port2])
  const response = await nextResponse
  if ('failure' in response) throw new Error(response.failure)
  return response
}

window.openProfiled = async () => {
  await ask({ wasmUrl: new URL(wasmUrl, location.href).href })
}
window.profileTask = async (task, table) => {
  const begin = performance.now()
  const { found } = await ask({ task, table })
  return { ms: performance.now() - begin, found }
}
