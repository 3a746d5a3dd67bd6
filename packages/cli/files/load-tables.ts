import { loadFile } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { error, type TableRef } from '@aw-flow/schema'
import { createUsageError } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openSource } from './open-source.ts'

/** Parses the `NAME=FILE` values of `--table` into paths keyed by name. */
export function parseTablePaths(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [, name = '', path = ''] = /^([^=]+)=(.+)$/.exec(value) ?? []
      if (name !== '') return [name, path]
      throw createUsageError(error('table-option.no-name', { text: value }))
    }),
  )
}

/** Loads the tables specified with `--table`. */
export async function loadTables(
  paths: Readonly<Record<string, string>>,
  tables: Tables,
  terminal: Terminal,
): Promise<Record<string, TableRef>> {
  const loadedTables: Record<string, TableRef> = {}
  for (const [name, path] of Object.entries(paths)) {
    const { file, close } = await openSource(path, terminal)
    try {
      const id = `named_${name}_${file.dataset}`
      loadedTables[name] = (await loadFile(file, { tables, id, maxRetries: 3, signal: terminal.signal })).table
    } finally {
      await close()
    }
  }
  return loadedTables
}
