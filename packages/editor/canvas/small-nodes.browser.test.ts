import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { RunError, RunEventBody } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import { createDocument, mountCanvas, setScale } from '../test-canvas.ts'
import { waitForFrame, getElement, moveTo } from '../test-pointer.ts'
import type { Tone } from '@aw-flow/canvas'

defineElements()

type Color = readonly [number, number, number]

/** The state of each node, and the tone that shows it. */
const outcomes: Record<string, { tone: Tone; events: (node: string) => RunEventBody[] }> = {
  running: { tone: 'accent', events: (node) => [started(node)] },
  completed: { tone: 'good', events: (node) => [started(node), completed(node)] },
  failed: { tone: 'bad', events: (node) => [started(node), { type: 'node-failed', node, error: fault, ms: 5 }] },
  cached: {
    tone: 'cached',
    events: (node) => [{ type: 'node-cached', node, key: 'k', from: 'result', outputs: {}, problems: [] }],
  },
  retrying: {
    tone: 'warn',
    events: (node) => [started(node), { type: 'node-retrying', node, attempt: 1, delayMs: 5, error: fault }],
  },
  skipped: { tone: 'muted', events: (node) => [{ type: 'node-skipped', node, reason: 'Nothing came.', because: [] }] },
}
const fault: RunError = {
  kind: 'transient',
  problem: { code: 'test.failed', severity: 'error', message: 'It failed.' },
}
const started = (node: string): RunEventBody => ({ type: 'node-started', node, attempt: 1, key: 'k' })
const completed = (node: string): RunEventBody => ({ type: 'node-completed', node, outputs: {}, ms: 5, problems: [] })

function parse(color: string): Color {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map(Number)
  return [r, g, b]
}
const distance = (a: Color, b: Color): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

