import { builtInNodes } from '@aw-flow/nodes'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openModelServer, type ModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { openTestServer, type TestServer } from '../../server/testing/open-test-server.ts'
import { openTestProviders, type TestProviders } from '../../server/web-tools/test-providers.ts'
import { samplesOfA } from './a.ts'
import { samplesOfB } from './b.ts'
import { samplesOfC } from './c.ts'
import { samplesOfD } from './d.ts'
import type { Sample } from './sample.ts'

type Context = Map<string, string>

/** Replaces `{name}` in a string, and in all texts of a value. */
function fill<T>(value: T, context: Context): T {
  const text = JSON.stringify(value)
  return text === undefined
    ? value
    : (JSON.parse(text.replaceAll(/\{(\w+)\}/g, (all, name: string) => context.get(name) ?? all)) as T)
}

function createRequest({ body, file, type = 'application/json' }: Sample): RequestInit {
  if (file) {
    const form = new FormData()
    form.append(file.field, new File([file.content], file.name))
    return { body: form }
  }
  if (body === undefined) return {}
  return { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** Sends a sample, with the token of an earlier sign-in. Returns what differs from the seed. */
async function findDifferences(server: TestServer, sample: Sample, context: Context): Promise<string[]> {
  if (sample.after !== undefined) await server.waitForEnd(context.get(sample.after)!)
  const [method = '', path = ''] = fill(sample.route, context).split(/ (.*)/)
  const request = createRequest(fill(sample, context))
  const token = context.get('access_token')
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const headers = { ...authorization, ...(request.headers as Record<string, string>) }
  const response = await server.ask(path, { ...request, method, headers })
  const text = await response.text()
  if (!sample.status.includes(response.status)) return [`status ${response.status}: ${text.slice(0, 300)}`]
  const { has = [], equals = {}, keep = {} } = fill(sample, context)
  const responseBody = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>
  for (const [name, field] of Object.entries(keep)) context.set(name, String(responseBody[field]))
  return [
    ...has.filter((field) => !(field in responseBody)).map((field) => `no field ${field}`),
    ...Object.entries(equals)
      .filter(([field, value]) => JSON.stringify(responseBody[field]) !== JSON.stringify(value))
      .map(([field]) => `${field}: ${JSON.stringify(responseBody[field])}`),
  ]
}

/**
 * Sends all samples of the seeds to two servers: one without accounts, and one with accounts.
 *
 * @param getDatabaseUrl Returns the address of a new PostgreSQL database; without it, each server has PGlite.
 */
export function testSeeds(getDatabaseUrl?: () => Promise<string>): void {
  let folder: string
  let withoutAccounts: TestServer
  let withAccounts: TestServer
  let providers: TestProviders
  let models: ModelServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aw-seeds-'))
    const open = async (name: string, options: Parameters<typeof openTestServer>[1]): Promise<TestServer> =>
      openTestServer(join(folder, name), {
        nodes: builtInNodes,
        ...options,
        ...(getDatabaseUrl ? { databaseUrl: await getDatabaseUrl() } : {}),
      })
    withoutAccounts = await open('a', {})
    providers = await openTestProviders()
    models = await openModelServer('first', () => ({ says: 'Hello' }))
    // The code that the seeds show.
    withAccounts = await open('b', {
      accounts: { signUp: 'open', createCode: () => '123456' },
      allowHosts: [providers.host, new URL(models.address).host],
    })
  })
  afterAll(async () => {
    await withoutAccounts.close()
    await withAccounts.close()
    await providers.close()
    await models.close()
    await rm(folder, { recursive: true, force: true })
  })

  describe.each([
    ['A', samplesOfA, () => withoutAccounts],
    ['B', samplesOfB, () => withoutAccounts],
    ['C', samplesOfC, () => withAccounts],
    ['D', samplesOfD, () => withoutAccounts],
  ])('the clients of seed %s', (_seed, samples, getServer) => {
    const context: Context = new Map()
    beforeAll(() => {
      context.set('provider_address', providers.address)
      context.set('model_address', models.address)
    })
    for (const sample of samples) {
      const { title, route, open } = sample
      if (open === undefined) {
        test(`${title}: ${route}`, async () => expect(await findDifferences(getServer(), sample, context)).toEqual([]))
      } else {
        test(`${title}: ${route} (open, issue ${open})`, async () => {
          const differences = await findDifferences(getServer(), sample, context)
          expect(differences, 'The sample passes now: remove its `open`.').not.toEqual([])
        })
      }
    }
  })
}
