import { NodeError, type McpToolResult, type RunArguments } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import { readSchema } from './check-schema.ts'

type CallArguments = Pick<RunArguments<unknown>, 'node' | 'services' | 'effect'>

/** A tool of an MCP server, and whether an interrupted call may be repeated without asking. */
export interface McpToolCall {
  server: string
  tool: string
  repeatable: boolean
  /** The number of the call, for a node that makes several. */
  call?: number
  /** Aborted at the time limit of the call. */
  limit?: AbortSignal | undefined
}

/**
 * Calls a tool of an MCP server as an effect of a node: the result is recorded, so that a resumed run does not call it
 * again. Arguments that do not match the schema of the tool are not sent.
 */
export async function callMcpTool(
  { server, tool, repeatable, call, limit }: McpToolCall,
  values: Json,
  { node, services, effect }: CallArguments,
): Promise<McpToolResult> {
  const { mcp } = services
  if (!mcp) throw new NodeError('permanent', error('outside.not-here', { port: 'mcp' }, { where: { node } }))
  const result = await effect(
    'mcp-tool',
    { server, tool, arguments: values, ...(call === undefined ? {} : { call }) },
    async () => {
      const { parameters } = await mcp.find(server, tool)
      const violations = findViolations(parameters, values)
      if (violations.length > 0) {
        throw new NodeError(
          'validation',
          error('tool.arguments', { tool, faults: violations }, { where: { node, setting: 'arguments' } }),
        )
      }
      return (await mcp.call(server, tool, values as { [key: string]: Json })) as unknown as Json
    },
    { unknown: repeatable ? 'retry' : 'ask', signal: limit },
  )
  return isResult(result) ? result : { content: [], structured: result, isError: false }
}

/** Returns the texts of a result. */
export const readText = (content: Json): string =>
  (Array.isArray(content) ? content : [])
    .flatMap((block) => {
      const { type, text } = Object(block) as { type?: Json; text?: Json }
      return type === 'text' && typeof text === 'string' ? [text] : []
    })
    .join('\n')

function findViolations(parameters: { readonly [key: string]: Json }, values: Json): string[] {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return [JSON.stringify(values)]
  const check = readSchema(JSON.stringify(parameters), 'tool')
  // The server checks the arguments too. A schema that cannot be checked here does not prevent the call.
  return typeof check === 'function' ? check(values) : []
}

/** A reviewer can provide any result of an interrupted call. */
const isResult = (value: Json): value is Json & { content: Json; structured: Json | null; isError: boolean } =>
  typeof value === 'object' && value !== null && 'content' in value && 'isError' in value
