import type { Tables } from '@aw-flow/engine'
import { resultTables, type RunView } from '@aw-flow/schema'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptTable } from '../store/runs.ts'

/** Writes the tables that a run came to as CSV files into a folder, so that they outlive the run's own tables. */
export async function keepResultTables(view: RunView, tables: Tables, folder: string): Promise<KeptTable[]> {
  const kept: KeptTable[] = []
  for (const { node, port, table } of resultTables(view)) {
    if (!tables.has(table.id)) continue
    await mkdir(folder, { recursive: true })
    const file = `${kept.length}.csv`
    const bytes = await writeWhole(join(folder, file), tables.csv(table))
    kept.push({ node, port, table, file, bytes })
  }
  return kept
}

/** A file appears under its name only when all of it is on the disk. */
async function writeWhole(path: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const arriving = `${path}.arriving`
  const file = await open(arriving, 'w')
  let bytes = 0
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece)
      bytes += piece.byteLength
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(arriving, path)
  return bytes
}
