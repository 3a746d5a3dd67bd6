import { error, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { WorkspaceRoutes } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { findUploadAllowance, unlimitedUploads, type UploadLimits } from '../api/upload-allowance.ts'
import { sendProblem } from '../http/error-response.ts'
import { readChunks, sanitizeFileName } from '../http/receive-upload.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { maxUploads, type ResumableUpload } from '../store/datasets/resumable-uploads.ts'
import { datasetToWire, uploadWireSchema } from '../wire/dataset.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

const path = '/api/v1/uploads'
const params = createIdParamsSchema('3f1c1f9e-6b0f-4a53-8f6e-1d0a1ddc9c52')

const stateSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    size: z.number().int().openapi({ description: 'Total file size in bytes.' }),
    offset: z.number().int().openapi({ description: 'Number of received bytes.' }),
  })
  .openapi('ResumableUpload', {
    example: { id: '3f1c1f9e-6b0f-4a53-8f6e-1d0a1ddc9c52', name: 'orders.csv', size: 5_000_000_000, offset: 0 },
  })

const tusVersion = '1.0.0'

/**
 * Adds the routes under `/api/v1/uploads`, for files that are too large for a single request. They implement the tus
 * protocol (https://tus.io/protocols/resumable-upload) and its extensions creation, termination and expiration.
 */
export function addUploadRoutes({
  app,
  createWorkspaceRoutes,
  uploadLimits = unlimitedUploads,
}: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['data'] })
  app.use(`${path}/*`, createTusHandler(uploadLimits))
  addCreationRoute(routes, uploadLimits)
  addStateRoute(routes)
  addAppendRoute(routes)
  addCancelRoute(routes)
}

/** Sends the headers of the protocol, and rejects its other versions. */
const createTusHandler =
  (uploadLimits: UploadLimits): MiddlewareHandler<AppEnvironment> =>
  async (context, next) => {
    context.header('Tus-Resumable', tusVersion)
    if (context.req.method === 'OPTIONS') {
      context.header('Tus-Version', tusVersion)
      context.header('Tus-Extension', 'creation,termination,expiration')
      if (uploadLimits.fileBytes > 0) context.header('Tus-Max-Size', String(uploadLimits.fileBytes))
      return context.body(null, 204)
    }
    const requestedVersion = context.req.header('tus-resumable') ?? (context.req.method === 'GET' ? tusVersion : '')
    if (requestedVersion === tusVersion) return next()
    context.header('Tus-Version', tusVersion)
    return sendProblem(context, 412, error('upload.version', { version: requestedVersion, supported: tusVersion }))
  }

function addCreationRoute(routes: WorkspaceRoutes, uploadLimits: UploadLimits): void {
  routes.post('', {
    permission: 'edit',
    summary: 'Start a resumable upload (tus 1.0.0)',
    description:
      'Send `Tus-Resumable: 1.0.0`, `Upload-Length` in bytes, and `Upload-Metadata` with `filename` in Base64. `Location` is the URL of the upload, which is valid for a day.',
    responses: {
      201: ['The new upload.', stateSchema],
      400: 'Upload-Length is missing or not valid.',
      409: 'The workspace has too many uploads.',
      412: 'Unsupported tus version.',
      413: 'The file exceeds the size limit or the remaining quota.',
    },
    handle: async ({ context, caller, store }) => {
      const size = parseByteCount(context.req.header('upload-length'))
      if (size === undefined)
        throw new Rejection(400, createHeaderProblem('Upload-Length', context.req.header('upload-length')))
      const name = sanitizeFileName(readFileName(context.req.header('upload-metadata')))
      const { upload, problem } = await store.uploads.runExclusive(async () => {
        const allowance = await findUploadAllowance(store, uploadLimits)
        if (size > allowance.bytes) return { problem: allowance.problem }
        return { upload: await store.uploads.create({ name, size, owner: caller.id }) }
      })
      if (problem) throw new Rejection(413, problem)
      if (!upload) throw new Rejection(409, error('upload.limit', { max: maxUploads }))
      context.header('Location', `${path}/${upload.id}`)
      return toWire(upload)
    },
  })
}

function addStateRoute(routes: WorkspaceRoutes): void {
  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get the state of a resumable upload; HEAD returns it in Upload-Offset and Upload-Length',
    params,
    responses: {
      200: ['The upload.', stateSchema],
      404: 'Upload not found, or older than a day.',
      412: 'Unsupported tus version.',
    },
    handle: async ({ context, caller, store, params: { id } }) => {
      const upload = requireFound(await store.uploads.find(id, caller.id), createNotFoundProblem(id))
      context.header('Upload-Offset', String(upload.offset))
      context.header('Upload-Length', String(upload.size))
      return toWire(upload)
    },
  })
}

