import { OpenAPIHono } from '@hono/zod-openapi'
import { exportJWK, generateKeyPair } from 'jose'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { createAccountDirectory } from './accounts/account-directory.ts'
import { createAccountTokens } from './accounts/account-tokens.ts'
import { createOneTimeCodes } from './accounts/sign-in/one-time-codes.ts'
import { createSessions } from './accounts/sign-in/sessions.ts'
import type { AppEnvironment } from './app-environment.ts'
import { createAuditMiddleware } from './audit/record-changes.ts'
import { createPresenceList } from './collaboration/presence.ts'
import { createNotificationQueue } from './notifications/notification-queue.ts'
import type { Caller } from './security/caller.ts'
import { createRateLimiter } from './security/rate-limit.ts'
import { createExchange } from './security/share-rate-limit.ts'
import { createAgents } from './agents/agents.ts'
import { isRecent } from './store/database/is-due.ts'
import { advancePurgeTime } from './retention/purge-time.ts'
import { openSharedDatabase } from './testing/open-shared-database.ts'
import { createTestFolder, openForTests } from './testing/test-resources.ts'

const dayMs = 86_400_000
const yearMs = 365 * dayMs
const start = Date.parse('2026-03-29T00:59:59Z')

const folder = createTestFolder()
const opened = openForTests(() => openSharedDatabase(folder))

test.each([
  ['a moment ago', 0, true],
  ['before the limit', -999, true],
  ['at the limit', -1_000, false],
  ['a year ago, after the clock was set forward', -yearMs, false],
  ['in a moment, after the clock was set back by a second', 1_000, false],
  ['in a year, after the clock was set back', yearMs, false],
  ['never', -Infinity, false],
  ['unknown', NaN, false],
])('a time %s is not recent by a wrong clock', (_when, difference, expected) =>
  expect(isRecent(start + difference, 1_000, start)).toBe(expected),
)

