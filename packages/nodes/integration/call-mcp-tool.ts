import {
  NodeError,
  type McpInputAnswers,
  type McpInputRequired,
  type McpToolResult,
  type RunArguments,
} from '@aw-flow/engine'
import { error, defined, type Json } from '@aw-flow/schema'
import { askForInput } from './ask-for-input.ts'

type CallArguments = Pick<RunArguments<unknown>, 'node' | 'services' | 'effect' | 'requestDecision' | 'render'>

/** A call to a tool on an MCP server. */
export interface McpToolCall {
  server: string
  tool: string
  /** Whether an interrupted call may be retried without approval. */
  repeatable: boolean
  /** Sequence number of the call, for nodes that make several calls. */
  callNumber?: number
  /** Signal that is aborted when the call times out. */
  timeoutSignal?: AbortSignal | undefined
}

/** Maximum number of times that a server may request input during one call. */
const maxInputRounds = 10

/**
 * Calls a tool on an MCP server as a node effect. The result is recorded, so a resumed run does not repeat the call.
 * Arguments that do not match the tool's schema are not sent. If the server requests input, the node waits for a
 * user and then repeats the call with the answers.
 */
export async function callMcpTool(toolCall: McpToolCall, values: Json, args: CallArguments): Promise<McpToolResult> {
  const { server, tool, repeatable, callNumber, timeoutSignal } = toolCall
  const { node, services, effect } = args
  const { mcp } = services
  if (!mcp) throw new NodeError('permanent', error('outside.not-available', { port: 'mcp' }, { where: { node } }))
  let input: McpInputAnswers | undefined
  for (let round = 0; round <= maxInputRounds; round++) {
    const answers = input
    const result = await effect(
      'mcp-tool',
      {
        server,
        tool,
        arguments: values,
        ...defined({ call: callNumber }),
        ...(answers ? { input: answers as unknown as Json } : {}),
      },
      async ({ signal }) => {
        const options = defined({ signal, input: answers })
        const call = mcp.call(server, tool, values as { [key: string]: Json }, options)
        return (await call.catch((cause: unknown) => {
          throw cause instanceof NodeError && cause.kind === 'validation'
            ? new NodeError(cause.kind, { ...cause.problem, where: { node, setting: 'arguments' } })
            : cause
        })) as unknown as Json
      },
      { unknownOutcome: repeatable ? 'retry' : 'ask', signal: timeoutSignal },
    )
    if (!isInputRequired(result)) return isResult(result) ? result : { content: [], structured: result, isError: false }
    input = await askForInput(result, toolCall, round, args)
  }
  const params = { name: server, reason: `It asked for input more than ${maxInputRounds} times.` }
  throw new NodeError('permanent', error('mcp.failed', params, { where: { node } }))
}

/** Returns the text blocks of a result, separated by line breaks. */
export const readText = (content: Json): string =>
  (Array.isArray(content) ? content : [])
    .flatMap((block) => {
      const { type, text } = Object(block) as { type?: Json; text?: Json }
      return type === 'text' && typeof text === 'string' ? [text] : []
    })
    .join('\n')

/**
 * Checks the shape of a recorded result, because a reviewer can enter any JSON as the result of an interrupted call.
 */
const isResult = (value: Json): value is Json & { content: Json; structured: Json | null; isError: boolean } =>
  typeof value === 'object' && value !== null && 'content' in value && 'isError' in value

const isInputRequired = (value: Json): value is Json & McpInputRequired =>
  typeof value === 'object' && value !== null && 'questions' in value && 'state' in value
