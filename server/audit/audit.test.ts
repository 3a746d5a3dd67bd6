import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { resources } from '../resources/resources.ts'
import { webhookResource } from '../triggers/webhooks/webhook-resource.ts'
import { createClient, signIn, type Client } from '../testing/test-accounts.ts'
import { readBody } from '../testing/test-requests.ts'
import type { Email } from '../accounts/mailer.ts'
import { createLog } from '../operation/log.ts'
import { parsePosition } from './audit-anchors.ts'
import { describeChange } from './describe-change.ts'
import { openAudit } from './open-audit.ts'
import { openTestApp } from '../testing/test-app.ts'

const mails: Email[] = []
let time = Date.UTC(2026, 10, 20)
let ada: Client & { id: string }
let workspace = ''

const { server, folder } = openTestApp({ accounts: { signUp: 'open', mails, now: () => time } })
/** All tests use one session. */
beforeEach(async () => {
  if (workspace !== '') return
  ada = await signIn(server, mails, 'ada@example.com')
  workspace = String((await readBody(await ada.ask('GET', '/api/v1/auth/me'))).workspace_id)
})

interface Entry {
  sequence: number
  user_id: string
  action: string
  entity_type: string
  entity_id: string | null
  changes: Record<string, unknown>
  [name: string]: unknown
}

async function readEntries(query = '', client: Client = ada): Promise<Entry[]> {
  const response = await client.ask('GET', `/api/v1/audit${query}`)
  expect(response.status, await response.clone().text()).toBe(200)
  return (await readBody(response)).items as Entry[]
}

const createWorkflow = async (name: string, client: Client = ada): Promise<string> =>
  String((await readBody(await client.ask('POST', '/api/v1/workflows', { name }))).id)

