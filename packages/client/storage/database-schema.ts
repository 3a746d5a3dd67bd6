import type { DBSchema, IDBPDatabase } from 'idb'

/** The database version. Entries are validated when they are read, so their type here is `unknown`. */
export const databaseVersion = 6

export interface DatabaseSchema extends DBSchema {
  documents: { key: string; value: unknown }
  /** The origin and grants of each document. A document without an entry is the user's own. */
  access: { key: string; value: unknown }
  /** The state of each document's copy on a server, keyed by server and document id. */
  'sync-states': { key: [string, string]; value: unknown }
  /** The metadata of versions, keyed by document id and version number. */
  versions: { key: [string, number]; value: unknown }
  /** The documents of versions. A separate store, so that listing versions does not load them. */
  'version-documents': { key: [string, number]; value: unknown }
  datasets: { key: string; value: unknown }
  /** The bytes of datasets. A separate store, so that listing datasets does not load them. */
  files: { key: string; value: unknown }
  previews: { key: string; value: unknown }
  /** Files that have not become datasets yet, in order of arrival. */
  arriving: { key: string; value: unknown }
  runs: { key: string; value: unknown; indexes: { 'by-workflow': string } }
  /** The events of runs, keyed by run id and event number. */
  events: { key: [string, number]; value: unknown }
  /** The metadata of trash entries. `trash-contents` holds the deleted content. */
  trash: { key: string; value: unknown }
  'trash-contents': { key: string; value: unknown }
  /** Unreadable entries that have since been overwritten in their store. */
  unreadable: { key: number; value: { store: string; key: string; value: unknown; at: number } }
}

/**
 * Upgrades the object stores from `oldVersion`: 0 for a new database, 4 for one of version 0.1. Released steps must not
 * change.
 */
export function upgradeDatabase(database: IDBPDatabase<DatabaseSchema>, oldVersion: number): void {
  if (oldVersion < 4) {
    database.createObjectStore('documents')
    database.createObjectStore('datasets')
    database.createObjectStore('files')
    database.createObjectStore('previews')
    database.createObjectStore('runs').createIndex('by-workflow', 'workflowId')
    database.createObjectStore('events')
    database.createObjectStore('unreadable', { autoIncrement: true })
    database.createObjectStore('versions')
    database.createObjectStore('version-documents')
    database.createObjectStore('trash')
    database.createObjectStore('trash-contents')
    database.createObjectStore('arriving')
  }
  if (oldVersion < 6) {
    // Version 0.1 cannot open the database anymore, because it would save documents without their access.
    database.createObjectStore('access')
    database.createObjectStore('sync-states')
  }
}
