import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Editor theme based on the design tokens, which support light and dark mode. */
export const codeTheme = EditorView.theme({
  '&': {
    color: 'var(--_text)',
    backgroundColor: 'transparent',
    fontSize: '12px',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--_mono)', lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--_text)', minHeight: '74px' },
  '.cm-line': { padding: '0 8px' },
  '.cm-placeholder': { color: 'var(--_muted)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--_accent) 18%, transparent)',
    outline: '1px solid var(--_accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--_bad)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--_hover)' },
  '.cm-error-mark': { textDecoration: 'underline wavy var(--_bad)', textUnderlineOffset: '3px' },
  '.cm-error-line': { borderInlineStart: '2px solid var(--_bad)' },
  '.cm-specialChar': { color: 'var(--_bad)' },
  '.cm-tooltip': {
    zIndex: '10',
    color: 'var(--_text)',
    backgroundColor: 'var(--_raised)',
    border: '1px solid var(--_border)',
    borderRadius: '8px',
    boxShadow: 'var(--_shadow-high)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-below': { marginTop: '2px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--_mono)',
    // Limited to a few lines because the list covers the lines below the cursor.
    maxHeight: '132px',
    maxWidth: 'min(90vw, 420px)',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '12px',
    padding: '4px 8px',
    borderRadius: '4px',
    lineHeight: '1.4',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--_wash)',
    color: 'var(--_text)',
    outline: '1px solid var(--_accent)',
    outlineOffset: '-1px',
  },
  '.cm-completionLabel': { flex: '1', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600', color: 'var(--_accent)' },
  '.cm-completionDetail': { marginInlineStart: '0', color: 'var(--_muted)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px', maxWidth: '260px', fontFamily: 'var(--_font)' },
})

/**
 * Highlighting colors with enough contrast in light and dark mode. Comments are also italic, and keywords are also
 * bold.
 */
export const codeColors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--_info)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--_good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--_port-file)' },
  { tag: [tags.regexp, tags.escape], color: 'var(--_warn)' },
  { tag: [tags.function(tags.variableName), tags.standard(tags.name), tags.typeName], color: 'var(--_accent)' },
  { tag: [tags.propertyName], color: 'var(--_cached)' },
  { tag: [tags.comment], color: 'var(--_muted)', fontStyle: 'italic' },
  { tag: [tags.invalid], color: 'var(--_bad)' },
])
