import type { Source } from './source.ts'

/** Fields that databases and responses of other systems add to a document. The current format does not have them. */
const rowFields = ['_id', 'created_by', 'created_at', 'updated_at']
/** Further fields of such a row. Its `version` counts changes. */
const additionalFields = ['id', 'user_id', 'owner_id', 'workspace_id', 'version']

/** Returns whether a document with nodes and edges is a row of another system's database. */
export const isStoredRow = (source: Source): boolean => rowFields.some((name) => Object.hasOwn(source, name))

/** Returns the workflow of a row. */
export function readStoredRow(source: Source): Source {
  const omitted = new Set([...rowFields, ...additionalFields])
  return Object.fromEntries(Object.entries(source).filter(([name]) => !omitted.has(name)))
}
