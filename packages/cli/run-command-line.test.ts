import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join, relative, resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { aw, awWith } from './test-command-line.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../../test/fixtures', name)
const cosmoReady = resolve(import.meta.dirname, '../../examples/workflows/cosmo-ready.json')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-cli-'))
})
afterEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')
const json = async (name: string): Promise<Record<string, unknown>> => JSON.parse(await text(name))

describe('load of a folder', () => {
  test('each file becomes NAME_converted.csv as it is written, and one that cannot be read does not stop the rest', async () => {
    const [from, to, report] = [join(folder, 'in'), join(folder, 'out'), join(folder, 'report.jsonl')]
    await mkdir(from)
    await writeFile(join(from, 'a.csv'), 'id;when\n01;1.2.2024\n02;3.2.2024\n')
    await writeFile(join(from, 'b.csv'), '')
    await writeFile(join(from, 'c.csv'), await readFile(fixture('binary.bin')))
    const ran = await aw('load', from, '--out-dir', to, '--text', '--report', report)
    expect(ran.exit).toBe(1)
    expect(await text('out/a.csv_converted.csv')).toBe('id,when\n01,1.2.2024\n02,3.2.2024\n')
    expect(await text('out/b.csv_converted.csv')).toBe('')
    expect(await text('out/c.csv_converted.csv')).toBe('Application Error\n')
    expect(ran.told).toContain('c.csv')
    const lines = (await text('report.jsonl')).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { file: string }).file)).toEqual(['a.csv', 'b.csv', 'c.csv'])
  })

  test('what is no file in it is told in one line, but for the folder that is written to', async () => {
    const [from, to] = [join(folder, 'in'), join(folder, 'in', 'out')]
    for (const name of ['deep', 'deeper', 'out']) await mkdir(join(from, name), { recursive: true })
    await writeFile(join(from, 'a.csv'), 'id;v\n1;2\n')
    await writeFile(join(from, 'deep', 'b.csv'), 'id;v\n1;2\n')
    await symlink(join(from, 'deep', 'b.csv'), join(from, 'link.csv'))
    const ran = await aw('load', from, '--out-dir', to)
    expect(ran.exit).toBe(0)
    expect(ran.told.split('\n')).toEqual([expect.stringMatching(/^warning: Not read.*: "deep", "deeper"\. Load/), ''])
    expect(await readdir(to)).toEqual(['a.csv_converted.csv', 'link.csv_converted.csv'])
    expect((await aw('load', from, '--out-dir', join(folder, 'o'))).told).toContain('"deep", "deeper", "out"')
    expect((await aw('load', join(from, 'deep'), '--out-dir', join(folder, 'o'))).told).toBe('')
  })

  test('a folder needs --out-dir, and a file has none', async () => {
    expect((await aw('load', folder)).told).toContain('--out-dir')
    expect((await aw('load', fixture('sample.csv'), '--out-dir', folder)).exit).toBe(2)
  })
})

describe('load --text of JSON', () => {
  test.each<[string, string, string]>([
    [
      'records with records in them',
      '{"d": {"r": [{"id": "01", "a": {"x": 1.50}}, {"id": "02", "a": {"x": null}, "b": {"c": true}}]}}',
      'id,a.x,b.c\n01,1.50,\n02,,true\n',
    ],
    [
      'records by key',
      '{"AT": {"w": "A", "n": {"v": 9}}, "DE": {"w": "D", "n": {"v": 8.40}}, "CH": {"w": "C"}}',
      'key,w,n.v\nAT,A,9\nDE,D,8.40\nCH,C,\n',
    ],
    ['lists', '[["k", "v"], ["a", 1.0], ["b", 2]]', 'k,v\na,1.0\nb,2\n'],
    ['columns by name', '{"k": ["a", "b"], "v": [1.0, 2]}', 'k,v\na,1.0\nb,2\n'],
    ['lines', '{"k": {"l": "a"}, "v": 1.0}\n{"k": {"l": "b"}, "v": 2}\n', 'k.l,v\na,1.0\nb,2\n'],
  ])('writes every value of %s as it is written', async (_, content, csv) => {
    const [from, out] = [join(folder, 'a.json'), join(folder, 'a.csv')]
    await writeFile(from, content)
    expect((await aw('load', from, '--text', '--out', out)).exit).toBe(0)
    expect(await readFile(out, 'utf8')).toBe(csv)
  })
})

