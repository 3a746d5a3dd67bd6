import { parseRecord } from '@aw-flow/engine'
import { createRunHistory, foldRun } from '@aw-flow/schema'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { aw } from '../../packages/cli/test-command-line.ts'
import { renderRunHtml } from '../../packages/editor/monitor/html/run-html.ts'
import { runMonitorStrings } from '../../packages/editor/monitor/monitor-strings.ts'
import { orders } from '../v0.1/fixtures.ts'

/** Run records from before version 0.2 open, display and resume. */

const fixture = (name: string): string => resolve(import.meta.dirname, `../fixtures/before-0.2/records/${name}.jsonl`)

test.each([
  ['completed', 'completed', 'points.csv'],
  ['skipped', 'completed', 'Large or small'],
  ['failed', 'failed', '3 of 11 rules fail'],
  ['cancelled', 'cancelled', 'Load and wait'],
  ['waiting', 'waiting', 'Approve the orders'],
])('%s opens completely, and its report displays its texts', async (name, state, text) => {
  const content = await readFile(fixture(name), 'utf8')
  const { events } = parseRecord(content)
  expect(events).toHaveLength(content.trim().split('\n').length)
  const history = createRunHistory(events)
  expect(history.problem).toBeUndefined()
  expect(foldRun(events).state).toBe(state)
  expect(renderRunHtml(history.now, runMonitorStrings)).toContain(text)
})

test('a waiting run is approved on the command line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-before-0.2-'))
  try {
    const record = join(folder, 'waiting.jsonl')
    await copyFile(fixture('waiting'), record)
    const { out } = await aw('run', '--resume', record, '--input', orders, '--approve', 'approve', '--json')
    const { nodes } = JSON.parse(out) as { nodes: { node: string; state: string }[] }
    expect(nodes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ node: 'approve', state: 'completed' }),
        expect.objectContaining({ node: 'table', state: 'completed' }),
      ]),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
