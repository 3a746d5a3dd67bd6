import { error, tableFormats, type LoadReport, type Problem, type TableProfile } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { isCachedByClient } from '../api/revision.ts'
import { addWithinQuota, findUploadAllowance, unlimitedUploads } from '../api/upload-allowance.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createDocumentSchema, createNullableObjectSchema } from '../http/openapi-components.ts'
import { receiveUpload } from '../http/receive-upload.ts'
import { datasetToWire, datasetWireSchema, uploadWireSchema } from '../wire/dataset.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { toSortOptions, createSortSchema } from '../wire/sort.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { renderResponse } from '../wire/render-response.ts'

const tags = ['data']
const datasetNotFoundResponses = describeErrorResponses({ 404: 'Dataset not found.' })
const unreadableFileResponses = describeErrorResponses({
  404: 'Dataset not found.',
  422: 'Unsupported file, or invalid query.',
})
const params = createIdParamsSchema('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae')

const createUploadRoute = (path: '/api/v1/data/upload' | '/api/v1/tools/files/upload') =>
  createRoute({
    'x-permission': 'edit',
    method: 'post',
    path,
    tags,
    summary: 'Upload a file; files with identical content become a single dataset',
    request: {
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
          },
        },
      },
    },
    responses: {
      200: describeJsonResponse(
        'The existing dataset with this content, under the name of its first upload.',
        uploadWireSchema,
      ),
      201: describeJsonResponse('The new dataset.', uploadWireSchema),
      ...describeErrorResponses({
        400: 'The form does not contain exactly one file.',
        413: 'The file exceeds the size limit or the remaining quota.',
      }),
    },
  })
const upload = createUploadRoute('/api/v1/data/upload')

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/data',
  tags,
  summary: 'List datasets, newest first',
  request: {
    query: listQuerySchema.extend({
      q: z.string().max(1000).optional().openapi({ description: 'Text that the name must contain.' }),
      sort: createSortSchema(['created_at', 'name', 'size']),
    }),
  },
  responses: {
    200: describeJsonResponse('Datasets.', createPageSchema(datasetWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const createReadRoute = (path: '/api/v1/data/{id}' | '/api/v1/tools/files/{id}') =>
  createRoute({
    'x-permission': 'view',
    method: 'get',
    path,
    tags,
    summary: 'Get a dataset by the SHA-256 hash of its content',
    request: { params },
    responses: { 200: describeJsonResponse('The dataset.', datasetWireSchema), ...datasetNotFoundResponses },
  })
const read = createReadRoute('/api/v1/data/{id}')

const download = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/data/{id}/download',
  tags,
  summary: 'Download the original file, or its table in another format',
  request: {
    params,
    query: z.object({
      format: z.enum(['original', 'csv', 'csv-excel', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx']).default('original'),
    }),
  },
  responses: {
    200: {
      description: 'The file.',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    304: { description: 'Not modified (If-None-Match).' },
    ...unreadableFileResponses,
  },
})

const readSample = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/data/{id}/sample',
  tags,
  summary: 'Get the first rows of the table',
  request: { params, query: z.object({ rows: z.coerce.number().int().min(1).max(1000).default(10) }) },
  responses: {
    200: describeJsonResponse(
      'Rows as lists of values, in column order.',
      z.object({
        columns: z.array(z.object({ name: z.string(), type: z.string() })),
        rows: z.array(z.array(z.union([z.null(), z.boolean(), z.number(), z.string()]))),
        total: z.number().int(),
      }),
    ),
    ...unreadableFileResponses,
  },
})

const readInfo = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/data/{id}/info',
  tags,
  summary: 'Get a dataset with its load report and column profiles',
  request: {
    params,
    query: z.object({
      profile: z.enum(['true', 'false']).default('true').openapi({
        description: '`false`: omits the profile, which requires reading the entire table.',
      }),
    }),
  },
  responses: {
    200: describeJsonResponse(
      'The dataset with its load report and profile.',
      z.object({
        ...datasetWireSchema.shape,
        file_metadata: z
          .object({ format: z.string(), rows: z.number().int(), columns: z.number().int() })
          .openapi({ description: 'A summary of the load report.' }),
        load: createDocumentSchema<LoadReport>('LoadReport'),
        profile: createNullableObjectSchema<TableProfile>().openapi({
          description: 'Column types, nulls, distinct values, ranges and frequent values.',
        }),
      }),
    ),
    ...unreadableFileResponses,
  },
})

const createRemoveRoute = (path: '/api/v1/data/{id}' | '/api/v1/tools/files/{id}') =>
  createRoute({
    'x-permission': 'edit',
    method: 'delete',
    path,
    tags,
    summary: 'Delete a dataset and its content; run results are kept',
    request: { params },
    responses: { 204: { description: 'Deleted.' }, ...datasetNotFoundResponses },
  })
