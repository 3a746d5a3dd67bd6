import type { Result } from '@aw-flow/schema'
import type { TableReader, View, ViewedFile, TableView } from './table-reader.ts'

/** Reads tables on behalf of all workspaces. */
export interface TableReaders {
  read<V extends View>(workspace: string, file: ViewedFile, view: V): Promise<Result<TableView<V['type']>>>
  close(): Promise<void>
}

/** Creates one reader per workspace in the current process, for tests and for hosts that pass a loader function. */
export function createInProcessReaders(createReader: () => TableReader): TableReaders {
  const readers = new Map<string, TableReader>()
  return {
    read(workspace, file, view) {
      const reader = readers.get(workspace) ?? createReader()
      readers.set(workspace, reader)
      return reader.read(file, view)
    },
    async close() {
      await Promise.all([...readers.values()].map((reader) => reader.close()))
    },
  }
}
