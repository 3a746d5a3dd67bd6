import { openDuckDb } from '@aw-flow/data/node'
import { NodeError, sql, type NodeDefinition, type RemoteAgents, type Tables } from '@aw-flow/engine'
import type { Value } from '@aw-flow/schema'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAnthropicModel } from '../../packages/agents/language-model/anthropic-model.ts'
import { createOpenAiModel } from '../../packages/agents/language-model/openai-model.ts'
import { createPageEgress } from '../../packages/client/worker/outside/page-egress.ts'
import { createZipFile } from '../../packages/data/formats/test-large-files.ts'
import { databaseQueryNode } from '../../packages/nodes/actions/database-query.ts'
import { emailNode } from '../../packages/nodes/actions/email.ts'
import { httpRequestNode } from '../../packages/nodes/actions/http-request.ts'
import { notificationNode } from '../../packages/nodes/actions/notification.ts'
import { createMemoryFiles, openTestService, type TestService } from '../../packages/nodes/actions/test-service.ts'
import { remoteAgentNode } from '../../packages/nodes/agents/remote-agent.ts'
import { customToolNode } from '../../packages/nodes/integration/custom-tool.ts'
import { runNode } from '../../packages/nodes/test-node.ts'
import { openTestPostgres } from '../../packages/outside/databases/test-postgres.ts'
import { openDatabases } from '../../packages/outside/databases/open-databases.ts'
import { openMail } from '../../packages/outside/mail/open-mail.ts'
import { selectEvery, sizes } from '../sizes.ts'
import { withMcpClient } from '../../server/mcp/open-mcp-client.ts'
import { openTestMcpServer, textResult } from '../../server/mcp/test-mcp-server.ts'

const secret = 'user:s/esam-offen+1'
const password = 's/esam-offen+1'

const toEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
const toEntities = (text: string): string => text.replaceAll(/[a-z]/g, (letter) => `&#${letter.charCodeAt(0)};`)
/** How a service writes the secret that it received. Each form is valid in a JSON string. */
const forms = {
  plain: secret,
  'as the password alone': password,
  'JSON with an escaped slash': secret.replaceAll('/', '\\/'),
  'JSON with numbers': secret.replaceAll(/./g, toEscape),
  'percent-encoded': encodeURIComponent(secret),
  'percent-encoded in lowercase': encodeURIComponent(secret).toLowerCase(),
  'in Base64': Buffer.from(secret).toString('base64'),
  'in a header in Base64': Buffer.from(`{"authorization": "Bearer ${secret}"}`).toString('base64'),
}

interface Reply {
  type: string
  body: string | Uint8Array
  status?: number
  headers?: Record<string, string>
}

/** Responses that are text, so that the secret is masked in them. */
const textReplies: Record<string, (form: string) => Reply> = {
  JSON: (form) => ({
    type: 'application/json',
    body: `[{"id": 1, "${form}": "x ${form} y", "deep": [{"a": "${form}"}]}]`,
  }),
  'JSON without a type': (form) => ({ type: '', body: `[{"id": 1, "echo": "${form}"}]` }),
  'JSON that is compressed': (form) => ({
    type: 'application/json',
    body: gzipSync(`[{"id": 1, "echo": "${form}"}]`),
    headers: { 'content-encoding': 'gzip' },
  }),
  text: (form) => ({ type: 'text/plain', body: `id\n${form}\n` }),
  CSV: (form) => ({ type: 'text/csv', body: `id,echo\n1,"${form}"\n2,x\n` }),
  'CSV as a download': (form) => ({ type: 'application/octet-stream', body: `id,echo\n1,"${form}"\n2,x\n` }),
  'CSV in UTF-16': (form) => ({ type: 'text/csv', body: Buffer.from(`\ufeffid,echo\n1,"${form}"\n2,x\n`, 'utf16le') }),
  HTML: (form) => ({
    type: 'text/html',
    body: `<table><tr><th>id<th>echo<tr><td>1<td>${form}<tr><td>2<td>${form === secret ? toEntities(form) : form}</table>`,
  }),
  XML: (form) => ({ type: 'application/xml', body: `<rows><row a="${form}"><b>${form}</b></row><row a="1"/></rows>` }),
  NDJSON: (form) => ({ type: 'application/x-ndjson', body: `{"id": 1, "echo": "${form}"}\n{"id": 2, "echo": "x"}\n` }),
  'an event stream': (form) => ({ type: 'text/event-stream', body: `data: {"echo": "${form}"}\n\ndata: 2\n\n` }),
  'a header': (form) => ({
    type: 'application/json',
    body: '[{"id": 1}]',
    headers: {
      'x-echo': form,
      'set-cookie': `a=${encodeURIComponent(form)}`,
      'content-disposition': `filename="${form}.json"`,
    },
  }),
}