describe('load --set', () => {
  test('does what the hints of a report name', async () => {
    const [from, out] = [join(folder, 'two.csv'), join(folder, 'out.csv')]
    await writeFile(from, 'a;b\n1;x\n2;y\n3;z\n\nk;l;m\n7;8;9\n5;6;7\n')
    expect((await aw('load', from)).out).toContain('set Part to its number')
    expect((await aw('load', from, '--set', 'part=2', '--out', out)).exit).toBe(0)
    expect(await readFile(out, 'utf8')).toBe('k,l,m\n7,8,9\n5,6,7\n')
    await writeFile(from, 'a\tb;c\n1\t2;3\n')
    const ran = await aw('load', from, '--set', 'delimiter=tab', '--set', 'Header=no', '--text', '--out', out)
    expect([ran.exit, await readFile(out, 'utf8')]).toEqual([0, 'a,b;c\n1,2;3\n'])
  })

  test('names what is no setting, and what a setting does not take', async () => {
    const from = join(folder, 'a.csv')
    await writeFile(from, 'a;b\n1;x\n')
    for (const set of ['sheet=2', 'part', 'part=']) {
      const ran = await aw('load', from, '--set', set)
      expect([ran.exit, ran.told]).toEqual([2, expect.stringContaining(`--set ${set} names no setting`)])
    }
    const ran = await aw('load', from, '--set', 'header=maybe')
    expect([ran.exit, ran.told]).toEqual([2, expect.stringContaining('--set header=maybe is not taken')])
    const all = await aw('load', folder, '--out-dir', join(folder, 'o'), '--set', 'header=no')
    expect([all.exit, all.told]).toEqual([2, expect.stringContaining('--set is for one file')])
  })
})

