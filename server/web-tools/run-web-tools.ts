import {
  matchAllowedHost,
  requireAccess,
  NodeError,
  toWebToolHostEntry,
  type GrantedAccess,
  type WebToolRequest,
  type WebToolResult,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { RunContext } from '../runs/run-context.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { callWebTool, type WebToolServices } from './call-web-tool.ts'

/**
 * Calls a web tool on behalf of a run. The call counts toward the limit of the person who started the run, or of the
 * workflow if a trigger started the run.
 *
 * @throws {NodeError} `transient` if a later attempt can succeed, otherwise `permanent`.
 */
export async function callWebToolForRun(
  request: WebToolRequest,
  { run: runId, signal, readAccess }: RunContext,
  services: WebToolServices & { store: Pick<WorkspaceStore, 'runs'> },
): Promise<WebToolResult> {
  requireGrant(request, await readAccess())
  const initiator = await services.store.runs.findStarter(runId)
  const callerId = initiator?.startedBy ?? `workflow ${initiator?.workflowId ?? runId}`
  return callWebTool(request, { callerId, signal }, services)
}

/**
 * Throws if the run lacks a grant. Imported workflows need a grant for the host of each page that they read, and for
 * each of the other tools.
 */
function requireGrant(request: WebToolRequest, grantedAccess: GrantedAccess | undefined): void {
  if (!grantedAccess) return
  if (request.tool === 'web_read') return requireAccess(grantedAccess, { url: new URL(request.url) })
  const host = toWebToolHostEntry(request.tool)
  if (matchAllowedHost(grantedAccess.hosts, new URL(`https://${host}`)) !== 'explicit')
    throw new NodeError('permanent', error('access.not-granted.host', { host }))
}
