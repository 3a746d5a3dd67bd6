/**
 * Text formats that are not tables of lines, with the start of their text. `kind` is a parameter of the message
 * `file.kind`.
 */
const textFormats: readonly (readonly [kind: string, start: RegExp])[] = [
  ['ofx', /^(?:OFXHEADER\s*:|<OFX>)/i],
  ['qif', /^!(?:type|account|option|clear):/i],
  ['mt940', /^(?:\{1:F01|(?:[^\n]{0,80}\n){0,5}:20:[^\n]*\n(?::21:[^\n]*\n)?:25P?:)/],
  ['vcard', /^BEGIN:VCARD\b/i],
  ['icalendar', /^BEGIN:VCALENDAR\b/i],
  ['edifact', /^(?:UNA.{6}\s*)?UNB\+/],
  ['x12', /^ISA\*[^\n]{2}\*/],
  ['gedcom', /^0 HEAD\s*\n1 /],
  ['ldif', /^(?:version: *1\s+)?dn::? /i],
  ['bibtex', /^@(?:article|book|inbook|incollection|inproceedings|misc|phdthesis|string|comment)\s*[{(]/i],
]

/** Returns whether the first record after `@data` is a list of indexes and values in braces. */
function isSparseArff(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim())
  const hasContent = (line: string): boolean => line !== '' && !line.startsWith('%')
  if (!/^@relation\b/i.test(lines.find(hasContent) ?? '')) return false
  const dataIndex = lines.findIndex((line) => /^@data$/i.test(line))
  return dataIndex >= 0 && (lines.slice(dataIndex + 1).find(hasContent) ?? '').startsWith('{')
}

/** Returns the kind of a text format that no reader supports, or `undefined`. */
export const findTextFormat = (text: string): string | undefined =>
  textFormats.find(([, start]) => start.test(text))?.[0] ?? (isSparseArff(text) ? 'sparse-arff' : undefined)
