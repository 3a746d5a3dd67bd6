import { defined } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { findContentTypeRejection } from '../http/read-json-body.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import type { DocumentChecks, WorkspaceSource } from '../validation/document-checks.ts'
import type { PreparedDocument, SubmittedDocument } from '../validation/prepare-document.ts'
import { readBodyText } from '../http/read-body-text.ts'

const exampleWorkflow = {
  version: 1,
  name: 'View a file',
  nodes: [{ id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }],
  edges: [],
}

const exampleSteps = `name: View a file
steps:
  - id: load
    agent: loading
`

/**
 * Describes the request body in the API documentation. It is not used for validation, because `readWorkflow` also
 * accepts other formats and locates errors.
 */
export const workflowBody = {
  required: true,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Workflow' }, example: exampleWorkflow },
    'application/yaml': { schema: { type: 'string' as const }, example: exampleSteps },
  },
}

const patchContent = {
  schema: { type: 'object' as const, additionalProperties: true },
  example: { description: null, settings: { retry: { count: 5 } } },
}

/** Describes the body of an import, which can be a file of another tool. */
export const importBody = {
  required: true,
  content: {
    ...workflowBody.content,
    'application/zip': { schema: { type: 'string' as const, format: 'binary' } },
    'text/x-python': { schema: { type: 'string' as const } },
  },
}

/** Describes a merge patch of a workflow in the API documentation. */
export const workflowPatchBody = {
  required: true,
  content: { 'application/merge-patch+json': patchContent, 'application/json': patchContent },
}

/** Whether the body is a file of another tool that is neither JSON nor YAML: an archive of KNIME, or a program of Airflow. */
const isFileType = (context: Context<AppEnvironment>): boolean =>
  /^(?:application\/(?:zip|octet-stream|x-zip-compressed)|text\/x-(?:script\.)?python)\s*(?:;|$)/i.test(
    context.req.header('content-type') ?? '',
  )

/**
 * Reads a workflow from a request body, as JSON or YAML in any supported format, or as a file of another tool if
 * `acceptsForeign` is set. A JSON body can omit fields.
 *
 * @param options.previous The workflow whose values are used for omitted fields. Default: the fields' default values.
 */
export async function readWorkflowBody(
  context: Context<AppEnvironment>,
  documents: DocumentChecks,
  store: WorkspaceSource,
  {
    previous: previousWorkflow,
    overrides,
    acceptsForeign,
    isMergePatch,
  }: { previous?: SerializedWorkflow } & Pick<SubmittedDocument, 'overrides' | 'acceptsForeign' | 'isMergePatch'> = {},
): Promise<PreparedDocument> {
  if (acceptsForeign && isFileType(context)) {
    const text = Buffer.from(await context.req.arrayBuffer()).toString('base64')
    return documents.prepare({ text, format: 'file', ...defined({ overrides }) }, store)
  }
  const isYaml = /^(application|text)\/(x-)?yaml\s*(;|$)/i.test(context.req.header('content-type') ?? '')
  const rejection = isYaml ? undefined : findContentTypeRejection(context, ['application/yaml'])
  if (rejection) return { rejection }
  const text = await readBodyText(context)
  const submittedDocument = {
    text,
    format: isYaml ? ('yaml' as const) : ('json' as const),
    maxDepth: context.get('maxBodyDepth'),
  }
  const options = defined({ overrides, acceptsForeign, isMergePatch })
  return documents.prepare({ ...submittedDocument, ...options }, store, previousWorkflow)
}
