import type { DatasetShelf } from '@aw-flow/client'

const key = 'aw-studio-sample-given'
const text = `id,name,value,category
1,Alpha,10.5,A
2,Beta,20.25,B
3,Gamma,15.75,A
4,Delta,30,C
5,Epsilon,25.5,B
`

/** Puts a small dataset into an empty profile, once: who deletes it does not get it again. */
export async function giveSample(shelf: DatasetShelf): Promise<void> {
  if (remembered()) return
  const given = shelf.datasets.length > 0 || (await shelf.add(new File([text], 'sample.csv', { type: 'text/csv' })))
  if (given) remember()
}

// A profile that keeps nothing is empty each time.
function remembered(): boolean {
  try {
    return localStorage.getItem(key) !== null
  } catch {
    return false
  }
}

function remember(): void {
  try {
    localStorage.setItem(key, 'yes')
  } catch {
    return
  }
}