describe('the main job', () => {
  test('run: the prepared table, what was done, and that it is valid', async () => {
    const out = join(folder, 'result.csv')
    const events = join(folder, 'events.jsonl')
    const ran = await aw('run', cosmoReady, '--input', fixture('sample.csv'), '--out', out, '--events', events)
    expect(ran.told).toBe('')
    expect(ran.exit).toBe(0)
    expect(ran.out).toContain('Prepared for cosmo-ready: 5 rows in, 5 rows out.')
    expect(ran.out).toContain('Completed, valid.')
    const lines = (await text('result.csv')).trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toMatch(/^id,index,/)
    const record = (await text('events.jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; type: string })
    expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index))
    expect(record[0]?.type).toBe('run-started')
    expect(record.at(-1)?.type).toBe('run-completed')
    expect(await readdir(folder)).toEqual(['events.jsonl', 'result.csv'])
  })

  test('run --resume goes on from any event of a record, and gives the same', async () => {
    const [out, events, again] = [join(folder, 'r.csv'), join(folder, 'e.jsonl'), join(folder, 'again.csv')]
    const input = fixture('inventory.csv')
    await aw('run', cosmoReady, '--input', input, '--out', out, '--events', events)
    const record = await readFile(events, 'utf8')
    const lines = record.trimEnd().split('\n')
    for (let kept = 1; kept <= lines.length; kept += 3) {
      // The crash has torn the event after.
      await writeFile(events, `${lines.slice(0, kept).join('\n')}\n${(lines[kept] ?? '').slice(0, 20)}`)
      const ran = await aw('run', '--resume', events, '--input', input, '--out', again)
      expect(ran).toMatchObject({ exit: 0, told: kept < lines.length ? expect.stringContaining('torn') : '' })
      expect(await text('again.csv')).toBe(await text('r.csv'))
      const now = (await readFile(events, 'utf8')).trimEnd().split('\n')
      expect(now.slice(0, kept)).toEqual(lines.slice(0, kept))
      expect(now.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(now.map((_, index) => index))
      expect(JSON.parse(now.at(-1)!)).toMatchObject({ type: 'run-completed' })
    }
  })

  test('run --resume says what is missing or does not go together', async () => {
    const [out, events] = [join(folder, 'r.csv'), join(folder, 'e.jsonl')]
    const input = fixture('sample.csv')
    await aw('run', cosmoReady, '--input', input, '--events', events)
    const lines = (await readFile(events, 'utf8')).split('\n')
    await writeFile(events, `${lines.slice(0, 3).join('\n')}\n`)
    expect(await aw('run', '--resume', events)).toMatchObject({
      exit: 2,
      told: expect.stringMatching(/reads "sample.csv" .* not given.*--input load=FILE/s),
    })
    expect(await aw('run', '--resume', events, '--input', fixture('edges.csv'))).toMatchObject({ exit: 2 })
    expect(await aw('run', '--resume', events, '--set', 'load.header=no')).toMatchObject({ exit: 2 })
    expect(await aw('run', '--resume', input)).toMatchObject({ exit: 2, told: expect.stringContaining('holds no run') })
    expect(await aw('run', '--resume', join(folder, 'x'))).toMatchObject({
      exit: 2,
      told: expect.stringContaining('x'),
    })
    expect(await aw('run', '--resume', events, '--input', input, '--out', events)).toMatchObject({ exit: 2 })
    expect(await aw('run')).toMatchObject({ exit: 2, told: expect.stringContaining('No workflow is named') })
    const ran = await aw('run', cosmoReady, '--resume', events, '--input', input, '--out', out)
    expect(ran).toMatchObject({ exit: 0, told: '' })
  })

  test('run --json says the same to a program', async () => {
    const { exit, out } = await aw('run', cosmoReady, '--input', `load=${fixture('inventory.csv')}`, '--json')
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      status: 'completed',
      valid: true,
      table: { node: 'table', table: { rows: 10 } },
      nodes: [{ node: 'load', state: 'completed', rows: 10 }, {}, {}, {}],
      reports: [{ node: 'load', kind: 'load' }, { kind: 'prepare' }, { kind: 'validate' }],
      problems: [],
    })
  })

  test('run gives equal bytes every time', async () => {
    const results: string[] = []
    for (const name of ['a.csv', 'b.csv']) {
      await aw('run', cosmoReady, '--input', fixture('ragged.csv'), '--out', join(folder, name))
      results.push(await text(name))
    }
    expect(results[0]).toBe(results[1])
  })

  test('load, prepare and validate alone', async () => {
    const loaded = await aw(
      'load',
      fixture('money.csv'),
      '--out',
      join(folder, 'l.csv'),
      '--report',
      join(folder, 'r.json'),
    )
    expect(loaded.exit).toBe(0)
    expect(await json('r.json')).toMatchObject({
      file: 'money.csv',
      format: 'csv',
      rejects: 0,
      attempts: [{ success: true }],
    })
    const prepared = await aw(
      'prepare',
      fixture('sample.csv'),
      '--out',
      join(folder, 'p.csv'),
      '--plan',
      join(folder, 'plan.json'),
    )
    expect(prepared.exit).toBe(0)
    expect(await json('plan.json')).toMatchObject({ target: 'cosmo-ready', roles: { index: 'index' } })
    const again = await aw(
      'prepare',
      fixture('sample.csv'),
      '--out',
      join(folder, 'q.csv'),
      '--apply',
      join(folder, 'plan.json'),
    )
    expect(again.exit).toBe(0)
    expect(await text('q.csv')).toBe(await text('p.csv'))
    await writeFile(join(folder, 's.json'), '{"columns": ["id", "name", {"name": "value", "type": "number"}]}')
    const valid = await aw('validate', fixture('sample.csv'), '--schema', join(folder, 's.json'))
    expect([valid.exit, valid.told]).toEqual([0, ''])
    expect(valid.out).toContain('Valid:')
    await writeFile(join(folder, 's.json'), '{"columns": ["id", "prize"]}')
    const not = await aw(
      'validate',
      fixture('sample.csv'),
      '--schema',
      join(folder, 's.json'),
      '--report',
      join(folder, 'v.json'),
    )
    expect(not.exit).toBe(1)
    expect(not.out).toContain('Column `prize` is not in the table')
    expect(await json('v.json')).toMatchObject({ valid: false })
  })

  test('a check that does not hold is exit 1, and the table is still written', async () => {
    const set = 'validate.schema={"columns":["nowhere"]}'
    const { exit, out } = await aw(
      'run',
      cosmoReady,
      '--input',
      fixture('sample.csv'),
      '--set',
      set,
      '--out',
      join(folder, 'o.csv'),
    )
    expect(exit).toBe(1)
    expect(out).toContain('Completed, not valid.')
    expect((await text('o.csv')).split('\n')).toHaveLength(7)
  })
})

