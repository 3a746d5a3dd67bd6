import type { Readable } from 'node:stream'
import type { Blobs } from '../../blobs/blobs.ts'
import { defaultWorkspace } from '../../security/workspace.ts'
import type { StoredTable } from './runs.ts'

/** The result tables of a workspace's runs, stored as CSV files. */
export interface Results {
  /** Stores tables under unique file names, so that no two workers write the same file. */
  add(
    run: string,
    lease: number,
    tables: readonly (Omit<StoredTable, 'file'> & { path: string })[],
  ): Promise<StoredTable[]>
  /** Opens a table's CSV file as a stream. */
  openStream(run: string, file: string): Promise<Readable>
  /** Returns the path of a local copy, or `undefined` if the file is missing. */
  findLocalPath(run: string, file: string): Promise<string | undefined>
  /** Removes all of a run's tables. */
  remove(run: string): Promise<void>
}

/** Returns the blob name of a stored table. Names in the default workspace are the same as in earlier versions. */
export const toResultName = (workspace: string, run: string, file: string): string =>
  workspace === defaultWorkspace ? `results/${run}/${file}` : `workspaces/${workspace}/results/${run}/${file}`

export function createResults(blobs: Blobs, workspace: string): Results {
  const toBlobName = (run: string, file: string): string => toResultName(workspace, run, file)
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
    openStream: (run, file) => blobs.openStream(toBlobName(run, file)),
    findLocalPath: (run, file) => blobs.findLocalPath(toBlobName(run, file)),
    async remove(run) {
      for await (const { name } of blobs.list(toBlobName(run, ''))) await blobs.remove(name)
    },
  }
}
