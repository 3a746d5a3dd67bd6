import { error, tableFormats, type Dataset, type LoadReport, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { isKnown } from '../api/revision.ts'
import { contentDisposition } from '../http/content-disposition.ts'
import { errorAnswers, refuse } from '../http/error-answer.ts'
import { jsonAnswer } from '../http/json-answer.ts'
import { documentSchema } from '../http/openapi-components.ts'
import { receiveUpload } from '../http/receive-upload.ts'
import { datasetToWire, datasetWireSchema, uploadWireSchema } from '../wire/dataset.ts'
import { idParamsSchema } from '../wire/id.ts'
import { sortRequest, sortSchema } from '../wire/sort.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'
import { renderAnswer } from '../wire/render-answer.ts'

const tags = ['data']
const missing = errorAnswers({ 404: 'Dataset not found.' })
const unreadable = errorAnswers({ 404: 'Dataset not found.', 422: 'Unsupported file, or invalid query.' })
const params = idParamsSchema('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae')

const uploadAt = (path: '/api/v1/data/upload' | '/api/v1/tools/files/upload') =>
  createRoute({
    method: 'post',
    path,
    tags,
    summary: 'Upload a file; equal content is the same dataset',
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
      200: jsonAnswer('The existing dataset with this content, under its first name.', uploadWireSchema),
      201: jsonAnswer('The new dataset.', uploadWireSchema),
      ...errorAnswers({ 400: 'The form does not contain exactly one file.' }),
    },
  })
const upload = uploadAt('/api/v1/data/upload')

const list = createRoute({
  method: 'get',
  path: '/api/v1/data',
  tags,
  summary: 'List datasets, newest first',
  request: {
    query: listQuerySchema.extend({
      q: z.string().max(1000).optional().openapi({ description: 'Part of the name.' }),
      sort: sortSchema(['created_at', 'name', 'size']),
    }),
  },
  responses: {
    200: jsonAnswer('Datasets.', listSchema(datasetWireSchema)),
    ...errorAnswers({ 422: 'Invalid query.' }),
  },
})

const oneAt = (path: '/api/v1/data/{id}' | '/api/v1/tools/files/{id}') =>
  createRoute({
    method: 'get',
    path,
    tags,
    summary: 'Get a dataset by the SHA-256 of its content',
    request: { params },
    responses: { 200: jsonAnswer('The dataset.', datasetWireSchema), ...missing },
  })
const one = oneAt('/api/v1/data/{id}')

