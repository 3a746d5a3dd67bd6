import type { GraphLabel } from './graph-labels.ts'

/** Text, font and CSS colors of an exported graph. */
export interface GraphExportOptions {
  readonly title: string
  readonly labels: readonly GraphLabel[]
  readonly legend: readonly { readonly label: string; readonly color: string }[]
  readonly font: string
  readonly text: string
  readonly background: string
}

const headerHeight = 32
const lineHeight = 20

/**
 * Exports a graph as a PNG image that looks like the displayed graph and includes the title, labels and legend.
 *
 * @param width - Displayed width of the drawing in CSS pixels. The canvas may have a higher resolution.
 */
export async function exportGraphPng(
  source: HTMLCanvasElement,
  width: number,
  options: GraphExportOptions,
): Promise<Blob> {
  const { title, labels, legend, font, text, background } = options
  const scale = source.width / width
  const top = headerHeight + (legend.length > 0 ? lineHeight : 0)
  const canvas = document.createElement('canvas')
  canvas.width = source.width
  canvas.height = source.height + Math.round(top * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser does not provide a 2D canvas.')
  context.fillStyle = background
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, 0, canvas.height - source.height)
  context.scale(scale, scale)
  context.textBaseline = 'middle'
  context.fillStyle = text
  context.font = `600 14px ${font}`
  context.fillText(title, 12, headerHeight / 2 + 2)
  context.font = `12px ${font}`
  let x = 12
  for (const entry of legend) {
    context.fillStyle = entry.color
    context.fillRect(x, headerHeight + 3, 10, 10)
    context.fillStyle = text
    context.fillText(entry.label, x + 15, headerHeight + 9)
    x += 15 + context.measureText(entry.label).width + 14
  }
  context.textAlign = 'center'
  context.lineWidth = 3
  context.strokeStyle = background
  for (const label of labels) {
    context.strokeText(label.label, label.x, top + label.y + lineHeight / 2 - 2)
    context.fillText(label.label, label.x, top + label.y + lineHeight / 2 - 2)
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The image is too large.'))), 'image/png')
  })
}
