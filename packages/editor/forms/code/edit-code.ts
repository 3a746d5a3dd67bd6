import {
  acceptCompletion,
  autocompletion,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { json } from '@codemirror/lang-json'
import { PostgreSQL, sql, SQLDialect } from '@codemirror/lang-sql'
import { bracketMatching, indentOnInput, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { Annotation, Compartment, EditorState, Transaction, type Extension } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, placeholder } from '@codemirror/view'
import type { CodeEditor, CodeEditorOptions, CodeLook } from './code-editor.ts'
import { codeColors, codeTheme } from './code-theme.ts'
import { errorMark, setErrorMark } from '../error-mark.ts'
import { expressionTokens } from '../expression/expression-tokens.ts'

/**
 * Creates a code editor in a shadow root and adopts its style sheets: a content security policy forbids style elements.
 */
export function editCode(options: CodeEditorOptions): CodeEditor {
  const { parent, root, text, selection, onChange } = options
  let look = options.look
  const reading = new Compartment()
  const looking = new Compartment()
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: text,
      ...(selection
        ? { selection: { anchor: within(selection.anchor, text), head: within(selection.head, text) } }
        : {}),
      extensions: [
        highlightSpecialChars(),
        history(),
        bracketMatching(),
        indentOnInput(),
        EditorState.tabSize.of(2),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        syntaxHighlighting(codeColors),
        autocompletion({
          icons: false,
          filterStrict: true,
          maxRenderedOptions: 60,
          tooltipClass: () => 'aw-completions',
        }),
        // Tab leaves the field, except while the completion list is open.
        keymap.of([{ key: 'Tab', run: acceptCompletion }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        errorMark,
        replacing,
        codeTheme,
        languageOf(options),
        reading.of(readingOf(look)),
        looking.of(lookingOf(look)),
        EditorView.updateListener.of((update) => {
          const isOwn = update.transactions.some(
            (transaction) => transaction.docChanged && transaction.annotation(fromOutside) !== true,
          )
          if (isOwn) onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  view.dispatch({ effects: setErrorMark.of(look.error) })

  return {
    update(next, nextLook) {
      const now = view.state.doc.toString()
      if (next !== now) {
        view.dispatch({
          changes: difference(now, next),
          annotations: [Transaction.addToHistory.of(false), fromOutside.of(true)],
        })
      }
      if (nextLook === look) return
      const effects = [
        ...(nextLook.disabled === look.disabled ? [] : [reading.reconfigure(readingOf(nextLook))]),
        looking.reconfigure(lookingOf(nextLook)),
        setErrorMark.of(nextLook.error),
      ]
      look = nextLook
      view.dispatch({ effects })
    },
    focus: () => view.focus(),
    get hasFocus() {
      return view.hasFocus
    },
    destroy: () => view.destroy(),
  }
}

/**
 * Typing over a selection is applied as a change. Otherwise Chromium copies the colors of the old text with a `style`
 * attribute, which the content security policy blocks.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput({ data, inputType, isComposing }, view) {
    if (inputType !== 'insertText' || data === null || isComposing) return false
    const { state } = view
    if (state.readOnly || state.selection.main.empty) return false
    view.dispatch(state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true }))
    return true
  },
})

/** Marks changes that are not user input, which are not reported. */
const fromOutside = Annotation.define<boolean>()

const within = (offset: number, text: string): number => Math.max(0, Math.min(offset, text.length))

/** The smallest single range that differs, so that the cursor keeps its position if possible. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const maximum = Math.min(before.length, after.length)
  let start = 0
  while (start < maximum && before[start] === after[start]) start++
  let end = 0
  while (end < maximum - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}

const readingOf = ({ disabled }: CodeLook): Extension => [
  EditorState.readOnly.of(disabled),
  EditorView.editable.of(!disabled),
]

const lookingOf = ({ label, description, invalid, disabled, placeholder: hint, words }: CodeLook): Extension => [
  // Keyed by the editor's own phrases.
  EditorState.phrases.of({
    Completions: words.completions,
    'Selection deleted': words.deleted,
    'Control character': words.control,
  }),
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-describedby': description === '' ? '' : 'about',
    'aria-invalid': invalid ? 'true' : 'false',
    'aria-readonly': disabled ? 'true' : 'false',
    // In WebKit, an editable element is not necessarily focusable.
    tabindex: '0',
    spellcheck: 'false',
    dir: 'ltr',
  }),
  ...(hint === '' ? [] : [placeholder(hint)]),
]

function languageOf({ language, tables, complete }: CodeEditorOptions): Extension {
  // Reuses one completion source: a new one for each key press would restart the completion.
  const data = complete ? [{ autocomplete: sourceOf(complete) }] : []
  const asked = EditorState.languageData.of(() => data)
  switch (language) {
    case 'sql':
      return [sql({ dialect: dialectWithout(Object.keys(tables ?? {})), schema: tables ?? {} }), asked]
    case 'javascript':
      return [javascript(), asked]
    case 'json':
      return [json(), asked]
    default:
      return [StreamLanguage.define(expressionTokens), asked]
  }
}

/** The dialect without keywords that are names of tables, such as `input`, which would be suggested twice. */
function dialectWithout(names: readonly string[]): SQLDialect {
  const known = new Set(names.map((name) => name.toLowerCase()))
  const without = (words = ''): string =>
    words
      .split(' ')
      .filter((word) => !known.has(word))
      .join(' ')
  const { spec } = PostgreSQL
  return SQLDialect.define({ ...spec, keywords: without(spec.keywords), types: without(spec.types) })
}

const sourceOf =
  (complete: NonNullable<CodeEditorOptions['complete']>) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const before = text.slice(0, context.pos)
    if (!context.explicit && !/[\p{L}\p{N}_$.`]$/u.test(before)) return null
    const found = await complete(text, context.pos)
    if (context.aborted || !found || found.options.length === 0) return null
    return {
      from: found.from,
      to: found.to,
      options: found.options.map(({ text: apply, label, detail, about, kind }) => ({
        label,
        apply,
        detail,
        type: kind,
        ...(about ? { info: about } : {}),
      })),
      filter: false,
    }
  }
