import { error, readWorkflow, defined, type Problem, type Workflow } from '@aw-flow/schema'
import { isDeepStrictEqual } from 'node:util'
import { CommandError } from '../command-error.ts'
import type { RemoteServer } from '../remote/open-server.ts'

/** A workflow on the server. */
export interface ServerWorkflow {
  id: string
  /** The document without references and status. */
  document: Workflow
  references: Readonly<Record<string, string>>
  /** Problems that prevent the workflow from running. */
  problems: readonly Problem[]
  /** Identifies the version that was read, for conditional updates. */
  etag: string
}

/** The workflows on a server. All functions throw a `CommandError` if the server responds with an error. */
export type WorkflowClient = ReturnType<typeof createWorkflowClient>

/** Returns whether two documents have the same content, ignoring references and status, which the server sets. */
export const isSameDocument = (a: Workflow, b: Workflow): boolean =>
  isDeepStrictEqual(removeServerFields(a), removeServerFields(b))

const removeServerFields = ({ references: _references, status: _status, ...document }: Workflow): object =>
  JSON.parse(JSON.stringify(document)) as object

const pageSize = 200

/** Creates a client for the workflows on a server. */
export function createWorkflowClient({ address, call }: RemoteServer) {
  const toWorkflow = ({ value, etag = '' }: { value: unknown; etag: string | undefined }): ServerWorkflow => {
    const {
      id,
      problems,
      number: _number,
      version_label: _versionLabel,
      parent_workflow_id: _parent,
      created_by: _createdBy,
      is_public: _isPublic,
      ready: _ready,
      steps: _steps,
      connections: _connections,
      ignored_fields: _ignoredFields,
      created_at: _created,
      updated_at: _updated,
      // Unresolved references are stored later or reported among the workflow's problems.
      unresolved_references: _unresolved,
      ...document
    } = value as Record<string, unknown>
    const { workflow } = readWorkflow(document)
    if (typeof id !== 'string' || !workflow)
      throw new CommandError(1, error('import.rejected', { url: address, status: '200' }))
    return {
      id,
      document: workflow,
      references: workflow.references ?? {},
      problems: (problems ?? []) as Problem[],
      etag,
    }
  }

  return {
    /** Lists the ids of all workflows, keyed by name. */
    async listIdsByName(): Promise<Map<string, string[]>> {
      const idsByName = new Map<string, string[]>()
      for (let offset = 0; ; offset += pageSize) {
        const query = { limit: pageSize, offset, sort: 'created_at' } as const
        const { items, total } = (await call('GET /api/v1/workflows', { query })).value
        for (const { id, name } of items) idsByName.set(name, [...new Set([...(idsByName.get(name) ?? []), id])])
        if (items.length === 0 || offset + pageSize >= total) return idsByName
      }
    },
    /** Reads a workflow, or returns `undefined` if it was deleted. */
    async read(id: string): Promise<ServerWorkflow | undefined> {
      try {
        return toWorkflow(await call('GET /api/v1/workflows/{id}', { path: { id } }))
      } catch (cause) {
        if (cause instanceof CommandError && cause.problems[0]?.code === 'workflow.not-found') return undefined
        throw cause
      }
    },
    /** Imports a workflow as a draft. `versionLabel` is the version stated in its document, such as `1.0.0`. */
    add: async (workflow: Workflow, versionLabel?: string): Promise<ServerWorkflow> =>
      toWorkflow(
        await call('POST /api/v1/workflows/import', { body: workflow, query: defined({ version: versionLabel }) }),
      ),
    /** Replaces a workflow's document, unless the workflow has changed since it was read. */
    replace: async ({ id, etag }: ServerWorkflow, document: Workflow): Promise<ServerWorkflow> =>
      toWorkflow(
        await call('PUT /api/v1/workflows/{id}', { path: { id }, body: document, headers: { 'if-match': etag } }),
      ),
  }
}
