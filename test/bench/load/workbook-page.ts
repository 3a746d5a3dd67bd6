import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { read } from '@e965/xlsx'
import type { LoadOutcome } from './load-contender.ts'
import type { LoadAnswer, LoadRequest } from './ours-worker.ts'

declare global {
  interface Window {
    /** Fetches the workbook and opens our engine. */
    openWorkbook?: (address: string) => Promise<void>
    loadWorkbook?: (contender: 'ours' | 'peer') => Promise<LoadOutcome>
  }
}

const worker = new Worker(new URL('./ours-worker.ts', import.meta.url), { type: 'module' })

/** One request at a time. */
async function ask(request: LoadRequest): Promise<Omit<LoadOutcome, 'ms'>> {
  const channel = new MessageChannel()
  const answered = new Promise<LoadAnswer>((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    channel.port1.addEventListener('message', ({ data }: MessageEvent<LoadAnswer>) => resolve(data), { once: true })
    channel.port1.start()
  })
  worker.postMessage(request, [channel.port2])
  const answer = await answered
  if (!answer.ok) throw new Error(answer.message)
  return answer.outcome
}

window.openWorkbook = async (address) => {
  const response = await fetch(address)
  const file = new File([await response.blob()], address.slice(1))
  await ask({ wasmUrl: new URL(wasmUrl, location.href).href })
  window.loadWorkbook = async (contender) => {
    const begin = performance.now()
    if (contender === 'ours') {
      const outcome = await ask({ file, hash: false })
      return { ...outcome, ms: performance.now() - begin }
    }
    const book = read(await file.arrayBuffer())
    const ms = performance.now() - begin
    const range = book.Sheets[book.SheetNames[0] ?? '']?.['!ref'] ?? ''
    const [, column = '', row = ''] = /:([A-Z]+)(\d+)$/.exec(range) ?? []
    return { ms, rows: Number(row) - 1, columns: column.charCodeAt(0) - 64 }
  }
}
