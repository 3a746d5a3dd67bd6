import { openDuckDb } from '@aw-flow/data/browser'
import { hashFindings } from './findings.ts'

/** Posts the findings of the page's DuckDB. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string; data: string }>) => {
  const read = async (file: string): Promise<string> => (await fetch(`${data.data}/${file}`)).text()
  const run = async (): Promise<unknown> => hashFindings(await openDuckDb({ wasmUrl: data.wasmUrl }), read)
  run().then(
    (results) => ports[0]?.postMessage({ found: results }),
    (cause: unknown) =>
      ports[0]?.postMessage({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
