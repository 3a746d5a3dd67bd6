import { createBrowserFile, openDuckDb, type FormatWasmUrls } from '@aw-flow/data/browser'
import type { Tables } from '@aw-flow/engine'
import { seed } from '../sizes.ts'
import { hostileKinds } from './hostile-kinds.ts'
import { checkHostileFile } from './hostile-outcome.ts'
import { createRandom } from './random.ts'

/** Loads hostile files one at a time into one DuckDB in this worker. */
let tables: Promise<Tables> | undefined

interface Request {
  wasmUrl: string
  formatWasmUrls: FormatWasmUrls
  /** The file's number, which is also part of its random seed. */
  index: number
  /** Size of large files in megabytes. */
  large: number
}

async function load({ wasmUrl, formatWasmUrls, index, large }: Request): Promise<string[]> {
  const kind = hostileKinds[index % hostileKinds.length]
  if (!kind) return []
  const content = kind.make({ random: createRandom(seed + index), large })
  const file = createBrowserFile(new File([content as BlobPart], `hostile-${index}.csv`), `hostile-${index}`)
  tables ??= openDuckDb({ wasmUrl, formatWasmUrls })
  const { violations } = await checkHostileFile(file, await tables, `hostile_${index}`)
  if ('polluted' in {} || 'polluted' in globalThis) violations.push('The file changed Object.prototype.')
  return violations
}

addEventListener('message', ({ data, ports }: MessageEvent<Request>) => {
  load(data).then(
    (violations) => ports[0]?.postMessage(violations),
    (cause: unknown) =>
      ports[0]?.postMessage([cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)]),
  )
})
