import {
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  type DatabaseQuery,
  type MailMessage,
  type ExternalServices,
} from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { describeNode, runNode, createTextFile } from '../test-node.ts'
import { databaseQueryNode } from './database-query.ts'
import { emailNode } from './email.ts'
import { notificationNode } from './notification.ts'
import { readFileNode } from './read-file.ts'
import { createMemoryFiles, openTestService, sendJson } from './test-service.ts'
import { writeFileNode } from './write-file.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import { createColumns } from '../../../test/columns.ts'

const tables = await openTestTables()
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}
const createInputs = (value: unknown) => ({ value: value as never })
const table = () => tables.create({ text: `SELECT 1 AS id, 'x' AS name` } as never, { id: 'given' })

describe('without the required ports', () => {
  it.each([
    [databaseQueryNode, { secret: 'db' }, 'outside.no-database'],
    [emailNode, { secret: 'mail', from: 'a@b.example', to: 'c@d.example' }, 'outside.no-mail'],
    [readFileNode, {}, 'outside.no-folder'],
    [writeFileNode, {}, 'outside.no-folder'],
    [notificationNode, { channel: 'webhook', url: 'https://a.example' }, 'outside.no-egress'],
    [notificationNode, { channel: 'email', secret: 's', from: 'a@b.example', to: 'c@d.example' }, 'outside.no-mail'],
  ] as const)('%o says where it can be done', async (definition, settings, code) => {
    const { problem, kind } = await failure(
      runNode(definition, { tables, settings, inputs: createInputs({ kind: 'text', text: 'x' }) }),
    )
    expect([problem.code, kind]).toEqual([code, 'permanent'])
    expect(problem.hint).toMatch(/server|aw run|page/)
  })
})

describe('before a run', () => {
  it.each([
    [databaseQueryNode, { secret: 'db' }, 'databases'],
    [emailNode, { secret: 'mail', from: 'a@b.example', to: 'c@d.example' }, 'mail'],
    [notificationNode, { channel: 'email', secret: 's', from: 'a@b.example', to: 'c@d.example' }, 'mail'],
    [readFileNode, {}, 'folder'],
    [writeFileNode, {}, 'folder'],
  ] as const)('%o says where it cannot be done, and nothing where it can', (definition, settings, port) => {
    const lacking = describeNode(definition, { settings, lacks: [port] })
    expect(lacking.problems).toMatchObject([{ code: 'outside.not-available', severity: 'warning' }])
    expect(lacking.problems?.[0]?.hint).toContain('server')
    expect(describeNode(definition, { settings, lacks: [] }).problems).toEqual([])
    expect(describeNode(definition, { settings }).problems).toEqual([])
  })

  it('a notification names a header for its secret that would route the request', () => {
    const settings = { channel: 'webhook', url: 'https://a.example', auth: 'header', secret: 's', secretField: 'Host' }
    expect(describeNode(notificationNode, { settings }).problems).toMatchObject([
      { code: 'egress.broker-header', params: { name: 'Host' }, where: { setting: 'secretField' } },
    ])
  })
})

