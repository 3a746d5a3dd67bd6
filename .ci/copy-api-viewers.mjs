import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Copies Swagger UI and Redoc, which the server shows at `/docs` and `/redoc`, with their licenses. */
const target = fileURLToPath(new URL('../server/docs/dist', import.meta.url))
const { resolve } = createRequire(import.meta.url)
const swaggerUi = join(resolve('swagger-ui-dist/package.json'), '..')
const redoc = join(resolve('redoc/package.json'), '..')

mkdirSync(target, { recursive: true })
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE'])
  copyFileSync(join(swaggerUi, file), join(target, file === file.toUpperCase() ? `swagger-ui-${file}.txt` : file))
copyFileSync(join(redoc, 'LICENSE'), join(target, 'redoc-LICENSE.txt'))
// The page loads nothing from other servers.
const script = readFileSync(join(redoc, 'bundles/redoc.standalone.js'), 'utf8')
const emptyImage = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E'
writeFileSync(
  join(target, 'redoc.standalone.js'),
  script.replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w/.-]+\.svg/g, emptyImage),
)
