import { openDuckDb, openFormats } from '@aw-flow/data/browser'
import { openSandbox } from '@aw-flow/sandbox/browser'
import sandboxWorkerUrl from '@aw-flow/sandbox/browser/worker?worker&url'
import { expose } from 'comlink'
import { trustedScriptUrl } from '../engine/trusted-types.ts'
import { createWorker } from './create-worker.ts'

interface WorkerScript {
  readonly url: string
  readonly type: WorkerType
}

/** The script of the worker for code nodes; the entry for bundlers knows where a bundler has put it. */
const sandboxScript = (globalThis as { [key: symbol]: WorkerScript | undefined })[Symbol.for('aw.sandbox-worker')] ?? {
  url: sandboxWorkerUrl,
  type: 'module',
}

const formatWasmUrls = { parquet: '', sqlite: '' }
const formats = openFormats(formatWasmUrls)

expose(
  createWorker({
    formats,
    formatWasmUrls,
    openTables: (wasmUrl, watch) => openDuckDb({ wasmUrl, formats, formatWasmUrls, watch }),
    // Code nodes run in workers of their own, which start with the first of them and can be terminated.
    sandbox: openSandbox(
      () => new Worker(trustedScriptUrl(sandboxScript.url), { type: sandboxScript.type, name: 'aw-sandbox' }),
    ),
    importModule: (url) => import(/* @vite-ignore */ url),
  }),
)
