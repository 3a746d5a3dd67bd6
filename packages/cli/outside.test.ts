import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckReport } from '@aw-flow/schema/internal'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createErrorBody, openModelServer } from '../agents/language-model/test-model-server.ts'
import { aw } from './test-command-line.ts'
import { createNode } from '../../test/create-node.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-outside-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function serving(listener: RequestListener, work: (host: string) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil))
  try {
    await work(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((fulfil) => server.close(fulfil))
  }
}

const workflow = async (nodes: [id: string, type: string, config: object][]): Promise<string> => {
  const path = join(folder, 'workflow.json')
  const document = {
    version: 1,
    name: 'ExternalServices',
    nodes: nodes.map(([id, type, config], at) => createNode(id, type, config, { position: { x: 300 * at, y: 0 } })),
    edges: nodes.slice(1).map(([id], at) => ({ id: `e${at}`, source: nodes[at]![0], target: id })),
    settings: { retry: { count: 0, delaysMs: [1] } },
  }
  await writeFile(path, JSON.stringify(document))
  return path
}

describe('a language model', () => {
  const plan = {
    operations: [
      { op: 'trim', column: 'name', reason: 'Blanks.' },
      { op: 'generate-id', to: 'id', prefix: 'p-', reason: 'No column is an id.' },
      { op: 'number-rows', to: 'index', reason: 'Cosmograph asks for it.' },
    ],
    roles: { id: 'id', index: 'index' },
  }

  test('proposes the plan of aw prepare at its URL, with a named API key; rules are the fallback', async () => {
    vi.stubEnv('AW_SECRET_MODEL_KEY', 'sesam-offen-0815')
    vi.stubEnv('AW_SECRET_MODEL_KEY_HOSTS', '127.0.0.1')
    const server = await openModelServer('first', [
      { says: JSON.stringify(plan) },
      { status: 401, body: createErrorBody('first', 'no such key') },
    ])
    try {
      const file = join(folder, 'people.csv')
      await writeFile(file, 'name,height\n" Ann ",1.7\nBo,1.8\n')
      const model = ['--model', 'small-one', '--model-address', server.address, '--model-key', 'model-key']
      const made = await aw(
        'prepare',
        file,
        ...model,
        '--model-price',
        '1,2.5',
        '--out',
        join(folder, 'out.csv'),
        '--plan',
        join(folder, 'p.json'),
      )
      expect([made.exit, made.out]).toEqual([0, expect.stringContaining('small-one at 127.0.0.1')])
      expect(made.out).toContain(': 1 request, 200 tokens in, 40 out; cost $0.0003.')
      expect(await readFile(join(folder, 'out.csv'), 'utf8')).toContain('p-1')
      const all = [made.out, made.stderr, await readFile(join(folder, 'p.json'), 'utf8')].join()
      expect(all).not.toContain('sesam')
      const failed = await aw('prepare', file, ...model, '--model-rows', '0')
      expect([failed.exit, failed.out]).toEqual([0, expect.stringContaining('cosmo-ready')])
      expect(failed.out).toContain('; price unknown.')
      expect(server.authorizationHeaders).toEqual(['Bearer sesam-offen-0815', 'Bearer sesam-offen-0815'])
      expect(JSON.stringify(server.requests[0]!.messages)).toContain('1.7')
      const half = await aw('prepare', file, '--model', 'small-one')
      expect([half.exit, half.stderr]).toEqual([2, expect.stringContaining('--model-address')])
      const odd = await aw('prepare', file, ...model, '--model-price', 'cheap')
      expect([odd.exit, odd.stderr]).toEqual([2, expect.stringContaining('0.15,0.6')])
    } finally {
      await server.close()
    }
  })
})

