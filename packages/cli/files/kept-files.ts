import { nodeFile } from '@aw-flow/data/node'
import type { Files, SourceFile } from '@aw-flow/engine'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The files that a run is given, and those that it fetches: these lie beside its record (`RECORD.files`), where a run
 * that is gone on with finds them, or in a temporary folder where no record is kept. The folder is made with the first.
 */
export function keptFiles(given: Files, record: string | undefined): Files & { close(): Promise<void> } {
  const place = record === undefined ? undefined : `${record}.files`
  let making: Promise<string> | undefined
  const folder = (): Promise<string> =>
    (making ??=
      place === undefined ? mkdtemp(join(tmpdir(), 'aw-run-')) : mkdir(place, { recursive: true }).then(() => place))
  const find = async (dataset: string): Promise<SourceFile | undefined> => {
    if (!/^[0-9a-f]{64}$/.test(dataset)) return undefined
    const at = place ?? (await making)
    if (at === undefined) return undefined
    try {
      return await nodeFile(join(at, dataset), dataset, await readFile(join(at, `${dataset}.name`), 'utf8'))
    } catch {
      return undefined
    }
  }
  return {
    open: async (dataset) => (await given.open(dataset)) ?? find(dataset),
    async add(name, pieces, signal) {
      const at = await folder()
      const arriving = join(at, `${randomUUID()}.part`)
      try {
        const dataset = await receive(arriving, pieces, signal)
        await writeFile(join(at, `${dataset}.name`), name)
        await rename(arriving, join(at, dataset))
        return await nodeFile(join(at, dataset), dataset, name)
      } finally {
        await rm(arriving, { force: true })
      }
    },
    async close() {
      if (place === undefined && making) await rm(await making, { recursive: true, force: true })
    },
  }
}

/** Writes and hashes what comes; answers the hash. */
async function receive(path: string, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted()
      hash.update(piece)
      await file.writeFile(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}
