import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Label, label } from './label.ts'

/** The batches of this folder, each keyed by file name (`folder/file`, as in the archive below `real/`). */
export function readBatches(): Map<string, Map<string, Label>> {
  const batches = new Map<string, Map<string, Label>>()
  for (const name of readdirSync(import.meta.dirname)
    .filter((file) => /^(real|more)-\d+\.json$/.test(file))
    .sort()) {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8')
    batches.set(name, new Map(Object.entries(z.record(z.string(), label).parse(JSON.parse(text)))))
  }
  return batches
}

/** All labels by file name. Throws where a batch does not have the shape of `label` or two batches name one file. */
export function readLabels(): Map<string, Label> {
  const labels = new Map<string, Label>()
  for (const [batch, entries] of readBatches()) {
    for (const [name, entry] of entries) {
      if (labels.has(name)) throw new Error(`${name} in ${batch} is labelled twice. Keep one label.`)
      labels.set(name, entry)
    }
  }
  return labels
}
