import { error, type Problem, type RunView, type TableRef } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { NodeError, type Tables } from '@aw-flow/engine'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

/** A result table that has been written to a temporary CSV file but not yet stored. */
export interface WrittenTable {
  node: string
  port: string
  table: TableRef
  path: string
  bytes: number
}

/**
 * Writes a run's result tables to a folder as CSV files, so that they outlive the run.
 *
 * @throws {NodeError} if the tables exceed `limit` bytes in total. A limit of 0 means unlimited.
 */
export async function writeResultTables(
  view: RunView,
  tables: Tables,
  folder: string,
  limit: number,
): Promise<WrittenTable[]> {
  const writtenTables: WrittenTable[] = []
  let remainingBytes = limit === 0 ? Infinity : limit
  for (const { node, port, table } of findResultTables(view)) {
    if (!tables.has(table.id)) continue
    await mkdir(folder, { recursive: true })
    const path = join(folder, `${writtenTables.length}.csv`)
    const bytes = await writeFile(path, tables.csv(table), remainingBytes)
    if (bytes === undefined) throw new NodeError('permanent', createTooLargeProblem(limit))
    remainingBytes -= bytes
    writtenTables.push({ node, port, table, path, bytes })
  }
  return writtenTables
}

/** Writes a file and flushes it to disk. Returns its size in bytes, or `undefined` if it would exceed `maxBytes`. */
async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<number | undefined> {
  const file = await open(path, 'w')
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) return undefined
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return bytes
}

const createTooLargeProblem = (limit: number): Problem => error('run.result-too-large', { max: limit })