const remove = createRemoveRoute('/api/v1/data/{id}')

/** The same routes under alternative paths used by existing clients. */
const aliasRoutes = {
  upload: createUploadRoute('/api/v1/tools/files/upload'),
  read: createReadRoute('/api/v1/tools/files/{id}'),
  remove: createRemoveRoute('/api/v1/tools/files/{id}'),
}

const createDatasetNotFoundProblem = (id: string): Problem => error('dataset.not-found', { id })

/** Adds the routes under `/api/v1/data`, for uploaded files and the tables loaded from them. */
export function addDataRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, uploadLimits = unlimitedUploads }: RouteDependencies,
): void {
  for (const route of [upload, aliasRoutes.upload])
    app.openapi(route, async (context) => {
      const { store } = await openWorkspace(context, 'edit')
      const allowance = await findUploadAllowance(store, uploadLimits)
      const receivedUpload = await receiveUpload(context.req.raw, store.datasets, allowance)
      if (receivedUpload.problem) return sendProblem(context, receivedUpload.status, receivedUpload.problem)
      const { receivedFile, name } = receivedUpload
      const { added, problem } = await addWithinQuota(store, uploadLimits, receivedFile, name)
      if (problem) return sendProblem(context, 413, problem)
      const { dataset, isDuplicate } = added
      return context.json(
        { ...datasetToWire(dataset), duplicate: isDuplicate, given_name: name },
        isDuplicate ? 200 : 201,
      )
    })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { q, sort, ...page } = context.req.valid('query')
    const filter = { text: q, ...toSortOptions<'created_at' | 'name' | 'size'>(sort) }
    return context.json(toListResponse(await store.datasets.list(toPageRequest(page), filter), datasetToWire), 200)
  })

  for (const route of [read, aliasRoutes.read])
    app.openapi(route, async (context) => {
      const { store } = await openWorkspace(context, 'view')
      const { id } = context.req.valid('param')
      const dataset = await store.datasets.find(id)
      return dataset
        ? context.json(datasetToWire(dataset), 200)
        : sendProblem(context, 404, createDatasetNotFoundProblem(id))
    })

  app.openapi(download, async (context) => {
    const { store, loads } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const dataset = await store.datasets.find(id)
    if (!dataset) return sendProblem(context, 404, createDatasetNotFoundProblem(id))
    const { format } = context.req.valid('query')
    const etag = `"${id}${format === 'original' ? '' : `.${format}`}"`
    context.header('ETag', etag)
    if (isCachedByClient(context, etag)) return context.body(null, 304)
    // Files are never served with their own media type, so that uploaded content cannot act as a page on this origin.
    if (format !== 'original') {
      const conversion = await loads.write(store, dataset, format)
      if (conversion.problem) return sendProblem(context, 422, conversion.problem)
      const name = `${dataset.name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}${tableFormats[format].extension}`
      return context.body(Readable.toWeb(conversion.stream) as ReadableStream, 200, {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': formatContentDisposition(name),
      })
    }
    const stream = await store.datasets.openStream(id)
    if (!stream) return sendProblem(context, 404, createDatasetNotFoundProblem(id))
    return context.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(dataset.size),
      'Content-Disposition': formatContentDisposition(dataset.name),
    })
  })

  app.openapi(readSample, async (context) => {
    const { store, loads } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const dataset = await store.datasets.find(id)
    if (!dataset) return sendProblem(context, 404, createDatasetNotFoundProblem(id))
    const result = await loads.readSample(store, dataset, context.req.valid('query').rows)
    if (result.problem) return sendProblem(context, 422, result.problem)
    const { columns, rows, total } = result.sample
    return context.json({ columns, rows, total }, 200)
  })

  app.openapi(readInfo, async (context) => {
    const { store, loads } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const dataset = await store.datasets.find(id)
    if (!dataset) return sendProblem(context, 404, createDatasetNotFoundProblem(id))
    const result = await loads.readReport(store, dataset)
    if (result.problem) return sendProblem(context, 422, result.problem)
    const { report } = result
    const profileResult =
      context.req.valid('query').profile === 'true' ? await loads.readProfile(store, dataset) : undefined
    if (profileResult?.problem) return sendProblem(context, 422, profileResult.problem)
    return context.json(
      {
        ...datasetToWire(dataset),
        file_metadata: { format: report.format, rows: report.rows, columns: report.columns.length },
        load: renderResponse(report),
        profile: profileResult?.profile ? renderResponse(profileResult.profile) : null,
      },
      200,
    )
  })

  for (const route of [remove, aliasRoutes.remove])
    app.openapi(route, async (context) => {
      const { store } = await openWorkspace(context, 'edit')
      const { id } = context.req.valid('param')
      return (await store.datasets.remove(id))
        ? context.body(null, 204)
        : sendProblem(context, 404, createDatasetNotFoundProblem(id))
    })
}
