import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'

/** Marks the invalid range; `undefined` removes the mark. */
export const setErrorMark = StateEffect.define<{ readonly from: number; readonly to: number } | undefined>()

const marked = Decoration.mark({ class: 'cm-error-mark' })
const placed = Decoration.line({ class: 'cm-error-line' })

/** The mark moves with the text until the next one is set. */
const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, state }) {
    let marks = before.map(changes)
    for (const effect of effects) {
      if (effect.is(setErrorMark)) marks = effect.value ? markOf(effect.value, state.doc) : Decoration.none
    }
    return marks
  },
  provide: (marks) => EditorView.decorations.from(marks),
})

export const errorMark: Extension = field

/** At the end of a text there is nothing to underline: marks the last character or the empty line instead. */
function markOf(at: { from: number; to: number }, doc: Text): DecorationSet {
  const to = Math.max(0, Math.min(at.to, doc.length))
  const from = Math.min(Math.max(0, at.from), to)
  if (from < to) return Decoration.set([marked.range(from, to)])
  const line = doc.lineAt(from)
  if (line.length === 0) return Decoration.set([placed.range(line.from)])
  return from > line.from
    ? Decoration.set([marked.range(from - 1, from)])
    : Decoration.set([marked.range(from, from + 1)])
}
