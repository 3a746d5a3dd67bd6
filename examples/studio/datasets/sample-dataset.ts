import type { DatasetLibrary } from '@aw-flow/client'
import type { Dataset } from '@aw-flow/schema'
import type { Workspace } from '../workspace.ts'

const storageKey = 'aw-studio-sample-given'
const sampleText = `id,name,value,category
1,Alpha,10.5,A
2,Beta,20.25,B
3,Gamma,15.75,A
4,Delta,30,C
5,Epsilon,25.5,B
`

const tourText = `Stall report, spring;;;;
made 2 May;;;;

id;name;place;takings;visitors
1;Anna's Bread;North gate;1.204,50;310
2;Cheese & Co;Hall 2;890,00;205
;;;;
3;Green Corner;Hall 2;455,75;98
4;"Honey; and more";South gate;1.010,25;260
5;Fish Otto;North gate;2.310,00;402
`

/** Returns the sample file of the tour and its text, and adds it to the datasets. */
export async function addTourSample(workspace: Workspace): Promise<{ text: string; dataset: Dataset | undefined }> {
  const file = new File([tourText], 'market stalls.csv', { type: 'text/csv' })
  return { text: tourText, dataset: await workspace.addFile(file) }
}

/** Adds a small dataset to an empty profile, once: if the user deletes it, it is not added again. */
export async function addSample(library: DatasetLibrary): Promise<void> {
  if (wasSampleAdded()) return
  const hasData =
    library.datasets.length > 0 || (await library.add(new File([sampleText], 'sample.csv', { type: 'text/csv' })))
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
