import type { GraphLabel } from './graph-labels.ts'

/** Texts and colors (CSS) of an exported graph. */
export interface GraphTexts {
  readonly title: string
  readonly labels: readonly GraphLabel[]
  readonly legend: readonly { readonly label: string; readonly color: string }[]
  readonly font: string
  readonly text: string
  readonly ground: string
}

const head = 32
const line = 20

/**
 * Exports a graph as PNG, as displayed: points, links, labels, a title and the legend.
 *
 * @param width Width of the drawing on the page, in CSS pixels; a higher resolution is kept.
 */
export async function pngOfGraph(drawn: HTMLCanvasElement, width: number, label: GraphTexts): Promise<Blob> {
  const { title, labels, legend, font, text, ground } = label
  const scale = drawn.width / width
  const top = head + (legend.length > 0 ? line : 0)
  const canvas = document.createElement('canvas')
  canvas.width = drawn.width
  canvas.height = drawn.height + Math.round(top * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no canvas.')
  context.fillStyle = ground
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(drawn, 0, canvas.height - drawn.height)
  context.scale(scale, scale)
  context.textBaseline = 'middle'
  context.fillStyle = text
  context.font = `600 14px ${font}`
  context.fillText(title, 12, head / 2 + 2)
  context.font = `12px ${font}`
  let x = 12
  for (const one of legend) {
    context.fillStyle = one.color
    context.fillRect(x, head + 3, 10, 10)
    context.fillStyle = text
    context.fillText(one.label, x + 15, head + 9)
    x += 15 + context.measureText(one.label).width + 14
  }
  context.textAlign = 'center'
  context.lineWidth = 3
  context.strokeStyle = ground
  for (const label of labels) {
    context.strokeText(label.label, label.x, top + label.y + line / 2 - 2)
    context.fillText(label.label, label.x, top + label.y + line / 2 - 2)
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))), 'image/png')
  })
}
