import { openDuckDb } from '@aw-flow/data/node'
import type { Databases, Folder, Mail } from '@aw-flow/engine'
import { applyEdit, type Config, type Json, type Workflow } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { proposeFixes } from '../fixes/propose-fixes.ts'
import { catalog, createWorkflow, describeLogic, runLogic } from '../logic/test-logic.ts'
import { createMemoryFiles, openTestService, sendJson } from './test-service.ts'

const tables = await openDuckDb({ threads: 1 })
const service = await openTestService((_, response) => sendJson(response, 1))
afterAll(async () => {
  await tables.close()
  await service.close()
})

const value: Json = { text: 'a "b"\n&c/d', ids: [1, 'x&y'] }

const toWorkflow = (type: string, config: Config, node: object): Workflow =>
  createWorkflow({ give: ['give', { json: value }], n: [type, config, node] }, ['give.out>n.value'])

/** Sends a request and returns its method with URL, body and header, or the code of the problem. */
async function send(config: Config, node: object): Promise<unknown> {
  service.receivedRequests.length = 0
  const workflow = toWorkflow(
    'http_request',
    { method: 'POST', ...config, url: `${service.url}${String(config.url)}` },
    node,
  )
  const { nodes } = await runLogic(workflow, { tables, services: service.services })
  const [request] = service.receivedRequests
  return request ? [request.url, request.body, request.headers['x-text']] : nodes.n!.error?.problem.code
}

describe('values of {{…}} in an HTTP request', () => {
  const url = '/{{input.value.text}}?q={{input.value.text}}&id={{input.value.ids}}'
  const headers = { 'X-Text': 'is {{input.value.text}}' }

  it('are escaped for their place', async () => {
    const encoded = encodeURIComponent('a "b"\n&c/d')
    const body = '{"text": "{{input.value.text}}", "ids": {{input.value.ids}}}'
    const path = `/${encoded}?q=${encoded}&id=1&id=x%26y`
    expect(await send({ url, headers, bodyKind: 'json', body }, { typeVersion: 2 })).toEqual([
      path,
      JSON.stringify(value).replaceAll('":', '": ').replace(',"ids', ', "ids'),
      'is a "b" &c/d',
    ])
    const form = { url: '/', bodyKind: 'form', body: '{"text": "{{input.value.text}}"}' }
    expect(await send(form, { typeVersion: 2 })).toEqual(['/', 'text=a+%22b%22%0A%26c%2Fd', undefined])
    const single = { url: '/', bodyKind: 'json', body: '{{input.value}}' }
    expect(await send(single, { typeVersion: 2 })).toEqual(['/', JSON.stringify(value), undefined])
  })

  it('are escaped in a text by its type', async () => {
    const sendText = (type: string, body: string, typeVersion = 3) =>
      send({ url: '/', headers: { 'Content-Type': type }, bodyKind: 'text', body }, { typeVersion })
    expect(await sendText('application/vnd.api+json', '{"text": "{{input.value.text}}"}')).toEqual([
      '/',
      '{"text": "a \\"b\\"\\n&c/d"}',
      undefined,
    ])
    const form = 'text={{input.value.text}}&ids={{input.value.ids}}'
    expect(await sendText('application/x-www-form-urlencoded', form)).toEqual([
      '/',
      'text=a%20%22b%22%0A%26c%2Fd&ids=1&ids=x%26y',
      undefined,
    ])
    const xml = '<a>{{input.value.text}}</a>'
    expect(await sendText('application/soap+xml', xml)).toEqual(['/', '<a>a &quot;b&quot;\n&amp;c/d</a>', undefined])
    expect(await sendText('text/csv', '{{input.value.text}},1')).toEqual(['/', '"a ""b""\n&c/d",1', undefined])
    // Version 2 inserted these values unchanged.
    expect(await sendText('application/xml', xml, 2)).toEqual(['/', '<a>a "b"\n&c/d</a>', undefined])
    expect(await sendText('application/json', '{"a": {{input.value.ids}}}', 2)).toEqual([
      '/',
      '{"a": [1,"x&y"]}',
      undefined,
    ])
  })

  it('that are encoded already are not encoded again', async () => {
    const encoded = { url: '/?q={{$encodeUrlComponent(input.value.text)}}&r={{input.value.text}}' }
    const text = 'a%20%22b%22%0A%26c%2Fd'
    expect(await send(encoded, { typeVersion: 2 })).toEqual([`/?q=${text}&r=${text}`, '', undefined])
  })

  it('are unchanged in version 1 and without a version, unless the body would not be JSON', async () => {
    for (const node of [{ typeVersion: 1 }, {}]) {
      const body = '{"ids": {{input.value.ids}}}'
      expect(await send({ url: '/{{input.value.ids}}', bodyKind: 'json', body }, node)).toEqual([
        '/[1,%22x&y%22]',
        '{"ids": [1,"x&y"]}',
        undefined,
      ])
      const form = { url: '/', bodyKind: 'form', body: '{"a": [1, 2]}' }
      expect(await send(form, node)).toEqual(['/', 'a=%5B1%2C2%5D', undefined])
      const text = { url: '/', bodyKind: 'json', body: '{"text": "{{input.value.text}}"}' }
      expect(await send(text, node)).toEqual(['/', '{"text": "a \\"b\\"\\n&c/d"}', undefined])
    }
  })

  it('are offered to be escaped in XML of version 2', () => {
    const config = { url: 'https://a.example/', headers: { 'Content-Type': 'text/xml' }, bodyKind: 'text' }
    const describe = (body: string) =>
      describeLogic(toWorkflow('http_request', { ...config, body }, { typeVersion: 2 })).problems
    expect(describe('<a>{{input.value.text}}</a>')).toMatchObject([{ code: 'node.unescaped' }])
    expect(describe('<a/>')).toEqual([])
  })

  it('are offered to be escaped in version 1', () => {
    const workflow = toWorkflow('http_request', { url: 'https://a.example/{{input.value.text}}' }, { typeVersion: 1 })
    const { problems } = describeLogic(workflow)
    expect(problems).toMatchObject([{ code: 'node.unescaped', severity: 'info', where: { setting: 'insertion' } }])
    const [fix] = proposeFixes({ workflow, problem: problems[0]!, description: { nodes: {} }, catalog })
    const fixed = applyEdit(workflow, fix!.edit).workflow
    expect(fixed.nodes[1]).toMatchObject({ typeVersion: 3 })
    expect(describeLogic(fixed).problems).toEqual([])
    expect(describeLogic(toWorkflow('http_request', { url: 'https://a.example/' }, {})).problems).toEqual([])
  })
})

