import { openDuckDb } from '@aw-flow/data/browser'
import { runEverything } from './everything.ts'

addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string; rows: number }>) => {
  const run = async (): Promise<unknown> => runEverything(await openDuckDb({ wasmUrl: data.wasmUrl }), data.rows, 1)
  run().then(
    (hashes) => ports[0]?.postMessage({ hashes }),
    (cause: unknown) =>
      ports[0]?.postMessage({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