describe('the audit log', () => {
  test('has an entry for each change, with the person, the entity and the fields', async () => {
    const id = await createWorkflow('Sales')
    await ada.ask('PUT', `/api/v1/workflows/${id}`, { name: 'Sales 2' })
    await ada.ask('GET', `/api/v1/workflows/${id}`)
    await ada.ask('PUT', `/api/v1/workflows/none`, { name: 'Missing' })
    const secret = { value: 'a-secret-value', hosts: ['api.example.com'] }
    await ada.ask('PUT', '/api/v1/secrets/github', secret)
    await ada.ask('DELETE', `/api/v1/workflows/${id}`)
    const all = await readEntries()
    // The sign-in of the person, who has created the account.
    expect(all.at(-1)).toMatchObject({ sequence: 1, action: 'sign_in', entity_type: 'account', user_id: ada.id })
    const entries = all.slice(0, -1)
    expect(entries.map(({ sequence, action, entity_type: type, entity_id: entity }) => [sequence, action, type, entity]))
      .toEqual([
        [5, 'delete', 'workflow', id],
        [4, 'update', 'secret', 'github'],
        [3, 'update', 'workflow', id],
        [2, 'create', 'workflow', id],
      ]) // oxfmt-ignore
    expect(new Set(entries.map(({ user_id: user }) => user))).toEqual(new Set([ada.id]))
    expect(entries.map(({ changes }) => changes)).toEqual([
      {},
      { fields: ['hosts', 'value'] },
      {
        fields: ['name'],
        name: 'Sales 2',
        before: { name: 'Sales', version: 1 },
        after: { name: 'Sales 2', version: 2 },
      },
      { fields: ['name'], name: 'Sales' },
    ])
    expect(JSON.stringify(entries)).not.toMatch(/a-secret-value|ada@example/)
  })

  test('records API keys, members and new workspaces, but no token of an invitation', async () => {
    const key = await readBody(
      await ada.ask('POST', '/api/v1/auth/api-keys', { name: 'Import', scopes: ['view', 'edit'] }),
    )
    await createWorkflow('By a program', createClient(server, String(key.key)))
    mails.length = 0
    await ada.ask('POST', `/api/v1/workspaces/${workspace}/invite`, { email: 'grace@example.com', role: 'viewer' })
    await expect.poll(() => mails.length).toBe(1)
    const token = /token=(\S+)/.exec(mails[0]!.text)![1]!
    const grace = await signIn(server, mails, 'grace@example.com')
    expect((await grace.ask('POST', `/api/v1/invitations/${token}/accept`)).status).toBe(200)
    await ada.ask('PATCH', `/api/v1/workspaces/${workspace}/members/${grace.id}`, { role: 'editor' })
    const entries = await readEntries('?limit=6')
    expect(
      entries.map(({ user_id: user, action, entity_type: type, changes }) => [user, action, type, changes]),
    ).toEqual([
      [
        ada.id,
        'update',
        'member',
        { fields: ['role'], role: 'editor', before: { role: 'viewer' }, after: { role: 'editor' } },
      ],
      [grace.id, 'accept', 'invitation', {}],
      [ada.id, 'create', 'invitation', { fields: ['email', 'role'], role: 'viewer' }],
      [ada.id, 'create', 'workflow', { fields: ['name'], name: 'By a program' }],
      [ada.id, 'use', 'api_key', {}],
      [ada.id, 'create', 'api_key', { fields: ['name', 'scopes'], name: 'Import', scopes: ['view', 'edit'] }],
    ])
    expect(entries[3]).toMatchObject({ api_key_id: key.id })
    expect(JSON.stringify(entries)).not.toContain(token)
    const created = await readBody(await grace.ask('POST', '/api/v1/workspaces', { name: 'Own' }))
    const headers = { 'x-workspace-id': String(created.id) }
    const own = await grace.ask('GET', '/api/v1/audit', undefined, headers)
    expect((await readBody(own)).items).toMatchObject([{ action: 'create', entity_type: 'workspace', sequence: 1 }])
    // An editor sees the activity without addresses, and not the audit log.
    const asMember = { 'x-workspace-id': workspace }
    expect((await grace.ask('GET', '/api/v1/audit', undefined, asMember)).status).toBe(403)
    const activity = await readBody(await grace.ask('GET', '/api/v1/activity', undefined, asMember))
    expect(activity.items).toMatchObject([{ user_name: 'Ada', action: 'update', resource_type: 'member' }, {}, {}, {}, {}, {}, {}, {}, {}]) // oxfmt-ignore
    expect(JSON.stringify(activity)).not.toContain('ip_address')
  })

  test('filters by entity, user, action and time', async () => {
    time += 3 * 86_400_000
    const again = await signIn(server, mails, 'ada@example.com')
    const id = await createWorkflow('Later', again)
    const ids = async (query: string): Promise<(string | null)[]> =>
      (await readEntries(query, again))
        .filter(({ entity_type: type }) => type !== 'account')
        .map(({ entity_id: entity }) => entity)
    expect(await ids('?from=2026-11-22')).toEqual([id])
    expect(await ids('?from=2026-11-23&to=2026-11-23')).toEqual([id])
    expect(await ids('?to=2026-11-19')).toEqual([])
    expect(await ids(`?entity_type=workflow&entity_id=${id}&action=create&user_id=${ada.id}`)).toEqual([id])
    expect(await ids('?entity_type=secret')).toEqual(['github'])
    expect(await ids('?user_id=nobody')).toEqual([])
    expect((await again.ask('GET', '/api/v1/audit?from=yesterday')).status).toBe(422)
    ada = { ...again }
  })

  test('is exported as JSON Lines and CSV, in which no cell is a formula', async () => {
    await createWorkflow('=HYPERLINK("https://evil.example")')
    await server.backend.accounts!.audit.add({
      workspace,
      user: ada.id,
      apiKey: undefined,
      action: '=1+1',
      entityType: 'workflow',
      entityId: 'a,"b"',
      // Spreadsheets that separate cells with semicolons start a cell inside this text.
      changes: { name: 'a;=1+1' },
      address: undefined,
      userAgent: undefined,
    })
    const lines = await ada.ask('GET', '/api/v1/audit/export')
    expect(lines.headers.get('content-disposition')).toContain('.jsonl')
    const entries = (await lines.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry)
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1))
    const csv = await ada.ask('GET', '/api/v1/audit/export?format=csv')
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const rows = (await csv.text()).trim().split('\r\n')
    // An export is an entry itself.
    const isExport = (row: string): boolean => row.includes(',export,')
    const others = entries.filter(({ action }) => action !== 'export')
    expect(rows.filter((row) => !isExport(row))).toHaveLength(others.length + 1)
    expect(rows.findLast((row) => !isExport(row))).toContain(`,'=1+1,workflow,"a,""b""","{""name"":""a;'=1+1""}",`)
  })

  test('has one chain without gaps, whatever is added at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => createWorkflow(`Parallel ${index}`)))
    const check = await readBody(await ada.ask('GET', '/api/v1/audit/check'))
    const entries = await readEntries('?limit=1000')
    expect(check).toEqual({
      valid: true,
      entries: entries.length,
      removed: 0,
      first_invalid: null,
      head_file: 'intact',
    })
    expect(entries[0]!.sequence).toBe(entries.length)
  })

  test('finds changed, removed and forged entries, which the database rejects by itself', async () => {
    const { openedDatabase } = server.backend.store
    const execute = (text: string): Promise<unknown> => openedDatabase.execute(text)
    for (const text of [
      `update audit_entries set user_id = 'someone' where sequence = 2`,
      `delete from audit_entries where sequence = 2`,
      `update audit_entries set ip_address = 'other' where sequence = 2`,
    ])
      await expect(execute(text), text).rejects.toThrow('cannot be changed')
    const check = async (): Promise<unknown> => readBody(await ada.ask('GET', '/api/v1/audit/check'))
    // Personal fields can be erased without a break of the chain.
    await execute(`update audit_entries set ip_address = null, user_agent = null`)
    expect(await check()).toMatchObject({ valid: true })
    await execute('alter table audit_entries disable trigger aw_protect_audit')
    const tamper = async (text: string, undo: string, first: number): Promise<void> => {
      await execute(text)
      expect(await check(), text).toMatchObject({ valid: false, entries: null, removed: null, first_invalid: first })
      await execute(undo)
      expect(await check(), undo).toMatchObject({ valid: true })
    }
    const inOwn = `where workspace_id = '${workspace}' and sequence`
    await tamper(
      `update audit_entries set user_id = user_id || 'x' ${inOwn} = 2`,
      `update audit_entries set user_id = trim(trailing 'x' from user_id) ${inOwn} = 2`,
      2,
    )
    await tamper(
      `update audit_entries set created_at = created_at - interval '1 day' ${inOwn} = 3`,
      `update audit_entries set created_at = created_at + interval '1 day' ${inOwn} = 3`,
      3,
    )
    await tamper(
      `create table kept as select * from audit_entries ${inOwn} = 4; delete from audit_entries ${inOwn} = 4`,
      `insert into audit_entries select * from kept; drop table kept`,
      4,
    )
    const last = (await readEntries('?limit=1'))[0]!.sequence
    await tamper(
      `create table kept as select * from audit_entries ${inOwn} = ${last}; delete from audit_entries ${inOwn} = ${last}`,
      `insert into audit_entries select * from kept; drop table kept`,
      last,
    )
    // A log that ends earlier is a valid chain: only the anchor outside the database shows that entries are missing.
    const [end, before] = (await readEntries('?limit=2')) as [Entry, Entry]
    await tamper(
      `create table kept as select * from audit_entries ${inOwn} = ${end.sequence};
       delete from audit_entries ${inOwn} = ${end.sequence};
       update audit_heads set sequence = ${before.sequence}, hash = '${before.hash}' where workspace_id = '${workspace}'`,
      `insert into audit_entries select * from kept; drop table kept;
       update audit_heads set sequence = ${end.sequence}, hash = '${end.hash}' where workspace_id = '${workspace}'`,
      end.sequence,
    )
    await execute('alter table audit_entries enable trigger aw_protect_audit')
    const exported = await ada.ask('GET', '/api/v1/audit/export')
    expect(exported.headers.get('x-audit-head')).toMatch(new RegExp(`^${end.sequence} ${end.hash} [\\w-]{43}$`))
  })
})

