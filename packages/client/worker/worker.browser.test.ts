import { requests } from '../engine/requests.ts'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { SharedEngine } from './testing/test-shared-engine.ts'
import { describeByExample } from './testing/test-by-example-suite.ts'
import { describeFixes } from './testing/test-fix-suite.ts'
import { describePlans } from './testing/test-plan-suite.ts'
import { describeProfiles } from './testing/test-profile-suite.ts'
import { describeSuggestions } from './testing/test-suggestion-suite.ts'
import { describeFiles } from './testing/test-file-suite.ts'
import { describeResuming } from './testing/test-resume-suite.ts'
import { describeHosts } from './testing/test-host-suite.ts'
import { describeResults } from './testing/test-result-suite.ts'
import { describeRuns } from './testing/test-run-suite.ts'
import { describeSubWorkflows } from './testing/test-sub-workflow-suite.ts'

describe('the engine in its worker', () => {
  const place = new SharedEngine()
  after(() => place.engine.close())

  it('arranges 1,000 boxes without overlaps', async () => {
    const nodes = Array.from({ length: 1_000 }, (_, n) => ({ id: `n${n}`, x: 0, y: n, width: 240, height: 100 }))
    const edges = nodes
      .slice(1)
      .flatMap(({ id }, n) => [
        { source: `n${n - (n % 3)}`, target: id },
        ...(n % 4 === 0 ? [{ source: `n${Math.max(0, n - 7)}`, target: id }] : []),
      ])
    const answer = await place.engine.ask(requests.layOut({ nodes, edges, groups: [] }))
    if (!answer.ok) throw new Error(answer.problem.message)
    const positions = Object.values(answer.value.positions).toSorted((a, b) => a.x - b.x || a.y - b.y)
    expect(positions).to.have.length(1_000)
    for (const [index, { x, y }] of positions.entries()) {
      const below = positions[index + 1]
      if (below?.x === x) expect(below.y - y).to.be.at.least(100)
    }
    for (const { source, target } of edges) {
      expect(answer.value.positions[source]!.x).to.be.below(answer.value.positions[target]!.x)
    }
    const none = await place.engine.ask(requests.layOut({ nodes: [], edges: [], groups: [] }))
    expect(none).to.deep.equal({ ok: true, value: { positions: {} } })
  })

  it('provides its catalog', async () => {
    await place.engine.ask(requests.describe({ workflow: createEmptyWorkflow(), previews: [] }))
    expect(place.engine.status.state).to.equal('ready')
    expect(place.engine.status.catalog.map(({ type }) => type)).to.include.members([
      'loading',
      'preparing',
      'validation',
      'table',
    ])
  })

  describeHosts(place)
  describeFiles(place)
  describeResults(place)
  describeSubWorkflows(place)
  describeSuggestions(place)
  describeFixes(place)
  describePlans(place)
  describeProfiles(place)
  describeByExample(place)
  describeResuming(place)
  describeRuns(place)
})
