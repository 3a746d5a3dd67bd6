import { describeWorkflow } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { convertForeignFile, type ImportReport } from '@aw-flow/schema/foreign'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createKnimeFile, type KnimeFixture } from './knime-file.ts'
import { afterAll, describe, expect, it } from 'vitest'

/** Content of an export, written down independently of the readers. */
interface Expectation {
  name: string | null
  nodes: string[]
  edges: [string, string][]
  notes: number
  /** Part of the half that was first read after the readers were finished. */
  closed?: true
}

const folder = fileURLToPath(new URL('../fixtures/movers/', import.meta.url))
const tools = readdirSync(folder)
const catalog = createBuiltInCatalog()
const shares: Record<
  string,
  Record<'open' | 'closed', { files: number; nodes: number; mapped: number; exact: number }>
> = {}

afterAll(() => {
  if (process.env.AW_PRINT_SHARES === '1') process.stdout.write(`${JSON.stringify(shares, null, 1)}\n`)
})

/** Problems that a user solves after the import, by adding a secret, a model, a file or a table. */
const expectedCodes =
  /^(?:secret|model|models|placeholder|email|file|loading|url|http|outside|input|port|agent|notification|foreign)\b/

const readExport = (tool: string, file: string): Uint8Array => {
  const content = readFileSync(`${folder}${tool}/${file}`)
  if (tool === 'knime') return createKnimeFile(JSON.parse(content.toString()) as KnimeFixture)
  return new Uint8Array(content)
}

/** Returns the edges between names. Merge nodes that the import added, and parts of nodes, are resolved. */
function listEdges({ nodes, edges }: Workflow, report: ImportReport): [string, string][] {
  const labels = new Map(nodes.map(({ id, data }) => [id, data.label]))
  const reported = new Set(report.nodes.map(({ id }) => id))
  const findTargets = (id: string): string[] =>
    reported.has(id) ? [id] : edges.filter(({ source }) => source === id).flatMap(({ target }) => findTargets(target))
  const direct = edges
    .filter(({ source }) => reported.has(source))
    .flatMap(({ source, target }) => findTargets(target).map((end) => [labels.get(source)!, labels.get(end)!]))
  const parts = report.nodes
    .filter(({ id, name }) => labels.get(id) !== name)
    .map(({ id, name }) => [name, labels.get(id)!])
  return [...direct, ...parts].toSorted() as [string, string][]
}

describe.each(tools)('exports of %s', (tool) => {
  const expectations = JSON.parse(readFileSync(`${folder}${tool}/expected.json`, 'utf8')) as Record<string, Expectation>
  const counts = { files: 0, nodes: 0, mapped: 0, exact: 0 }
  shares[tool] = { open: { ...counts }, closed: { ...counts } }

  it.each(Object.entries(expectations))(
    '%s keeps its structure, and its settings are valid',
    async (file, expected) => {
      const converted = await convertForeignFile(readExport(tool, file))
      if (!converted?.ok) expect.fail(JSON.stringify(converted?.problem ?? 'not recognized'))
      const { document, report } = converted.value
      expect(report.tool).toBe(tool)
      const { workflow, problems } = readWorkflow(document)
      expect(problems).toEqual([])
      expect(report.nodes.map(({ name }) => name).toSorted()).toEqual(expected.nodes)
      const owners = new Map(
        report.nodes.map(({ id, name }) => [name, workflow!.nodes.find((node) => node.id === id)!.data.label]),
      )
      const isPart = (name: string): boolean => owners.get(name) !== name
      // What leads to a part leads to the node that contains it.
      const edges = expected.edges.map(([from, to]) => [from, isPart(to) ? owners.get(to)! : to])
      expect(listEdges(workflow!, report)).toEqual(edges.toSorted())
      if (expected.name !== null) expect(workflow!.name).toBe(expected.name)
      expect(workflow!.notes ?? []).toHaveLength(expected.notes)
      const described = describeWorkflow(workflow!, { catalog, context: { findPreview: () => undefined } })
      const kept = report.problems.filter(({ params }) => JSON.stringify(params ?? {}).includes('expressions-kept'))
      const keptIn = new Set(kept.map(({ where }) => where?.node))
      const errors = described.problems
        .filter(({ severity, code }) => severity === 'error' && !expectedCodes.test(code))
        // An expression without a counterpart is kept, reported by the import, and reported until it is replaced.
        .filter(({ code, where }) => !(code.startsWith('expression.') && keptIn.has(where?.node)))
      expect(errors).toEqual([])
      const share = shares[tool]![expected.closed ? 'closed' : 'open']
      share.files++
      share.nodes += report.nodes.length
      share.mapped += report.nodes.filter(({ status }) => status !== 'missing').length
      share.exact += report.nodes.filter(({ status }) => status === 'mapped').length
    },
  )

  it('maps at least 70% of the nodes of each half', () => {
    const { open, closed } = shares[tool]!
    expect(open.files + closed.files).toBeGreaterThanOrEqual(10)
    expect(closed.files).toBeGreaterThanOrEqual(5)
    for (const { nodes, mapped } of [open, closed]) expect(mapped / nodes).toBeGreaterThanOrEqual(0.7)
  })
})
