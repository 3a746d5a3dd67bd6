import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { aw } from './test-command-line.ts'
import { getFixturePath, createTestFolder } from './test-folder.ts'
import { productVersion } from './product-version.ts'

const { folder, readText } = createTestFolder()

test('runs a workflow in YAML, and reports the line of a syntax error', async () => {
  await writeFile(join(folder, 'steps.yaml'), 'name: Look # by hand\nsteps:\n- id: load\n  agent: loading\n')
  const ran = await aw('run', join(folder, 'steps.yaml'), '--input', getFixturePath('sample.csv'))
  expect([ran.exit, ran.stderr]).toEqual([0, expect.not.stringContaining('YAML')])
  await writeFile(join(folder, 'torn.yml'), 'name: Look\nsteps: [\n')
  const torn = await aw('run', join(folder, 'torn.yml'))
  expect([torn.exit, torn.stderr]).toEqual([2, expect.stringMatching(/not valid YAML: line 3/)])
})

describe('output files', () => {
  test('--text keeps the original text of every value', async () => {
    await writeFile(join(folder, 'in.csv'), 'id;Preis;when\n007;"1.234,50 €";01.02.2024\n08;;"a;""b"""\n9;n/a;\n')
    const { exit } = await aw('load', join(folder, 'in.csv'), '--text', '--out', join(folder, 'out.txt'))
    expect(exit).toBe(0)
    expect(await readText('out.txt')).toBe('id,Preis,when\n007,"1.234,50 €",01.02.2024\n08,,"a;""b"""\n9,n/a,\n')
  })

  test('--text writes no header if the source has none, and nothing for an empty file', async () => {
    await writeFile(join(folder, 'in.csv'), '1,2.50,x\n2,3.00,y\n3,4.75,z\n')
    await aw('load', join(folder, 'in.csv'), '--text', '--out', join(folder, 'out.csv'))
    expect(await readText('out.csv')).toBe('1,2.50,x\n2,3.00,y\n3,4.75,z\n')
    await aw('load', getFixturePath('empty.csv'), '--text', '--out', join(folder, 'empty.csv'))
    expect(await readText('empty.csv')).toBe('')
  })

  test('--csv-for-excel neutralizes formulas in texts, and the default output is unchanged', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,note\n1,=1+1\n2,@SUM(A1)\n3,plain\n')
    await aw('load', join(folder, 'in.csv'), '--out', join(folder, 'plain.csv'))
    expect(await readText('plain.csv')).toBe('id,note\n1,=1+1\n2,@SUM(A1)\n3,plain\n')
    const out = join(folder, 'excel.csv')
    expect((await aw('load', join(folder, 'in.csv'), '--csv-for-excel', '--out', out)).exit).toBe(0)
    expect(await readText('excel.csv')).toBe("\ufeffid,note\n1,'=1+1\n2,'@SUM(A1)\n3,plain\n")
    expect((await aw('load', join(folder, 'in.csv'), '--csv-for-excel', '--text', '--out', out)).exit).toBe(2)
  })

  test('JSON and JSON lines contain every value', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,real,text,flag\n1,1.5,"a""b",true\n2,,,false\n')
    await aw('load', join(folder, 'in.csv'), '--out', join(folder, 'o.jsonl'))
    expect(await readText('o.jsonl')).toBe(
      '{"id":1,"real":1.5,"text":"a\\"b","flag":true}\n{"id":2,"real":null,"text":null,"flag":false}\n',
    )
    await aw('load', join(folder, 'in.csv'), '--out', join(folder, 'o.json'))
    expect(JSON.parse(await readText('o.json'))).toHaveLength(2)
    await aw('load', getFixturePath('empty.csv'), '--out', join(folder, 'e.json'))
    expect(JSON.parse(await readText('e.json'))).toEqual([])
  })

  test('control characters of a file do not reach the terminal', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,name\n1,\u001b[2Jgone\n2,\u202eback\n')
    const { out } = await aw('load', join(folder, 'in.csv'))
    expect(out).not.toMatch(/[\u001b\u202e]/)
    expect(out).toContain('␛[2Jgone')
  })

  test('--set accepts JSON if the setting does, else text', async () => {
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

describe('other commands', () => {
  test('nodes lists the types and shows one', async () => {
    const all = await aw('nodes')
    expect(all.out).toMatch(/^loading +Load/m)
    const one = await aw('nodes', 'validation')
    expect(one.out).toContain('onInvalid: report | fail, default "report"')
    expect(JSON.parse((await aw('nodes', '--json')).out)).toHaveLength(all.out.trimEnd().split('\n').length - 2)
  })

  test('custom node types of --nodes and AW_NODES are listed and run', async () => {
    const own = resolve(import.meta.dirname, '../nodes/test-own-nodes.ts')
    expect((await aw('nodes', 'shout')).exit).toBe(2)
    expect((await aw('nodes', 'shout', '--nodes', own)).out).toContain('shout')
    vi.stubEnv('AW_NODES', own)
    try {
      expect(JSON.parse((await aw('nodes', '--json')).out)).toContainEqual(expect.objectContaining({ type: 'shout' }))
      const workflow = join(folder, 'shout.json')
      await writeFile(workflow, JSON.stringify({ name: 'Own', nodes: [{ id: 'a', type: 'shout' }], edges: [] }))
      const { exit, out, stderr } = await aw('run', workflow, '--nodes', own, '--json')
      expect([exit, stderr]).toEqual([0, ''])
      expect(JSON.parse(out)).toMatchObject({ nodes: [{ node: 'a', state: 'completed' }] })
    } finally {
      vi.unstubAllEnvs()
    }
    const none = await aw('nodes', '--nodes', join(folder, 'none.mjs'))
    expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining('none.mjs" could not be loaded')])
  })

  test("renders the messages of a host's own node types, in the terminal and in JSON", async () => {
    const own = resolve(import.meta.dirname, '../../examples/10-custom-node-types/custom-nodes.ts')
    const workflow = join(folder, 'greeting.json')
    const node = { id: 'a', type: 'greeting', data: { label: 'Hello', config: { name: '' } } }
    await writeFile(workflow, JSON.stringify({ name: 'Own', nodes: [node], edges: [] }))
    const { exit, stderr } = await aw('run', workflow, '--nodes', own)
    expect(exit).toBe(1)
    expect(stderr).toContain('The name is empty. (node a) Enter a name.')
    const { out } = await aw('run', workflow, '--nodes', own, '--json')
    const problem = { code: 'greeting.no-name', message: 'The name is empty.', hint: 'Enter a name.' }
    expect(JSON.parse(out)).toMatchObject({ status: 'failed', problems: [problem] })
  })

  test('help and version exit with 0', async () => {
    expect((await aw('--help')).exit).toBe(0)
    expect((await aw('help', 'run')).out).toContain('--events')
    expect((await aw('--version')).out).toBe(`${productVersion}\n`)
    expect((await aw()).exit).toBe(2)
  })
})
