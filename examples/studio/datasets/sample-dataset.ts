import type { DatasetLibrary } from '@aw-flow/client'
import type { Dataset } from '@aw-flow/schema'
import { strings } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'

const storageKey = 'aw-studio-sample-given'

/** A file with the columns id, name, value and category. */
const createSampleText = (header: string): string => `${header}
1,Alpha,10.5,A
2,Beta,20.25,B
3,Gamma,15.75,A
4,Delta,30,C
5,Epsilon,25.5,B
`

/** Returns the sample file of the tour and its text, and adds it to the datasets. */
export async function addTourSample(workspace: Workspace): Promise<{ text: string; dataset: Dataset | undefined }> {
  const { sampleName, sampleText: text } = strings().tour
  const file = new File([text], sampleName, { type: 'text/csv' })
  return { text, dataset: await workspace.addFile(file) }
}

/** Adds a small dataset to an empty profile, once: if the user deletes it, it is not added again. */
export async function addSample(library: DatasetLibrary): Promise<void> {
  if (wasSampleAdded()) return
  const { sampleName, sampleHeader } = strings().data
  const file = new File([createSampleText(sampleHeader)], sampleName, { type: 'text/csv' })
  const hasData = library.datasets.length > 0 || (await library.add(file))
  if (hasData) markSampleAdded()
}

/** Returns whether the sample was added before. Without storage, a profile always starts empty. */
function wasSampleAdded(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null
  } catch {
    return false
  }
}

function markSampleAdded(): void {
  try {
    localStorage.setItem(storageKey, 'yes')
  } catch {
    return
  }
}