describe('what is written', () => {
  test('--text keeps every value as it stands in the source', async () => {
    await writeFile(join(folder, 'in.csv'), 'id;Preis;when\n007;"1.234,50 €";01.02.2024\n08;;"a;""b"""\n9;n/a;\n')
    const { exit } = await aw('load', join(folder, 'in.csv'), '--text', '--out', join(folder, 'out.txt'))
    expect(exit).toBe(0)
    expect(await text('out.txt')).toBe('id,Preis,when\n007,"1.234,50 €",01.02.2024\n08,,"a;""b"""\n9,n/a,\n')
  })

  test('--text writes no header where the source has none, and nothing for nothing', async () => {
    await writeFile(join(folder, 'in.csv'), '1,2.50,x\n2,3.00,y\n3,4.75,z\n')
    await aw('load', join(folder, 'in.csv'), '--text', '--out', join(folder, 'out.csv'))
    expect(await text('out.csv')).toBe('1,2.50,x\n2,3.00,y\n3,4.75,z\n')
    await aw('load', fixture('empty.csv'), '--text', '--out', join(folder, 'empty.csv'))
    expect(await text('empty.csv')).toBe('')
  })

  test('JSON and JSON lines hold every value', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,real,text,flag\n1,1.5,"a""b",true\n2,,,false\n')
    await aw('load', join(folder, 'in.csv'), '--out', join(folder, 'o.jsonl'))
    expect(await text('o.jsonl')).toBe(
      '{"id":1,"real":1.5,"text":"a\\"b","flag":true}\n{"id":2,"real":null,"text":null,"flag":false}\n',
    )
    await aw('load', join(folder, 'in.csv'), '--out', join(folder, 'o.json'))
    expect(JSON.parse(await text('o.json'))).toHaveLength(2)
    await aw('load', fixture('empty.csv'), '--out', join(folder, 'e.json'))
    expect(JSON.parse(await text('e.json'))).toEqual([])
  })

  test('what a file holds cannot speak to the terminal', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,name\n1,\u001b[2Jgone\n2,\u202eback\n')
    const { out } = await aw('load', join(folder, 'in.csv'))
    expect(out).not.toMatch(/[\u001b\u202e]/)
    expect(out).toContain('␛[2Jgone')
  })

  test('--set takes JSON where the setting does, and text where it does not', async () => {
    await writeFile(join(folder, 'in.csv'), 'a;b\n1;2\n')
    const flow = { name: 'L', nodes: [{ id: 'load.me', type: 'loading' }], edges: [] }
    await writeFile(join(folder, 'w.json'), JSON.stringify(flow))
    const set = (setting: string) => ['--set', `load.me.${setting}`]
    const words = ['run', join(folder, 'w.json'), '--input', join(folder, 'in.csv'), '--json']
    const { exit, out } = await aw(...words, ...set('delimiter=;'), ...set('maxRetries=1'), ...set('header=yes'))
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ table: { table: { columns: [{ name: 'a' }, { name: 'b' }] } } })
  })
})

