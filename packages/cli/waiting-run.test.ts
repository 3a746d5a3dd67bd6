import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aw } from './test-command-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'aw-cli-waiting-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const node = (id: string, type: string, config: object = {}) => ({ id, type, data: { label: id, config } })
const edge = (source: string, sourceHandle: string, target: string, targetHandle: string) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle,
  target,
  targetHandle,
})

/** Starts a run in a separate folder and returns when the run waits. */
async function waiting(name: string): Promise<string> {
  const workflow = join(folder, `${name}.json`)
  const record = join(folder, `${name}.jsonl`)
  const nodes = [
    node('v', 'variable', { name: 'n', expression: '21 * 2' }),
    node('d', 'delay', { seconds: 0.01 }),
    node('a', 'approval', { message: 'Is this right?' }),
    node('w', 'wait_for_event', { name: 'paid' }),
    node('yes', 'variable'),
    node('no', 'variable'),
  ]
  const edges = [
    edge('v', 'value', 'd', 'value'),
    edge('d', 'value', 'a', 'value'),
    edge('a', 'approved', 'w', 'value'),
    edge('w', 'event', 'yes', 'value'),
    edge('a', 'rejected', 'no', 'value'),
  ]
  await writeFile(workflow, JSON.stringify({ name, nodes, edges }))
  const ran = await aw('run', workflow, '--events', record)
  expect(ran.exit).toBe(1)
  expect(ran.out).toContain('a is waiting for a decision: Is this right?')
  expect(ran.out).toContain('--approve NODE or --reject NODE')
  expect(ran.out).toContain('Waiting.')
  return record
}

test('a waiting run ends with its record, is approved, and resumes until it waits again', async () => {
  const record = await waiting('approved')
  const approved = await aw('run', '--resume', record, '--approve', 'a')
  expect(approved.out).toContain('w is waiting for the event "paid".')
  expect(approved.exit).toBe(1)
  const unheard = await aw('run', '--resume', record, '--event', 'other')
  expect(unheard.stderr).toContain('No node is waiting for the event "other".')
  const paid = await aw('run', '--resume', record, '--event', 'paid={"sum": 3}', '--json')
  expect(paid).toMatchObject({ exit: 0, stderr: '' })
  const { nodes } = JSON.parse(paid.out) as { nodes: { node: string; state: string }[] }
  expect(Object.fromEntries(nodes.map((one) => [one.node, one.state]))).toMatchObject({
    yes: 'completed',
    no: 'skipped',
  })
})

test('a waiting run is rejected, and a node that does not wait is reported', async () => {
  const record = await waiting('rejected')
  const wrong = await aw('run', '--resume', record, '--approve', 'w')
  expect(wrong.exit).toBe(2)
  expect(wrong.stderr).toContain('No approval is pending at "w" in this run. Use one of a.')
  const rejected = await aw('run', '--resume', record, '--reject', 'a')
  expect(rejected.exit).toBe(0)
  expect(rejected.out).toContain('Completed.')
  const again = await aw('run', '--resume', record, '--approve', 'a')
  expect(again.exit).toBe(2)
  expect((await aw('run', 'x.json', '--approve', 'a')).stderr).toContain('--resume RECORD')
})
