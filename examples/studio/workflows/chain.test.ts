import { applyEdit, createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { createPlanEdge, isPlanEdge } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { addStep, changeType, suggestNextType, readChain, setApproval, createChainEdit, type Step } from './chain.ts'

let count = 0
const name = (type: string): string => `${type}-${++count}`
const write = (workflow: Workflow, steps: readonly Step[]): Workflow =>
  applyEdit(workflow, createChainEdit(workflow, steps, [])).workflow
const types = (workflow: Workflow): string[] => workflow.nodes.map(({ type }) => type)
const chainText = (...requested: string[]): Workflow =>
  write(
    createEmptyWorkflow(),
    requested.reduce<Step[]>((steps, type) => addStep(steps, type, [], name), []),
  )

describe('the steps of a chain', () => {
  it('are read in the order of their edges and written back unchanged', () => {
    const workflow = chainText('loading', 'preparing', 'validation')
    expect(readChain(workflow)?.map(({ node }) => node.type)).toEqual(['loading', 'preparing', 'validation'])
    expect(workflow.edges.map(({ sourceHandle, targetHandle }) => [sourceHandle, targetHandle])).toEqual([
      ['table', 'table'],
      ['table', 'table'],
    ])
    expect(workflow.nodes.map(({ position }) => position.x)).toEqual([40, 340, 640])
  })

  it('are added before a last step without an output', () => {
    const workflow = chainText('loading', 'table')
    const longer = write(workflow, addStep(readChain(workflow)!, 'preparing', [], name))
    expect(readChain(longer)?.map(({ node }) => node.type)).toEqual(['loading', 'preparing', 'table'])
    expect(new Set(longer.nodes.map(({ position }) => position.x)).size).toBe(3)
  })

  it('can require approval, and are unchanged after it is removed', () => {
    const workflow = chainText('loading', 'preparing')
    const [first] = readChain(workflow)!
    const asking = write(workflow, setApproval(readChain(workflow)!, first!.node.id, true, name))
    expect(readChain(asking)?.map(({ approval }) => approval?.type)).toEqual(['approval', undefined])
    expect(asking.edges).toHaveLength(2)
    const again = write(asking, setApproval(readChain(asking)!, first!.node.id, false, name))
    expect(types(again)).toEqual(types(workflow))
    expect(again.edges.map(({ source, target }) => [source, target])).toEqual(
      workflow.edges.map(({ source, target }) => [source, target]),
    )
  })

  it('keep the plan that a step passes to a later step, while both exist', () => {
    const workflow = chainText('loading', 'preparing', 'validation')
    const [, prepare, validate] = workflow.nodes.map(({ id }) => id)
    const planned = { ...workflow, edges: [...workflow.edges, createPlanEdge(prepare!, validate!)] }
    expect(readChain(planned)).toEqual(readChain(workflow))
    const hasPlan = ({ edges }: Workflow): boolean => edges.some(isPlanEdge)
    expect(hasPlan(write(planned, addStep(readChain(planned)!, 'table', [], name)))).toBe(true)
    expect(hasPlan(write(planned, setApproval(readChain(planned)!, prepare!, true, name)))).toBe(true)
    expect(hasPlan(write(planned, changeType(readChain(planned)!, validate!, 'table', [])))).toBe(false)
    expect(hasPlan(write(planned, readChain(planned)!.slice(0, 2)))).toBe(false)
  })

  it('keep their id when their type changes', () => {
    const workflow = chainText('loading', 'preparing')
    const [, second] = readChain(workflow)!
    const changed = write(workflow, changeType(readChain(workflow)!, second!.node.id, 'validation', []))
    expect(changed.nodes[1]).toMatchObject({ id: second!.node.id, type: 'validation', data: { label: 'Validate' } })
    expect(changed.edges).toHaveLength(1)
  })

  it('are undefined for workflows that branch, join or are not connected', () => {
    const workflow = chainText('loading', 'preparing')
    const [load] = workflow.nodes
    expect(readChain({ ...workflow, edges: [] })).toBeUndefined()
    const other = { ...load!, id: 'other', type: 'table' }
    const edge = { id: 'e', source: load!.id, target: 'other', sourceHandle: 'table', targetHandle: 'table' }
    expect(
      readChain({ ...workflow, nodes: [...workflow.nodes, other], edges: [...workflow.edges, edge] }),
    ).toBeUndefined()
    expect(readChain(createEmptyWorkflow())).toEqual([])
  })

  it('have a default type by the previous step', () => {
    expect(suggestNextType([])).toBe('loading')
    expect(suggestNextType(readChain(chainText('loading'))!)).toBe('preparing')
    expect(suggestNextType(readChain(chainText('loading', 'preparing'))!)).toBe('validation')
    expect(suggestNextType(readChain(chainText('loading', 'preparing', 'validation'))!)).toBe('table')
  })
})
