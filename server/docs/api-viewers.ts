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

/** Texts of Swagger UI with enough contrast. */
const swaggerStyle = `.swagger-ui .info .title small,.swagger-ui .info .title small.version-stamp{background:#3f4654}
.swagger-ui h2.routes{margin:0 10px 10px;font:600 20px sans-serif;color:#3b4151}
.swagger-ui .info .link .url{color:#1f5fa8}
.swagger-ui .btn.authorize{color:#12704a;border-color:#12704a}
.swagger-ui .btn.authorize svg{fill:#12704a}
.dark-mode .swagger-ui h2.routes,.dark-mode .swagger-ui .info .link .url{color:#e8ebf0}
.dark-mode .swagger-ui .btn.authorize{color:#6fe0ab;border-color:#6fe0ab}`
/** Adds the landmarks and the heading that Swagger UI lacks. */
const addLandmarks = `() => {
  const wrap = (tag, props, heading) => (Original, { React }) => (own) =>
    React.createElement(tag, props, heading && React.createElement('h2', { className: 'routes' }, heading), React.createElement(Original, own))
  return {
    wrapComponents: {
      InfoContainer: wrap('div', { role: 'banner' }),
      FilterContainer: wrap('div', { role: 'search' }),
      operations: wrap('div', {}, 'Routes'),
    },
  }
}`

const renderPage = (
  title: string,
  { style, rules = '', scripts }: { style?: string; rules?: string; scripts: readonly string[] },
): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="mark.svg" type="image/svg+xml">${style === undefined ? '' : `<link rel="stylesheet" href="docs/${style}">`}<style>${rules}</style></head>
<body><div id="viewer"></div><noscript><a href="docs/plain">The routes without scripts</a></noscript>
${scripts.map((script) => `<script src="docs/${script}"></script>`).join('')}</body></html>
`

/** Swagger UI, in which requests can be sent. No other server validates the description. */
export const swaggerUi: ApiViewer = {
  html: renderPage('aw API', {
    style: 'swagger-ui.css',
    rules: swaggerStyle,
    scripts: ['swagger-ui-bundle.js', 'start-swagger-ui.js'],
  }),
  startScript: [
    'start-swagger-ui.js',
    `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#viewer', deepLinking: true, docExpansion: 'none', filter: true, validatorUrl: null, plugins: [${addLandmarks}] })\n`,
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
