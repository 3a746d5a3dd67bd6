import { createBrowserFile, openDuckDb, type FormatWasmUrls } from '@aw-flow/data/browser'
import type { Tables } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/browser'
import { readWorkflow } from '@aw-flow/schema'
import { runExample } from './run-example.ts'

let tables: Promise<Tables> | undefined
const sandbox = openSandbox(
  () => new Worker(new URL('../../packages/sandbox/browser/sandbox-worker.ts', import.meta.url), { type: 'module' }),
)

interface Request {
  wasmUrl: string
  formatWasmUrls: FormatWasmUrls
  document: unknown
  /** URL of the folder with the data. */
  data: string
  /** Names of the files by node. By default a node reads the CSV file of its own name. */
  files?: Record<string, string>
  /** URL of the folder with the studio's samples. */
  samples?: string
}

async function run({ wasmUrl, formatWasmUrls, document, data, files, samples }: Request): Promise<unknown> {
  const { workflow, problems } = readWorkflow(document)
  if (!workflow) throw new Error(problems[0]?.message)
  tables ??= openDuckDb({ wasmUrl, formatWasmUrls })
  return runExample({
    workflow,
    catalog: createBuiltInCatalog(),
    tables: await tables,
    sandbox,
    ...(samples ? { samples: async (name) => (await fetch(`${samples}/${name}`)).text() } : {}),
    async openFile(node) {
      const name = files?.[node] ?? `${node}.csv`
      const bytes = await (await fetch(`${data}/${name}`)).arrayBuffer()
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      const dataset = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      return createBrowserFile(new File([bytes], name), dataset)
    },
  })
}

addEventListener('message', ({ data, ports }: MessageEvent<Request>) => {
  run(data).then(
    (outcome) => ports[0]?.postMessage({ outcome: JSON.parse(JSON.stringify(outcome)) }),
    (cause: unknown) =>
      ports[0]?.postMessage({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
