import { error, type LoadReport, type Problem, type TableProfile } from '@aw-flow/schema'
import { tableFormats } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import type { WorkspaceRoutes } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { isCachedByClient } from '../api/revision.ts'
import { addWithinQuota, findUploadAllowance, unlimitedUploads, type UploadLimits } from '../api/upload-allowance.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { createDocumentSchema, createNullableObjectSchema } from '../http/openapi-components.ts'
import { sendStream } from '../http/send-stream.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { warnOfIgnoredFields } from '../http/ignored-fields.ts'
import { receiveUpload } from '../http/receive-upload.ts'
import { datasetToWire, datasetWireSchema, getContentType, toDownloadType, uploadWireSchema } from '../wire/dataset.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { toSortOptions, createSortSchema } from '../wire/sort.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { renderResponse } from '../wire/render-response.ts'
import { requireFound, requireValue } from '../http/rejection.ts'

const params = createIdParamsSchema('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae')

/** Paths of datasets. Existing clients use the alternative ones. */
const uploadPaths = ['/api/v1/data/upload', '/api/v1/tools/files/upload']
const datasetPaths = ['/api/v1/data/{id}', '/api/v1/tools/files/{id}']

const createDatasetNotFoundProblem = (id: string): Problem => error('dataset.not-found', { id })

/**
 * Returns a dataset of the workspace.
 *
 * @throws {Rejection} 404 if it does not exist.
 */
export const requireDataset = async ({ datasets }: WorkspaceStore, id: string) =>
  requireFound(await datasets.find(id), createDatasetNotFoundProblem(id))

/** Adds the routes under `/api/v1/data`, for uploaded files and the tables loaded from them. */
export function addDataRoutes({ createWorkspaceRoutes, uploadLimits }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ tags: ['data'] })
  addUploadRoutes(routes, uploadLimits)
  addDatasetRoutes(routes)
  addContentRoutes(routes)
  addDeletionRoutes(routes)
}

function addUploadRoutes(routes: WorkspaceRoutes, uploadLimits: UploadLimits = unlimitedUploads): void {
  for (const path of uploadPaths)
    routes.post(path, {
      permission: 'edit',
      summary: 'Upload a file; files with identical content become a single dataset',
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
          },
        },
      },
      responses: {
        200: ['The existing dataset with this content, under the name of its first upload.', uploadWireSchema],
        201: ['The new dataset.', uploadWireSchema],
        400: 'The form does not contain exactly one file.',
        413: 'The file exceeds the size limit or the remaining quota.',
      },
      handle: async ({ context, store }) => {
        const allowance = await findUploadAllowance(store, uploadLimits)
        const { receivedFile, name, fields } = await receiveUpload(context.req.raw, store.datasets, allowance)
        warnOfIgnoredFields(context, Object.keys(fields))
        const added = await addWithinQuota(store, uploadLimits, receivedFile, name)
        const { dataset, isDuplicate } = requireValue(added, 413)
        const response = { ...datasetToWire(dataset, store.datasets), duplicate: isDuplicate, given_name: name }
        return context.json(response, isDuplicate ? 200 : 201)
      },
    })
}

/** Adds the routes that list and describe datasets. */
function addDatasetRoutes(routes: WorkspaceRoutes): void {
  routes.get('/api/v1/data', {
    permission: 'view',
    summary: 'List datasets, newest first',
    query: listQuerySchema.extend({
      q: z.string().max(1000).optional().openapi({ description: 'Text that the name must contain.' }),
      sort: createSortSchema(['created_at', 'name', 'size']),
    }),
    responses: { 200: ['Datasets.', createPageSchema(datasetWireSchema)] },
    handle: async ({ store, query: { q, sort, ...page } }) => {
      const filter = { text: q, ...toSortOptions<'created_at' | 'name' | 'size'>(sort) }
      return toListResponse(await store.datasets.list(toPageRequest(page), filter), (dataset) =>
        datasetToWire(dataset, store.datasets),
      )
    },
  })

  for (const path of datasetPaths)
    routes.get(path, {
      permission: 'view',
      summary: 'Get a dataset by the SHA-256 hash of its content',
      params,
      responses: { 200: ['The dataset.', datasetWireSchema], 404: 'Dataset not found.' },
      handle: async ({ store, params: { id } }) => datasetToWire(await requireDataset(store, id), store.datasets),
    })
}

