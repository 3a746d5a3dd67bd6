import { NodeError, type WebToolRequest, type WebToolResult, type WebTools } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/**
 * Calls a web tool for a run. Resolves with the result or a problem. `retryAfterMs` is set if a later attempt can
 * succeed.
 */
export type CallRunWebTool = (
  request: WebToolRequest,
) => Promise<
  | { value: WebToolResult; problem?: undefined }
  | { problem: Problem; retryAfterMs?: number | undefined; value?: undefined }
>

/** Creates the port through which runs call web tools. */
export const openWebTools = (callTool: CallRunWebTool): WebTools => ({
  async call(request) {
    const outcome = await callTool(request)
    if (!outcome.problem) return outcome.value
    const { problem, retryAfterMs } = outcome
    if (retryAfterMs === undefined) throw new NodeError('permanent', problem)
    throw new NodeError('transient', problem, { retryAfterMs })
  },
})
