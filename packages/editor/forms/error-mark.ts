import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'

/** Sets the invalid range, or removes the mark if the value is `undefined`. */
export const setErrorMark = StateEffect.define<{ readonly from: number; readonly to: number } | undefined>()

const underline = Decoration.mark({ class: 'cm-error-mark' })
const lineMark = Decoration.line({ class: 'cm-error-line' })

/** The error mark. It moves with the text until another range is set. */
const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(previous, { changes, effects, state }) {
    let marks = previous.map(changes)
    for (const effect of effects) {
      if (effect.is(setErrorMark)) marks = effect.value ? createMark(effect.value, state.doc) : Decoration.none
    }
    return marks
  },
  provide: (marks) => EditorView.decorations.from(marks),
})

export const errorMark: Extension = errorField

/**
 * Creates the decoration for a range. For an empty range, it marks the preceding character, the next character at the
 * start of a line, or the line itself if it is empty.
 */
function createMark(range: { from: number; to: number }, doc: Text): DecorationSet {
  const to = Math.max(0, Math.min(range.to, doc.length))
  const from = Math.min(Math.max(0, range.from), to)
  if (from < to) return Decoration.set([underline.range(from, to)])
  const line = doc.lineAt(from)
  if (line.length === 0) return Decoration.set([lineMark.range(line.from)])
  return from > line.from
    ? Decoration.set([underline.range(from - 1, from)])
    : Decoration.set([underline.range(from, from + 1)])
}
