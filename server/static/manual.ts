import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { contentSecurityPolicy } from '../security/content-security-policy.ts'
import { parseSafePath, sendFile } from './send-file.ts'

/**
 * Serves the documentation site at `/manual`. Pages are requested without an extension (`/manual/start/install`). The
 * site generator adds inline scripts to pages; the policy allows them by their hashes. `/manual/catalog/` serves the
 * element catalog, which is built with Storybook. The generator writes the URL `/manual/` into pages and scripts, so the
 * base path is added when they are sent.
 */
export async function serveManual(
  context: Context,
  folder: string | undefined,
  basePath: string | undefined = '',
): Promise<Response> {
  const { method, path } = context.req
  if (method !== 'GET' && method !== 'HEAD')
    return context.text('Pages support GET and HEAD only.', 405, { Allow: 'GET, HEAD' })
  // Relative links on the site require the trailing slash.
  if (path === '/manual' || path === '/manual/catalog') return context.redirect(`${path}/`, 308)
  const segments = parseSafePath(path)?.slice(1)
  if (folder === undefined || !segments) return context.text('Not found.', 404)
  const isCatalog = segments[0] === 'catalog'
  const createPolicy = isCatalog ? createCatalogPolicy : createManualPolicy
  // Storybook shows each story in a frame.
  if (isCatalog) context.header('X-Frame-Options', 'SAMEORIGIN')
  const fileName = segments.at(-1) ?? ''
  const replacement = basePath === '' ? undefined : (['/manual/', `${basePath}/manual/`] as const)
  if (fileName.includes('.') && !fileName.endsWith('.html')) {
    const isImmutable = segments[isCatalog ? 1 : 0] === 'assets'
    const response = await sendFile(context, join(folder, ...segments), {
      policy: createPolicy([]),
      isImmutable,
      replacement: /\.(js|css|json)$/.test(fileName) ? replacement : undefined,
    })
    return response ?? context.text('Not found.', 404)
  }
  const page = await findPage(join(folder, ...segments))
  const file = page ?? join(folder, '404.html')
  const scripts = await readInlineScripts(file, replacement)
  if (!scripts) return context.text('The manual has not been built. Run `npm run docs`, then reload this page.', 404)
  const options = { policy: createPolicy(scripts), isImmutable: false, status: page ? 200 : 404, replacement } as const
  return (await sendFile(context, file, options)) ?? context.text('Not found.', 404)
}

async function findPage(path: string): Promise<string | undefined> {
  for (const file of [path, `${path}.html`, join(path, 'index.html')]) {
    const stats = await stat(file).catch(() => undefined)
    if (stats?.isFile() && file.endsWith('.html')) return file
  }
  return undefined
}

/** Returns a page's inline scripts, or `undefined` if the page does not exist. */
async function readInlineScripts(
  file: string,
  replacement: readonly [text: string, other: string] | undefined,
): Promise<string[] | undefined> {
  const html = await readFile(file, 'utf8').catch(() => undefined)
  if (html === undefined) return undefined
  const sentHtml = replacement ? html.replaceAll(...replacement) : html
  return [...sentHtml.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, script = '']) => script)
}

/**
 * Returns the studio's policy, extended to allow a page's inline scripts, the theme's icons (`data:` URLs) and Vue's
 * Trusted Types policy.
 */
function createManualPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  return contentSecurityPolicy
    .replace("script-src 'self'", ["script-src 'self'", ...hashes].join(' '))
    .replace("img-src 'self'", "img-src 'self' data:")
    .replace('trusted-types aw lit-html', 'trusted-types aw lit-html vue')
}

/**
 * Returns the policy for the catalog. Storybook adds style elements, shows stories in frames, and does not support
 * Trusted Types.
 */
function createCatalogPolicy(scripts: readonly string[]): string {
  const policy = createManualPolicy(scripts)
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    .replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    .replace(/; require-trusted-types-for 'script'; trusted-types [^;]*/, '')
  return `${policy}; font-src 'self'; frame-src 'self'`
}
