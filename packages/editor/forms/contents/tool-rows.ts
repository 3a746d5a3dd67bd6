import { defined, type Json } from '@aw-flow/schema'

type JsonObject = { [name: string]: Json }

/** Tool kinds, each with the row field that stores the tool's `use` property, if any. */
export const toolTargetFields = {
  node: 'nodeType',
  workflow: 'workflow',
  sql: undefined,
  function: 'function',
  mcp: 'server',
} as const
type ToolKind = keyof typeof toolTargetFields

const toolKeys: ReadonlySet<string> = new Set([
  'name',
  'description',
  'kind',
  'use',
  'config',
  'parameters',
  'approval',
  'repeatable',
])

/** Converts an agent's tools to form rows. Returns `undefined` if the form cannot represent one of the tools. */
export function readToolRows(tools: Json | undefined): JsonObject[] | undefined {
  if (tools !== undefined && !Array.isArray(tools)) return undefined
  const rows = (tools ?? []).map(readToolRow)
  return rows.every((row) => row !== undefined) ? rows : undefined
}

function readToolRow(tool: Json): JsonObject | undefined {
  if (!isObject(tool) || !Object.keys(tool).every((key) => toolKeys.has(key))) return undefined
  const { kind = 'node', use = '', config = {}, ...others } = tool
  if (typeof kind !== 'string' || !(kind in toolTargetFields) || typeof use !== 'string' || !isObject(config))
    return undefined
  const target = toolTargetFields[kind as ToolKind]
  // The form has no fields for the configuration of other kinds, such as an embedded workflow.
  const settings = readSettings(kind as ToolKind, config)
  return settings && { ...others, kind, ...(target ? { [target]: use } : {}), ...settings }
}

function readSettings(kind: ToolKind, config: JsonObject): JsonObject | undefined {
  if (Object.keys(config).length === 0) return {}
  if (kind === 'node' || kind === 'function') return { settings: config }
  const { tool, ...rest } = config
  return kind === 'mcp' && typeof tool === 'string' && Object.keys(rest).length === 0 ? { mcpTool: tool } : undefined
}

/**
 * Converts form rows to an agent's tools. Settings with default values are omitted. A tool without a name gets the name of
 * its node type, workflow or function when that is selected.
 */
export function writeToolRows(rows: readonly JsonObject[], previousRows: readonly JsonObject[] = []): JsonObject[] {
  return rows.map((row, index) => {
    const { kind = 'node', name = '', description, parameters, approval, repeatable } = row
    const target = toolTargetFields[kind as ToolKind]
    const use = target ? row[target] : undefined
    const isTargetNew = target !== undefined && kind !== 'mcp' && use !== previousRows[index]?.[target]
    const config = writeSettings(kind as ToolKind, row)
    return {
      name: name === '' && isTargetNew ? toToolName(use) : name,
      ...(description === undefined || description === '' ? {} : { description }),
      kind,
      ...(use === undefined || use === '' ? {} : { use }),
      ...defined({ config }),
      ...(parameters === undefined || parameters === null ? {} : { parameters }),
      ...(approval === undefined || approval === 'auto' ? {} : { approval }),
      ...(repeatable === true ? { repeatable } : {}),
    }
  })
}

/** Returns a name that model providers accept. */
const toToolName = (target: Json | undefined): string => String(target ?? '').replaceAll(/[^\w-]+/g, '_')

function writeSettings(kind: ToolKind, { settings, mcpTool }: JsonObject): JsonObject | undefined {
  if (kind === 'mcp') return typeof mcpTool === 'string' && mcpTool !== '' ? { tool: mcpTool } : undefined
  const hasSettings = (kind === 'node' || kind === 'function') && isObject(settings) && Object.keys(settings).length > 0
  return hasSettings ? settings : undefined
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