const download = createRoute({
  method: 'get',
  path: '/api/v1/data/{id}/download',
  tags,
  summary: 'Download the original file, or its table in another format',
  request: {
    params,
    query: z.object({
      format: z.enum(['original', 'csv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx']).default('original'),
    }),
  },
  responses: {
    200: {
      description: 'The file.',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    304: { description: 'Not modified (If-None-Match).' },
    ...unreadable,
  },
})

const sample = createRoute({
  method: 'get',
  path: '/api/v1/data/{id}/sample',
  tags,
  summary: 'Get the first rows of the table',
  request: { params, query: z.object({ rows: z.coerce.number().int().min(1).max(1000).default(10) }) },
  responses: {
    200: jsonAnswer(
      'Rows as lists, in the order of the columns.',
      z.object({
        columns: z.array(z.object({ name: z.string(), type: z.string() })),
        rows: z.array(z.array(z.union([z.null(), z.boolean(), z.number(), z.string()]))),
        total: z.number().int(),
      }),
    ),
    ...unreadable,
  },
})

const info = createRoute({
  method: 'get',
  path: '/api/v1/data/{id}/info',
  tags,
  summary: 'Get a dataset with its load report',
  request: { params },
  responses: {
    200: jsonAnswer(
      'The dataset with its load report.',
      z.object({ ...datasetWireSchema.shape, load: documentSchema<LoadReport>('LoadReport') }),
    ),
    ...unreadable,
  },
})

const removeAt = (path: '/api/v1/data/{id}' | '/api/v1/tools/files/{id}') =>
  createRoute({
    method: 'delete',
    path,
    tags,
    summary: 'Delete a dataset and its content; results of runs stay',
    request: { params },
    responses: { 204: { description: 'Deleted.' }, ...missing },
  })
const remove = removeAt('/api/v1/data/{id}')

/** Alternative paths of the same routes (requirements C). */
const files = {
  upload: uploadAt('/api/v1/tools/files/upload'),
  one: oneAt('/api/v1/tools/files/{id}'),
  remove: removeAt('/api/v1/tools/files/{id}'),
}

const noDataset = (id: string): Problem => error('dataset.not-found', { id })

/** `/api/v1/data`: files, and the tables loaded from them. */
export function addDataRoutes(app: OpenAPIHono<AppEnvironment>, { backend }: AppDependencies): void {
  const find = async (id: string): Promise<Dataset | undefined> => (await backend()).store.datasets.find(id)

  for (const route of [upload, files.upload])
    app.openapi(route, async (context) => {
      const { store } = await backend()
      const { arrived, name, problem } = await receiveUpload(context.req.raw, store.datasetFiles)
      if (problem) return refuse(context, 400, problem)
      const { dataset, known } = await store.datasets.add(arrived, name)
      return context.json({ ...datasetToWire(dataset), duplicate: known, given_name: name }, known ? 200 : 201)
    })

  app.openapi(list, async (context) => {
    const { store } = await backend()
    const { q, sort, ...page } = context.req.valid('query')
    const filter = { text: q, ...sortRequest<'created_at' | 'name' | 'size'>(sort) }
    return context.json(listAnswer(await store.datasets.list(pageRequest(page), filter), datasetToWire), 200)
  })

  for (const route of [one, files.one])
    app.openapi(route, async (context) => {
      const { id } = context.req.valid('param')
      const dataset = await find(id)
      return dataset ? context.json(datasetToWire(dataset), 200) : refuse(context, 404, noDataset(id))
    })

  app.openapi(download, async (context) => {
    const { id } = context.req.valid('param')
    const dataset = await find(id)
    if (!dataset) return refuse(context, 404, noDataset(id))
    const { store, loads } = await backend()
    const { format } = context.req.valid('query')
    const tag = `"${id}${format === 'original' ? '' : `.${format}`}"`
    context.header('ETag', tag)
    if (isKnown(context, tag)) return context.body(null, 304)
    // Never served under its own media type: uploaded content must not become a page of this origin.
    if (format !== 'original') {
      const written = await loads.write(dataset, format)
      if (written.problem) return refuse(context, 422, written.problem)
      const name = `${dataset.name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}${tableFormats[format].ending}`
      return context.body(Readable.toWeb(Readable.from(written.pieces)) as ReadableStream, 200, {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': contentDisposition(name),
      })
    }
    return context.body(Readable.toWeb(await store.datasetFiles.stream(id)) as ReadableStream, 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(dataset.size),
      'Content-Disposition': contentDisposition(dataset.name),
    })
  })

  app.openapi(sample, async (context) => {
    const { id } = context.req.valid('param')
    const dataset = await find(id)
    if (!dataset) return refuse(context, 404, noDataset(id))
    const { loads } = await backend()
    const found = await loads.sample(dataset, context.req.valid('query').rows)
    return found.problem ? refuse(context, 422, found.problem) : context.json(found.sample, 200)
  })

  app.openapi(info, async (context) => {
    const { id } = context.req.valid('param')
    const dataset = await find(id)
    if (!dataset) return refuse(context, 404, noDataset(id))
    const { loads } = await backend()
    const found = await loads.report(dataset)
    if (found.problem) return refuse(context, 422, found.problem)
    return context.json({ ...datasetToWire(dataset), load: renderAnswer(found.report) }, 200)
  })

  for (const route of [remove, files.remove])
    app.openapi(route, async (context) => {
      const { id } = context.req.valid('param')
      const { store } = await backend()
      return (await store.datasets.remove(id)) ? context.body(null, 204) : refuse(context, 404, noDataset(id))
    })
}