describe('database_query', () => {
  const ask = (
    settings: object,
    more: Partial<Awaited<ReturnType<NonNullable<ExternalServices['databases']>['query']>>> = {},
  ) => {
    const requests: DatabaseQuery[] = []
    const services: ExternalServices = {
      databases: {
        async query(query) {
          requests.push(query)
          const columns = [
            { name: 'id', type: 'BIGINT' },
            { name: 'ID', type: 'VARCHAR' },
            { name: '', type: 'DECIMAL(18,2)' },
          ]
          const rows = [
            ['1', '\\N', '2.50'],
            ['2', '', null],
            [null, 'a "b"\n, c', '0.00'],
          ]
          return { columns, rows, isTruncated: false, command: 'SELECT', count: 3, ...more }
        },
      },
    }
    const storedFiles = createMemoryFiles()
    return {
      requests,
      run: runNode(databaseQueryNode, {
        tables,
        services,
        filesPort: storedFiles,
        settings: { secret: 'db', ...settings },
      }),
    }
  }

  it('returns exact rows: empty texts, nulls, quotes, and texts that look like null', async () => {
    const { run, requests } = ask({ statement: 'SELECT $1', parameters: [1, { a: 2 }] })
    const { outputs } = await run
    expect(requests).toMatchObject([
      { secret: 'db', statement: 'SELECT $1', parameters: [1, { a: 2 }], isReadOnly: true },
    ])
    const found = outputs.table as { table: { id: string; columns: unknown[] } }
    expect(found.table.columns).toEqual(createColumns('id BIGINT, ID_2 VARCHAR, column_3 DECIMAL(18,2)'))
    const rows = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(found.table.id))} ORDER BY rowid`)
    expect(rows).toEqual([
      { id: 1, ID_2: '\\N', column_3: '2.50' },
      { id: 2, ID_2: '', column_3: null },
      { id: null, ID_2: 'a "b"\n, c', column_3: '0.00' },
    ])
    expect(outputs.result).toEqual({ kind: 'json', json: { command: 'SELECT', rows: 3 } })
  })

  it('returns an empty table for a statement without rows, and warns about omitted rows', async () => {
    const none = await ask({ access: 'write' }, { columns: [], rows: [], command: 'UPDATE', count: 7 }).run
    expect(none.outputs.result).toEqual({ kind: 'json', json: { command: 'UPDATE', rows: 7 } })
    expect(none.outputs.table).toMatchObject({ table: { rows: 0 } })
    const cut = await ask({}, { isTruncated: true }).run
    expect(cut.problems).toMatchObject([{ code: 'database.more-rows', where: { node: 'here', setting: 'mostRows' } }])
  })

  it('reports a missing database before a run', () => {
    expect(describeNode(databaseQueryNode, {}).problems).toMatchObject([
      { code: 'secret.missing', where: { setting: 'secret' } },
    ])
  })
})

describe('email', () => {
  const send = (settings: object, value?: unknown, storedFiles = createMemoryFiles()) => {
    const sent: MailMessage[] = []
    const services: ExternalServices = {
      mail: {
        async send(message) {
          sent.push(message)
          return { accepted: [...message.to], rejected: [] }
        },
      },
    }
    const base = { secret: 'mail', from: 'Shop <shop@a.example>', to: 'ada@a.example, bob@b.example', ...settings }
    const run = runNode(emailNode, {
      tables,
      services,
      filesPort: storedFiles,
      settings: base,
      ...(value ? { inputs: createInputs(value) } : {}),
    })
    return { run, sent }
  }

  it('sends text and attaches a table or a file', async () => {
    const { run, sent } = send({ text: 'Hello', cc: 'c@a.example' }, { kind: 'table', table: await table() })
    const { outputs } = await run
    expect(sent).toMatchObject([
      {
        to: ['ada@a.example', 'bob@b.example'],
        cc: ['c@a.example'],
        text: 'Hello',
        attachments: [{ name: 'table.csv' }],
      },
    ])
    expect(new TextDecoder().decode(sent[0]!.attachments[0]!.content)).toBe('id,name\n1,x\n')
    expect(outputs.result).toEqual({
      kind: 'json',
      json: { accepted: ['ada@a.example', 'bob@b.example'], rejected: [] },
    })
    const file = send(
      {},
      { kind: 'file', dataset: 'a.csv', name: 'a.csv' },
      createMemoryFiles(createTextFile('a.csv', 'a\n')),
    )
    await file.run
    expect(file.sent[0]!.attachments.map(({ name }) => name)).toEqual(['a.csv'])
    const text = send({}, { kind: 'text', text: 'from before' })
    await text.run
    expect(text.sent[0]).toMatchObject({ text: 'from before', attachments: [] })
  })

  it('reports missing settings and invalid addresses, and sends nothing', async () => {
    const codes = (settings: object): unknown =>
      describeNode(emailNode, { settings }).problems?.map(({ where }) => where?.setting)
    expect(codes({})).toEqual(['secret', 'from', 'to'])
    expect(codes({ secret: 's', from: 'a', to: 'b@c.example' })).toEqual(['from'])
    expect(codes({ secret: 's', from: '{{start.data.from}}', to: 'b@c.example' })).toEqual([])
    const { run, sent } = send({ to: 'x@y.example\r\nBcc: evil@z.example' })
    expect((await failure(run)).problem.code).toBe('email.address')
    expect(sent).toEqual([])
  })
})

describe('read_file and write_file', () => {
  const memoryFolder = () => {
    const written = new Map<string, string>()
    const services: ExternalServices = {
      folder: {
        async read(path) {
          const bytes = new TextEncoder().encode(written.get(path) ?? 'id\n7\n')
          return {
            name: path,
            size: bytes.length,
            chunks: (async function* () {
              yield bytes
            })(),
          }
        },
        async write(path, pieces) {
          let text = ''
          for await (const piece of pieces) text += new TextDecoder().decode(piece)
          written.set(path, text)
          return text.length
        },
      },
    }
    return { services, written }
  }

  it('store the content that they read as a dataset', async () => {
    const storedFiles = createMemoryFiles()
    const { outputs } = await runNode(readFileNode, {
      tables,
      services: memoryFolder().services,
      filesPort: storedFiles,
      settings: { path: 'in.csv' },
    })
    expect(outputs.file).toEqual({ kind: 'file', dataset: storedFiles.stored[0]!.dataset, name: 'in.csv' })
  })

  it('write tables by the file extension, files unchanged, JSON and text', async () => {
    const { services, written } = memoryFolder()
    const storedFiles = createMemoryFiles(createTextFile('a.csv', 'a\n'))
    const write = async (path: string, value: unknown): Promise<string | undefined> => {
      const { outputs } = await runNode(writeFileNode, {
        tables,
        services,
        filesPort: storedFiles,
        settings: { path },
        inputs: createInputs(value),
      })
      expect(outputs.value).toEqual(value)
      return written.get(path)
    }
    const ref = { kind: 'table', table: await table() }
    expect(await write('out.csv', ref)).toBe('id,name\n1,x\n')
    expect(JSON.parse((await write('out.json', ref))!)).toEqual([{ id: 1, name: 'x' }])
    expect(await write('any.bin', { kind: 'file', dataset: 'a.csv', name: 'a.csv' })).toBe('a\n')
    expect(await write('j.json', { kind: 'json', json: { a: 1 } })).toBe('{\n  "a": 1\n}\n')
    expect(await write('t.txt', { kind: 'text', text: 'ß' })).toBe('ß')
    const { problem } = await failure(write('out.pdf', ref))
    expect([problem.code, problem.where]).toEqual(['file.format', { node: 'here', setting: 'path' }])
  })
})

describe('notification', () => {
  it('is written to the log and shown to everyone who watches', async () => {
    const shownValues: unknown[] = []
    const logged: string[] = []
    const settings = { title: 'Done', message: '7 rows', level: 'warning' }
    const onLog = (level: string, message: string): void => void logged.push(`${level} ${message}`)
    const notifications = { show: async (notice: unknown) => void shownValues.push(notice) }
    await runNode(notificationNode, { tables, settings, onLog, services: { notifications } })
    await runNode(notificationNode, { tables, settings, onLog })
    expect(shownValues).toEqual([{ title: 'Done', text: '7 rows', level: 'warning' }])
    expect(logged).toEqual(['warning Done: 7 rows', 'warning Done: 7 rows'])
  })

  it('is sent to a service as JSON, with a secret', async () => {
    const service = await openTestService(
      (_, response) => sendJson(response, 'ok'),
      [{ name: 'hook', value: 'abcdef', hosts: ['127.0.0.1'] }],
    )
    try {
      const settings = {
        channel: 'webhook',
        url: service.url,
        auth: 'bearer',
        secret: 'hook',
        title: 'T',
        message: 'M',
      }
      await runNode(notificationNode, { tables, settings, services: service.services, filesPort: createMemoryFiles() })
      expect(service.receivedRequests).toMatchObject([
        {
          method: 'POST',
          body: '{"title":"T","text":"M","level":"info"}',
          headers: { authorization: 'Bearer abcdef' },
        },
      ])
    } finally {
      await service.close()
    }
  })
})
