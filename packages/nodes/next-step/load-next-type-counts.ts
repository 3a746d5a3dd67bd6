import { createNextTypeCounts, type NextTypeCounts } from './count-next-types.ts'
import { contextKinds } from './next-node-contexts.ts'

let countsPromise: Promise<NextTypeCounts> | undefined

/**
 * Loads the counts from public workflows and templates. They are in a separate module that is loaded on the first call.
 */
export function loadNextTypeCounts(): Promise<NextTypeCounts> {
  return (countsPromise ??= parseCounts())
}

async function parseCounts(): Promise<NextTypeCounts> {
  const { countedTypes, countsByContext } = await import('./next-node-counts.ts')
  const counts = createNextTypeCounts()
  for (const [type, count] of countedTypes) counts.total.set(type, count)
  for (const kind of contextKinds) {
    for (const [key, text] of Object.entries(countsByContext[kind])) {
      const pairs = text.split(' ').map((pair) => pair.split(':').map(Number))
      const contextCounts = pairs.map(([index = 0, count = 0]): [string, number] => [countedTypes[index]![0], count])
      counts.contexts[kind].set(key, new Map(contextCounts))
    }
  }
  return counts
}
