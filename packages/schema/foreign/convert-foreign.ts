import { error } from '../wire/problem.ts'
import { failed, ok, type Result } from '../wire/result.ts'
import type { Json } from '../document/workflow.ts'
import { maxDocumentCharacters } from '../document/document-limits.ts'
import { findForbiddenPath, maxDepth } from '../document/find-forbidden-path.ts'
import { mapWorkflow, type MappedWorkflow, type ToolDefinition } from './map-workflow.ts'
import { n8nTool } from './tools/n8n.ts'
import type { ForeignTool } from './foreign-workflow.ts'

/** In the order in which they are asked: formats that look like others come first. */
const toolDefinitions: readonly ToolDefinition[] = [n8nTool]

/** Returns the tool that exported the JSON, or `undefined` if it is something else. @internal */
export const recognizeForeign = (json: Json): ForeignTool | undefined => findDefinition(json)?.tool

const findDefinition = (json: Json): ToolDefinition | undefined =>
  typeof json === 'object' && json !== null ? toolDefinitions.find((definition) => definition.recognize(json)) : undefined

/**
 * Converts an export of another tool to a workflow document in the shape that `readWorkflow` reads, and reports what
 * was mapped. Runs nothing and fetches nothing. Secrets are removed.
 *
 * @returns `undefined` if the JSON is not an export of a known tool.
 * @internal
 */
export function convertForeign(json: Json): Result<MappedWorkflow> | undefined {
  const definition = findDefinition(json)
  if (!definition) return undefined
  const forbiddenPath = findForbiddenPath(json)
  if (forbiddenPath && forbiddenPath.length > maxDepth) return failed(error('workflow.too-deep', { max: maxDepth }))
  if (forbiddenPath)
    return failed(error('workflow.reserved-name', { name: forbiddenPath.at(-1)!, path: forbiddenPath.join('.') }))
  const source = definition.read(json)
  for (const [what, { length: count }] of [['nodes', source.nodes], ['edges', source.edges]] as const) {
    const max = maxItems[what]
    if (count > max) return failed(error('workflow.too-large', { what, count, max }))
  }
  return ok(mapWorkflow(source, definition))
}

/** Maximum length of an export as text, in characters. */
export const maxForeignCharacters = maxDocumentCharacters
const maxItems = { nodes: 10_000, edges: 40_000 } as const
