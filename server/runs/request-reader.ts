import { workflowSchema, type Workflow } from '@aw-flow/schema'
import { runRequestSchema, type RunRequest } from '../store/runs/run-request.ts'

/**
 * A parsed request. `problem` is set if the request does not match its schema. The problem is then reported, and the
 * run is executed anyway.
 */
export interface ParsedRequest {
  request: RunRequest
  problem?: unknown
}

/** Parses a run's stored request, which an earlier version of the server may have written. */
export type RequestReader = (text: string) => ParsedRequest

/** Default limit for the total size of the cached workflows, in characters. */
const defaultMaxCharacters = 4_000_000

const otherFieldsSchema = runRequestSchema.omit({ workflow: true, workflows: true })

/**
 * Creates a request reader that validates identical workflows only once. Requests for the same workflow differ only in
 * their other fields, which are small. Workflows are immutable and shared between requests.
 */
export function createRequestReader({ maxCharacters = defaultMaxCharacters } = {}): RequestReader {
  /** Validated workflows, keyed by their JSON, least recently used first. */
  const validWorkflows = new Map<string, Workflow>()
  let characterCount = 0

  const readWorkflow = (json: unknown): Workflow => {
    const text = JSON.stringify(json)
    const cachedWorkflow = validWorkflows.get(text)
    const workflow = cachedWorkflow ?? workflowSchema.parse(json)
    validWorkflows.delete(text)
    validWorkflows.set(text, workflow)
    if (!cachedWorkflow) characterCount += text.length
    for (const oldest of validWorkflows.keys()) {
      if (characterCount <= maxCharacters) break
      validWorkflows.delete(oldest)
      characterCount -= oldest.length
    }
    return workflow
  }

  return (text) => {
    const rawRequest = JSON.parse(text) as RunRequest
    try {
      const { workflow, workflows, ...otherFields } = rawRequest
      const subWorkflows =
        workflows && Object.entries(workflows).map(([id, subWorkflow]) => [id, readWorkflow(subWorkflow)] as const)
      return {
        request: {
          workflow: readWorkflow(workflow),
          ...otherFieldsSchema.parse(otherFields),
          ...(subWorkflows ? { workflows: Object.fromEntries(subWorkflows) } : {}),
        },
      }
    } catch (validationError) {
      return { request: rawRequest, problem: validationError }
    }
  }
}
