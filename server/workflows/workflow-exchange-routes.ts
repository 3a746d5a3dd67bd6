import { noAccess } from '@aw-flow/engine'
import { defined, type Workflow } from '@aw-flow/schema'
import { exportFormats, type ExportFormatName, type ImportReport } from '@aw-flow/schema/foreign'
import { z } from '@hono/zod-openapi'
import { toRevisionTag } from '../api/revision.ts'
import { importBody, readWorkflowBody } from '../api/read-workflow-body.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { Context } from 'hono'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import { warnOfIgnoredFields, withIgnoredFields } from '../http/ignored-fields.ts'
import { versionLabelSchema, workflowWireSchema } from '../wire/workflow.ts'
import { renderResponse } from '../wire/render-response.ts'
import { params, path, restrictedTrustSchema, tags } from './workflow-routes.ts'
import { toRejection } from '../http/read-json-body.ts'
import { requireWorkflow } from '../api/require-workflow.ts'

const unresolvedReferenceSchema = z
  .object({
    name: z.string(),
    candidates: z.array(z.string()).openapi({
      description: 'IDs of the workflows with this name. Can be empty.',
    }),
  })
  .openapi('UnresolvedReference')

const exportNames = Object.keys(exportFormats) as ExportFormatName[]

/** Adds the routes for importing and exporting workflows. */
export function addWorkflowExchangeRoutes(
  { createWorkspaceRoutes, newId, documents }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  const routes = createWorkspaceRoutes({ path, tags })
  /** Responds with a workflow document, converted to the current format. */
  const sendDocument = async (
    context: Context<AppEnvironment>,
    store: WorkspaceStore,
    { document }: SerializedWorkflow,
  ) => sendJsonText(context, (await documents.prepareStored(document, store)).document)

  routes.post('/import', {
    permission: 'edit',
    summary: 'Import a workflow from a file as a draft, without running it',
    description:
      'Its runs cannot use secrets, hosts or tools until a user grants access: see `/api/v1/workflows/{id}/access`. ' +
      '`references` in the document maps sub-workflow names to workflow IDs. A name without an ID is resolved if exactly ' +
      'one workflow in the workspace has this name. The response lists the unresolved names; to resolve them, send ' +
      '`references` to `PUT /api/v1/workflows/{id}`. Exports of other tools, such as n8n, are converted, also archives of ' +
      'KNIME (`application/zip`) and DAG files of Airflow (`text/x-python`), which are not executed: `import_report` states ' +
      'what each of their nodes became. Secrets are removed from them, and the report lists where.',
    query: z.object({
      trust: restrictedTrustSchema.default('imported'),
      version: versionLabelSchema
        .optional()
        .openapi({ description: 'Label of the version, if the document does not contain one.', example: '1.0.0' }),
    }),
    body: importBody,
    responses: {
      201: [
        'The workflow under its new ID, and the names of sub-workflows that were not found.',
        workflowWireSchema
          .extend({
            unresolved_references: z.array(unresolvedReferenceSchema),
            import_report: createDocumentSchema<ImportReport>('ImportReport').optional(),
          })
          .openapi('ImportedWorkflow'),
      ],
      400: 'Malformed JSON.',
      415: 'The content type is none of these.',
      422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
    },
    handle: async ({ context, caller, store, query: { trust, version } }) => {
      const overrides = { status: 'draft' as const }
      const body = await readWorkflowBody(context, documents, store, { overrides, acceptsForeign: true })
      const { prepared, versionLabel, isPublic, ignoredFields, unresolved, importReport, rejection } = body
      if (rejection) throw toRejection(rejection)
      const access = { trust, granted: noAccess }
      const metadata = { access, versionLabel: versionLabel ?? version, createdBy: caller.id }
      const storedWorkflow = await store.workflows.add(newId(), prepared, metadata)
      context.header('ETag', toRevisionTag(storedWorkflow.revision))
      context.header('Location', `${path}/${storedWorkflow.id}`)
      // An imported document cannot make itself public.
      const allIgnoredFields = [...ignoredFields, ...(isPublic === undefined ? [] : ['is_public'])]
      warnOfIgnoredFields(context, allIgnoredFields)
      const response = withIgnoredFields(await describer.renderResponse(store, storedWorkflow), allIgnoredFields)
      const importFields = renderResponse({
        unresolved_references: unresolved,
        ...defined({ import_report: importReport }),
      })
      return sendJsonText(context, `${response.slice(0, -1)},${JSON.stringify(importFields).slice(1)}`, 201)
    },
  })

  routes.get('/{id}/export', {
    permission: 'view',
    summary: 'Export a workflow as a file, also in the format of another tool',
    params,
    query: z.object({
      format: z
        .enum(['aw', ...exportNames])
        .default('aw')
        .openapi({
          description:
            '`aw`: the document. In other formats, expressions are not translated, and nodes without a counterpart keep their ' +
            'settings as text.',
        }),
    }),
    responses: {
      200: {
        description: 'The document.',
        content: {
          'application/json': { schema: createDocumentSchema<Workflow>('Workflow') },
          'text/vnd.mermaid': { schema: { type: 'string' } },
        },
      },
      404: 'Workflow not found.',
    },
    handle: async ({ context, store, params: { id }, query: { format } }) => {
      const storedWorkflow = await requireWorkflow(store, id)
      const target = format === 'aw' ? undefined : exportFormats[format]
      const name = `${storedWorkflow.name.replace(/[/\\:]/g, '-')}${target?.extension ?? '.json'}`
      context.header('Content-Disposition', formatContentDisposition(name))
      if (!target) return sendDocument(context, store, storedWorkflow)
      const text = target.write(await store.workflows.read(storedWorkflow))
      return context.body(text, 200, { 'Content-Type': `${target.mediaType}; charset=utf-8` })
    },
  })
}
