/** One shape of an icon: the SVG element's name and its attributes, in a box of 24 × 24. @internal */
export type IconShape = [tag: string, attributes: Record<string, string | number>]
/** @internal */
export type IconShapes = readonly IconShape[]

/** Finds the shapes of an icon by its name; returns a fallback for unknown names. Supplied by the host. */
export type FindIcon = (name: string) => IconShapes

const paths = new WeakMap<IconShapes, Path2D>()

/** An icon as a path in a box of 24 × 24, to be stroked on a canvas. Cached per list of shapes. */
export function iconPath(shapes: IconShapes): Path2D {
  const known = paths.get(shapes)
  if (known) return known
  const path = new Path2D()
  for (const [tag, attributes] of shapes) {
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
  paths.set(shapes, path)
  return path
}
