import { describeWorkflow } from '@aw-flow/engine'
import { previewFile } from '@aw-flow/agents'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { InputOf } from '../../engine/requests.ts'
import { describeWithSamples, insertSamples } from '../insert-samples.ts'
import { addSampleNode, createSampleFile } from '../sample-node.ts'
import type { HandlerContext } from './handler-context.ts'

/** Services that are not available in a page. MCP servers are also unavailable if the page's host does not have any. */
const unavailableServices = ['databases', 'mail', 'events', 'web'] as const

/** Creates the function that describes the columns and problems of a workflow. */
export function createDocumentDescriber(context: HandlerContext) {
  const { services, formats, statementChecks, findWorkflows } = context
  const findUnavailableServices = async ({ nodes }: Workflow) =>
    nodes.some(({ type }) => type === 'mcp_tool') && !(await context.hasMcp())
      ? [...unavailableServices, 'mcp' as const]
      : unavailableServices
  const describe = async ({ samples = [], ...input }: InputOf<'describe'>): Promise<WorkflowDescription> => {
    const description = await describeDocument(input)
    if (samples.length === 0) return description
    const { workflow, csvByDataset } = insertSamples(input.workflow, samples)
    const previews = await Promise.all(
      [...csvByDataset].map(([dataset, text]) => previewFile(createSampleFile(text, dataset), { formats })),
    )
    const sampledDescription = await describeDocument({
      ...input,
      workflow,
      previews: [...input.previews, ...previews],
      ...(input.datasets ? { datasets: [...input.datasets, ...csvByDataset.keys()] } : {}),
    })
    return describeWithSamples(description, sampledDescription, samples)
  }
  const describeDocument = async ({
    workflow,
    previews: knownPreviews,
    datasets,
    runDatasets,
  }: Omit<InputOf<'describe'>, 'samples'>): Promise<WorkflowDescription> => {
    const datasetIds = datasets && new Set(datasets)
    const previewsByDataset = new Map(knownPreviews.map((preview) => [preview.dataset, preview]))
    const describeContext = {
      findPreview: (dataset: string) => previewsByDataset.get(dataset),
      hasDataset: (dataset: string) => datasetIds?.has(dataset),
      unavailableServices: await findUnavailableServices(workflow),
      functions: (await services.functions?.list()) ?? [],
      checkStatement: statementChecks.find,
    }
    const description = describeWorkflow(workflow, {
      catalog: addSampleNode(context.getCatalog()),
      context: describeContext,
      workflows: await findWorkflows(workflow),
      runDatasets,
    })
    return statementChecks.isPending ? { ...description, unchecked: true } : description
  }
  return describe
}
