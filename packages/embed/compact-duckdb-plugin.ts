import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { removeWasmExports } from './remove-wasm-exports.ts'

const file = '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
const original = join(modules, file)

/** Whether an export has a C++ name. Scripts call functions with C names only. */
const isMangled = (name: string): boolean => name.startsWith('_Z') || name.startsWith('orig$_Z')

/** Writes the compact module unless a previous build has written it, and returns its path. */
function writeCompactModule(): string {
  const { size, mtimeMs } = statSync(original)
  const folder = join(modules, '.cache', 'aw-duckdb', `${size}-${Math.round(mtimeMs)}`)
  const compact = join(folder, 'duckdb-eh.wasm')
  if (existsSync(compact)) return compact
  mkdirSync(folder, { recursive: true })
  const unfinished = `${compact}.${process.pid}`
  writeFileSync(
    unfinished,
    removeWasmExports(readFileSync(original), (name) => !isMangled(name)),
  )
  // Builds run side by side; each sees a complete file or none.
  renameSync(unfinished, compact)
  return compact
}

/**
 * Replaces `duckdb-eh.wasm` by a copy without the exports that have C++ names, 75,000 of 78,000. Only extensions that are
 * linked at run time use them, and DuckDB loads none here. The file is 28 instead of 36 MB, and DuckDB starts in about
 * half the time, because Emscripten registers every export.
 */
export const compactDuckDbPlugin: Plugin = {
  name: 'aw-compact-duckdb',
  enforce: 'pre',
  resolveId(source) {
    return source.startsWith(file) ? writeCompactModule() + source.slice(file.length) : undefined
  },
}
