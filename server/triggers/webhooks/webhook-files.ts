import { findFileReaders, type Catalog } from '@aw-flow/engine'
import { error, type Problem, type Workflow } from '@aw-flow/schema'
import type { StartBody } from '../../api/start-body.ts'
import { findUploadAllowance, type UploadLimits } from '../../api/upload-allowance.ts'
import type { WorkspaceStore } from '../../store/open-store.ts'
import type { WebhookFile } from './webhook-body.ts'

/**
 * Stores the files of a webhook request as datasets. All files are checked against the limits before the first one is
 * stored. Repeating a request stores nothing new, because datasets are identified by their content.
 *
 * @returns The problem if a limit is exceeded.
 */
export async function storeWebhookFiles(
  store: Pick<WorkspaceStore, 'datasets' | 'uploads' | 'quotas'>,
  files: readonly WebhookFile[],
  limits: UploadLimits,
): Promise<Problem | undefined> {
  const { fileBytes } = limits
  if (fileBytes > 0 && files.some(({ bytes }) => bytes.length > fileBytes)) {
    return error('upload.too-large', { max: fileBytes })
  }
  return store.uploads.runExclusive(async () => {
    const newFiles: WebhookFile[] = []
    for (const file of files) if (!(await store.datasets.find(file.dataset))) newFiles.push(file)
    const allowance = await findUploadAllowance(store, { ...limits, fileBytes: 0 })
    const newBytes = newFiles.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (newBytes > allowance.bytes) return allowance.problem
    for (const { name, bytes } of files) {
      await store.datasets.add(await store.datasets.receive(toChunks(bytes)), name)
    }
    return undefined
  })
}

/**
 * Assigns files to the nodes that read files. If a node's ID or name matches a form field, the node reads the first
 * file in that field; all other nodes read the first file in the request.
 */
export function assignWebhookFiles(
  workflow: Workflow,
  catalog: Catalog,
  files: readonly WebhookFile[],
): Pick<StartBody, 'input_data_id' | 'inputs'> {
  const inputs: Record<string, string> = {}
  for (const path of findFileReaders(workflow, catalog).keys()) {
    const label = workflow.nodes.find(({ id }) => id === path)?.data.label
    const file = files.find(({ field }) => field !== undefined && (field === path || field === label))
    if (file) inputs[path] = file.dataset
  }
  return { input_data_id: files[0]!.dataset, inputs }
}

async function* toChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