const describeTable = (values: readonly string[]) =>
  sql`SELECT unnest(${JSON.stringify(values)}::JSON::VARCHAR[]) AS echo`

let tables: Tables
const packed: Record<string, Record<string, Uint8Array>> = {}
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  for (const [name, form] of Object.entries(forms)) {
    const table = await tables.create(describeTable([form, 'x'.repeat(2_000), form]), { id: `echo-${name}` })
    packed[name] = {}
    for (const format of ['xlsx', 'parquet', 'arrow'] as const)
      packed[name][format] = await join(tables.write(table, format))
  }
})
afterAll(() => tables.close())

async function join(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}
const zip = async (...entries: [name: string, text: string][]): Promise<Uint8Array> => {
  const file = createZipFile(
    'a.zip',
    entries.map(([name, tail]) => ({ name, block: new Uint8Array(), times: 0, tail })),
  )
  return file.read(0, file.size)
}
const gzipType = 'application/gzip'

/** Responses that are not text, so that they are rejected. */
const binaryReplies: Record<string, (form: string, formName: string) => Reply | Promise<Reply>> = {
  binary: (form) => ({ type: 'application/octet-stream', body: Buffer.from(`\0\x01\x02${form}\0`) }),
  'an image': (form) => ({ type: 'image/png', body: Buffer.from(`\x89PNG\r\n\x1a\n${form}`, 'latin1') }),
  gzip: (form) => ({ type: gzipType, body: gzipSync(`id,echo\n1,${form}\n`) }),
  'gzip in gzip': (form) => ({ type: gzipType, body: gzipSync(gzipSync(`id,echo\n1,${form}\n`)) }),
  zip: async (form) => ({ type: 'application/zip', body: await zip(['a.csv', `id\n1\n`], ['notes.txt', `${form}\n`]) }),
  'zip in gzip': async (form) => ({ type: gzipType, body: gzipSync(await zip(['a.csv', `id,echo\n1,${form}\n`])) }),
  xlsx: (_, name) => ({ type: 'application/vnd.ms-excel', body: packed[name]!.xlsx! }),
  parquet: (_, name) => ({ type: 'application/vnd.apache.parquet', body: packed[name]!.parquet! }),
  'parquet in gzip': (_, name) => ({ type: gzipType, body: gzipSync(packed[name]!.parquet!) }),
  arrow: (_, name) => ({ type: 'application/octet-stream', body: packed[name]!.arrow! }),
}

