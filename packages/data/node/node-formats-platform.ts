import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createWriteStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { startParquetEngine } from '../formats/parquet/parquet-engine.ts'
import type { FormatsPlatform, WasmName } from '../formats/formats-platform.ts'
import { openNodeFile } from './node-file.ts'
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

const wasmFiles: Record<WasmName, string> = {
  parquet: 'parquet-wasm/esm/parquet_wasm_bg.wasm',
  sqlite: 'sql.js/dist/sql-wasm.wasm',
}

export interface NodeFormatsPlatform extends FormatsPlatform {
  /** Removes the unpacked files. */
  close(): Promise<void>
}

/**
 * Creates the formats platform for Node.js, which unpacks files into a temporary folder.
 *
 * @param temporaryFolder Parent of that folder. Defaults to the system's temporary folder.
 */
export function createNodeFormatsPlatform(temporaryFolder?: string): NodeFormatsPlatform {
  const registry = new FinalizationRegistry<string>((path) => void rm(path, { force: true }))
  let folder: Promise<TemporaryFolder> | undefined
  let fileCount = 0
  return {
    maxUnpackedBytes: 64 * 1024 ** 3,

    async store(chunks, { dataset, name }): Promise<SourceFile> {
      folder ??= createTemporaryFolder('aw-unpacked-', { parent: temporaryFolder })
      const path = join((await folder).path, String(++fileCount))
      try {
        await pipeline(Readable.from(chunks, { objectMode: true }), createWriteStream(path))
      } catch (cause) {
        await rm(path, { force: true })
        throw isDiskFull(cause) ? createDiskFullError(name, cause) : cause
      }
      const file = await openNodeFile(path, dataset, name)
      registry.register(file, path)
      return file
    },

    loadWasm: compileNodeWasm,

    async close() {
      await (await folder)?.remove()
      folder = undefined
    },
  }
}

/** Compiles a Wasm module from one of this package's dependencies. */
export async function compileNodeWasm(name: WasmName): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve(wasmFiles[name])
  return WebAssembly.compile(await readFile(path))
}

/**
 * Loads the Parquet library while a command reads its input, so that writing does not wait for it. Writing reports errors.
 *
 * @internal
 */
export function prepareParquet(): void {
  startParquetEngine(() => compileNodeWasm('parquet')).catch(() => undefined)
}

const isDiskFull = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')

const createDiskFullError = (name: string, cause: unknown): TablesError =>
  new TablesError(error('load.disk-full', { file: name }, { where: { file: name } }), cause)
