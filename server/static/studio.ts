import type { Context } from 'hono'
import { join } from 'node:path'
import { parseSafePath, sendFile } from './send-file.ts'

/**
 * Serves the built studio. Paths without a file extension are pages of the application and get `index.html`; other
 * paths get the file, preferring the Brotli version from the build. Paths outside the folder get a 404 response. Files
 * with a hash in their name are cached forever; all others are revalidated (304 if unchanged). Worker scripts are
 * always revalidated, because a cached script keeps the policy that it was served with. The URLs in `index.html`, which
 * is served at several paths, begin with the base path; other files refer to each other by relative URLs.
 */
export async function serveStudio(
  context: Context,
  folder: string | undefined,
  { policy, basePath = '' }: { policy: string; basePath?: string | undefined },
): Promise<Response> {
  const { method } = context.req
  if (method !== 'GET' && method !== 'HEAD')
    return context.text('Pages support GET and HEAD only.', 405, { Allow: 'GET, HEAD' })
  const names = folder === undefined ? undefined : parseSafePath(context.req.path)
  if (folder === undefined || !names) return context.text('Not found.', 404)
  const isPage = !(names.at(-1) ?? '').includes('.')
  const path = join(folder, ...(isPage ? ['index.html'] : names))
  const response = await sendFile(context, path, {
    policy,
    isImmutable: hasHashedName(names) && !isWorkerScript(names),
    ...(isPage && basePath !== '' ? { replacement: ['="/', `="${basePath}/`] as const } : {}),
  })
  if (response) return response
  return isPage
    ? context.text('The studio has not been built. Run `npm run build`, then reload this page.', 404)
    : context.text('Not found.', 404)
}

/** Maximum number of characters at the end of a file name to match. Matching the pattern takes quadratic time. */
const maxNameLength = 200

/** Returns whether Vite added a hash of at least eight characters to the file name, as in `assets/name-HASH.js`. */
const hasHashedName = (names: readonly string[]): boolean =>
  names[0] === 'assets' && /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test((names.at(-1) ?? '').slice(-maxNameLength))

const isWorkerScript = (names: readonly string[]): boolean => /^([a-z-]+-)?worker[.-]/.test(names.at(-1) ?? '')
