import { NodeError, type RunArguments, type WebToolRequest, type WebToolResult } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'

type CallArguments = Pick<RunArguments<unknown>, 'node' | 'services' | 'effect'>

const zeroUsage = { requests: 0, inputTokens: 0, outputTokens: 0, cost: 0 }

/**
 * Calls a web tool as a node effect. The result and its cost are recorded, so a resumed run does not repeat the call.
 * An interrupted call is retried.
 */
export async function callWebTool(
  request: WebToolRequest,
  { node, services, effect }: CallArguments,
): Promise<WebToolResult> {
  const { web } = services
  if (!web) throw new NodeError('permanent', error('outside.not-available', { port: 'web' }, { where: { node } }))
  const outcome = await effect(
    'web-tool',
    { ...request, estimate: zeroUsage },
    async () => {
      const result = await web.call(request)
      const { cost } = result
      const usage = { ...zeroUsage, cost: cost ?? 0, unpriced: cost === null ? 1 : 0 }
      return { ...result, usage } as unknown as Json
    },
    { unknownOutcome: 'retry' },
  )
  return outcome as unknown as WebToolResult
}