/** Adds the routes that read the file or table of a dataset. */
function addContentRoutes(routes: WorkspaceRoutes): void {
  routes.get('/api/v1/data/{id}/download', {
    permission: 'view',
    summary: 'Download the original file, or its table in another format',
    params,
    query: z.object({
      format: z.enum(['original', 'csv', 'csv-excel', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx']).default('original'),
    }),
    responses: {
      200: {
        description: 'The file.',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      304: { description: 'Not modified (If-None-Match).' },
      404: 'Dataset not found.',
      422: 'Unsupported file, or invalid query.',
    },
    handle: async ({ context, backend: { loads }, store, params: { id }, query: { format } }) => {
      const dataset = await requireDataset(store, id)
      const etag = `"${id}${format === 'original' ? '' : `.${format}`}"`
      context.header('ETag', etag)
      if (isCachedByClient(context, etag)) return context.body(null, 304)
      if (format !== 'original') {
        const stream = requireValue(await loads.write(store, dataset, format), 422)
        const name = `${dataset.name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}${tableFormats[format].extension}`
        return sendStream(context, stream, {
          'Content-Type': toDownloadType(tableFormats[format].mediaType),
          'Content-Disposition': formatContentDisposition(name),
        })
      }
      const stream = requireFound(await store.datasets.openStream(id), createDatasetNotFoundProblem(id))
      return sendStream(context, stream, {
        'Content-Type': toDownloadType(getContentType(dataset.name)),
        'Content-Length': String(dataset.size),
        'Content-Disposition': formatContentDisposition(dataset.name),
      })
    },
  })

  routes.get('/api/v1/data/{id}/sample', {
    permission: 'view',
    summary: 'Get the first rows of the table',
    params,
    query: z.object({ rows: z.coerce.number().int().min(1).max(1000).default(10) }),
    responses: {
      200: [
        'Rows as lists of values, in column order.',
        z.object({
          columns: z.array(z.object({ name: z.string(), type: z.string() })),
          rows: z.array(z.array(z.union([z.null(), z.boolean(), z.number(), z.string()]))),
          total: z.number().int(),
        }),
      ],
      404: 'Dataset not found.',
      422: 'Unsupported file, or invalid query.',
    },
    handle: async ({ backend: { loads }, store, params: { id }, query }) => {
      const dataset = await requireDataset(store, id)
      const { columns, rows, total } = requireValue(await loads.readSample(store, dataset, query.rows), 422)
      return { columns, rows, total }
    },
  })

  routes.get('/api/v1/data/{id}/info', {
    permission: 'view',
    summary: 'Get a dataset with its load report and column profiles',
    params,
    query: z.object({
      profile: z.enum(['true', 'false']).default('true').openapi({
        description: '`false`: omits the profile, which requires reading the entire table.',
      }),
    }),
    responses: {
      200: [
        'The dataset with its load report and profile.',
        z.object({
          ...datasetWireSchema.shape,
          load: createDocumentSchema<LoadReport>('LoadReport'),
          profile: createNullableObjectSchema<TableProfile>().openapi({
            description: 'Column types, nulls, distinct values, ranges and frequent values.',
          }),
        }),
      ],
      404: 'Dataset not found.',
      422: 'Unsupported file, or invalid query.',
    },
    handle: async ({ backend: { loads }, store, params: { id }, query }) => {
      const dataset = await requireDataset(store, id)
      const report = requireValue(await loads.readReport(store, dataset), 422)
      const profile = query.profile === 'true' ? requireValue(await loads.readProfile(store, dataset), 422) : undefined
      const metadata = { format: report.format, rows: report.rows, columns: report.columns.length }
      return {
        ...datasetToWire(dataset, store.datasets),
        file_metadata: metadata,
        metadata,
        load: renderResponse(report),
        profile: profile ? renderResponse(profile) : null,
      }
    },
  })
}

function addDeletionRoutes(routes: WorkspaceRoutes): void {
  for (const path of datasetPaths)
    routes.delete(path, {
      permission: 'edit',
      summary: 'Delete a dataset and its content; run results are kept',
      params,
      responses: { 204: 'Deleted.', 404: 'Dataset not found.' },
      handle: async ({ store, params: { id } }) => {
        requireFound(await store.datasets.remove(id), createDatasetNotFoundProblem(id))
      },
    })
}
