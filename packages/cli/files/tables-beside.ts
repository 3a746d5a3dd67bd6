import { loadFile } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { error, type TableRef } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openGiven } from './open-given.ts'

/** The paths of tables that are given beside a file, by name: each as `NAME=FILE`. */
export function namedTables(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((one) => {
      const [, called = '', path = ''] = /^([^=]+)=(.+)$/.exec(one) ?? []
      if (called !== '') return [called, path]
      throw wrongUse(error('use.table', { text: one }))
    }),
  )
}

/** Loads tables that are given beside a file, by name. */
export async function loadBeside(
  paths: Readonly<Record<string, string>>,
  tables: Tables,
  terminal: Terminal,
): Promise<Record<string, TableRef>> {
  const loaded: Record<string, TableRef> = {}
  for (const [called, path] of Object.entries(paths)) {
    const { file, close } = await openGiven(path, terminal)
    try {
      const id = `beside_${called}_${file.dataset}`
      loaded[called] = (await loadFile(file, { tables, id, maxRetries: 3, signal: terminal.signal })).table
    } finally {
      await close()
    }
  }
  return loaded
}
