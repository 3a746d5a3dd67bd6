import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createWriteStream } from 'node:fs'
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
      folder ??= realpath(temporary).then((place) => mkdtemp(join(place, 'aw-unpacked-')))
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
      if (folder) await rm(await folder, { recursive: true, force: true })
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
  new TablesError(
    error('load.disk-full', `There is no room to unpack \`${name}\`.`, {
      where: { file: name },
      hint: 'Free room on the disk of the folder for temporary files, and load it again.',
    }),
    cause,
  )
