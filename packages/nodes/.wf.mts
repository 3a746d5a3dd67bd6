import { readFileSync } from 'node:fs'
import { openDuckDb, nodeFile, hashFile } from '@aw-flow/data/node'
import { runWorkflow, systemClock, describeWorkflow, giveFiles } from '@aw-flow/engine'
import { readWorkflow, foldRun } from '@aw-flow/schema'
import { builtInCatalogue } from '@aw-flow/nodes'
const tables = await openDuckDb()
const catalogue = builtInCatalogue()
const { workflow, problems } = readWorkflow(readFileSync('/work/main/examples/workflows/cosmo-ready.json', 'utf8'))
console.log(problems, JSON.stringify(describeWorkflow(workflow!, catalogue, { preview: () => undefined }), null, 1).slice(0, 3000))
const path = process.argv[2]!
const id = await hashFile(path)
const file = await nodeFile(path, id)
const events: any[] = []
const { inputs } = giveFiles(workflow!, catalogue, { every: { kind: 'file', dataset: id, name: file.name } })
await runWorkflow({ workflow: workflow!, run: 'r', inputs, seed: 1, catalogue, clock: systemClock, tables, files: { open: async () => file }, onEvent: (e: any) => { events.push(e) }, onProgress() {}, signal: new AbortController().signal } as any)
for (const [id, n] of Object.entries(foldRun(events).nodes)) console.log(id, n.state, n.rows, n.ms, n.error?.problem.message, n.problems.map(p => p.message))
await tables.close()