describe('when the clock was ahead and is set back', () => {
  test('a user whose deactivation was not announced does not stay active', async () => {
    let time = start + yearMs
    const { database } = opened
    const joinedAt = new Date(start)
    await database
      .insertInto('users')
      .values({
        id: 'ada',
        email: 'ada@example.com',
        password_hash: null,
        full_name: null,
        avatar_url: null,
        is_active: true,
        email_verified_at: joinedAt,
        last_login_at: joinedAt,
        created_at: joinedAt,
        updated_at: joinedAt,
      })
      .execute()
    const directory = createAccountDirectory(
      { database, channels: { listen: () => () => undefined, notify: async () => undefined } as never },
      () => time,
    )
    expect(await directory.findUser('ada')).toMatchObject({ email: 'ada@example.com' })
    await database.updateTable('users').set({ is_active: false }).where('id', '=', 'ada').execute()
    time = start
    expect(await directory.findUser('ada')).toBeUndefined()
  })

  test('an agent whose circuit was opened then is called again', async () => {
    let time = start + yearMs
    const agents = createAgents(opened.database, 'default', () => time)
    const definition = { name: 'late', description: '', status: 'active', url: 'https://agent.example/' }
    const { id } = (await agents.add(definition as Parameters<typeof agents.add>[0]))!
    for (let count = 0; count < 3; count++) await agents.reportCall(id, { code: 'http.status', severity: 'error' })
    await expect(agents.findForCall('late')).rejects.toMatchObject({ problem: { code: 'remote-agent.open-circuit' } })
    time = start
    expect((await agents.find(id))?.circuit).toBe('half-open')
    const tried = await Promise.allSettled([agents.findForCall('late'), agents.findForCall('late')])
    expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('the use of an API key is recorded', async () => {
    let time = start + yearMs
    const entries: unknown[] = []
    const app = new OpenAPIHono<AppEnvironment>()
    app.use(async (context, next) => {
      context.set('caller', { id: 'ada', workspace: 'default', apiKey: 'key' } as Caller)
      await next()
    })
    const audit = { add: async (entry: unknown) => void entries.push(entry) }
    app.use(
      createAuditMiddleware(
        async () => ({ audit }) as never,
        (cause) => expect.fail(String(cause)),
        () => time,
      ),
    )
    app.get('/api/v1/workflows', (context) => context.json({}))
    await app.request('/api/v1/workflows')
    await app.request('/api/v1/workflows')
    expect(entries).toHaveLength(1)
    time = start
    await app.request('/api/v1/workflows')
    expect(entries).toHaveLength(2)
  })

  test('people who have left a live document do not stay in it', () => {
    let time = start + yearMs
    const people = createPresenceList(
      () => undefined,
      () => time,
    )
    people.update({ client: 'gone', user: 'ada', name: 'Ada', canEdit: true, presence: {} })
    time = start
    people.update({ client: 'here', user: 'ben', name: 'Ben', canEdit: true, presence: {} })
    people.removeOld()
    expect(people.list().map(({ client }) => client)).toEqual(['here'])
    people.close()
  })
})

/** Stores a row while the clock is a year ahead, and returns whether it is valid then and after the clock was set back. */
async function storeAhead(use: (now: () => number) => { store(): Promise<unknown>; isValid(): Promise<boolean> }) {
  let time = start + yearMs
  const { store, isValid } = use(() => time)
  await store()
  const isValidThen = await isValid()
  time = start
  return [isValidThen, await isValid()]
}

describe('what was created while the clock was ahead is not valid until then', () => {
  const digest = (text: string): string => `hash of ${text}`
  const ignore = async (): Promise<void> => undefined

  test('a session, which does not count as recent either', async () => {
    for (const check of ['open', 'recent'] as const)
      expect(
        await storeAhead((now) => {
          const sessions = createSessions(opened.database, digest, now, 0, ignore)
          let session = ''
          return {
            store: async () =>
              ({ session } = await sessions.create('ada', { address: '203.0.113.1', userAgent: 'test' })),
            isValid: async () =>
              check === 'open' ? (await sessions.list('ada')).length > 0 : sessions.isRecent('ada', session, 15),
          }
        }),
      ).toEqual([true, false])
  })

  test('a code, which does not keep others from being sent', async () => {
    const openCodes = (now: () => number) => createOneTimeCodes(opened.database, digest, now)
    const store = (now: () => number) => openCodes(now).create('eve@example.com', 'login', '123456')
    const consume = (now: () => number) => openCodes(now).consume('eve@example.com', ['login'], '123456')
    const hasRecent = (now: () => number) => openCodes(now).hasRecent('eve@example.com', 'login')
    expect(await storeAhead((now) => ({ store: () => store(now), isValid: () => hasRecent(now) }))).toEqual([
      true,
      false,
    ])
    let time = start + yearMs
    const now = (): number => time
    time = start
    expect(await consume(now)).toBe(false)
    time = start + yearMs
    expect(await consume(now)).toBe(true)
  })

  test('an access token', async () => {
    const key = await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)
    let time = start + yearMs
    const tokens = await createAccountTokens(key, () => time)
    const token = await tokens.issueAccessToken({ user: 'eve', session: 'one', email: 'eve@example.com' })
    expect(await tokens.verifyAccessToken(token)).toMatchObject({ user: 'eve' })
    time = start
    expect(await tokens.verifyAccessToken(token)).toBeUndefined()
    expect(await (await createAccountTokens(key, () => time)).verifyAccessToken(token)).toBeUndefined()
  })

  test('the number of emails that a person received in an hour', async () => {
    const queue = createNotificationQueue(opened.database, () => start)
    const row = { workspace_id: 'default', person: 'eve', channel: 'mail', status: 'sent', event: 'run.failed' }
    for (const [id, time] of [
      ['ahead', start + yearMs],
      ['now', start - 1_000],
    ] as const)
      await sql`insert into notifications select * from jsonb_populate_record(null::notifications, ${JSON.stringify({
        ...row,
        id,
        rule_id: 'rule',
        run_id: 'run',
        attempts: 1,
        occurred_at: new Date(time).toISOString(),
      })}::jsonb)`.execute(opened.database)
    expect(await queue.countEmails('default', 'eve', start - 3_600_000, start + 3_600_000)).toBe(1)
  })

  test('the sum of requests that servers count together', async () => {
    const counted = await storeAhead((now) => {
      const exchangeNew = async (times: number): Promise<boolean> => {
        const limit = createRateLimiter(10, now)
        const exchange = createExchange(limit, { database: opened.database, digest, now })
        await exchange()
        for (let count = 0; count < times; count++) limit.count('eve')
        await exchange()
        return limit.describe('eve')?.remaining === 10 - times
      }
      return { store: () => exchangeNew(8), isValid: async () => !(await exchangeNew(1)) }
    })
    expect(counted).toEqual([true, false])
  })
})

describe('when the clock is set forward', () => {
  test('the age of stored data advances by a day per purge, and is correct again afterwards', async () => {
    const advance = (now: number): Promise<number> => advancePurgeTime(opened.database, now)
    expect(await advance(start)).toBe(start)
    expect(await advance(start + 3_600_000)).toBe(start + 3_600_000)
    expect(await advance(start + 10 * yearMs)).toBe(start + 3_600_000 + dayMs)
    expect(await advance(start + 10 * yearMs)).toBe(start + 3_600_000 + 2 * dayMs)
    expect(await advance(start + 7_200_000)).toBe(start + 7_200_000)
    // A server that was off catches up by a day each hour.
    expect(await advance(start + 3 * dayMs)).toBe(start + 7_200_000 + dayMs)
  })
})
