import type { Source } from './source.ts'

/** Fields that other systems' databases and responses add to a document. The current format does not have them. */
const rowFields = ['_id', 'created_by', 'created_at', 'updated_at']
/** Further fields of such a row. Its `version` is a change counter. */
const additionalFields = ['id', 'user_id', 'owner_id', 'workspace_id', 'version']

/** Returns whether a document with nodes and edges is a row from another system's database. */
export const isStoredRow = (source: Source): boolean => rowFields.some((name) => Object.hasOwn(source, name))

/** Removes the fields of the database row from a workflow. */
export function readStoredRow(source: Source, ignored: Set<string>): Source {
  const omittedFields = new Set([...rowFields, ...additionalFields].filter((name) => name in source))
  for (const name of omittedFields) ignored.add(name)
  return Object.fromEntries(Object.entries(source).filter(([name]) => !omittedFields.has(name)))
}
