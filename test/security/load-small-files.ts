import { NodeError, TablesError } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { hashFile, openDuckDb, openNodeFile } from '@aw-flow/data/node'
import { join } from 'node:path'
import { loadFile } from '../../packages/agents/loading/run/load-file.ts'

/** Loads files of a folder one after another, and prints how each ends and the peak of the memory so far, in MB. */
const [folder = '', ...names] = process.argv.slice(2)
const tables = await openDuckDb()
for (const name of names) {
  const path = join(folder, name)
  const file = await openNodeFile(path, await hashFile(path), name)
  let table: TableRef | undefined
  let outcome: string
  try {
    const loaded = await loadFile(file, { tables, id: 'small', maxRetries: 1 })
    table = loaded.table
    outcome = 'loaded'
  } catch (cause) {
    if (!(cause instanceof TablesError || cause instanceof NodeError)) throw cause
    const { code, params } = cause.problem
    const reason = params?.reason
    outcome = code === 'load.unreadable' && reason instanceof Object && 'code' in reason ? String(reason.code) : code
  }
  if (table) await tables.drop(table.id)
  if ('gc' in globalThis && typeof globalThis.gc === 'function') globalThis.gc()
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(`${JSON.stringify({ name, outcome, peak })}\n`)
}
process.exit()
