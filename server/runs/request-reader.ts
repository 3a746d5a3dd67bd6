import { workflowSchema, type Workflow } from '@aw-flow/schema'
import { runRequestSchema, type RunRequest } from '../store/runs/run-request.ts'

/** A parsed request. `problem`: why it does not match its schema. Such a request is executed as far as possible. */
export interface ReadRequest {
  request: RunRequest
  problem?: unknown
}

/** Parses the request of a run, which may have been stored by an earlier version. */
export type RequestReader = (text: string) => ReadRequest

/** Maximum size of the workflows that a reader caches by default, in characters. */
const defaultMaxCharacters = 4_000_000

const otherFieldsSchema = runRequestSchema.omit({ workflow: true, workflows: true })

/**
 * Creates a reader that validates equal workflows once. The runs of a workflow differ in their other fields only, which
 * are small. Workflows are immutable and shared by the runs.
 */
export function createRequestReader({ maxCharacters = defaultMaxCharacters } = {}): RequestReader {
  /** Workflows by their JSON, least recently used first. */
  const validWorkflows = new Map<string, Workflow>()
  let characters = 0

  const readWorkflow = (json: unknown): Workflow => {
    const text = JSON.stringify(json)
    const cachedWorkflow = validWorkflows.get(text)
    const workflow = cachedWorkflow ?? workflowSchema.parse(json)
    validWorkflows.delete(text)
    validWorkflows.set(text, workflow)
    if (!cachedWorkflow) characters += text.length
    for (const oldest of validWorkflows.keys()) {
      if (characters <= maxCharacters) break
      validWorkflows.delete(oldest)
      characters -= oldest.length
    }
    return workflow
  }

  return (text) => {
    const rawRequest = JSON.parse(text) as RunRequest
    try {
      const { workflow, workflows, ...others } = rawRequest
      const subWorkflows =
        workflows && Object.entries(workflows).map(([id, subWorkflow]) => [id, readWorkflow(subWorkflow)] as const)
      return {
        request: {
          workflow: readWorkflow(workflow),
          ...otherFieldsSchema.parse(others),
          ...(subWorkflows ? { workflows: Object.fromEntries(subWorkflows) } : {}),
        },
      }
    } catch (problem) {
      return { request: rawRequest, problem }
    }
  }
}
