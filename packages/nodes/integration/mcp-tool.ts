import { loadFile } from '@aw-flow/agents'
import { defineNode, NodeError, type McpToolResult, type NodeResult, type RunArguments } from '@aw-flow/engine'
import { error, parseJson, type Json, type Port, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { checkAvailability } from '../requests/check-availability.ts'
import { createMemoryFile } from '../requests/memory-file.ts'
import { callMcpTool, readText } from './call-mcp-tool.ts'
import { resolveArguments } from './tool-arguments.ts'

const settings = z.strictObject({
  server: z
    .string()
    .default('')
    .meta({
      title: 'MCP server',
      description: 'ID or name of a server that an administrator has added.',
      examples: ['Tickets'],
    }),
  tool: z
    .string()
    .default('')
    .meta({ title: 'Tool', description: 'Name of an approved tool on the server.', examples: ['search_tickets'] }),
  arguments: z.record(z.string(), z.unknown()).nullable().default(null).meta({
    title: 'Arguments',
    description: 'Values by name. Leave empty to use the input value.',
    format: 'arguments',
  }),
  result: z
    .enum(['json', 'table'])
    .default('json')
    .meta({
      title: 'Result type',
      description: 'How to read the result. Table: its list of objects becomes rows.',
      labels: { json: 'JSON', table: 'Table' },
    }),
  repeatable: z.boolean().default(false).meta({
    advanced: true,
    title: 'Repeatable',
    description: 'Whether an interrupted call is repeated without asking.',
  }),
})

type Settings = z.output<typeof settings>

const valuePort: Port = { name: 'value', type: 'any', label: 'Arguments' }
const createOutputPorts = (type: Settings['result']): Port[] => [{ name: 'result', type, label: 'Result' }]

/** Calls a tool on an MCP server. @internal */
export const mcpToolNode = defineNode({
  type: 'mcp_tool',
  version: 1,
  family: 'integration',
  title: 'MCP tool',
  description: 'Calls an approved tool of an MCP server.',
  icon: 'puzzle',
  reads: ['untrusted'],
  effects: 'external',
  // Any argument can name a recipient.
  targets: ['server', 'tool', 'arguments'],
  inputs: [valuePort],
  outputs: createOutputPorts('json'),
  ports: ({ result: type }) => ({ inputs: [valuePort], outputs: createOutputPorts(type) }),
  settings,

  describe: ({ settings: config, context }) => ({
    outputs: { result: { type: config.result } },
    summary: [config.server, config.tool].join('\n').trim(),
    problems: [...findProblems(config), ...checkAvailability(context, 'mcp')],
  }),

  async run(args) {
    const { settings: config, node, inputs } = args
    const [problem] = findProblems(config)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const call = { server: config.server.trim(), tool: config.tool.trim(), repeatable: config.repeatable }
    const result = await callMcpTool(call, resolveArguments(config.arguments, inputs.value, node), args)
    if (!result.isError) return createResult(result, args)
    const params = { tool: call.tool, reason: readText(result.content) || '…' }
    throw new NodeError('permanent', error('mcp-tool.failed', params, { where: { node } }))
  },
})

const findProblems = ({ server, tool }: Settings): Problem[] =>
  server.trim() === '' || tool.trim() === ''
    ? [error('mcp-tool.none', {}, { where: { setting: server.trim() === '' ? 'server' : 'tool' } })]
    : []

async function createResult(result: McpToolResult, args: RunArguments<Settings>): Promise<NodeResult> {
  const { settings: config, tables, key, signal, clock, node } = args
  const json = readResult(result)
  if (config.result === 'json') return { outputs: { result: { kind: 'json', json } } }
  const rows = findRows(json)
  if (!rows) throw new NodeError('permanent', error('mcp-tool.no-rows', { tool: config.tool }, { where: { node } }))
  const file = createMemoryFile(`${config.tool}.json`, JSON.stringify(rows))
  const { table, report } = await loadFile(file, { tables, id: key, maxRetries: 3, signal, elapsed: clock.elapsed })
  const problems = report.warnings.map((warning) => ({ ...warning, where: { node, ...warning.where } }))
  return { outputs: { result: { kind: 'table', table } }, report: { kind: 'load', report }, problems }
}

/**
 * Converts a tool result to JSON: its structured content or, if there is none, its text, parsed as JSON if possible.
 */
function readResult({ structured, content }: McpToolResult): Json {
  if (structured !== null) return structured
  const text = readText(content)
  if (text === '') return content
  const parsedJson = parseJson(text)
  return parsedJson.ok ? parsedJson.value : text
}

/** Returns the objects in a result: the result itself if it is a list, or else the only list in it. */
function findRows(json: Json): Json[] | undefined {
  const lists = Array.isArray(json) ? [json] : Object.values(Object(json) as Record<string, Json>).filter(Array.isArray)
  const [rows] = lists
  const isTable = lists.length === 1 && rows!.every((row) => typeof row === 'object' && row !== null)
  return isTable && rows!.length > 0 ? rows : undefined
}
