import { foldRun, type RunEventBody } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { mainJob } from '../../../../test/main-job.ts'
import { findReportNodeId } from './find-report-node.ts'

const run = (...bodies: RunEventBody[]) =>
  foldRun(
    [
      { type: 'run-started' as const, version: 1 as const, run: 'r', workflow: mainJob(), inputs: {}, seed: 1 },
      ...bodies,
    ].map((body, seq) => ({ ...body, seq, time: seq })),
  )
const completed = (node: string, report = false): RunEventBody => ({
  type: 'node-completed',
  node,
  outputs: {},
  ms: 1,
  problems: [],
  ...(report ? { report: { kind: 'other', report: {} } } : {}),
})

it('prefers the last node with a report to the shown one without', () => {
  const all = run(completed('load', true), completed('prepare', true), completed('table'))
  expect(findReportNodeId(all, 'table')).toBe('prepare')
  expect(findReportNodeId(all, 'load')).toBe('load')
  expect(findReportNodeId(run(completed('load')), 'load')).toBe('load')
})

it('prefers a failed node', () => {
  const error = { kind: 'permanent', problem: { code: 'x', severity: 'error', message: 'No.' } } as const
  const failed = run(completed('load', true), { type: 'node-failed', node: 'prepare', ms: 1, error })
  expect(findReportNodeId(failed, 'load')).toBe('prepare')
})
