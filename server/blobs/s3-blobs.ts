import { message, type Message } from '@aw-flow/messages'
import { error } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { S3mini, S3ServiceError } from 's3mini'
import { UnavailableError } from '../http/unavailable.ts'
import type { Blobs } from './blobs.ts'

export interface S3Options {
  /** Bucket URL: `s3://KEY:SECRET@host/bucket?region=…`. Use `s3+http` for connections without encryption. */
  url: string
  /** Folder for caching up to `cacheBytes` of downloaded files. */
  cacheFolder: string
  cacheBytes?: number
  /** Maximum number of attempts per request, and the first backoff delay in ms. The delay doubles with each attempt. */
  maxAttempts?: number
  delayMs?: number
  /** Time after which a request is not retried, in ms. The first three attempts are always made. */
  timeoutMs?: number
}

/** Timeout for requests without file content, in ms. */
const metadataTimeoutMs = 10_000
/** Timeout for requests with file content, in ms. */
const contentTimeoutMs = 60_000

/** Number of bytes per request. Only this much of a file is held in memory at a time. */
const partBytes = 8 * 2 ** 20

/** Opens blob storage in an S3-compatible bucket. */
export async function openS3Blobs(options: S3Options): Promise<Blobs> {
  const { cacheFolder, cacheBytes = 20 * 2 ** 30, maxAttempts = 12, delayMs = 50, timeoutMs = 30_000 } = options
  const { endpoint, accessKeyId, secretAccessKey, region } = parseStorageUrl(options.url)
  const createClient = (requestAbortTimeout: number): S3mini =>
    new S3mini({ endpoint, accessKeyId, secretAccessKey, region, requestAbortTimeout })
  const s3 = createClient(contentTimeoutMs)
  const metadataS3 = createClient(metadataTimeoutMs)
  await mkdir(cacheFolder, { recursive: true })
  const pendingDownloads = new Map<string, Promise<string | undefined>>()

  /** Retries a request with exponential backoff if the service or the connection failed. */
  const withRetry = async <T>(request: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await request()
      } catch (cause) {
        const status = findStatus(cause)
        if (status >= 400 && status < 500 && status !== 408 && status !== 429) throw createRejectedError(status, cause)
        const hasTimedOut = attempt >= 3 && performance.now() - start > timeoutMs
        if (attempt >= maxAttempts || hasTimedOut) throw createUnavailableError(attempt, cause)
        await sleep(Math.min(2000, delayMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2))
      }
    }
  }

  const readSize = (name: string): Promise<number | undefined> => withRetry(() => requestSize(metadataS3, name))

  async function* readChunks(name: string, size: number): AsyncGenerator<Buffer> {
    for (let start = 0; start < size; start += partBytes) {
      const end = Math.min(size, start + partBytes)
      yield await withRetry(async () => {
        const bytes = await readResponseBytes(await s3.getObjectRaw(name, false, start, end), end - start)
        if (bytes.byteLength !== end - start)
          throw new Error(`Expected ${end - start} bytes, received ${bytes.byteLength}.`)
        return bytes
      })
    }
  }

  const download = async (name: string): Promise<string | undefined> => {
    const path = join(cacheFolder, name.replaceAll('/', '_'))
    const cachedFile = await stat(path).catch(() => undefined)
    if (cachedFile) {
      await utimes(path, new Date(), new Date()).catch(() => undefined)
      return path
    }
    const size = await readSize(name)
    if (size === undefined) return undefined
    await evictFiles(cacheFolder, cacheBytes - size)
    const partialPath = `${path}.${randomUUID()}`
    const file = await open(partialPath, 'wx')
    try {
      for await (const chunk of readChunks(name, size)) await file.writeFile(chunk)
    } catch (cause) {
      await rm(partialPath, { force: true })
      throw cause
    } finally {
      await file.close()
    }
    await rename(partialPath, path)
    return path
  }

  return {
    provider: 's3',
    async put(name, path) {
      const file = await open(path, 'r')
      try {
        const { size } = await file.stat()
        const readPart = async (start: number): Promise<Buffer> => {
          const bytes = Buffer.alloc(Math.min(partBytes, size - start))
          const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, start)
          return bytes.subarray(0, bytesRead)
        }
        if (size <= partBytes) {
          const bytes = await readPart(0)
          await withRetry(() => s3.putObject(name, bytes, 'application/octet-stream'))
        } else {
          await uploadInParts(s3, withRetry, { name, size, readPart })
        }
      } finally {
        await file.close()
      }
      await rm(path, { force: true })
    },
    async openStream(name) {
      const size = await readSize(name)
      if (size === undefined) throw new Error(`The bucket has no object ${name}.`)
      return Readable.from(readChunks(name, size), { objectMode: false })
    },
    findLocalPath(name) {
      const pendingDownload = pendingDownloads.get(name) ?? download(name).finally(() => pendingDownloads.delete(name))
      pendingDownloads.set(name, pendingDownload)
      return pendingDownload
    },
    findSize: readSize,
    async remove(name) {
      await rm(join(cacheFolder, name.replaceAll('/', '_')), { force: true })
      await withRetry(() => metadataS3.deleteObject(name))
    },
    async *list(prefix) {
      let continuationToken: string | undefined
      do {
        const page = await withRetry(() => s3.listObjectsPaged('/', prefix, 1000, continuationToken))
        for (const { Key, Size } of page?.objects ?? []) yield { name: Key, size: Number(Size) }
        continuationToken = page?.nextContinuationToken
      } while (continuationToken !== undefined)
    },
    async check() {
      const exists = await withRetry(() => metadataS3.bucketExists())
      if (!exists) throw createRejectedError(404, undefined)
    },
  }
}

