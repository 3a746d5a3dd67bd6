/** One shape of an icon: the SVG element's name and its attributes, in a box of 24 × 24. @internal */
export type IconShape = [tag: string, attributes: Record<string, string | number>]
/** @internal */
export type IconShapes = readonly IconShape[]

/** Finds the shapes of an icon by its name; returns a fallback for unknown names. Supplied by the host. */
export type FindIcon = (name: string) => IconShapes

const paths = new WeakMap<IconShapes, Path2D>()

/** Returns an icon as a path in a box of 24 × 24, to be stroked on a canvas. Paths are cached per list of shapes. */
export function createIconPath(shapes: IconShapes): Path2D {
  const cached = paths.get(shapes)
  if (cached) return cached
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
