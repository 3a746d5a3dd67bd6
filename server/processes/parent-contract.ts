import { capabilityNames, type RunCapabilities } from '../runs/run-capabilities.ts'
import type { SerializedEvents } from '../runs/serialized-events.ts'
import type { WrittenTable } from '../runs/write-result-tables.ts'

/** Functions of the parent process for a run in a child process: its capabilities, and storage of its results. */
export interface ParentCapabilities extends RunCapabilities {
  journal: {
    append(events: SerializedEvents): Promise<void>
    storeTables(tables: readonly WrittenTable[]): Promise<void>
  }
  files: {
    /** Returns the local path of a dataset that the run may read. */
    open(datasetId: string): Promise<{ path: string; name: string } | undefined>
    /**
     * Stores a file from the folder for incoming files as a dataset.
     *
     * @throws {NodeError} if the workspace's quota is exceeded.
     */
    store(file: { path: string; name: string }): Promise<{ path: string; datasetId: string }>
  }
  /** Resolves when the run may open a data engine. */
  engines: { acquire(): Promise<void> }
}

export const parentCapabilityNames: readonly (keyof ParentCapabilities)[] = [
  ...capabilityNames,
  'journal',
  'files',
  'engines',
]
