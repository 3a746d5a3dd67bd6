import { createMessageFormatter } from '@aw-flow/messages/catalogs'
import { nodeTypeMessages as german } from '@aw-flow/messages/de/node-types'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { expect } from '@open-wc/testing'
import { fitPortLabel, type LabelFitter } from '../../packages/canvas/drawing/fit-port-label.ts'
import { createTextFitter } from '../../packages/canvas/drawing/fit-text.ts'
import { computeNodeShape } from '../../packages/canvas/scene/node-shape.ts'
import { createNodeTypeTranslator } from '../../packages/editor/language/node-type-texts.ts'

const { has, format } = createMessageFormatter('de', german)
const texts = createNodeTypeTranslator((code) => (has(code) ? format({ code }) : undefined))
/** Widths of the icons of type and state, and the distances between them. */
const headerIcons = 74

describe('German labels on the canvas', () => {
  it('are not cut: titles with a state, and ports', () => {
    const context = document.createElement('canvas').getContext('2d')!
    const fitter = createTextFitter()
    const labels: LabelFitter = {
      fit: (text, width) => fitter.fitLine(context, text, width),
      measure: (text) => context.measureText(text).width,
    }
    const cut: string[] = []
    for (const { type, title, inputs, outputs } of texts.translateTypes(createBuiltInCatalog().list())) {
      const shape = computeNodeShape(inputs, outputs, '')
      context.font = '600 13px system-ui'
      if (context.measureText(title).width > shape.width - headerIcons) cut.push(`${type}: ${title}`)
      context.font = '400 12px system-ui'
      for (const side of ['inputs', 'outputs'] as const) {
        for (const index of shape[side].keys()) {
          const label = fitPortLabel(labels, shape, side, index)
          if (label.endsWith('…')) cut.push(`${type}, ${side}: ${label}`)
        }
      }
    }
    expect(cut).to.deep.equal([])
  })
})
