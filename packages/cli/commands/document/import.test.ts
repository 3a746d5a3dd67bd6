import { readWorkflow } from '@aw-flow/schema'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aw } from '../../test-command-line.ts'
import { getFixturePath, createTestFolder } from '../../test-folder.ts'

const { folder, readJson } = createTestFolder()
const at = (name: string): string => join(folder, name)
const kept = async (name: string, document: unknown): Promise<string> => {
  await writeFile(at(name), JSON.stringify(document))
  return at(name)
}

it.each([
  [
    'a chain of steps',
    {
      name: 'Chain',
      steps: [
        { type: 'loading', config: {} },
        { type: 'preparing', config: {} },
      ],
      global_config: {},
    },
    ['loading', 'preparing'],
  ],
  [
    'nodes and connections',
    {
      name: 'C',
      nodes: [
        { id: 'a', type: 'loading' },
        { id: 'b', type: 'table' },
      ],
      connections: [{ from: 'a', to: 'b' }],
    },
    ['loading', 'table'],
  ],
  [
    'nodes and edges without a version',
    { name: 'B', nodes: [{ id: 'a', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'A' } }], edges: [] },
    ['trigger'],
  ],
])('writes %s as a workflow of today, which is read again as it stands', async (_, document, types) => {
  const path = await kept('other.json', document)
  const imported = await aw('import', path, '--out', at('ours.json'))
  expect({ ...imported, stderr: '' }).toEqual({ exit: 0, out: '', stderr: '' })
  const written = await readJson('ours.json')
  expect(written.version).toBe(1)
  expect((written.nodes as { type: string }[]).map(({ type }) => type)).toEqual(types)
  expect(readWorkflow(written)).toEqual({ workflow: written, problems: [] })
  const printed = await aw('import', path)
  expect(JSON.parse(printed.out)).toEqual(written)
})

it('names the fields that it does not import', async () => {
  const steps = [{ type: 'loading', config: {}, owner: 'Ada', retry_config: { jitter: true } }]
  const { stderr } = await aw('import', await kept('other.json', { name: 'Chain', steps, tenant: 7 }))
  expect(stderr).toContain('Not imported into "Chain": steps[].retry_config.jitter, steps[].owner, and tenant.')
})

it('reports problems that prevent a run, and still writes the workflow', async () => {
  const { exit, out, stderr } = await aw('import', getFixturePath('workflows/unknown-type.json'))
  expect([exit, stderr]).toEqual([0, expect.stringMatching(/polishing/)])
  expect(JSON.parse(out)).toMatchObject({ version: 1 })
})

it('refuses a file that is not a workflow, a missing file, and its input as the output', async () => {
  const path = await kept('other.json', { name: 'Chain', steps: [{ type: 'loading', config: {} }] })
  await kept('none.json', { rows: [] })
  await writeFile(at('program.py'), 'import csv\n')
  for (const [words, message] of [
    [[at('none.json')], /The workflow has no "nodes" property \(found: "rows"\)/],
    [[at('gone.json')], /does not exist/],
    [[at('program.py')], /not an export of a tool/],
    [[getFixturePath('workflows/not-json.json')], /not valid JSON/],
    [[path, '--out', path], /would overwrite/],
  ] as const) {
    const { exit, out, stderr } = await aw('import', ...words)
    expect([exit, out, stderr]).toEqual([2, '', expect.stringMatching(message)])
  }
})

it('converts an export of n8n, and prints what became of its nodes', async () => {
  const path = getFixturePath('movers/n8n/support-agent.json')
  const { exit, stderr } = await aw('import', path, '--out', at('agent.json'))
  expect(exit).toBe(0)
  expect(stderr).toContain('n8n: 5 nodes, 4 mapped, 0 approximate, 1 replaced by placeholders.')
  expect(stderr).toContain('"Notion" has the type n8n-nodes-base.notion of n8n')
  expect(stderr).toContain('Secrets of "OpenAI Chat Model" were not imported: OpenAi account.')
  const { nodes } = (await readJson('agent.json')) as { nodes: { type: string; data: { config: object } }[] }
  expect(nodes.map(({ type }) => type)).toEqual(['webhook', 'agent', 'placeholder'])
  expect(nodes[1]!.data.config).toMatchObject({
    model: 'gpt-4o-mini',
    memory: 'conversation',
    system: 'You help customers.',
  })
})

it('says how to convert an export that another command receives', async () => {
  const { exit, stderr } = await aw('run', getFixturePath('movers/n8n/webhook-echo.json'))
  expect(exit).toBe(2)
  expect(stderr).toContain('is an export of n8n. ')
  expect(stderr).toContain('aw import')
})
