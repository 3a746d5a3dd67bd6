import { createBuiltInCatalog } from '@aw-flow/nodes'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, describe, expect, it } from 'vitest'
import { createDocumentChecks } from './document-checks.ts'

const catalog = createBuiltInCatalog([])
const checks = createDocumentChecks({ catalog, nodes: [] })
afterAll(() => checks.close())

const largeDocument = (count: number) => ({
  version: 1,
  name: 'Large',
  nodes: Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: 'filter',
    position: { x: index, y: 0 },
    data: { label: `Filter ${index}`, config: {} },
  })),
  edges: Array.from({ length: count - 1 }, (_, index) => ({
    id: `e${index}`,
    source: `n${index}`,
    target: `n${index + 1}`,
  })),
})

describe('a large document', () => {
  it('is validated and described in another thread', async () => {
    const document = largeDocument(10_000)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    // Starts the thread, and loads its modules.
    await checks.read(document, 1e6)
    delay.enable()
    const { workflow } = await checks.read(document, 1e6)
    const description = await checks.describe(workflow!, {})
    delay.disable()
    expect(Object.keys(description.nodes)).toHaveLength(10_000)
    // Values are copied between threads, which takes part of this time.
    expect(delay.max / 1e6).toBeLessThan(500)
  })

  it('is read from its stored text in another thread', async () => {
    const text = JSON.stringify(largeDocument(10_000))
    await checks.readText(text)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const { workflow } = await checks.readText(text)
    delay.disable()
    expect(workflow?.nodes).toHaveLength(10_000)
    expect(delay.max / 1e6).toBeLessThan(500)
  })

  it('has the same result as in this thread', async () => {
    const document = largeDocument(20)
    const [inline, remote] = await Promise.all([checks.read(document, 1), checks.read(document, 1e6)])
    expect(remote).toEqual(inline)
    expect(await checks.read({ nodes: 1 }, 1e6)).toEqual(await checks.read({ nodes: 1 }, 1))
    const yaml = `# ${'x'.repeat(20_000)}\nname: [`
    expect(await checks.readYaml(yaml)).toMatchObject({ malformed: { code: 'body.malformed' } })
  })

  it('is rejected if validating it takes too long, and the next one is validated', async () => {
    const impatient = createDocumentChecks({ catalog, nodes: [], timeoutMs: 1 })
    const document = largeDocument(2_000)
    const { problems } = await impatient.read(document, 1e6)
    expect(problems).toMatchObject([{ code: 'workflow.too-slow' }])
    expect((await impatient.read(document, 1)).workflow).toBeDefined()
    await impatient.close()
  })
})