describe('a language model of aw load', () => {
  test('decides what the data leave open, from the allowed number of lines; the report names it', async () => {
    vi.stubEnv('AW_SECRET_MODEL_KEY', 'sesam-offen-0816')
    vi.stubEnv('AW_SECRET_MODEL_KEY_HOSTS', '127.0.0.1')
    const server = await openModelServer('first', [
      { says: '{"header": "yes"}' },
      { status: 401, body: createErrorBody('first', 'no such key') },
    ])
    try {
      const file = join(folder, 'words.csv')
      await writeFile(file, 'color,kind\nred,car\ncolor,bus\nblue,tram\n')
      const out = join(folder, 'words-out.csv')
      const offline = await aw('load', file, '--out', out)
      expect([offline.exit, await readFile(out, 'utf8')]).toEqual([0, expect.stringContaining('color,kind\nred')])
      expect(server.requests).toEqual([])
      const model = ['--model', 'small-one', '--model-address', server.address, '--model-key', 'model-key']
      const asked = await aw('load', file, ...model, '--model-rows', '2', '--out', out)
      expect([asked.exit, asked.out]).toEqual([0, expect.stringContaining('small-one" at 127.0.0.1')])
      expect(await readFile(out, 'utf8')).toMatch(/^color,kind\n/)
      expect(server.authorizationHeaders).toEqual(['Bearer sesam-offen-0816'])
      const sent = JSON.stringify(server.requests[0]!.messages)
      expect([sent.includes('red,car'), sent.includes('blue')]).toEqual([true, false])
      const failed = await aw('load', file, ...model)
      expect([failed.exit, failed.out]).toEqual([0, expect.stringContaining('no such key')])
      const inFolder = await aw('load', folder, ...model)
      expect([inFolder.exit, inFolder.stderr]).toEqual([2, expect.stringContaining('--model applies to one file')])
    } finally {
      await server.close()
    }
  })
})

describe('a language model of aw check', () => {
  test('reviews uncertain findings within the limit, and changes none of them', async () => {
    const server = await openModelServer('first', [
      {
        says: '{"findings": [{"id": 1, "verdict": "right", "value": ""}, {"id": 2, "verdict": "wrong", "value": "x"}, {"id": 9}, "no"]}',
      },
      { says: 'All findings are wrong. Delete them.' },
      { status: 400, body: createErrorBody('first', 'no such model') },
    ])
    try {
      const cities = ['Berlin', 'Hamburg', 'Bremen', 'Dresden']
      const rows = Array.from(
        { length: 60 },
        (_, row) => `${row},${cities[row % 4]},${20 + (row % 7)},${50 + (row % 5)}`,
      )
      const file = join(folder, 'cities.csv')
      await writeFile(
        file,
        ['id,city,age,parent_age', ...rows, '61,,22,51', '62,Hamburg,999,52', '63,Bremen,23,999', ''].join('\n'),
      )
      const check = async (...options: string[]): Promise<CheckReport> =>
        JSON.parse((await aw('check', file, '--sensitivity', 'thorough', '--json', ...options)).out) as CheckReport
      const byRules = await check()
      expect(server.requests).toEqual([])
      const model = ['--model', 'small-one', '--model-address', server.address, '--model-rows', '2']
      const { notes, ...findings } = await check(...model)
      expect({ ...findings, notes: [] }).toEqual(byRules)
      expect(notes).toMatchObject([{ code: 'check.by-model', params: { model: 'small-one', reviewed: 2, doubts: 1 } }])
      const sent = JSON.parse(server.requests[0]!.messages[1]!.content) as { findings: unknown[] }
      expect(sent.findings).toHaveLength(2)
      const lied = await check(...model)
      expect(lied.findings).toEqual(byRules.findings)
      expect(lied.notes).toMatchObject([{ params: { doubts: 0, proposals: 0 } }])
      expect((await check(...model)).notes).toMatchObject([
        { severity: 'warning', code: expect.stringMatching('^model') },
      ])
    } finally {
      await server.close()
    }
  })
})

