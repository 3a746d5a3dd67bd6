import { newId } from '@aw-flow/client'
import { readWorkflow, type Problem, type Workflow, getProblem } from '@aw-flow/schema'
import index from '../../workflows/templates/index.json'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { localizeTemplate } from './templates.ts'
import { createCopyName } from '../display-names.ts'
import type { Workspace } from '../workspace.ts'
import { getPageServerUrl } from '../shell/base-path.ts'

/** A template and its sample files. */
export interface SampleTemplate {
  id: string
  workflow: Workflow
  /** Names of the sample files for its Load nodes, keyed by node ID. */
  files: Readonly<Record<string, string>>
}

const documents = import.meta.glob<string>('../../workflows/templates/*.json', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const fileUrls = import.meta.glob<string>('../../workflows/templates/data/*', {
  eager: true,
  query: '?url',
  import: 'default',
})
const folder = '../../workflows/templates'

/** Templates in display order. */
export const sampleTemplates: readonly SampleTemplate[] = index.flatMap(({ id, files }) => {
  const { workflow } = readWorkflow(documents[`${folder}/${id}.json`] ?? '')
  return workflow ? [{ id, workflow, files: dropMissingFiles(files) }] : []
})

/** URL prefix of the sample service in templates, as served by `npm start`. */
const sampleService = 'http://localhost:3000/samples/'

/** Returns a template's name and description in the current language. */
export const getTemplateStrings = ({
  id,
  workflow: { name, description = '' },
}: SampleTemplate): { readonly name: string; readonly description: string } =>
  getStrings().templates.translations[id] ?? { name, description }

/**
 * Creates a workflow from a template: imports the sample files as datasets, assigns them to the nodes, and stores the
 * workflow under its displayed name. Returns the workflow's ID, or the problem if a file could not be downloaded or an
 * item could not be stored.
 */
export async function createFromTemplate(
  workspace: Workspace,
  template: SampleTemplate,
): Promise<{ id: string } | { problem: Problem }> {
  const { files } = template
  const workflow = localizeTemplate(template.id, template.workflow)
  const datasetIds = new Map<string, string>()
  for (const [nodeId, name] of Object.entries(files)) {
    const file = await fetchSampleFile(name)
    if (!(file instanceof File)) return file
    // The caller reports the problem. Templates share sample files, so a known file needs no notification.
    const dataset = await workspace.addFile(file, () => undefined)
    if (!dataset.ok) return { problem: dataset.problem }
    datasetIds.set(nodeId, dataset.value.id)
  }
  const { name } = workflow
  const names = workspace.workflows.map((listed) => listed.workflow.name)
  const id = newId('workflow')
  const copy: Workflow = {
    ...workflow,
    name: names.includes(name) ? createCopyName(name, names) : name,
    nodes: workflow.nodes.map((node) => {
      const { config } = node.data
      const datasetId = datasetIds.get(node.id)
      const { url } = config
      if (datasetId !== undefined) return { ...node, data: { ...node.data, config: { ...config, dataset: datasetId } } }
      if (typeof url !== 'string' || !url.startsWith(sampleService)) return node
      const sampleUrl = `${getPageServerUrl()}/samples/${url.slice(sampleService.length)}`
      return { ...node, data: { ...node.data, config: { ...config, url: sampleUrl } } }
    }),
  }
  const problem = getProblem(await workspace.storage.putDocument(id, copy, 0))
  if (problem) return { problem }
  await workspace.refresh()
  return { id }
}

async function fetchSampleFile(name: string): Promise<File | { problem: Problem }> {
  const url = fileUrls[`${folder}/data/${name}`]
  try {
    const response = url === undefined ? undefined : await fetch(url)
    return response?.ok ? new File([await response.blob()], name) : { problem: createDownloadProblem(name) }
  } catch {
    return { problem: createDownloadProblem(name) }
  }
}

const createDownloadProblem = (name: string): Problem =>
  createStudioProblem('template.file', getStrings().templates.sampleNotDownloaded(name), {
    hint: getStrings().templates.sampleNotDownloadedHint,
  })

function dropMissingFiles(files: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([nodeId, name]) => (name === undefined ? [] : [[nodeId, name]])),
  )
}
