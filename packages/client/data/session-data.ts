import { failed, info, type Problem, type Workflow } from '@aw-flow/schema'
import type { DatasetLibrary } from './dataset-library.ts'
import { findDatasetReferences } from './find-dataset-references.ts'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import type { SessionData, SessionRequest } from '../session.ts'

interface Options {
  library: DatasetLibrary
  engine: Engine
  /** Dispatches a request event to the session's listeners. Returns false if a listener cancels the action. */
  isAllowed: (request: SessionRequest) => boolean
  onProblem: (problem: Problem) => void
  /** The URL of the page that exported HTML files are made from. */
  pageUrl: string | undefined
  getWorkflow: () => Workflow
}

export const createSessionData = ({
  library,
  engine,
  isAllowed,
  onProblem,
  pageUrl,
  getWorkflow,
}: Options): SessionData => ({
  get list() {
    return library.datasets
  },
  async add(file) {
    if (!isAllowed({ type: 'file', file })) return failed(info('dataset.prevented', { name: file.name }))
    const dataset = await library.add(file)
    if (!dataset.ok) onProblem(dataset.problem)
    return dataset
  },
  async remove(id) {
    if (!isAllowed({ type: 'remove-dataset', dataset: id })) return
    const problem = await library.remove(id)
    if (problem) onProblem(problem)
  },
  readFile: async (id) => (await library.readDataset(id))?.bytes,
  ...(pageUrl === undefined
    ? {}
    : {
        async exportPage() {
          const { exportPage } = await import('./export-page.ts')
          const workflow = getWorkflow()
          const files = await Promise.all(findDatasetReferences(workflow).map((id) => library.readDataset(id)))
          return exportPage({ pageUrl, workflow, files: files.filter((file) => file !== undefined) })
        },
      }),
  previewLoad: (id, request = {}) => engine.ask(requests.previewLoad({ dataset: id, ...request })),
})
