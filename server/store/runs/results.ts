import type { Readable } from 'node:stream'
import type { Blobs } from '../../blobs/blobs.ts'
import type { StoredTable } from './runs.ts'

/** The tables of runs, as CSV files. */
export interface Results {
  /** Adds files under unique names, so that no two workers write the same file. */
  add(
    run: string,
    lease: number,
    tables: readonly (Omit<StoredTable, 'file'> & { path: string })[],
  ): Promise<StoredTable[]>
  stream(run: string, file: string): Promise<Readable>
  /** Removes all tables of a run. */
  remove(run: string): Promise<void>
}

export function createResults(blobs: Blobs): Results {
  const toBlobName = (run: string, file: string): string => `results/${run}/${file}`
  return {
    async add(run, lease, tables) {
      const stored: StoredTable[] = []
      for (const { path, ...table } of tables) {
        const file = `${lease}-${stored.length}.csv`
        await blobs.put(toBlobName(run, file), path)
        stored.push({ ...table, file })
      }
      return stored
    },
    stream: (run, file) => blobs.stream(toBlobName(run, file)),
    async remove(run) {
      for await (const { name } of blobs.list(`results/${run}/`)) await blobs.remove(name)
    },
  }
}
