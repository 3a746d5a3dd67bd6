import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createWriteStream, rmSync } from 'node:fs'
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FormatsPlace, WasmName } from '../formats/formats-place.ts'
import { nodeFile } from './node-file.ts'

const wasmFiles: Record<WasmName, string> = {
  parquet: 'parquet-wasm/esm/parquet_wasm_bg.wasm',
  sqlite: 'sql.js/dist/sql-wasm.wasm',
}

export interface NodeFormatsPlace extends FormatsPlace {
  /** Removes what was kept. */
  close(): Promise<void>
}

/** Folders of this process that nobody has closed: removed when it ends. */
const open = new Set<string>()
const removeAll = (): void => {
  for (const folder of open) rmSync(folder, { recursive: true, force: true })
}

async function makeFolder(temporary: string): Promise<string> {
  const folder = await mkdtemp(join(await realpath(temporary), 'aw-unpacked-'))
  if (open.size === 0) process.once('exit', removeAll)
  open.add(folder)
  return folder
}

async function removeFolder(folder: string): Promise<void> {
  open.delete(folder)
  if (open.size === 0) process.off('exit', removeAll)
  await rm(folder, { recursive: true, force: true })
}

/**
 * Formats in Node: what is unpacked becomes files in a folder of its own.
 *
 * @param temporary Where the folder is made. Default: the system's folder for temporary files.
 */
export function nodeFormatsPlace(temporary: string = tmpdir()): NodeFormatsPlace {
  const gone = new FinalizationRegistry<string>((path) => void rm(path, { force: true }))
  let folder: Promise<string> | undefined
  let number = 0
  return {
    mostUnpacked: 64 * 1024 ** 3,

    async keep(pieces, { dataset, name }): Promise<SourceFile> {
      folder ??= makeFolder(temporary)
      const path = join(await folder, String(++number))
      try {
        await pipeline(Readable.from(pieces, { objectMode: true }), createWriteStream(path))
      } catch (cause) {
        await rm(path, { force: true })
        throw isDiskFull(cause) ? diskFull(name, cause) : cause
      }
      const file = await nodeFile(path, dataset, name)
      gone.register(file, path)
      return file
    },

    wasm: nodeWasm,

    async close() {
      if (folder) await removeFolder(await folder)
      folder = undefined
    },
  }
}

/** A wasm module of the packages that this one depends on, compiled. */
export async function nodeWasm(name: WasmName): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve(wasmFiles[name])
  return WebAssembly.compile(await readFile(path))
}

const isDiskFull = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'

const diskFull = (name: string, cause: unknown): TablesError =>
  new TablesError(error('load.disk-full', { file: name }, { where: { file: name } }), cause)
