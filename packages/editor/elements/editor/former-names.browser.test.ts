import { createEmptyWorkflow, type NodeType } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { defineElements } from '../../define-elements.ts'

const isTable = ({ family }: NodeType): boolean => family === 'tables'

describe('names of version 0.1', () => {
  it('select the node types that can be added, even if set before the elements are defined', async () => {
    const early = document.createElement('aw-palette')
    Object.assign(early, { offers: isTable })
    defineElements()
    customElements.upgrade(early)
    document.body.append(early)
    await early.updateComplete
    expect(early.canAdd).to.equal(isTable)
    early.remove()
    for (const tag of ['aw-workflow-editor', 'aw-canvas', 'aw-palette'] as const) {
      const element = document.createElement(tag)
      expect(element.offers({ family: 'views' } as NodeType), tag).to.equal(true)
      element.offers = isTable
      expect(element.canAdd, tag).to.equal(isTable)
      element.canAdd = () => false
      expect(element.offers({ family: 'tables' } as NodeType), tag).to.equal(false)
    }
  })

  it('find connections in the list of a canvas', () => {
    const list = document.createElement('aw-connect-list')
    const none = (): [] => []
    list.offers = none
    expect(list.findConnections).to.equal(none)
    expect(list.offers).to.equal(none)
  })

  it('center the view of a canvas and reveal a change', () => {
    const calls: unknown[] = []
    const canvas: AwCanvas = document.createElement('aw-canvas')
    Object.assign(canvas, {
      centerOn: (at: unknown) => calls.push(at),
      revealChange: (before: unknown) => calls.push(before),
    })
    canvas.centre({ x: 1, y: 2 })
    const before = createEmptyWorkflow()
    canvas.lookAtChange(before)
    expect(calls).to.deep.equal([{ x: 1, y: 2 }, before])
    expect(canvas.seen).to.deep.equal(canvas.visibleArea)
  })
})