describe('values of {{…}} in a statement', () => {
  const statement = "SELECT '{{input.value.text}}' FROM t WHERE id IN ({{input.value.ids}})"
  const query = async (node: object): Promise<string | undefined> => {
    let received: string | undefined
    const databases: Databases = {
      query: async (request) => {
        received = request.statement
        return { columns: [], rows: [], isTruncated: false, command: 'SELECT', count: 0 }
      },
    }
    await runLogic(toWorkflow('database_query', { secret: 'db', statement }, node), {
      tables,
      files: createMemoryFiles(),
      services: { databases },
    })
    return received
  }

  it('are literals, and unchanged in version 1', async () => {
    expect(await query({ typeVersion: 2 })).toBe(`SELECT 'a "b"\n&c/d' FROM t WHERE id IN (1, 'x&y')`)
    expect(await query({ typeVersion: 1 })).toBe(`SELECT 'a "b"\n&c/d' FROM t WHERE id IN ([1,"x&y"])`)
  })
})

describe('values of {{…}} in other nodes', () => {
  const respond = async (config: Config, node: object): Promise<unknown> => {
    const { nodes } = await runLogic(toWorkflow('webhook_response', config, node), { tables })
    const { response } = nodes.n!.outputs
    return response?.kind === 'json' ? (response.json as { body: Json }).body : nodes.n!.error?.problem.code
  }
  const typed = (type: string, body: string): Config => ({ headers: { 'Content-Type': type }, body })

  it.each<[Config, string]>([
    [
      typed('application/json', '{"a": "{{input.value.text}}", "b": {{input.value.ids}}}'),
      '{"a": "a \\"b\\"\\n&c/d", "b": [1,"x&y"]}',
    ],
    [{ body: ' [{{input.value.text}}]' }, ' ["a \\"b\\"\\n&c/d"]'],
    [typed('text/html; charset=utf-8', '<p>{{input.value.text}}</p>'), '<p>a &quot;b&quot;\n&amp;c/d</p>'],
    [typed('application/atom+xml', '<a b="{{input.value.text}}"/>'), '<a b="a &quot;b&quot;\n&amp;c/d"/>'],
    [typed('text/csv', '{{input.value.text}},{{input.value.ids}}'), '"a ""b""\n&c/d","[1,""x&y""]"'],
    [{ body: 'Hello {{input.value.text}}' }, 'Hello a "b"\n&c/d'],
  ])('are escaped in a response: %j is %j', async (config, body) => {
    expect(await respond(config, { typeVersion: 2 })).toBe(body)
  })

  it('are unchanged in a response of version 1', async () => {
    for (const node of [{ typeVersion: 1 }, {}]) {
      expect(await respond({ body: '[{{input.value.text}}]' }, node)).toBe('[a "b"\n&c/d]')
      expect(await respond(typed('text/html', '<p>{{input.value.text}}</p>'), node)).toBe('<p>a "b"\n&c/d</p>')
      const repaired = typed('application/json', '{"a": "{{input.value.text}}"}')
      expect(await respond(repaired, node)).toBe('{"a": "a \\"b\\"\\n&c/d"}')
    }
  })

  it('are escaped in the URL and query of a custom tool', async () => {
    const call = async (node: object): Promise<string | undefined> => {
      service.receivedRequests.length = 0
      const config = {
        url: `${service.url}/{{input.value.text}}`,
        method: 'GET',
        arguments: { ids: '{{input.value.ids}}' },
      }
      await runLogic(toWorkflow('custom_tool', config, node), { tables, services: service.services })
      return service.receivedRequests[0]?.url
    }
    expect(await call({ typeVersion: 2 })).toBe('/a%20%22b%22%0A%26c%2Fd?ids=1&ids=x%26y')
    expect(await call({ typeVersion: 1 })).toBe('/a%20%22b%22&c/d?ids=%5B1%2C%22x%26y%22%5D')
  })

  it('are text in the HTML of an email', async () => {
    const send = async (node: object): Promise<string | undefined> => {
      let html: string | undefined
      const mail: Mail = {
        async send(email) {
          html = email.html
          return { accepted: [], rejected: [] }
        },
      }
      const config = { secret: 's', from: 'a@b.example', to: 'c@d.example', html: '<p>{{input.value.text}}</p>' }
      await runLogic(toWorkflow('email', config, node), { tables, services: { mail } })
      return html
    }
    expect(await send({ typeVersion: 2 })).toBe('<p>a &quot;b&quot;\n&amp;c/d</p>')
    expect(await send({})).toBe('<p>a "b"\n&c/d</p>')
  })

  describe('in the header of an email', () => {
    const values: Json = {
      name: 'Lovelace, Ada "A"',
      list: ['a@x.example', 'b@x.example'],
      two: 'a@x.example, b@x.example',
      lines: 'Hi\r\nBcc: c@x.example',
      named: 'Ada <a@x.example>',
      count: 3,
    }
    const send = async (type: string, config: Config, node: object): Promise<unknown> => {
      let sent: Parameters<Mail['send']>[0] | undefined
      const mail: Mail = {
        async send(email) {
          sent = email
          return { accepted: [], rejected: [] }
        },
      }
      const workflow = createWorkflow(
        {
          give: ['give', { json: values }],
          n: [type, { secret: 's', from: 'a@b.example', to: 'c@d.example', ...config }, node],
        },
        ['give.out>n.value'],
      )
      const { nodes } = await runLogic(workflow, { tables, services: { mail } })
      return sent ? [sent.from, sent.to, sent.subject] : nodes.n!.error?.problem.code
    }

    it.each<[Config, unknown[]]>([
      [{ to: '{{input.value.list}}' }, ['a@b.example', ['a@x.example', 'b@x.example']]],
      [{ to: '{{input.value.two}}' }, ['a@b.example', ['a@x.example', 'b@x.example']]],
      [{ to: 'c@d.example; {{input.value.list}}' }, ['a@b.example', ['c@d.example', 'a@x.example', 'b@x.example']]],
      [{ to: 'c@d.example, {{input.value.named}}' }, ['a@b.example', ['c@d.example', 'Ada <a@x.example>']]],
      [
        { to: '{{input.value.name}} <a@x.example>' },
        ['a@b.example', [String.raw`"Lovelace, Ada \"A\"" <a@x.example>`]],
      ],
      [
        { from: '"{{input.value.name}}" <a@x.example>' },
        [String.raw`"Lovelace, Ada \"A\"" <a@x.example>`, ['c@d.example']],
      ],
    ])('are addresses: %j', async (config, [from, to]) => {
      expect(await send('email', { subject: 's', ...config }, { typeVersion: 3 })).toEqual([from, to, 's'])
      expect(await send('notification', { channel: 'email', title: 's', ...config }, { typeVersion: 3 })).toEqual([
        from,
        to,
        's',
      ])
    })

    it('add no recipients and no headers', async () => {
      expect(await send('email', { to: 'c@d.example, {{input.value.two}}' }, { typeVersion: 3 })).toBe('email.address')
      expect(await send('email', { subject: 'Re: {{input.value.lines}}' }, { typeVersion: 3 })).toEqual([
        'a@b.example',
        ['c@d.example'],
        'Re: Hi Bcc: c@x.example',
      ])
      const title = '{{input.value.lines}}'
      const [, , subject] = (await send('notification', { channel: 'email', title }, { typeVersion: 3 })) as unknown[]
      expect(subject).toBe('Hi Bcc: c@x.example')
      const [, , count] = (await send('email', { subject: '{{input.value.count}}' }, { typeVersion: 3 })) as unknown[]
      expect(count).toBe('3')
    })

    it('are unchanged in version 2', async () => {
      expect(await send('email', { to: 'c@d.example, {{input.value.two}}' }, { typeVersion: 2 })).toEqual([
        'a@b.example',
        ['c@d.example', 'a@x.example', 'b@x.example'],
        'Message from your workflow',
      ])
      expect(await send('email', { subject: 'Re: {{input.value.lines}}' }, { typeVersion: 2 })).toMatchObject({
        2: 'Re: Hi\r\nBcc: c@x.example',
      })
    })
  })

  it('are encoded in the URL of a file to load', async () => {
    const load = async (node: object): Promise<string | undefined> => {
      service.receivedRequests.length = 0
      const config = { address: `${service.url}/{{input.file.text}}?id={{input.file.ids}}` }
      const workflow = createWorkflow({ give: ['give', { json: value }], n: ['loading', config, node] }, [
        'give.out>n.file',
      ])
      await runLogic(workflow, { tables, files: createMemoryFiles(), services: service.services })
      return service.receivedRequests[0]?.url
    }
    expect(await load({ typeVersion: 2 })).toBe('/a%20%22b%22%0A%26c%2Fd?id=1&id=x%26y')
    for (const node of [{ typeVersion: 1 }, {}]) expect(await load(node)).toBe('/a%20%22b%22&c/d?id=[1,%22x&y%22]')
  })

  describe('in a file path', () => {
    const run = async (type: string, path: string, node: object): Promise<unknown> => {
      let opened: string | undefined
      const folder: Folder = {
        async read(name) {
          opened = name
          throw new Error('unused')
        },
        async write(name) {
          opened = name
          return 1
        },
      }
      const { nodes } = await runLogic(toWorkflow(type, { path }, node), {
        tables,
        files: createMemoryFiles(),
        services: { folder },
      })
      return opened ?? nodes.n!.error?.problem.code
    }

    it('are part of a name', async () => {
      const type = 'write_file'
      expect(await run(type, 'a/{{input.value.text}}.json', { typeVersion: 2 })).toBe('expression.failed')
      expect(await run(type, String.raw`a/{{"..\\"}}.json`, { typeVersion: 2 })).toBe('expression.failed')
      expect(await run(type, 'a/{{".."}}/b.json', { typeVersion: 2 })).toBe('expression.failed')
      expect(await run(type, 'a/{{"b"}}.json', { typeVersion: 2 })).toBe('a/b.json')
      expect(await run(type, '{{"a/b.json"}}', { typeVersion: 2 })).toBe('a/b.json')
      expect(await run(type, 'a/{{"b/c"}}.json', { typeVersion: 1 })).toBe('a/b/c.json')
    })
  })

  it.each<[string, Config]>([
    ['loading', { address: 'https://a.example/{{trigger.id}}' }],
    ['read_file', { path: 'a/{{trigger.id}}.csv' }],
    ['write_file', { path: 'a/{{input.value}}.csv' }],
    ['email', { secret: 's', from: 'a@b.example', to: 'c@d.example', subject: 'Hi {{input.value}}' }],
    ['notification', { channel: 'email', secret: 's', from: 'a@b.example', to: 'b@c.example, {{input.value}}' }],
    ['webhook_response', { body: '[{{input.value}}]' }],
    ['custom_tool', { url: 'https://a.example/{{input.value}}' }],
    ['email', { secret: 's', from: 'a@b.example', to: 'c@d.example', html: '<p>{{input.value}}</p>' }],
    ['notification', { channel: 'webhook', url: 'https://a.example/{{input.value}}' }],
    ['web_read', { url: 'https://a.example/{{input.value}}' }],
    ['database_query', { secret: 's', statement: 'SELECT {{input.value}}' }],
  ])('are offered to be escaped in %s', (type, config) => {
    const codes = (node: object): string[] =>
      describeLogic(toWorkflow(type, config, node)).problems.map(({ code }) => code)
    expect(codes({})).toContain('node.unescaped')
    const { version: typeVersion } = catalog.get(type)!
    expect(codes({ typeVersion })).not.toContain('node.unescaped')
  })
})
