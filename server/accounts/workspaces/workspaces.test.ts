import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEventStream } from '../../live/event-stream.ts'
import { listen } from '../../testing/listen.ts'
import { createClient, signIn, type Client } from '../../testing/test-accounts.ts'
import { readBody, workflow } from '../../testing/test-requests.ts'
import type { Email } from '../mailer.ts'
import { openTestApp } from '../../testing/test-app.ts'

const mails: Email[] = []
let time = Date.now()
let owner: Client & { id: string }

const { server } = openTestApp({ accounts: { mails, now: () => time } })
beforeAll(async () => {
  const token = await server.backend.accounts!.createSetupToken()
  const body = await readBody(await server.send('POST', '/api/v1/auth/setup', { token, email: 'owner@example.com' }))
  owner = { ...createClient(server, String(body.access_token)), id: (body.user as { id: string }).id }
})
/** Limits of attempts of one test do not affect the next one, but sessions remain open. */
beforeEach(() => void (time += 901_000))

const path = '/api/v1/workspaces'
/** Signs the owner in again, because access tokens expire between the tests. */
beforeEach(async () => {
  const { accounts } = server.backend
  const session = await accounts!.sessions.create(owner.id, { address: '', userAgent: '' })
  const token = await accounts!.tokens.issueAccessToken({ ...session, email: 'owner@example.com' })
  owner = { ...createClient(server, token), id: owner.id }
})

