import { newId } from '@aw-flow/client'
import { readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import index from '../../workflows/templates/index.json'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import { inPageWords } from './templates.ts'
import { copyName } from '../words.ts'
import type { Workspace } from '../workspace.ts'

/** A workflow to begin with, and real files of which it is shown what it does. */
export interface StartingPoint {
  id: string
  workflow: Workflow
  /** The files that its Load nodes read, by node. */
  files: Readonly<Record<string, string>>
}

const documents = import.meta.glob<string>('../../workflows/templates/*.json', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const addresses = import.meta.glob<string>('../../workflows/templates/data/*', {
  eager: true,
  query: '?url',
  import: 'default',
})
const folder = '../../workflows/templates'

/** What people begin with, in the order in which it is shown. */
export const startingPoints: readonly StartingPoint[] = index.flatMap(({ id, files }) => {
  const { workflow } = readWorkflow(documents[`${folder}/${id}.json`] ?? '')
  return workflow ? [{ id, workflow, files: namedFiles(files) }] : []
})

/** Where the studio's own sample service answers in the documents, as `npm start` serves it. */
const sampleService = 'http://localhost:3000/samples/'

/** What a starting point is called and what it does, in the language of the page. */
export const textsOf = ({ id, workflow: { name, description = '' } }: StartingPoint): readonly [string, string] =>
  say().templates.texts[id] ?? [name, description]

/**
 * Makes a workflow of one's own of a starting point: takes its files in as datasets, gives each to the node that reads
 * it, and stores it, named as it was offered. Answers its id, or the problem when a file could not be fetched or nothing
 * could be stored.
 */
export async function beginWith(
  workspace: Workspace,
  point: StartingPoint,
): Promise<{ id: string } | { problem: Problem }> {
  const { files } = point
  const workflow = inPageWords(point.id, point.workflow)
  const given = new Map<string, string>()
  for (const [node, name] of Object.entries(files)) {
    const file = await sampleFile(name)
    if (!(file instanceof File)) return file
    const dataset = await workspace.addFile(file)
    if (!dataset) return { problem: notTaken(name) }
    given.set(node, dataset.id)
  }
  const { name } = workflow
  const names = workspace.workflows.map((listed) => listed.workflow.name)
  const id = newId('workflow')
  const own: Workflow = {
    ...workflow,
    name: names.includes(name) ? copyName(name, names) : name,
    nodes: workflow.nodes.map((node) => {
      const { config } = node.data
      const dataset = given.get(node.id)
      const { url } = config
      if (dataset !== undefined) return { ...node, data: { ...node.data, config: { ...config, dataset } } }
      if (typeof url !== 'string' || !url.startsWith(sampleService)) return node
      const here = `${location.origin}/samples/${url.slice(sampleService.length)}`
      return { ...node, data: { ...node.data, config: { ...config, url: here } } }
    }),
  }
  const { problem } = await workspace.storage.putDocument(id, own, 0)
  if (problem) return { problem }
  await workspace.refresh()
  return { id }
}

async function sampleFile(name: string): Promise<File | { problem: Problem }> {
  const address = addresses[`${folder}/data/${name}`]
  try {
    const answer = address === undefined ? undefined : await fetch(address)
    return answer?.ok ? new File([await answer.blob()], name) : { problem: notTaken(name) }
  } catch {
    return { problem: notTaken(name) }
  }
}

const notTaken = (name: string): Problem =>
  studioProblem('template.file', say().templates.notFetched(name), { hint: say().templates.notFetchedHint })

function namedFiles(files: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).flatMap(([node, name]) => (name === undefined ? [] : [[node, name]])))
}
