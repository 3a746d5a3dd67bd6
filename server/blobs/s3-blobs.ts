import { message, type Message } from '@aw-flow/messages'
import { error } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { S3mini, S3ServiceError } from 's3mini'
import { Unavailable } from '../unavailable.ts'
import type { Blobs } from './blobs.ts'

export interface S3Options {
  /** s3://KEY:SECRET@host/bucket?region=…; `s3+http` where it is not encrypted. */
  address: string
  /** Files that were fetched stay here until they take more than `cacheBytes`. */
  cache: string
  cacheBytes?: number
  /** Attempts of one request, and the first pause between two, in milliseconds; each is twice as long as the last. */
  attempts?: number
  pause?: number
  /** After so many milliseconds nothing is tried a fourth time. */
  patience?: number
}

/** How long a request may take that carries no bytes of a file, and one that does; in milliseconds. */
const briefly = 10_000
const withBytes = 60_000

/** Bytes of one request: the most that is held in memory of a file. */
const part = 8 * 2 ** 20

/** Bytes in a bucket of an S3-compatible service. */
export async function openS3Blobs(options: S3Options): Promise<Blobs> {
  const { cache, cacheBytes = 20 * 2 ** 30, attempts = 12, pause = 50, patience = 30_000 } = options
  const { endpoint, accessKeyId, secretAccessKey, region } = readAddress(options.address)
  const within = (requestAbortTimeout: number): S3mini =>
    new S3mini({ endpoint, accessKeyId, secretAccessKey, region, requestAbortTimeout })
  const s3 = within(withBytes)
  const brief = within(briefly)
  await mkdir(cache, { recursive: true })
  const fetching = new Map<string, Promise<string | undefined>>()

  /** Asks again where the service or the way to it failed. */
  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    const begin = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask()
      } catch (cause) {
        const status = statusOf(cause)
        if (status >= 400 && status < 500 && status !== 408 && status !== 429) throw refused(status, cause)
        const isLate = attempt >= 3 && performance.now() - begin > patience
        if (attempt >= attempts || isLate) throw gone(attempt, cause)
        await sleep(Math.min(2000, pause * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2))
      }
    }
  }

  const sizeOf = (name: string): Promise<number | undefined> => patiently(() => sizeNow(brief, name))

  async function* pieces(name: string, size: number): AsyncGenerator<Buffer> {
    for (let from = 0; from < size; from += part) {
      const to = Math.min(size, from + part)
      yield await patiently(async () => {
        const answer = await s3.getObjectRaw(name, false, from, to)
        const bytes = Buffer.from(await answer.arrayBuffer())
        if (bytes.byteLength !== to - from) throw new Error(`Of ${to - from} bytes came ${bytes.byteLength}.`)
        return bytes
      })
    }
  }

  const fetchWhole = async (name: string): Promise<string | undefined> => {
    const path = join(cache, name.replaceAll('/', '_'))
    const here = await stat(path).catch(() => undefined)
    if (here) {
      await utimes(path, new Date(), new Date()).catch(() => undefined)
      return path
    }
    const size = await sizeOf(name)
    if (size === undefined) return undefined
    await makeRoom(cache, cacheBytes - size)
    const arriving = `${path}.${randomUUID()}`
    const file = await open(arriving, 'wx')
    try {
      for await (const piece of pieces(name, size)) await file.writeFile(piece)
    } catch (cause) {
      await rm(arriving, { force: true })
      throw cause
    } finally {
      await file.close()
    }
    await rename(arriving, path)
    return path
  }

  return {
    async put(name, path) {
      const file = await open(path, 'r')
      try {
        const { size } = await file.stat()
        const read = async (from: number): Promise<Buffer> => {
          const bytes = Buffer.alloc(Math.min(part, size - from))
          const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, from)
          return bytes.subarray(0, bytesRead)
        }
        if (size <= part) {
          const bytes = await read(0)
          await patiently(() => s3.putObject(name, bytes, 'application/octet-stream'))
        } else {
          await putInParts(s3, patiently, { name, size, read })
        }
      } finally {
        await file.close()
      }
      await rm(path, { force: true })
    },
    async stream(name) {
      const size = await sizeOf(name)
      if (size === undefined) throw new Error(`There is no ${name} in the bucket.`)
      return Readable.from(pieces(name, size), { objectMode: false })
    },
    local(name) {
      const under = fetching.get(name) ?? fetchWhole(name).finally(() => fetching.delete(name))
      fetching.set(name, under)
      return under
    },
    size: sizeOf,
    async remove(name) {
      await rm(join(cache, name.replaceAll('/', '_')), { force: true })
      await patiently(() => brief.deleteObject(name))
    },
    async *list(beginning) {
      let token: string | undefined
      do {
        const page = await patiently(() => s3.listObjectsPaged('/', beginning, 1000, token))
        for (const { Key, Size } of page?.objects ?? []) yield { name: Key, size: Number(Size) }
        token = page?.nextContinuationToken
      } while (token !== undefined)
    },
    async check() {
      const isThere = await patiently(() => brief.bucketExists())
      if (!isThere) throw refused(404, undefined)
    },
  }
}