describe('wrong input', () => {
  const none = (name: string): string => join('/nowhere', name)
  test.each<[what: string, words: string[], exit: number, told: string[]]>([
    ['a binary file', ['load', fixture('binary.bin')], 1, ['binary', 'binary.bin', 'Save it as']],
    ['a binary file in a run', ['run', cosmoReady, '--input', fixture('binary.bin')], 1, ['node load', 'binary.bin']],
    ['an empty file in a run', ['run', cosmoReady, '--input', fixture('empty.csv')], 1, ['no rows', 'node prepare']],
    [
      'a file of one line in a run',
      ['run', cosmoReady, '--input', fixture('header-only.csv')],
      1,
      ['no rows', 'node prepare'],
    ],
    ['no file', ['load', none('x.csv')], 2, ['There is no file', '/nowhere/x.csv']],
    ['a folder', ['load', import.meta.dirname], 2, ['is a folder']],
    ['a device', ['load', '/dev/null'], 2, ['is a pipe or a device']],
    ['no file for the run', ['run', cosmoReady], 2, ['node load, setting dataset', '--input FILE']],
    ['an input that is not there', ['run', cosmoReady, '--input', none('x.csv')], 2, ['There is no file']],
    ['no workflow', ['run', none('w.json')], 2, ['There is no file']],
    [
      'a workflow that is not JSON',
      ['run', fixture('workflows/not-json.json')],
      2,
      ['not JSON', 'line', 'Choose a workflow'],
    ],
    ['data as a workflow', ['run', fixture('sample.csv')], 2, ['not JSON', 'line 1']],
    [
      'a workflow with a cycle',
      ['run', fixture('workflows/cycle.json'), '--input', fixture('sample.csv')],
      2,
      ['wait for one another', 'Remove one of the edges'],
    ],
    [
      'an unknown node type',
      ['run', fixture('workflows/unknown-type.json'), '--input', fixture('sample.csv')],
      2,
      ['There is no node type', 'Known types'],
    ],
    ['a missing setting', ['run', fixture('workflows/missing-setting.json')], 2, ['setting']],
    ['a setting of no node', ['run', cosmoReady, '--set', 'x.y=1'], 2, ['The nodes are: load, prepare']],
    [
      'a setting that is none',
      ['run', cosmoReady, '--set', 'load.oops=1', '--input', fixture('sample.csv')],
      2,
      ['oops', 'node load'],
    ],
    [
      'a value that does not fit',
      ['run', cosmoReady, '--set', 'prepare.target=fish', '--input', fixture('sample.csv')],
      2,
      ['setting target'],
    ],
    [
      'an ending that nobody writes',
      ['load', fixture('sample.csv'), '--out', 'x.xyz'],
      2,
      ['end in ".xyz" are not written', '.csv, .json, .jsonl'],
    ],
    ['no ending', ['load', fixture('sample.csv'), '--out', 'x'], 2, ['has no ending', '.csv, .json, .jsonl']],
    [
      'two inputs for all',
      ['run', cosmoReady, '--input', fixture('sample.csv'), '--input', fixture('money.csv')],
      2,
      ['two files', 'sample.csv', 'money.csv', '--input NODE=FILE', 'read a file: load.'],
    ],
    [
      'two inputs for a node',
      ['run', cosmoReady, '--input', `load=${fixture('sample.csv')}`, '--input', `load=${fixture('money.csv')}`],
      2,
      ['node "load" two files', 'sample.csv', 'money.csv'],
    ],
    [
      'an input for a node that is none',
      ['run', cosmoReady, '--input', `nope=${fixture('sample.csv')}`],
      2,
      ['There is no node "nope"', '--input NODE=FILE', 'read a file: load.'],
    ],
    [
      'an input for a node that reads none',
      ['run', cosmoReady, '--input', `prepare=${fixture('sample.csv')}`],
      2,
      ['"prepare" reads no file', 'load'],
    ],
    [
      'a folder to write to that is not there',
      ['load', fixture('sample.csv'), '--out', none('x.csv')],
      2,
      ['There is no folder "/nowhere"', 'Make it first'],
    ],
    ['events in a folder', ['run', cosmoReady, '--input', fixture('sample.csv'), '--events', '/'], 2, ['folder']],
    ['no schema', ['validate', fixture('sample.csv')], 2, ['--schema']],
    [
      'a schema that is not there',
      ['validate', fixture('sample.csv'), '--schema', none('s.json')],
      2,
      ['There is no file'],
    ],
    [
      'a schema that is none',
      ['validate', fixture('sample.csv'), '--schema', fixture('sample.csv')],
      2,
      ['schema', 'sample.csv'],
    ],
    ['a plan that is none', ['prepare', fixture('sample.csv'), '--apply', cosmoReady], 2, ['no preparation plan']],
    ['an unknown target', ['prepare', fixture('sample.csv'), '--target', 'fish'], 2, ['cosmo-ready']],
    ['an unknown node type asked for', ['nodes', 'fish'], 2, ['There are: trigger']],
    ['an unknown command', ['frobnicate'], 2, ['unknown command', '--help']],
    ['an unknown option', ['load', fixture('sample.csv'), '--frob'], 2, ['unknown option', '--help']],
    ['a port that is none', ['serve', '--port', 'http'], 2, ['whole number']],
  ])('%s', async (_what, words, exit, told) => {
    const answer = await aw(...words)
    expect([answer.exit, answer.told]).toEqual([exit, expect.any(String)])
    for (const piece of told) expect(answer.told).toContain(piece)
    expect(answer.told + answer.out).not.toMatch(/\n\s+at .*:\d+/)
    expect(await readdir(folder)).toEqual([])
  })

  test('one bad row of a hundred columns is set aside and told, the rest is loaded', async () => {
    const report = join(folder, 'r.json')
    expect((await aw('load', fixture('hundred-columns.csv'), '--report', report)).exit).toBe(0)
    const { rows, rejects, columns } = (await json('r.json')) as { rows: number; rejects: number; columns: unknown[] }
    expect({ records: rows + rejects, rejects, columns: columns.length }).toEqual({
      records: 30,
      rejects: 1,
      columns: 100,
    })
  })

  test('an empty file is a table of no columns, with a warning', async () => {
    const { exit, out } = await aw('load', fixture('empty.csv'))
    expect(exit).toBe(0)
    expect(out).toContain('0 rows, 0 columns')
    expect(out).toContain('warning:')
  })

  test('a load that failed still writes what was tried', async () => {
    const report = join(folder, 'r.json')
    expect((await aw('load', fixture('binary.bin'), '--report', report)).exit).toBe(1)
    const { attempts } = (await json('r.json')) as { attempts: { success: boolean }[] }
    expect(attempts.length).toBeGreaterThanOrEqual(2)
    expect(attempts.every(({ success }) => !success)).toBe(true)
  })
})

