import { openDuckDb, type FormatWasmUrls } from '@aw-flow/data/browser'
import { openSandbox } from '@aw-flow/sandbox/browser'
import { runEverythingElse } from './everything-else.ts'
import { runEverything } from './everything.ts'

interface Request {
  wasmUrl: string
  formatWasmUrls: FormatWasmUrls
  rows: number
}

const sandbox = openSandbox(
  () => new Worker(new URL('../../packages/sandbox/browser/sandbox-worker.ts', import.meta.url), { type: 'module' }),
)

addEventListener('message', ({ data, ports }: MessageEvent<Request>) => {
  const { rows, ...urls } = data
  const run = async (): Promise<unknown> => {
    const tables = await openDuckDb(urls)
    const hashes = await runEverything(tables, rows, 1)
    return { hashes, others: await runEverythingElse(tables, sandbox, { rows, parallel: 1 }) }
  }
  run().then(
    (outcome) => ports[0]?.postMessage(outcome),
    (cause: unknown) =>
      ports[0]?.postMessage({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
