import { createEmptyWorkflow, type Problem, type RunEvent } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createRunRecorder } from './run-recorder.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { createNode } from '../../../test/create-node.ts'

const start: RunEvent = {
  seq: 0,
  time: 1,
  type: 'run-started',
  version: 1,
  run: 'r',
  workflow: createEmptyWorkflow(),
  inputs: {},
  seed: 1,
}
const logged = (seq: number): RunEvent => ({
  seq,
  time: seq,
  type: 'node-logged',
  node: 'a',
  level: 'info',
  message: `${seq}`,
})

describe('createRunRecorder', () => {
  it('stores every event in order, for any batches', async () => {
    for (let pause = 0; pause < 8; pause++) {
      const storage = createMemoryStorage()
      const options = { storage, run: 'r', workflowId: 'w', workflowName: 'W', onProblem: () => undefined }
      const recorder = createRunRecorder(options)
      recorder.append([start])
      for (let seq = 1; seq < 6; seq++) {
        // Waits for one or more microtasks, so that some events arrive at the moment when a write ends.
        for (let turn = 0; turn < pause; turn++) await undefined
        recorder.append([logged(seq)])
      }
      await recorder.whenIdle()
      expect((await storage.getRunEvents('r')).map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
    }
  })

  it('lists the datasets of a run, passed or named by settings, without duplicates', async () => {
    const [passed, named, unused] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string]
    const node = (id: string, dataset: string) => createNode(id, 'loading', { dataset })
    const storage = createMemoryStorage()
    const record = async (run: string, event: RunEvent): Promise<void> =>
      createRunRecorder({ storage, run, workflowId: 'w', workflowName: 'W', onProblem: () => undefined }).append([
        event,
      ])
    await record('without', start)
    await record('with', {
      ...start,
      time: 2,
      workflow: { ...createEmptyWorkflow(), nodes: [node('one', named), node('two', unused), node('three', named)] },
      inputs: { two: { file: { kind: 'file', dataset: passed, name: 'a.csv' } } },
    } as RunEvent)
    const listed = Object.fromEntries((await storage.listRuns()).map((one) => [one.run, one.datasets]))
    expect(listed).toEqual({ without: undefined, with: [passed, named] })
  })

  it('reports a refused write once', async () => {
    const problems: Problem[] = []
    const storage = {
      ...createMemoryStorage(),
      appendEvents: async () => ({ code: 'storage.full', severity: 'error', message: 'Full.' }) as const,
    }
    const recorder = createRunRecorder({
      storage,
      run: 'r',
      workflowId: 'w',
      workflowName: 'W',
      onProblem: (problem) => problems.push(problem),
    })
    for (let seq = 0; seq < 4; seq++) {
      recorder.append([logged(seq)])
      await recorder.whenIdle()
    }
    expect(problems).toHaveLength(1)
  })
})
