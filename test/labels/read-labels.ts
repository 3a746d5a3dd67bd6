import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type FreshLabel, freshLabel, type Label, label, type LaterLabel, laterLabel } from './label.ts'

const folder = join(import.meta.dirname, 'batches')

/** The sets that no rule was derived from. Each is a folder here with the batches `<set>-<n>.json`. */
export const unseenSets = [
  'unseen',
  'second-unseen',
  'third-unseen',
  'fourth-unseen',
  'fifth-unseen',
  'sixth-unseen',
  'seventh-unseen',
  'eighth-unseen',
  'ninth-unseen',
  'tenth-unseen',
  'eleventh-unseen',
  'twelfth-unseen',
  'thirteenth-unseen',
  'fourteenth-unseen',
  'fifteenth-unseen',
] as const

export type UnseenSet = (typeof unseenSets)[number]

/** Returns the batches of labels, each keyed by file name (`folder/file`, as in the archive below `real/`). */
export const readBatches = (): Map<string, Map<string, Label>> => readFiles(/^(real|more)-\d+\.json$/, label)

/** Returns the fresh batches, each keyed by file name (`folder/file`, as in the folder with its files). */
export const readFreshBatches = (): Map<string, Map<string, FreshLabel>> => readFiles(/^fresh-\d+\.json$/, freshLabel)

/** Returns the later batches, each keyed by file name (`package/file`, as in the folder with its files). */
export const readLaterBatches = (): Map<string, Map<string, LaterLabel>> => readFiles(/^later-\d+\.json$/, laterLabel)

/** Returns the batches of an unseen set, each keyed by file name (`package/file`, as in the folder with its files). */
export const readUnseenBatches = (set: UnseenSet): Map<string, Map<string, LaterLabel>> =>
  readFiles(/-\d+\.json$/, laterLabel, join(import.meta.dirname, set))

/** Returns all labels by file name. Throws if a batch does not match `label`, or if two batches contain one file. */
export const readLabels = (): Map<string, Label> => joinBatches(readBatches())

/** Returns all labels of the fresh set by file name. Throws like `readLabels`. */
export const readFreshLabels = (): Map<string, FreshLabel> => joinBatches(readFreshBatches())

/** Returns all labels of the later set by file name. Throws like `readLabels`. */
export const readLaterLabels = (): Map<string, LaterLabel> => joinBatches(readLaterBatches())

/** Returns all labels of an unseen set by file name. Throws like `readLabels`. */
export const readUnseenLabels = (set: UnseenSet): Map<string, LaterLabel> => joinBatches(readUnseenBatches(set))

function readFiles<T>(names: RegExp, shape: z.ZodType<T>, from = folder): Map<string, Map<string, T>> {
  const batches = new Map<string, Map<string, T>>()
  for (const name of readdirSync(from)
    .filter((file) => names.test(file))
    .sort()) {
    const text = readFileSync(join(from, name), 'utf8')
    batches.set(name, new Map(Object.entries(z.record(z.string(), shape).parse(JSON.parse(text)))))
  }
  return batches
}

function joinBatches<T>(batches: ReadonlyMap<string, ReadonlyMap<string, T>>): Map<string, T> {
  const labels = new Map<string, T>()
  for (const [batch, entries] of batches) {
    for (const [name, entry] of entries) {
      if (labels.has(name)) throw new Error(`${name} in ${batch} is labeled twice. Keep one label.`)
      labels.set(name, entry)
    }
  }
  return labels
}