describe('the end of the audit log outside the database', () => {
  const check = async (head?: string): Promise<Entry> => {
    const query = head === undefined ? '' : `?head=${encodeURIComponent(head)}`
    return (await readBody(await ada.ask('GET', `/api/v1/audit/check${query}`))) as unknown as Entry
  }
  const execute = (text: string): Promise<unknown> => server.backend.store.openedDatabase.execute(text)
  const findFile = async (): Promise<string> => {
    const folderOfEnds = join(folder, 'data', 'audit')
    const ends = await Promise.all(
      (await readdir(folderOfEnds)).map(async (name) => {
        const path = join(folderOfEnds, name)
        return [path, JSON.parse(await readFile(path, 'utf8')) as { hash: string }] as const
      }),
    )
    const [{ hash } = { hash: '' }] = await readEntries('?limit=1')
    return ends.find(([, end]) => end.hash === hash)![0]
  }
  /** Removes all entries after a position, as a person can who has access to the database. */
  const truncate = (sequence: unknown, hash: unknown): Promise<unknown> =>
    execute(`alter table audit_entries disable trigger aw_protect_audit;
      delete from audit_entries where workspace_id = '${workspace}' and sequence > ${String(sequence)};
      update audit_heads set sequence = ${String(sequence)}, hash = '${String(hash)}' where workspace_id = '${workspace}';
      alter table audit_entries enable trigger aw_protect_audit`)

  test.each([
    ['damaged', '{"sequence":', 'damaged'],
    ['not signed by the server', '{"sequence":1,"hash":"","proof":""}', 'damaged'],
    ['removed', undefined, 'missing'],
  ])('is reported if its file is %s, and not replaced by the next entry', async (_, content, headFile) => {
    await createWorkflow('Before')
    const file = await findFile()
    const original = await readFile(file, 'utf8')
    await (content === undefined ? rm(file) : writeFile(file, content))
    const reported = { valid: false, entries: null, first_invalid: null, head_file: headFile }
    expect(await check()).toMatchObject(reported)
    if (content !== undefined) {
      await createWorkflow('After')
      expect(await check()).toMatchObject(reported)
    }
    await writeFile(file, original)
    expect(await check()).toMatchObject({ valid: true, head_file: 'intact' })
  })

  test('is not replaced while the database claims that the retention policy has removed its entry', async () => {
    await createWorkflow('Kept')
    const [kept] = await readEntries('?limit=1')
    await createWorkflow('Removed')
    const [file, [removed]] = [await findFile(), await readEntries('?limit=1')]
    const original = await readFile(file, 'utf8')
    const inOwn = `where workspace_id = '${workspace}' and sequence`
    /** Executes statements that the trigger on the table would refuse. */
    const tamper = (statements: string): Promise<unknown> =>
      execute(`alter table audit_entries disable trigger aw_protect_audit; ${statements};
        alter table audit_entries enable trigger aw_protect_audit`)
    await execute(`create table kept as select * from audit_entries ${inOwn} = ${removed!.sequence}`)
    await truncate(kept!.sequence, kept!.hash)
    await createWorkflow('Instead')
    await tamper(`create table hidden as select * from audit_entries ${inOwn} = ${removed!.sequence};
      delete from audit_entries ${inOwn} = ${removed!.sequence};
      update audit_heads set removed_sequence = removed_sequence + 1000000 where workspace_id = '${workspace}'`)
    await createWorkflow('Later')
    await tamper(`insert into audit_entries select * from hidden; drop table hidden;
      update audit_heads set removed_sequence = removed_sequence - 1000000 where workspace_id = '${workspace}'`)
    expect(await readFile(file, 'utf8')).toBe(original)
    expect(await check()).toMatchObject({ valid: false, head_file: 'different' })
    await truncate(kept!.sequence, kept!.hash)
    await tamper(`insert into audit_entries select * from kept; drop table kept;
      update audit_heads set sequence = ${removed!.sequence}, hash = '${removed!.hash}' where workspace_id = '${workspace}'`)
    expect(await check()).toMatchObject({ valid: true, head_file: 'intact' })
  })

  test('is in the log of the server and in exports, which a log must contain whose old end was restored', async () => {
    await createWorkflow('Old')
    const file = await findFile()
    const [oldFile, [oldEnd]] = [await readFile(file, 'utf8'), await readEntries('?limit=1')]
    const { hash, sequence } = oldEnd!
    await createWorkflow('Removed')
    const lines = (await (await ada.ask('GET', '/api/v1/audit/export')).text()).trim().split('\n')
    const exported = JSON.parse(lines.at(-1)!) as Entry
    // The export is an entry as well.
    expect(exported.sequence).toBe(sequence + 2)
    await truncate(sequence, hash)
    // The entries that follow do not hide the gap, and neither does the previous file.
    await createWorkflow('Instead')
    expect(await check()).toMatchObject({ valid: false, first_invalid: sequence + 2, head_file: 'different' })
    await writeFile(file, oldFile)
    expect(await check(), 'as this server wrote it').toMatchObject({ valid: false, first_invalid: sequence + 2 })

    const logLines: string[] = []
    const restarted = await openAudit({
      ...server.backend.store,
      auditFolder: join(folder, 'data', 'audit'),
      log: createLog('info', (line) => logLines.push(line)),
      now: () => time,
    })
    expect(await restarted.check(workspace)).toMatchObject({ headFile: 'intact' })
    const inExport = parsePosition(`${exported.sequence} ${String(exported.hash)}`)
    expect(await restarted.check(workspace, inExport)).toMatchObject({ firstInvalid: sequence + 2 })
    expect(await check(`${exported.sequence} ${String(exported.hash)}`)).toMatchObject({ valid: false })

    const entry = { workspace, user: ada.id, apiKey: undefined, action: 'update', entityType: 'workflow' }
    await restarted.add({ ...entry, entityId: 'one', changes: {}, address: undefined, userAgent: undefined })
    const { audit_head: logged } = JSON.parse(logLines[0]!) as { audit_head: string }
    expect(await restarted.check(workspace, parsePosition(logged))).toHaveProperty('entries')
    await truncate(sequence, hash)
    expect(await restarted.check(workspace, parsePosition(logged))).toMatchObject({ firstInvalid: sequence + 1 })
  })

  test('names the settings that a workspace receives as a change of itself, and no value that is only kept', async () => {
    const settings = { default_llm: 'small', theme: 'a-secret-value' }
    await ada.ask('PATCH', `/api/v1/workspaces/${workspace}`, { settings })
    const [entry] = await readEntries('?limit=1')
    expect(entry).toMatchObject({
      action: 'update',
      entity_type: 'workspace',
      changes: {
        fields: ['settings', 'settings.default_llm', 'settings.theme'],
        before: { default_llm: null },
        after: { default_llm: 'small' },
      },
    })
    expect(JSON.stringify(entry)).not.toContain('a-secret-value')
  })

  test('records the values of an agent before and after a change', async () => {
    const agent = { name: 'scorer', url: 'https://agents.example.com/a-secret-path' }
    const { id } = await readBody(await ada.ask('POST', '/api/v1/agents', agent))
    await ada.ask('PUT', `/api/v1/agents/${String(id)}`, { timeout_ms: 5000, url: 'https://agents.example.com' })
    const [entry] = await readEntries('?limit=1')
    expect(entry!.changes).toEqual({
      fields: ['timeout_ms', 'url'],
      before: { timeout_ms: 30_000 },
      after: { timeout_ms: 5000 },
    })
    expect(JSON.stringify(entry)).not.toContain('a-secret-path')
  })
})

