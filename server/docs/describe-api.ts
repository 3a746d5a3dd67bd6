import { createCatalog } from '@aw-flow/engine'
import { createApp } from '../app.ts'
import { silentLog } from '../operation/log.ts'
import { createMetrics } from '../operation/metrics.ts'
import { createAuthenticator } from '../security/authenticate.ts'
import { createHostRules } from '../security/host-rules.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { DocumentChecks } from '../validation/document-checks.ts'
import type { OpenApiDocument } from './client-types.ts'
import type { ApiDescription } from './docs-page.ts'

/** Returns the OpenAPI document of the server, without a database. */
export async function describeApi(): Promise<OpenApiDocument & ApiDescription> {
  const app = createApp({
    backend: () => Promise.reject(new Error('A description of the API has no backend.')),
    isReady: () => false,
    isStopping: () => false,
    catalog: createCatalog([]),
    documents: new DocumentChecks({ catalog: createCatalog([]), nodes: [] }),
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
  const response = await app.request('http://localhost:3000/openapi.json', { headers: { host: 'localhost:3000' } })
  return (await response.json()) as OpenApiDocument & ApiDescription
}
