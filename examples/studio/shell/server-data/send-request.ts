import type { ServerApi } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import type { Workspace } from '../../workspace.ts'

interface RequestOptions {
  /** API client of the server. Without it, no request is sent. */
  api: ServerApi | undefined
  /** Task under which a problem is reported. The task's next successful request clears the problem. */
  task: string
  /** Returns false for problems that the page itself shows. By default, all problems are reported. */
  shouldReport?: (problem: Problem) => boolean
}

/**
 * Sends a page's request and reports its problem, if any. Returns `undefined` if the request failed or was not sent.
 */
export async function sendRequest<T>(
  host: { readonly workspace?: Workspace | undefined },
  { api, task, shouldReport = () => true }: RequestOptions,
  send: (api: ServerApi) => Promise<T>,
): Promise<T | undefined> {
  if (!api) return undefined
  try {
    const value = await send(api)
    host.workspace?.clearProblem(task)
    return value
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    if (shouldReport(cause.problem)) host.workspace?.report(cause.problem, task)
    return undefined
  }
}