describe('what is read is never overwritten', () => {
  const workflow = async (): Promise<string> => {
    await writeFile(join(folder, 'w.json'), await readFile(cosmoReady))
    return join(folder, 'w.json')
  }
  const options: [what: string, words: (input: string, workflow: string) => string[], option: string][] = [
    ['run --out', (input, flow) => ['run', flow, '--input', input, '--out', input], '--out'],
    ['run --out, a node’s file', (input, flow) => ['run', flow, '--input', `load=${input}`, '--out', input], '--out'],
    ['run --events', (input, flow) => ['run', flow, '--input', input, '--events', input], '--events'],
    ['run --events, the workflow', (input, flow) => ['run', flow, '--input', input, '--events', flow], '--events'],
    ['load --out', (input) => ['load', input, '--out', input], '--out'],
    ['load --text --out', (input) => ['load', input, '--text', '--out', input], '--out'],
    ['load --report', (input) => ['load', input, '--report', input], '--report'],
    ['prepare --out', (input) => ['prepare', input, '--out', input], '--out'],
    ['prepare --plan', (input) => ['prepare', input, '--plan', input], '--plan'],
    ['prepare --plan, the plan', (input, flow) => ['prepare', input, '--apply', flow, '--plan', flow], '--plan'],
    ['validate --report', (input, flow) => ['validate', input, '--schema', flow, '--report', input], '--report'],
    [
      'validate --report, the schema',
      (input, flow) => ['validate', input, '--schema', flow, '--report', flow],
      '--report',
    ],
  ]
  test.each(options)('%s', async (_what, words, option) => {
    const input = join(folder, 'semi.csv')
    await writeFile(input, 'id;v\n1;2\n')
    const flow = await workflow()
    const before = await Promise.all(['semi.csv', 'w.json'].map(text))
    const { exit, told } = await aw(...words(input, flow))
    expect(exit).toBe(2)
    expect(told).toContain(`${option} names "${words(input, flow).at(-1)}", which is read: it would be overwritten.`)
    expect(told).toContain(`Give ${option} another path.`)
    expect(await Promise.all(['semi.csv', 'w.json'].map(text))).toEqual(before)
    expect(await readdir(folder)).toEqual(['semi.csv', 'w.json'])
  })

  test('nor under another path or by a link', async () => {
    const input = join(folder, 'semi.csv')
    await writeFile(input, 'id;v\n1;2\n')
    await symlink(input, join(folder, 'soft.csv'))
    await link(input, join(folder, 'hard.csv'))
    const others = [relative('.', input), `${folder}/../${basename(folder)}/semi.csv`, 'soft.csv', 'hard.csv']
    for (const other of others.map((name) => (name.includes('/') ? name : join(folder, name)))) {
      const { exit, told } = await aw('load', input, '--out', other)
      expect([exit, told]).toEqual([2, expect.stringContaining(`"${other}", which is the file "${input}"`)])
      expect(await text('semi.csv')).toBe('id;v\n1;2\n')
    }
  })

  test('nor a file of a folder by what another one makes', async () => {
    await writeFile(join(folder, 'a.csv'), 'id;v\n1;2\n')
    await writeFile(join(folder, 'a.csv_converted.csv'), 'mine\n')
    for (const words of [
      ['--out-dir', folder],
      ['--out-dir', join(folder, 'o'), '--report', join(folder, 'a.csv')],
    ]) {
      expect((await aw('load', folder, ...words)).exit).toBe(2)
      expect(await readdir(folder)).toEqual(['a.csv', 'a.csv_converted.csv'])
    }
    expect([await text('a.csv'), await text('a.csv_converted.csv')]).toEqual(['id;v\n1;2\n', 'mine\n'])
  })

  test('two options do not write one file', async () => {
    const both = join(folder, 'o.json')
    const { exit, told } = await aw('load', fixture('sample.csv'), '--out', both, '--report', both)
    expect([exit, told]).toEqual([2, expect.stringContaining(`--out and --report both name "${both}"`)])
    expect(await readdir(folder)).toEqual([])
  })
})

