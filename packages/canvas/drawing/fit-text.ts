/** Truncates and wraps canvas text. Caches a few thousand results, which depend only on the text, font and width. */
export type TextFitter = ReturnType<typeof createTextFitter>

/**
 * Cuts off text that cannot fit, because measuring 1 MB of text is slow. A character is assumed to be at least 1 unit
 * wide.
 */
const truncateText = (text: string, width: number): string => text.slice(0, 200 + Math.ceil(Math.max(0, width)))

export function createTextFitter() {
  const lines = new Map<string, string>()
  const pairs = new Map<string, readonly [string, string]>()
  const cache = <T>(map: Map<string, T>, key: string, value: T): T => {
    if (map.size > 4_000) map.clear()
    map.set(key, value)
    return value
  }
  const fitter = {
    /** Returns the text on a single line, truncated with an ellipsis if necessary. */
    fitLine(context: CanvasRenderingContext2D, fullText: string, width: number): string {
      const text = truncateText(fullText, width)
      const key = `${context.font}\n${width}\n${text}`
      const cachedLine = lines.get(key)
      if (cachedLine !== undefined) return cachedLine
      if (context.measureText(text).width <= width) return cache(lines, key, text)
      let low = 0
      let high = text.length
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (context.measureText(`${text.slice(0, middle).trimEnd()}…`).width <= width) low = middle
        else high = middle - 1
      }
      return cache(lines, key, `${text.slice(0, low).trimEnd()}…`)
    },
    /** Returns the text on at most two lines, wrapped at spaces or newlines. */
    fitTwoLines(context: CanvasRenderingContext2D, fullText: string, width: number): readonly [string, string] {
      const text = truncateText(fullText, 2 * width)
      const key = `${context.font}\n${width}\n${text}`
      const cachedPair = pairs.get(key)
      if (cachedPair) return cachedPair
      const newline = text.indexOf('\n')
      if (newline >= 0) {
        const first = fitter.fitLine(context, text.slice(0, newline), width)
        return cache(pairs, key, [first, fitter.fitLine(context, text.slice(newline + 1).replaceAll('\n', ' '), width)])
      }
      if (context.measureText(text).width <= width) return cache(pairs, key, [text, ''])
      const words = text.split(' ')
      let count = 1
      while (count < words.length && context.measureText(words.slice(0, count + 1).join(' ')).width <= width) count++
      const first = fitter.fitLine(context, words.slice(0, count).join(' '), width)
      return cache(pairs, key, [first, fitter.fitLine(context, words.slice(count).join(' '), width)])
    },
    clear(): void {
      lines.clear()
      pairs.clear()
    },
  }
  return fitter
}