/** Returns the token of the last mail to an address. */
async function readInvitation(email: string): Promise<string> {
  let token: string | undefined
  const find = () => (token = /#token=([\w-]+)$/m.exec(mails.findLast(({ to }) => to === email)?.text ?? '')?.[1])
  await expect.poll(find).toBeDefined()
  return token!
}

/** Invites a person and accepts the invitation. */
async function joinAs(email: string, role: string, workspace = 'default'): Promise<Client & { id: string }> {
  mails.length = 0
  const invited = await owner.ask('POST', `${path}/${workspace}/invite`, { email, role })
  expect(invited.status, await invited.clone().text()).toBe(201)
  const token = await readInvitation(email)
  expect(JSON.stringify(await invited.json())).not.toContain(token)
  const member = await signIn(server, mails, email)
  const accepted = await member.ask('POST', `/api/v1/invitations/${token}/accept`)
  expect([accepted.status, await readBody(accepted)]).toEqual([200, { workspace_id: workspace }])
  return member
}

describe('invitations', () => {
  test('make a person a member, once, whose role applies at once', async () => {
    const editor = await joinAs('editor@example.com', 'editor')
    expect((await editor.ask('POST', '/api/v1/workflows', { name: 'Of the editor' })).status).toBe(201)
    expect((await editor.ask('POST', `${path}/default/invite`, { email: 'x@example.com' })).status).toBe(403)
    const change = (role: string) => owner.ask('PATCH', `${path}/default/members/${editor.id}`, { role })
    expect((await change('viewer')).status).toBe(204)
    expect((await editor.ask('POST', '/api/v1/workflows', { name: 'x' })).status).toBe(403)
    expect((await editor.ask('GET', '/api/v1/workflows')).status).toBe(200)
    expect((await owner.ask('DELETE', `${path}/default/members/${editor.id}`)).status).toBe(204)
    expect((await editor.ask('GET', '/api/v1/workflows')).status).toBe(403)
    expect((await editor.ask('GET', '/api/v1/auth/me')).status).toBe(200)
    // A person without a workspace creates one, as the page after the sign-in offers.
    expect(await readBody(await editor.ask('GET', path))).toMatchObject({ items: [] })
    const { id } = await readBody(await editor.ask('POST', path, { name: 'Of the editor' }))
    const headers = { 'x-workspace-id': String(id) }
    expect((await editor.ask('GET', '/api/v1/workflows', undefined, headers)).status).toBe(200)
  })

  test('are for the invited address only', async () => {
    mails.length = 0
    await owner.ask('POST', `${path}/default/invite`, { email: 'Grace@example.com', role: 'administrator' })
    const token = await readInvitation('grace@example.com')
    const other = await joinAs('other@example.com', 'viewer')
    const stolen = await other.ask('POST', `/api/v1/invitations/${token}/accept`)
    expect([stolen.status, (await readBody(stolen)).error.code]).toEqual([404, 'invitation.not-found'])
    expect(await readBody(await other.ask('GET', '/api/v1/invitations'))).toMatchObject({ total: 0 })
    // An account whose address is not verified, although it has the address.
    await server.backend.store.openedDatabase.execute(`update users set email_verified_at = null, email = 'grace@example.com' where email = 'other@example.com'`) // oxfmt-ignore
    expect((await other.ask('POST', `/api/v1/invitations/${token}/accept`)).status).toBe(404)
    expect(await readBody(await other.ask('GET', '/api/v1/invitations'))).toMatchObject({ total: 0 })
    await server.backend.store.openedDatabase.execute(`update users set email = 'other@example.com' where email = 'grace@example.com'`) // oxfmt-ignore
    const grace = await signIn(server, mails, 'grace@example.com')
    expect(await readBody(await grace.ask('GET', '/api/v1/invitations'))).toMatchObject({
      items: [{ workspace_id: 'default', role: 'administrator' }],
    })
    expect((await grace.ask('POST', `/api/v1/invitations/${token}/accept`)).status).toBe(200)
    expect((await grace.ask('POST', `/api/v1/invitations/${token}/accept`)).status).toBe(404)
  })

  test('expire, are withdrawn, replaced, and end with the rights of the person who invited', async () => {
    const administrator = await joinAs('administrator@example.com', 'administrator')
    const invite = async (by: Client, email: string): Promise<{ token: string; id: string }> => {
      mails.length = 0
      const { id } = await readBody(await by.ask('POST', `${path}/default/invite`, { email, role: 'editor' }))
      return { token: await readInvitation(email), id: String(id) }
    }
    const guest = await joinAs('guest@example.com', 'viewer')
    expect((await guest.ask('POST', `${path}/default/leave`)).status).toBe(204)
    const accept = async (token: string): Promise<number> =>
      (await guest.ask('POST', `/api/v1/invitations/${token}/accept`)).status
    const first = await invite(owner, 'guest@example.com')
    const second = await invite(owner, 'guest@example.com')
    expect(await accept(first.token)).toBe(404)
    expect((await owner.ask('DELETE', `${path}/default/invitations/${second.id}`)).status).toBe(204)
    expect(await accept(second.token)).toBe(404)
    const third = await invite(administrator, 'guest@example.com')
    await owner.ask('PATCH', `${path}/default/members/${administrator.id}`, { role: 'editor' })
    expect(await accept(third.token)).toBe(404)
    const fourth = await invite(owner, 'guest@example.com')
    time += 7 * 86_400_000 + 1000
    const { accounts } = server.backend
    expect(
      await accounts!.invitations.accept(fourth.token, { id: guest.id, email: 'guest@example.com' }),
    ).toBeUndefined()
  })

  test('are accepted with the exact token, once of many times at once, and only by an account', async () => {
    const hopper = await joinAs('hopper@example.com', 'viewer')
    expect((await hopper.ask('POST', `${path}/default/leave`)).status).toBe(204)
    mails.length = 0
    const invited = await owner.ask('POST', `${path}/default/invite`, { email: 'hopper@example.com', role: 'editor' })
    const { id } = await readBody(invited)
    const token = await readInvitation('hopper@example.com')
    const accept = (text: string, client: Client = hopper): Promise<Response> =>
      client.ask('POST', `/api/v1/invitations/${text}/accept`)
    const wrongTokens = [
      String(id),
      token.slice(0, -1),
      `${token}A`,
      `%20${token}`,
      `${token}%00`,
      `${token}%2F..`,
      token.toUpperCase(),
      `${token}=`,
      '%25',
      "' or '1'='1",
      'null',
    ]
    for (const wrong of wrongTokens) expect([wrong, (await accept(wrong)).status]).toEqual([wrong, 404])
    expect((await accept(token, createClient(server, 'no-token'))).status).toBe(401)
    expect((await accept(token, owner)).status).toBe(404)
    const responses = await Promise.all(Array.from({ length: 8 }, () => accept(token)))
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(7).fill(404)])
    const { items } = await readBody(await owner.ask('GET', `${path}/default/members?limit=100`))
    const memberships = (items as { email: string; role: string }[]).filter(
      ({ email }) => email === 'hopper@example.com',
    )
    expect(memberships).toMatchObject([{ role: 'editor' }])
  })

  test('give no more than they say: no owner, no change of a member, nothing of a deleted workspace', async () => {
    for (const body of [
      { email: 'new@example.com', role: 'owner' },
      { email: 'new@example.com', role: 'Administrator' },
      { email: 'new@example.com', role: ['administrator'] },
      { email: 'new@example.com', role: 'editor', workspace_id: 'other' },
      { email: 'new@example.com\r\nBcc: all@example.com', role: 'editor' },
      { email: ['new@example.com'], role: 'editor' },
      { email: 'a@example.com,b@example.com', role: 'editor' },
    ])
      expect([body, (await owner.ask('POST', `${path}/default/invite`, body)).status]).toEqual([body, 422])
    const member = await joinAs('member@example.com', 'viewer')
    mails.length = 0
    const again = await owner.ask('POST', `${path}/default/invite`, {
      email: 'member@example.com',
      role: 'administrator',
    })
    if (again.status === 201)
      await member.ask('POST', `/api/v1/invitations/${await readInvitation('member@example.com')}/accept`)
    expect((await member.ask('POST', `${path}/default/invite`, { email: 'x@example.com' })).status).toBe(403)
    const created = await readBody(await owner.ask('POST', path, { name: 'Short-lived' }))
    mails.length = 0
    await owner.ask('POST', `${path}/${created.id}/invite`, { email: 'member@example.com', role: 'editor' })
    const token = await readInvitation('member@example.com')
    expect((await owner.ask('DELETE', `${path}/${created.id}`)).status).toBeLessThan(300)
    expect((await member.ask('POST', `/api/v1/invitations/${token}/accept`)).status).toBe(404)
  })

  test('are in the language of the invited person, or else of the person who invites', async () => {
    mails.length = 0
    await owner.ask('PATCH', '/api/v1/auth/me', { language: 'de' })
    await owner.ask('POST', `${path}/default/invite`, { email: 'unknown@example.com', role: 'viewer' })
    await readInvitation('unknown@example.com')
    expect(mails.at(-1)!.text).toContain('eingeladen, Rolle: Betrachter.')
    const known = await signIn(server, mails, 'unknown@example.com')
    await known.ask('PATCH', '/api/v1/auth/me', { language: 'en' })
    mails.length = 0
    await owner.ask('POST', `${path}/default/invite`, { email: 'unknown@example.com', role: 'viewer' })
    await readInvitation('unknown@example.com')
    expect(mails.at(-1)!.text).toContain('with the role viewer.')
    await owner.ask('PATCH', '/api/v1/auth/me', { language: null })
  })

  test('cannot make an owner, and mails have no link to a host of a request', async () => {
    expect((await owner.ask('POST', `${path}/default/invite`, { email: 'a@example.com', role: 'owner' })).status).toBe(
      422,
    )
    mails.length = 0
    const headers = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
    await owner.ask('POST', `${path}/default/invite`, { email: 'a@example.com' }, headers)
    await readInvitation('a@example.com')
    expect(mails[0]!.text).toContain('https://aw.example/invitations#token=')
    expect(JSON.stringify(mails)).not.toContain('evil')
    for (const name of ['two\nlines', 'a\u2028b', '', ' '.repeat(5), 'x'.repeat(101)])
      expect((await owner.ask('PATCH', `${path}/default`, { name })).status).toBe(422)
  })
})

