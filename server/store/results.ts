import type { Readable } from 'node:stream'
import type { Blobs } from '../blobs/blobs.ts'
import type { KeptTable } from './runs.ts'

/** The tables that runs came to, as CSV files. */
export interface Results {
  /** Takes files in, each under a name of its own, so that no two workers write the same. */
  keep(
    run: string,
    lease: number,
    tables: readonly (Omit<KeptTable, 'file'> & { path: string })[],
  ): Promise<KeptTable[]>
  stream(run: string, file: string): Promise<Readable>
  /** All of a run. */
  remove(run: string): Promise<void>
}

export function createResults(blobs: Blobs): Results {
  const nameOf = (run: string, file: string): string => `results/${run}/${file}`
  return {
    async keep(run, lease, tables) {
      const kept: KeptTable[] = []
      for (const { path, ...table } of tables) {
        const file = `${lease}-${kept.length}.csv`
        await blobs.put(nameOf(run, file), path)
        kept.push({ ...table, file })
      }
      return kept
    },
    stream: (run, file) => blobs.stream(nameOf(run, file)),
    async remove(run) {
      for await (const { name } of blobs.list(`results/${run}/`)) await blobs.remove(name)
    },
  }
}
