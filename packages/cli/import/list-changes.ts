import type { Json, Workflow } from '@aw-flow/schema'
import { pluralize } from '../reports/describe-load.ts'

type Source = { readonly [key: string]: Json }

/** Database fields of other systems, which the current format does not include. */
const databaseFields = ['_id', 'created_by', 'created_at', 'updated_at']
const maxNames = 5

/**
 * Lists the changes made when a document was converted, one sentence each. Empty if it was already in the current
 * format.
 *
 * @param ignoredFields The fields of the source that the workflow does not contain, from `readWorkflow`.
 */
export function listChanges(source: Json, workflow: Workflow, ignoredFields: readonly string[]): string[] {
  if (!isRecord(source)) return []
  const sourceFormat = describeSourceFormat(source)
  const statusChange =
    source.status === undefined || source.status === 'draft'
      ? []
      : [`The status was ${JSON.stringify(source.status)}. On the server, it is a draft: check it, then publish it.`]
  if (sourceFormat === undefined) return statusChange
  const { nodes, edges } = workflow
  const changes = [
    `Converted from ${sourceFormat}: ${pluralize(nodes.length, 'node')}, ${pluralize(edges.length, 'edge')}.`,
  ]
  const types = new Map(listTypes(source))
  const typeChanges = nodes.flatMap(({ id, type }) => {
    const sourceType = types.get(id)
    return sourceType === undefined || sourceType === type ? [] : [`${id} (${sourceType} → ${type})`]
  })
  if (typeChanges.length > 0) changes.push(`Node types changed: ${joinNames(typeChanges)}.`)
  changes.push(...describeIgnoredFields(source, ignoredFields))
  return [...changes, ...statusChange]
}

/** Names the fields that were not imported, in one sentence, if there are any. */
export function describeIgnoredFields(source: Json, ignoredFields: readonly string[]): string[] {
  const { version } = isRecord(source) ? source : {}
  const names = ignoredFields
    // If `version` is a string, it is a version label, which is handled separately.
    .filter((name) => name !== 'version' || typeof version !== 'string')
    .map((name) => (name === 'version' ? `version ${JSON.stringify(version)}` : name))
  return names.length > 0 ? [`Not imported: ${names.join(', ')}.`] : []
}

function describeSourceFormat(source: Source): string | undefined {
  const { nodes, edges, connections, links, steps, version } = source
  if (nodes === undefined) {
    if (Array.isArray(steps)) {
      return steps.every((step) => isRecord(step) && typeof step.type === 'string')
        ? 'a list of steps'
        : 'steps with agents'
    }
    return isRecord(steps) ? 'steps with agents' : 'a ComfyUI graph'
  }
  if (edges === undefined && Array.isArray(connections)) return 'nodes and connections'
  if (edges === undefined && Array.isArray(links)) return 'a litegraph.js graph'
  if (databaseFields.some((name) => name in source)) return 'a database row with nodes and edges'
  return typeof version === 'number' ? undefined : 'nodes and edges without a version'
}

/** Lists the ids and types of the nodes in a source document. */
function listTypes({ nodes, steps }: Source): [id: string, type: string][] {
  const items: [string | undefined, Json][] = Array.isArray(nodes)
    ? nodes.map((node) => [undefined, node])
    : Array.isArray(steps)
      ? steps.map((step) => [undefined, step])
      : isRecord(steps)
        ? Object.entries(steps)
        : []
  return items.flatMap(([key, item]) => {
    if (!isRecord(item)) return []
    const id = item.id ?? key
    const type = item.agent ?? item.agent_name ?? item.type
    return typeof type === 'string' && (typeof id === 'string' || typeof id === 'number') ? [[String(id), type]] : []
  })
}

const joinNames = (names: readonly string[]): string =>
  names.length > maxNames
    ? `${names.slice(0, maxNames).join(', ')} and ${names.length - maxNames} more`
    : names.join(', ')

const isRecord = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