test('every route that changes something is described, or known to change nothing of a workspace', async () => {
  const { paths } = (await server.json('/openapi.json')) as {
    paths: Record<string, Record<string, { 'x-permission'?: string }>>
  }
  const changing = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { 'x-permission': permission }]) =>
      permission !== undefined && method !== 'get' ? [{ method: method.toUpperCase(), path }] : [],
    ),
  )
  const describe = ({ method, path }: { method: string; path: string }): string => {
    const change = describeChange(method, path)
    return `${method} ${path.replace('/api/v1/', '')}: ${change ? `${change.entityType} ${change.action} ${change.idParam ?? ''}`.trim() : '-'}`
  }
  const isOfResource = ({ path }: { path: string }): boolean =>
    resources.some((resource) => path === resource.path || path === `${resource.path}/{id}`)
  const nouns = resources.flatMap(({ path, noun, remove, change }) => {
    const name = path.replace('/api/v1/', '')
    return [
      ...(remove ? [`DELETE ${name}/{id}: ${noun} delete id`] : []),
      ...(change ? [`${change.kind === undefined ? 'PATCH' : 'PUT'} ${name}/{id}: ${noun} update id`] : []),
      ...(path === webhookResource.path ? [] : [`POST ${name}: ${noun} create`]),
    ]
  })
  expect(changing.filter(isOfResource).map(describe).sort()).toEqual(nouns.sort())
  expect(
    changing
      .filter((route) => !isOfResource(route))
      .map(describe)
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "DELETE agents/{id}: agent delete id",
      "DELETE auth/api-keys/{id}: api_key delete id",
      "DELETE auth/passkeys/{id}: -",
      "DELETE auth/sessions/{id}: -",
      "DELETE data/{id}: dataset delete id",
      "DELETE evaluations/{id}: evaluation delete id",
      "DELETE event-types/{name}: event_type delete name",
      "DELETE executions/{id}: run delete id",
      "DELETE gallery/{id}: public_template delete id",
      "DELETE jobs/{id}: run delete id",
      "DELETE push-subscriptions/{id}: -",
      "DELETE runs/{id}: run delete id",
      "DELETE secrets/{name}: secret delete name",
      "DELETE templates/{id}: template delete id",
      "DELETE tools/files/{id}: dataset delete id",
      "DELETE uploads/{id}: -",
      "DELETE webhooks/{id}/test: -",
      "DELETE workflows/{id}: workflow delete id",
      "DELETE workspaces/{id}/invitations/{invitation}: invitation delete invitation",
      "DELETE workspaces/{id}/members/{user_id}: member delete user_id",
      "DELETE workspaces/{id}: workspace delete id",
      "PATCH auth/me: -",
      "PATCH auth/passkeys/{id}: -",
      "PATCH event-triggers/{id}: event_trigger update id",
      "PATCH uploads/{id}: -",
      "PATCH workflows/{id}/sharing: workflow update_sharing id",
      "PATCH workflows/{id}/status: workflow update_status id",
      "PATCH workflows/{id}: workflow update id",
      "PATCH workspaces/{id}/members/{user_id}: member update user_id",
      "PATCH workspaces/{id}: workspace update id",
      "POST agents/validate: -",
      "POST agents/{id}/chat: agent chat id",
      "POST agents/{id}/execute: agent execute id",
      "POST agents/{id}/test: -",
      "POST agents/{id}/token: agent rotate_token id",
      "POST agents/{id}/versions/{number}/restore: agent restore id",
      "POST agents: agent create",
      "POST ai/explain-error: -",
      "POST ai/generate-workflow: -",
      "POST ai/suggest-next: -",
      "POST auth/api-keys: api_key create",
      "POST auth/logout: -",
      "POST auth/me/delete: -",
      "POST auth/passkeys/options: -",
      "POST auth/passkeys: -",
      "POST data/upload: dataset create",
      "POST evaluations: evaluation create",
      "POST events: event create",
      "POST executions/{id}/approvals/{node}: run decide id",
      "POST executions/{id}/cancel: run cancel id",
      "POST executions/{id}/migrate: run migrate id",
      "POST executions/{id}/restore: run restore id",
      "POST executions/{id}/retry: run retry id",
      "POST executions/{id}/signals/{name}: run signal id",
      "POST executions: run execute",
      "POST gallery/{id}/use: public_template use id",
      "POST gallery: public_template create",
      "POST invitations/{token}/accept: invitation accept",
      "POST jobs/{id}/approvals/{node}: run decide id",
      "POST jobs/{id}/cancel: run cancel id",
      "POST jobs/{id}/migrate: run migrate id",
      "POST jobs/{id}/restore: run restore id",
      "POST jobs/{id}/retry: run retry id",
      "POST jobs/{id}/signals/{name}: run signal id",
      "POST jobs: run execute",
      "POST mcp/servers/{id}/approve: mcp_server approve id",
      "POST mcp/servers/{id}/authorization: mcp_server authorization id",
      "POST mcp/servers/{id}/authorize: mcp_server authorize id",
      "POST mcp/servers/{id}/connect: mcp_server connect id",
      "POST mcp/servers/{id}/disconnect: mcp_server disconnect id",
      "POST mcp/servers/{id}/tools/{name}/call: mcp_server call id",
      "POST mcp: -",
      "POST notifications/read: -",
      "POST push-subscriptions: -",
      "POST runs/{id}/approvals/{node}: run decide id",
      "POST runs/{id}/cancel: run cancel id",
      "POST runs/{id}/migrate: run migrate id",
      "POST runs/{id}/restore: run restore id",
      "POST runs/{id}/retry: run retry id",
      "POST runs/{id}/signals/{name}: run signal id",
      "POST runs: run execute",
      "POST schedules/preview: -",
      "POST schedules/{id}/backfill: schedule backfill id",
      "POST schedules/{id}/pause: schedule pause id",
      "POST schedules/{id}/resume: schedule resume id",
      "POST schedules/{id}/run: schedule run id",
      "POST templates/{id}/use: template use id",
      "POST templates: template create",
      "POST tools/ai/chat: -",
      "POST tools/ai/image: -",
      "POST tools/files/upload: dataset create",
      "POST tools/web/read: -",
      "POST tools/web/search: -",
      "POST uploads: dataset create",
      "POST webhook-endpoints/{id}/deliveries/{delivery}/redeliver: webhook_endpoint redeliver id",
      "POST webhook-endpoints/{id}/rotate-secret: webhook_endpoint rotate_secret id",
      "POST webhook-endpoints/{id}/test: webhook_endpoint test id",
      "POST webhooks/{id}/rotate-token: webhook rotate_token id",
      "POST webhooks/{id}/test: -",
      "POST workflows/import: workflow create",
      "POST workflows/{id}/duplicate: workflow duplicate id",
      "POST workflows/{id}/execute: workflow execute id",
      "POST workflows/{id}/restore: workflow restore id",
      "POST workflows/{id}/validate: -",
      "POST workflows/{id}/versions/{number}/restore: workflow restore id",
      "POST workflows/{id}/versions: workflow create_version id",
      "POST workflows: workflow create",
      "POST workspaces/{id}/invite: invitation create",
      "POST workspaces/{id}/leave: workspace leave id",
      "POST workspaces/{id}/transfer: workspace transfer id",
      "POST workspaces: workspace create",
      "PUT agents/{id}: agent update id",
      "PUT auth/password: -",
      "PUT config: configuration update",
      "PUT event-types/{name}: event_type update name",
      "PUT quotas: quota update",
      "PUT retention: retention update",
      "PUT secrets/{name}: secret update name",
      "PUT server/quotas/{workspace}: quota update workspace",
      "PUT workflows/{id}/access: workflow update_access id",
      "PUT workflows/{id}/queue: workflow update_queue id",
      "PUT workflows/{id}: workflow update id",
    ]
  `)
})
