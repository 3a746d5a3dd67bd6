import { requests } from '../engine/requests.ts'
import {
  emptyWorkflow,
  foldRun,
  findResultTables,
  type ColumnProfile,
  type DeepFinding,
  type RunEvent,
  type TableRef,
} from '@aw-flow/schema'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import { expectedDigest, serializeProfile, createProfileCsv } from '../../agents/profiling/test-profile-case.ts'
import type { Engine } from '../engine/engine.ts'
import { createEngine } from '../engine/create-engine.ts'
import { hashBytes } from './hash-bytes.ts'
import workerUrl from './worker.ts?worker&url'

const dataset = 'd'.repeat(64)

describe('profiles in the page', () => {
  let engine: Engine
  let table: TableRef
  before(async function () {
    this.timeout(60_000)
    engine = createEngine({ workerUrl, wasmUrl })
    const bytes = new Blob([createProfileCsv()])
    engine.provide({ bytes: async () => ({ name: 'people.csv', bytes }) })
    const load = { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }
    const events: RunEvent[] = []
    await engine.run(
      {
        run: 'profile',
        workflowId: 'w',
        workflow: { ...emptyWorkflow('People'), nodes: [load] },
        files: { load: { dataset, name: 'people.csv' } },
        seed: 1,
      },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onEvents: (more) => void events.push(...more),
      },
    )
    table = findResultTables(foldRun(events))[0]!.table
  })
  after(() => engine.close())

  it('equal those of the native DuckDB, reported column by column and finding by finding', async function () {
    this.timeout(60_000)
    const columns: ColumnProfile[] = []
    const findings: DeepFinding[] = []
    const steps: string[] = []
    const answer = await engine.ask(requests.profile({ table, deep: true }), {
      onProgress: (progress) => {
        if ('column' in progress) columns.push(progress.column)
        else if ('finding' in progress) findings.push(progress.finding)
        else steps.push(progress.progress.step)
      },
    })
    if (!answer.ok) throw new Error(answer.problem.message)
    expect(columns).to.have.length(12)
    expect(steps.slice(0, 3)).to.deep.equal(['keys', 'duplicates', 'patterns'])
    expect(await hashBytes(new Blob([serializeProfile(answer.value, findings)]))).to.equal(expectedDigest)
    const drift = await engine.ask(
      requests.compareProfiles({
        before: answer.value,
        after: {
          ...answer.value,
          columns: answer.value.columns.slice(1),
        },
      }),
    )
    expect(drift.ok && drift.value.findings.map(({ kind }) => kind)).to.deep.equal(['column-gone'])
  })

  it('stop when aborted, and report nothing after that', async function () {
    this.timeout(60_000)
    const stop = new AbortController()
    const found: DeepFinding[] = []
    const answer = await engine.ask(requests.profile({ table, deep: true }), {
      signal: stop.signal,
      onProgress: (progress) => {
        if (!('finding' in progress)) return
        found.push(progress.finding)
        stop.abort()
      },
    })
    expect(answer.ok).to.equal(false)
    expect(found).to.have.length(1)
    const again = await engine.ask(requests.profile({ table, sample: 1_000 }))
    expect(again.ok && again.value.columns[0]?.sampled).to.deep.equal({ rows: 1_000, of: 60_000, error: 0.031 })
  })

  it('of a missing table end with a problem', async () => {
    const answer = await engine.ask(requests.profile({ table: { ...table, id: 'gone' } }))
    expect(answer.ok).to.equal(false)
  })
})
