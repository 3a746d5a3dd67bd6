import { applyEdit } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mainJob } from '../../../test/main-job.ts'
import { copyFragment, serializeFragment, insertFragment, createMoveEdit, parseFragment } from './document-edits.ts'
import { createRemoveEdit } from './remove-edit.ts'
import { newId } from './new-id.ts'

const ids = mainJob().nodes.map((node) => node.id)

describe('edits of the canvas', () => {
  it('remove any nodes and edges, and their inverse restores the document', () => {
    const some = fc.subarray(ids).map((list) => new Set(list))
    const edges = fc.subarray(['e1', 'e2', 'e3']).map((list) => new Set(list))
    fc.assert(
      fc.property(some, edges, (nodes, gone) => {
        const before = mainJob()
        const { workflow, inverse, problems } = applyEdit(
          before,
          createRemoveEdit(before, { nodes, edges: gone, marks: new Set() }),
        )
        expect(problems).toEqual([])
        expect(workflow.nodes.some((node) => nodes.has(node.id))).toBe(false)
        expect(workflow.edges.some((edge) => gone.has(edge.id) || nodes.has(edge.source))).toBe(false)
        expect(applyEdit(workflow, inverse).workflow).toEqual(before)
      }),
      { seed: 20261120 },
    )
  })

  it('paste copies with new ids and the edges between them, moved', () => {
    fc.assert(
      fc.property(fc.subarray(ids, { minLength: 1 }), fc.integer(), fc.integer(), (chosen, dx, dy) => {
        const before = mainJob()
        const copied = parseFragment(serializeFragment(copyFragment(before, new Set(chosen))))
        if (!copied) throw new Error('The copy is not a fragment.')
        const { edit, ids: added } = insertFragment(copied, dx, dy, newId)
        const { workflow, problems } = applyEdit(before, edit)
        expect(problems).toEqual([])
        expect(new Set([...ids, ...added]).size).toBe(ids.length + chosen.length)
        expect(workflow.nodes).toHaveLength(before.nodes.length + chosen.length)
        const pasted = workflow.nodes.filter((node) => added.includes(node.id))
        const originals = before.nodes.filter((node) => chosen.includes(node.id))
        expect(pasted.map((node) => node.position)).toEqual(
          originals.map(({ position }) => ({ x: position.x + dx, y: position.y + dy })),
        )
        const between = before.edges.filter((edge) => chosen.includes(edge.source) && chosen.includes(edge.target))
        expect(workflow.edges).toHaveLength(before.edges.length + between.length)
      }),
      { seed: 20261120 },
    )
  })

  it('read only fragments from the clipboard', () => {
    expect(parseFragment('hello')).toBe(undefined)
    expect(parseFragment('{"nodes": []}')).toBe(undefined)
    expect(parseFragment('{"nodes": [{"id": "__proto__"}]}')).toBe(undefined)
    const whole = parseFragment(JSON.stringify(mainJob()))
    expect(whole?.nodes).toHaveLength(4)
    const cut = { nodes: mainJob().nodes.slice(0, 1), edges: mainJob().edges }
    expect(parseFragment(JSON.stringify(cut))?.edges).toEqual([])
  })

  it('move only the named nodes', () => {
    const before = mainJob()
    const { workflow } = applyEdit(before, createMoveEdit(before, new Set(['load']), 8, -4))
    expect(workflow.nodes[0]?.position).toEqual({ x: 8, y: -4 })
    expect(workflow.nodes[1]).toBe(before.nodes[1])
  })

  it('make ids that are valid and unique', () => {
    const newIds = Array.from({ length: 2_000 }, () => newId('weird type/ü'))
    expect(new Set(newIds).size).toBe(2_000)
    expect(newIds.every((id) => /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/.test(id))).toBe(true)
    expect(newId('---')).toMatch(/^node-/)
  })
})
