/** One SVG shape of an icon: its tag name and attributes, in a 24 × 24 view box. @internal */
export type IconShape = [tag: string, attributes: Record<string, string | number>]
/** The shapes that make up an icon. @internal */
export type IconShapes = readonly IconShape[]

/** Returns the shapes of an icon, or those of a fallback icon for an unknown name. Supplied by the host. */
export type FindIcon = (name: string) => IconShapes

const paths = new WeakMap<IconShapes, Path2D>()

/** Converts an icon to a path in a 24 × 24 box, to be stroked on a canvas. Caches the path per shape list. */
export function createIconPath(shapes: IconShapes): Path2D {
  const cachedPath = paths.get(shapes)
  if (cachedPath) return cachedPath
  const path = new Path2D()
  for (const [tag, attributes] of shapes) {
    const readNumber = (key: string): number => Number(attributes[key] ?? 0)
    switch (tag) {
      case 'path':
        path.addPath(new Path2D(String(attributes.d)))
        break
      case 'circle':
        path.moveTo(readNumber('cx') + readNumber('r'), readNumber('cy'))
        path.arc(readNumber('cx'), readNumber('cy'), readNumber('r'), 0, 2 * Math.PI)
        break
      case 'ellipse':
        path.moveTo(readNumber('cx') + readNumber('rx'), readNumber('cy'))
        path.ellipse(readNumber('cx'), readNumber('cy'), readNumber('rx'), readNumber('ry'), 0, 0, 2 * Math.PI)
        break
      case 'line':
        path.moveTo(readNumber('x1'), readNumber('y1'))
        path.lineTo(readNumber('x2'), readNumber('y2'))
        break
      case 'rect':
        path.roundRect(readNumber('x'), readNumber('y'), readNumber('width'), readNumber('height'), readNumber('rx'))
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
  paths.set(shapes, path)
  return path
}
