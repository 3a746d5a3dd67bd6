import { matchAllowedHost, requireAccess, NodeError, toWebToolHostEntry, type GrantedAccess } from '@aw-flow/engine'
import type { WebToolRequest } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import type { WorkspaceStore } from '../store/open-store.ts'
import { callWebTool, type WebToolOutcome, type WebToolServices } from './call-web-tool.ts'

/** A run that calls web tools, the access granted to its workflows, and the signal that aborts its calls. */
export interface WebToolRun {
  run: string
  signal: AbortSignal
  readAccess(): Promise<GrantedAccess | undefined>
}

/**
 * Calls a web tool on behalf of a run. The call counts toward the limit of the person who started the run, or of the
 * workflow if a trigger started the run.
 */
export async function callWebToolForRun(
  request: WebToolRequest,
  { run: runId, signal, readAccess }: WebToolRun,
  services: WebToolServices & { store: Pick<WorkspaceStore, 'runs'> },
): Promise<WebToolOutcome> {
  const problem = findMissingGrant(request, await readAccess())
  if (problem) return { problem }
  const initiator = await services.store.runs.findStarter(runId)
  const callerId = initiator?.startedBy ?? `workflow ${initiator?.workflowId ?? runId}`
  return callWebTool(request, { callerId, signal }, services)
}

/**
 * Returns a problem if the run lacks a grant. Imported workflows need a grant for the host of each page that they read,
 * and for each of the other tools.
 */
function findMissingGrant(request: WebToolRequest, grantedAccess: GrantedAccess | undefined): Problem | undefined {
  if (!grantedAccess) return undefined
  if (request.tool !== 'web_read') {
    const grant = toWebToolHostEntry(request.tool)
    const isGranted = matchAllowedHost(grantedAccess.hosts, new URL(`https://${grant}`)) === 'explicit'
    return isGranted ? undefined : error('access.not-granted.host', { host: grant })
  }
  try {
    requireAccess(grantedAccess, { url: new URL(request.url) })
    return undefined
  } catch (cause) {
    if (cause instanceof NodeError) return cause.problem
    throw cause
  }
}
