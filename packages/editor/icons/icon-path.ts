import { iconShapes } from './icon-shapes.ts'

const paths = new Map<string, Path2D>()

/** An icon as a path in a box of 24 × 24, to be stroked on a canvas. Kept, so the same name is the same object. */
export function iconPath(name: string): Path2D {
  const known = paths.get(name)
  if (known) return known
  const path = new Path2D()
  for (const [tag, attributes] of iconShapes(name)) {
    const n = (key: string): number => Number(attributes[key] ?? 0)
    switch (tag) {
      case 'path':
        path.addPath(new Path2D(String(attributes.d)))
        break
      case 'circle':
        path.moveTo(n('cx') + n('r'), n('cy'))
        path.arc(n('cx'), n('cy'), n('r'), 0, 2 * Math.PI)
        break
      case 'ellipse':
        path.moveTo(n('cx') + n('rx'), n('cy'))
        path.ellipse(n('cx'), n('cy'), n('rx'), n('ry'), 0, 0, 2 * Math.PI)
        break
      case 'line':
        path.moveTo(n('x1'), n('y1'))
        path.lineTo(n('x2'), n('y2'))
        break
      case 'rect':
        path.roundRect(n('x'), n('y'), n('width'), n('height'), n('rx'))
        break
      case 'polyline':
      case 'polygon': {
        const numbers = String(attributes.points)
          .trim()
          .split(/[\s,]+/)
          .map(Number)
        for (let i = 0; i + 1 < numbers.length; i += 2) path.lineTo(numbers[i] ?? 0, numbers[i + 1] ?? 0)
        if (tag === 'polygon') path.closePath()
        break
      }
    }
  }
  paths.set(name, path)
  return path
}
