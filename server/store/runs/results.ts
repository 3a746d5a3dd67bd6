import type { Readable } from 'node:stream'
import type { Blobs } from '../../blobs/blobs.ts'
import { defaultWorkspace } from '../../security/workspace.ts'
import type { StoredTable } from './runs.ts'

/** The result tables of a workspace's runs, stored as CSV files. */
export type Results = ReturnType<typeof createResults>

/** Returns the blob name of a stored table. Names in the default workspace are the same as in earlier versions. */
export const toResultName = (workspace: string, runId: string, file: string): string =>
  workspace === defaultWorkspace ? `results/${runId}/${file}` : `workspaces/${workspace}/results/${runId}/${file}`

export function createResults(blobs: Blobs, workspace: string) {
  const toBlobName = (runId: string, file: string): string => toResultName(workspace, runId, file)
  return {
    /** Stores tables under unique file names, so that no two workers write the same file. */
    async add(
      runId: string,
      lease: number,
      tables: readonly (Omit<StoredTable, 'file'> & { path: string })[],
    ): Promise<StoredTable[]> {
      const storedTables: StoredTable[] = []
      for (const { path, ...table } of tables) {
        const file = `${lease}-${storedTables.length}.csv`
        await blobs.put(toBlobName(runId, file), path)
        storedTables.push({ ...table, file })
      }
      return storedTables
    },
    /** Opens a table's CSV file as a stream. */
    openStream: (runId: string, file: string): Promise<Readable> => blobs.openStream(toBlobName(runId, file)),
    /** Returns the path of a local copy, or `undefined` if the file is missing. */
    findLocalPath: (runId: string, file: string): Promise<string | undefined> =>
      blobs.findLocalPath(toBlobName(runId, file)),
    /** Removes all of a run's tables. */
    async remove(runId: string): Promise<void> {
      for await (const { name } of blobs.list(toBlobName(runId, ''))) await blobs.remove(name)
    },
  }
}