describe('workspaces', () => {
  test('separate the data of a user by the requested workspace', async () => {
    const created = await owner.ask('POST', path, { name: 'Lab', description: 'Experiments' })
    const { id, ...lab } = await readBody(created)
    expect([created.status, lab]).toMatchObject([201, { name: 'Lab', role: 'owner', owner_id: owner.id }])
    const inLab = { 'x-workspace-id': String(id) }
    const made = await readBody(await owner.ask('POST', '/api/v1/workflows', { ...workflow, name: 'Secret' }, inLab))
    expect((await owner.ask('GET', `/api/v1/workflows/${String(made.id)}`, undefined, inLab)).status).toBe(200)
    expect((await owner.ask('GET', `/api/v1/workflows/${String(made.id)}`)).status).toBe(404)
    const list = await readBody(await owner.ask('GET', path))
    expect(list.items).toMatchObject([
      { id: 'default', role: 'owner' },
      { id, role: 'owner' },
    ])
    const viewer = await joinAs('lab-viewer@example.com', 'viewer')
    for (const requested of [String(id), 'unknown', '..', '']) {
      const response = await viewer.ask('GET', '/api/v1/workflows', undefined, { 'x-workspace-id': requested })
      expect([requested, response.status]).toEqual([requested, 403])
    }
    for (const address of [`${path}/${String(id)}`, `${path}/${String(id)}/members`, `${path}/unknown`])
      expect((await viewer.ask('GET', address)).status).toBe(403)
    // The header cannot give permissions in the workspace of the path.
    const mixed = await viewer.ask('GET', `${path}/${String(id)}`, undefined, { 'x-workspace-id': 'default' })
    expect(mixed.status).toBe(403)
  })

  test('have one owner, who can transfer the ownership and cannot be removed', async () => {
    const { id } = await readBody(await owner.ask('POST', path, { name: 'Transferred' }))
    const workspace = `${path}/${String(id)}`
    const next = await joinAs('next@example.com', 'administrator', String(id))
    for (const role of ['viewer', 'editor'])
      expect((await next.ask('PATCH', `${workspace}/members/${owner.id}`, { role })).status).toBe(409)
    expect((await next.ask('PATCH', `${workspace}/members/${next.id}`, { role: 'owner' })).status).toBe(422)
    expect((await next.ask('DELETE', `${workspace}/members/${owner.id}`)).status).toBe(409)
    expect((await owner.ask('POST', `${workspace}/leave`)).status).toBe(409)
    expect((await next.ask('POST', `${workspace}/transfer`, { user_id: next.id })).status).toBe(403)
    expect((await next.ask('DELETE', workspace)).status).toBe(403)
    expect((await owner.ask('POST', `${workspace}/transfer`, { user_id: 'nobody' })).status).toBe(404)
    expect((await owner.ask('POST', `${workspace}/transfer`, { user_id: next.id })).status).toBe(204)
    expect((await owner.ask('POST', `${workspace}/transfer`, { user_id: owner.id })).status).toBe(403)
    const roles = (await readBody(await next.ask('GET', `${workspace}/members`))).items as {
      user_id: string
      role: string
    }[]
    expect(new Map(roles.map(({ user_id, role }) => [user_id, role]))).toEqual(
      new Map([
        [owner.id, 'administrator'],
        [next.id, 'owner'],
      ]),
    )
  })

  test('are deleted with their workflows, except the default one', async () => {
    expect((await owner.ask('DELETE', `${path}/default`)).status).toBe(409)
    const { id } = await readBody(await owner.ask('POST', path, { name: 'Short' }))
    const headers = { 'x-workspace-id': String(id) }
    await owner.ask('POST', '/api/v1/workflows', workflow, headers)
    const { key } = await readBody(
      await owner.ask('POST', '/api/v1/auth/api-keys', { name: 'a', scopes: ['view'] }, headers),
    )
    expect((await createClient(server, String(key)).ask('GET', '/api/v1/workflows')).status).toBe(200)
    expect((await owner.ask('DELETE', `${path}/${String(id)}`)).status).toBe(204)
    expect((await owner.ask('GET', '/api/v1/workflows', undefined, headers)).status).toBe(403)
    expect((await createClient(server, String(key)).ask('GET', '/api/v1/workflows')).status).toBe(403)
    const { workflows } = server.backend.store.forWorkspace(String(id))
    expect((await workflows.listSummaries({ limit: 10, offset: 0 })).items).toEqual([])
  })

  test('reduce the permissions of an API key with the role of its user', async () => {
    const member = await joinAs('keyed@example.com', 'editor')
    const { key } = await readBody(
      await member.ask('POST', '/api/v1/auth/api-keys', { name: 'a', scopes: ['view', 'edit'] }),
    )
    const program = createClient(server, String(key))
    expect((await program.ask('POST', '/api/v1/workflows', { name: 'By a program' })).status).toBe(201)
    await owner.ask('PATCH', `${path}/default/members/${member.id}`, { role: 'viewer' })
    expect((await program.ask('POST', '/api/v1/workflows', { name: 'x' })).status).toBe(403)
    await owner.ask('DELETE', `${path}/default/members/${member.id}`)
    expect((await program.ask('GET', '/api/v1/workflows')).status).toBe(403)
  })
})