describe('the rest', () => {
  test('nodes lists the types, and shows one', async () => {
    const all = await aw('nodes')
    expect(all.out).toMatch(/^loading +Load/m)
    const one = await aw('nodes', 'validation')
    expect(one.out).toContain('onInvalid: report | fail, default "report"')
    expect(JSON.parse((await aw('nodes', '--json')).out)).toHaveLength(all.out.trimEnd().split('\n').length - 2)
  })

  test('help and version are no failure', async () => {
    expect((await aw('--help')).exit).toBe(0)
    expect((await aw('help', 'run')).out).toContain('--events')
    expect((await aw('--version')).out).toBe('0.1.0\n')
    expect((await aw()).exit).toBe(2)
  })
})

describe('what is loaded', () => {
  /** An address on this computer, for as long as the work lasts. */
  async function serving<T>(answer: RequestListener, work: (address: string) => Promise<T>): Promise<T> {
    const server = createServer(answer)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    try {
      return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    }
  }

  test('may come on standard input', async () => {
    const ran = await awWith('id;v\n1;2,5\n2;3,5\n', 'load', '-', '--out', join(folder, 'out.json'))
    expect(ran.exit).toBe(0)
    expect(JSON.parse(await text('out.json'))).toEqual([
      { id: 1, v: 2.5 },
      { id: 2, v: 3.5 },
    ])
  })

  test('may come from an address, whatever it says of its type, and after redirects', async () => {
    await serving(
      (request, response) => {
        if (request.url === '/old') response.writeHead(302, { location: '/files/data%20one.csv.gz' }).end()
        else response.writeHead(200, { 'content-type': 'text/html' }).end(gzipSync('a,b\n1,2\n3,4\n'))
      },
      async (address) => {
        const ran = await aw('load', `${address}/old`, '--json')
        expect(ran.exit).toBe(0)
        expect(JSON.parse(ran.out)).toMatchObject({ file: 'data one.csv.gz', rows: 2, format: 'csv' })
      },
    )
  })

  test('is refused in words when the address does not answer, leads nowhere or is none', async () => {
    await serving(
      (request, response) => {
        if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
        else if (request.url === '/local') response.writeHead(302, { location: 'file:///etc/passwd' }).end()
        else if (request.url === '/cut')
          response.writeHead(200, { 'content-length': '100' }).end('a,b', () => response.destroy())
        else response.writeHead(404).end()
      },
      async (address) => {
        const told = async (path: string): Promise<string> => {
          const ran = await aw('load', `${address}${path}`)
          expect(ran.exit).toBe(1)
          return ran.told
        }
        expect(await told('/nothing')).toContain('404')
        expect(await told('/loop')).toContain('more than 5 times')
        expect(await told('/local')).toContain('file:///etc/passwd')
        expect(await told('/cut')).toContain('could not be fetched')
      },
    )
    expect(await aw('load', 'ftp://127.0.0.1/x.csv')).toMatchObject({ exit: 2 })
    expect((await aw('load', 'http://127.0.0.1:9/x.csv')).exit).toBe(1)
  })
})

