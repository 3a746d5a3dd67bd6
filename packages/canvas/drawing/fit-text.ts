/**
 * Fits texts to a width on a canvas. Caches a few thousand results, since the lines depend only on the text, the font
 * and the width.
 */
export interface TextFitter {
  /** The text on one line, cut with an ellipsis. */
  line(context: CanvasRenderingContext2D, text: string, width: number): string
  /** The text on at most two lines, broken between words. */
  twoLines(context: CanvasRenderingContext2D, text: string, width: number): readonly [string, string]
  clear(): void
}

export function createTextFitter(): TextFitter {
  const lines = new Map<string, string>()
  const pairs = new Map<string, readonly [string, string]>()
  const keep = <T>(map: Map<string, T>, key: string, value: T): T => {
    if (map.size > 4_000) map.clear()
    map.set(key, value)
    return value
  }
  const fitter: TextFitter = {
    line(context, text, width) {
      const key = `${context.font}\n${width}\n${text}`
      const known = lines.get(key)
      if (known !== undefined) return known
      if (context.measureText(text).width <= width) return keep(lines, key, text)
      let from = 0
      let to = text.length
      while (from < to) {
        const middle = (from + to + 1) >> 1
        if (context.measureText(`${text.slice(0, middle).trimEnd()}…`).width <= width) from = middle
        else to = middle - 1
      }
      return keep(lines, key, `${text.slice(0, from).trimEnd()}…`)
    },
    twoLines(context, text, width) {
      const key = `${context.font}\n${width}\n${text}`
      const known = pairs.get(key)
      if (known) return known
      const newline = text.indexOf('\n')
      if (newline >= 0) {
        const first = fitter.line(context, text.slice(0, newline), width)
        return keep(pairs, key, [first, fitter.line(context, text.slice(newline + 1).replaceAll('\n', ' '), width)])
      }
      if (context.measureText(text).width <= width) return keep(pairs, key, [text, ''])
      const words = text.split(' ')
      let count = 1
      while (count < words.length && context.measureText(words.slice(0, count + 1).join(' ')).width <= width) count++
      const first = fitter.line(context, words.slice(0, count).join(' '), width)
      return keep(pairs, key, [first, fitter.line(context, words.slice(count).join(' '), width)])
    },
    clear() {
      lines.clear()
      pairs.clear()
    },
  }
  return fitter
}