describe('live connections', () => {
  test('of members are closed when they are removed or signed out', async () => {
    const { id: workflowId } = await readBody(await owner.ask('POST', '/api/v1/workflows', workflow))
    const members = [await joinAs('removed@example.com', 'viewer'), await joinAs('left@example.com', 'viewer')]
    const live = await listen(server)
    try {
      const followed = members.map(({ token }) => {
        const headers = { authorization: `Bearer ${token}` }
        return live.follow(`/ws/workflows/${String(workflowId)}`, { headers })
      })
      await owner.ask('DELETE', `${path}/default/members/${members[0]!.id}`)
      await members[1]!.ask('POST', '/api/v1/auth/logout')
      expect((await Promise.all(followed)).map(({ code }) => code)).toEqual([4403, 4401])
    } finally {
      await live.close()
    }
  })

  test('of event streams end when the caller may no longer see the run', async () => {
    vi.useFakeTimers()
    try {
      let permitted = true
      const onEnd = vi.fn()
      const feed = { follow: () => () => true, onDrain: () => undefined } as never
      const stream = createEventStream(feed, 0, { messageFormat: 'english', onEnd, isPermitted: async () => permitted })
      const text = new Response(stream).text()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(onEnd).not.toHaveBeenCalled()
      permitted = false
      await vi.advanceTimersByTimeAsync(15_000)
      expect(onEnd).toHaveBeenCalledOnce()
      await text
    } finally {
      vi.useRealTimers()
    }
  })
})
