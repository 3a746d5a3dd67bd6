import type { DBSchema, IDBPDatabase } from 'idb'

/** The version of the database's stores. Entries are parsed on reading, so their type here is `unknown`. */
export const databaseVersion = 4

export interface DatabaseShape extends DBSchema {
  documents: { key: string; value: unknown }
  /** By document and number; what lists show. */
  versions: { key: [string, number]; value: unknown }
  /** The versions' documents, apart, so that a list never touches them. */
  'version-documents': { key: [string, number]; value: unknown }
  datasets: { key: string; value: unknown }
  /** The datasets' bytes, apart, so that a list never touches them. */
  files: { key: string; value: unknown }
  previews: { key: string; value: unknown }
  /** Files that were given and are no datasets yet, in the order in which they came. */
  arriving: { key: string; value: unknown }
  runs: { key: string; value: unknown; indexes: { 'by-workflow': string } }
  /** By run and place in its record. */
  events: { key: [string, number]; value: unknown }
  /** What was deleted, as lists show it, and what brings it back. */
  trash: { key: string; value: unknown }
  'trash-contents': { key: string; value: unknown }
  /** Entries that could not be read, from before something else took their place. */
  unreadable: { key: number; value: { store: string; key: string; value: unknown; at: number } }
}

/** Brings the stores from an older version (0: none) to this one, or to another. Append-only: one step a version. */
export function upgradeDatabase(database: IDBPDatabase<DatabaseShape>, from: number, to = databaseVersion): void {
  if (from < 1) {
    database.createObjectStore('documents')
    database.createObjectStore('datasets')
    database.createObjectStore('files')
    database.createObjectStore('previews')
    database.createObjectStore('runs').createIndex('by-workflow', 'workflowId')
    database.createObjectStore('events')
    database.createObjectStore('unreadable', { autoIncrement: true })
  }
  if (from < 2 && to >= 2) {
    database.createObjectStore('versions')
    database.createObjectStore('version-documents')
  }
  if (from < 3 && to >= 3) {
    database.createObjectStore('trash')
    database.createObjectStore('trash-contents')
  }
  if (from < 4 && to >= 4) database.createObjectStore('arriving')
}
