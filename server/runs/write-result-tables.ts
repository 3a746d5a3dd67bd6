import { resultTables, error, type Problem, type RunView, type TableRef } from '@aw-flow/schema'
import { NodeError, type Tables } from '@aw-flow/engine'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

/** A result table of a run, written as a CSV file that is not yet stored. */
export interface WrittenTable {
  node: string
  port: string
  table: TableRef
  path: string
  bytes: number
}

/**
 * Writes the result tables of a run as CSV files to a folder, so that they outlive the run.
 *
 * @throws {NodeError} if they exceed `limit` bytes in total; 0: no limit.
 */
export async function writeResultTables(
  view: RunView,
  tables: Tables,
  folder: string,
  limit: number,
): Promise<WrittenTable[]> {
  const written: WrittenTable[] = []
  let left = limit === 0 ? Infinity : limit
  for (const { node, port, table } of resultTables(view)) {
    if (!tables.has(table.id)) continue
    await mkdir(folder, { recursive: true })
    const path = join(folder, `${written.length}.csv`)
    const bytes = await writeFile(path, tables.csv(table), left)
    if (bytes === undefined) throw new NodeError('permanent', tooLarge(limit))
    left -= bytes
    written.push({ node, port, table, path, bytes })
  }
  return written
}

/** Writes a file durably. Returns its size, or `undefined` if it would exceed `maxBytes`. */
async function writeFile(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<number | undefined> {
  const file = await open(path, 'w')
  let bytes = 0
  try {
    for await (const piece of pieces) {
      bytes += piece.byteLength
      if (bytes > maxBytes) return undefined
      await file.writeFile(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return bytes
}

const tooLarge = (limit: number): Problem => error('run.result-too-large', { max: limit })
