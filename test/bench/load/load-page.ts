import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { openRawDuckDb } from '../peers/raw-duckdb-page.ts'
import { loadFiles, type LoadFileName, type LoadOutcome } from './load-contender.ts'
import type { LoadAnswer, LoadRequest } from './ours-worker.ts'

declare global {
  interface Window {
    /** Fetches the files and opens both engines. */
    openLoad?: () => Promise<void>
    load?: (contender: 'ours' | 'raw', file: LoadFileName) => Promise<LoadOutcome>
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

window.openLoad = async () => {
  const files = new Map<LoadFileName, File>()
  for (const name of Object.keys(loadFiles) as LoadFileName[]) {
    const response = await fetch(`/${loadFiles[name].name}`)
    files.set(name, new File([await response.blob()], loadFiles[name].name))
  }
  const raw = await openRawDuckDb()
  await ask({ wasmUrl: new URL(wasmUrl, location.href).href })
  window.load = async (contender, name) => {
    const file = files.get(name)!
    if (contender === 'raw') return raw.load(file)
    const begin = performance.now()
    const outcome = await ask({ file, hash: name === 'small' })
    return { ...outcome, ms: performance.now() - begin }
  }
}
