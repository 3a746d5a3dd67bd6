import { createCatalog } from '@aw-flow/engine'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { format } from 'oxfmt'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { renderApiPages } from './api-pages.ts'
import { renderClientTypes, type OpenApiDocument } from './client-types.ts'
import type { ApiDescription } from './docs-page.ts'
import { silentLog } from '../operation/log.ts'
import { createMetrics } from '../operation/metrics.ts'
import { createAuthenticator } from '../security/authenticate.ts'
import { createHostRules } from '../security/host-rules.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { createDocumentChecks } from '../validation/document-checks.ts'

const root = resolve(import.meta.dirname, '../..')
const path = join(root, 'packages/client/server/api-types.ts')

let answer: Response
beforeAll(async () => {
  const app = createApp({
    backend: () => Promise.reject(new Error('The backend is not available in this test.')),
    isReady: () => false,
    isStopping: () => false,
    catalog: createCatalog([]),
    documents: createDocumentChecks({ catalog: createCatalog([]), nodes: [] }),
    hostRules: createHostRules({ port: () => 3000, hosts: [], origins: [] }),
    authentication: createAuthenticator([]),
    rateLimit: createRateLimiter(0),
    bodyLimit: 0,
    maxBodyDepth: 0,
    log: silentLog,
    metrics: createMetrics({ includeProcessMetrics: false }),
    newId: () => 'id',
    newSeed: () => 1,
    onError: () => undefined,
  })
  answer = await app.request('http://localhost:3000/openapi.json', { headers: { host: 'localhost:3000' } })
})

/** Compares a file with its generated text. With AW_WRITE=1, writes the file. */
async function expectCurrent(file: string, generated: string): Promise<void> {
  const options = { semi: false, singleQuote: true, printWidth: 120 } as const
  const { code } = await format(file, generated, options)
  if (process.env.AW_WRITE) await writeFile(file, code)
  expect(await readFile(file, 'utf8')).toBe(code)
}

test('the client has the current types of the API (AW_WRITE=1 writes them)', async () => {
  await expectCurrent(path, renderClientTypes((await answer.clone().json()) as OpenApiDocument))
})

test('the manual has the current endpoints of the API (AW_WRITE=1 writes them)', async () => {
  const pages = renderApiPages((await answer.clone().json()) as ApiDescription)
  expect(pages.length).toBeGreaterThan(5)
  for (const { name, text } of pages) await expectCurrent(join(root, `docs/http-api/${name}.md`), text)
})