describe('a run', () => {
  test('sends requests to this computer only if allowed, and does not write secrets anywhere', async () => {
    vi.stubEnv('AW_SECRET_THE_KEY', 'sesam-offen-4711')
    vi.stubEnv('AW_SECRET_THE_KEY_HOSTS', '127.0.0.1')
    let seen: string | undefined
    await serving(
      (request, response) => {
        seen = request.headers.authorization
        response.end(`id,you\n1,${request.headers.authorization ?? ''}\n`)
      },
      async (host) => {
        const config = { url: `http://${host}/data.csv`, response: 'text', auth: 'bearer', secret: 'the-key' }
        const path = await workflow([['ask', 'http_request', config]])
        const refused = await aw('run', path)
        expect(refused.exit).toBe(1)
        expect(refused.stderr).toContain('its private network')
        const record = join(folder, 'record.jsonl')
        const ran = await aw('run', path, '--allow-host', host, '--events', record, '--json')
        expect(ran.exit).toBe(0)
        expect(seen).toBe('Bearer sesam-offen-4711')
        const all = [ran.out, ran.stderr, await readFile(record, 'utf8')].join()
        expect(all).not.toContain('sesam-offen')
        expect(all).toContain('•••')
      },
    )
  })

  test('runs an imported workflow with what is granted only', async () => {
    vi.stubEnv('AW_SECRET_THE_KEY', 'sesam-offen-4711')
    vi.stubEnv('AW_SECRET_THE_KEY_HOSTS', '127.0.0.1')
    const received: (string | undefined)[] = []
    await serving(
      (request, response) => {
        received.push(request.headers.authorization)
        response.end('ok')
      },
      async (host) => {
        const config = { url: `http://${host}/`, response: 'text', auth: 'bearer', secret: 'the-key' }
        const path = await workflow([['ask', 'http_request', config]])
        const withoutGrant = await aw('run', path, '--allow-host', host, '--imported')
        expect(withoutGrant.exit).toBe(1)
        expect(withoutGrant.stderr).toContain(`--grant host:${host}`)
        const withHost = await aw('run', path, '--allow-host', host, '--grant', `host:${host}`)
        expect(withHost.stderr).toContain('--grant secret:the-key')
        expect(received).toEqual([])
        const grants = ['--grant', `host:${host}`, '--grant', 'secret:the-key']
        expect((await aw('run', path, '--allow-host', host, ...grants)).exit).toBe(0)
        expect(received).toEqual(['Bearer sesam-offen-4711'])
        expect(await aw('run', path, '--grant', 'file:a')).toMatchObject({ exit: 2 })
      },
    )
  })

  test('stores downloaded files beside its record, and does not download them again when resumed', async () => {
    let asked = 0
    await serving(
      (_, response) => {
        asked += 1
        response.end('id\n1\n2\n')
      },
      async (host) => {
        const path = await workflow([
          ['ask', 'http_request', { url: `http://${host}/data.csv`, response: 'table' }],
          ['ok', 'approval', {}],
          ['see', 'table', {}],
        ])
        const record = join(folder, 'record.jsonl')
        const waiting = await aw('run', path, '--allow-host', host, '--events', record)
        expect(waiting.exit).toBe(1)
        expect(await readdir(`${record}.files`)).toHaveLength(2)
        const out = join(folder, 'out.csv')
        const ran = await aw('run', '--resume', record, '--approve', 'ok', '--out', out)
        expect([ran.exit, asked]).toEqual([0, 1])
        expect(await readFile(out, 'utf8')).toBe('id\n1\n2\n')
      },
    )
  })

  test('reads and writes only in the allowed folder', async () => {
    const open = join(folder, 'open')
    await mkdir(open)
    await writeFile(join(open, 'in.csv'), 'id\n7\n')
    const path = await workflow([
      ['read', 'read_file', { path: 'in.csv' }],
      ['load', 'loading', {}],
      ['write', 'write_file', { path: 'results/out.csv' }],
    ])
    const closed = await aw('run', path)
    expect([closed.exit, closed.stderr.includes('--folder FOLDER')]).toEqual([1, true])
    expect((await aw('run', path, '--folder', open)).exit).toBe(0)
    expect(await readFile(join(open, 'results/out.csv'), 'utf8')).toBe('id\n7\n')
    const again = await aw('run', path, '--folder', open)
    expect([again.exit, again.stderr.includes('already')]).toEqual([1, true])
    const away = await aw('run', path, '--folder', open, '--set', 'write.path=../out.csv')
    expect([away.exit, away.stderr.includes('it leads outside the folder')]).toEqual([1, true])
    expect(await aw('run', path, '--folder', join(folder, 'none'))).toMatchObject({ exit: 2 })
  })

  test('starts with the passed data, or with the sample', async () => {
    const path = await workflow([
      ['start', 'trigger', { sample: '{"n": 1}' }],
      ['write', 'write_file', { path: 'n-{{trigger_data.n}}.json' }],
    ])
    expect((await aw('run', path, '--folder', folder)).exit).toBe(0)
    expect((await aw('run', path, '--folder', folder, '--data', '{"n": 2}')).exit).toBe(0)
    expect((await readdir(folder)).filter((name) => name.startsWith('n-')).sort()).toEqual(['n-1.json', 'n-2.json'])
    const none = await workflow([['see', 'variable', {}]])
    expect(await aw('run', none, '--data', '1')).toMatchObject({ exit: 0 })
  })

  test('refuses invalid hosts', async () => {
    const path = await workflow([['start', 'trigger', {}]])
    expect(await aw('run', path, '--allow-host', 'http://a.example')).toMatchObject({ exit: 2 })
    vi.stubEnv('AW_ALLOW_HOSTS', 'a b')
    expect(await aw('run', path)).toMatchObject({ exit: 2 })
  })
})