const statusOf = (cause: unknown): number =>
  cause instanceof S3ServiceError ? cause.status : cause instanceof Error && cause.cause ? statusOf(cause.cause) : 0

/** One request, since each that is needed may be the one that fails. */
const sizeNow = (s3: S3mini, name: string): Promise<number | undefined> =>
  s3.getContentLength(name).catch((cause: unknown) => {
    if (statusOf(cause) === 404) return undefined
    throw cause
  })

type Patiently = <T>(ask: () => Promise<T>) => Promise<T>

/** A large file, part after part; what was begun and failed is taken back. */
async function putInParts(
  s3: S3mini,
  patiently: Patiently,
  { name, size, read }: { name: string; size: number; read(from: number): Promise<Buffer> },
): Promise<void> {
  const upload = await patiently(() => s3.getMultipartUploadId(name, 'application/octet-stream'))
  try {
    const parts: { partNumber: number; etag: string }[] = []
    for (let from = 0; from < size; from += part) {
      const bytes = await read(from)
      const number = parts.length + 1
      parts.push(await patiently(() => s3.uploadPart(name, upload, bytes, number)))
    }
    await patiently(async () => {
      try {
        return await s3.completeMultipartUpload(name, upload, parts)
      } catch (cause) {
        // An earlier attempt may have got through although its answer did not.
        if ((await patiently(() => sizeNow(s3, name))) === size) return undefined
        throw cause
      }
    })
  } catch (cause) {
    await s3.abortMultipartUpload(name, upload).catch(() => undefined)
    throw cause
  }
}

/** Takes the files away that were not asked for longest, until all of them take no more than `bytes`. */
async function makeRoom(folder: string, bytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name)
      const found = await stat(path).catch(() => undefined)
      return { path, size: found?.size ?? 0, time: found?.mtimeMs ?? 0 }
    }),
  )
  let left = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.sort((one, other) => one.time - other.time)) {
    if (left <= Math.max(0, bytes)) return
    await rm(path, { force: true })
    left -= size
  }
}

function readAddress(address: string): {
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

/** Returns why an address of storage is not valid, `undefined` when it is. */
export function storageAddressFault(address: string): Message | undefined {
  if (!/^s3(\+https?)?:\/\//.test(address)) return message('url.not-s3', {})
  if (!URL.canParse(address.replace(/^s3(\+https?)?:/, 'https:'))) return message('url.not-valid', {})
  const { endpoint, accessKeyId, secretAccessKey } = readAddress(address)
  if (new URL(endpoint).pathname.length < 2) return message('url.no-bucket', {})
  return accessKeyId === '' || secretAccessKey === '' ? message('url.no-key', {}) : undefined
}

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause ?? ''))

const refused = (status: number, cause: unknown): Unavailable =>
  new Unavailable(error('storage.refused', { status: String(status), reason: words(cause) }), cause)

const gone = (attempts: number, cause: unknown): Unavailable =>
  new Unavailable(error('storage.unavailable', { attempts, reason: words(cause) }), cause)
