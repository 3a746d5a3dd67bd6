import type { Result } from '@aw-flow/schema'
import type { TableReader, View, ViewedFile, TableView } from './table-reader.ts'

/** Reads tables on behalf of all workspaces. */
export type TableReaders = ReturnType<typeof createInProcessReaders>

/** Creates one reader per workspace in the current process, for tests and for hosts that pass a loader function. */
export function createInProcessReaders(createReader: () => TableReader) {
  const readers = new Map<string, TableReader>()
  return {
    read<V extends View>(workspace: string, file: ViewedFile, view: V): Promise<Result<TableView<V['type']>>> {
      const reader = readers.get(workspace) ?? createReader()
      readers.set(workspace, reader)
      return reader.read(file, view)
    },
    async close(): Promise<void> {
      await Promise.all([...readers.values()].map((reader) => reader.close()))
    },
  }
}
