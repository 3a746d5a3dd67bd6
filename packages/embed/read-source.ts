import {
  error,
  readWorkflow,
  getProblemText,
  type Problem,
  type Workflow,
  defined,
  failed,
  ok,
  type Json,
  type Result,
} from '@aw-flow/schema'
import { parseByFileName } from '@aw-flow/schema/internal'

/** A workflow with the warning about it, if any. */
export interface LoadedSource {
  workflow: Workflow
  warning?: Problem
}

/** Reads a workflow file from a URL on the page's origin. */
export async function readSource(src: string, base: string, signal: AbortSignal): Promise<Result<LoadedSource>> {
  let url: URL
  try {
    url = new URL(src, base)
  } catch {
    return failed(error('embed.invalid-src', { src }))
  }
  if (url.origin !== new URL(base).origin) return failed(error('embed.cross-origin-src', { url: url.href }))
  const path = url.pathname
  let parseResult: Result<Json>
  try {
    const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } })
    if (!response.ok) return failed(error('embed.src-missing', { path, status: response.status }))
    parseResult = await parseByFileName(path, await response.text())
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return failed(error('embed.src-unreachable', { path, reason }))
  }
  const { workflow, problems } = parseResult.ok ? readWorkflow(parseResult.value) : { problems: [parseResult.problem] }
  const [firstProblem] = problems
  if (workflow) return ok(defined({ workflow, warning: firstProblem }))
  return failed(error('embed.src-unreadable', { path, reason: firstProblem ? getProblemText(firstProblem) : '' }))
}
