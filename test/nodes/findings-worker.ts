import { openDuckDb } from '@aw-flow/data/browser'
import { findEverywhere } from './findings.ts'

/** Posts the findings of the page's DuckDB. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string; data: string }>) => {
  const read = async (file: string): Promise<string> => (await fetch(`${data.data}/${file}`)).text()
  const run = async (): Promise<unknown> => findEverywhere(await openDuckDb({ wasmUrl: data.wasmUrl }), read)
  run().then(
    (found) => ports[0]?.postMessage({ found }),
    (cause: unknown) =>
      ports[0]?.postMessage({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
