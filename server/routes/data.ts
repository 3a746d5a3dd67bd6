import { error, type Dataset, type LoadReport, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { contentDisposition } from '../content-disposition.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { documentSchema } from '../openapi-components.ts'
import { receiveUpload } from '../receive-upload.ts'
import { datasetToWire, datasetWireSchema, uploadWireSchema } from '../wire/dataset.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'

const tags = ['data']
const missing = errorAnswers({ 404: 'No such dataset.' })
const unreadable = errorAnswers({ 404: 'No such dataset.', 422: 'No reader accepts it, or the query makes no sense.' })
const params = idParamsSchema('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae')

const upload = createRoute({
  method: 'post',
  path: '/api/v1/data/upload',
  tags,
  summary: 'Take a file in; the same bytes are the same dataset',
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
    200: jsonAnswer('The dataset that holds these bytes already, under its first name.', uploadWireSchema),
    201: jsonAnswer('The new dataset.', uploadWireSchema),
    ...errorAnswers({ 400: 'Not one file in a form.' }),
  },
})

const list = createRoute({
  method: 'get',
  path: '/api/v1/data',
  tags,
  summary: 'The datasets, newest first',
  request: { query: listQuerySchema },
  responses: {
    200: jsonAnswer('Datasets.', listSchema(datasetWireSchema)),
    ...errorAnswers({ 422: 'A query that makes no sense.' }),
  },
})

const one = createRoute({
  method: 'get',
  path: '/api/v1/data/{id}',
  tags,
  summary: 'One dataset',
  request: { params },
  responses: { 200: jsonAnswer('The dataset.', datasetWireSchema), ...missing },
})

const download = createRoute({
  method: 'get',
  path: '/api/v1/data/{id}/download',
  tags,
  summary: 'The bytes as they came',
  request: { params },
  responses: {
    200: {
      description: 'The file.',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    ...missing,
  },
})

const sample = createRoute({
  method: 'get',
  path: '/api/v1/data/{id}/sample',
  tags,
  summary: 'The first rows of the table that a load makes of it',
  request: { params, query: z.object({ rows: z.coerce.number().int().min(1).max(1000).default(10) }) },
  responses: {
    200: jsonAnswer(
      'Rows as lists, in the columns’ order.',
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
  summary: 'What is in it, and how it was loaded',
  request: { params },
  responses: {
    200: jsonAnswer(
      'The dataset with the report of its load.',
      z.object({ ...datasetWireSchema.shape, load: documentSchema<LoadReport>('LoadReport') }),
    ),
    ...unreadable,
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/data/{id}',
  tags,
  summary: 'Remove a dataset and its bytes; what runs made of it stays',
  request: { params },
  responses: { 204: { description: 'Removed.' }, ...missing },
})

const noDataset = (id: string): Problem =>
  error('dataset.not-found', `There is no dataset ${JSON.stringify(id)}.`, {
    hint: 'See GET /api/v1/data, or upload it again.',
  })

/** `/api/v1/data`: files as they came, and a look into them. */
export function addDataRoutes(app: OpenAPIHono<AppEnvironment>, { backend }: AppDependencies): void {
  const find = async (id: string): Promise<Dataset | undefined> => (await backend()).store.datasets.find(id)

  app.openapi(upload, async (context) => {
    const { store } = await backend()
    const { arrived, name, problem } = await receiveUpload(context.req.raw, store.datasetFiles)
    if (problem) return refuse(context, 400, problem)
    const { dataset, known } = await store.datasets.keep(arrived, name)
    return context.json({ ...datasetToWire(dataset), duplicate: known, given_name: name }, known ? 200 : 201)
  })

  app.openapi(list, async (context) => {
    const { store } = await backend()
    return context.json(
      listAnswer(await store.datasets.list(pageRequest(context.req.valid('query'))), datasetToWire),
      200,
    )
  })

  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param')
    const dataset = await find(id)
    return dataset ? context.json(datasetToWire(dataset), 200) : refuse(context, 404, noDataset(id))
  })

  app.openapi(download, async (context) => {
    const { id } = context.req.valid('param')
    const dataset = await find(id)
    if (!dataset) return refuse(context, 404, noDataset(id))
    const { store } = await backend()
    // Never under a type of its own: what people gave must not become a page of this origin.
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
    return context.json({ ...datasetToWire(dataset), load: found.report }, 200)
  })

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await backend()
    return (await store.datasets.remove(id)) ? context.body(null, 204) : refuse(context, 404, noDataset(id))
  })
}
