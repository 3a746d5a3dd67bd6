import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { convertForeignFile, exportFormats } from '@aw-flow/schema/foreign'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../examples/workflows/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.json') && !/outcomes|schema/.test(name),
)
const workflows = files.flatMap((file): [string, Workflow][] => {
  const { workflow } = readWorkflow(readFileSync(new URL(file, folder), 'utf8'))
  return workflow ? [[file, workflow]] : []
})

/** Returns the names of the nodes, and the pairs of names that edges connect. */
function listStructure({ nodes, edges }: Workflow): { names: string[]; pairs: string[] } {
  const used = new Set<string>()
  const names = new Map(
    nodes.map(({ id, type, data: { label } }) => {
      let name = label || type
      for (let number = 2; used.has(name); number++) name = `${label || type} ${number}`
      used.add(name)
      return [id, name]
    }),
  )
  const pairs = edges.map(({ source, target }) => `${names.get(source)!} > ${names.get(target)!}`)
  return { names: [...names.values()].toSorted(), pairs: [...new Set(pairs)].toSorted() }
}

describe('a workflow that is written for another tool', () => {
  it('is tested with all examples', () => {
    expect(workflows.length).toBeGreaterThan(50)
  })

  it.each(workflows)('keeps its nodes and edges in n8n and Node-RED: %s', async (_file, workflow) => {
    for (const tool of ['n8n', 'node-red'] as const) {
      const converted = await convertForeignFile(exportFormats[tool].write(workflow))
      if (!converted?.ok) expect.fail(`${tool}: ${JSON.stringify(converted?.problem ?? 'not recognized')}`)
      expect(converted.value.report.tool).toBe(tool)
      const { workflow: again } = readWorkflow(converted.value.document)
      const original = listStructure(workflow)
      expect(converted.value.report.nodes.map(({ name }) => name).toSorted()).toEqual(
        tool === 'n8n' ? original.names : workflow.nodes.map(({ data: { label } }) => label).toSorted(),
      )
      if (tool === 'n8n' && !JSON.stringify(again).includes('"merge"'))
        expect(listStructure(again!).pairs).toEqual(original.pairs)
      expect(again!.notes ?? []).toHaveLength(Math.max(again!.notes?.length ?? 0, workflow.notes?.length ?? 0))
    }
  })

  it.each(workflows)('keeps each node in Mermaid and Serverless Workflow: %s', (_file, workflow) => {
    const mermaid = exportFormats.mermaid.write(workflow)
    expect(mermaid.match(/^ {2}n\d+[[{]/gm) ?? []).toHaveLength(workflow.nodes.length)
    expect(mermaid.match(/^ {2}n\d+ -->/gm) ?? []).toHaveLength(workflow.edges.length)
    const { document, do: tasks } = JSON.parse(exportFormats['serverless-workflow'].write(workflow)) as {
      document: Record<string, string>
      do: Record<string, unknown>[]
    }
    expect(document).toMatchObject({ dsl: '1.0.0', name: expect.stringMatching(/^[a-z0-9]+(?:-[a-z0-9]+)*$/) })
    const triggers = workflow.nodes.filter(({ type }) => ['trigger', 'schedule', 'webhook', 'event'].includes(type))
    expect(tasks).toHaveLength(workflow.nodes.length - triggers.length)
    for (const task of tasks) expect(Object.keys(task)).toHaveLength(1)
  })

  it('contains no directive of Mermaid in a label or title', () => {
    const directive = "%%{init: {'themeCSS': '* {display: none}'}}%%"
    const { workflow } = readWorkflow({
      name: directive,
      nodes: [{ id: 'a', type: 'table', position: { x: 0, y: 0 }, data: { label: directive, config: {} } }],
      edges: [],
    })
    expect(exportFormats.mermaid.write(workflow!)).not.toContain('%')
  })

  it('contains no formula of Mermaid in a label', () => {
    const label = String.raw`$$\href{javascript:alert(1)}{x}$$ costs $$5`
    const node = { id: 'a', type: 'table', position: { x: 0, y: 0 }, data: { label, config: {} } }
    const { workflow } = readWorkflow({ name: 'Sums', nodes: [node], edges: [] })
    expect(exportFormats.mermaid.write(workflow!)).not.toContain('$')
  })

  it('cannot break out of a label of Mermaid', () => {
    const node = { id: 'a', type: 'table', position: { x: 0, y: 0 } }
    const { workflow } = readWorkflow({
      name: 'A"b\n---\nx: 1',
      nodes: [{ ...node, data: { label: 'Say "hi"]\n  click n1 "javascript:alert(1)" <img src=x>', config: {} } }],
      edges: [],
    })
    expect(exportFormats.mermaid.write(workflow!)).toBe(
      '---\ntitle: "A\\"b --- x: 1"\n---\nflowchart LR\n  n1["Say #34;hi#34;]   click n1 #34;javascript:alert(1)#34; #60;img src=x#62;<br/><small>table</small>"]\n',
    )
  })
})
