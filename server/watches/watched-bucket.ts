import { NodeError, type Egress, type EgressResponse } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import { toStorableText } from '../store/database/storable-text.ts'
import { encodeUrlPart, signS3Request, type S3Credentials } from './s3-signature.ts'
import { createTooManyFilesError } from './watched-folder.ts'
import { maxWatchedFiles, type WatchedFile, type WatchedFiles } from './watched-files.ts'

export interface WatchedBucketOptions {
  /** Endpoint and bucket, without a trailing slash. */
  url: string
  prefix: string
  credentials: S3Credentials
  /** Sends the requests. Rejects hosts that are not allowed. */
  egress: Egress
  now(): number
}

const pageSize = 1_000
/** Maximum number of list pages. A service may return fewer objects per page than requested. */
const maxPages = 100
/** Time limit for listing all pages, in ms. */
const maxListMs = 300_000
const maxKeyBytes = 1_024
const maxVersionLength = 300
const maxTime = Date.UTC(10_000, 0)
/** Maximum size of one list page, in bytes. */
const maxListBytes = 8 * 2 ** 20
const maxFileBytes = 100 * 2 ** 30
/** Time limit for reading one object, in ms. */
const maxFileMs = 3_600_000
const maxReasonLength = 200

/** Opens an S3-compatible bucket. Objects are listed only after their upload has completed. */
export function openWatchedBucket({ url, prefix, credentials, egress, now }: WatchedBucketOptions): WatchedFiles {
  const request = async (
    requestUrl: URL,
    { bodyBytes, totalMs }: { bodyBytes: number; totalMs: number },
    signal: AbortSignal,
  ): Promise<EgressResponse> => {
    // Redirects are not followed, because they could send the signature to another host.
    const limits = { redirects: 0, bodyBytes, totalMs }
    const headers = signS3Request(requestUrl, credentials, now())
    const response = await egress.fetch({ url: requestUrl.href, headers, limits, signal })
    if (response.status === 200) return response
    const text = (await readText(response)).slice(0, 10_000)
    const reason = (readElement(text, 'Message') ?? readElement(text, 'Code') ?? 'no reason').slice(0, maxReasonLength)
    const kind = response.status >= 500 || response.status === 429 ? 'transient' : 'permanent'
    throw new NodeError(kind, error('watch.s3', { url, status: response.status, reason }))
  }
  return {
    async list(signal) {
      const files: WatchedFile[] = []
      let continuationToken: string | undefined
      let pageCount = 0
      const startMs = performance.now()
      do {
        if (++pageCount > maxPages) throw createTooManyFilesError()
        const requestUrl = new URL(url)
        requestUrl.search = new URLSearchParams(
          defined({ 'list-type': '2', 'max-keys': String(pageSize), prefix, 'continuation-token': continuationToken }),
        )
          .toString()
          .replaceAll('+', '%20')
        const text = await readText(
          await request(
            requestUrl,
            { bodyBytes: maxListBytes, totalMs: Math.max(1, maxListMs - (performance.now() - startMs)) },
            signal,
          ),
        )
        files.push(...parseList(text))
        if (files.length > maxWatchedFiles) throw createTooManyFilesError()
        continuationToken =
          readElement(text, 'IsTruncated') === 'true' ? readElement(text, 'NextContinuationToken') : undefined
      } while (continuationToken !== undefined)
      return files
    },
    async read({ key }, signal) {
      const requestUrl = new URL(`${url}/${key.split('/').map(encodeUrlPart).join('/')}`)
      return (await request(requestUrl, { bodyBytes: maxFileBytes, totalMs: maxFileMs }, signal)).body
    },
    // The service only returns complete objects. If an object was replaced, the next check finds the new version.
    isUnchanged: async () => true,
  }
}

/**
 * Parses one page of a ListObjectsV2 response. Omits objects that represent folders, and keys that cannot be requested
 * by URL: in a URL, the segment `..` would refer to an object in another bucket.
 */
export function parseList(text: string): WatchedFile[] {
  return text
    .split('<Contents>')
    .slice(1)
    .flatMap((part) => {
      const element = part.slice(0, Math.max(0, part.indexOf('</Contents>')))
      const key = readElement(element, 'Key')
      const lastModified = readElement(element, 'LastModified') ?? ''
      if (key === undefined || key.endsWith('/') || !isRequestableKey(key)) return []
      const time = Date.parse(lastModified)
      const size = Number(readElement(element, 'Size') ?? 0)
      return {
        key,
        name: key.slice(key.lastIndexOf('/') + 1),
        size: size >= 0 && Number.isFinite(size) ? size : 0,
        version: toStorableText(`${readElement(element, 'ETag') ?? ''}-${lastModified}`.slice(0, maxVersionLength)),
        modifiedAt: time >= 0 && time < maxTime ? time : 0,
      }
    })
}

/** Returns whether a key can be used in a URL and stored in the database. */
const isRequestableKey = (key: string): boolean =>
  Buffer.byteLength(key) <= maxKeyBytes &&
  toStorableText(key) === key &&
  key.split('/').every((segment) => segment !== '.' && segment !== '..')

/** Returns the text of the first XML element with the given name. */
function readElement(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}>`)
  const end = text.indexOf(`</${name}>`, start)
  return start < 0 || end < 0 ? undefined : decodeEntities(text.slice(start + name.length + 2, end))
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decodeEntities = (text: string): string =>
  text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (match, hex, decimal, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? String(match)
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16)
    return codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : String(match)
  })

async function readText({ body }: EgressResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
