import { openDuckDb, openFormats } from '@aw-flow/data/browser'
import { openSandbox } from '@aw-flow/sandbox/browser'
import sandboxWorkerUrl from '@aw-flow/sandbox/browser/worker?worker&url'
import { expose } from 'comlink'
import type { WorkerScript } from '../engine/engine.ts'
import { startWorker } from '../engine/start-worker.ts'
import { createWorker } from './create-worker.ts'
import { openPrivateFolder } from './results/private-folder.ts'
import { defined } from '@aw-flow/schema'

const sandboxWorker: WorkerScript = { url: sandboxWorkerUrl, type: 'module' }

const formatWasmUrls = { parquet: '', sqlite: '' }
const formats = openFormats(formatWasmUrls)

expose(
  createWorker({
    formats,
    formatWasmUrls,
    openTables: (wasmUrl, startWatchdog, compiledModule) =>
      openDuckDb(defined({ wasmUrl, compiledModule, formats, formatWasmUrls, startWatchdog })),
    // Code nodes run in separate workers, which start with the first code node and can be terminated.
    sandbox: openSandbox(() => startWorker(sandboxWorker.url, { type: sandboxWorker.type, name: 'aw-sandbox' })),
    sandboxWorker,
    openPrivateFolder,
    importModule: (url) => import(/* @vite-ignore */ url),
  }),
)
