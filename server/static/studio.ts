import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { mediaType } from './media-type.ts'

interface Found {
  path: string
  size: number
  etag: string
}

/**
 * Serves the built studio: files, or their Brotli version from the build, and `index.html` for every path without a file
 * extension, since those are pages of the application. Paths outside the folder are not found. Files with a hash in
 * their name are cached forever. All others are revalidated (304 when unchanged). Worker scripts are revalidated too,
 * because they keep the policy of their response.
 */
export async function answerStudio(context: Context, folder: string | undefined, policy: string): Promise<Response> {
  const { method } = context.req
  if (method !== 'GET' && method !== 'HEAD')
    return context.text('There are only pages here.', 405, { Allow: 'GET, HEAD' })
  const names = folder === undefined ? undefined : safeNames(context.req.path)
  if (folder === undefined || !names) return context.text('Not found.', 404)
  const isPage = !(names.at(-1) ?? '').includes('.')
  const path = join(folder, ...(isPage ? ['index.html'] : names))
  const compressed = takesBrotli(context.req.header('accept-encoding'))
    ? await findFile(`${path}.br`, policy)
    : undefined
  const found = compressed ?? (await findFile(path, policy))
  if (!found) {
    return isPage
      ? context.text('The studio is not built yet. Run `npm run build`, then load this page again.', 404)
      : context.text('Not found.', 404)
  }
  const headers = {
    ETag: found.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': isHashed(names) && !isWorker(names) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': policy,
  }
  const known = context.req.header('if-none-match')?.split(/\s*,\s*/) ?? []
  if (known.includes(found.etag) || known.includes('*')) return context.body(null, 304, headers)
  if (compressed) Object.assign(headers, { 'Content-Encoding': 'br' })
  Object.assign(headers, { 'Content-Type': mediaType(path), 'Content-Length': String(found.size) })
  if (method === 'HEAD') return context.body(null, 200, headers)
  return context.body(Readable.toWeb(createReadStream(found.path)) as ReadableStream, 200, headers)
}

/** The decoded segments of a path; `undefined` if a segment could leave the folder. */
function safeNames(path: string): string[] | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    // An invalid escape names no file, but the application may have a page for it.
    decoded = path
  }
  const names = decoded.split('/').filter((name) => name !== '')
  const leaves = (name: string): boolean =>
    name.startsWith('.') || name.includes('\0') || name.includes('\\') || name.includes(sep) || name.includes(':')
  return names.some(leaves) ? undefined : names
}

/** Whether the client accepts Brotli. A quality of 0 means no. */
const takesBrotli = (accepted = ''): boolean =>
  accepted.split(',').some((one) => /^\s*br\s*(;|$)/.test(one) && !/;\s*q=0(\.0*)?\s*$/.test(one))

async function findFile(path: string, policy: string): Promise<Found | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return undefined
  const mark = createHash('sha256')
    .update([path, found.size, found.mtimeMs, found.ino, policy].join('\n'))
    .digest('base64url')
  return { path, size: found.size, etag: `"${mark.slice(0, 22)}"` }
}

/** Vite's names: `assets/name-HASH.js`, with a hash of eight or more characters before the extension. */
const isHashed = (names: readonly string[]): boolean =>
  names[0] === 'assets' && /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(names.at(-1) ?? '')

const isWorker = (names: readonly string[]): boolean => /^([a-z-]+-)?worker[.-]/.test(names.at(-1) ?? '')
