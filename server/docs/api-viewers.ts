import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { contentSecurityPolicy } from '../security/content-security-policy.ts'

/** A page that shows the API description with a library of others. */
export interface ApiViewer {
  /** The page, whose URLs are relative to the folder of `/docs`. */
  html: string
  /** Name and text of the script that starts the library. */
  startScript: readonly [name: string, text: string]
}

/** Files of the libraries, which the build copies. */
export const viewerFiles = ['swagger-ui-bundle.js', 'swagger-ui.css', 'redoc.standalone.js'] as const

/**
 * The policy of these pages. Both libraries add inline styles, show images as `data:` URLs, and do not support Trusted
 * Types. Scripts still come from this server only, and are never inline.
 */
export const viewerPolicy = contentSecurityPolicy
  .replace("script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'")
  .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
  .replace("img-src 'self' blob:", "img-src 'self' data:")
  .replace(/; require-trusted-types-for 'script'; trusted-types [^;]*/, '')

const renderPage = (title: string, { style, scripts }: { style?: string; scripts: readonly string[] }): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="mark.svg" type="image/svg+xml">${style === undefined ? '' : `<link rel="stylesheet" href="docs/${style}">`}</head>
<body><div id="viewer"></div><noscript><a href="docs/plain">The routes without scripts</a></noscript>
${scripts.map((script) => `<script src="docs/${script}"></script>`).join('')}</body></html>
`

/** Swagger UI, in which requests can be sent. No other server validates the description. */
export const swaggerUi: ApiViewer = {
  html: renderPage('aw API', {
    style: 'swagger-ui.css',
    scripts: ['swagger-ui-bundle.js', 'start-swagger-ui.js'],
  }),
  startScript: [
    'start-swagger-ui.js',
    `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#viewer', deepLinking: true, docExpansion: 'none', filter: true, validatorUrl: null })\n`,
  ],
}

/** Redoc. Its search would need a worker from a `blob:` URL. */
export const redoc: ApiViewer = {
  html: renderPage('aw API', { scripts: ['redoc.standalone.js', 'start-redoc.js'] }),
  startScript: [
    'start-redoc.js',
    `Redoc.init('openapi.json', { disableSearch: true, nativeScrollbars: true }, document.getElementById('viewer'))\n`,
  ],
}

/** Returns whether the build has copied the libraries to a folder. */
export const hasViewers = (folder: string | undefined): folder is string =>
  folder !== undefined && viewerFiles.every((file) => existsSync(join(folder, file)))
