import type { DatasetLibrary, WorkflowStorage } from '@aw-flow/client'
import { getProblem, getValue, type Dataset, type Problem, type Result } from '@aw-flow/schema'
import { getStrings } from '../language/strings.ts'

/** Contains the ID of the sample. Earlier versions stored `yes`. */
const storageKey = 'aw-studio-sample-given'

/** Returns CSV text with the given header and four columns: ID, name, value and category. */
const createSampleCsv = (header: string): string => `${header}
1,Alpha,10.5,A
2,Beta,20.25,B
3,Gamma,15.75,A
4,Delta,30,C
5,Epsilon,25.5,B
`

/** Adds the tour's sample file to the datasets. Returns the file's text and the dataset. */
export async function addTourSample(workspace: {
  addFile(file: File): Promise<Result<Dataset>>
}): Promise<{ text: string; dataset: Result<Dataset> }> {
  const { sampleName, sampleText: text } = getStrings().tour
  const file = new File([text], sampleName, { type: 'text/csv' })
  return { text, dataset: await workspace.addFile(file) }
}

/**
 * Adds a small sample dataset to an empty profile, but only once: if the user deletes it, it is not added again. It is
 * only in this browser until a run on a server reads it, because the server would list it as added by the user.
 */
export async function addSample(
  library: DatasetLibrary,
  { putDataset }: Pick<WorkflowStorage, 'putDataset'>,
): Promise<Problem | undefined> {
  if (getSampleId() !== undefined) return undefined
  const { sampleName, sampleHeader } = getStrings().data
  const file = new File([createSampleCsv(sampleHeader)], sampleName, { type: 'text/csv' })
  const added = library.datasets.length > 0 ? undefined : await library.add(file, { putDataset, shouldPreview: false })
  const problem = added && getProblem(added)
  if (!problem) markSampleAdded((added && getValue(added)?.id) ?? 'none')
  return problem
}

/** Returns the ID of the sample that was added to this profile. Without storage, every profile starts empty. */
export function getSampleId(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined
  } catch {
    return undefined
  }
}

function markSampleAdded(id: string): void {
  try {
    localStorage.setItem(storageKey, id)
  } catch {
    return
  }
}
