/** A run of note text in one style. */
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
 * Parses a note's markup: `# heading`, `- item`, `**bold**`, `*italic*`, `` `code` ``. Everything else is plain text;
 * nothing is interpreted as HTML.
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

/** A word of a wrapped line, at `x` from the line's start. */
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
 * Maximum number of characters that all notes of a drawing show together. Measuring them takes half a second. Notes may
 * overlap, so the size of the drawing does not limit them.
 */
export const maxNoteCharacters = 100_000

/** The number of characters that the notes of a drawing can still show. Notes beyond the limit end with an ellipsis. */
export interface NoteBudget {
  free: number
}

/** Returns the start of a note's text that may be laid out, with an ellipsis if it was truncated. */
export const truncateNote = (text: string, { free }: NoteBudget): string =>
  text.length > free ? `${text.slice(0, Math.max(0, free))}…` : text

/** Subtracts the characters of lines that are shown. */
export function subtractCharacters(budget: NoteBudget, lines: readonly PlacedLine[]): void {
  for (const { spans } of lines) for (const { text } of spans) budget.free -= text.length
}

/**
 * Wraps a note's lines to a width, until the height is full; `measure` returns the width of text in a style. `y` is the
 * baseline. Words of a line in the same style are one span.
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
    /** The span that the last placed words belong to. */
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
