import { error, parseByName, readWorkflow, type ParsedJson, type Problem, type Workflow } from '@aw-flow/schema'

/** A workflow or the reason why there is none. */
export type ReadSource = { workflow: Workflow; problem?: undefined } | { problem: Problem; workflow?: undefined }

/** Reads the workflow at an address of the page's own origin. Reading does nothing else. */
export async function readSource(src: string, base: string, signal: AbortSignal): Promise<ReadSource> {
  let url: URL
  try {
    url = new URL(src, base)
  } catch {
    return refuse('embed.bad-src', `"${src}" is not an address.`, 'Give the address of a workflow file in "src".')
  }
  if (url.origin !== new URL(base).origin) {
    const hint = 'Serve the workflow from the page’s own origin, or set the element’s session yourself.'
    return refuse('embed.foreign-src', `The workflow at ${url.href} is of another origin than this page.`, hint)
  }
  let read: ParsedJson
  try {
    const answer = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } })
    if (!answer.ok) {
      const hint = 'Check the address in "src".'
      return refuse('embed.src-missing', `The workflow at ${url.pathname} was answered with ${answer.status}.`, hint)
    }
    read = await parseByName(url.pathname, await answer.text())
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const hint = 'Check the connection and the address in "src", then reload the page.'
    return refuse('embed.src-unreachable', `The workflow at ${url.pathname} could not be fetched: ${why}.`, hint)
  }
  const { workflow, problems } = read.problem ? { problems: [read.problem] } : readWorkflow(read.json)
  if (workflow) return { workflow }
  const [first] = problems
  const hint = first?.hint ?? 'Check the file.'
  return refuse('embed.src-unreadable', `The workflow at ${url.pathname} cannot be read: ${first?.message ?? ''}`, hint)
}

const refuse = (code: string, message: string, hint: string): ReadSource => ({
  problem: error(code, message, { hint }),
})
