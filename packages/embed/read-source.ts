import {
  error,
  parseByFileName,
  readWorkflow,
  getProblemText,
  type ParsedJson,
  type Problem,
  type Workflow,
} from '@aw-flow/schema'

/** A workflow with the warning about it, if any, or the problem that occurred while reading it. */
export type SourceResult =
  | { workflow: Workflow; problem?: Problem | undefined }
  | { problem: Problem; workflow?: undefined }

/** Reads a workflow file from a URL on the page's origin. */
export async function readSource(src: string, base: string, signal: AbortSignal): Promise<SourceResult> {
  let url: URL
  try {
    url = new URL(src, base)
  } catch {
    return { problem: error('embed.invalid-src', { src }) }
  }
  if (url.origin !== new URL(base).origin) return { problem: error('embed.cross-origin-src', { url: url.href }) }
  const path = url.pathname
  let parseResult: ParsedJson
  try {
    const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } })
    if (!response.ok) return { problem: error('embed.src-missing', { path, status: response.status }) }
    parseResult = await parseByFileName(path, await response.text())
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { problem: error('embed.src-unreachable', { path, reason }) }
  }
  const { workflow, problems } = parseResult.problem
    ? { problems: [parseResult.problem] }
    : readWorkflow(parseResult.json)
  const [firstProblem] = problems
  if (workflow) return { workflow, problem: firstProblem }
  return { problem: error('embed.src-unreadable', { path, reason: firstProblem ? getProblemText(firstProblem) : '' }) }
}
