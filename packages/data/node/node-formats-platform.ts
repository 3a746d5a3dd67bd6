import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createWriteStream, rmSync } from 'node:fs'
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FormatsPlatform, WasmName } from '../formats/formats-platform.ts'
import { nodeFile } from './node-file.ts'

const wasmFiles: Record<WasmName, string> = {
  parquet: 'parquet-wasm/esm/parquet_wasm_bg.wasm',
  sqlite: 'sql.js/dist/sql-wasm.wasm',
}

export interface NodeFormatsPlatform extends FormatsPlatform {
  /** Removes the unpacked files. */
  close(): Promise<void>
}

/** Folders that are not yet closed; they are removed when the process exits. */
const openFolders = new Set<string>()
const removeAll = (): void => {
  for (const folder of openFolders) rmSync(folder, { recursive: true, force: true })
}

async function createFolder(temporary: string): Promise<string> {
  const folder = await mkdtemp(join(await realpath(temporary), 'aw-unpacked-'))
  if (openFolders.size === 0) process.once('exit', removeAll)
  openFolders.add(folder)
  return folder
}

async function removeFolder(folder: string): Promise<void> {
  openFolders.delete(folder)
  if (openFolders.size === 0) process.off('exit', removeAll)
  await rm(folder, { recursive: true, force: true })
}

/**
 * Creates the platform of Node, which unpacks files into a temporary folder.
 *
 * @param temporary Parent of that folder. Default: the temporary folder of the system.
 */
export function nodeFormatsPlatform(temporary: string = tmpdir()): NodeFormatsPlatform {
  const registry = new FinalizationRegistry<string>((path) => void rm(path, { force: true }))
  let folder: Promise<string> | undefined
  let fileCount = 0
  return {
    maxUnpackedBytes: 64 * 1024 ** 3,

    async store(chunks, { dataset, name }): Promise<SourceFile> {
      folder ??= createFolder(temporary)
      const path = join(await folder, String(++fileCount))
      try {
        await pipeline(Readable.from(chunks, { objectMode: true }), createWriteStream(path))
      } catch (cause) {
        await rm(path, { force: true })
        throw isDiskFull(cause) ? diskFullError(name, cause) : cause
      }
      const file = await nodeFile(path, dataset, name)
      registry.register(file, path)
      return file
    },

    wasm: nodeWasm,

    async close() {
      if (folder) await removeFolder(await folder)
      folder = undefined
    },
  }
}

/** Compiles a wasm module from this package's dependencies. */
export async function nodeWasm(name: WasmName): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve(wasmFiles[name])
  return WebAssembly.compile(await readFile(path))
}

const isDiskFull = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'

const diskFullError = (name: string, cause: unknown): TablesError =>
  new TablesError(error('load.disk-full', { file: name }, { where: { file: name } }), cause)
