import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { Readable } from 'node:stream'
import { mediaType } from './media-type.ts'

export interface SendOptions {
  /** Content security policy of the response. */
  readonly policy: string
  /** Whether the name of the file changes with its content, so that it is cached forever. Others are revalidated. */
  readonly isImmutable: boolean
  readonly status?: 200 | 404
}

/**
 * Sends a file, or its Brotli version from the build; 304 if the client has it. Returns `undefined` if the file does
 * not exist.
 */
export async function sendFile(
  context: Context,
  path: string,
  { policy, isImmutable, status = 200 }: SendOptions,
): Promise<Response | undefined> {
  const compressed = takesBrotli(context.req.header('accept-encoding'))
    ? await findFile(`${path}.br`, policy)
    : undefined
  const found = compressed ?? (await findFile(path, policy))
  if (!found) return undefined
  const headers = {
    ETag: found.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': policy,
  }
  const known = context.req.header('if-none-match')?.split(/\s*,\s*/) ?? []
  if (status === 200 && (known.includes(found.etag) || known.includes('*'))) return context.body(null, 304, headers)
  if (compressed) Object.assign(headers, { 'Content-Encoding': 'br' })
  Object.assign(headers, { 'Content-Type': mediaType(path), 'Content-Length': String(found.size) })
  if (context.req.method === 'HEAD') return context.body(null, status, headers)
  return context.body(Readable.toWeb(createReadStream(found.path)) as ReadableStream, status, headers)
}

/** The decoded segments of a path; `undefined` if a segment could leave the folder. */
export function safeNames(path: string): string[] | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    // An invalid escape does not refer to a file, but the application may have a page for this path.
    decoded = path
  }
  const names = decoded.split('/').filter((name) => name !== '')
  const leaves = (name: string): boolean =>
    name.startsWith('.') || name.includes('\0') || name.includes('\\') || name.includes(sep) || name.includes(':')
  return names.some(leaves) ? undefined : names
}

interface FoundFile {
  path: string
  size: number
  etag: string
}

/** Whether the client accepts Brotli. A quality of 0 means no. */
const takesBrotli = (accepted = ''): boolean =>
  accepted.split(',').some((encoding) => /^\s*br\s*(;|$)/.test(encoding) && !/;\s*q=0(\.0*)?\s*$/.test(encoding))

async function findFile(path: string, policy: string): Promise<FoundFile | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return undefined
  const mark = createHash('sha256')
    .update([path, found.size, found.mtimeMs, found.ino, policy].join('\n'))
    .digest('base64url')
  return { path, size: found.size, etag: `"${mark.slice(0, 22)}"` }
}
