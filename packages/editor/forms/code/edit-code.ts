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
import type { CodeEditor, CodeEditorOptions, CodeEditorProps } from './code-editor.ts'
import { codeColors, codeTheme } from './code-theme.ts'
import { errorMark, setErrorMark } from '../error-mark.ts'
import { expressionTokenizer } from '../expression/expression-tokens.ts'

/**
 * Creates a code editor in a shadow root. The editor's style sheets are adopted by the root, because a content security
 * policy may block style elements.
 */
export function createCodeEditor(options: CodeEditorOptions): CodeEditor {
  const { parent, root, text, selection, onChange } = options
  let currentProps = options.props
  const readOnlyCompartment = new Compartment()
  const propsCompartment = new Compartment()
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: text,
      ...(selection
        ? { selection: { anchor: clampOffset(selection.anchor, text), head: clampOffset(selection.head, text) } }
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
        // Tab leaves the field unless the completion list is open.
        keymap.of([{ key: 'Tab', run: acceptCompletion }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        errorMark,
        replaceSelectionOnInput,
        // An input method has inserted its text when the event has been handled.
        EditorView.domEventHandlers({ compositionend: () => void setTimeout(options.onCompositionEnd) }),
        codeTheme,
        createLanguageExtension(options),
        readOnlyCompartment.of(createReadOnlyExtension(currentProps)),
        propsCompartment.of(createPropsExtension(currentProps)),
        EditorView.updateListener.of((update) => {
          const isUserEdit = update.transactions.some(
            (transaction) => transaction.docChanged && transaction.annotation(programmaticChange) !== true,
          )
          if (isUserEdit) onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  view.dispatch({ effects: setErrorMark.of(currentProps.error) })

  return {
    update(newText, newProps) {
      // A change of the text or of its marks would end the composition, and its text would be inserted twice.
      if (view.compositionStarted) return
      const currentText = view.state.doc.toString()
      if (newText !== currentText) {
        view.dispatch({
          changes: diffText(currentText, newText),
          annotations: [Transaction.addToHistory.of(false), programmaticChange.of(true)],
        })
      }
      if (newProps === currentProps) return
      const effects = [
        ...(newProps.disabled === currentProps.disabled
          ? []
          : [readOnlyCompartment.reconfigure(createReadOnlyExtension(newProps))]),
        propsCompartment.reconfigure(createPropsExtension(newProps)),
        setErrorMark.of(newProps.error),
      ]
      currentProps = newProps
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
 * Handles typing over a selection as a programmatic replacement. Otherwise, Chromium preserves the colors of the
 * replaced text in a `style` attribute, which the content security policy blocks.
 */
const replaceSelectionOnInput = EditorView.domEventHandlers({
  beforeinput({ data, inputType, isComposing }, view) {
    if (inputType !== 'insertText' || data === null || isComposing) return false
    const { state } = view
    if (state.readOnly || state.selection.main.empty) return false
    view.dispatch(state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true }))
    return true
  },
})

/** Marks programmatic changes, which are not reported to the host. */
const programmaticChange = Annotation.define<boolean>()

const clampOffset = (offset: number, text: string): number => Math.max(0, Math.min(offset, text.length))

/**
 * Returns the smallest single change that turns `oldText` into `updatedText`, so that the cursor stays in place if
 * possible.
 */
function diffText(oldText: string, updatedText: string): { from: number; to: number; insert: string } {
  const maxLength = Math.min(oldText.length, updatedText.length)
  let start = 0
  while (start < maxLength && oldText[start] === updatedText[start]) start++
  let end = 0
  while (end < maxLength - start && oldText[oldText.length - 1 - end] === updatedText[updatedText.length - 1 - end])
    end++
  return { from: start, to: oldText.length - end, insert: updatedText.slice(start, updatedText.length - end) }
}

const createReadOnlyExtension = ({ disabled }: CodeEditorProps): Extension => [
  EditorState.readOnly.of(disabled),
  EditorView.editable.of(!disabled),
]

const createPropsExtension = ({
  label,
  description,
  invalid,
  disabled,
  placeholder: hint,
  strings,
}: CodeEditorProps): Extension => [
  // The keys are phrases defined by CodeMirror.
  EditorState.phrases.of({
    Completions: strings.completions,
    'Selection deleted': strings.selectionDeleted,
    'Control character': strings.controlCharacter,
  }),
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-describedby': description === '' ? '' : 'about',
    'aria-invalid': invalid ? 'true' : 'false',
    'aria-readonly': disabled ? 'true' : 'false',
    // In WebKit, editable elements are not always focusable.
    tabindex: '0',
    spellcheck: 'false',
    dir: 'ltr',
  }),
  ...(hint === '' ? [] : [placeholder(hint)]),
]

function createLanguageExtension({ language, tables, complete }: CodeEditorOptions): Extension {
  // A single completion source is reused, because a new one for each key press would restart the completion.
  const data = complete ? [{ autocomplete: createCompletionSource(complete) }] : []
  const completionData = EditorState.languageData.of(() => data)
  switch (language) {
    case 'sql':
      return [
        sql({ dialect: createDialectWithoutKeywords(Object.keys(tables ?? {})), schema: tables ?? {} }),
        completionData,
      ]
    case 'javascript':
      return [javascript(), completionData]
    case 'json':
      return [json(), completionData]
    default:
      return [StreamLanguage.define(expressionTokenizer), completionData]
  }
}

/** Creates a dialect without the keywords that are also table names, such as `input`. They would be suggested twice. */
function createDialectWithoutKeywords(names: readonly string[]): SQLDialect {
  const excludedWords = new Set(names.map((name) => name.toLowerCase()))
  const removeExcludedWords = (words = ''): string =>
    words
      .split(' ')
      .filter((word) => !excludedWords.has(word))
      .join(' ')
  const { spec } = PostgreSQL
  return SQLDialect.define({
    ...spec,
    keywords: removeExcludedWords(spec.keywords),
    types: removeExcludedWords(spec.types),
  })
}

const createCompletionSource =
  (complete: NonNullable<CodeEditorOptions['complete']>) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const textBefore = text.slice(0, context.pos)
    if (!context.explicit && !/[\p{L}\p{N}_$.`]$/u.test(textBefore)) return null
    const completions = await complete(text, context.pos)
    if (context.aborted || !completions || completions.options.length === 0) return null
    return {
      from: completions.from,
      to: completions.to,
      options: completions.options.map(({ text: apply, label, detail, description, kind }) => ({
        label,
        apply,
        detail,
        type: kind,
        ...(description ? { info: description } : {}),
      })),
      filter: false,
    }
  }
