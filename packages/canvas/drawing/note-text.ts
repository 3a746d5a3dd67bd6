/** A run of note text in a single style. */
export interface NoteSpan {
  readonly text: string
  readonly bold?: true
  readonly italic?: true
  readonly code?: true
}

export interface NoteLine {
  readonly kind: 'heading' | 'item' | 'text' | 'gap'
  readonly spans: readonly NoteSpan[]
}

/**
 * Parses a note's markup: `# heading`, `- item`, `**bold**`, `*italic*` and `` `code` ``. All other text, including
 * HTML, is treated as plain text.
 */
export function parseNote(text: string): NoteLine[] {
  return text.split(/\r\n|\r|\n/).map((line): NoteLine => {
    if (line.trim() === '') return { kind: 'gap', spans: [] }
    const heading = /^#{1,6}\s+([^]*)$/.exec(line)
    if (heading) return { kind: 'heading', spans: parseSpans(heading[1] ?? '') }
    const item = /^\s*[-*]\s+([^]*)$/.exec(line)
    if (item) return { kind: 'item', spans: parseSpans(item[1] ?? '') }
    return { kind: 'text', spans: parseSpans(line) }
  })
}

const spanPattern = /(\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*|`[^`\n]+`)/

function parseSpans(text: string): NoteSpan[] {
  return text
    .split(spanPattern)
    .filter((part) => part !== '')
    .map((part): NoteSpan => {
      if (part.length > 4 && part.startsWith('**') && part.endsWith('**'))
        return { text: part.slice(2, -2), bold: true }
      if (part.length > 2 && part.startsWith('`') && part.endsWith('`')) return { text: part.slice(1, -1), code: true }
      if (part.length > 2 && part.startsWith('*') && part.endsWith('*'))
        return { text: part.slice(1, -1), italic: true }
      return { text: part }
    })
}

/** A run of words on a wrapped line. `x` is its offset from the left edge of the text. */
export interface PlacedSpan extends NoteSpan {
  readonly x: number
}
export interface PlacedLine {
  readonly kind: NoteLine['kind']
  readonly y: number
  readonly spans: readonly PlacedSpan[]
}

export const noteLineHeight = { heading: 22, item: 18, text: 18, gap: 10 } as const
const itemIndent = 14

/**
 * The maximum number of characters displayed across all notes in a drawing. Measuring this many takes half a second.
 * Notes may overlap, so the size of the drawing does not limit their text.
 */
export const maxNoteCharacters = 100_000

/** The number of characters that notes may still display. Text beyond the limit is replaced with an ellipsis. */
export interface NoteBudget {
  remaining: number
}

/** Truncates a note's text to the remaining budget, ending it with an ellipsis if it does not fit. */
export const truncateNote = (text: string, { remaining }: NoteBudget): string =>
  text.length > remaining ? `${text.slice(0, Math.max(0, remaining))}…` : text

/** Subtracts the displayed characters from the budget. */
export function subtractCharacters(budget: NoteBudget, lines: readonly PlacedLine[]): void {
  for (const { spans } of lines) for (const { text } of spans) budget.remaining -= text.length
}

/**
 * Wraps a note's text to a width until the height is filled. `measure` returns the width of text in a given style. In
 * the result, `y` is the baseline of a line, and consecutive words of the same style form one span.
 */
export function layOutNote(
  text: string,
  { width, height: maxHeight }: { width: number; height: number },
  measure: (text: string, span: NoteSpan, kind: NoteLine['kind']) => number,
): PlacedLine[] {
  const layout: PlacedLine[] = []
  let y = 0
  for (const { kind, spans } of parseNote(text)) {
    if (y > maxHeight) break
    const height = noteLineHeight[kind]
    if (kind === 'gap') {
      y += height
      continue
    }
    const indent = kind === 'item' ? itemIndent : 0
    let line: { -readonly [Key in keyof PlacedSpan]: PlacedSpan[Key] }[] = []
    /** The source span of the last placed word. */
    let lastSpan: NoteSpan | undefined
    let x = indent
    let hasStarted = false
    const pushLine = (): void => {
      y += height
      layout.push({ kind: kind === 'item' && hasStarted ? 'text' : kind, y, spans: line })
      hasStarted = true
      line = []
      lastSpan = undefined
      x = indent
    }
    for (const span of spans) {
      for (const word of span.text.split(/(?<=\s)/)) {
        const wordWidth = measure(word.trimEnd(), span, kind)
        if (x > indent && x + wordWidth > width) pushLine()
        if (y > maxHeight) return layout
        if (span === lastSpan) line.at(-1)!.text += word
        else line.push({ ...span, text: word, x })
        lastSpan = span
        x += word === word.trimEnd() ? wordWidth : measure(word, span, kind)
      }
    }
    pushLine()
  }
  return layout
}
