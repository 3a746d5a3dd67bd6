import { expect, fixture, html } from '@open-wc/testing'
import type { Workflow } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { createDocument, mountCanvas, type MountedCanvas } from '../../test-canvas.ts'
import { waitForFrame } from '../../test-pointer.ts'

defineElements()

const hostile = `</text><script>alert(1)</script>" onload="alert(2)" & ]]> \u0000\uD800 javascript:alert(3)`

function document(): Workflow {
  const workflow = createDocument(
    [
      ['a', 'loading', 0, 0],
      ['b', 'filter', 320, 120],
      ['c', 'join', 704, 0],
    ],
    ['a.table b.table', 'b.kept c.left', 'b.rest c.right'],
  )
  workflow.nodes[0]!.data.label = hostile
  workflow.nodes[1]!.data.config = { column: '`tick`', value: 3 }
  workflow.edges[1]!.points = [{ x: 620, y: 40 }]
  workflow.groups = [{ id: 'g', label: hostile, nodes: ['a', 'b'] }]
  workflow.notes = [{ id: 'n', text: `# Why\n- ${hostile}\n**bold**`, position: { x: 0, y: 320 }, size: { width: 320, height: 160 } }] // oxfmt-ignore
  return { ...workflow, name: 'Monthly *figures*' }
}

describe('export', () => {
  let mounted: MountedCanvas
  beforeEach(async () => {
    mounted = await mountCanvas(document(), await fixture<HTMLElement>(html`<div></div>`))
    await waitForFrame()
  })

  it('[44] writes a complete SVG with every label as text, and nothing that could run or load', async () => {
    const file = await mounted.canvas.exportAs('svg')
    expect(file?.type).to.equal('image/svg+xml')
    const written = new DOMParser().parseFromString((await file?.text()) ?? '', 'image/svg+xml')
    expect(written.querySelector('parsererror')).to.equal(null)
    const all = [...written.querySelectorAll('*')]
    const tags = new Set(all.map((one) => one.nodeName))
    const known = 'svg g rect path text circle ellipse line polygon polyline'.split(' ')
    expect([...tags].filter((tag) => !known.includes(tag))).to.deep.equal([])
    for (const one of all) {
      expect(one.namespaceURI).to.equal('http://www.w3.org/2000/svg')
      for (const { name, value } of one.attributes) {
        expect(name, name).to.not.match(/^on|href|style|^xmlns:|:/i)
        expect(value, name).to.not.match(/url\(|javascript:/i)
      }
    }
    const text = written.documentElement.textContent ?? ''
    expect(text).to.contain('</text><scr')
    expect(text).to.contain('Why')
    expect(all.filter((one) => one.nodeName === 'path' && one.getAttribute('fill') === 'none')).to.have.length(3)
  })

  it('writes a limited number of characters of all notes, and marks where they end', async () => {
    const notes = Array.from({ length: 12 }, (_, index) => {
      const text = `${index} ${'word '.repeat(10_000)}`
      return { id: `n${index}`, text, position: { x: 0, y: 900 }, size: { width: 4_000, height: 4_000 } }
    })
    const { canvas } = await mountCanvas({ ...document(), notes }, await fixture<HTMLElement>(html`<div></div>`))
    await waitForFrame()
    const file = await canvas.exportAs('svg')
    const written = new DOMParser().parseFromString((await file?.text()) ?? '', 'image/svg+xml')
    const text = written.documentElement.textContent ?? ''
    expect(text.length).to.be.within(100_000, 102_000)
    const noteLines = [...written.querySelectorAll('text[font-size="13"]:not([font-weight])')]
    expect(noteLines.filter(({ textContent }) => textContent?.endsWith('…'))).to.have.length(11)
    expect(written.querySelectorAll('rect[rx="6"]')).to.have.length(24)
  })

  it('writes a PNG of the entire graph, at twice the size of 100%', async () => {
    const file = await mounted.canvas.exportAs('png')
    const picture = await createImageBitmap(file!)
    expect(picture.width).to.be.closeTo((704 + 240 + 20 + 64) * 2, 4)
    const canvas = globalThis.document.createElement('canvas')
    const context = canvas.getContext('2d')!
    context.drawImage(picture, 0, 0)
    const colors = new Set<string>()
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    for (let at = 0; at < data.length; at += 4) colors.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`)
    expect(colors.size).to.be.greaterThan(4)
  })

  it('writes JSON that opens again, and a description as text', async () => {
    const json = await mounted.canvas.exportAs('json')
    expect(JSON.parse((await json?.text()) ?? '')).to.deep.equal(mounted.session.document.current)
    const markdown = await (await mounted.canvas.exportAs('markdown'))?.text()
    expect(markdown).to.match(/^# Monthly \\\*figures\\\*\n/)
    expect(markdown).to.contain('## 2. b')
    expect(markdown).to.contain('- left: from b (kept)')
    expect(markdown).to.contain('- column: `` "`tick`" ``')
    expect(markdown).to.not.contain('<script>\n')
  })
})