/** Returns whether text contains the secret in any form, independently of the code that masks it. */
function containsSecret(text: string): boolean {
  const decoders: ((text: string) => string)[] = [
    (encoded) =>
      encoded.replaceAll(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    (encoded) => encoded.replaceAll('\\/', '/'),
    (encoded) =>
      encoded.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    (encoded) => encoded.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    (encoded) => encoded.replaceAll('\0', ''),
    (encoded) =>
      encoded.replaceAll(/(?:[\da-f]{2}){8,}/gi, (run) => ` ${run} ${Buffer.from(run, 'hex').toString('latin1')}`),
    (encoded) =>
      encoded.replaceAll(/[\w+/-]{12,}/g, (run) => ` ${run} ${Buffer.from(run, 'base64').toString('latin1')}`),
  ]
  const decoded = decoders.reduce((current, decode) => decode(current), text.replaceAll('\\\\', '\\'))
  return [text, decoded].some((variant) => variant.toLowerCase().includes(password))
}

/** The brokers through which nodes send requests: that of servers and the command line, and that of pages. */
type Broker = 'server' | 'page'

let callCount = 0
async function callNode(
  node: NodeDefinition,
  reply: Reply,
  settings: Record<string, unknown>,
  broker: Broker = 'server',
): Promise<{ visible: string; problem?: NodeError['problem']; storedCount: number }> {
  const key = { name: 'key', value: secret, hosts: ['127.0.0.1'] }
  const service = await openTestService(
    (request, response) => {
      if (request.url.startsWith('/redirected')) {
        response.writeHead(302, { location: `/?again=${encodeURIComponent(secret)}` }).end()
        return
      }
      const { type, body, status = 200, headers = {} } = reply
      response.writeHead(status, secret, { ...(type === '' ? {} : { 'content-type': type }), ...headers })
      // In pieces, so that the secret is divided.
      const bytes = Buffer.from(body)
      const half = Math.floor(bytes.length / 2) + 1
      response.write(bytes.subarray(0, half), () => setImmediate(() => response.end(bytes.subarray(half))))
    },
    [key],
  )
  const pageEgress = createPageEgress({
    getAllowedHosts: () => [service.host],
    secrets: { find: async () => key, list: async () => [key] },
    isOnline: () => true,
  })
  const files = createMemoryFiles()
  const logs: string[] = []
  const reports: unknown[] = []
  const readAll = async (value: Value): Promise<string> =>
    value.kind === 'table' ? Buffer.from(await join(tables.csv(value.table))).toString() : JSON.stringify(value)
  try {
    const result = await runNode(node, {
      tables,
      key: `call-${++callCount}`,
      filesPort: files,
      settings: {
        ...(node === remoteAgentNode ? { agent: 'scorer' } : { url: service.url }),
        ...withUrl(settings, service),
      },
      services: {
        ...service.services,
        ...(broker === 'page' ? { egress: pageEgress } : {}),
        agents: createAgents(service.url, reports),
      },
      onLog: (_, text) => void logs.push(JSON.stringify(text)),
    })
    const outputs = await Promise.all(Object.values(result.outputs as Record<string, Value>).map(readAll))
    return {
      visible: JSON.stringify([outputs, result, logs, reports, await readFiles(files)]),
      storedCount: files.stored.length,
    }
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause
    const { problem, report } = cause
    const visible = JSON.stringify([problem, report, logs, reports, await readFiles(files)])
    return { visible, problem, storedCount: files.stored.length }
  } finally {
    await service.close()
  }
}

const withUrl = ({ path, ...settings }: Record<string, unknown>, service: TestService) =>
  typeof path === 'string' ? { ...settings, url: `${service.url}${path}` } : settings

const readFiles = (files: ReturnType<typeof createMemoryFiles>): Promise<string[]> =>
  Promise.all(
    files.stored.map(async (file) => {
      const bytes = Buffer.from(await file.read(0, file.size))
      return [file.name, ...(['latin1', 'utf8', 'utf16le'] as const).map((encoding) => bytes.toString(encoding))].join()
    }),
  )

const createAgents = (url: string, reports: unknown[]): RemoteAgents => ({
  find: async () => ({ id: 'a', name: 'scorer', url, secrets: [{ name: 'key', as: 'basic' }], timeoutMs: 5_000 }),
  report: async (_, failure) => void reports.push(failure ?? null),
})

const auth = { auth: 'basic', secret: 'key' }
const calls: Record<string, [NodeDefinition, Record<string, unknown>]> = {
  'HTTP request for JSON': [httpRequestNode, { ...auth, response: 'json' }],
  'HTTP request for text': [httpRequestNode, { ...auth, auth: 'bearer', response: 'text' }],
  'HTTP request for a table': [httpRequestNode, { ...auth, auth: 'header', secretField: 'x-key', response: 'table' }],
  'HTTP request for a file': [httpRequestNode, { ...auth, auth: 'query', secretField: 'key', response: 'file' }],
  'custom tool': [customToolNode, auth],
  notification: [notificationNode, { ...auth, channel: 'webhook' }],
  'remote agent': [remoteAgentNode, {}],
}

const brokers: Broker[] = ['server', 'page']
const callsByBroker = brokers.flatMap((broker) => Object.keys(calls).map((call) => [call, broker] as const))

/** All responses by kind, in the order by which the forms of the secret are selected. */
const kinds = [...Object.keys(textReplies), ...Object.keys(binaryReplies), 'an error']

describe.each(callsByBroker.map(([call, broker], index) => [call, broker, index] as const))(
  'the secret of a service that echoes it is not visible after: %s, by the %s',
  (call, broker, index) => {
    const [node, settings] = calls[call]!
    // Only Basic authentication sends the password as such.
    const isBasic = node === remoteAgentNode || settings.auth === 'basic'
    /** Selects forms such that each of them meets each node, and each kind of response. */
    const listForms = (kind: string): [name: string, form: string][] =>
      Object.entries(forms).filter(
        ([name], position) =>
          (position + index + kinds.indexOf(kind)) % sizes.echoedFormEveryNth === 0 &&
          (isBasic || !name.includes('password')),
      )

    it.each(Object.keys(textReplies))('a response that is %s', async (kind) => {
      for (const [, form] of listForms(kind)) {
        const { visible, problem } = await callNode(node, textReplies[kind]!(form), settings, broker)
        expect([form, containsSecret(visible)]).toEqual([form, false])
        expect([form, problem?.code]).not.toEqual([form, 'secret.in-response'])
        // Tables and files need no particular format.
        if (/table|file/.test(call)) expect([form, problem, visible.includes('•••')]).toEqual([form, undefined, true])
      }
    })

    it.each(Object.keys(binaryReplies))('a response that is %s', async (kind) => {
      for (const [name, form] of listForms(kind)) {
        const { visible, problem, storedCount } = await callNode(
          node,
          await binaryReplies[kind]!(form, name),
          settings,
          broker,
        )
        expect([name, containsSecret(visible), storedCount]).toEqual([name, false, 0])
        if (/table|file/.test(call))
          expect([name, problem?.code, problem?.params?.name]).toEqual([name, 'secret.in-response', 'key'])
      }
    })

    it('an error', async () => {
      for (const [, form] of listForms('an error')) {
        for (const status of [400, 401, 503]) {
          const { visible, problem } = await callNode(node, { ...textReplies.JSON!(form), status }, settings, broker)
          expect([form, containsSecret(visible), problem?.code]).toEqual([form, false, 'http.status'])
          expect(visible).toContain('•••')
        }
        const { visible } = await callNode(
          node,
          { ...(await binaryReplies.binary!(form, '')), status: 500 },
          settings,
          broker,
        )
        expect(containsSecret(visible)).toBe(false)
      }
    })
  },
)

it('the secret in the location of a redirect is not visible', async () => {
  const settings = { ...auth, path: '/redirected' }
  const { visible } = await callNode(httpRequestNode, { type: 'application/json', body: '1' }, settings)
  expect([containsSecret(visible), visible.includes('again=•••')]).toEqual([false, true])
})

it('responses without the secret are not changed, whatever their format', async () => {
  for (const [kind, reply] of Object.entries({ ...textReplies, ...binaryReplies })) {
    if (['xlsx', 'parquet', 'parquet in gzip', 'arrow'].includes(kind)) continue
    const expected = await reply('harmless', '')
    const { visible, storedCount } = await callNode(httpRequestNode, expected, { ...auth, response: 'file' })
    const bytes = kind.includes('is compressed') ? Buffer.from('[{"id": 1, "echo": "harmless"}]') : expected.body
    expect([kind, storedCount]).toEqual([kind, 1])
    expect(visible).toContain(JSON.stringify(Buffer.from(bytes).toString('latin1')).slice(1, -1))
  }
})

it('a content encoding that cannot be decoded is rejected', async () => {
  const reply = { type: 'application/json', body: '{}', headers: { 'content-encoding': 'zstd' } }
  const { problem } = await callNode(httpRequestNode, reply, auth)
  expect([problem?.code, problem?.params]).toMatchObject(['egress.content-encoding', { encoding: 'zstd' }])
})

describe('the secret of a language model', () => {
  const half = Math.floor(secret.length / 2)
  const toEvents = (events: readonly object[]): string =>
    events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  const chunks = [secret.slice(0, half), secret.slice(half)]
  const openAiEvents = toEvents([
    ...chunks.map((content) => ({ choices: [{ index: 0, delta: { role: 'assistant', content } }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  ])
  const anthropicEvents = toEvents([
    { type: 'message_start', message: { usage: { input_tokens: 1, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...chunks.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
    { type: 'message_stop' },
  ])
  it.each([
    ['OpenAI', createOpenAiModel, openAiEvents],
    ['Anthropic', createAnthropicModel, anthropicEvents],
  ] as const)('is not visible in replies and errors of %s', async (_, createModel, events) => {
    for (const status of [200, 400, 401]) {
      const service = await openTestService(
        (_request, response) =>
          void (status === 200
            ? response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events)
            : response
                .writeHead(status, { 'content-type': 'application/json' })
                .end(`{"type": "error", "error": {"message": "The key ${forms['JSON with numbers']} is not known"}}`)),
        [{ name: 'key', value: secret, hosts: ['127.0.0.1'] }],
      )
      const settings = {
        address: `${service.url}/v1`,
        model: 'small',
        secret: 'key',
        maxRetries: 0,
        idleTimeoutMs: 2_000,
      }
      const request = { messages: [{ role: 'user' as const, content: 'Key?' }], maxTokens: 100 }
      const model = createModel(settings, service.services.egress!)
      const outcome = await model.ask(request).catch((cause: NodeError) => cause.problem)
      const visible = JSON.stringify(outcome)
      expect([status, containsSecret(visible), visible.includes('•••')]).toEqual([status, false, true])
      await service.close()
    }
  })
})

it('the secret of an MCP server is not visible in its tools and results', async () => {
  const server = await openTestMcpServer()
  for (const [name, form] of Object.entries(forms)) {
    if (name.includes('password')) continue
    server.tools.echo = {
      description: `Echoes ${form}`,
      run: () => ({ ...textResult(`It is ${form}`), structuredContent: { [form]: [form] } }),
    }
    const service = await openTestService(
      () => undefined,
      [{ name: 'key', value: secret, hosts: ['127.0.0.1'] }],
      [server.host],
    )
    const { egress } = service.services
    const result = await withMcpClient(
      { name: 'Echo', url: server.url, secret: 'key' },
      { http: { egress: egress! }, signal: new AbortController().signal },
      async (client) => [await client.listTools(), await client.callTool('echo', { city: 'x' })],
    )
    const visible = JSON.stringify(result)
    expect([name, result.ok, containsSecret(visible), visible.includes('•••')]).toEqual([name, true, false, true])
    await service.close()
  }
  await server.close()
})

describe('the secret of a server that is not reached by HTTP', () => {
  const createSecrets = (value: string) => ({
    find: async () => ({ name: 'key', value, hosts: ['127.0.0.1'] }),
    list: async () => [{ name: 'key', hosts: ['127.0.0.1'] }],
  })
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
  const credentials = `user:${encodeURIComponent(password)}`

  it('is not visible in rows, column names and errors of a database', async () => {
    const postgres = await openTestPostgres()
    await postgres.database.exec('CREATE ROLE "user" SUPERUSER LOGIN')
    const secrets = createSecrets(`postgres://${credentials}@127.0.0.1:${postgres.port}/postgres`)
    const databases = openDatabases({ allow: ['127.0.0.1'], secrets })
    const runStatement = async (statement: string): Promise<{ visible: string; problem?: NodeError['problem'] }> => {
      const files = createMemoryFiles()
      try {
        const { outputs } = await runNode(databaseQueryNode, {
          tables,
          key: `statement-${++callCount}`,
          filesPort: files,
          settings: { secret: 'key', statement },
          services: { databases },
        })
        const { table } = outputs.table as Extract<Value, { kind: 'table' }>
        const rows = Buffer.from(await join(tables.csv(table))).toString()
        return { visible: JSON.stringify([rows, outputs, await readFiles(files)]) }
      } catch (cause) {
        if (!(cause instanceof NodeError)) throw cause
        return { visible: JSON.stringify([cause.problem, await readFiles(files)]), problem: cause.problem }
      }
    }
    for (const [name, form] of selectEvery(Object.entries(forms), Math.ceil(sizes.echoedFormEveryNth / 4))) {
      const text = quote(form)
      const rowStatements = [
        `SELECT 1 AS id, ${text} AS echo`,
        `SELECT 1 AS id, ${text} AS "${form}"`,
        `SELECT jsonb_build_object(${text}::text, ARRAY[${text}]) AS echo`,
        `SELECT ARRAY[${text}, 'x'] AS echo`,
        `SELECT convert_to(${quote(secret)}, 'UTF8') AS echo`,
        `SELECT ('<a b="' || ${text} || '"/>')::xml::text AS echo`,
      ]
      for (const statement of rowStatements) {
        const { visible, problem } = await runStatement(statement)
        expect([name, statement, problem, containsSecret(visible)]).toEqual([name, statement, undefined, false])
        expect([name, statement, visible.includes('•••')]).toEqual([name, statement, true])
      }
      const { visible, problem } = await runStatement(`SELECT ${text}::int`)
      expect([name, problem?.code, containsSecret(visible)]).toEqual([name, 'database.refused', false])
      expect(visible).toContain('•••')
    }
    await postgres.close()
  })

  it.each(['AUTH', 'RCPT TO', 'DATA'])(
    'is not visible if a mail server echoes it in its response to %s',
    async (stage) => {
      let form = ''
      const answer = (name: string): Error | null =>
        name === stage ? Object.assign(new Error(`Not accepted: ${form}`), { responseCode: 550 }) : null
      const server = new SMTPServer({
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(answer('AUTH'), { user: 'user' }),
        onRcptTo: (_address, _session, done) => done(answer('RCPT TO')),
        onData: (stream, _session, done) => void stream.resume().on('end', () => done(answer('DATA'))),
      })
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
      const { port } = server.server.address() as AddressInfo
      const secrets = createSecrets(`smtp://${credentials}@127.0.0.1:${port}`)
      const services = { mail: openMail({ allow: ['127.0.0.1'], secrets }) }
      const settings = { secret: 'key', from: 'a@example.com', to: 'b@example.com', text: 'Hello' }
      for (const [name, echoedForm] of Object.entries(forms)) {
        form = echoedForm
        const cause: unknown = await runNode(emailNode, { tables, settings, services }).catch(
          (thrown: unknown) => thrown,
        )
        expect(cause).toBeInstanceOf(NodeError)
        const { problem } = cause as NodeError
        const visible = JSON.stringify(problem)
        expect([name, problem.code, containsSecret(visible)]).toEqual([name, 'mail.refused', false])
        expect([name, visible.includes('•••')]).toEqual([name, true])
      }
      await new Promise<void>((resolve) => void server.close(resolve))
    },
  )
})
