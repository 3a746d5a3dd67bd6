import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { openRawDuckDb } from '../peers/raw-duckdb-page.ts'
import { requestOurs } from './request-ours.ts'
import { loadFiles, type LoadFileName, type LoadOutcome } from './load-contender.ts'

declare global {
  interface Window {
    /** Fetches the files and opens both engines. */
    openLoad?: () => Promise<void>
    load?: (contender: 'ours' | 'raw', file: LoadFileName) => Promise<LoadOutcome>
  }
}

window.openLoad = async () => {
  const files = new Map<LoadFileName, File>()
  for (const name of Object.keys(loadFiles) as LoadFileName[]) {
    const response = await fetch(`/${loadFiles[name].name}`)
    files.set(name, new File([await response.blob()], loadFiles[name].name))
  }
  const raw = await openRawDuckDb()
  await requestOurs({ wasmUrl: new URL(wasmUrl, location.href).href })
  window.load = async (contender, name) => {
    const file = files.get(name)!
    if (contender === 'raw') return raw.load(file)
    const start = performance.now()
    const outcome = await requestOurs({ file, hash: name === 'small' })
    return { ...outcome, ms: performance.now() - start }
  }
}
