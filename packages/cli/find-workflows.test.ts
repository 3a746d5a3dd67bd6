import { parseRecord } from '@aw-flow/engine'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { aw } from './test-command-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'aw-cli-named-'))
const others = join(folder, 'others')
await mkdir(others)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Writes a workflow that sets a variable, or runs sub-workflows. */
async function put(path: string, name: string, runs: readonly string[] = []): Promise<string> {
  const nodes = runs.map((workflow, index) => ({
    id: `s${index}`,
    type: 'sub_workflow',
    data: { config: { workflow } },
  }))
  const variable = { id: 'v', type: 'variable', data: { config: { name: 'n', expression: '21 * 2' } } }
  await writeFile(path, JSON.stringify({ name, nodes: runs.length > 0 ? nodes : [variable], edges: [] }))
  return path
}

describe('aw run of a workflow with sub-workflows', () => {
  it('finds them beside the workflow or in the folder, by file or by name, and records them', async () => {
    const outer = await put(join(folder, 'outer.json'), 'Outer', ['beside', 'filed.json', 'Called so'])
    await put(join(folder, 'beside.json'), 'Whatever', ['filed.json'])
    await put(join(others, 'filed.json'), 'Filed')
    await put(join(others, 'x.json'), 'Called so')
    await writeFile(join(others, 'none.json'), '{"no": "workflow"}')
    const record = join(folder, 'outer.jsonl')
    const { exit, stderr } = await aw('run', outer, '--workflows', others, '--events', record)
    expect([exit, stderr]).toEqual([0, ''])
    const { events } = parseRecord(await readFile(record, 'utf8'))
    const [begin] = events
    expect(begin?.type === 'run-started' && Object.keys(begin.workflows ?? {}).sort()).toEqual([
      'Called so',
      'beside',
      'filed.json',
    ])
    const ran = events.flatMap((event) =>
      event.type === 'node-completed' ? [[...(event.scope ?? []), event.node]] : [],
    )
    expect(ran).toContainEqual(['s0#0', 's0#0', 'v'])

    // The resumed run uses the recorded sub-workflow.
    await put(join(others, 'filed.json'), 'Filed', ['nowhere'])
    await writeFile(record, (await readFile(record, 'utf8')).split('\n').slice(0, 4).join('\n') + '\n')
    expect((await aw('run', '--resume', record)).exit).toBe(0)
    expect((await aw('run', '--resume', record, '--workflows', others)).stderr).toContain(
      '--workflows cannot be used with',
    )
  })

  it.each([
    ['does not exist', ['nowhere'], 'runs the workflow "nowhere", which does not exist here', '--workflows FOLDER'],
    [
      'would lead out of the folder',
      ['../others/filed'],
      'the workflow "../others/filed", which does not exist here',
      '--workflows FOLDER',
    ],
    ['runs itself', ['itself'], 'which contains it', 'use a loop'],
    ['stands in two files', ['Twice'], 'Several files contain a workflow "Twice"', 'Refer to one of them'],
    ['cannot be read', ['broken'], 'JSON', ''],
  ])('says so where one %s', async (_, runs, message, hint) => {
    const outer = await put(join(folder, 'wrong.json'), 'Wrong', runs)
    await put(join(folder, 'itself.json'), 'Itself', ['itself'])
    await put(join(others, 'a.json'), 'Twice')
    await put(join(others, 'b.json'), 'Twice')
    await writeFile(join(folder, 'broken.json'), '{"name": ')
    const { exit, stderr } = await aw('run', outer, '--workflows', others)
    expect(exit).toBe(2)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(hint)
  })

  it('reports a missing folder', async () => {
    const outer = await put(join(folder, 'alone.json'), 'Alone')
    const { exit, stderr } = await aw('run', outer, '--workflows', join(folder, 'gone'))
    expect(exit).toBe(2)
    expect(stderr).toContain('gone')
  })
})
