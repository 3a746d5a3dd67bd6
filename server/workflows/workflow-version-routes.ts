import { error, type Problem, type Workflow } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { toRevisionTag } from '../api/revision.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { WorkflowVersion } from '../store/workflows/workflow-versions.ts'
import { authorNameSchema, readAuthorNames, type AuthorNames } from '../wire/author-names.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { workflowWireSchema } from '../wire/workflow.ts'
import { params, path, tags } from './workflow-routes.ts'
import { jsonBody } from '../http/json-body.ts'
import { requireFound } from '../http/rejection.ts'
import { createMissingWorkflowProblem, requireWorkflow } from '../api/require-workflow.ts'

const versionWireSchema = z
  .object({
    number: z.number().int(),
    made_by: z.string().openapi({ description: 'saved, named, published, run or restored.' }),
    label: z.string().nullable(),
    created_by: z.string().nullable().openapi({ description: 'The caller who created the version, if known.' }),
    created_by_name: authorNameSchema,
    created_at: z.string(),
  })
  .openapi('WorkflowVersion', {
    example: {
      number: 3,
      made_by: 'published',
      label: null,
      created_by: 'u-1',
      created_by_name: 'Ada Example',
      created_at: '2026-11-20T10:00:00.000Z',
    },
  })

const toWire = (
  { number, cause, label, createdBy, createdAt }: WorkflowVersion,
  getName: AuthorNames,
): z.infer<typeof versionWireSchema> => ({
  number,
  made_by: cause,
  label: label ?? null,
  created_by: createdBy ?? null,
  created_by_name: getName(createdBy),
  created_at: createdAt,
})

const versionParams = params.extend({ number: z.coerce.number().int().openapi({ example: 1 }) })

const nameBodySchema = z
  .strictObject({ label: z.string().min(1).max(200) })
  .openapi({ example: { label: 'First release' } })

const createVersionNotFoundProblem = (id: string, number: number): Problem =>
  error('version.not-found', { id, version: number, path: `${path}/${id}/versions` })

/** Adds the routes under `/api/v1/workflows/{id}/versions`. */
export function addWorkflowVersionRoutes(
  { backend, createWorkspaceRoutes, documents, requirePermission }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  const routes = createWorkspaceRoutes({ path, tags })
  const findNames = async (versions: readonly WorkflowVersion[]): Promise<AuthorNames> =>
    readAuthorNames(
      (await backend()).accounts,
      versions.map(({ createdBy }) => createdBy),
    )

  routes.get('/{id}/versions', {
    permission: 'view',
    summary: 'List the versions of a workflow, newest first',
    params,
    query: listQuerySchema,
    responses: { 200: ['Versions.', createPageSchema(versionWireSchema)], 404: 'Workflow not found.' },
    handle: async ({ store, params: { id }, query }) => {
      await requireWorkflow(store, id)
      const page = await store.workflows.versions.list(id, toPageRequest(query))
      const names = await findNames(page.items)
      return toListResponse(page, (version) => toWire(version, names))
    },
  })

  routes.post('/{id}/versions', {
    permission: 'edit',
    summary: 'Name the current version; creates a version if the document has changed since the last one',
    params,
    body: jsonBody('NameVersion', nameBodySchema, { example: '{"label": "…"}' }),
    responses: { 201: ['The named version.', versionWireSchema], 404: 'Workflow not found.', 422: 'Invalid label.' },
    handle: async ({ caller, store, params: { id }, body }) => {
      const { versions } = store.workflows
      await requireWorkflow(store, id)
      const number = await versions.create(id, {
        cause: 'named',
        label: toStorableText(body.label),
        author: caller.id,
      })
      const version = requireFound(
        number === undefined ? undefined : await versions.find(id, number),
        createMissingWorkflowProblem(id),
      )
      return toWire(version, await findNames([version]))
    },
  })

  routes.get('/{id}/versions/{number}', {
    permission: 'view',
    summary: 'Get a version with its document',
    params: versionParams,
    responses: {
      200: [
        'The version.',
        z.object({ ...versionWireSchema.shape, workflow: createDocumentSchema<Workflow>('Workflow') }),
      ],
      404: 'Workflow or version not found.',
      422: 'Invalid version number.',
    },
    handle: async ({ context, store, params: { id, number } }) => {
      const version = requireFound(
        await store.workflows.versions.find(id, number),
        createVersionNotFoundProblem(id, number),
      )
      const { document } = await documents.prepareStored(version.document, store)
      return sendJsonText(
        context,
        `${JSON.stringify(toWire(version, await findNames([version]))).slice(0, -1)},"workflow":${document}}`,
      )
    },
  })

  routes.post('/{id}/versions/{number}/restore', {
    permission: 'edit',
    summary: 'Restore a version as the current document',
    params: versionParams,
    responses: {
      200: ['The updated workflow.', workflowWireSchema],
      404: 'Workflow or version not found.',
      422: 'Invalid version number.',
    },
    handle: async ({ context, caller, store, params: { id, number } }) => {
      const version = requireFound(
        await store.workflows.versions.find(id, number),
        createVersionNotFoundProblem(id, number),
      )
      const preparedDocument = await documents.prepareStored(version.document, store)
      const options = {
        reason: { cause: 'restored' as const },
        author: caller.id,
        requireStart: () => requirePermission(context, 'execute'),
      }
      const storedWorkflow = requireFound(
        (await store.workflows.change(id, preparedDocument, options))?.stored,
        createVersionNotFoundProblem(id, number),
      )
      context.header('ETag', toRevisionTag(storedWorkflow.revision))
      return sendJsonText(context, await describer.renderResponse(store, storedWorkflow))
    },
  })
}
