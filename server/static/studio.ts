import type { Context } from 'hono'
import { join } from 'node:path'
import { parseSafePath, sendFile } from './send-file.ts'

/**
 * Serves the built studio: files, or their Brotli version from the build, and `index.html` for every path without a file
 * extension, since those are pages of the application. Paths outside the folder are not found. Files with a hash in
 * their name are cached forever. All others are revalidated (304 when unchanged). Worker scripts are revalidated too,
 * because they keep the policy of their response.
 */
export async function serveStudio(context: Context, folder: string | undefined, policy: string): Promise<Response> {
  const { method } = context.req
  if (method !== 'GET' && method !== 'HEAD')
    return context.text('Pages support GET and HEAD only.', 405, { Allow: 'GET, HEAD' })
  const names = folder === undefined ? undefined : parseSafePath(context.req.path)
  if (folder === undefined || !names) return context.text('Not found.', 404)
  const isPage = !(names.at(-1) ?? '').includes('.')
  const path = join(folder, ...(isPage ? ['index.html'] : names))
  const response = await sendFile(context, path, { policy, isImmutable: isHashed(names) && !isWorker(names) })
  if (response) return response
  return isPage
    ? context.text('The studio is not built yet. Run `npm run build`, then load this page again.', 404)
    : context.text('Not found.', 404)
}

/** Number of characters of a file name that are compared with a pattern of quadratic time. */
const maxNameLength = 200

/** Vite's names: `assets/name-HASH.js`, with a hash of eight or more characters before the extension. */
const isHashed = (names: readonly string[]): boolean =>
  names[0] === 'assets' && /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test((names.at(-1) ?? '').slice(-maxNameLength))

const isWorker = (names: readonly string[]): boolean => /^([a-z-]+-)?worker[.-]/.test(names.at(-1) ?? '')
