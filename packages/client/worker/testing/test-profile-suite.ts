import type { TableRef } from '@aw-flow/schema'
import type { ColumnProfile, DeepFinding } from '@aw-flow/schema/internal'
import { expect } from '@open-wc/testing'
import { expectedDigest, serializeProfile, createProfileCsv } from '../../../agents/profiling/test-profile-case.ts'
import { requests } from '../../engine/requests.ts'
import { hashBytes } from '../hash-bytes.ts'
import type { SharedEngine } from './test-shared-engine.ts'

/** Tests profiles of tables. */
export function describeProfiles(shared: SharedEngine): void {
  describe('profiles', () => {
    let table: TableRef
    before(async () => {
      table = await shared.load('people.csv', createProfileCsv())
    })

    it('equal those of the native DuckDB, reported column by column and finding by finding', async () => {
      const columns: ColumnProfile[] = []
      const findings: DeepFinding[] = []
      const steps: string[] = []
      const answer = await shared.engine.ask(requests.profile({ table, deep: true }), {
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
      const drift = await shared.engine.ask(
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

    it('stop when aborted, and report nothing after that', async () => {
      const stop = new AbortController()
      const found: DeepFinding[] = []
      const answer = await shared.engine.ask(requests.profile({ table, deep: true }), {
        signal: stop.signal,
        onProgress: (progress) => {
          if (!('finding' in progress)) return
          found.push(progress.finding)
          stop.abort()
        },
      })
      expect(answer.ok).to.equal(false)
      expect(found).to.have.length(1)
      const again = await shared.engine.ask(requests.profile({ table, sample: 1_000 }))
      expect(again.ok && again.value.columns[0]?.sampled).to.deep.equal({ rows: 1_000, of: 60_000, error: 0.031 })
    })

    it('of a missing table end with a problem', async () => {
      const answer = await shared.engine.ask(requests.profile({ table: { ...table, id: 'gone' } }))
      expect(answer.ok).to.equal(false)
    })
  })
}
