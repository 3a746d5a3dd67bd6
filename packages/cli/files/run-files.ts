import { nodeFile } from '@aw-flow/data/node'
import type { Files, SourceFile } from '@aw-flow/engine'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Creates the files of a run: its inputs, and downloaded files. These are stored beside its record (`RECORD.files`), so
 * that a resumed run finds them, or without a record in a temporary folder. The folder is created with the first file.
 */
export function createRunFiles(inputs: Files, record: string | undefined): Files & { close(): Promise<void> } {
  const place = record === undefined ? undefined : `${record}.files`
  let creating: Promise<string> | undefined
  const folder = (): Promise<string> =>
    (creating ??=
      place === undefined ? mkdtemp(join(tmpdir(), 'aw-run-')) : mkdir(place, { recursive: true }).then(() => place))
  const find = async (dataset: string): Promise<SourceFile | undefined> => {
    if (!/^[0-9a-f]{64}$/.test(dataset)) return undefined
    const at = place ?? (await creating)
    if (at === undefined) return undefined
    try {
      return await nodeFile(join(at, dataset), dataset, await readFile(join(at, `${dataset}.name`), 'utf8'))
    } catch {
      return undefined
    }
  }
  return {
    open: async (dataset) => (await inputs.open(dataset)) ?? find(dataset),
    async add(name, pieces, signal) {
      const at = await folder()
      const partial = join(at, `${randomUUID()}.part`)
      try {
        const dataset = await receive(partial, pieces, signal)
        await writeFile(join(at, `${dataset}.name`), name)
        await rename(partial, join(at, dataset))
        return await nodeFile(join(at, dataset), dataset, name)
      } finally {
        await rm(partial, { force: true })
      }
    },
    async close() {
      if (place === undefined && creating) await rm(await creating, { recursive: true, force: true })
    },
  }
}

/** Writes a file and returns its SHA-256. */
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
