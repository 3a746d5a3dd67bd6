import { applyEdit, createEmptyWorkflow, unwrap, type Workflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { requests } from '../../engine/requests.ts'
import { node, type SharedEngine } from './test-shared-engine.ts'

/** Tests explanations and fixes of problems. */
export function describeFixes(shared: SharedEngine): void {
  describe('explanations and fixes', () => {
    it('check each fix by a run in the worker', async () => {
      const { engine } = shared
      let end: (() => void) | undefined
      try {
        const bytes = new Blob(['id,score\n1,7\n2,n/a?\n3,9\n'])
        const dataset = unwrap(await engine.ask(requests.hash({ bytes })))
        end = engine.addHost({
          readDataset: (id) => Promise.resolve(id === dataset ? { name: 'scores.csv', bytes } : undefined),
        })
        const preview = unwrap(await engine.ask(requests.previewFile({ dataset, name: 'scores.csv', bytes })))
        const workflow: Workflow = {
          ...createEmptyWorkflow('Scores'),
          nodes: [node('load', 'loading', { dataset }), node('q', 'sql', { statement: 'SELECT id, scroe FROM input' })],
          edges: [{ id: 'e', source: 'load', sourceHandle: 'table', target: 'q', targetHandle: 'input' }],
        }
        const input = { workflow, previews: [preview], datasets: [dataset] }
        await engine.ask(requests.describe(input))
        unwrap(await engine.ask(requests.checkStatements({})))
        const description = unwrap(await engine.ask(requests.describe(input)))
        const [problem] = description.nodes.q!.problems
        expect(problem?.code).to.equal('sql.names')
        const fixes = unwrap(
          await engine.ask(requests.findFixes({ ...input, problem: problem!, workflowNames: [], inputs: {} })),
        )
        expect(fixes.map(({ verified }) => verified)).to.deep.equal([true])
        const fixed = applyEdit(workflow, fixes[0]!.edit).workflow
        expect(fixed.nodes[1]!.data.config.statement).to.equal('SELECT id, score FROM input')

        const explain = async (code: string, language: string) =>
          unwrap(await engine.ask(requests.explainProblem({ code, language })))
        expect((await explain('sql.names', 'de-AT'))?.language).to.equal('de')
        expect((await explain('sql.names', 'en'))?.meaning).to.contain('does not exist')
        expect(await explain('no.such-code', 'en')).to.equal(undefined)
      } finally {
        end?.()
      }
    })
  })
}
