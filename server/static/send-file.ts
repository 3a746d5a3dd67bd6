import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { Readable } from 'node:stream'
import { findMediaType } from './media-type.ts'

export interface SendOptions {
  /** The response's content security policy. */
  readonly policy: string
  /**
   * Whether the file name changes whenever the content does, so that clients can cache the file forever. Other files
   * are revalidated.
   */
  readonly isImmutable: boolean
  readonly status?: 200 | 404
  /** A text in the file and what to send instead, such as a URL with the base path. */
  readonly replacement?: readonly [text: string, other: string] | undefined
}

/**
 * Sends a file, preferring the Brotli version that the build created, or responds with 304 if the client's copy is
 * current. Returns `undefined` if the file does not exist.
 */
export async function sendFile(
  context: Context,
  path: string,
  { policy, isImmutable, status = 200, replacement }: SendOptions,
): Promise<Response | undefined> {
  const version = [policy, ...(replacement ?? [])].join('\n')
  const compressedFile =
    acceptsBrotli(context.req.header('accept-encoding')) && !replacement
      ? await findFile(`${path}.br`, version)
      : undefined
  const file = compressedFile ?? (await findFile(path, version))
  if (!file) return undefined
  const headers = {
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': policy,
  }
  const etags =
    context.req
      .header('if-none-match')
      ?.split(',')
      .map((etag) => etag.trim()) ?? []
  if (status === 200 && (etags.includes(file.etag) || etags.includes('*'))) return context.body(null, 304, headers)
  if (compressedFile) Object.assign(headers, { 'Content-Encoding': 'br' })
  Object.assign(headers, { 'Content-Type': findMediaType(path) })
  if (replacement) return context.body((await readFile(path, 'utf8')).replaceAll(...replacement), status, headers)
  Object.assign(headers, { 'Content-Length': String(file.size) })
  if (context.req.method === 'HEAD') return context.body(null, status, headers)
  return context.body(Readable.toWeb(createReadStream(file.path)) as ReadableStream, status, headers)
}

/** Returns the decoded segments of a path, or `undefined` if a segment could lead outside the folder. */
export function parseSafePath(path: string): string[] | undefined {
  let decodedPath: string
  try {
    decodedPath = decodeURIComponent(path)
  } catch {
    // A path with an invalid escape sequence matches no file, but it may be a page of the application.
    decodedPath = path
  }
  const names = decodedPath.split('/').filter((name) => name !== '')
  const isUnsafe = (name: string): boolean =>
    name.startsWith('.') || name.includes('\0') || name.includes('\\') || name.includes(sep) || name.includes(':')
  return names.some(isUnsafe) ? undefined : names
}

interface FileInfo {
  path: string
  size: number
  etag: string
}

/** Returns whether the client accepts Brotli. A quality value of 0 excludes it. */
const acceptsBrotli = (acceptEncoding = ''): boolean =>
  acceptEncoding.split(',').some((encoding) => /^\s*br\s*(;|$)/.test(encoding) && !/;\s*q=0(\.0*)?\s*$/.test(encoding))

/** @param version What else determines the response. */
async function findFile(path: string, version: string): Promise<FileInfo | undefined> {
  const stats = await stat(path).catch(() => undefined)
  if (!stats?.isFile()) return undefined
  const digest = createHash('sha256')
    .update([path, stats.size, stats.mtimeMs, stats.ino, version].join('\n'))
    .digest('base64url')
  return { path, size: stats.size, etag: `"${digest.slice(0, 22)}"` }
}
