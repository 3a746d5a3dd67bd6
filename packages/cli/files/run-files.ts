import { createTemporaryFolder, openNodeFile, type TemporaryFolder } from '@aw-flow/data/node'
import type { Files, SourceFile } from '@aw-flow/engine'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Provides a run with its input files and with files that it downloads. Downloaded files are stored next to the run
 * record (`RECORD.files`), where a resumed run finds them. Without a record, they are stored in a temporary folder. The
 * folder is created when the first file is stored.
 */
export function createRunFiles(inputs: Files, recordPath: string | undefined): Files & { close(): Promise<void> } {
  const storedFolder = recordPath === undefined ? undefined : `${recordPath}.files`
  let temporaryFolder: Promise<TemporaryFolder> | undefined
  let folderPromise: Promise<string> | undefined
  const createFolder = async (): Promise<string> => {
    if (storedFolder === undefined) return (await (temporaryFolder ??= createTemporaryFolder('aw-run-'))).path
    await mkdir(storedFolder, { recursive: true })
    return storedFolder
  }
  const openFolder = (): Promise<string> => (folderPromise ??= createFolder())
  const find = async (dataset: string): Promise<SourceFile | undefined> => {
    if (!/^[0-9a-f]{64}$/.test(dataset)) return undefined
    const folderPath = storedFolder ?? (await folderPromise)
    if (folderPath === undefined) return undefined
    try {
      return await openNodeFile(
        join(folderPath, dataset),
        dataset,
        await readFile(join(folderPath, `${dataset}.name`), 'utf8'),
      )
    } catch {
      return undefined
    }
  }
  return {
    open: async (dataset) => (await inputs.open(dataset)) ?? find(dataset),
    async add(name, chunks, signal) {
      const folderPath = await openFolder()
      const partialPath = join(folderPath, `${randomUUID()}.part`)
      try {
        const dataset = await writeAndHash(partialPath, chunks, signal)
        await writeFile(join(folderPath, `${dataset}.name`), name)
        await rename(partialPath, join(folderPath, dataset))
        return await openNodeFile(join(folderPath, dataset), dataset, name)
      } finally {
        await rm(partialPath, { force: true })
      }
    },
    async close() {
      await (await temporaryFolder)?.remove()
    },
  }
}

/** Writes a file and returns its SHA-256 digest. */
async function writeAndHash(path: string, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted()
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}
