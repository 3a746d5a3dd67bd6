import type { ServerApi } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import type { Workspace } from '../../workspace.ts'

interface RequestOptions {
  /** The server; without one, nothing is sent. */
  api: ServerApi | undefined
  /** The task whose notification shows a problem. The next successful request of the task removes it. */
  task: string
  /** Returns false for a problem that the page shows itself. Default: all problems are reported. */
  isReported?: (problem: Problem) => boolean
}

/** Sends a request of a page and reports its problem. Returns `undefined` if it failed or was not sent. */
export async function sendRequest<T>(
  host: { readonly workspace?: Workspace | undefined },
  { api, task, isReported = () => true }: RequestOptions,
  send: (api: ServerApi) => Promise<T>,
): Promise<T | undefined> {
  if (!api) return undefined
  try {
    const value = await send(api)
    host.workspace?.clearProblem(task)
    return value
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    if (isReported(cause.problem)) host.workspace?.report(cause.problem, task)
    return undefined
  }
}