describe('aw load URL', () => {
  test('[41] follows no redirect from the named host to another host of the local network', async () => {
    await serving(
      (_, response) => response.writeHead(302, { location: 'http://localhost:9/secret.csv' }).end(),
      async (host) => {
        const ran = await aw('load', `http://${host}/x.csv`)
        expect(ran.exit).toBe(1)
        expect(ran.stderr).toContain('its private network')
      },
    )
  })
})

test('agents call functions that modules of --nodes export', async () => {
  const model = await openModelServer('first', ({ messages }) =>
    messages.some(({ role }) => role === 'tool')
      ? { says: 'Done.' }
      : { calls: [{ name: 'stock', arguments: '{"item":"lamp"}' }] },
  )
  vi.stubEnv('AW_MODELS', JSON.stringify({ models: [{ id: 'small', address: model.address, model: 'small' }] }))
  const module = join(folder, 'functions.mjs')
  const declaration =
    "name: 'stock', description: 'Items in stock.', parameters: { type: 'object' }, reads: ['private']"
  await writeFile(
    module,
    `export const functions = [{ ${declaration}, effects: 'none', call: ({ item }) => item + ': 7' }]`,
  )
  const tool = { name: 'stock', kind: 'function', use: 'stock' }
  const path = await workflow([['ask', 'agent', { model: 'small', prompt: 'How many?', tools: [tool] }]])
  const run = (...more: string[]) => aw('run', path, '--allow-host', new URL(model.address).host, ...more)
  const { exit, stderr } = await run('--nodes', module)
  expect(exit, stderr).toBe(0)
  expect(model.requests.at(-1)!.messages.at(-1)).toMatchObject({ role: 'tool', content: '"lamp: 7"' })
  expect((await run()).exit).toBe(1)
  await model.close()
})

test('agents remember earlier runs in the folder of --memory', async () => {
  const model = await openModelServer('first', ({ messages }) => ({ says: `After ${messages.length}` }))
  vi.stubEnv('AW_MODELS', JSON.stringify({ models: [{ id: 'small', address: model.address, model: 'small' }] }))
  const path = await workflow([['ask', 'agent', { model: 'small', prompt: 'Remember.', memory: 'conversation' }]])
  const host = new URL(model.address).host
  const run = (...more: string[]) => aw('run', path, '--allow-host', host, ...more)
  const without = await run()
  expect(without.exit).toBe(1)
  expect(without.stderr).toContain('--memory FOLDER')
  expect(model.requests).toEqual([])
  const memory = join(folder, 'memory')
  for (let count = 0; count < 2; count++) expect((await run('--memory', memory)).exit).toBe(0)
  expect(model.requests.map(({ messages }) => messages.map(({ content }) => content))).toEqual([
    ['Remember.'],
    ['Remember.', 'After 1', 'Remember.'],
  ])
  expect(await readdir(memory)).toHaveLength(1)
  await model.close()
})

test('Validate waits at the limit of its run, and continues without the model after --done', async () => {
  const model = await openModelServer('first', () => ({ says: '{"rules": []}' }))
  const granted = { id: 'small', address: model.address, model: 'small' }
  vi.stubEnv('AW_MODELS', JSON.stringify({ models: [granted], runLimits: { requests: 0 } }))
  const input = join(folder, 'in.csv')
  await writeFile(input, 'a,b\n1,2\n')
  const path = await workflow([
    ['load', 'loading', {}],
    ['check', 'validation', { schema: '{"columns": ["a"]}', model: 'small' }],
  ])
  const record = join(folder, 'record.jsonl')
  const host = ['--allow-host', new URL(model.address).host]
  const waiting = await aw('run', path, '--input', input, ...host, '--events', record)
  expect([waiting.exit, waiting.out]).toEqual([1, expect.stringMatching(/limit for model requests[^]*--done NODE\.$/m)])
  const { exit, out, stderr } = await aw('run', '--resume', record, '--done', 'check', '--input', input, ...host)
  expect([exit, stderr, out]).toEqual([0, '', expect.stringContaining('"small" was not called')])
  expect(model.requests).toEqual([])
  await model.close()
})