describe('--out', () => {
  test('writes every format by its ending, and what is written loads again', async () => {
    const source = join(folder, 'source.csv')
    await writeFile(source, 'id,price,day,word\n1,2.50,2024-02-29,a\n2,3.75,2024-03-01,"b, c"\n3,,,\n')
    for (const ending of [
      'csv',
      'json',
      'jsonl',
      'ndjson',
      'parquet',
      'arrow',
      'feather',
      'xlsx',
      'csv.gz',
      'jsonl.gz',
    ]) {
      const out = join(folder, `out.${ending}`)
      expect(await aw('load', source, '--out', out)).toMatchObject({ exit: 0, told: '' })
      const again = await aw('load', out, '--json')
      const report = JSON.parse(again.out) as { rows: number; columns: { name: string; type: string; nulls: number }[] }
      expect(report.rows, ending).toBe(3)
      expect(report.columns.map(({ name }) => name)).toEqual(['id', 'price', 'day', 'word'])
      expect(report.columns[2]).toMatchObject({ type: 'DATE', nulls: 1 })
    }
    expect(gunzipSync(await readFile(join(folder, 'out.csv.gz')))).toEqual(await readFile(join(folder, 'out.csv')))
    expect(await aw('load', source, '--out', join(folder, 'out.xyz.gz'))).toMatchObject({ exit: 2 })
  })
})
