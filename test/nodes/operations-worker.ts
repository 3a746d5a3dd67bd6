import { openDuckDb } from '@aw-flow/data/browser'
import { computeOperationHashes } from '../../packages/agents/preparing/operations/test-operations-suite.ts'

/** Compares every operation with its description in the page's DuckDB, and posts the hashes of the results. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string; seed: number; rows: number }>) => {
  const run = async (): Promise<unknown> =>
    computeOperationHashes(await openDuckDb({ wasmUrl: data.wasmUrl }), data.seed, data.rows)
  run().then(
    (hashes) => ports[0]?.postMessage({ hashes }),
    (cause: unknown) =>
      ports[0]?.postMessage({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