describe('nodes at every size', () => {
  for (const theme of ['light', 'dark']) {
    for (const scale of [1, 0.5, 0.25, 0.1, 0.04]) {
      it(`shows each state in its color at the position of the node, at ${scale * 100} %, ${theme}`, async () => {
        await setViewport({ width: 1000, height: 700 })
        const states = Object.keys(outcomes)
        const nodes = states.map((state, index) => [state, 'llm_agent', (index % 3) * 260, Math.floor(index / 3) * 150] as const) // oxfmt-ignore
        const box = await fixture<HTMLElement>(html`<div></div>`)
        const { canvas, session } = await mountCanvas(createDocument(nodes), box)
        canvas.setAttribute('theme', theme)
        await session.runs.start()
        for (const state of states) session.play(...outcomes[state]!.events(state))
        await canvas.updateComplete
        canvas.fit()
        canvas.zoom(scale / canvas.view.scale)
        canvas.select([])
        await new Promise((resolve) => setTimeout(resolve, 80))
        await waitForFrame()
        const { tones } = canvas.theme!
        const context = getElement<HTMLCanvasElement>(canvas, 'canvas').getContext('2d')!
        const reported: Record<string, string> = {}
        for (const state of states) {
          const node = canvas.scene.byId.get(state)!
          const at = canvas.toSurface(node)
          const width = Math.max(1, Math.round(node.shape.width * scale))
          const height = Math.max(1, Math.round(Math.min(36, node.shape.height) * scale))
          // The right half of the header, which shows the state.
          const { data } = context.getImageData(Math.round(at.x + width / 2), Math.round(at.y), Math.ceil(width / 2), Math.max(2, height)) // oxfmt-ignore
          const counts = new Map<string, number>()
          for (let place = 0; place < data.length; place += 4) {
            const pixel: Color = [data[place]!, data[place + 1]!, data[place + 2]!]
            for (const [tone, color] of Object.entries(tones)) {
              if (distance(pixel, parse(color)) < 36) counts.set(tone, (counts.get(tone) ?? 0) + 1)
            }
          }
          reported[state] = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'nothing'
        }
        const wanted = Object.fromEntries(states.map((state) => [state, outcomes[state]!.tone]))
        expect(reported).to.deep.equal(wanted)
      })
    }
  }

  for (const scale of [1, 0.8, 0.6]) {
    it(`shows titles in at least 11 pixels, and whole footers in place of a histogram, at ${scale * 100} %`, async () => {
      await setViewport({ width: 1000, height: 700 })
      const box = await fixture<HTMLElement>(html`<div></div>`)
      const { canvas, session } = await mountCanvas(createDocument([['Orders', 'filter', 0, 0]]), box)
      await session.runs.start()
      const problems = [fault.problem, { ...fault.problem, severity: 'warning' as const }]
      const done: RunEventBody = { type: 'node-completed', node: 'Orders', outputs: {}, ms: 65_400, rows: 1_204_567, problems } // oxfmt-ignore
      session.play(started('Orders'), done)
      canvas.histograms = new Map([['Orders', Array.from({ length: 20 }, () => 1)]])
      const texts = await recordTexts(async () => {
        canvas.zoom(scale / canvas.view.scale)
        await waitForFrame(canvas.select([]))
        await waitForFrame()
      })
      const title = texts.find(({ text }) => text === 'Orders')
      expect(title!.size * scale).to.be.greaterThan(10.9)
      expect(texts.filter(({ text }) => text.endsWith('…')).map(({ text }) => text)).to.deep.equal([])
    })
  }

  it('shows optional ports only while the user points at the node, selects it or drags a connection', async () => {
    await setViewport({ width: 1000, height: 700 })
    const box = await fixture<HTMLElement>(html`<div></div>`)
    const { canvas } = await mountCanvas(createDocument([['Ask', 'llm_agent', 0, 0]]), box)
    await setScale(canvas, 1)
    canvas.select([])
    const node = canvas.scene.byId.get('Ask')!
    const [port] = node.shape.inputs
    expect(port!.port.required).not.to.equal(true)
    const context = getElement<HTMLCanvasElement>(canvas, 'canvas').getContext('2d')!
    /** Whether the area left of the node, into which its input reaches, has a drawing. */
    const isPortDrawn = async (): Promise<boolean> => {
      await waitForFrame()
      await waitForFrame()
      const { x, y } = canvas.toSurface({ x: node.x - 5, y: node.y + port!.y })
      const density = devicePixelRatio
      const { data } = context.getImageData(Math.round(x * density), Math.round((y - 6) * density), 4, Math.round(12 * density)) // oxfmt-ignore
      const color = parse(canvas.theme!.ports[port!.port.type])
      return Array.from({ length: data.length / 4 }, (_, index) => index * 4).some(
        (place) => distance([data[place]!, data[place + 1]!, data[place + 2]!], color) < 60,
      )
    }
    expect(await isPortDrawn()).to.equal(false)
    await moveTo(canvas.toPage({ x: node.x + 120, y: node.y + 50 }))
    expect(await isPortDrawn()).to.equal(true)
    await moveTo(canvas.toPage({ x: node.x + 120, y: node.y + 300 }))
    expect(await isPortDrawn()).to.equal(false)
    canvas.select(['Ask'])
    expect(await isPortDrawn()).to.equal(true)
  })

  for (const scale of [0.59, 0.5, 0.45]) {
    it(`shows titles and numbers of rows in legible text, and no bars in place of text, at ${scale * 100} %`, async () => {
      await setViewport({ width: 1000, height: 700 })
      const box = await fixture<HTMLElement>(html`<div></div>`)
      const { canvas, session } = await mountCanvas(createDocument([['Filter the orders', 'filter', 0, 0]]), box)
      await session.runs.start()
      session.play(started('Filter the orders'), {
        type: 'node-completed',
        node: 'Filter the orders',
        outputs: {},
        ms: 5,
        rows: 1_204,
        problems: [fault.problem],
      })
      const texts = await recordTexts(async () => {
        canvas.zoom(scale / canvas.view.scale)
        await waitForFrame(canvas.select([]))
        await waitForFrame()
      })
      expect(texts.map(({ text }) => text).join(' ')).to.contain('Filter the orders')
      expect(texts.map(({ text }) => text).join(' ')).to.contain('1,204 rows')
      expect(Math.min(...texts.map(({ size }) => size * scale))).to.be.greaterThan(10.9)
    })
  }

  for (const scale of [0.45, 0.5, 0.58]) {
    it(`draws no text over another at ${scale * 100} %`, async () => {
      await setViewport({ width: 1000, height: 700 })
      const box = await fixture<HTMLElement>(html`<div></div>`)
      const title = 'Most engineers first of all'
      const { canvas, session } = await mountCanvas(createDocument([[title, 'filter', 0, 0]]), box)
      await session.runs.start()
      session.play(started(title), { ...completed(title), rows: 52 } as RunEventBody)
      const texts = await recordTexts(async () => {
        canvas.zoom(scale / canvas.view.scale)
        await waitForFrame(canvas.select([]))
        await waitForFrame()
      })
      const lines = [...new Map(texts.map((text) => [text.y, text])).values()].toSorted((a, b) => a.y - b.y)
      for (const [index, { text, y, size }] of lines.entries()) {
        const next = lines[index + 1]
        if (next) expect(next.y - 0.75 * next.size, `"${next.text}" below "${text}"`).to.be.at.least(y + 0.2 * size)
      }
    })
  }
})

/** Returns the strings that canvases draw during `act`, with the font size and baseline in graph units. */
async function recordTexts(act: () => Promise<void>): Promise<{ text: string; size: number; y: number }[]> {
  const texts: { text: string; size: number; y: number }[] = []
  const { fillText } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    texts.push({ text, size: Number(/([\d.]+)px/.exec(this.font)?.[1]), y: place[1] })
    fillText.call(this, text, ...place)
  }
  await act()
  CanvasRenderingContext2D.prototype.fillText = fillText
  return texts
}
