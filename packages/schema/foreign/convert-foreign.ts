import { error, type Problem } from '../wire/problem.ts'
import { parseJson } from '../wire/parse-json.ts'
import { failed, ok, type Result } from '../wire/result.ts'
import type { Json } from '../document/workflow.ts'
import { maxDocumentCharacters } from '../document/document-limits.ts'
import { findForbiddenPath, maxDepth } from '../document/find-forbidden-path.ts'
import { mapWorkflow, type MappedWorkflow, type ToolDefinition } from './map-workflow.ts'
import { airflowTool } from './tools/airflow.ts'
import { comfyuiTool } from './tools/comfyui.ts'
import { difyTool } from './tools/dify.ts'
import { flowiseTool } from './tools/flowise.ts'
import { kestraTool } from './tools/kestra.ts'
import { knimeTool } from './tools/knime.ts'
import { langflowTool } from './tools/langflow.ts'
import { n8nTool } from './tools/n8n.ts'
import { nodeRedTool } from './tools/node-red.ts'
import type { ForeignTool } from './foreign-workflow.ts'

/** Formats that look like others come first. */
const toolDefinitions: readonly ToolDefinition[] = [
  n8nTool,
  nodeRedTool,
  langflowTool,
  flowiseTool,
  difyTool,
  kestraTool,
  airflowTool,
  comfyuiTool,
  knimeTool,
]

/** Returns the tool that exported the JSON, or `undefined` if it is something else. @internal */
export const recognizeForeign = (json: Json): ForeignTool | undefined => findDefinition(json)?.tool

const findDefinition = (json: Json): ToolDefinition | undefined =>
  typeof json === 'object' && json !== null
    ? toolDefinitions.find((definition) => definition.recognize(json))
    : undefined

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
  const problem = findForbidden(json)
  if (problem) return failed(problem)
  const source = definition.read(json)
  // Some tools write a part of their export as text, which was parsed now.
  const innerProblem = findForbidden(source)
  if (innerProblem) return failed(innerProblem)
  for (const [what, { length: count }] of [
    ['nodes', source.nodes],
    ['edges', source.edges],
  ] as const) {
    const max = maxItems[what]
    if (count > max) return failed(error('workflow.too-large', { what, count, max }))
  }
  return ok(mapWorkflow(source, definition))
}

/** Finds a reserved name or a value that is nested too deeply. */
function findForbidden(value: unknown): Problem | undefined {
  const path = findForbiddenPath(value)
  if (!path) return undefined
  if (path.length > maxDepth) return error('workflow.too-deep', { max: maxDepth })
  return error('workflow.reserved-name', { name: path.at(-1)!, path: path.join('.').slice(0, 1_000) })
}

/** The first keys of exports in YAML. Other YAML is not parsed. */
const yamlStart = /^(?:app|kind|version|id|namespace|tasks|workflow|dependencies|description|labels|inputs|triggers):/m

/**
 * Converts a file of another tool, which is recognized by its content, whatever its name is. Parsers other than that of
 * JSON are loaded when they are needed.
 *
 * @returns `undefined` if the file is not an export of a known tool.
 * @internal
 */
export async function convertForeignFile(content: string | Uint8Array): Promise<Result<MappedWorkflow> | undefined> {
  // Decoding a file of this size could fill memory. `readWorkflow` refuses documents by name.
  if (content.length > maxDocumentCharacters && !isArchive(content))
    return isPythonDag(decode(content.slice(0, maxProgramCharacters))) ? refuseProgram(content.length) : undefined
  const json = await (isArchive(content) ? readArchive(content) : parseText(decode(content)))
  return json?.ok ? convertForeign(json.value) : json
}

const decode = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

const isArchive = (content: string | Uint8Array): content is Uint8Array =>
  typeof content !== 'string' && String.fromCharCode(...content.subarray(0, 4)) === 'PK\u0003\u0004'

async function readArchive(content: Uint8Array): Promise<Result<Json> | undefined> {
  const { readKnimeArchive } = await import('./files/read-knime-archive.ts')
  return readKnimeArchive(content)
}

/** Whether a text is a program that defines a DAG of Airflow. */
const isPythonDag = (text: string): boolean => /^(?:from|import) airflow\b/m.test(text) && /\bDAG\(|^@dag\b/m.test(text)

/** Maximum number of characters in a DAG file, whose syntax tree takes many times as much memory. */
const maxProgramCharacters = 300_000

const refuseProgram = (characters: number): Result<never> =>
  failed(error('foreign.python-too-large', { characters, max: maxProgramCharacters }))

async function readProgram(text: string): Promise<Result<Json> | undefined> {
  if (text.length > maxProgramCharacters) return refuseProgram(text.length)
  return (await import('./files/read-python-dag.ts')).readPythonDag(text)
}

/** Returns the JSON in a text, or `undefined` if it is something else. */
async function parseText(text: string): Promise<Result<Json> | undefined> {
  if (isPythonDag(text)) return readProgram(text)
  const start = text.slice(0, 1_000).trimStart()
  const isJson = start.startsWith('{') || start.startsWith('[')
  if (!isJson && !yamlStart.test(text.slice(0, 10_000))) return undefined
  // A file that cannot be parsed is not an export: the caller reports the line.
  const parsed = isJson ? parseJson(text) : (await import('../yaml/parse-yaml.ts')).parseYaml(text)
  return parsed.ok ? parsed : undefined
}

/** Maximum number of items in an export. */
const maxItems = { nodes: 10_000, edges: 40_000 } as const