const findStatus = (cause: unknown): number =>
  cause instanceof S3ServiceError ? cause.status : cause instanceof Error && cause.cause ? findStatus(cause.cause) : 0

/** Requests the size of an object, without retries. Returns `undefined` if it does not exist. */
const requestSize = (s3: S3mini, name: string): Promise<number | undefined> =>
  s3.getContentLength(name).catch((cause: unknown) => {
    if (findStatus(cause) === 404) return undefined
    throw cause
  })

/** Reads a response body. Throws once it exceeds `maxBytes`, because a service might ignore the requested range. */
async function readResponseBytes(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let byteCount = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength
    if (byteCount > maxBytes) throw new Error(`Expected ${maxBytes} bytes, received more.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

type WithRetry = <T>(request: () => Promise<T>) => Promise<T>

/** Uploads a large file in parts, and aborts the upload if a part fails. */
async function uploadInParts(
  s3: S3mini,
  withRetry: WithRetry,
  { name, size, readPart }: { name: string; size: number; readPart(start: number): Promise<Buffer> },
): Promise<void> {
  const uploadId = await withRetry(() => s3.getMultipartUploadId(name, 'application/octet-stream'))
  try {
    const parts: { partNumber: number; etag: string }[] = []
    for (let start = 0; start < size; start += partBytes) {
      const bytes = await readPart(start)
      const partNumber = parts.length + 1
      parts.push(await withRetry(() => s3.uploadPart(name, uploadId, bytes, partNumber)))
    }
    await withRetry(async () => {
      try {
        return await s3.completeMultipartUpload(name, uploadId, parts)
      } catch (cause) {
        // An earlier attempt may have succeeded although its response was lost.
        if ((await withRetry(() => requestSize(s3, name))) === size) return undefined
        throw cause
      }
    })
  } catch (cause) {
    await s3.abortMultipartUpload(name, uploadId).catch(() => undefined)
    throw cause
  }
}

/** Evicts the least recently used files until at most `maxBytes` remain. */
async function evictFiles(folder: string, maxBytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name)
      const stats = await stat(path).catch(() => undefined)
      return { path, size: stats?.size ?? 0, time: stats?.mtimeMs ?? 0 }
    }),
  )
  let remainingBytes = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.sort((a, b) => a.time - b.time)) {
    if (remainingBytes <= Math.max(0, maxBytes)) return
    await rm(path, { force: true })
    remainingBytes -= size
  }
}

function parseStorageUrl(address: string): {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  region: string
} {
  const url = new URL(address.replace(/^s3(\+https)?:/, 'https:').replace(/^s3\+http:/, 'http:'))
  return {
    endpoint: `${url.protocol}//${url.host}${url.pathname}`,
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    region: url.searchParams.get('region') ?? 'auto',
  }
}

/** Validates a storage URL. Returns the reason if it is invalid, or `undefined` if it is valid. */
export function validateStorageUrl(address: string): Message | undefined {
  if (!/^s3(\+https?)?:\/\//.test(address)) return message('url.not-s3', {})
  if (!URL.canParse(address.replace(/^s3(\+https?)?:/, 'https:'))) return message('url.not-valid', {})
  const { endpoint, accessKeyId, secretAccessKey } = parseStorageUrl(address)
  if (new URL(endpoint).pathname.length < 2) return message('url.no-bucket', {})
  return accessKeyId === '' || secretAccessKey === '' ? message('url.no-key', {}) : undefined
}

const toMessage = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause ?? ''))

const createRejectedError = (status: number, cause: unknown): UnavailableError =>
  new UnavailableError(error('storage.refused', { status: String(status), reason: toMessage(cause) }), cause)

const createUnavailableError = (attempts: number, cause: unknown): UnavailableError =>
  new UnavailableError(error('storage.unavailable', { attempts, reason: toMessage(cause) }), cause)
