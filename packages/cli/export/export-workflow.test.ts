import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTestFolder } from '../test-folder.ts'
import { aw } from '../test-command-line.ts'

const { folder, readJson } = createTestFolder()

it('aw export writes a workflow for another tool, which aw import reads again', async () => {
  const node = (id: string, type: string) => ({ id, type, position: { x: 0, y: 0 }, data: { label: id, config: {} } })
  const path = join(folder, 'flow.json')
  const edges = [{ id: 'e', source: 'start', target: 'show' }]
  await writeFile(
    path,
    JSON.stringify({ name: 'Flow', nodes: [node('start', 'trigger'), node('show', 'table')], edges }),
  )
  const n8n = join(folder, 'flow.n8n.json')
  expect(await aw('export', path, '--to', 'n8n', '--out', n8n)).toMatchObject({ exit: 0 })
  expect(await readJson('flow.n8n.json')).toMatchObject({ name: 'Flow', connections: { start: {} } })
  const again = join(folder, 'again.json')
  expect(await aw('import', n8n, '--out', again)).toMatchObject({ exit: 0 })
  expect(JSON.parse(await readFile(again, 'utf8'))).toMatchObject({
    nodes: [{ type: 'trigger' }, { type: 'code' }],
  })
  expect(await aw('export', path, '--to', 'mermaid')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('n1 --> n2'),
  })
  expect(await aw('export', path, '--to', 'visio')).toMatchObject({ exit: 2 })
})
