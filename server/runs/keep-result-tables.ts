import { resultTables, error, type Problem, type RunView, type TableRef } from '@aw-flow/schema'
import { NodeError, type Tables } from '@aw-flow/engine'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

/** A table that a run came to, as a CSV file that lies here until it is kept. */
export interface WrittenTable {
  node: string
  port: string
  table: TableRef
  path: string
  bytes: number
}

/**
 * Writes the tables that a run came to as CSV files into a folder, so that they can outlive the run's own. Rejects with a
 * `NodeError` where they take more than `limit` bytes together; 0: no limit.
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
    const bytes = await writeWhole(path, tables.csv(table), left)
    if (bytes === undefined) throw new NodeError('permanent', tooLarge(limit))
    left -= bytes
    written.push({ node, port, table, path, bytes })
  }
  return written
}

/** Writes a file to the disk; `undefined` where it would be larger than `most` bytes. */
async function writeWhole(path: string, pieces: AsyncIterable<Uint8Array>, most: number): Promise<number | undefined> {
  const file = await open(path, 'w')
  let bytes = 0
  try {
    for await (const piece of pieces) {
      bytes += piece.byteLength
      if (bytes > most) return undefined
      await file.writeFile(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return bytes
}

const tooLarge = (limit: number): Problem => error('run.result-too-large', { max: limit })
