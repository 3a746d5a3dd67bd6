import { createCatalogue } from '@aw-flow/engine'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { format } from 'oxfmt'
import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { clientTypes, type TypedDescription } from './docs/client-types.ts'
import { silentLog } from './operation/log.ts'
import { createMetrics } from './operation/metrics.ts'
import { createAuthentication } from './security/authenticate.ts'
import { createHostRules } from './security/host-rules.ts'
import { createRateLimit } from './security/rate-limit.ts'

const root = resolve(import.meta.dirname, '..')
const path = join(root, 'packages/client/server/api-types.ts')

test('the client has the current types of the API (AW_WRITE=1 writes them)', async () => {
  const app = createApp({
    backend: () => Promise.reject(new Error('Nothing is asked here.')),
    isReady: () => false,
    isStopping: () => false,
    catalogue: createCatalogue([]),
    hostRules: createHostRules({ port: () => 3000, hosts: [], origins: [] }),
    authentication: createAuthentication(undefined),
    rateLimit: createRateLimit(0),
    bodyLimit: 0,
    bodyDepth: 0,
    log: silentLog,
    metrics: createMetrics({ withProcess: false }),
    newId: () => 'id',
    newSeed: () => 1,
    onFault: () => undefined,
  })
  const answer = await app.request('http://localhost:3000/openapi.json', { headers: { host: 'localhost:3000' } })
  const options = { semi: false, singleQuote: true, printWidth: 120 } as const
  const { code: made } = await format(path, clientTypes((await answer.json()) as TypedDescription), options)
  if (process.env.AW_WRITE) await writeFile(path, made)
  expect(await readFile(path, 'utf8')).toBe(made)
})