function addAppendRoute(routes: WorkspaceRoutes): void {
  routes.patch('/{id}', {
    permission: 'edit',
    summary: 'Append bytes to a resumable upload; the last request returns the dataset',
    description: 'Send `Content-Type: application/offset+octet-stream` and the current offset in `Upload-Offset`.',
    params,
    responses: {
      200: ['The existing dataset with this content, under the name of its first upload.', uploadWireSchema],
      201: ['The new dataset.', uploadWireSchema],
      204: 'Received; `Upload-Offset` is the next offset.',
      400: 'The request was interrupted.',
      404: 'Upload not found, or older than a day.',
      409: 'The offset is not the current offset, or another request is using the upload.',
      412: 'Unsupported tus version.',
      413: 'The body exceeds the file size.',
      415: 'Unsupported content type.',
    },
    handle: async ({ context, caller, store, params: { id } }) => {
      const type = context.req.header('content-type') ?? ''
      if (type !== 'application/offset+octet-stream') throw new Rejection(415, error('upload.type', { type }))
      const uploadResponse = await store.uploads.runWithUpload(id, caller.id, async (upload) => {
        const offset = parseByteCount(context.req.header('upload-offset'))
        if (offset !== upload.offset)
          throw new Rejection(409, createOffsetProblem(upload, context.req.header('upload-offset')))
        const { body } = context.req.raw
        if (upload.dataset === undefined && body) {
          const appendResult = await store.uploads.append(upload, readBody(body)).catch((cause: unknown) => {
            if (cause instanceof InterruptedBodyError) return 'interrupted' as const
            throw cause
          })
          if (appendResult === 'interrupted') throw new Rejection(400, error('request.malformed', { reason: '' }))
          if (appendResult === 'too-long') throw new Rejection(413, error('upload.too-long', { size: upload.size }))
          upload.offset = appendResult
        }
        context.header('Upload-Offset', String(upload.offset))
        if (upload.offset < upload.size) return context.body(null, 204)
        return storeDataset(context, store, upload)
      })
      if (uploadResponse === 'busy') throw new Rejection(409, error('upload.busy', { id }))
      return requireFound(uploadResponse, createNotFoundProblem(id))
    },
  })
}

function addCancelRoute(routes: WorkspaceRoutes): void {
  routes.delete('/{id}', {
    permission: 'edit',
    summary: 'Cancel a resumable upload',
    params,
    responses: {
      204: 'Deleted.',
      404: 'Upload not found, or older than a day.',
      409: 'Another request is using the upload.',
      412: 'Unsupported tus version.',
    },
    handle: async ({ caller, store, params: { id } }) => {
      const removal = await store.uploads.runWithUpload(id, caller.id, async (upload) => {
        await store.uploads.remove(upload)
        return 'removed' as const
      })
      if (removal === 'busy') throw new Rejection(409, error('upload.busy', { id }))
      requireFound(removal, createNotFoundProblem(id))
    },
  })
}

/**
 * Creates a dataset once the entire file has been received. If the response is lost, the client can repeat the request
 * and receives the same dataset.
 */
async function storeDataset(context: Context<AppEnvironment>, store: WorkspaceStore, upload: ResumableUpload) {
  if (upload.dataset !== undefined) {
    const dataset = await store.datasets.find(upload.dataset)
    return (
      dataset &&
      context.json({ ...datasetToWire(dataset, store.datasets), duplicate: true, given_name: upload.name }, 200)
    )
  }
  const { dataset, isDuplicate } = await store.datasets.add(await store.uploads.createReceivedFile(upload), upload.name)
  await store.uploads.complete(upload, dataset.id)
  const response = { ...datasetToWire(dataset, store.datasets), duplicate: isDuplicate, given_name: upload.name }
  return context.json(response, isDuplicate ? 200 : 201)
}

/** Thrown if the client interrupts a request before its body is complete. The bytes received so far remain stored. */
class InterruptedBodyError extends Error {}

async function* readBody(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = readChunks(body)
  for (;;) {
    const next = await chunks.next().catch((cause: unknown) => {
      throw new InterruptedBodyError('The request was interrupted.', { cause })
    })
    if (next.done) return
    yield next.value
  }
}

const toWire = (resumableUpload: ResumableUpload): z.infer<typeof stateSchema> =>
  recordToWire(stateSchema, resumableUpload)

const parseByteCount = (text = ''): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)

/**
 * Returns the `filename` entry of an `Upload-Metadata` header, which consists of comma-separated pairs of a name and a
 * Base64 value. Returns an empty string if there is none.
 */
function readFileName(metadata = ''): string {
  for (const pair of metadata.split(',')) {
    const [name, value = ''] = pair.trim().split(/\s+/)
    if (name === 'filename') return Buffer.from(value, 'base64').toString('utf8')
  }
  return ''
}

const createNotFoundProblem = (id: string): Problem => error('upload.not-found', { id: id.slice(0, 80) })

const createHeaderProblem = (header: string, value = ''): Problem =>
  error('upload.header', { header, value: value.slice(0, 80) })

const createOffsetProblem = ({ offset }: ResumableUpload, value = ''): Problem =>
  error('upload.offset', { offset, value: value.slice(0, 80) })
