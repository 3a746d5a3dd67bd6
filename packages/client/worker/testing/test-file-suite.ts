import { requests } from '../../engine/requests.ts'
import { expect } from '@open-wc/testing'
import { chain, dataset, mainJob, text, type SharedEngine } from './test-shared-engine.ts'

/** Tests files: hashing, previews and descriptions. */
export function describeFiles(shared: SharedEngine): void {
  describe('files', () => {
    it('hashes a file and reports progress', async () => {
      const seen: number[] = []
      const big = new Blob([new Uint8Array(5 * 1024 * 1024)])
      const answer = await shared.engine.ask(requests.hash({ bytes: big }), {
        onProgress: ({ done }) => void seen.push(done),
      })
      expect(answer).to.deep.equal({
        ok: true,
        value: 'c036cbb7553a909f8b8877d4461924307f27ecb66cff928eeeafd569c3887e29',
      })
      expect(seen.at(-1)).to.equal(5 * 1024 * 1024)
    })

    it('describes a workflow from the preview of a file, before a run', async () => {
      const seen = await shared.engine.ask(requests.previewFile({ dataset, name: 'sample.csv', bytes: shared.bytes }))
      if (!seen.ok) throw new Error(seen.problem.message)
      expect(seen.value.columns.map(({ name }) => name)).to.deep.equal(['id', 'name', 'value', 'category'])
      const [load] = mainJob.nodes
      const chosen = chain({ ...load!, data: { label: 'Load', config: { dataset } } }, ...mainJob.nodes.slice(1))
      const described = await shared.engine.ask(requests.describe({ workflow: chosen, previews: [seen.value] }))
      if (!described.ok) throw new Error(described.problem.message)
      expect(described.value.ready).to.equal(true)
      expect(described.value.nodes['load']?.outputs['table']?.columns).to.have.length(4)
      const withDataset = await shared.engine.ask(
        requests.describe({ workflow: chosen, previews: [seen.value], datasets: [dataset] }),
      )
      expect(withDataset.ok && withDataset.value.ready).to.equal(true)
      const withoutDataset = await shared.engine.ask(
        requests.describe({ workflow: chosen, previews: [seen.value], datasets: [] }),
      )
      expect(withoutDataset.ok && withoutDataset.value.ready).to.equal(false)
      expect(withoutDataset.ok && withoutDataset.value.problems[0]).to.deep.include({
        code: 'load.dataset-missing',
        where: { node: 'load', setting: 'dataset' },
      })
    })

    it('reports a file that was removed since it was chosen', async () => {
      const root = await navigator.storage.getDirectory()
      const handle = await root.getFileHandle('moved.csv', { create: true })
      const writable = await handle.createWritable()
      await writable.write(text)
      await writable.close()
      const file = await handle.getFile()
      await root.removeEntry('moved.csv')
      const answers = [
        await shared.engine.ask(requests.hash({ bytes: file })),
        await shared.engine.ask(requests.previewFile({ dataset, name: file.name, bytes: file })),
      ]
      for (const answer of answers) {
        expect(answer.ok).to.equal(false)
        if (answer.ok) continue
        const where = { file: 'moved.csv' }
        expect(answer.problem).to.deep.include({ code: 'file.unreadable', params: { name: 'moved.csv' }, where })
      }
      shared.bytes = file
      const { view } = await shared.run(mainJob)
      shared.bytes = new Blob([text])
      expect(view.nodes['load']?.error?.problem.message).to.contain('cannot be read')
    })
  })
}
