import { builtInNodes } from '@aw-flow/nodes'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { logError } from '../log-error.ts'
import { signIn } from '../testing/test-accounts.ts'
import { openTestServer } from '../testing/open-test-server.ts'
import { readBody } from '../testing/test-requests.ts'
import { createLog } from './log.ts'
import { maskPersonalData } from './mask-personal-data.ts'

afterEach(() => vi.restoreAllMocks())

test.each([
  ['an email of ada.example+x@mail.example.com.', 'an email of [email].'],
  ['"Jürgen@bücher.example"', '"[email]"'],
  ['{"full_name":"Ada \\"A\\" Example","id":1}', '{"full_name":"[name]","id":1}'],
  ['Key (full_name)=(Ada Example) exists', 'Key (full_name)=([name]) exists'],
  ['smtps://mailer:hunter22@mail.example.com', 'smtps://mailer:[token]@mail.example.com'],
  ['Authorization: Bearer short', 'Authorization: Bearer [token]'],
  ['POST /hooks/abc?x=1 and /api/v1/shared/abc/x', 'POST /hooks/[token]?x=1 and /api/v1/shared/[token]/x'],
  [`aw_${'0a'.repeat(8)}_${'k'.repeat(43)}`, '[token]'],
  ['eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6.x', '[token].[token].x'],
  // Ids remain, because they connect lines.
  ['run 0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3', 'run 0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3'],
  ['ab'.repeat(32), 'ab'.repeat(32)],
  ['node_modules/kysely/dist/create-prepared-statements.js:12:3', 'node_modules/kysely/dist/create-prepared-statements.js:12:3'], // oxfmt-ignore
])('masks %s', (line, expected) => {
  expect(maskPersonalData(line)).toBe(expected)
})

test('faults are masked', () => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  logError(new Error('duplicate key: (email)=(ada@example.com)', { cause: 'Bearer abc' }), { path: '/hooks/abc' })
  expect(lines.join()).toContain('(email)=([email])')
  expect(lines.join()).not.toMatch(/ada@|abc/)
})

test('the log of a whole flow has no email address, name or token', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-masked-'))
  const lines: string[] = []
  const mails: Email[] = []
  const log = createLog('debug', (line) => lines.push(line))
  const server = await openTestServer(folder, { nodes: builtInNodes, log, accounts: { signUp: 'open', mails } })
  try {
    const ada = await signIn(server, mails, 'ada@example.com')
    await ada.ask('PATCH', '/api/v1/auth/me', { full_name: 'Ada Lovelace' })
    const { workspace_id: workspace } = await readBody(await ada.ask('GET', '/api/v1/auth/me'))
    mails.length = 0
    const invitation = { email: 'grace@example.com', role: 'editor' }
    await ada.ask('POST', `/api/v1/workspaces/${String(workspace)}/invite`, invitation)
    await expect.poll(() => mails.length).toBe(1)
    const invitationToken = /token=(\S+)/.exec(mails[0]!.text)![1]!
    const grace = await signIn(server, mails, 'grace@example.com')
    expect((await grace.ask('POST', `/api/v1/invitations/${invitationToken}/accept`)).status).toBe(200)
    const key = await readBody(await ada.ask('POST', '/api/v1/auth/api-keys', { name: 'Import', scopes: ['view'] }))
    const document = {
      name: 'Says',
      status: 'published',
      nodes: [
        { id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } },
        { id: 'say', type: 'variable', data: { label: 'Say', config: { expression: '1' } } },
      ],
      edges: [{ id: 'e', source: 'hook', target: 'say' }],
    }
    const { id } = await readBody(await ada.ask('POST', '/api/v1/workflows', document))
    const run = await readBody(
      await ada.ask('POST', `/api/v1/workflows/${String(id)}/execute`, { triggered_by: 'Ada Lovelace' }),
    )
    const { items } = (await readBody(await ada.ask('GET', '/api/v1/webhooks'))) as unknown as {
      items: [{ id: string }]
    }
    const webhook = await readBody(await ada.ask('PATCH', `/api/v1/webhooks/${items[0].id}`, { enabled: true }))
    const hookToken = String(webhook.token)
    expect((await server.send('POST', `/hooks/${hookToken}`, { customer: 'ada@example.com' })).status).toBe(202)
    const shared = await readBody(await ada.ask('PUT', `/api/v1/workflows/${String(id)}/share`, {}))
    const sharedToken = /shared\/([^/"]+)/.exec(JSON.stringify(shared))?.[1]
    if (sharedToken !== undefined) await server.ask(`/api/v1/shared/${sharedToken}`)
    const denied = await server.ask('/api/v1/auth/me?email=ada@example.com', {
      headers: { authorization: `Bearer ${ada.token}x` },
    })
    expect(denied.status).toBe(401)
    await expect.poll(() => lines.filter((line) => line.includes(String(run.id))).length).toBeGreaterThan(1)
    const secrets = [invitationToken, hookToken, String(key.key), ada.token, grace.token, ...(sharedToken ?? [])]
    const output = lines.join('\n')
    expect(lines.length).toBeGreaterThan(15)
    expect(output).toContain(ada.id)
    expect(output).toContain('/hooks/[token]')
    expect(output).not.toMatch(/@example|Lovelace/)
    expect(secrets.filter((secret) => secret.length > 1 && output.includes(secret))).toEqual([])
  } finally {
    expect(server.faults).toEqual([])
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
