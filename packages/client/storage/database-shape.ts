import type { DBSchema, IDBPDatabase } from 'idb'

/** The version of the database's stores. Entries are parsed on reading, so their type here is `unknown`. */
export const databaseVersion = 5

export interface DatabaseShape extends DBSchema {
  documents: { key: string; value: unknown }
  /** The origins and grants of documents. A document without an entry is the user's own. */
  access: { key: string; value: unknown }
  /** Entries of the version list, by document and number. */
  versions: { key: [string, number]; value: unknown }
  /** The documents of versions, in a separate store so that listing versions does not read them. */
  'version-documents': { key: [string, number]; value: unknown }
  datasets: { key: string; value: unknown }
  /** The bytes of datasets, in a separate store so that listing datasets does not read them. */
  files: { key: string; value: unknown }
  previews: { key: string; value: unknown }
  /** Files that are not datasets yet, in order of arrival. */
  arriving: { key: string; value: unknown }
  runs: { key: string; value: unknown; indexes: { 'by-workflow': string } }
  /** Run events, by run and event number. */
  events: { key: [string, number]; value: unknown }
  /** Entries of the trash list, and the deleted content. */
  trash: { key: string; value: unknown }
  'trash-contents': { key: string; value: unknown }
  /** Entries that could not be read and have been replaced since. */
  unreadable: { key: number; value: { store: string; key: string; value: unknown; at: number } }
}

/** Upgrades the stores from a version (0 for a new database) to `to`. Append-only: one step per version. */
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
  // Earlier versions cannot open this version: they would save documents without their access.
  if (from < 5 && to >= 5) database.createObjectStore('access')
}
